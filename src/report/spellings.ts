// The other spelling of the international names in a text that is shown: beside `xn--bcher-kva.example` how people write
// it, beside `bücher.example` what is stored and compared. It is told behind the text, which stays as it is, so that
// nothing a name holds can take the place of another. What could deceive is told by its A-label alone: letters of two
// scripts in one label, a label made of letters that pass for Latin ones, scripts that run from right to left (terminals
// reorder what stands around them), and scripts nobody has looked through for such letters yet.
import { canonicalHost, toUnicode } from '../model/host-name.ts';

/** Longer runs are no names. */
const MOST = 253;
const MOST_NAMES = 5;

const RUN = /[\p{L}\p{M}\p{N}_.-]+/gu;

export function otherSpellings(text: string): string[] {
  const found = new Set<string>();
  for (const [run] of text.matchAll(RUN)) {
    if (found.size === MOST_NAMES) break;
    const other = run.length > MOST ? null : otherSpelling(run.replace(/^[.-]+|\.+$/gu, ''));
    if (other !== null) found.add(other);
  }
  return [...found];
}

function otherSpelling(run: string): string | null {
  const isAscii = !/[^\0-\x7f]/u.test(run);
  if (isAscii ? !/xn--/iu.test(run) : !run.includes('.')) return null;
  const name = canonicalHost(run);
  if (!name.ok || !name.text.includes('xn--')) return null;
  if (!isAscii) return name.text;
  const shown = toUnicode(name.text);
  const again = canonicalHost(shown);
  return shown !== name.text && again.ok && again.text === name.text && isSafe(shown) ? shown : null;
}

/** Scripts whose letters may stand together in a label, with the ASCII digits and hyphens that any label may have. */
const ALPHABETS: readonly RegExp[] = [
  // Without ı, ĸ, ŀ, ŉ and ſ; with what Vietnamese and Romanian need.
  /^[a-zß-öø-ÿā-İĲ-ķĹ-ľŁ-ňŊ-žơưșțḁ-ỹ\d_-]+$/u,
  /^[а-яѐ-џґ\d-]+$/u,
  /^[ά-ώΐ\d-]+$/u,
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[ー\d-])+$/u,
  /^(?:\p{Script=Han}|\p{Script=Hangul}|[\d-])+$/u,
  /^(?:\p{Script=Thai}|[\d-])+$/u,
  /^(?:\p{Script=Devanagari}|[\d-])+$/u,
];

/** Labels of these letters alone pass for Latin ones. */
const LOOKALIKES: readonly RegExp[] = [/^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡћђвкмнт\d-]+$/u, /^[αγεικνρυωηοτχ\d-]+$/u];

/** Marks that pile up would cover the lines above. */
const PILE = /\p{M}{3}/u;

function isSafe(name: string): boolean {
  return name.split('.').every((label) => {
    const fits = ALPHABETS.some((alphabet) => alphabet.test(label));
    return fits && !PILE.test(label) && !(/[^\0-\x7f]/u.test(label) && LOOKALIKES.some((each) => each.test(label)));
  });
}
