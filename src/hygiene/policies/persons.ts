// Whether two names may be those of one person. Nobody is proved to be the same; but two reviews count as two only where
// they are known to be by two, and "J. Doe" beside "Jane Doe" of one organisation is not known.
import { nameIn } from '../../model/folded.ts';

/** Letters that are no other one with a mark, as people without that key write them. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'a',
  œ: 'o',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * The words of a name, in an order of their own: `Doe, Jane`, `jane.doe@hotline.example`, `J. DOE`. None where it names nobody.
 * As compared: ü, ue and u are one, and so are `01` and `1`.
 */
export function wordsOf(name: string): readonly string[] {
  const [person = ''] = nameIn(name).normalize('NFKD').replace(/^@/u, '').split('@');
  return person
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßæœøłđðþı]/gu, (letter) => SPELLED[letter] ?? letter)
    .replaceAll(/([aou])e|aa/gu, (letters) => letters.charAt(0))
    .split(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u)
    .map((word) => word.replace(/^0+(?=\d)/u, ''))
    .filter((word) => word !== '')
    .sort();
}

/**
 * Whether all words of the shorter name are words of the other, or first letters that stand for one: a middle name may be left
 * out. Initials alone (`JD`, `J. D.`) may be anybody's whose names begin so.
 */
export function mayBeOne(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  if (few.length === 0) return false;
  return covers(few, many) || areInitials(few, many) || areInitials(many, few);
}

function covers(few: readonly string[], many: readonly string[]): boolean {
  const left = [...many];
  // Whole words first: an initial must not take the word that another one is equal to.
  const rest = few.filter((word) => !take(left, (other) => other === word));
  return rest.every((word) => take(left, (other) => isInitialOf(word, other) || isInitialOf(other, word)));
}

/** Names have two initials or three, rarely more: a longer word is a word. */
const MOST_INITIALS = 4;

/** Whether the only word of one name is made of first letters of the words of the other. */
function areInitials([word = '', ...others]: readonly string[], names: readonly string[]): boolean {
  const letters = [...word];
  if (others.length > 0 || letters.length < 2 || letters.length > MOST_INITIALS || names.length < 2) return false;
  const left = [...names];
  return letters.every((letter) => take(left, (name) => isInitialOf(letter, name)));
}

function take(words: string[], fits: (word: string) => boolean): boolean {
  const at = words.findIndex(fits);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}

function isInitialOf(letter: string, word: string): boolean {
  return letter.length === 1 && /\p{L}/u.test(letter) && word.startsWith(letter);
}
