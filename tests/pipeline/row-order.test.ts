// The order of rows whose keys begin alike, however long: lists can be crafted, and a sort must not go as deep as a key is long.
import { expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { kinds } from '../../src/model/kinds.ts';
import { EXACT } from '../../src/model/scope.ts';
import { recordsInOrder } from '../../src/pipeline/row-order.ts';

function urls(texts: readonly string[]): Batch {
  const builder = new BatchBuilder(0, texts.length);
  for (const [i, text] of texts.entries()) {
    const bytes = toUtf8(text);
    builder.begin(i + 1);
    builder.addBytes(kinds.url.code, EXACT, bytes, 0, bytes.length);
  }
  return builder.take();
}

it.each([
  [
    'all to their last letter',
    (n: number) => `http://www.example.com/${'a'.repeat(60_000)}${String((n * 7) % 40).padStart(2, '0')}`,
  ],
  [
    'each as far as the one before is long',
    (n: number) => `http://www.example.com/${'ab'.repeat(2000 * ((n * 7) % 40))}`,
  ],
])('is that of their bytes where they begin alike: %s', (_what, textOf) => {
  const texts = Array.from({ length: 40 }, (_, n) => textOf(n));
  const found = [...recordsInOrder(urls(texts))].map((row) => texts[row]);
  expect(found).toEqual(texts.toSorted());
});
