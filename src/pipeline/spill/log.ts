// The rows of a run that did not fit, in the order in which they came: written once, scanned as often as needed, then
// parted into streams that fit one by one. A part keeps the order and is told from which batch its rows come.
import type { Batch } from '../../model/batch.ts';
import type { StateRows } from '../merge/pieces.ts';
import { readPart } from './read-part.ts';
import { putBatch, putStateRows, RecordCursor } from './row-codec.ts';
import type { PlacedRows } from './row-collector.ts';
import type { Spool } from './spool.ts';
import { type Stream, StreamReader, StreamWriter } from './stream.ts';

export class SpillLog {
  readonly #spool: Spool;
  readonly #writer: StreamWriter;
  #stream: Stream | null = null;
  /** Rows so far, which is the place of the next one. */
  rows = 0;
  /** Records, numbered from 0; each row of a merge taken apart counts as one. */
  records = 0;
  /** Whether any record has several rows. */
  isGrouped = false;

  constructor(spool: Spool) {
    this.#spool = spool;
    this.#writer = new StreamWriter(spool);
  }

  get bytes(): number {
    return this.#stream?.length ?? this.#writer.total;
  }

  /** Rows of a merge taken apart: before all batches, in order. */
  async addState(rows: StateRows): Promise<void> {
    putStateRows(this.#writer, rows, this.rows);
    this.rows += rows.batch.count;
    this.records += rows.batch.count;
    this.isGrouped ||= rows.next !== null || rows.primary !== null;
    await this.#writer.flush();
  }

  async add(batch: Batch): Promise<void> {
    putBatch(this.#writer, batch, this.rows);
    this.rows += batch.count;
    const records = recordsOf(batch);
    this.records += records;
    this.isGrouped ||= records < batch.count;
    await this.#writer.flush();
  }

  /** To be called after the last row. */
  async finish(): Promise<void> {
    this.#stream = await this.#writer.finish();
  }

  /** Calls `each` with every row and the number of its record. */
  async scan(each: (row: RecordCursor, record: number) => void): Promise<void> {
    await this.#read(false, each, async () => {});
  }

  /** All rows as batches; `isLast`: they are not read again. */
  rowsInOrder(isLast: boolean): AsyncGenerator<PlacedRows> {
    return readPart(new StreamReader(this.#spool, this.#stream!, isLast));
  }

  /** Parts the rows, of which none is read again here; `partOf` says where a row goes. */
  async part(partOf: (row: RecordCursor, record: number) => number): Promise<Stream[]> {
    const parts: StreamWriter[] = [];
    await this.#read(
      true,
      (row, record) => {
        const part = partOf(row, record);
        while (parts.length <= part) parts.push(new StreamWriter(this.#spool));
        parts[part]!.record(row.bytes, row.from, row.to);
      },
      async () => {
        for (const writer of parts) await writer.flush();
      },
    );
    const streams: Stream[] = [];
    for (const writer of parts) streams.push(await writer.finish()); // each gives its memory back
    return streams;
  }

  /** Reads all rows; `pause` is called now and then between them. */
  async #read(
    isLast: boolean,
    each: (row: RecordCursor, record: number) => void,
    pause: () => Promise<void>,
  ): Promise<void> {
    const reader = new StreamReader(this.#spool, this.#stream!, isLast);
    const row = new RecordCursor();
    let records = 0;
    while (await reader.more()) {
      while (reader.has) {
        row.read(reader);
        if (row.place === row.record) records++;
        each(row, records - 1);
      }
      await pause();
    }
  }
}

function recordsOf({ item, count }: Batch): number {
  if (item === null) return count;
  let records = 0;
  for (let i = 0; i < count; i++) if (i === 0 || item[i] !== item[i - 1]) records++;
  return records;
}
