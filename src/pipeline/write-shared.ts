// A list that two threads write. While rows come out of a merge, the thread that read them has nothing to do, and rendering
// takes four fifths of the time: each batch goes to whoever has less to do, and the pieces come out in the order of the list.
import type { Format, WriteContext } from '../formats/format.ts';
import { type Batch, slice } from '../model/batch.ts';
import type { ByteChunks } from '../model/bytes.ts';
import { spent } from '../model/lending.ts';
import type { Interns } from '../model/opinions.ts';
import { PieceWriter, SilentWriter } from './piece-writer.ts';
import type { Batches } from './stage.ts';

/** What the other thread needs to know. Plain data. */
export interface WriteRequest {
  /** Id of a format. */
  readonly format: string;
  readonly options: unknown;
  readonly now: number;
}

/** Another thread that writes batches. */
export interface SecondWriter {
  /** Whether it has so little to do that it should get the next rows. */
  readonly isHungry: boolean;
  /** What these rows are written as; null where there is something to tell of one. */
  write(rows: Batch): Promise<Uint8Array | null>;
  /** Nobody looks at these bytes any more. */
  giveBack(bytes: Uint8Array): void;
  close(): Promise<void>;
}

export interface SecondWriters {
  /** Batches of a list after which another thread is worth its start. */
  readonly worth: number;
  start(request: WriteRequest, interns: Interns): SecondWriter;
}

/** Rows that are written at once: their piece stays in the cache of the processor until it is in its place. */
const ROWS = 2048;
/** Pieces that wait for one before them. */
const MOST_WAITING = 6;
/** Pieces made twice, because there was something to tell of their rows, after which all are written here. */
const MOST_TOLD = 32;

/** Rows on their way: `bytes` is null where they have to be written here, by the writer that tells. */
interface Slot {
  readonly rows: Batch;
  /** The batch that is spent with these rows; null: there are more of it. */
  readonly batch: Batch | null;
  readonly bytes: Promise<Uint8Array | null> | Uint8Array | null;
  isDone: boolean;
  giveBack(bytes: Uint8Array): void;
}

/** The bytes that `format.write` would give, and what it would tell. */
export async function* writeShared(
  batches: Batches,
  format: Format,
  context: WriteContext,
  others: SecondWriters,
): ByteChunks {
  const telling = new PieceWriter(format, context);
  const own = new SilentWriter(format, context);
  const kept = new Kept();
  const slots: Slot[] = [];
  let second: SecondWriter | null = null;
  let written = 0;
  let told = 0;

  async function* settle(most: number): ByteChunks {
    while (slots.length > most || slots[0]?.isDone === true) {
      const { rows, batch, bytes, giveBack } = slots.shift() as Slot; // one is there
      const piece = await bytes;
      if (piece === null) told++;
      yield piece ?? (await telling.write(rows));
      if (piece !== null) giveBack(piece);
      if (batch !== null) spent(batch);
    }
  }

  try {
    for await (const batch of batches) {
      if (written++ < others.worth || batch.item !== null || told > MOST_TOLD) {
        yield* settle(0);
        yield await telling.write(batch);
        continue;
      }
      second ??= others.start({ format: format.id, options: context.options, now: context.now }, context.interns);
      for (let from = 0; from < batch.count; from += ROWS) {
        const to = Math.min(from + ROWS, batch.count);
        const work = { rows: slice(batch, from, to), batch: to === batch.count ? batch : null };
        await turn();
        slots.push(second.isHungry ? theirs(second, work) : kept.slot(work, await own.write(work.rows)));
        yield* settle(MOST_WAITING);
      }
    }
    yield* settle(0);
    yield await telling.end();
  } finally {
    await second?.close();
  }
}

type Work = Pick<Slot, 'rows' | 'batch'>;

function theirs(second: SecondWriter, work: Work): Slot {
  const bytes = second.write(work.rows);
  const slot: Slot = { ...work, bytes, isDone: false, giveBack: (piece) => second.giveBack(piece) };
  const done = (): void => {
    slot.isDone = true;
  };
  bytes.then(done, done); // what went wrong is told when its turn comes
  return slot;
}

/** Copies of pieces that wait. */
class Kept {
  readonly #free: Uint8Array[] = [];

  slot(work: Work, piece: Uint8Array | null): Slot {
    return {
      ...work,
      bytes: piece && this.#copy(piece),
      isDone: true,
      giveBack: (bytes) => this.#free.push(new Uint8Array(bytes.buffer)),
    };
  }

  #copy(piece: Uint8Array): Uint8Array {
    const free = this.#free.pop();
    const memory =
      free !== undefined && free.length >= piece.length ? free : new Uint8Array(piece.length + (piece.length >> 3));
    memory.set(piece);
    return memory.subarray(0, piece.length);
  }
}

/** What another thread says is heard between two turns only, and an output that is fast enough never waits for one. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
