// Records cut in runs by the kernel against the way of one at a time: the same fields, lines and faults, however long the list
// is, wherever a piece of it ends, and whatever stands between plain records.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CsvDialect, CsvFault } from '../../src/formats/kit/csv/scanner.ts';

type Scanner = typeof import('../../src/formats/kit/csv/scanner.ts').CsvScanner;

let WithKernel: Scanner;
let Without: Scanner;
beforeAll(async () => {
  ({ CsvScanner: WithKernel } = await import('../../src/formats/kit/csv/scanner.ts'));
  vi.resetModules();
  vi.stubGlobal('WebAssembly', undefined);
  ({ CsvScanner: Without } = await import('../../src/formats/kit/csv/scanner.ts'));
  // The first record that is looked for is what asks for a kernel.
  read(Without, ['a\n'], { delimiter: 44, maxRecord: 9, maxColumns: 9 });
  vi.unstubAllGlobals();
});
afterAll(() => vi.resetModules());

/** All that a scanner tells, as text: fields in bytes. */
function read(make: Scanner, chunks: readonly string[], dialect: CsvDialect): string {
  const told: string[] = [];
  const fault = ({ kind, line, column, raw, piece, more }: CsvFault): void => {
    told.push(`${kind} ${line}:${column} ${piece}${more ? '+' : ''} ${Buffer.from(raw).toString('latin1')}`);
  };
  const scanner = new make(dialect, fault, (line, raw) =>
    told.push(`# ${line} ${Buffer.from(raw).toString('latin1')}`),
  );
  const take = (): void => {
    while (scanner.next()) {
      const { count, line, longest, starts, ends } = scanner;
      const fields = Array.from({ length: count }, (_, i) =>
        Buffer.from(scanner.bytes.subarray(starts[i], ends[i])).toString('latin1'),
      );
      // Where it was not looked at, it is infinite.
      const isLongest =
        longest === Math.max(...fields.map(({ length }) => length)) || longest === Number.POSITIVE_INFINITY;
      told.push(`${line} ${isLongest} ${JSON.stringify(fields)} ${Buffer.from(scanner.raw()).toString('latin1')}`);
    }
  };
  for (const chunk of chunks) {
    scanner.feed(Buffer.from(chunk, 'latin1'));
    take();
  }
  scanner.end();
  take();
  told.push(`${scanner.blankLines} blank, ${scanner.commentLines} comments`);
  return told.join('\n');
}

const piece = fc.constantFrom(
  '',
  'a',
  'bb',
  'c'.repeat(15),
  'd'.repeat(16),
  'e'.repeat(33),
  '\xff',
  '\r',
  ' ',
  '#',
  '\x00',
);
const plain = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 7 }), fc.constantFrom('\n', '\r\n', '\r\r\n'))
  .map(([fields, end]) => fields.join(',') + end);
const odd = fc.constantFrom(
  '\n',
  '\r\n',
  '# a\n',
  '"a",b\n',
  'a"b\n',
  '"a\nb",c\n',
  '"a""b"\n',
  `${'f'.repeat(40_000)},g\n`,
  ',,,,,,,,,\n',
);
const text = fc
  .array(fc.tuple(fc.array(plain, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 60 }), fc.option(odd)), {
    minLength: 1,
    maxLength: 8,
  })
  .map((runs) => runs.map(([rows, times, other]) => rows.join('').repeat(times) + (other ?? '')).join(''));

describe('records that are cut in runs', () => {
  it('are what they are one at a time', () =>
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(',', '\n', 'a,b', '"'),
        fc.constantFrom(17, 1000, 32_768, 65_536, 1 << 20),
        fc.constantFrom(undefined, '#'),
        fc.constantFrom(5, 8, 100),
        fc.constantFrom(20, 30_000, 1 << 20),
        (list, end, size, comment, maxColumns, maxRecord) => {
          const whole = list + end;
          const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
            whole.slice(i * size, (i + 1) * size),
          );
          const dialect = { delimiter: 44, comment, maxRecord, maxColumns };
          expect(read(WithKernel, chunks, dialect)).toBe(read(Without, chunks, dialect));
        },
      ),
      { numRuns: 60 },
    ));

  it('are those of their own list, where two are read by turns', () => {
    const lists = ['a', 'bcd'].map((name) => `${name},${name}${name}\n`.repeat(4000));
    const [one, other] = lists.map((list) => {
      const scanner = new WithKernel({ delimiter: 44, maxRecord: 100, maxColumns: 9 }, () => {});
      scanner.feed(Buffer.from(list));
      return scanner;
    });
    for (let n = 1; n <= 4000; n++) {
      for (const [scanner, name] of [
        [one, 'a'],
        [other, 'bcd'],
      ] as const) {
        if (n % 3 === 0 && name === 'bcd') continue;
        expect(scanner?.next()).toBe(true);
        expect([scanner?.text(0), scanner?.text(1)]).toEqual([name, name + name]);
      }
    }
  });

  it('are copied about once, whatever stands between them', () => {
    const typed = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
    const copies = vi.spyOn(typed, 'set');
    const bytesCopied = (list: string): number => {
      copies.mockClear();
      const chunks = Array.from({ length: Math.ceil(list.length / 65_536) }, (_, i) =>
        list.slice(i * 65_536, (i + 1) * 65_536),
      );
      read(WithKernel, chunks, { delimiter: 44, maxRecord: 1 << 20, maxColumns: 9 });
      return copies.mock.calls.reduce((sum, [from]) => sum + from.length, 0);
    };
    try {
      for (const between of ['a,"b"\n', '"a"\n', '\n', 'a"b\n', `${',a'.repeat(12)}\n`]) {
        for (const run of [1, 2, 9, 40]) {
          const list = ('a,b,c\n'.repeat(run) + between).repeat(Math.floor(10_000 / run));
          expect(bytesCopied(list), `${run} and ${between}`).toBeLessThan(3 * list.length);
        }
      }
    } finally {
      copies.mockRestore();
    }
  });
});
