// What is told once of a list, however many rows have it: keys and columns that nothing here knows. Beyond a number of them the
// rest is as good as told, for a list that makes up a key a row has no keys to tell of.

const MOST = 256;

export class ToldOnce {
  readonly #told = new Set<string>();

  /** Whether this was not told yet; from now on it was. */
  isNew(what: string): boolean {
    if (this.#told.has(what) || this.#told.size >= MOST) return false;
    this.#told.add(what);
    return true;
  }
}
