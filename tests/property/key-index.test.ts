// The key index against a Map of texts: what it finds, what it adds, what it must not find again.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, pick } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE, WITHDRAWN } from '../../src/model/scope.ts';
import { KeyIndex, laneNumber } from '../../src/pipeline/index/key-index.ts';
import { inventedBytes } from '../support/batches.ts';

/** A key of few kinds of bytes, so that keys repeat, share beginnings and differ in one byte only. */
function keyFor(width: number): fc.Arbitrary<Uint8Array> {
  const length = width > 0 ? fc.constant(width) : fc.integer({ min: 1, max: 6 });
  return fc
    .tuple(length, fc.integer({ min: 0, max: 3 }), fc.nat(), fc.integer({ min: 0, max: 3 }))
    .map(([n, fill, at, other]) => {
      const key = new Uint8Array(n).fill(fill);
      key[at % n] = other;
      return key;
    });
}

function batchOf(kind: KindId, keys: readonly Uint8Array[]): Batch {
  const builder = new BatchBuilder(createInterns().sources.id('a'), Math.max(1, keys.length));
  keys.forEach((key, i) => {
    builder.begin(i + 1);
    builder.addBytes(kinds[kind].code, EXACT, key, 0, key.length);
  });
  return builder.take();
}

/** The same rows where key bytes begin anywhere in their buffer, as after `pick` of a batch or a reader's own buffer. */
function shifted(batch: Batch, by: number): Batch {
  const bytes = new Uint8Array(batch.bytes.length + by).subarray(by);
  bytes.set(batch.bytes);
  return { ...batch, bytes };
}

type Lane = ReturnType<KeyIndex['lane']>;

const text = (key: Uint8Array): string => Buffer.from(key).toString('hex');

/** What the index is to be: ordinals in the order of adding, a key found under its first one. */
class Model {
  readonly findable = new Map<string, number>();
  readonly all: Uint8Array[] = [];

  put(key: Uint8Array): number {
    const known = this.findable.get(text(key));
    if (known !== undefined) return known;
    this.findable.set(text(key), this.all.length);
    return this.append(key);
  }

  append(key: Uint8Array): number {
    return this.all.push(key) - 1;
  }
}

function expectSame(lane: Lane, model: Model): void {
  expect(lane.count).toBe(model.all.length);
  model.all.forEach((key, ordinal) => {
    const copy = new Uint8Array(key.length + 2);
    lane.copyTo(ordinal, copy, 1);
    expect(lane.lengthOf(ordinal)).toBe(key.length);
    expect(text(copy.subarray(1, 1 + key.length))).toBe(text(key));
    expect(lane.find(key, 0, key.length)).toBe(model.findable.get(text(key)) ?? -1);
  });
}

type Step =
  | {
      readonly do: 'put';
      readonly keys: readonly Uint8Array[];
      readonly shift: number;
      readonly rows: readonly number[] | null;
    }
  | { readonly do: 'append'; readonly key: Uint8Array }
  | { readonly do: 'find'; readonly key: Uint8Array };

function stepsFor(width: number): fc.Arbitrary<Step[]> {
  const key = keyFor(width);
  const put = fc
    .record({
      do: fc.constant('put' as const),
      keys: fc.array(key, { minLength: 1, maxLength: 30 }),
      shift: fc.integer({ min: 0, max: 4 }),
      rows: fc.option(fc.array(fc.nat(), { maxLength: 20 })),
    })
    .map((step): Step => step);
  const append = key.map((each): Step => ({ do: 'append', key: each }));
  const find = key.map((each): Step => ({ do: 'find', key: each }));
  return fc.array(fc.oneof({ weight: 3, arbitrary: put }, append, find), { maxLength: 30 });
}

