// Times as partners write them: ISO 8601, epoch seconds, or a pattern such as `dd.MM.yyyy HH:mm` in the sender's zone.
// A pattern is compiled once and reads bytes. It never guesses: `1/2/26` is a date only under a pattern that says so.
import { epochOf, parseIsoTime } from '../../../model/times.ts';
import type { Zone } from './zone.ts';

/** Epoch seconds of the time in `bytes[from..to)`, NaN when it is not of this pattern. */
export type TimePattern = (bytes: Uint8Array, from: number, to: number) => number;

/** Days before each month of a common year, and its length. */
const BEFORE = Uint16Array.of(0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 0, 0, 0);
const LENGTH = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0);

/**
 * ISO 8601; times without a zone are UTC. The one spelling that lists have by the million, `2026-01-05T10:20:30Z`, is read
 * here, without a call and without a division: two of these in each row were a fifth of the time of reading it.
 */
export const isoPattern: TimePattern = (bytes, from, to) => {
  if (to - from !== 20 || bytes[from + 19] !== 90 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45) {
    return parseIsoTime(bytes, from, to);
  }
  if (bytes[from + 10] !== 84 || bytes[from + 13] !== 58 || bytes[from + 16] !== 58)
    return parseIsoTime(bytes, from, to);
  const y2 = bytes[from + 2]! - 48;
  const y1 = bytes[from + 3]! - 48;
  const o10 = bytes[from + 5]! - 48;
  const o1 = bytes[from + 6]! - 48;
  const d10 = bytes[from + 8]! - 48;
  const d1 = bytes[from + 9]! - 48;
  const h10 = bytes[from + 11]! - 48;
  const h1 = bytes[from + 12]! - 48;
  const m10 = bytes[from + 14]! - 48;
  const m1 = bytes[from + 15]! - 48;
  const s10 = bytes[from + 17]! - 48;
  const s1 = bytes[from + 18]! - 48;
  const isThisCentury = bytes[from] === 50 && bytes[from + 1] === 48;
  // Negative as soon as one of them is no digit: 0 to 9 leaves both d and 9 - d without a sign.
  const signs = y2 | (9 - y2) | y1 | (9 - y1) | o10 | (1 - o10) | o1 | (9 - o1) | d10 | (3 - d10) | d1 | (9 - d1);
  const clockSigns =
    h10 | (2 - h10) | h1 | (9 - h1) | m10 | (5 - m10) | m1 | (9 - m1) | s10 | (5 - s10) | s1 | (9 - s1);
  const year = y2 * 10 + y1;
  const month = o10 * 10 + o1;
  const day = d10 * 10 + d1;
  const hour = h10 * 10 + h1;
  const isLeap = (year & 3) === 0; // 2000 is one too
  if (!isThisCentury || (signs | clockSigns) < 0 || month > 12 || day === 0 || hour > 23)
    return parseIsoTime(bytes, from, to);
  const last = LENGTH[month]! + (isLeap && month === 2 ? 1 : 0);
  if (day > last) return Number.NaN;
  // 2000-01-01 is day 10,957; every fourth year before this one had a day more.
  const days = 10_956 + year * 365 + ((year + 3) >> 2) + BEFORE[month]! + (isLeap && month > 2 ? 1 : 0) + day;
  return days * 86_400 + hour * 3600 + (m10 * 10 + m1) * 60 + s10 * 10 + s1;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const HALVES = ['am', 'pm'];
/** Two-digit years from here on belong to the last century, as POSIX has it. */
const PIVOT = 69;

/** ISO 8601 whose times without a zone of their own are in `zone`. A bare day stays that day. */
export function isoPatternIn(zone: Zone): TimePattern {
  return (bytes, from, to) => {
    const seconds = parseIsoTime(bytes, from, to);
    return to - from === 10 || hasZone(bytes, from, to) ? seconds : seconds - zone(seconds);
  };
}

function hasZone(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from + 16; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === 43 || byte === 45 || (byte | 32) === 122) return true;
  }
  return false;
}

/** Seconds (or, with `scale` 1000, milliseconds) since 1970, with or without a fraction. */
export function epochPattern(scale: number): TimePattern {
  return (bytes, from, to) => {
    let at = from;
    let value = 0;
    const sign = bytes[at] === 45 ? -1 : 1;
    if (sign < 0) at++;
    const first = at;
    for (; at < to; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === first || at - first > 15) return Number.NaN;
    if (at < to && bytes[at] === 46) {
      let place = 0.1;
      for (at++; at < to; at++, place /= 10) {
        const digit = bytes[at]! - 48;
        if (digit < 0 || digit > 9) return Number.NaN;
        value += digit * place;
      }
    }
    return at === to ? (sign * Math.round((value / scale) * 1000)) / 1000 : Number.NaN;
  };
}

type Part = 'y' | 'M' | 'name' | 'd' | 'H' | 'h' | 'm' | 's' | 'S' | 'a' | 'X';
/** `digits`: exactly so many; 0: one or two. */
type Token = { readonly literal: Uint8Array } | { readonly part: Part; readonly digits: number };

