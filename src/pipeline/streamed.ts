// Repeats that are dropped as rows stream by, instead of merged: where there is nothing to merge.
import { kinds } from '../model/kinds.ts';
import type { Job } from './job.ts';
import type { Source } from './source.ts';

/** Whether rows are dropped by their key alone: one list of bare keys, of which nobody asks what contradicts what. */
export function isStreamed(job: Job, sources: readonly Source[]): boolean {
  return job.repeats === 'dedupe' && sources.length === 1 && sources.every(isBare) && !asksForContradictions(job);
}

/** Whether all rows were read before the first comes out, so that who read them has nothing to do meanwhile. */
export function comesAtOnce(job: Job, sources: readonly Source[]): boolean {
  return job.sort || (job.repeats !== 'keep' && !isStreamed(job, sources));
}

/**
 * Whether keys may be looked up where they are read: no row is left out on its way to where repeats are dropped, and all
 * keys fit in the memory, whatever they are, so that nobody has to take over in the middle of the list.
 */
export function sharesKeys(job: Job, sources: readonly Source[]): boolean {
  return (
    isStreamed(job, sources) && job.drop.size === 0 && sources.every((source) => mostKeyBytes(source) <= job.memory)
  );
}

/** Bytes of slots for a key at most, where a table was just doubled. */
const SLOTS = 12;

/** Bytes that an index of the keys of a source may take, told by its size: a digest takes a third more in a list, and an end of line. */
function mostKeyBytes({ input, carries }: Source): number {
  const { file, isPacked } = input;
  if (file === null || isPacked) return Number.POSITIVE_INFINITY;
  const bytes = carries.kinds.map((id) => {
    const { width } = kinds[id];
    return width === 0 ? Number.POSITIVE_INFINITY : (file.size / ((width * 4) / 3 + 1)) * (width + SLOTS);
  });
  return Math.max(...bytes);
}

export function asksForContradictions({ listPolicy }: Job): boolean {
  return listPolicy?.policy.contradictions === true;
}

/** Whether rows of this source carry nothing but their key. */
function isBare({ carries }: Source): boolean {
  const facts = Object.keys(carries.fields).filter((field) => field !== 'spelling');
  return (
    carries.perItem === 'one' && carries.opinions === 'none' && carries.withdrawals !== 'rows' && facts.length === 0
  );
}
