// Expiry: the entry's own date, else the time the policy gives it, else none. What has expired, what must have a date and has
// none, and what lapses soon.
import { after, before } from '../../../model/age.ts';
import { PRESENT } from '../../../model/scope.ts';
import { isoTime } from '../../../model/times.ts';
import type { Lack } from '../../check.ts';
import type { PolicyRule } from '../rule.ts';

const ENDLESS: Lack<'expiry/missing'> = { code: 'expiry/missing', args: { field: 'expires' }, field: 'expires' };

export const expiry: PolicyRule = {
  id: 'expiry',
  codes: ['expiry/past', 'expiry/missing'],
  of({ expiry: { lifetime, from, required } }, _, asOf) {
    const limit = lifetime === null ? Number.NEGATIVE_INFINITY : before(asOf, lifetime);
    return {
      judge({ count, op, times }, { report, lacks }) {
        const { expires } = times;
        const since = lifetime === null ? null : times[from];
        if (expires === null && since === null && !required) return;
        for (let i = 0; i < count; i++) {
          if (op[i] !== PRESENT) continue;
          const own = expires === null ? Number.NaN : (expires[i] ?? Number.NaN);
          if (!Number.isNaN(own)) {
            if (own < asOf) report('expiry/past', i, () => ({ date: isoTime(own) }));
            continue;
          }
          const start = since === null ? Number.NaN : (since[i] ?? Number.NaN);
          if (Number.isNaN(start)) {
            if (required) lacks(ENDLESS, i);
          } else if (start < limit && lifetime !== null) {
            report('expiry/past', i, () => ({ date: isoTime(after(start, lifetime)) }));
          }
        }
      },
    };
  },
};

export const soon: PolicyRule = {
  id: 'soon',
  codes: ['expiry/soon'],
  of(policy, _, asOf, lapses) {
    const last = lapses.moments.indexOf(after(asOf, policy.expiry.soon));
    return {
      judge(batch, { report }) {
        const levels = lapses.levels(batch);
        for (let i = 0; i < batch.count; i++) {
          const level = levels[i] ?? 0;
          if (level === 0 || level > last || batch.op[i] !== PRESENT) continue;
          report('expiry/soon', i, () => ({ date: isoTime(lapses.momentOf(batch, i)) }));
        }
      },
    };
  },
};