describe.each<[KindId, string]>([
  ['md5', 'four words'],
  ['sha1', 'five words'],
  ['photodna', '36 words'],
  ['tlsh', '35 bytes, no whole words'],
  ['url', 'any length'],
])('a lane of %s: %s', (kind) => {
  it('does what a Map does, and keeps appended keys hidden', () => {
    return fc.assert(
      fc.property(stepsFor(kinds[kind].width), fc.integer(), (steps, seed) => {
        const lane = new KeyIndex(seed).lane(laneNumber(kinds[kind].code, EXACT, PRESENT));
        const model = new Model();
        for (const step of steps) {
          if (step.do === 'append') {
            // As a shadow: the key is there already, and the second one must not be found.
            model.put(step.key);
            lane.putRows(batchOf(kind, [step.key]), null, 1, new Uint32Array(1));
            expect(lane.append(step.key, 0, step.key.length)).toBe(model.append(step.key));
          } else if (step.do === 'find') {
            const padded = Uint8Array.from([1, ...step.key, 1]);
            expect(lane.find(padded, 1, 1 + step.key.length)).toBe(model.findable.get(text(step.key)) ?? -1);
          } else {
            const { keys } = step;
            const rows = step.rows === null ? null : Uint32Array.from(step.rows, (n) => n % keys.length);
            const count = rows === null ? keys.length : rows.length;
            const out = new Uint32Array(count);
            lane.putRows(shifted(batchOf(kind, keys), step.shift), rows, count, out);
            const order = rows === null ? keys : Array.from(rows, (row) => keys[row] ?? new Uint8Array(0));
            expect([...out]).toEqual(order.map((key) => model.put(key)));
          }
        }
        expectSame(lane, model);
      }),
    );
  });

  // So many keys fill several segments, make the slots grow eight times, and (the square of their number over 2^33)
  // bring a few pairs whose hashes are equal in all 32 bits, whatever the hash.
  it('grows through 300,000 keys and finds each, and none that was not put', () => {
    const width = kinds[kind].width === 0 ? 20 : Math.min(kinds[kind].width, 35);
    const pool = inventedBytes(1, 1 << 16);
    const keyAt = (n: number): Uint8Array => {
      const key = new Uint8Array(kinds[kind].width || width);
      key.set(pool.subarray((n * 7) & 0x7fff, ((n * 7) & 0x7fff) + 8));
      new DataView(key.buffer).setUint32(key.length - 4, n);
      return key;
    };
    const most = kinds[kind].width > 100 ? 30_000 : 300_000;
    const lane = new KeyIndex(12_345).lane(laneNumber(kinds[kind].code, EXACT, PRESENT));
    const out = new Uint32Array(8192);
    let wrong = 0;
    for (let first = 0; first < most; first += 6000) {
      // Half of each batch was put before.
      const numbers = Array.from({ length: 8000 }, (_, i) => first + i);
      lane.putRows(batchOf(kind, numbers.map(keyAt)), null, numbers.length, out);
      numbers.forEach((n, i) => {
        if (out[i] !== n) wrong++;
      });
    }
    const total = lane.count;
    for (let n = 0; n < total; n++) {
      const key = keyAt(n);
      if (lane.find(key, 0, key.length) !== n) wrong++;
    }
    for (let n = total; n < total + 10_000; n++) {
      const key = keyAt(n);
      if (lane.find(key, 0, key.length) !== -1) wrong++;
    }
    expect(total).toBeGreaterThanOrEqual(most);
    expect(wrong).toBe(0);
  });
});

describe('KeyIndex', () => {
  it('keeps kinds, scopes and exceptions apart, but not what was withdrawn', () => {
    const { domain, url } = kinds;
    const numbers = [
      laneNumber(domain.code, EXACT, PRESENT),
      laneNumber(domain.code, SUBTREE, PRESENT),
      laneNumber(domain.code, EXACT, EXCEPTED),
      laneNumber(url.code, EXACT, PRESENT),
    ];
    expect(new Set(numbers).size).toBe(4);
    expect(laneNumber(domain.code, EXACT, WITHDRAWN)).toBe(numbers[0]);
    const index = new KeyIndex(1);
    const [key] = [new TextEncoder().encode('example.com')];
    index.lane(numbers[0] ?? 0).append(key, 0, key.length);
    expect(numbers.map((number) => index.lane(number).count)).toEqual([1, 0, 0, 0]);
    expect(index.existing(laneNumber(domain.code, SUBTREE, EXCEPTED))).toBeUndefined();
  });

  it('grows while most of its keys are hidden', () => {
    const lane = new KeyIndex(7).lane(laneNumber(kinds.md5.code, EXACT, PRESENT));
    const model = new Model();
    const one = inventedBytes(1, 16);
    lane.putRows(batchOf('md5', [one]), null, 1, new Uint32Array(1));
    model.put(one);
    for (let i = 0; i < 30_000; i++) {
      lane.append(one, 0, 16);
      model.append(one);
    }
    const others = Array.from({ length: 2000 }, (_, i) => inventedBytes(i + 2, 16));
    const out = new Uint32Array(2000);
    lane.putRows(batchOf('md5', others), null, 2000, out);
    expect([...out]).toEqual(others.map((key) => model.put(key)));
    expect(lane.find(one, 0, 16)).toBe(0);
    expect(lane.find(inventedBytes(5000, 16), 0, 16)).toBe(-1);
  });

  it('gives the rows of a picked batch the same ordinals', () => {
    const keys = Array.from({ length: 50 }, (_, i) => inventedBytes(i, 16));
    const batch = batchOf('md5', keys);
    const rows = Uint32Array.from([3, 1, 4, 1, 5, 9, 2, 6]);
    const lane = (): Lane => new KeyIndex(3).lane(laneNumber(kinds.md5.code, EXACT, PRESENT));
    const direct = new Uint32Array(8);
    const picked = new Uint32Array(8);
    lane().putRows(batch, rows, 8, direct);
    lane().putRows(pick(batch, rows), null, 8, picked);
    expect([...picked]).toEqual([...direct]);
    expect([...direct]).toEqual([0, 1, 2, 1, 3, 4, 5, 6]);
  });
});
