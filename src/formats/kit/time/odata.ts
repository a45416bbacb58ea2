// Times as programs of the Project VIC family write them (research hash-formats 2.6): ISO 8601 with fractions of four or
// seven digits and the invalid `+01:00Z`, `/Date(1672531200000)/` of .NET, and `6/7/2023 2:31:49 AM`.
import { compilePattern, epochPattern, isoPattern, type TimePattern } from './pattern.ts';
import { utc } from './zone.ts';

const milliseconds = epochPattern(1000);
const american = [compiled('M/d/yyyy h:mm:ss a'), compiled('M/d/yyyy')];
/** `/Date(`, milliseconds, an offset that only says where the clock stood, `)/`. */
const BEFORE = 6;
const BEHIND = 2;

function compiled(pattern: string): TimePattern {
  const made = compilePattern(pattern, utc);
  return typeof made === 'string' ? () => Number.NaN : made; // the patterns above are good
}

/** Epoch seconds, NaN where it is none of these. */
export const odataTime: TimePattern = (bytes, from, to) => {
  if (bytes[from] === 47) return dotNet(bytes, from, to);
  const iso = isoPattern(bytes, from, to);
  if (!Number.isNaN(iso)) return iso + paddedMilliseconds(bytes, from, to);
  for (const pattern of american) {
    const seconds = pattern(bytes, from, to);
    if (!Number.isNaN(seconds)) return seconds;
  }
  return Number.NaN;
};

function dotNet(bytes: Uint8Array, from: number, to: number): number {
  const isIt = String.fromCharCode(...bytes.subarray(from, from + BEFORE)) === '/Date(';
  if (!isIt || bytes[to - 1] !== 47 || bytes[to - 2] !== 41) return Number.NaN;
  let end = to - BEHIND;
  const sign = bytes[end - 5];
  if (end - from > BEFORE + 5 && (sign === 43 || sign === 45)) end -= 5;
  return milliseconds(bytes, from + BEFORE, end);
}

/**
 * One writer pads the number of milliseconds with zeros to seven digits, so that `.0000123` is 123 of them. Read as a
 * fraction, as it stands, it would be none: what there is to add.
 */
function paddedMilliseconds(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 27 || bytes[from + 19] !== 46) return 0;
  for (let i = from + 20; i < from + 24; i++) if (bytes[i] !== 48) return 0;
  let value = 0;
  for (let i = from + 24; i < from + 27; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  const next = bytes[from + 27] ?? 0;
  return to > from + 27 && next >= 48 && next <= 57 ? 0 : value / 1000;
}
