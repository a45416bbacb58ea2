// Streams of rows side by side, each in order by itself: the row that comes first of all, one after another.
import { RecordCursor } from './row-codec.ts';
import type { Spool } from './spool.ts';
import { type Stream, StreamReader } from './stream.ts';

/** One stream, at the row it is to give next. */
interface Run {
  readonly reader: StreamReader;
  readonly row: RecordCursor;
}

export type IsBefore = (a: RecordCursor, b: RecordCursor) => boolean;

export class Runs {
  /** A binary heap: the run with the first row is the first. */
  readonly #heap: Run[] = [];
  readonly #isBefore: IsBefore;

  private constructor(isBefore: IsBefore) {
    this.#isBefore = isBefore;
  }

  static async open(spool: Spool, streams: readonly Stream[], isBefore: IsBefore): Promise<Runs> {
    const runs = new Runs(isBefore);
    for (const stream of streams) {
      const reader = new StreamReader(spool, stream, true);
      if (!(await reader.more())) continue;
      const row = new RecordCursor();
      row.read(reader);
      runs.#push({ reader, row });
    }
    return runs;
  }

  /** The row that comes first, or null behind the last. */
  get row(): RecordCursor | null {
    return this.#heap[0]?.row ?? null;
  }

  /** Goes on to the next row; false where it must be read from the file first, by `more`. */
  next(): boolean {
    const { reader, row } = this.#heap[0]!;
    if (!reader.has) return false;
    row.read(reader);
    this.#sink();
    return true;
  }

  async more(): Promise<void> {
    const { reader, row } = this.#heap[0]!;
    if (await reader.more()) row.read(reader);
    else this.#dropFirst();
    this.#sink();
  }

  #push(run: Run): void {
    const heap = this.#heap;
    heap.push(run);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(run.row, heap[parent]!.row)) return;
      heap[at] = heap[parent]!;
      heap[parent] = run;
      at = parent;
    }
  }

  /** Puts the last run in the place of the first, which has no more rows. */
  #dropFirst(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#heap[0] = last;
  }

  #sink(): void {
    const heap = this.#heap;
    const run = heap[0];
    if (run === undefined) return;
    for (let at = 0; ; ) {
      let child = at * 2 + 1;
      if (child + 1 < heap.length && this.#isBefore(heap[child + 1]!.row, heap[child]!.row)) child++;
      if (child >= heap.length || !this.#isBefore(heap[child]!.row, run.row)) return;
      heap[at] = heap[child]!;
      heap[child] = run;
      at = child;
    }
  }
}
