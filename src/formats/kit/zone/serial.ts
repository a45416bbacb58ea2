// The serial number of a zone. A secondary takes over an edition only if its number is greater by the arithmetic of
// RFC 1982, so a number that stands still or goes back leaves every secondary with the old list (research 3.5).
import type { Head } from '../../format.ts';

/** The number in the SOA record at the beginning of a zone, or null. */
export function serialOf(zone: Head | null): number | null {
  const text = zone?.text.replaceAll(/;.*$/gmu, '') ?? '';
  const [, digits = ''] = /\sSOA\s+\S+\s+\S+\s+(?:\(\s*)?(\d{1,10})\s/iu.exec(text) ?? [];
  const serial = Number(digits);
  return digits === '' || serial > 0xffffffff ? null : serial;
}

/** Whether a secondary that has `before` takes over `serial`. */
export function isLater(serial: number, before: number): boolean {
  const ahead = (serial - before) >>> 0;
  return ahead > 0 && ahead < 2 ** 31;
}

/** The time, or the number behind the one before where the time is not later. Zero is left out: some servers refuse it. */
export function nextSerial(now: number, before: number | null): number {
  const serial = now >>> 0 || 1;
  return before === null || isLater(serial, before) ? serial : (before + 1) >>> 0 || 1;
}
