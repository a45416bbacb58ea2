import { describe, expect, it } from 'vitest';
import { counted, grouped, share, size } from '../../src/report/numbers.ts';
import { padded, tail, width, wrapped } from '../../src/report/table.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
    [-1234, '-1,234'],
    [1234.5, '1,234.5'],
    [Number.NaN, 'NaN'],
    [1e21, '1e+21'],
  ])('%d is %s', (value, want) => expect(grouped(value)).toBe(want));

  it('count in singular and plural', () => {
    expect([0, 1, 2].map((n) => counted(n, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
    expect([1, 2].map((n) => counted(n, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
  });

  it.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [92_134_000, '92.1 MB'],
    [3e15, '3000.0 TB'],
  ])('%d bytes are %s', (bytes, want) => expect(size(bytes)).toBe(want));

  it.each([
    [0, 10, '0%'],
    [1, 0, '0%'],
    [1, 100_000, '<0.1%'],
    [1, 3, '33.3%'],
    [99_999, 100_000, '>99.9%'],
    [5, 5, '100%'],
  ])('%d of %d is %s', (part, whole, want) => expect(share(part, whole)).toBe(want));
});

describe('columns', () => {
  it('line up by what a terminal shows', () => {
    expect(width('日本a')).toBe(5);
    expect(width('e\u0301')).toBe(1);
    expect(
      padded(
        [
          ['日本', '1', 'x'],
          ['abcdef', '12', 'y'],
        ],
        ['left', 'right', 'left'],
      ),
    ).toEqual([
      ['日本  ', ' 1', 'x'],
      ['abcdef', '12', 'y'],
    ]);
  });

  it('cut long paths at the front and wrap words', () => {
    expect(tail('a/very/long/path.csv', 12)).toBe('.../path.csv');
    expect(tail('short', 12)).toBe('short');
    expect(wrapped(['aaa', 'bbb', 'ccc'], 8)).toEqual(['aaa  bbb', 'ccc']);
    expect(wrapped(['longer than the width'], 8)).toEqual(['longer than the width']);
  });
});
