// Rows of which none can go on before the last is seen: in memory as far as they fit, all of them in a temporary file
// beyond. They come back in order, as often as needed.
import type { Batch } from '../../model/batch.ts';
import { timeFields } from '../../model/fields.ts';
import { SpillLog } from './log.ts';
import type { SpillSettings } from './sizes.ts';
import { Spool } from './spool.ts';

/** Bytes of a text that a row has, beside its characters: the string, and its place in an array or an object. */
const TEXT = 64;

export interface HeldSettings extends Pick<SpillSettings, 'memory' | 'folder' | 'signal'> {
  /** Called once, when the rows exceed the memory. */
  readonly onSpill?: () => void;
}

export class HeldRows {
  readonly #settings: HeldSettings;
  #batches: Batch[] = [];
  #bytes = 0;
  #spool: Spool | null = null;
  #log: SpillLog | null = null;
  #isFinished = false;
  /** Rows so far. */
  count = 0;

  constructor(settings: HeldSettings) {
    this.#settings = settings;
  }

  get isSpilled(): boolean {
    return this.#log !== null;
  }

  async add(batch: Batch): Promise<void> {
    this.count += batch.count;
    if (this.#log !== null) return this.#log.add(batch);
    this.#batches.push(batch);
    this.#bytes += bytesOf(batch);
    if (this.#bytes > this.#settings.memory) await this.#spill();
  }

  /** Bytes held in memory. */
  get byteLength(): number {
    return this.#log === null ? this.#bytes : 0;
  }

  /** Puts the rows away before they exceed the memory, because something else needs it. */
  async spill(): Promise<void> {
    if (this.#log === null) await this.#spill();
  }

  /** The file and the log of the rows, for whoever parts them; afterwards there are no rows here. */
  async handOver(): Promise<{ readonly spool: Spool; readonly log: SpillLog }> {
    await this.spill();
    const [spool, log] = [this.#spool!, this.#log!];
    if (!this.#isFinished) await log.finish();
    this.#isFinished = true;
    return { spool, log };
  }

  async #spill(): Promise<void> {
    this.#spool = await Spool.open(this.#settings);
    this.#log = new SpillLog(this.#spool);
    this.#settings.onSpill?.();
    const held = this.#batches;
    this.#batches = [];
    for (const batch of held) await this.#log.add(batch);
  }

  /** All rows, after the last was added. `isLast`: nobody asks again, so that what was read gives its memory back. */
  async *rows(isLast = true): AsyncGenerator<Batch> {
    if (this.#log !== null) {
      if (!this.#isFinished) await this.#log.finish();
      this.#isFinished = true;
      for await (const { batch } of this.#log.rowsInOrder(isLast)) yield batch;
      return;
    }
    const batches = this.#batches;
    if (isLast) this.#batches = [];
    for (let i = 0; i < batches.length; i++) yield batches[i]!;
  }

  /** Gives the temporary file back; to be called however the run ends. */
  async close(): Promise<void> {
    this.#batches = [];
    await this.#spool?.close();
  }
}

/** About what a batch takes in memory. */
export function bytesOf(batch: Batch): number {
  const { count, bytes, item, opinions, reviews, times, size, partnerKey, extras, origins } = batch;
  let sum = bytes.length + count * 11;
  for (const column of [item, opinions, reviews]) if (column !== null) sum += count * 4;
  for (const column of [size, ...timeFields.map((field) => times[field])]) if (column !== null) sum += count * 8;
  for (const text of partnerKey ?? []) if (text !== undefined) sum += TEXT + text.length;
  for (const texts of extras ?? []) {
    if (texts !== undefined) for (const text of Object.values(texts)) sum += TEXT + text.length;
  }
  return origins === null ? sum : sum + count * 4 + origins.line.length * 7;
}
