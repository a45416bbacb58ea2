// What writers put down in whole words, against the plain way to say the same.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AtomOrder } from '../../src/formats/kit/atom-order.ts';
import { BlockTable, blockOf } from '../../src/formats/kit/block.ts';
import { ByteWriter } from '../../src/formats/kit/emit.ts';
import { SetTable } from '../../src/model/set-table.ts';
import { isoTime } from '../../src/model/times.ts';

const text = fc.string({ unit: 'binary', maxLength: 60 });
const written = (write: (out: ByteWriter) => void): string => {
  const out = new ByteWriter();
  write(out);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.take());
};

describe('blocks', () => {
  it('come out as they went in, one behind the other, in a buffer of any length', () =>
    fc.assert(
      fc.property(fc.array(text), fc.nat({ max: 40 }), (texts, before) => {
        const table = new BlockTable();
        for (const [i, each] of texts.entries()) table.set(i * 3, blockOf(each));
        expect(texts.every((_, i) => table.has(i * 3) && !table.has(i * 3 + 1))).toBe(true);
        const start = 'x'.repeat(before);
        const one = written((out) => {
          out.ascii(start);
          for (const each of texts) out.block(blockOf(each));
        });
        const many = written((out) => {
          out.ascii(start);
          for (const [i] of texts.entries()) out.blockIn(table, i * 3);
        });
        expect([one, many]).toEqual([start + texts.join(''), start + texts.join('')]);
      }),
    ));
});

describe('ByteWriter', () => {
  it('writes whole numbers', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 9, 10, 99, 100, 2 ** 32 - 1, 2 ** 32)),
        (n) => {
          expect(written((out) => out.integer(n))).toBe(String(n));
        },
      ),
    ));

  it('writes times', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
          fc.integer({ min: -700_000, max: 2_900_000 }).map((day) => day * 86_400),
          fc.double({ min: -62_135_596_800, max: 253_402_300_799, noNaN: true }),
        ),
        (seconds) => {
          expect(written((out) => out.time(seconds))).toBe(isoTime(seconds));
        },
      ),
    ));
});

describe('AtomOrder', () => {
  it('goes by the text, however late an atom comes', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 6 }), { maxLength: 120 }), (sets) => {
        const table = new SetTable<string>((atom) => atom);
        const order = new AtomOrder(table, (atom) => `<${atom}`);
        for (const atoms of sets) {
          const count = order.gather(table.of(atoms));
          const found = Array.from(order.numbers.subarray(0, count), (atom) => table.atom(atom));
          expect(found).toEqual([...new Set(atoms)].sort());
        }
      }),
    ));
});
