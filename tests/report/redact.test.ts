import { describe, expect, it } from 'vitest';
import {
  described,
  harmless,
  redactedFact,
  redactedNote,
  redactedText,
  safeJson,
  safeLines,
} from '../../src/report/redact.ts';
import { digest } from './sample.ts';

const hidden = { showValues: false };
const open = { showValues: true };

describe('a sensitive argument', () => {
  it('is told as kind and length', () => {
    expect(redactedText('key', digest(1), ['key'], hidden)).toBe('[hex, 64 characters]');
    expect(redactedText('key', 'example.com', ['key'], hidden)).toBe('[name, 11 characters]');
  });

  it('is shown where values were asked for, and still harmless', () => {
    expect(redactedText('key', 'example.com\n::error::x\u001b[2J', ['key'], open)).toBe(
      'example.com\\n::error::x\\x1b[2J',
    );
  });

  it.each([
    ['', '[empty]'],
    ['a', '[hex, 1 character]'],
    ['7', '[digits, 1 character]'],
    ['https://example.com/a b', '[url, 23 characters]'],
    ['192.0.2.1', '[address, 9 characters]'],
    ['192.0.2.0/24', '[address, 12 characters]'],
    ['2001:db8::1', '[address, 11 characters]'],
    ['sub.example.com', '[name, 15 characters]'],
    ['AAAAbbbbCCCC1234+/==', '[base64, 20 characters]'],
    ['two words', '[text, 9 characters]'],
    ['\u{1f600}', '[text, 1 character]'],
  ])('describes %j as %s', (value, want) => expect(described(value)).toBe(want));
});

describe('the second lock', () => {
  it.each([
    [`Unexpected token '${digest(2)}'`, "Unexpected token '[hex, 64 characters]'"],
    ['see hxxps://sub.example.com/x?y=1 there', 'see [url, 29 characters] there'],
    ['at 192.0.2.7/32.', 'at [address, 12 characters].'],
    ['at 2001:db8::7 or 2001:db8:0:0:0:0:0:1', 'at [address, 11 characters] or [address, 20 characters]'],
    [`PhotoDNA ${Buffer.from(digest(3)).toString('base64')}`, 'PhotoDNA [base64, 88 characters]'],
  ])('hides in an argument that nobody marked: %j', (text, want) => {
    expect(redactedText('reason', text, [], hidden)).toBe(want);
    expect(redactedNote(text, hidden)).toBe(want);
    expect(redactedNote(text, open)).toBe(text);
  });

  it.each([
    'the header names sha256 and category',
    'line 3, column 14: expected a string at 2026-01-05T12:34:56Z',
    'EACCES: permission denied, open lists/partner/export.csv',
    'md5, sha1, sha256 or pdq',
  ])('leaves plain words alone: %j', (text) => expect(redactedNote(text, hidden)).toBe(text));

  it.each([
    ['Weekly list 20260105093000', 'Weekly list 20260105093000'],
    ['a rest of c97e5b930eb5a08d7e4c', 'a rest of [hex, 20 characters]'],
  ])('shows what a list says of itself, and no piece of a digest in it: %j', (text, want) => {
    expect(redactedFact(text, hidden)).toBe(want);
    expect(redactedFact(text, open)).toBe(text);
  });

  it.each([
    ['sub.example.com', '[name, 15 characters]'],
    ['Sha256 Hash', 'Sha256 Hash'],
    ['file.hash.sha256', 'file.hash.sha256'],
    [digest(5), '[hex, 64 characters]'],
  ])('takes the column %j of a list without header for the row it is', (column, want) => {
    expect(redactedText('column', column, [], hidden)).toBe(want);
    expect(redactedText('column', column, [], open)).toBe(column);
  });

  it('leaves the names that the user typed alone', () => {
    expect(redactedText('input', `${digest(4)}.csv`, [], hidden)).toBe(`${digest(4)}.csv`);
  });
});

describe('harmless', () => {
  it.each([
    ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
    ['\u009b2J', '\\x9b2J'],
    ['a\r\nb\tc\0', 'a\\r\\nb\\tc\\x00'],
    ['evil\u202egnp.csv\u2028x', 'evil\\u202egnp.csv\\u2028x'],
    ['a\u200bb\ufeff\u00ad', 'a\\u200bb\\ufeff\\xad'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['lone \ud800 surrogate', 'lone \\ud800 surrogate'],
    ['##[error]x ##vso[task.setvariable]y', '#\\x23[error]x #\\x23vso[task.setvariable]y'],
    ['C:\\lists\\a.csv', 'C:\\lists\\a.csv'],
    ['Übung 日本 🙂', 'Übung 日本 🙂'],
  ])('%j becomes %s', (text, want) => expect(harmless(text)).toBe(want));
});

// A pattern that begins anew at each character, or at each group of an address, takes minutes for these.
describe('long texts', () => {
  const MANY = 100_000;

  it.each([
    ['groups of an address', '1:'.repeat(MANY)],
    ['groups too long for an address', '1:1:1:1:1:1:1:12345:'.repeat(MANY / 8)],
    ['colons', ':'.repeat(MANY)],
    ['octets', '1.'.repeat(MANY)],
    ['letters of a scheme', 'a+'.repeat(MANY)],
    ['hexadecimal digits between colons', `${'f'.repeat(MANY)}:${'f'.repeat(MANY)}!`],
    ['labels', `${'a.'.repeat(MANY)}!`],
    ['hash signs', '#'.repeat(MANY)],
  ])('%s', (_name, text) => {
    expect(redactedNote(text, { showValues: false }).length).toBeGreaterThan(0);
    expect(described(text)).toContain(`${text.length} characters`);
    expect(redactedText('column', text, [], { showValues: false }).length).toBeGreaterThan(0);
  });

  it('line ends and blanks of a report', () => {
    for (const one of ['\r', ' ', '\t ', '\u2028', '\n']) {
      const text = `${one.repeat(MANY)}x`;
      expect(safeLines(text) === text).toBe(true);
    }
    expect(safeLines('\r ::error::')).toBe('\r \\x3a:error::');
  });
});

describe('whole reports', () => {
  it('have no line that a build server takes for a command', () => {
    expect(safeLines('::error::a\n  ::set-env::b\na ::c\n:x\n:::d')).toBe(
      '\\x3a:error::a\n  \\x3a:set-env::b\na ::c\n:x\n\\x3a::d',
    );
  });

  it('as JSON act on no terminal and lose nothing', () => {
    const value = { file: '\u001b]0;x\u0007\u009b2J\u202e##[error]##vso[x]\n::error::', astral: '\u{e0041}' };
    const text = safeJson(value, 2);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toMatch(/^[\n\x20-\x7e]+$/);
    expect(text).not.toContain('##[');
    expect(text).not.toContain('##vso[');
  });
});
