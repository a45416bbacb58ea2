// How old the last verification and the last review may be. A time that a policy needs and nobody gives is no good time.
import type { Batch } from '../../../model/batch.ts';
import type { DiagnosticCode } from '../../../model/diagnostics.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { isoTime } from '../../../model/times.ts';
import type { Lack, RuleContext } from '../../check.ts';
import { earliest } from '../lapses.ts';
import type { PolicyRule } from '../rule.ts';

const UNVERIFIED: Lack<'expiry/missing'> = {
  code: 'expiry/missing',
  args: { field: 'lastVerified' },
  field: 'lastVerified',
};
const UNDATED: Lack<'review/undated'> = { code: 'review/undated', args: {}, field: 'lastReviewed' };

export const verified: PolicyRule = {
  id: 'verified',
  codes: ['expiry/stale', 'expiry/missing'],
  of({ verification }, _, asOf) {
    const limit = verification === null ? Number.NEGATIVE_INFINITY : earliest(verification, asOf);
    if (limit === Number.NEGATIVE_INFINITY) return null;
    return {
      judge: (batch, context) =>
        tell(batch, batch.times.lastVerified, limit, 'expiry/stale', UNVERIFIED, null, context),
    };
  },
};

export const reviewed: PolicyRule = {
  id: 'reviewed',
  codes: ['review/expired', 'review/undated'],
  of({ reviews }, _, asOf) {
    const limit = reviews === null ? Number.NEGATIVE_INFINITY : earliest(reviews.limit, asOf);
    if (limit === Number.NEGATIVE_INFINITY) return null;
    // Of an entry without any review, that is what there is to say.
    return {
      judge(batch, context) {
        if (batch.reviews === null) return;
        tell(batch, batch.times.lastReviewed, limit, 'review/expired', UNDATED, batch.reviews, context);
      },
    };
  },
};

/** Tells of rows whose time lies before the limit or is absent; only of those with a set, where there are sets. */
function tell(
  { count, op }: Batch,
  column: Float64Array | null,
  limit: number,
  code: DiagnosticCode & ('expiry/stale' | 'review/expired'),
  lack: Lack,
  sets: Uint32Array | null,
  { report, lacks }: RuleContext,
): void {
  for (let i = 0; i < count; i++) {
    const time = column === null ? Number.NaN : (column[i] ?? Number.NaN);
    if (time >= limit || op[i] !== PRESENT || (sets !== null && sets[i] === EMPTY_SET)) continue;
    if (Number.isNaN(time)) lacks(lack, i);
    else report(code, i, () => ({ date: isoTime(time) }));
  }
}
