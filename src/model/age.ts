// Ages as policies give them: `3 months`, `12 hours`. Months are those of the calendar, because that is what "within the
// last three months" means; in days it would differ from what an auditor counts.

const units = ['hour', 'day', 'week', 'month', 'year'] as const;

export interface Age {
  readonly count: number;
  readonly unit: (typeof units)[number];
}

const HOUR = 3600;
const DAY = 86_400;
/** No list needs more, and a date in the year 300,000 is none. */
const MOST = 10_000;

/** `3 months`, `1 day`, `12h` is not one: the unit is a word. Null when it is no age. */
export function parseAge(text: string): Age | null {
  const [, number = '', word = ''] = /^(\d{1,5}) *([a-z]+)$/u.exec(text.trim().toLowerCase()) ?? [];
  const unit = units.find((each) => word === each || word === `${each}s`);
  const count = Number(number);
  return unit === undefined || count === 0 || count > MOST ? null : { count, unit };
}

/** `3 months`. */
export function ageText({ count, unit }: Age): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The moment that lies so long before another, both in epoch seconds. */
export function before(seconds: number, age: Age): number {
  return moved(seconds, { ...age, count: -age.count });
}

/** The moment that lies so long after another. */
export function after(seconds: number, age: Age): number {
  return moved(seconds, age);
}

function moved(seconds: number, { count, unit }: Age): number {
  switch (unit) {
    case 'hour':
      return seconds + count * HOUR;
    case 'day':
      return seconds + count * DAY;
    case 'week':
      return seconds + count * 7 * DAY;
    case 'month':
      return movedMonths(seconds, count);
    case 'year':
      return movedMonths(seconds, count * 12);
  }
}

/** The same day of another month, or its last day where that month is shorter. */
function movedMonths(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() / 1000;
}