/** What is wrong with a pattern, as text; or the pattern. */
export function compilePattern(pattern: string, zone: Zone | null): TimePattern | string {
  const tokens: Token[] = [];
  for (const [run, quoted] of pattern.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/gu)) {
    if (run === "'") return 'a quotation mark is not closed';
    const token = quoted === undefined ? tokenOf(run) : literal(quoted === '' ? "'" : quoted);
    if (token === null) return `${run} is no part of a date`;
    tokens.push(token);
  }
  const has = (part: Part): boolean => tokens.some((token) => 'part' in token && token.part === part);
  if (!has('y') || (!has('M') && !has('name')) || !has('d')) return 'a date needs year (yyyy), month (MM) and day (dd)';
  if (has('h') !== has('a')) return 'hours of the half day (hh) go with the half (a); use HH for 0 to 23';
  const isDay = !has('H') && !has('h');
  return (bytes, from, to) => readPattern(tokens, isDay ? null : zone, bytes, from, to);
}

function literal(text: string): Token {
  return { literal: new TextEncoder().encode(text) };
}

function tokenOf(run: string): Token | null {
  const letter = run[0] ?? '';
  if (!/[A-Za-z]/u.test(letter)) return literal(run);
  switch (letter) {
    case 'y':
      return run.length === 4 || run.length === 2 ? { part: 'y', digits: run.length } : null;
    case 'M':
      if (run.length === 3) return { part: 'name', digits: 3 };
      return run.length < 3 ? { part: 'M', digits: run.length === 1 ? 0 : 2 } : null;
    case 'd':
    case 'H':
    case 'h':
    case 'm':
    case 's':
      return run.length <= 2 ? { part: letter, digits: run.length === 1 ? 0 : 2 } : null;
    case 'S':
      return { part: 'S', digits: run.length };
    case 'a':
      return run.length === 1 ? { part: 'a', digits: 0 } : null;
    case 'X':
    case 'Z':
      return { part: 'X', digits: 0 };
    default:
      return null;
  }
}

function readPattern(tokens: readonly Token[], zone: Zone | null, bytes: Uint8Array, from: number, to: number): number {
  let year = 0;
  let month = 0;
  let day = 0;
  let hour = 0;
  let minute = 0;
  let second = 0;
  let fraction = 0;
  let half = -1;
  let offset = Number.NaN;
  let at = from;
  for (const token of tokens) {
    if ('literal' in token) {
      for (const byte of token.literal) if (at >= to || bytes[at++] !== byte) return Number.NaN;
      continue;
    }
    if (token.part === 'X') {
      // Everything from here on: an offset is always last.
      offset = zoneOf(bytes, at, to);
      at = to;
      continue;
    }
    if (token.part === 'a') {
      half = HALVES.indexOf(asciiWord(bytes, at, 2, to));
      if (half < 0) return Number.NaN;
      at += 2;
      continue;
    }
    if (token.part === 'name') {
      month = MONTHS.indexOf(asciiWord(bytes, at, 3, to)) + 1; // 0 is no month: epochOf refuses it
      at += 3;
      continue;
    }
    const start = at;
    const most = token.digits === 0 ? 2 : token.digits;
    let value = 0;
    for (; at < to && at - start < most; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === start || (token.digits !== 0 && at - start !== token.digits)) return Number.NaN;
    switch (token.part) {
      case 'y':
        year = token.digits === 4 ? value : value + (value < PIVOT ? 2000 : 1900);
        break;
      case 'M':
        month = value;
        break;
      case 'd':
        day = value;
        break;
      case 'H':
        hour = value;
        break;
      case 'h':
        if (value < 1 || value > 12) return Number.NaN;
        hour = value % 12;
        break;
      case 'm':
        minute = value;
        break;
      case 's':
        second = value;
        break;
      case 'S':
        fraction = Math.floor((value / 10 ** token.digits) * 1000) / 1000;
        break;
      default:
        return Number.NaN;
    }
  }
  if (at !== to) return Number.NaN;
  if (half === 1) hour += 12;
  const local = epochOf(year, month, day, hour, minute, second) + fraction;
  if (!Number.isNaN(offset)) return local - offset;
  return tokens.some((token) => 'part' in token && token.part === 'X') ? Number.NaN : local - (zone?.(local) ?? 0);
}

function asciiWord(bytes: Uint8Array, from: number, length: number, to: number): string {
  let word = '';
  for (let i = from; i < from + length && i < to; i++) word += String.fromCharCode(bytes[i]! | 32);
  return word;
}

/** Seconds east of UTC: the ISO reader knows every spelling, so it is asked about a day it can read. */
function zoneOf(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return Number.NaN;
  const text = new TextEncoder().encode(
    `1970-01-01T00:00${String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 8)))}`,
  );
  return to - from > 8 ? Number.NaN : -parseIsoTime(text, 0, text.length);
}
