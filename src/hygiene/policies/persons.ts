// Whether two names may be those of one person. Nobody is proved to be the same; but two reviews count as two only where
// they are known to be by two, and "J. Doe" beside "Jane Doe" of one organisation is not known.

/** The words of a name, in an order of their own: `Doe, Jane`, `jane.doe@hotline.example`, `J. DOE`. */
export function wordsOf(name: string): readonly string[] {
  const [person = ''] = name.normalize('NFKD').toLowerCase().split('@');
  return person
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort();
}

/** Whether the words are the same, or differ only in first letters that stand for a word. */
export function mayBeOne(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length || a.length === 0) return false;
  const left = [...b];
  // Whole words first: an initial must not take the word that another one is equal to.
  const rest = a.filter((word) => !take(left, (other) => other === word));
  // A name of initials alone may be anybody's.
  if (rest.length === a.length && rest.length > 0) return false;
  return rest.every((word) => take(left, (other) => isInitialOf(word, other) || isInitialOf(other, word)));
}

function take(words: string[], fits: (word: string) => boolean): boolean {
  const at = words.findIndex(fits);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}

function isInitialOf(letter: string, word: string): boolean {
  return letter.length === 1 && /\p{L}/u.test(letter) && word.startsWith(letter);
}
