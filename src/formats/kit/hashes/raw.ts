// Hash prefixes as bare bytes, one after another, all of one width: nothing in such a file says what it is. The number of a
// record stands for its line.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import type { Kind } from '../../../model/kinds.ts';
import type { ReadContext } from '../../format.ts';
import { RowSink } from '../row-sink.ts';

export async function* readRaw(
  input: ByteChunks,
  context: ReadContext<unknown>,
  kind: Kind,
  width: number,
): AsyncIterable<Batch> {
  const record = { line: 0, bytes: new Uint8Array(0), raw: () => record.bytes };
  const rows = new RowSink(context, record);
  let left = new Uint8Array(0);
  for await (const chunk of input) {
    const bytes = new Uint8Array(left.length + chunk.length);
    bytes.set(left);
    bytes.set(chunk, left.length);
    let at = 0;
    for (; at + width <= bytes.length; at += width) {
      record.line++;
      rows.begin();
      rows.builder.addBytes(kind.code, 0, bytes, at, at + width);
      if (rows.builder.isFull) yield rows.builder.take();
    }
    left = bytes.slice(at);
  }
  if (left.length > 0) {
    record.line++;
    record.bytes = left;
    rows.begin();
    rows.reject('input/cut-short', {});
  }
  if (rows.builder.count > 0) yield rows.builder.take();
}
