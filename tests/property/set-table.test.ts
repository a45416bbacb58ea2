// Interned sets against sets of the platform: one number for one set, whatever order its members came in.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_SET, SetTable } from '../../src/model/set-table.ts';

const atom = fc.integer({ min: 0, max: 30 });
const atoms = fc.array(atom, { maxLength: 8 });

type Step = { readonly of: readonly number[] } | { readonly union: readonly [number, number] };
const step: fc.Arbitrary<Step> = fc.oneof(
  atoms.map((of) => ({ of })),
  fc.tuple(fc.nat(), fc.nat()).map((union) => ({ union })),
);

const keyOf = (set: ReadonlySet<number>): string => [...set].sort((a, b) => a - b).join(' ');

describe('SetTable', () => {
  it('gives equal sets one number and others another', () => {
    return fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const table = new SetTable<{ readonly n: number }>(({ n }) => String(n));
        const numbers = new Map<string, number>([['', EMPTY_SET]]);
        const known: { number: number; set: Set<number> }[] = [{ number: EMPTY_SET, set: new Set() }];
        for (const each of steps) {
          let number: number;
          let set: Set<number>;
          if ('of' in each) {
            number = table.of(each.of.map((n) => ({ n })));
            set = new Set(each.of);
          } else {
            const [a, b] = each.union.map(
              (n) => known[n % known.length] ?? { number: EMPTY_SET, set: new Set<number>() },
            );
            if (a === undefined || b === undefined) continue;
            number = table.union(a.number, b.number);
            set = new Set([...a.set, ...b.set]);
          }
          const expected = numbers.get(keyOf(set));
          if (expected === undefined) numbers.set(keyOf(set), number);
          else expect(number).toBe(expected);
          known.push({ number, set });
        }
        expect(new Set(numbers.values()).size).toBe(numbers.size);
        expect(table.count).toBeGreaterThanOrEqual(numbers.size);
        for (const { number, set } of known) {
          const listed = table.list(number).map(({ n }) => n);
          expect(table.size(number)).toBe(set.size);
          expect(keyOf(new Set(listed))).toBe(keyOf(set));
          const copied = new Uint32Array(set.size);
          table.copyAtoms(number, copied);
          expect(Array.from(copied, (n) => table.atom(n).n)).toEqual(listed);
        }
      }),
    );
  });

  it('grows through many sets and keeps all of them', () => {
    const table = new SetTable<number>(String);
    const numbers = new Map<number, number>();
    for (let bits = 0; bits < 1 << 12; bits++) {
      numbers.set(bits, table.of(Array.from({ length: 12 }, (_, i) => i).filter((i) => (bits >> i) & 1)));
    }
    expect(new Set(numbers.values()).size).toBe(1 << 12);
    const wrong = [...numbers].filter(
      ([bits, set]) =>
        table.list(set).reduce((sum, i) => sum + (1 << i), 0) !== bits || table.size(set) !== countBits(bits),
    );
    expect(wrong).toEqual([]);
    expect(table.union(numbers.get(0b1010) ?? 0, numbers.get(0b0110) ?? 0)).toBe(numbers.get(0b1110));
  });

  it('holds a set of very many members', () => {
    const table = new SetTable<number>(String);
    const all = Array.from({ length: 500 }, (_, i) => i);
    const set = table.of(all);
    expect(table.of([...all].reverse())).toBe(set);
    expect(table.list(set)).toEqual(all);
  });
});

function countBits(bits: number): number {
  return bits.toString(2).replaceAll('0', '').length;
}
