// Times as partners write them: the fast reader against the patient one, patterns against what they should mean.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compilePattern,
  epochPattern,
  isoPattern,
  isoPatternIn,
  type TimePattern,
} from '../../src/formats/kit/time/pattern.ts';
import { zoneNamed } from '../../src/formats/kit/time/zone.ts';
import { isoTime, parseIsoTime } from '../../src/model/times.ts';

const encoder = new TextEncoder();

function parse(pattern: TimePattern | string, text: string): string {
  if (typeof pattern === 'string') throw new Error(pattern);
  // Bytes before and after, which must not be read.
  const bytes = encoder.encode(`9${text}9`);
  const seconds = pattern(bytes, 1, bytes.length - 1);
  return Number.isNaN(seconds) ? 'none' : isoTime(seconds);
}

const berlin = zoneNamed('Europe/Berlin');

describe('ISO 8601', () => {
  it('reads every second of two centuries as the patient reader does', () => {
    const second = fc.integer({ min: Date.UTC(1900, 0) / 1000, max: Date.UTC(2110, 0) / 1000 });
    fc.assert(
      fc.property(second, (seconds) => {
        const bytes = encoder.encode(new Date(seconds * 1000).toISOString().replace('.000', ''));
        expect(isoPattern(bytes, 0, bytes.length)).toBe(seconds);
      }),
    );
  });

  it('refuses exactly what the patient reader refuses', () => {
    const two = (max: number): fc.Arbitrary<string> => fc.nat(max).map((n) => String(n).padStart(2, '0'));
    const text = fc
      .tuple(
        two(99),
        two(14),
        two(33),
        two(25),
        two(61),
        two(61),
        fc.nat(25),
        fc.constantFrom('', ':', '/', '-', ' ', 'a', 'Z'),
      )
      .map(([y, mo, d, h, mi, s, at, odd]) => {
        const good = `20${y}-${mo}-${d}T${h}:${mi}:${s}Z`;
        return odd === '' ? good : good.slice(0, at) + odd + good.slice(at + 1);
      });
    fc.assert(
      fc.property(text, (each) => {
        const bytes = encoder.encode(each);
        expect(isoPattern(bytes, 0, bytes.length)).toBe(parseIsoTime(bytes, 0, bytes.length));
      }),
    );
  });

  it.each([
    ['2026-01-05', '2026-01-05'],
    ['2026-07-05T10:00:00', '2026-07-05T08:00:00Z'],
    ['2026-07-05T10:00:00Z', '2026-07-05T10:00:00Z'],
    ['2026-07-05T10:00+05:00', '2026-07-05T05:00:00Z'],
    ['yesterday', 'none'],
  ])('in a zone: %s', (text, want) => expect(parse(isoPatternIn(berlin ?? (() => 0)), text)).toBe(want));
});

describe('epochs', () => {
  it.each([
    [1, '1767571200', '2026-01-05'],
    [1, '1767571200.5', '2026-01-05T00:00:00.500Z'],
    [1, '-1', '1969-12-31T23:59:59Z'],
    [1000, '1767571200123', '2026-01-05T00:00:00.123Z'],
    [1, '', 'none'],
    [1, '-', 'none'],
    [1, '12x', 'none'],
    [1, '1767571200123456', 'none'],
  ])('by %d: %s', (scale, text, want) => expect(parse(epochPattern(scale), text)).toBe(want));
});

describe('patterns', () => {
  it.each([
    ['dd.MM.yyyy HH:mm', '05.01.2026 10:20', '2026-01-05T10:20:00Z'],
    ['dd.MM.yyyy HH:mm', '5.1.2026 10:20', 'none'],
    ['d.M.yyyy', '5.1.2026', '2026-01-05'],
    ['d.M.yyyy', '05.12.2026', '2026-12-05'],
    ['d.M.yyyy', '31.2.2026', 'none'],
    ['d.M.yyyy', '5.1.2026 ', 'none'],
    ['M/d/yy', '1/2/26', '2026-01-02'],
    ['M/d/yy', '1/2/69', '1969-01-02'],
    ['yyyyMMdd', '20260105', '2026-01-05'],
    ['yyyyMMddHHmmss', '20260105102030', '2026-01-05T10:20:30Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", '2026-01-05T10:20:30.250', '2026-01-05T10:20:30.250Z'],
    ['dd MMM yyyy', '05 jan 2026', '2026-01-05'],
    ['dd MMM yyyy', '05 JAN 2026', '2026-01-05'],
    ['dd MMM yyyy', '05 xyz 2026', 'none'],
    ['M/d/yyyy h:mm a', '1/5/2026 12:05 AM', '2026-01-05T00:05:00Z'],
    ['M/d/yyyy h:mm a', '1/5/2026 1:05 pm', '2026-01-05T13:05:00Z'],
    ['M/d/yyyy h:mm a', '1/5/2026 13:05 pm', 'none'],
    ['yyyy-MM-dd HH:mm:ssX', '2026-01-05 10:20:30+0100', '2026-01-05T09:20:30Z'],
    ['yyyy-MM-dd HH:mm:ssX', '2026-01-05 10:20:30Z', '2026-01-05T10:20:30Z'],
    ['yyyy-MM-dd HH:mm:ssX', '2026-01-05 10:20:30', 'none'],
    ['yyyy-MM-dd HH:mm:ssX', '2026-01-05 10:20:30 or so', 'none'],
  ])('%s: %s', (pattern, text, want) => expect(parse(compilePattern(pattern, null), text)).toBe(want));

  it.each([
    ['YYYY-MM-dd', 'YYYY is no part of a date'],
    ['dd.MM.yyyyy', 'yyyyy is no part of a date'],
    ['HH:mm', 'a date needs year'],
    ['yyyy-MM-dd hh:mm', 'hours of the half day'],
    ["yyyy-MM-dd 'T", 'a quotation mark is not closed'],
  ])('is refused: %s', (pattern, reason) => expect(compilePattern(pattern, null)).toContain(reason));

  it('reads no more than it is given, whatever the bytes', () => {
    const pattern = compilePattern('d.M.yy H:m:s', berlin);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        if (typeof pattern !== 'string') expect(typeof pattern(bytes, 0, bytes.length)).toBe('number');
      }),
    );
  });
});

describe('zones', () => {
  it.each([
    ['UTC', 0],
    ['+01:00', 3600],
    ['-0330', -12_600],
    ['+05', 18_000],
  ])('%s', (name, want) => expect(zoneNamed(name)?.(0)).toBe(want));

  it.each(['', 'Nowhere/Town', '+25:00', '+01:99', '1'])('there is no zone %j', (name) => {
    expect(zoneNamed(name)).toBeNull();
  });
});
