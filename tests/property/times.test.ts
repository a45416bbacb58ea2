// Times against those of the platform: every day of the calendar, every way ISO 8601 is written, and what is no time.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochOf, isoTime, parseIsoText, parseIsoTime } from '../../src/model/times.ts';

const year = fc.integer({ min: 1, max: 9999 });
const DAY = 86_400;

describe('epochOf', () => {
  it('knows the dates that Date knows, and no others', () => {
    const part = fc.integer({ min: -1, max: 62 });
    return fc.assert(
      fc.property(
        year,
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        part,
        part,
        (y, mo, d, mi, s) => {
          const date = new Date(0);
          date.setUTCFullYear(y, mo - 1, d);
          date.setUTCHours(5, mi, s);
          const isReal =
            date.getUTCFullYear() === y &&
            date.getUTCMonth() === mo - 1 &&
            date.getUTCDate() === d &&
            mi < 60 &&
            s < 60;
          fc.pre(mi >= 0 && s >= 0);
          expect(epochOf(y, mo, d, 5, mi, s)).toBe(isReal ? date.getTime() / 1000 : Number.NaN);
        },
      ),
    );
  });

  it('knows every day of four hundred years', () => {
    let wrong = 0;
    for (let day = -100_000; day < 50_000; day++) {
      const date = new Date(day * DAY * 1000);
      if (epochOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()) !== day * DAY) wrong++;
    }
    expect(wrong).toBe(0);
  });
});

describe('ISO 8601', () => {
  const millisecond = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });

  it('is read as Date reads it', () => {
    return fc.assert(
      fc.property(millisecond, fc.integer({ min: 10, max: 24 }), (ms, length) => {
        const whole = new Date(ms).toISOString();
        // Cut where a sender may stop: after the day, the minute, the second, the milliseconds.
        const text = whole.slice(
          0,
          [10, 16, 19, 23, 24].find((end) => end >= length),
        );
        const zoned = text.length === 10 || text.endsWith('Z') ? text : `${text}Z`;
        expect(parseIsoText(text)).toBe(Date.parse(zoned) / 1000);
      }),
    );
  });

  it('takes offsets in every spelling', () => {
    const zone = fc.tuple(fc.constantFrom(1, -1), fc.integer({ min: 0, max: 14 }), fc.constantFrom(0, 30, 45));
    return fc.assert(
      fc.property(millisecond, zone, fc.constantFrom('T', 't', ' '), (ms, [sign, hours, minutes], separator) => {
        const two = (n: number): string => String(n).padStart(2, '0');
        const local = new Date(ms).toISOString().slice(0, -1).replace('T', separator);
        const mark = sign < 0 ? '-' : '+';
        const want = (ms - sign * (hours * 60 + minutes) * 60_000) / 1000;
        const spellings = [
          `${two(hours)}${two(minutes)}`,
          `${two(hours)}:${two(minutes)}`,
          `${two(hours)}:${two(minutes)}Z`,
        ];
        if (minutes === 0) spellings.push(two(hours));
        for (const spelling of spellings) expect(parseIsoText(`${local}${mark}${spelling}`)).toBe(want);
      }),
    );
  });

  it('comes back from its text', () => {
    return fc.assert(
      fc.property(
        fc.oneof(
          millisecond,
          millisecond.map((ms) => Math.floor(ms / 1000) * 1000),
        ),
        (ms) => {
          const text = isoTime(ms / 1000);
          expect(parseIsoText(text)).toBe(ms / 1000);
          expect(Date.parse(text)).toBe(ms);
        },
      ),
    );
  });

  it('is not made of anything else', () => {
    const nearly = fc
      .tuple(millisecond, fc.nat(), fc.constantFrom('x', '-', ' ', '9', 'Z', ':', '/', '\u00e9', ''))
      .map(([ms, at, piece]) => {
        const text = new Date(ms).toISOString();
        return text.slice(0, at % text.length) + piece + text.slice((at % text.length) + 1);
      });
    return fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ maxLength: 30 })), (text) => {
        const seconds = parseIsoText(text);
        if (Number.isNaN(seconds)) return;
        // Whatever is read is a time that has a shape: four digits, month, day, and what follows is a time of day.
        expect(text).toMatch(
          /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d)?(?:[.,]\d*)?(?:[zZ]|[+-]\d\d(?::?\d\d)?[zZ]?)?)?$/u,
        );
      }),
    );
  });

  it('is read in the middle of a buffer', () => {
    const text = '2026-01-05T10:20:30.5+01:00';
    const bytes = new TextEncoder().encode(`99${text}99`);
    expect(parseIsoTime(bytes, 2, 2 + text.length)).toBe(Date.parse('2026-01-05T09:20:30.5Z') / 1000);
  });
});
