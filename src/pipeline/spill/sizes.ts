// How many parts a log is split into, so that each fits into the memory when its turn comes.
import { PIECE, type SpoolSettings } from './spool.ts';

/** Share of the memory a part is meant to fill: estimates err, and the part before it may not be collected yet. */
const SHARE = 0.5;
/** The columns of a merge grow in steps of this order; a smaller limit cannot be kept. */
export const LEAST_MEMORY = 1 << 23;
/** More parts than this would spend the memory on the buffers of the parts. */
const MOST_PARTS = 256;

/** Bytes of a row that is hardly more than its key. */
const LEAST_ROW = 40;

export interface SpillSettings extends SpoolSettings {
  /** Bytes that keys and what is said of them may take before temporary files are used. */
  readonly memory: number;
  /** At least so many parts, for tests. */
  readonly leastParts?: number;
}

/** Parts for rows that would take so many bytes in memory all at once. */
export function partCount(bytes: number, { memory, leastParts = 2 }: SpillSettings): number {
  const share = Math.max(memory, LEAST_MEMORY) * SHARE;
  return Math.min(MOST_PARTS, Math.max(leastParts, Math.ceil(bytes / share)));
}

/** Streams that may be read side by side: each holds a piece. */
export function mostStreams(memory: number): number {
  return Math.min(MOST_PARTS, Math.floor((Math.max(memory, LEAST_MEMORY) * SHARE) / PIECE));
}

/** A guess is no reason to set aside more than a share of the memory: rows to be expected, as far as they would fit. */
export function expectedWithin(
  settings: Pick<SpillSettings, 'memory'> & { readonly expected?: () => number },
): () => number {
  const { memory, expected } = settings;
  return () => (expected === undefined ? 0 : Math.min(expected(), memory / LEAST_ROW));
}

/** A size as an argument of a finding, in the units in which --memory is given. */
export function sizeText(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / (1 << 20))} MiB`;
}
