// What keeps a file from becoming an edition, unless somebody insists: that it ends in the middle, rows that were refused, no
// row at all, and a header that says it is of the other kind.
import { refused } from '../../model/failure.ts';
import type { Findings } from '../../model/findings.ts';
import type { Source } from '../../pipeline/source.ts';
import { editionOperand } from './registry-place.ts';

export function checkInput(
  { input: { operand: input }, list: { edition }, accepted, rejected }: Source,
  mode: 'replace' | 'apply',
  list: string,
  findings: Findings,
): void {
  if (findings.countOf('input/cut-short') > 0) throw refused('output/cut-input', { output: editionOperand(list) });
  if (edition === 'delta' && mode === 'replace') throw refused('registry/delta-as-full', { input, list });
  if (edition === 'full' && mode === 'apply') throw refused('registry/full-as-delta', { input, list });
  if (rejected > 0) throw refused('registry/incomplete', { input, count: rejected });
  const isLate = findings.countOf('registry/late') > 0;
  // A file that says it is a delta and has no row is one of a day on which nothing changed.
  const changesNothing = mode === 'apply' && edition === 'delta';
  if (accepted === 0 && !isLate && !changesNothing) throw refused('registry/nothing-to-import', { input });
}
