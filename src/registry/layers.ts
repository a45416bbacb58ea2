// An edition as it is kept: the last full one, with every change since laid over it. A held edition is kept in full.
import type { Batch } from '../model/batch.ts';
import type { Database } from '../sqlite/driver.ts';
import { ALL, type Blocks, CHANGES, type Part } from './blocks.ts';
import type { Edition } from './edition.ts';
import type { KeyRange } from './key-range.ts';
import { overlay, withoutGone } from './overlay.ts';

/**
 * To keep an edition in full takes a look at all of it, so it must not come round with every few small changes: the next
 * is kept in full once half as many rows changed as it has; once many changes lie over each other, from a share of its
 * rows on; and once so many do that to read them would take long, however small they are.
 */
const MOST_CHANGES = 24;
const SHARE_OF_MANY = 1 / 20;
const MOST_OF_ALL = 365;

export class Layers {
  readonly #database: Database;
  readonly #blocks: Blocks;

  constructor(database: Database, blocks: Blocks) {
    this.#database = database;
    this.#blocks = blocks;
  }

  /** All rows, in order. */
  read(list: number, edition: Edition): Iterable<Batch> {
    return this.#laid(list, edition, (number, part) => this.#blocks.read(list, number, part));
  }

  /** The records that hold one of these keys, in order. */
  near(list: number, edition: Edition, keys: readonly KeyRange[]): Iterable<Batch> {
    return this.#laid(list, edition, (number, part) => this.#blocks.near(list, number, part, keys));
  }

  /** The records that go by one of these names, and those that once did and may have been changed since. */
  *named(list: number, edition: Edition, names: ReadonlySet<string>): Generator<Batch> {
    for (const number of this.#numbersOf(list, edition)) {
      yield* this.#blocks.named(list, number, number === edition.base ? ALL : CHANGES, names);
    }
  }

  /** The newest changes are joined first: they are small. */
  #laid(list: number, edition: Edition, read: (number: number, part: Part) => Iterable<Batch>): Iterable<Batch> {
    if (edition.state === 'held' || edition.state === 'rejected') return read(edition.number, ALL);
    const [first = 0, ...numbers] = this.#numbersOf(list, edition);
    const bottom = read(first, edition.base > 0 ? ALL : CHANGES);
    if (numbers.length === 0) return bottom;
    const [newest, ...others] = numbers.toReversed().map((number) => read(number, CHANGES));
    const changes = others.reduce((above: Iterable<Batch>, below) => overlay(below, above), newest ?? []);
    return withoutGone(overlay(bottom, changes));
  }

  /** The editions that a live one is made of: the last full one, if there is any, and those that changed it since. */
  #numbersOf(list: number, { base, number }: Edition): number[] {
    const since = this.#database.prepare(
      "SELECT number FROM edition WHERE list = ? AND state = 'live' AND number > ? AND number <= ? ORDER BY number",
    );
    const numbers = since.all(list, base, number).map((row) => Number(row['number']));
    return base > 0 ? [base, ...numbers] : numbers;
  }

  /** Whether a live edition is to be kept in full, too. */
  needsFull(list: number, edition: Edition): boolean {
    const [, ...changes] = this.#numbersOf(list, edition);
    const sum = this.#database.prepare(`SELECT sum(added + removed + changed) AS rows FROM edition
      WHERE list = ? AND state = 'live' AND number >= ? AND number <= ?`);
    const changed = Number(sum.get(list, changes[0] ?? 0, edition.number)?.['rows'] ?? 0);
    if (changes.length === 0) return false;
    if (changed * 2 > edition.rows || changes.length > MOST_OF_ALL) return true;
    return changes.length > MOST_CHANGES && changed >= edition.rows * SHARE_OF_MANY;
  }
}
