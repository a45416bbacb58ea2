// When an entry lapses: on its own expiry date, else when the time ends that the policy gives it, and before that when its
// last verification or review is too old. A row is compared with limits worked out once, because months of the calendar
// cannot be added to five million dates for nothing.
import { type Age, after, before } from '../../model/age.ts';
import type { Batch } from '../../model/batch.ts';
import type { Limit, Standing } from '../../model/policy.ts';

/** The earliest time that a limit allows; minus infinity where it allows all. */
export function earliest({ maxAge, since }: Limit, asOf: number): number {
  return Math.max(maxAge === null ? Number.NEGATIVE_INFINITY : before(asOf, maxAge), since ?? Number.NEGATIVE_INFINITY);
}

/** In place of a level: nothing says when the row lapses. */
export const NEVER = 255;

type Lapsing = Pick<Standing, 'expiry' | 'verification' | 'reviews'>;

export class Lapses {
  readonly #policy: Lapsing;
  /** Moments ascend. */
  readonly moments: readonly number[];
  #last: Batch | null = null;
  #levels = new Uint8Array(0);

  constructor(policy: Lapsing, moments: readonly number[]) {
    this.#policy = policy;
    this.moments = [...new Set(moments)].sort((a, b) => a - b);
  }

  /**
   * By row, the first of the moments at which it has lapsed; their number where it outlasts them all. Until the next batch is
   * asked about.
   */
  levels(batch: Batch): Uint8Array {
    if (batch === this.#last) return this.#levels;
    this.#last = batch;
    if (this.#levels.length < batch.count) this.#levels = new Uint8Array(batch.count);
    const levels = this.#levels.fill(NEVER, 0, batch.count);
    const { times, count } = batch;
    const { expiry, verification, reviews } = this.#policy;
    const { expires } = times;
    this.#note(times[expiry.from], expiry.lifetime, count, levels);
    // The entry's own date takes the place of the policy's.
    if (expires !== null) overrule(expires, this.moments, count, levels);
    this.#note(times.lastVerified, verification?.maxAge ?? null, count, levels);
    this.#note(times.lastReviewed, reviews?.limit.maxAge ?? null, count, levels);
    return levels;
  }

  /** The moment at which a row lapses, for a sentence. */
  momentOf({ times }: Batch, i: number): number {
    const { expiry, verification, reviews } = this.#policy;
    const own = times.expires?.[i] ?? Number.NaN;
    const ends = [
      Number.isNaN(own) ? end(times[expiry.from], i, expiry.lifetime) : own,
      end(times.lastVerified, i, verification?.maxAge ?? null),
      end(times.lastReviewed, i, reviews?.limit.maxAge ?? null),
    ];
    return Math.min(...ends.filter((each) => !Number.isNaN(each)));
  }

  /** Lowers levels where a time is so old that the row lapses earlier. */
  #note(column: Float64Array | null, age: Age | null, count: number, levels: Uint8Array): void {
    if (column === null || age === null) return;
    const limits = this.moments.map((moment) => before(moment, age));
    const last = limits.at(-1) ?? Number.NEGATIVE_INFINITY;
    const most = limits.length;
    for (let i = 0; i < count; i++) {
      const time = column[i] ?? Number.NaN;
      // Most rows outlast all moments; a time that is absent is in no comparison true.
      const level = time < last ? levelOf(time, limits) : time >= last ? most : NEVER;
      if (level < (levels[i] ?? NEVER)) levels[i] = level;
    }
  }
}

function overrule(column: Float64Array, moments: readonly number[], count: number, levels: Uint8Array): void {
  for (let i = 0; i < count; i++) {
    const time = column[i] ?? Number.NaN;
    if (!Number.isNaN(time)) levels[i] = levelOf(time, moments);
  }
}

function levelOf(time: number, limits: readonly number[]): number {
  let level = 0;
  while (level < limits.length && time >= (limits[level] ?? 0)) level++;
  return level;
}

function end(column: Float64Array | null, i: number, age: Age | null): number {
  const time = column?.[i] ?? Number.NaN;
  return age === null || Number.isNaN(time) ? Number.NaN : after(time, age);
}
