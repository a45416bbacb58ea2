// How far the sources of a run are read.
import type { Source } from './source.ts';

/** Bytes read of all sources, bytes in all where every size is known, and rows accepted. */
export function progressOf(sources: readonly Source[]): { read: number; total: number | null; rows: number } {
  let [read, total, rows]: [number, number | null, number] = [0, 0, 0];
  for (const { input, accepted } of sources) {
    read += input.progress.bytes;
    total = total === null || input.size === null ? null : total + input.size;
    rows += accepted;
  }
  return { read, total, rows };
}
