// The CSV scanner against csv-parse: over whole texts where they are valid, record by record where they are garbage.
import { Buffer } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HardRecords } from '../../src/formats/kit/csv/hard.ts';
import { type CsvDialect, type CsvFault, CsvScanner, csvLimits } from '../../src/formats/kit/csv/scanner.ts';
import { sniffDelimiter } from '../../src/formats/kit/csv/sniff.ts';
import { newShape } from '../../src/formats/kit/csv/walk.ts';

const COMMA: CsvDialect = { ...csvLimits, delimiter: 44 };

/** What was found at a line. Bytes are latin1 strings here, so that they can be compared and counted. */
type Found =
  | { readonly line: number; readonly fields: readonly string[]; readonly raw: string }
  | { readonly line: number; readonly fault: CsvFault['kind']; readonly column: number; readonly raw: string };

interface Scan {
  readonly found: readonly Found[];
  readonly comments: readonly (readonly [line: number, raw: string])[];
  readonly commentLines: number;
  readonly blankLines: number;
}

/**
 * Scans latin1 `text` in chunks of the given sizes, the last size repeated, taking at most so many records after each
 * chunk and the rest when all is fed.
 */
function scan(
  text: string,
  sizes: readonly number[] = [65_536],
  dialect: CsvDialect = COMMA,
  mostAtOnce: number = Number.POSITIVE_INFINITY,
): Scan {
  const input = Buffer.from(text, 'latin1');
  const found: Found[] = [];
  const comments: [number, string][] = [];
  let pieces: CsvFault[] = [];
  const scanner = new CsvScanner(
    dialect,
    (fault) => {
      expect(fault.piece).toBe(pieces.length);
      expect(fault.raw.length > 0 || (fault.piece > 0 && !fault.more)).toBe(true);
      pieces.push(fault);
      if (fault.more) return;
      const { line, kind, column } = pieces[0] ?? fault;
      const raw = Buffer.concat(pieces.map((piece) => piece.raw)).toString('latin1');
      found.push({ line, fault: kind, column, raw });
      pieces = [];
    },
    (line, raw) => comments.push([line, Buffer.from(raw).toString('latin1')]),
  );
  const drain = (most: number): void => {
    for (let taken = 0; taken < most; taken++) {
      if (!scanner.next()) {
        expect(scanner.next()).toBe(false); // and asking again does nothing
        return;
      }
      const bytes = Buffer.from(scanner.bytes);
      const fields = Array.from({ length: scanner.count }, (_, i) =>
        bytes.toString('latin1', scanner.starts[i], scanner.ends[i]),
      );
      found.push({ line: scanner.line, fields, raw: Buffer.from(scanner.raw()).toString('latin1') });
    }
  };
  for (let at = 0, i = 0; at < input.length; i++) {
    const size = sizes[Math.min(i, sizes.length - 1)] ?? 1;
    const chunk = Uint8Array.from(input.subarray(at, at + size));
    scanner.feed(chunk);
    chunk.fill(34); // the chunk is the caller's again
    drain(mostAtOnce);
    at += size;
  }
  scanner.end();
  drain(Number.POSITIVE_INFINITY);
  expect(pieces).toEqual([]);
  return { found, comments, commentLines: scanner.commentLines, blankLines: scanner.blankLines };
}

const records = (text: string, dialect: CsvDialect = COMMA): readonly (readonly string[])[] =>
  scan(text, [65_536], dialect).found.flatMap((one) => ('fields' in one ? [one.fields] : []));
const faults = (text: string, dialect: CsvDialect = COMMA) =>
  scan(text, [65_536], dialect).found.flatMap((one) => ('fault' in one ? [one] : []));

/** Lines with their ends: a line feed and the returns before it, or a return alone; those at the end of all are one. */
const linesOf = (text: string): readonly string[] => text.match(/[^\r\n]*(?:\r*\n|\r+$|\r)|[^\r\n]+$/g) ?? [];
const withoutEnd = (line: string): string => line.replace(/\r*\n?$/, '');

