// Times in JSON as programming interfaces send them: epoch seconds as a number, whole or with a fraction (StopNCII, Tech
// Against Terrorism), the same as a text, or an ISO 8601 text in any of its spellings (research hash-formats, fact 9).
import { isZoneless, parseIsoText } from '../../../model/times.ts';
import type { JsonValue } from '../json/walk.ts';

/** Years that four digits can say: a number beyond them counts something else, such as milliseconds. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799.999;

/** Epoch seconds, to the millisecond; NaN for what is no time. */
export function jsonTime(value: JsonValue | undefined): number {
  const isDigits = typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/u.test(value);
  const read = isDigits ? Number(value) : typeof value === 'string' ? parseIsoText(value) : value;
  if (typeof read !== 'number' || !(read >= FIRST_SECOND && read <= LAST_SECOND)) return Number.NaN;
  return Math.round(read * 1000) / 1000;
}

/** Whether it gives a time of day and no zone. */
export function isZonelessTime(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && isZoneless(value);
}
