// How many parts a log is split into, so that each fits into the memory when its turn comes.

/** Share of the memory a part may be expected to fill: estimates err, and the part before it is not yet collected. */
const SHARE = 0.5;
/** The columns of a merge grow in steps of this order; a smaller limit cannot be kept. */
const LEAST_MEMORY = 1 << 23;
/** More parts than this would spend the memory on the buffers of the parts. */
const MOST_PARTS = 256;

export interface SpillLimits {
  /** Bytes that keys and what is said of them may take before temporary files are used. */
  readonly memory: number;
  /** At least so many parts, for tests. */
  readonly leastParts?: number;
}

/** Parts for rows that would take so many bytes in memory all at once. */
export function partCount(bytes: number, { memory, leastParts = 2 }: SpillLimits): number {
  const share = Math.max(memory, LEAST_MEMORY) * SHARE;
  return Math.min(MOST_PARTS, Math.max(leastParts, Math.ceil(bytes / share)));
}