/**
 * What csv-parse says of one record without its line end: its fields, `open` when a quote is not closed, `bad` when a
 * quote stands in the wrong place. Spaces between quotes and delimiters, which it cannot allow without trimming all
 * fields, are taken out first: a quoted field is one token, so a quote within it is never mistaken for a field's edge.
 */
function parseAlone(record: string): readonly string[] | 'open' | 'bad' {
  const tight = record.replace(
    /(?:(?<=^|,) *)?("(?:[^"]|"")*(?:"(?!")|$))(?: *(?=,|$))?|[^",]+|,|"/g,
    (token: string, quoted: string | undefined) => quoted ?? token,
  );
  try {
    const parsed = parse(Buffer.from(`${tight}\n`, 'latin1'), { encoding: 'latin1', record_delimiter: '\n' });
    expect(parsed).toHaveLength(1);
    return parsed[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'bad';
  }
}

/** The definition of the scanner, one line after the other and in no hurry. Columns are not part of it. */
function reference(text: string, dialect: CsvDialect): readonly object[] {
  const lines = linesOf(text);
  const found: object[] = [];
  const isTooLong = (record: string, isLast: boolean): boolean =>
    record.replace(isLast ? /\n$/ : /[\n\r]$/, '').length > dialect.maxRecord;
  for (let i = 0; i < lines.length; ) {
    const first = lines[i] ?? '';
    const line = i + 1;
    const refuse = (fault: string, raw: string): void => {
      found.push({ line, fault, raw });
    };
    i++;
    if (isTooLong(first, i === lines.length)) refuse('too-long', first);
    else if (withoutEnd(first) === '') continue;
    else if (dialect.comment !== undefined && first.startsWith(dialect.comment)) continue;
    else {
      let record = first;
      let verdict = parseAlone(withoutEnd(record));
      let next = i;
      while (verdict === 'open' && next < lines.length) {
        record += lines[next++];
        if (isTooLong(record, next === lines.length)) break;
        verdict = parseAlone(withoutEnd(record));
      }
      if (verdict === 'open') refuse('unclosed-quote', first);
      else if (verdict === 'bad') refuse(record === first ? 'bad-quote' : 'unclosed-quote', first);
      else {
        i = next;
        if (verdict.length > dialect.maxColumns) refuse('too-many-columns', record);
        else found.push({ line, fields: verdict, raw: withoutEnd(record) });
      }
    }
  }
  return found;
}

const withoutColumns = (found: readonly Found[]): readonly object[] =>
  found.map((one) => ('fault' in one ? { line: one.line, fault: one.fault, raw: one.raw } : one));

/** Every line of the input is in exactly one record or fault, or is a comment or blank. */
function expectEveryLineOnce(text: string, { found, comments, commentLines, blankLines }: Scan): void {
  const lines = linesOf(text);
  const seen = new Set<number>();
  for (const one of found) {
    const height = 'fault' in one ? linesOf(one.raw).length : linesOf(`${one.raw}\n`).length;
    const sent = lines.slice(one.line - 1, one.line - 1 + height).join('');
    expect('fault' in one ? sent : withoutEnd(sent)).toBe(one.raw);
    for (let line = one.line; line < one.line + height; line++) {
      expect(seen.has(line)).toBe(false);
      seen.add(line);
    }
  }
  for (const [line, raw] of comments) {
    expect(withoutEnd(lines[line - 1] ?? '')).toBe(raw);
    expect(seen.has(line)).toBe(false);
    seen.add(line);
  }
  expect(comments).toHaveLength(commentLines);
  const rest = lines.filter((_, i) => !seen.has(i + 1));
  expect(rest).toHaveLength(blankLines);
  for (const line of rest) expect(withoutEnd(line)).toBe('');
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

const anySizes = fc.oneof(
  fc.constantFrom([1], [7], [65_536]),
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
);

const anyMost = fc.constantFrom(0, 1, Number.POSITIVE_INFINITY);

const anyField = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', ' ', '#', ';', 'é', '漢'), maxLength: 8 }),
  fc.constantFrom('', '"', '""', '\n', ',', ' ', '\u0000', '\uFEFF'),
);

