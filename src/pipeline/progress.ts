// How far the sources of a run are read, and what is still to come.
import type { ReadSoFar } from '../model/tally.ts';
import type { Source } from './source.ts';

/** Of all sources. */
export function progressOf(sources: readonly Source[]): ReadSoFar {
  let [read, total, rows]: [number, number | null, number] = [0, 0, 0];
  for (const { input, accepted } of sources) {
    read += input.progress.bytes;
    total = total === null || input.size === null ? null : total + input.size;
    rows += accepted;
  }
  return { read, total, rows };
}

/** Rows to be expected in all; 0 where nobody can tell. */
export function expectedRows({ read, total, rows }: ReadSoFar): number {
  return read === 0 || total === null ? 0 : Math.ceil((rows / read) * total);
}
