// Times that cannot be: days and months exchanged, zeros read as dates, columns exchanged.
import { type TimeField, timeFields } from '../../model/fields.ts';
import type { Check } from '../check.ts';

/** Clocks differ, and a day without a zone may be tomorrow's. */
const TOLERANCE = 86_400;
/** 1990-01-01, before any such list. */
const EARLIEST = 631_152_000;

/** Nothing is looked at or lapses before it was first seen. */
const AFTER_FIRST_SEEN: readonly TimeField[] = ['lastVerified', 'lastReviewed', 'expires'];

export const oddTimes: Check = {
  id: 'odd-times',
  title: 'times in the future, before 1990 or in the wrong order',
  codes: ['time/backwards', 'time/future', 'time/impossible'],
  examples: [
    { kind: 'domain', key: 'a.example', times: { firstSeen: '2027-01-01' }, codes: ['time/future'] },
    { kind: 'domain', key: 'b.example', times: { lastVerified: '1970-01-01' }, codes: ['time/impossible'] },
    { kind: 'domain', key: 'c.example', times: { expires: '2030-01-01', firstSeen: '2025-12-31' }, codes: [] },
    {
      kind: 'domain',
      key: 'd.example',
      times: { firstSeen: '2025-03-12', lastVerified: '2025-03-01' },
      codes: ['time/backwards'],
    },
    {
      kind: 'domain',
      key: 'e.example',
      times: { firstSeen: '2025-03-12', expires: '2025-03-01' },
      codes: ['time/backwards'],
    },
    // A day is its first second, so what was seen and reviewed on one day may look reviewed first.
    {
      kind: 'domain',
      key: 'f.example',
      times: { firstSeen: '2025-03-12T18:00:00Z', lastReviewed: '2025-03-12' },
      codes: [],
    },
  ],
  check({ times, count }, { report, asOf }) {
    for (const field of timeFields) {
      const column = times[field];
      if (column === null) continue;
      const latest = field === 'expires' ? Number.POSITIVE_INFINITY : asOf + TOLERANCE;
      for (let i = 0; i < count; i++) {
        const time = column[i] ?? Number.NaN;
        if (time > latest) report('time/future', i, { field });
        else if (time < EARLIEST) report('time/impossible', i, { field });
      }
    }
    const { firstSeen } = times;
    if (firstSeen === null) return;
    for (const field of AFTER_FIRST_SEEN) {
      const column = times[field];
      if (column === null) continue;
      for (let i = 0; i < count; i++) {
        const time = column[i] ?? Number.NaN;
        // Before 1990 is told already. A time that is absent is in no comparison true.
        if (!(time >= EARLIEST && time + TOLERANCE < (firstSeen[i] ?? Number.NaN))) continue;
        report('time/backwards', i, { later: field, earlier: 'firstSeen' });
      }
    }
  },
};
