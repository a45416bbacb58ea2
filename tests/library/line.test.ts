// A finding as one line of text, whatever of a place it has.
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/library/line.ts';

const finding = { code: 'row/bad-line', severity: 'error', message: 'it is no row', args: {} } as const;

describe('a finding as a line', () => {
  it.each([
    [{}, 'error it is no row (row/bad-line)'],
    [{ input: 'a.csv' }, 'error a.csv it is no row (row/bad-line)'],
    [{ input: 'a.csv', line: 3, column: 1 }, 'error a.csv:3:1 it is no row (row/bad-line)'],
    [{ input: '-', line: 3 }, 'error <stdin>:3 it is no row (row/bad-line)'],
    [{ input: 'a.json', line: 3, path: 'objects[2]' }, 'error a.json:3 [objects[2]] it is no row (row/bad-line)'],
    [{ input: 'a.hash', offset: 0 }, 'error a.hash [byte 0] it is no row (row/bad-line)'],
    [{ path: 'objects[2]' }, 'error [objects[2]] it is no row (row/bad-line)'],
  ])('has the place that there is: %j', (at, line) => {
    expect(lineOf({ ...finding, at })).toBe(line);
  });

  it('is one line, which no terminal acts on', () => {
    expect(lineOf({ ...finding, at: { input: 'a\n\u001b[2J.csv' } })).toBe(
      'error a%0A%1B[2J.csv it is no row (row/bad-line)',
    );
  });
});
