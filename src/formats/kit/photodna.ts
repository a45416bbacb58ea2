// Spellings of PhotoDNA: base64, hexadecimal, and the list of its bytes as numbers that hobby programs write. The edition of 924
// bytes, Edge V2, stands under the same name in some lists; neither can be turned into the other (research hash-formats 3.1, 3.2).
import { fromUtf8, toUtf8 } from '../../model/bytes.ts';
import { type Kind, kinds } from '../../model/kinds.ts';

const COMMA = 44;
/** Characters of a number with its comma and a blank. */
const MOST_OF_NUMBER = 5;

const edge = kinds['photodna-edge-v2'];
const EDGE_LENGTHS: readonly number[] = [Math.ceil(edge.width / 3) * 4, edge.width * 2];

/** The kind of a digest of so many characters that stands where `kind` is due. */
export function editionOf(kind: Kind, length: number): Kind {
  return kind.id === 'photodna' && EDGE_LENGTHS.includes(length) ? edge : kind;
}

/** Whether the text is a list of numbers: neither base64 nor hexadecimal has commas. */
export function isNumbers(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from + 1; at < to && at <= from + 4; at++) if (bytes[at] === COMMA) return true;
  return false;
}

/** The digest in hexadecimal, or null where the numbers are not its bytes. */
export function hexOfNumbers(bytes: Uint8Array, from: number, to: number, width: number): Uint8Array | null {
  if (to - from > width * MOST_OF_NUMBER) return null;
  const numbers = fromUtf8(bytes, from, to).split(',');
  if (numbers.length !== width) return null;
  let hex = '';
  for (const number of numbers) {
    if (!/^ *\d{1,3} *$/u.test(number) || Number(number) > 255) return null;
    hex += Number(number).toString(16).padStart(2, '0');
  }
  return toUtf8(hex);
}