/** A table and a spelling of it that csv-parse reads as it is meant. */
const anyTable = fc
  .record({
    rows: fc.array(fc.array(fc.tuple(anyField, fc.boolean()), { minLength: 1, maxLength: 6 }), { maxLength: 12 }),
    blanks: fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
    // One end for all rows, or another for each.
    ends: fc.oneof(
      fc.constantFrom(['\n'], ['\r\n'], ['\r']),
      fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 13, maxLength: 13 }),
    ),
    lastEnd: fc.boolean(),
  })
  .map(({ rows, blanks, ends, lastEnd }) => {
    const endOf = (i: number): string => ends[i % ends.length] ?? '\n';
    const spelled = rows.map((row) =>
      row.map(([field, quoted]) => {
        const must = /[",\r\n]/.test(field) || (field === '' && row.length === 1);
        return quoted || must ? `"${field.replaceAll('"', '""')}"` : field;
      }),
    );
    const text = spelled
      .map(
        (row, i) =>
          endOf(i).repeat(blanks[i] ?? 0) + row.join(',') + (i + 1 < rows.length || lastEnd ? endOf(i + 1) : ''),
      )
      .join('');
    return { text, rows: rows.map((row) => row.map(([field]) => field)) };
  });

const GARBAGE = ['a', '"', '"', ',', '\n', '""', '","', '"\n', '\n"', '"\n"', '\r\n', '\r', ' ', ', "', '" ', '#', 'é'];
const anyGarbage = fc.string({ unit: fc.constantFrom(...GARBAGE), maxLength: 60 }).map(latin1);

const anyDialect = fc.record({
  delimiter: fc.constant(44),
  comment: fc.constantFrom(undefined, '#', '##'),
  maxRecord: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(1 << 20)),
  maxColumns: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(100)),
});

describe('against csv-parse', () => {
  it('reads a valid text as csv-parse does', () =>
    fc.assert(
      fc.property(anyTable, anySizes, ({ text, rows }, sizes) => {
        const { found } = scan(latin1(text), sizes);
        const fields = found.map((one) => ('fields' in one ? one.fields : one));
        const theirs = parse(text, {
          record_delimiter: ['\r\n', '\n', '\r'],
          relax_column_count: true,
          skip_empty_lines: true,
        });
        expect(theirs).toEqual(rows);
        expect(fields).toEqual(theirs.map((row) => row.map(latin1)));
      }),
    ));

  it('reads garbage as csv-parse does one record at a time', () =>
    fc.assert(
      fc.property(anyGarbage, anyDialect, anySizes, anyMost, (text, dialect, sizes, most) => {
        const ours = scan(text, sizes, dialect, most);
        expect(withoutColumns(ours.found)).toEqual(reference(text, dialect));
        expectEveryLineOnce(text, ours);
      }),
    ));

  it('finds the same in any bytes, however they are cut', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 6 }),
            fc.constantFrom(...GARBAGE).map((s) => Buffer.from(s)),
          ),
        ),
        anyDialect,
        fc.constantFrom(44, 0, 9, 32, 255),
        anySizes,
        anyMost,
        (parts, limits, delimiter, sizes, most) => {
          const text = Buffer.concat(parts).toString('latin1');
          const dialect = { ...limits, delimiter };
          const whole = scan(text, [1 << 20], dialect);
          expectEveryLineOnce(text, whole);
          expect(scan(text, sizes, dialect, most)).toEqual(whole);
        },
      ),
    ));

  it('reads hard records the same in one block as alone', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? `${i},"a ""b"" ${i}"` : `${i},"two\nlines"`));
    for (const most of [0, 1, rows.length]) {
      const { found } = scan(`${rows.join('\n')}\n`, [100, 30_000], COMMA, most);
      expect(found.map((one) => ('fields' in one ? one.fields : one))).toEqual(rows.map(parseAlone));
    }
  });
});

