// A writer that is handed its batches one by one, where it makes one piece of each (`apart` of a format).
import type { Format, WriteContext } from '../formats/format.ts';
import type { Batch } from '../model/batch.ts';
import { BatchBuilder } from '../model/batch-builder.ts';

const NOTHING = new Uint8Array(0);

export class PieceWriter {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #batch: Batch | null = null;

  constructor(format: Format, context: WriteContext) {
    const pieces = format.write?.(this.#batches(), context) ?? [];
    this.#pieces = chunksOf(pieces);
  }

  /** What the batch is written as, and before the first one all that stands before it. Valid until the next piece. */
  async write(batch: Batch): Promise<Uint8Array> {
    this.#batch = batch;
    const { done, value } = await this.#pieces.next();
    // The rows would be lost without a word.
    if (done === true || this.#batch !== null) throw new Error('a writer made no piece of a batch');
    return value;
  }

  /** What stands behind the last batch. */
  async end(): Promise<Uint8Array> {
    return (await this.#pieces.next()).value ?? NOTHING;
  }

  async *#batches(): AsyncIterable<Batch> {
    for (let batch = this.#take(); batch !== null; batch = this.#take()) yield batch;
  }

  #take(): Batch | null {
    const batch = this.#batch;
    this.#batch = null;
    return batch;
  }
}

async function* chunksOf(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  yield* pieces;
  return undefined;
}

/** Writes batches of which there is nothing to tell, without what stands before the first of a list. */
export class SilentWriter {
  readonly #writer: PieceWriter;
  #isSilent = true;
  #isBegun = false;

  constructor(format: Format, { options, interns, now }: Pick<WriteContext, 'options' | 'interns' | 'now'>) {
    const tell = (): void => {
      this.#isSilent = false;
    };
    const keep = (): never => {
      throw new Error('a writer that keeps rows makes no pieces of batches');
    };
    const context = {
      options,
      interns,
      now,
      list: {},
      replaced: null,
      hold: keep,
      newDatabase: keep,
      report: tell,
      unfit: tell,
    };
    this.#writer = new PieceWriter(format, context);
  }

  /** Null where there is something to tell, which is for the writer of the whole list. Valid until the next piece. */
  async write(batch: Batch): Promise<Uint8Array | null> {
    if (!this.#isBegun) await this.#writer.write(new BatchBuilder(0).take());
    this.#isBegun = true;
    this.#isSilent = true;
    const piece = await this.#writer.write({ ...batch }); // a copy was not lent: the rows may have to be written once more
    return this.#isSilent ? piece : null;
  }
}
