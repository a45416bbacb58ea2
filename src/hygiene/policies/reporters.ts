// Who reported an entry: the members who say something of it, or else the partners of the lists that have it. Those who
// reported the same entries are one group, and get one answer for each set of reviews.
import type { Batch } from '../../model/batch.ts';
import { nameIn } from '../../model/folded.ts';
import { EMPTY_SET, type SetTable } from '../../model/set-table.ts';
import { wordsOf } from './persons.ts';
import { perSet } from './rule.ts';

export interface Reporter {
  readonly name: string;
  readonly words: readonly string[];
}

/** What is known of the sources of a run. */
export interface Senders {
  readonly partnerOf: (source: number) => string | undefined;
  readonly nameOf: (source: number) => string;
}

export class Reporters {
  /** Group 0 is nobody. */
  readonly #groups: (readonly Reporter[])[] = [[]];
  readonly #numbers = new Map<string, number>([['[]', 0]]);
  readonly #bySet: (set: number) => number;
  readonly #sources: number[] = [];

  constructor(table: SetTable<{ readonly member: string }>) {
    this.#bySet = perSet(table, (set) => this.#groupOf(table.list(set).map(({ member }) => member)));
  }

  of(group: number): readonly Reporter[] {
    return this.#groups[group] ?? [];
  }

  /**
   * The group that reported row i, 0 where nothing says who did. Where a list has no column of members, its name stands for the
   * member: then its partner reported, and if it names none, `assumed` is told.
   */
  groupAt(batch: Batch, i: number, { partnerOf, nameOf }: Senders, assumed: () => void): number {
    const { opinions } = batch;
    const group = this.#bySet(opinions === null ? EMPTY_SET : (opinions[i] ?? EMPTY_SET));
    const members = this.of(group);
    const sources = this.#sourcesOf(batch, i);
    const isOwn = ({ name }: Reporter): boolean => sources.some((source) => nameIn(nameOf(source)) === name);
    if (!members.every(isOwn)) return group;
    const partners = sources.flatMap((source) => partnerOf(source) ?? []);
    if (partners.length === 0 && members.length > 0) assumed();
    return this.#groupOf([...members.map(({ name }) => name), ...partners]);
  }

  #sourcesOf({ origins, source }: Batch, i: number): readonly number[] {
    const sources = this.#sources;
    sources.length = 0;
    if (origins === null) sources.push(source);
    else for (let n = origins.start[i] ?? 0; n < (origins.start[i + 1] ?? 0); n++) sources.push(origins.source[n] ?? 0);
    return sources;
  }

  #groupOf(texts: readonly string[]): number {
    const names = [...new Set(texts.map(nameIn))].filter((name) => name !== '').sort();
    const key = JSON.stringify(names);
    const number = this.#numbers.get(key) ?? this.#groups.length;
    if (number === this.#groups.length) {
      this.#numbers.set(key, number);
      this.#groups.push(names.map((name) => ({ name, words: wordsOf(name) })));
    }
    return number;
  }
}