describe('a record', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\r\nc,d\r\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a","b"\r\r\n"c"\r', [['a', 'b'], ['c']]],
    ['a\rb,c\n', [['a'], ['b', 'c']]],
    [
      'a,b\rc,d\r\re,f\r\r',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    ['"a\rb",c\n', [['a\rb', 'c']]],
    [',\n', [['', '']]],
    ['""\n', [['']]],
    ['"",""\n', [['', '']]],
    ['\n\r\na\n\n\n', [['a']]],
    [' \n', [[' ']]],
    ['a, "b" ,c\n', [['a', 'b', 'c']]],
    ['"2026-01-05 10:00:00", "fixture-1", "n/a"\r\n', [['2026-01-05 10:00:00', 'fixture-1', 'n/a']]],
    [' a , "x ""y""" , b \n', [[' a ', 'x "y"', ' b ']]],
    ['"a\nb","c""d"\ne\n', [['a\nb', 'c"d'], ['e']]],
    ['"#a",b\n', [['#a', 'b']]],
    ['__proto__,constructor\n', [['__proto__', 'constructor']]],
    ['"a""b"\r\r\n', [['a"b']]],
    ['a\r,"b" \n', [['a'], ['', 'b']]],
    ['a\rb,"c""d"\n', [['a'], ['b', 'c"d']]],
    ['"a\r""b\nc"\rd\n', [['a\r"b\nc'], ['d']]],
    ['', []],
  ])('%j', (text, want) => {
    for (const sizes of [[1], [7], [65_536]]) {
      expect(scan(text, sizes).found.map((one) => ('fields' in one ? one.fields : one))).toEqual(want);
    }
  });

  it('starts on the line it says, blank lines, comments and line breaks in fields counted', () => {
    const text = '# list, with "one quote\n\nid,note\n1,"two\nlines"\n#2,x\n3,y\n';
    const { found, comments, blankLines } = scan(text, [3], { ...COMMA, comment: '#' });
    expect(found.map((one) => one.line)).toEqual([3, 4, 7]);
    expect(comments).toEqual([
      [1, '# list, with "one quote'],
      [6, '#2,x'],
    ]);
    expect(blankLines).toBe(1);
  });

  it('takes a comment prefix inside a field, or inside quotes at the start of a line, for data', () => {
    const dialect = { ...COMMA, comment: '//' };
    expect(records('a,//b\n"c\n//d"\n/e\n//f', dialect)).toEqual([['a', '//b'], ['c\n//d'], ['/e']]);
  });

  it('may be long and hard', () => {
    const long = 'é'.repeat(5000);
    const { found } = scan(latin1(`"${long}""",${long}\n"a\nb"\n`), [1000]);
    expect(found).toMatchObject([{ fields: [latin1(`${long}"`), latin1(long)] }, { line: 2, fields: ['a\nb'] }]);
  });

  it('gives text as UTF-8, and nothing for a field it does not have', () => {
    const scanner = new CsvScanner(COMMA, () => undefined);
    scanner.width = 3;
    scanner.feed(Buffer.from('long,long,long\né,"漢""x"\n'));
    expect(scanner.next() && scanner.next()).toBe(true);
    expect([scanner.count, scanner.text(0), scanner.text(1), scanner.text(2)]).toEqual([2, 'é', '漢"x', '']);
    expect([scanner.starts[2], scanner.ends[2]]).toEqual([0, 0]);
    expect(Buffer.from(scanner.raw()).toString()).toBe('é,"漢""x"');
    expect(scanner.next()).toBe(false);
  });

  it('reads other delimiters, the space among them', () => {
    expect(records('a\t"b, c"\td\n', { ...COMMA, delimiter: 9 })).toEqual([['a', 'b, c', 'd']]);
    expect(records('a "b c"  d\n', { ...COMMA, delimiter: 32 })).toEqual([['a', 'b c', '', 'd']]);
    expect(records('a  "b""c" \n', { ...COMMA, delimiter: 32 })).toEqual([['a', '', 'b"c', '']]);
  });
});

