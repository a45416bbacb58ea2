// Entries that wait for their reviews: counted as they are imported, and left out of what leaves the registry.
import { waitingBy } from '../../hygiene/policies/waiting.ts';
import { type Batch, compact } from '../../model/batch.ts';
import type { Report } from '../../model/findings.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Standing } from '../../model/policy.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { WaitingRows } from '../../registry/census.ts';

/** A list, or an edition of it, and what it asks for. */
interface Held {
  readonly name: string;
  readonly standing: Standing | null;
}

export class WaitingCount {
  readonly #list: Held;
  readonly #waiting: (batch: Batch) => Uint8Array | null;
  readonly #partner: string | null;
  #count = 0;

  constructor(list: Held, interns: Interns, partner: string | undefined) {
    this.#list = list;
    this.#partner = partner ?? null;
    const waits = waitingBy(list.standing?.reviews ?? null, interns);
    this.#waiting = (batch) => waits(batch, partner);
  }

  get list(): string {
    return this.#list.name;
  }

  get needed(): number {
    return this.#list.standing?.reviews?.needed ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  /** What is kept of it with an edition. */
  get rows(): WaitingRows {
    return { count: this.#count, partner: this.#partner };
  }

  /** As if these of so many rows that were counted before had not been there. */
  without(counted: number, rows: Iterable<Batch>): void {
    if ((this.#list.standing?.reviews ?? null) === null) return; // then nothing waits
    this.#count += counted;
    for (const batch of rows) {
      const waits = this.#waiting(batch);
      if (waits !== null) this.#count -= sum(waits);
    }
  }

  /** The same rows; those that wait are counted. */
  async *counted(rows: Batches): Batches {
    for await (const batch of rows) {
      this.look(batch);
      yield batch;
    }
  }

  /** Counts; for each row whether it waits, null where none does. */
  look(batch: Batch): Uint8Array | null {
    const waits = this.#waiting(batch);
    if (waits !== null) this.#count += sum(waits);
    return waits;
  }

  /** Without what waits and what is withdrawn. */
  standing(batch: Batch): Batch {
    const waits = this.look(batch);
    const keep = batch.op.map((op, i) => (op === WITHDRAWN || waits?.[i] === 1 ? 0 : 1));
    return compact(batch, keep, sum(keep));
  }

  tell(report: Report): void {
    if (this.#count > 0) report('registry/waiting', { list: this.list, count: this.#count, needed: this.needed });
  }
}

/** Where the rows were counted by what was asked for before, too: whether another policy lets in what that kept out. */
export function tellLess(before: WaitingCount, now: WaitingCount, report: Report): void {
  if (now.needed >= before.needed && now.count >= before.count) return;
  const count = Math.max(0, before.count - now.count);
  report('registry/demands-less', { list: now.list, needed: now.needed, before: before.needed, count });
}

function sum(marks: Uint8Array): number {
  return marks.reduce((total, each) => total + each, 0);
}
