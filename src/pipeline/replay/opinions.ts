// What members said goes with their records.
import type { Interns } from '../../model/opinions.ts';
import { isRecordOf } from '../../model/record-key.ts';
import { EMPTY_SET } from '../../model/set-table.ts';

/** The opinions without those of members whose records are past, unless another record of theirs is left. */
export function opinionsWithout(
  { opinions }: Interns,
  set: number,
  past: readonly string[],
  left: readonly string[],
): number {
  if (set === EMPTY_SET) return set;
  const said = opinions.list(set);
  const kept = said.filter(
    ({ member }) => !past.some((key) => isRecordOf(key, member)) || left.some((key) => isRecordOf(key, member)),
  );
  return kept.length === said.length ? set : opinions.of(kept);
}
