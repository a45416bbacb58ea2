// An entry past its own expiry date. What policies say about age is another check.
import { isoTime } from '../../model/times.ts';
import type { Check } from '../check.ts';

export const expired: Check = {
  id: 'expired',
  title: 'entries past their expiry date',
  codes: ['expiry/past'],
  examples: [
    {
      kind: 'domain',
      key: 'old.example',
      times: { expires: '2025-12-31' },
      codes: ['expiry/past'],
    },
    { kind: 'domain', key: 'new.example', times: { expires: '2026-06-30' }, codes: [] },
    { kind: 'domain', key: 'any.example', codes: [] },
  ],
  check({ times, count }, { report, asOf }) {
    const { expires } = times;
    if (expires === null) return;
    for (let i = 0; i < count; i++) {
      const end = expires[i] ?? Number.NaN;
      if (end < asOf) report('expiry/past', i, { date: isoTime(end) });
    }
  },
};
