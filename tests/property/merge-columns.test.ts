// Columns of a merge against plain arrays: what is narrow must come back as it was set, wide or not, one by one or in runs.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { F64Column, U8Column, U32Column } from '../../src/pipeline/columns.ts';

const SEGMENT = 1 << 16;
/** Rows a column has room for at first. */
const FIRST = 1 << 10;
const row = fc.oneof(
  fc.nat({ max: 40 }),
  fc.integer({ min: FIRST - 20, max: FIRST + 20 }),
  fc.integer({ min: SEGMENT - 20, max: SEGMENT + 20 }),
  fc.nat({ max: 3 * SEGMENT }),
);
const whole = fc.oneof(
  fc.nat({ max: 3 }),
  fc.integer({ min: 65_530, max: 65_540 }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const number = fc.oneof(
  whole,
  fc.constantFrom(Number.NaN, 0, -0, -1, 0.5, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, Number.POSITIVE_INFINITY, -1e12),
  fc.double(),
);
const rowsOf = (values: ReadonlyMap<number, number>): Uint32Array => Uint32Array.from(values.keys());
const run = fc
  .tuple(row, fc.nat({ max: 30 }))
  .map(([first, length]) => Uint32Array.from({ length }, (_, i) => first + i));

describe('U8Column', () => {
  it('keeps what is set, and has 0 beside it', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat({ max: 255 })), { minLength: 1, maxLength: 60 }), (steps) => {
        const column = new U8Column();
        const values = new Map<number, number>();
        for (const [i, value] of steps) {
          column.set(i, value);
          values.set(i, value);
        }
        const rows = [...values.keys()].flatMap((i) => [Math.max(0, i - 1), i]);
        expect(rows.map((i) => column.get(i))).toEqual(rows.map((i) => values.get(i) ?? 0));
        expect(column.byteLength).toBeGreaterThan(Math.max(...rows));
      }),
    ));
});

describe('U32Column', () => {
  it('keeps what is set', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(row, whole), { maxLength: 60 }), run, (steps, asked) => {
        const column = new U32Column();
        const values = new Map<number, number>();
        for (const [i, value] of steps) {
          column.set(i, value);
          values.set(i, value);
        }
        for (const rows of [rowsOf(values), asked]) {
          const expected = Array.from(rows, (i) => values.get(i) ?? 0);
          expect(Array.from(column.pick(rows))).toEqual(expected);
          expect(Array.from(rows, (i) => column.get(i))).toEqual(expected);
        }
      }),
    ));

  it('takes new rows at once as one by one', () =>
    fc.assert(
      fc.property(row, fc.array(fc.tuple(fc.boolean(), whole)), (first, steps) => {
        const [one, many] = [new U32Column(), new U32Column()];
        const placed = placedOf(first, steps);
        many.put(placed, Uint32Array.from(placed.values));
        for (const [i, value] of placed.values.entries())
          if (placed.fresh[i] === 1) one.set(placed.target[i] ?? 0, value);
        expect(many.pick(placed.target)).toEqual(one.pick(placed.target));
      }),
    ));
});

describe('F64Column', () => {
  it('keeps what is set, to the sign of zero', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(row, number), { maxLength: 60 }), run, (steps, asked) => {
        const column = new F64Column();
        const values = new Map<number, number>();
        for (const [i, value] of steps) {
          column.set(i, value);
          values.set(i, value);
        }
        for (const rows of [rowsOf(values), asked]) {
          const expected = Array.from(rows, (i) => values.get(i) ?? Number.NaN);
          expect(Array.from(column.pick(rows))).toEqual(expected);
          expect(Array.from(rows, (i) => column.get(i))).toEqual(expected);
        }
      }),
    ));

  it('takes new rows at once as one by one', () =>
    fc.assert(
      fc.property(row, fc.array(fc.tuple(fc.boolean(), number)), (first, steps) => {
        const [one, many] = [new F64Column(), new F64Column()];
        const placed = placedOf(first, steps);
        many.put(placed, Float64Array.from(placed.values));
        for (const [i, value] of placed.values.entries())
          if (placed.fresh[i] === 1) one.set(placed.target[i] ?? 0, value);
        expect(many.pick(placed.target)).toEqual(one.pick(placed.target));
      }),
    ));

  it('takes half the room for whole seconds of this age', () => {
    const column = new F64Column();
    column.set(0, 1_700_000_000);
    expect(column.byteLength).toBe(FIRST * 4);
    column.set(SEGMENT - 1, 1_700_000_000);
    expect(column.byteLength).toBe(SEGMENT * 4);
    column.set(1, 1_700_000_000.5);
    expect(column.byteLength).toBe(SEGMENT * 8);
    expect(column.get(SEGMENT - 1)).toBe(1_700_000_000);
    expect([column.get(0), column.get(1), column.get(2)]).toEqual([1_700_000_000, 1_700_000_000.5, Number.NaN]);
  });
});

/** Fresh rows one after another from `first` on, known ones among them. */
function placedOf(first: number, steps: readonly (readonly [boolean, number])[]) {
  const fresh = Uint8Array.from(steps, ([isFresh]) => (isFresh ? 1 : 0));
  let next = first;
  const target = Uint32Array.from(steps, ([isFresh]) => (isFresh ? next++ : 0));
  return { from: 0, to: steps.length, target, fresh, values: steps.map(([, value]) => value) };
}
