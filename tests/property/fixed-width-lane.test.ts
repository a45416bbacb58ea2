// The lane whose loops are a kernel against the one in JavaScript, which takes over where there is no kernel and goes on
// where its memory ends.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fixedWidthLane } from '../../src/pipeline/index/kernel-lane.ts';
import type { KeyRows, Lane } from '../../src/pipeline/index/lane.ts';
import { WordLane } from '../../src/pipeline/index/word-lane.ts';
import { inventedBytes } from '../support/batches.ts';

/** Few enough for a test to fill, as four gigabytes are not. */
const FEW_PAGES = 6;
const none = (): number => 0;

/** Keys that come again, and keys that differ from others in one byte only. */
function keyAt(pool: Uint8Array, width: number, n: number): Uint8Array {
  const key = pool.slice((n % 97) * 13, (n % 97) * 13 + width);
  key[n % width] = n >> 3;
  return key;
}

function keysOf(keys: readonly Uint8Array[], width: number, shift: number): KeyRows {
  const bytes = new Uint8Array(shift + keys.length * width).subarray(shift);
  for (const [i, key] of keys.entries()) bytes.set(key, i * width);
  return { bytes, start: Uint32Array.from({ length: keys.length + 1 }, (_, i) => i * width) };
}

function expectSame(lane: Lane, oracle: Lane, width: number): void {
  expect(lane.count).toBe(oracle.count);
  const run = (each: Lane, from: number): Buffer =>
    Buffer.from(each.copyRun(from, new Uint32Array(each.count - from + 1)));
  for (const from of [0, lane.count >> 1]) {
    expect(
      run(lane, from)
        .subarray(0, (lane.count - from) * width)
        .equals(run(oracle, from)),
    ).toBe(true);
  }
  const [one, other] = [new Uint8Array(width + 2), new Uint8Array(width + 2)];
  for (let ordinal = 0; ordinal < lane.count; ordinal += 37) {
    lane.copyTo(ordinal, one, 1);
    oracle.copyTo(ordinal, other, 1);
    expect(Buffer.from(one).equals(other)).toBe(true);
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      first: fc.nat(9000),
      count: fc.integer({ min: 1, max: 2500 }),
      shift: fc.nat(5),
      every: fc.integer({ min: 0, max: 3 }),
    }),
  },
  fc.record({ do: fc.constant('append' as const), first: fc.nat(9000) }),
);

describe.each([8, 12, 16, 20, 28, 32, 48, 64, 144])('a lane of keys of %i bytes', (width) => {
  const pool = inventedBytes(width, 97 * 13 + width);

  it.each([
    ['with all the memory it asks for', undefined],
    ['with few pages, and keys beyond them', FEW_PAGES],
  ])('does what the lane in JavaScript does, %s', (_, pages) => {
    return fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.integer(), (steps, seed) => {
        const lane = fixedWidthLane(3, width, seed, none, pages && Math.max(pages, 2 + ((width * 1800) >> 16)));
        const oracle = new WordLane(3, width, seed, none);
        for (const each of steps) {
          if (each.do === 'append') {
            const key = keyAt(pool, width, each.first);
            expect(lane.append(key, 0, width)).toBe(oracle.append(key, 0, width));
            continue;
          }
          const keys = Array.from({ length: each.count }, (_key, i) => keyAt(pool, width, each.first + i));
          const batch = keysOf(keys, width, each.shift);
          // Rows backwards, some left out and some twice.
          const rows =
            each.every === 0
              ? null
              : Uint32Array.from(keys, (_key, i) => keys.length - 1 - (i - (i % each.every))).sort((a, b) => b - a);
          const count = rows === null ? keys.length : rows.length;
          const [out, wanted] = [new Uint32Array(count), new Uint32Array(count)];
          lane.putRows(batch, rows, count, out);
          oracle.putRows(batch, rows, count, wanted);
          expect(Buffer.from(out.buffer).equals(Buffer.from(wanted.buffer))).toBe(true);
        }
        for (let n = 0; n < 12_000; n += 11) {
          const key = keyAt(pool, width, n);
          if (lane.find(key, 0, width) !== oracle.find(key, 0, width)) expect.unreachable(`key ${n}`);
        }
        expectSame(lane, oracle, width);
      }),
      { numRuns: 12 },
    );
  });
});

// The square of their number over 2^33: some ten pairs have hashes that are equal in all 32 bits, and only the last bytes
// tell them apart.
it.each([16, 20, 32, 36])('keys of %i bytes that differ in their last four alone are told apart', (width) => {
  const lane = fixedWidthLane(3, width, 12_345, none);
  const count = 5000;
  const batch = keysOf(new Array<Uint8Array>(count).fill(inventedBytes(1, width)), width, 0);
  const view = new DataView(batch.bytes.buffer, batch.bytes.byteOffset);
  const out = new Uint32Array(count);
  let wrong = 0;
  for (let first = 0; first < 300_000; first += count) {
    for (let i = 0; i < count; i++) view.setUint32((i + 1) * width - 4, first + i);
    lane.putRows(batch, null, count, out);
    for (let i = 0; i < count; i++) if (out[i] !== first + i) wrong++;
  }
  expect(wrong).toBe(0);
});

describe('fixedWidthLane', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is the lane in JavaScript where no kernel can be had', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(fixedWidthLane(3, 16, 1, none)).toBeInstanceOf(WordLane);
  });

  it('is the lane in JavaScript where a kernel has no room for its first table', () => {
    expect(fixedWidthLane(3, 16, 1, none, 1)).toBeInstanceOf(WordLane);
  });

  it('goes beyond its pages only where they end', () => {
    const keys = (first: number): KeyRows =>
      keysOf(
        Array.from({ length: 1000 }, (_, i) => inventedBytes(first + i, 16)),
        16,
        0,
      );
    const lane = fixedWidthLane(3, 16, 1, none, FEW_PAGES);
    const sizes: number[] = [];
    for (let first = 0; first < 40_000; first += 1000) {
      lane.putRows(keys(first), null, 1000, new Uint32Array(1000));
      sizes.push(lane.byteLength);
    }
    expect(lane.count).toBe(40_000);
    expect(Math.max(...sizes)).toBe(sizes.at(-1));
    expect(sizes[0]).toBeLessThan(FEW_PAGES << 16);
    expect(sizes.at(-1)).toBeGreaterThan(40_000 * 20);
  });
});
