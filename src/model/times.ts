// Times as epoch seconds, NaN for absent: parsed from bytes without making strings, printed as ISO 8601 UTC.
// A day without a clock time is its first second; printing a midnight as a bare day keeps the two alike both ways.

const DAY = 86_400;

/** Days from 1970-01-01 to a civil date (proleptic Gregorian). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Epoch seconds of a civil date and time in UTC, NaN when the date does not exist. */
export function epochOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  if (month < 1 || month > 12 || day < 1 || day > (MONTH_DAYS[month - 1] ?? 0)) return Number.NaN;
  if (month === 2 && day === 29 && !isLeap(year)) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return daysFromCivil(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
}

function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const d = (bytes[i] as number) - 48;
    if (!(d >= 0 && d <= 9)) return Number.NaN;
    value = value * 10 + d;
  }
  return value;
}

/**
 * Epoch seconds of an ISO 8601 time in `bytes[from..to)`: `2026-01-05`, `2026-01-05T10:20:30Z`, a space for the T,
 * fractions of any length (dropped below the millisecond), offsets `+01:00`, `+0100`, and the invalid `+01:00Z` that
 * some VICS writers emit (research hash-formats, fact 9). A time without a zone is read as UTC. NaN when unreadable.
 */
export function parseIsoTime(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length < 10 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return Number.NaN;
  const year = digits(bytes, from, 4);
  const month = digits(bytes, from + 5, 2);
  const day = digits(bytes, from + 8, 2);
  if (length === 10) return epochOf(year, month, day);
  const separator = bytes[from + 10];
  if (separator !== 84 && separator !== 116 && separator !== 32) return Number.NaN;
  if (length < 16 || bytes[from + 13] !== 58) return Number.NaN;
  const hour = digits(bytes, from + 11, 2);
  const minute = digits(bytes, from + 14, 2);
  let at = from + 16;
  let second = 0;
  if (at < to && bytes[at] === 58) {
    if (at + 3 > to) return Number.NaN;
    second = digits(bytes, at + 1, 2);
    at += 3;
  }
  let fraction = 0;
  if (at < to && (bytes[at] === 46 || bytes[at] === 44)) {
    let scale = 100;
    for (at++; at < to; at++, scale /= 10) {
      const d = (bytes[at] as number) - 48;
      if (!(d >= 0 && d <= 9)) break;
      if (scale >= 1) fraction += d * scale;
    }
  }
  const offset = zoneOffset(bytes, at, to);
  // Whole milliseconds until the end, so that a time is the same number whichever way it was spelled.
  return ((epochOf(year, month, day, hour, minute, second) - offset) * 1000 + fraction) / 1000;
}

/** Seconds east of UTC of the zone in `bytes[at..to)`: nothing, `Z`, `+01`, `+0100`, `+01:00`, `+01:00Z`. */
function zoneOffset(bytes: Uint8Array, at: number, to: number): number {
  if (at === to) return 0;
  if (bytes[to - 1] === 90 || bytes[to - 1] === 122) to--;
  if (at === to) return 0;
  const sign = bytes[at] === 43 ? 1 : bytes[at] === 45 ? -1 : Number.NaN;
  const length = to - at - 1;
  if (length === 2) return sign * digits(bytes, at + 1, 2) * 3600;
  if (length === 4) return sign * (digits(bytes, at + 1, 2) * 3600 + digits(bytes, at + 3, 2) * 60);
  if (length === 5 && bytes[at + 3] === 58) {
    return sign * (digits(bytes, at + 1, 2) * 3600 + digits(bytes, at + 4, 2) * 60);
  }
  return Number.NaN;
}

/** ISO 8601 UTC text of epoch seconds: a bare day at midnight, milliseconds only where there are any. */
export function isoTime(seconds: number): string {
  const text = new Date(Math.round(seconds * 1000)).toISOString();
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, -14);
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** Whether an ISO 8601 text gives a time of day and no zone. It was read as UTC, which may be another day. */
export function isZoneless(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}[ tT]\d{2}:\d{2}[\d:.,]*$/u.test(text);
}

/** Epoch seconds of an ISO 8601 text, NaN when unreadable. */
export function parseIsoText(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return parseIsoTime(bytes, 0, bytes.length);
}
