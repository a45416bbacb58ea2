// What keeps a file from becoming an edition, unless somebody insists: rows that were refused, no row at all, and a header that
// says it is of the other kind.
import { refused } from '../../model/failure.ts';
import type { Source } from '../../pipeline/source.ts';

export function checkInput(
  { input: { operand: input }, list: { edition }, accepted, rejected }: Source,
  mode: 'replace' | 'apply',
  list: string,
  isLate: boolean,
): void {
  if (edition === 'delta' && mode === 'replace') throw refused('registry/delta-as-full', { input, list });
  if (edition === 'full' && mode === 'apply') throw refused('registry/full-as-delta', { input, list });
  if (rejected > 0) throw refused('registry/incomplete', { input, count: rejected });
  if (accepted === 0 && !isLate) throw refused('registry/nothing-to-import', { input });
}
