// Which list of the user's names a name, one above it or one below it: asked for each finding, so no list is walked.
import type { GuardList } from './lists.ts';

export class Titles {
  readonly #lists: readonly GuardList[];
  /** The first list that names it, by its number; of a list itself, with names below, and of anything below the name. */
  readonly #exact = new Map<string, number>();
  readonly #subtree = new Map<string, number>();
  readonly #below = new Map<string, number>();

  constructor(lists: readonly GuardList[]) {
    this.#lists = lists.filter(({ isOwn }) => !isOwn);
    for (const [number, { names }] of this.#lists.entries()) {
      for (const { name, reach } of names) {
        keepFirst(this.#exact, name, number);
        if (reach === 'subtree') keepFirst(this.#subtree, name, number);
        for (const above of namesAbove(name)) keepFirst(this.#below, above, number);
      }
    }
  }

  /** The title of the first list that names this name, a name above or below it, or a part of the text. */
  of(name: string, text: string): string {
    const numbers = [this.#exact.get(name), this.#below.get(name)];
    for (const above of namesAbove(name)) numbers.push(this.#subtree.get(above));
    const bySubstring = this.#lists.findIndex(({ substrings }) => substrings.some((part) => text.includes(part)));
    if (bySubstring >= 0) numbers.push(bySubstring);
    const known = numbers.filter((number) => number !== undefined);
    return known.length === 0 ? '' : (this.#lists[Math.min(...known)]?.title ?? '');
  }
}

function keepFirst(map: Map<string, number>, name: string, number: number): void {
  if (!map.has(name)) map.set(name, number);
}

function namesAbove(name: string): string[] {
  const above: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) above.push(name.slice(dot + 1));
  return above;
}
