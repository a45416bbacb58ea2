// Keys are looked up by two threads, each its share. Held against looking all of them up at once: the same rows are new.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { EXACT } from '../../src/model/scope.ts';
import { bothShares } from '../../src/pipeline/firsts.ts';
import { FreshRows } from '../../src/pipeline/fresh-rows.ts';
import { KeyIndex } from '../../src/pipeline/index/key-index.ts';
import { inventedKey } from '../support/batches.ts';

const kind = fc.constantFrom<KindId[]>('md5', 'sha1', 'sha256', 'photodna');
const key = fc.tuple(kind, fc.nat({ max: 40 }));
const batches = fc.array(fc.array(key, { minLength: 1, maxLength: 30 }), { maxLength: 5 });

it('the shares together find what one look at all keys finds', () => {
  void fc.assert(
    fc.property(batches, fc.nat(), (lists, seed) => {
      const interns = createInterns();
      const source = interns.sources.id('a');
      const whole = new KeyIndex(seed);
      const shares = { reader: new KeyIndex(seed), writer: new KeyIndex(seed) };
      for (const list of lists) {
        const builder = new BatchBuilder(source, list.length);
        for (const [i, [id, n]] of list.entries()) {
          const bytes = inventedKey(id, n);
          builder.begin(i + 1);
          builder.addBytes(kinds[id].code, EXACT, bytes, 0, bytes.length);
        }
        const batch = builder.take();
        const read = new FreshRows().of(shares.reader, batch, 'reader');
        const written = new FreshRows().of(shares.writer, batch, 'writer');
        const both = bothShares(read, written, new Uint32Array(batch.count));
        expect([...both]).toEqual([...new FreshRows().of(whole, batch)]);
        for (const row of read) expect(written).not.toContain(row);
      }
    }),
  );
});