describe('a record that comes in parts', () => {
  // Each record or fault must be there as soon as its line feed is, not when more input happens to settle the matter.
  it.each([
    [['a,"b', 'c"\n'], 1, 0],
    [['a,"b"', '"c"\n'], 1, 0],
    [['"a\n', 'b"', '\n'], 1, 0],
    [['"a\n""', '\nb', '"', ',c\n'], 1, 0],
    [['"a"\r', '\r', '\n'], 1, 0],
    [['a"b', 'c\n'], 0, 1],
    [['a', '"b\n'], 0, 1],
    [['"a\n', 'b"c\n'], 0, 2],
    [['"a" ', 'b\n'], 0, 1],
  ])('%j', (parts, wantRecords, wantFaults) => {
    let faulty = 0;
    const scanner = new CsvScanner(COMMA, () => faulty++);
    let read = 0;
    for (const [i, part] of parts.entries()) {
      expect([read, faulty]).toEqual([0, 0]);
      scanner.feed(Buffer.from(part));
      while (scanner.next()) read++;
      if (i === parts.length - 1) expect([read, faulty]).toEqual([wantRecords, wantFaults]);
    }
  });

  it('cannot come after the end', () => {
    const scanner = new CsvScanner(COMMA, () => undefined);
    scanner.end();
    expect(() => scanner.feed(new Uint8Array(1))).toThrow('feed() after end()');
  });
});

