// The sender's clock: how far a local time is from UTC, for fixed offsets and for named zones with summer time.
// Partners export local dotted dates; reading them as UTC would move a review by hours, or to another day.
import { epochOf } from '../../../model/times.ts';

/** Seconds east of UTC at a local time, given in seconds as if it were UTC. */
export type Zone = (local: number) => number;

const DAY = 86_400;
/** No zone changes its offset within a quarter of an hour. */
const STEP = 900;
const MOST_KEPT = 100_000;

export const utc: Zone = () => 0;

/** `UTC`, `+01:00`, `-0330`, or a name such as `Europe/Berlin`; null when there is no such zone. */
export function zoneNamed(text: string): Zone | null {
  if (/^(?:utc|gmt|z)$/iu.test(text)) return utc;
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/u.exec(text);
  if (fixed !== null) {
    const [, sign, hours, minutes = '0'] = fixed;
    const seconds = Number(hours) * 3600 + Number(minutes) * 60;
    return Number(hours) > 14 || Number(minutes) > 59 ? null : () => (sign === '-' ? -seconds : seconds);
  }
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: text,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null; // no zone of that name
  }
  return named((seconds) => offsetAt(format, seconds));
}

/** Local to UTC. The hour that comes twice in autumn is its first; one that spring leaves out is read as if it had not. */
function named(offsetOf: (seconds: number) => number): Zone {
  const kept = new Map<number, number>();
  return (local) => {
    if (Number.isNaN(local)) return 0;
    const key = Math.floor(local / STEP);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const before = offsetOf(local - DAY);
    const after = offsetOf(local + DAY);
    const offset =
      before === after || offsetOf(local - before) === before || offsetOf(local - after) !== after ? before : after;
    if (kept.size === MOST_KEPT) kept.clear();
    kept.set(key, offset);
    return offset;
  };
}

function offsetAt(format: Intl.DateTimeFormat, time: number): number {
  const seconds = Math.floor(time);
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(new Date(seconds * 1000))) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return epochOf(year, month, day, hour, minute, second) - seconds;
}
