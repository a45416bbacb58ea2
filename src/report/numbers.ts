// Numbers as people read them. Fixed spelling, not the machine's locale: the same run gives the same report everywhere.

/** `1234567` as `1,234,567`. */
export function grouped(value: number): string {
  const [whole = '', rest] = String(value).split('.');
  if (!/^-?\d+$/u.test(whole)) return String(value);
  const text = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
  return rest === undefined ? text : `${text}.${rest}`;
}

/** `1 row`, `1,234 rows`; the plural is given where it is not the word with an s. */
export function counted(value: number, word: string, plural = `${word}s`): string {
  return `${grouped(value)} ${value === 1 ? word : plural}`;
}

/** `812 bytes`, `48.2 MB`, in powers of 1,000 as `ls --si` and the makers of disks count. */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  let value = bytes;
  let unit = -1;
  // 999.95 would be printed as 1000.0 of the smaller unit.
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** A share in percent with one decimal; never 0.0 for some or 100.0 for not quite all. */
export function share(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0%';
  if (part >= whole) return '100%';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return '<0.1%';
  return percent > 99.9 ? '>99.9%' : `${percent.toFixed(1)}%`;
}
