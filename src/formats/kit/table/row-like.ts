// Whether the first line of a table is a row: a list without a header would lose its first entry, and what its other columns
// hold would be left out as columns that nobody knows, so that a word which stands in every row became the list.
import { parseCidr, parseIp } from '../../../model/address.ts';
import { plainName } from './profile.ts';

export interface RowSign {
  readonly slot: number;
  readonly what: string;
}

const DIGEST = /^(?:0x)?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/iu;
const DOTTED = /^(?:\*?\.)?(?:[\p{L}\p{N}_-]+(?:\.|\[\.\]|\(\.\)))+[\p{L}][\p{L}\p{N}-]+\.?(?:[/:?].*)?$/u;

/**
 * The first cell of the header that could only be a value, null where none is. `next` is the record behind it: columns are
 * called `source.domain` or `file.type` as well, so that a name with a dot is one only above others of its shape.
 */
export function signOfRow(
  names: readonly string[],
  next: () => readonly string[],
  isKnown: (plain: string) => boolean,
): RowSign | null {
  for (const [slot, cell] of names.entries()) {
    const text = cell.trim();
    if (text === '' || isKnown(plainName(text))) continue;
    const what = valueIn(text);
    if (what !== null) return { slot, what };
    if (!DOTTED.test(text)) continue;
    const below = next()[slot]?.trim();
    if (below === undefined) return { slot, what: 'a name with a dot' };
    const isColumn = isKnown(plainName(lastLabel(text))) && lastLabel(below) !== lastLabel(text);
    if (!isColumn && (DOTTED.test(below) || valueIn(below) !== null)) return { slot, what: 'a name with a dot' };
  }
  return null;
}

function valueIn(text: string): string | null {
  if (DIGEST.test(text)) return 'a digest';
  if (/^[a-z*[\]]{1,20}:\/\//iu.test(text)) return 'a URL';
  return parseIp(text).ok || parseCidr(text).ok ? 'an address' : null;
}

function lastLabel(text: string): string {
  return /[^.]*$/u.exec(text)?.[0].toLowerCase() ?? '';
}
