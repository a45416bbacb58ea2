// Opinions and reviews: who says what about a key, and who looked at it. Kept per member, because two members may
// disagree about one digest (research hash-formats, fact 5), and a single category column would lose that.
import { SetTable } from './set-table.ts';

/** `deny` asks to block or match, `allow` asks not to, `none` only labels. Never inferred from an envelope. */
export type Polarity = 'deny' | 'allow' | 'none';

export interface Opinion {
  readonly member: string;
  /** The vocabulary of the label, such as `ncmec`; absent where the sender named none. */
  readonly scheme?: string;
  /** The code as sent: `A1`, `Category 0`. */
  readonly label?: string;
  readonly polarity?: Polarity;
}

export type Decision = 'confirmed' | 'refuted' | 'unsure';

/** One look at an entry. When it happened is the row's `lastReviewed`. */
export interface Review {
  readonly reviewer: string;
  readonly organisation?: string;
  /** ISO 3166 alpha-2. */
  readonly country?: string;
  readonly decision: Decision;
}

export interface Interns {
  readonly opinions: SetTable<Opinion>;
  readonly reviews: SetTable<Review>;
  readonly sources: NameTable;
}

/** Names of the sources of a run; a source is a small integer everywhere else. */
export class NameTable {
  readonly #ids = new Map<string, number>();
  readonly names: string[] = [];

  id(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.names.length;
      this.names.push(name);
      this.#ids.set(name, id);
    }
    return id;
  }

  name(id: number): string {
    return this.names[id] ?? '';
  }
}

export function createInterns(): Interns {
  return {
    opinions: new SetTable<Opinion>((o) => JSON.stringify([o.member, o.scheme ?? 0, o.label ?? 0, o.polarity ?? 0])),
    reviews: new SetTable<Review>((r) => JSON.stringify([r.reviewer, r.organisation ?? 0, r.country ?? 0, r.decision])),
    sources: new NameTable(),
  };
}
