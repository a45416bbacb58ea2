// Cells that the kernel looks up for many records at once against the way of one at a time: the same rows, findings and refused
// rows, whatever the cells hold, however many different ones there are, and whoever else reads meanwhile.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { csv } from '../../src/formats/csv.ts';
import { KnownCells } from '../../src/formats/kit/csv/known-cells.ts';
import { CsvScanner } from '../../src/formats/kit/csv/scanner.ts';
import { inventedHex } from '../support/batches.ts';
import { type ReadSetup, readText } from '../support/format-harness.ts';

afterEach(() => vi.restoreAllMocks());

async function read(text: string, setup: ReadSetup = {}, format = csv) {
  const { rows, batches, findings, rejected, rejectHeaders } = await readText(
    format,
    Buffer.from(text, 'latin1'),
    {},
    setup,
  );
  return { rows, findings, rejected, rejectHeaders, sizes: batches.map(({ count, item }) => [count, item]) };
}

async function readSingly(text: string, setup: ReadSetup = {}) {
  const know = vi.spyOn(CsvScanner.prototype, 'know').mockReturnValue(null);
  const single = await read(text, setup);
  expect(know).toHaveBeenCalled();
  know.mockRestore();
  return single;
}

const HEADER = 'md5,label,reviewer_1,reviewer_2,operation';
const row = (n: number, ...cells: readonly string[]): string => [inventedHex('md5', n), ...cells].join(',');
const list = (rows: readonly string[]): string => [HEADER, ...rows, ''].join('\n');

/** How many cells were looked up ahead, and how many of them the kernel knew. */
function countKnown(): () => { known: number; all: number } {
  let known = 0;
  let all = 0;
  const { look } = KnownCells.prototype;
  vi.spyOn(KnownCells.prototype, 'look').mockImplementation(function (this: KnownCells, start, count) {
    look.call(this, start, count);
    all += count;
    known += this.numbers.subarray(0, count).filter((number) => number >= 0).length;
  });
  return () => ({ known, all });
}

const name = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 30 }).map((n) => `analyst-${n}`) },
  { weight: 4, arbitrary: fc.nat({ max: 99 }).map((n) => 'x'.repeat(n)) },
  // Lengths about those at which blocks and the longest cell end, alike but for one byte.
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 15, 16, 17, 31, 32, 33, 47, 48, 49), fc.nat({ max: 48 }))
      .map(([length, at]) => 'x'.repeat(Math.min(at, length - 1)).padEnd(length, 'y')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' analyst-1 ', '"analyst-1"', '"a,b"', '"a""b"', 'a;b', '\0', '\xff') },
);
const label = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('A1', 'B2', '') }, { weight: 1, arbitrary: name });
const operation = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('present', 'withdrawn') },
  { weight: 1, arbitrary: fc.constantFrom('', 'Withdrawn', 'unheard of') },
);
const record = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.tuple(fc.nat(), label, name, name, operation).map(([n, ...cells]) => row(n, ...cells)),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ',A1', 'a"b', `${row(1)}`, `${row(1)},A1,a,b,present,surplus`, ',,,,') },
);
const lists = fc
  .array(fc.tuple(fc.array(record, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 20 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((runs) => list(runs.flatMap(([rows, times]) => Array.from({ length: times }, () => rows).flat())));

describe('cells that are looked up ahead', () => {
  it('mean what they mean one at a time', async () => {
    const counts = countKnown();
    await fc.assert(
      fc.asyncProperty(
        lists,
        fc.constantFrom(60, 1000, 1 << 16),
        fc.constantFrom(7, 1 << 16),
        async (text, chunk, limit) => {
          const setup = { chunk, limit };
          expect(await read(text, setup)).toEqual(await readSingly(text, setup));
        },
      ),
      { numRuns: 30 },
    );
    expect(counts().known).toBeGreaterThan(1000);
  });

  it('are given up on where they do not repeat, and go on where they do', async () => {
    const text = list(
      Array.from({ length: 12_000 }, (_, n) => row(n, `L${n % 9}`, `a-${n % 3000}`, `analyst-${n % 30}`, 'present')),
    );
    const counts = countKnown();
    const many = await read(text);
    // Of four columns three repeat themselves; the fourth would, but has more different cells than can be kept.
    const { known, all } = counts();
    expect(known / all).toBeGreaterThan(0.75);
    expect(known / all).toBeLessThan(0.86);
    vi.restoreAllMocks();
    expect(many).toEqual(await readSingly(text));
  });

  it('are those that the dictionary means, where it forgets its numbers half way through a run', async () => {
    // Labels of 14,000 bytes: 16 MB of them are what a dictionary keeps.
    const long = (n: number): string => `${n} `.padEnd(14_000, 'a ');
    const rows = Array.from({ length: 1300 }, (_, n) => [
      ...['B2', 'A1', 'C3', 'A1'].map((short) => row(n, short, `analyst-${n % 3}`, '', 'present')),
      row(n, long(n), 'analyst-1', '', 'present'),
      ...['A1', 'C3', 'B2', 'A1', 'B2', 'C3'].map((short) => row(n, short, `analyst-${n % 3}`, '', 'present')),
    ]);
    const text = list(rows.flat());
    const forget = vi.spyOn(KnownCells.prototype, 'forget');
    const many = await read(text);
    expect(forget.mock.calls.length).toBeGreaterThan(4); // once by each column, when it begins
    vi.restoreAllMocks();
    expect(many).toEqual(await readSingly(text));
  });

  const ofOne = (who: string, rows: number): string =>
    list(
      Array.from({ length: rows }, (_, n) =>
        row(n, `${who}-${n % 3}`, `${who}-${n % 7}`, `${who}-${n % 5}`, 'present'),
      ),
    );

  it.each([1, 3, 500])('are those of their own list, where two are read by turns, %i rows of each', async (limit) => {
    const texts = [ofOne('one', 600), ofOne('other', 600)];
    const both = await Promise.all(texts.map((text) => read(text, { limit, chunk: 1000 })));
    for (const [i, text] of texts.entries()) expect(both[i]).toEqual(await readSingly(text, { limit, chunk: 1000 }));
  });

  it('are those of their own list, where another is begun while a row waits for the next batch', async () => {
    const text = ofOne('one', 1000);
    const single = await readSingly(text, { limit: 1 });
    let batches = 0;
    const interrupted: typeof csv = {
      ...csv,
      async *read(input, context) {
        for await (const batch of csv.read!(input, context)) {
          yield batch;
          // The cells of the first 32 KB are not looked up ahead: the header is among them.
          if (++batches === 700) await read(ofOne('other', 1100));
        }
      },
    };
    expect(await read(text, { limit: 1 }, interrupted)).toEqual(single);
    expect(batches).toBe(1000);
  });
});
