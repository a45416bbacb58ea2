// Reads a JSON document whose entries are objects of an array, by a profile: each as a line of JSON Lines is read.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { toUtf8Chunks } from '../decode.ts';
import { MAX_ITEM } from '../document.ts';
import { type DocumentShape, JsonItems } from '../json/items.ts';
import { holdsPicture } from '../picture.ts';
import { RowSink } from '../row-sink.ts';
import { TableDesk } from './desk.ts';
import { JsonFields } from './json-fields.ts';
import type { TableProfile } from './profile.ts';
import { TableReader } from './reader.ts';

export function readArray(
  shape: DocumentShape,
  profile: TableProfile,
): (input: ByteChunks, context: ReadContext<unknown>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const table = new ArrayTable(shape, profile, context);
    const { builder } = table.rows;
    for await (const chunk of toUtf8Chunks(input, context.report)) {
      table.items.feed(chunk);
      while (table.pump()) yield builder.take();
    }
    table.items.finish();
    while (table.pump()) yield builder.take();
    if (builder.count > 0) yield builder.take();
  };
}

class ArrayTable {
  readonly items: JsonItems;
  readonly rows: RowSink;
  readonly #fields: JsonFields;
  readonly #reader: TableReader;
  #isPicture = false;

  constructor(shape: DocumentShape, profile: TableProfile, context: ReadContext<unknown>) {
    const { source } = context;
    this.items = new JsonItems(shape, {
      onFact: () => {},
      onFault: (reason, line) => context.report('input/bad-document', { reason }, { source, line }),
      onCut: (line) => context.report('input/cut-short', {}, { source, line }),
      onTooLong: (line, piece, isFirst) => {
        if (isFirst) this.#isPicture = false;
        this.#isPicture ||= holdsPicture(piece);
        const kept = this.#isPicture ? piece.subarray(0, 0) : piece;
        if (isFirst) context.reject('input/line-too-long', { limit: MAX_ITEM }, { source, line }, kept);
        else context.rejectMore(kept);
      },
    });
    this.#fields = new JsonFields(profile, this.items);
    this.rows = new RowSink(context, this.#fields);
    this.#fields.tellTo(this.rows);
    this.#reader = new TableReader(new TableDesk(this.rows, context, profile, this.#fields), this.#fields.slotOf);
  }

  /** Reads entries until the batch is full (true) or the bytes run out (false). */
  pump(): boolean {
    const { items, rows } = this;
    while (items.next()) {
      if (items.isCut) {
        rows.begin();
        rows.reject('input/cut-short', {});
        return false;
      }
      if (this.#fields.read()) this.#reader.read(this.#fields);
      if (rows.builder.isFull) return true;
    }
    return false;
  }
}
