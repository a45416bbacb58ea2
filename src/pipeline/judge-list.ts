// Holds the facts of a list, as its sender states them, against a policy: what must be stated, and how old the edition may be.
import type { Findings } from '../model/findings.ts';
import { isoTime, isZoneless, parseIsoText } from '../model/times.ts';
import type { ListPolicy } from './job.ts';
import type { Source } from './source.ts';

export function judgeList({ id, list, input }: Source, by: ListPolicy | null, findings: Findings): void {
  if (by === null || input.isEmpty) return; // an empty list is told already, and states nothing
  const { policy, issuedSince: earliest } = by;
  const at = { source: id };
  const hasLimit = earliest > Number.NEGATIVE_INFINITY;
  const issued = list.issuedAt === undefined ? Number.NaN : parseIsoText(list.issuedAt);
  const facts = new Set(hasLimit ? [...policy.list.facts, 'issuedAt' as const] : policy.list.facts);
  for (const fact of facts) {
    const isStated = fact === 'issuedAt' ? !Number.isNaN(issued) : list[fact] !== undefined;
    if (!isStated) findings.report('list/fact-missing', { fact }, at);
  }
  if (!hasLimit || Number.isNaN(issued)) return;
  if (isZoneless(list.issuedAt ?? '')) findings.report('time/no-zone', { field: 'issuedAt' }, at);
  if (issued < earliest) findings.report('list/stale', { date: isoTime(issued) }, at);
}