describe('a fault', () => {
  it('costs an unclosed quote its own line, where csv-parse skips all that follows', () => {
    const text = 'id,note\n1,a\n2,b\n3,"c\n4,d\n5,e\n6,f\n';
    const options = { skip_records_with_error: true, relax_column_count: true };
    expect(parse(text, options)).toHaveLength(3);
    expect(records(text)).toEqual([
      ['id', 'note'],
      ['1', 'a'],
      ['2', 'b'],
      ['4', 'd'],
      ['5', 'e'],
      ['6', 'f'],
    ]);
    expect(faults(text)).toEqual([{ line: 4, fault: 'unclosed-quote', column: 3, raw: '3,"c\n' }]);
  });

  it('does not let a stray quote pair up with the next quoted field', () => {
    const text = '1,"a,x\n2,"b",y\n3,"c",z\n';
    expect(records(text)).toEqual([
      ['2', 'b', 'y'],
      ['3', 'c', 'z'],
    ]);
    expect(faults(text)).toEqual([{ line: 1, fault: 'unclosed-quote', column: 3, raw: '1,"a,x\n' }]);
  });

  it.each([
    ['a,b"c\nd\n', 'bad-quote', 4, 'a,b"c\n'],
    ['a,"b"c,d\r\nd\n', 'bad-quote', 6, 'a,"b"c,d\r\n'],
    ['a,"b" c\nd\n', 'bad-quote', 7, 'a,"b" c\n'],
    ['"" "b"\nd\n', 'bad-quote', 4, '"" "b"\n'],
    ['"b\rd\n', 'unclosed-quote', 1, '"b\r'],
    ['"a"\0\nd\n', 'bad-quote', 4, '"a"\0\n'],
    ['1,2,3,4,5,6\nd\n', 'too-many-columns', 9, '1,2,3,4,5,6\n'],
    ['1,"2""",3,"4",5\nd\n', 'too-many-columns', 15, '1,"2""",3,"4",5\n'],
    ['"1\n",2,3,4,5\nd\n', 'too-many-columns', 0, '"1\n",2,3,4,5\n'],
    [`${'x'.repeat(41)}\nd\n`, 'too-long', 41, `${'x'.repeat(41)}\n`],
    [`"${'x'.repeat(20)}\n${'x'.repeat(20)}"\nd\n`, 'unclosed-quote', 1, `"${'x'.repeat(20)}\n`],
  ] as const)('%j is %s', (text, fault, column, raw) => {
    const dialect = { ...COMMA, maxRecord: 40, maxColumns: 4 };
    for (const sizes of [[1], [7], [65_536]]) {
      const { found } = scan(text, sizes, dialect);
      expect(found[0]).toEqual({ line: 1, fault, column, raw });
      expect(found.at(-1)).toMatchObject({ line: linesOf(text).length, fields: ['d'] });
    }
  });

  it('keeps to the limits exactly', () => {
    const dialect = { ...COMMA, maxRecord: 4, maxColumns: 2 };
    for (const text of ['abcd\n', 'abcd', '"ab"\n', 'abc\r\n', '"\n"\n', '"\n"', '"\na"\n', '"\na"', 'a,bc\n'])
      expect(faults(text, dialect)).toEqual([]);
    for (const text of ['abcde\n', 'abcde', '"abc"\n', 'abcd\r\n', '#####\n']) {
      expect(faults(text, { ...dialect, comment: '#' })).toMatchObject([{ fault: 'too-long' }]);
    }
    expect(faults('"a\nb"\n', dialect)).toMatchObject([
      { fault: 'unclosed-quote', line: 1 },
      { fault: 'bad-quote', line: 2 },
    ]);
    expect(faults('a,b,c\n', { ...dialect, maxRecord: 9 })).toMatchObject([{ fault: 'too-many-columns' }]);
    // All is fed and ended before the first look: the cap must still not pass for the end of the input.
    const { found } = scan('"\n",bc', [65_536], dialect, 0);
    expect(found).toMatchObject([
      { fault: 'unclosed-quote', line: 1 },
      { line: 2, fault: 'unclosed-quote' },
    ]);
  });

  it('refuses alone the record that csv-parse refuses', () => {
    const hard = new HardRecords(44);
    const shape = newShape(4);
    const texts = ['1,"a""b"', '2,x"y', '3,"c\nd"', '4,"e",f'];
    const starts = [0, 8, 13, 20];
    // The second is malformed; the walk is made to have counted one field too few in the last.
    for (const [i, start] of starts.entries()) {
      const contentEnd = start + (texts[i]?.length ?? 0);
      hard.add(Buffer.from(texts.join('')), start, { ...shape, count: 2, contentEnd });
    }
    hard.parse();
    expect(hard.take(8)).toBeUndefined();
    expect(starts.map((start) => hard.take(start))).toEqual([['1', 'a"b'], null, ['3', 'c\nd'], null]);
    expect(hard.take(20)).toBeUndefined();
  });

  it('comes for a dialect that makes no sense', () => {
    for (const delimiter of [10, 13, 34, -1, 256, 1.5]) {
      expect(() => new CsvScanner({ ...COMMA, delimiter }, () => undefined)).toThrow(RangeError);
    }
    expect(() => new CsvScanner({ ...COMMA, maxRecord: 0 }, () => undefined)).toThrow(RangeError);
    expect(() => new CsvScanner({ ...COMMA, maxColumns: 0 }, () => undefined)).toThrow(RangeError);
  });
});

