// Reads JSON Lines by a profile: one object a line, its values found by their paths and handed to the column readers as
// fields, just like those of a CSV record. What a path does not name is told once, by its key.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { toUtf8Chunks } from '../decode.ts';
import { LineScanner, MAX_LINE } from '../lines.ts';
import { tellMixedEnds } from '../lone-returns.ts';
import { holdsPicture } from '../picture.ts';
import { RowSink } from '../row-sink.ts';
import { TableDesk } from './desk.ts';
import { JsonFields } from './json-fields.ts';
import type { TableProfile } from './profile.ts';
import { TableReader } from './reader.ts';

/** The reader of a profile that only the options make known. */
export function readObjects<Options>(
  profileOf: (options: Options) => TableProfile,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const profile = profileOf(context.options);
    context.header(profile.list);
    const table = new JsonTable(profile, context);
    for await (const chunk of toUtf8Chunks(input, context.report)) {
      table.lines.feed(chunk);
      while (table.pump()) yield table.rows.builder.take();
    }
    table.lines.finish();
    while (table.pump()) yield table.rows.builder.take();
    tellMixedEnds(table.lines, context);
    if (table.rows.builder.count > 0) yield table.rows.builder.take();
  };
}

class JsonTable {
  readonly lines: LineScanner;
  readonly rows: RowSink;
  readonly #fields: JsonFields;
  readonly #reader: TableReader;
  readonly #comment: string | null;
  /** The line on the cursor was read into the fields, but not into the batch, which was full. */
  #isHeld = false;
  #isPicture = false;

  constructor(profile: TableProfile, context: ReadContext<unknown>) {
    this.#comment = profile.comment;
    this.lines = new LineScanner((line, piece, isFirst) => {
      const at = { source: context.source, line };
      if (isFirst) this.#isPicture = false;
      this.#isPicture ||= holdsPicture(piece);
      const kept = this.#isPicture ? piece.subarray(0, 0) : piece;
      if (isFirst) context.reject('input/line-too-long', { limit: MAX_LINE }, at, kept);
      else context.rejectMore(kept);
    });
    this.#fields = new JsonFields(profile, this.lines);
    this.rows = new RowSink(context, this.#fields);
    this.#fields.tellTo(this.rows);
    const desk = new TableDesk(this.rows, context, profile, this.#fields);
    this.#reader = new TableReader(desk, this.#fields.slotOf);
  }

  /** Reads lines until the batch is full (true) or the bytes run out (false). */
  pump(): boolean {
    const { builder } = this.rows;
    const fields = this.#fields;
    while (this.#isHeld || this.lines.next()) {
      if (!this.#isHeld && !this.#readLine()) continue;
      if (builder.isFull && !this.#reader.joins(fields)) {
        this.#isHeld = true;
        return true;
      }
      this.#isHeld = false;
      this.#reader.read(fields);
    }
    return false;
  }

  /** Reads the line into the fields. False: there is no entry in it, or it was refused. */
  #readLine(): boolean {
    const { lines, rows } = this;
    lines.trim();
    if (lines.isBlank || (this.#comment !== null && lines.startsWith(this.#comment))) return false;
    if (lines.raw().includes(0)) {
      rows.begin();
      rows.reject('input/nul-byte', {});
      return false;
    }
    return this.#fields.read();
  }
}
