// Chooses between the layouts of one format by how the input begins. The beginning has one length, however small the
// pieces that come are, so that the choice does not depend on them.
import type { Batch } from '../../model/batch.ts';
import { type ByteChunks, fromUtf8 } from '../../model/bytes.ts';
import type { ReadContext } from '../format.ts';
import { sniffEncoding } from './decode.ts';

type Read<Options> = (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch>;

const HEAD_BYTES = 1 << 16;

/** `choose` sees the text of the first 64 KiB. */
export function toPeeked<Options>(choose: (head: string, options: Options) => Read<Options>): Read<Options> {
  return async function* read(input, context) {
    const pieces: Uint8Array[] = [];
    let held = 0;
    const iterator = input[Symbol.asyncIterator]();
    // Without a `return` of its own, so that stopping half way does not close the input.
    const pausable: ByteChunks = { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
    for await (const piece of pausable) {
      pieces.push(piece.slice()); // a piece is valid until the next one
      held += piece.length;
      if (held >= HEAD_BYTES) break;
    }
    const start = Buffer.concat(pieces);
    async function* again(): ByteChunks {
      if (start.length > 0) yield start;
      yield* pausable;
    }
    yield* choose(textOf(start.subarray(0, HEAD_BYTES)), context.options)(again(), context);
  };
}

function textOf(bytes: Uint8Array): string {
  const { label, mark } = sniffEncoding(bytes);
  const body = bytes.subarray(mark);
  return label === 'utf-8' ? fromUtf8(body) : new TextDecoder(label).decode(body);
}