// Seconds here stand for hours: each of these takes milliseconds when it is linear and far longer when it is not. They are
// seconds of work, which a busy machine makes no longer.
describe('hostile input', () => {
  const CEILING = 5000;
  const MB = 1 << 20;

  /** Scans `text` once over, keeping nothing, and counts. */
  function tally(text: string, size = 65_536) {
    const input = Buffer.from(text, 'latin1');
    const counts = { records: 0, faults: 0, refused: 0, largestPiece: 0, window: 0 };
    const scanner = new CsvScanner(COMMA, (fault) => {
      if (fault.piece === 0) counts.faults++;
      counts.refused += fault.raw.length;
      counts.largestPiece = Math.max(counts.largestPiece, fault.raw.length);
    });
    const before = process.cpuUsage();
    for (let at = 0; at < input.length; at += size) {
      scanner.feed(input.subarray(at, at + size));
      while (scanner.next()) counts.records++;
    }
    scanner.end();
    while (scanner.next()) counts.records++;
    counts.window = scanner.bytes.length;
    const { user, system } = process.cpuUsage(before);
    return { ...counts, isQuick: (user + system) / 1000 < CEILING };
  }

  it('a quote at byte 1 of a long file', () => {
    const lines = 200_000;
    const text = `"${'fixture,label,2026-01-05,note\n'.repeat(lines)}`;
    for (const size of [65_536, 7]) {
      expect(tally(text, size)).toMatchObject({ faults: 1, records: lines - 1, isQuick: true });
    }
  });

  it('a quote left open on every line', () => {
    expect(tally('a,"b\n'.repeat(400_000))).toMatchObject({ faults: 400_000, records: 0, isQuick: true });
  });

  it('an open quote every megabyte, and closed ones between', () => {
    const block = `a,"b\n${'c,"","d ""e"""\n'.repeat(80_000)}`;
    expect(tally(block.repeat(4))).toMatchObject({ faults: 4, records: 320_000, isQuick: true });
  });

  it('doubled quotes without end, in small chunks', () => {
    expect(tally(`"${'""'.repeat(2 * MB)}\na\n`, 7)).toMatchObject({ faults: 1, records: 1, isQuick: true });
  });

  it('a long record that comes byte by byte', () => {
    expect(tally(`"${'""\n'.repeat(MB / 3 - 8)}"\na\n`, 1)).toMatchObject({ faults: 0, records: 2, isQuick: true });
  });

  it('one line of 64 MB, passed on in pieces and never held', () => {
    const text = `${'x'.repeat(64 * MB)}\na\n`;
    const { largestPiece, window, ...counts } = tally(text);
    expect(counts).toEqual({ faults: 1, records: 1, refused: 64 * MB + 1, isQuick: true });
    expect(largestPiece).toBeLessThan(2 * MB);
    expect(window).toBeLessThan(4 * MB);
  });

  it('a million blank lines, and a line of a million delimiters', () => {
    expect(tally('\r\n'.repeat(MB))).toMatchObject({ faults: 0, records: 0, isQuick: true });
    expect(tally(`${','.repeat(MB)}\n`.repeat(8))).toMatchObject({ faults: 8, records: 0, isQuick: true });
  });
});

describe('sniffDelimiter', () => {
  it.each([
    ['a,b,c\n1,2,3\n', 44, 'comma', 3],
    ['a;b\n"1,5";2\n3,5;4,5\n', 59, 'semicolon', 2],
    ['md5\tnote\nx\ta, b\ny\tc\n', 9, 'tab', 2],
    ['a|b|c\n1|2|3\n', 124, 'pipe', 3],
    ['id,tags\n1,a|b\n2,c|d\n', 44, 'comma', 2],
    ['"id";"note"\n1;"a;b,c,d"\n2;"e,f,g,h"\n', 59, 'semicolon', 2],
    ['a;b', 59, 'semicolon', 2],
  ])('%j', (text, delimiter, name, fields) => {
    const guess = sniffDelimiter(Buffer.from(text));
    expect(guess.delimiter).toBe(delimiter);
    expect(guess.because).toMatch(new RegExp(`^cut at each ${name}, \\d+ of \\d+ records have ${fields} fields$`));
  });

  it('passes over comments and a cut last line', () => {
    const text = '# a; b; c; d\n# e; f; g; h\nid,note\n1,x\n2';
    expect(sniffDelimiter(Buffer.from(text), '#').delimiter).toBe(44);
  });

  it('says when there is nothing to go by', () => {
    for (const text of ['', 'abc\ndef\n', '\n\n', '"']) {
      expect(sniffDelimiter(Buffer.from(text))).toEqual({
        delimiter: 44,
        because: 'no delimiter cuts most records into the same number of fields',
      });
    }
  });
});
