// Times that cannot be: days and months exchanged, zeros read as dates.
import { timeFields } from '../../model/fields.ts';
import type { Check } from '../check.ts';

/** Clocks differ, and a day without a zone may be tomorrow's. */
const TOLERANCE = 86_400;
/** 1990-01-01, before any such list. */
const EARLIEST = 631_152_000;

export const oddTimes: Check = {
  id: 'odd-times',
  title: 'times in the future or before 1990',
  codes: ['time/future', 'time/impossible'],
  examples: [
    { kind: 'domain', key: 'a.example', times: { firstSeen: '2027-01-01' }, codes: ['time/future'] },
    { kind: 'domain', key: 'b.example', times: { lastVerified: '1970-01-01' }, codes: ['time/impossible'] },
    { kind: 'domain', key: 'c.example', times: { expires: '2030-01-01', firstSeen: '2025-12-31' }, codes: [] },
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
  },
};
