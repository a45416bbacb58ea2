// Numbers that look random and are the same for the same seed.

export type Random = (limit: number) => number;

/** Whole numbers from 0 to `limit - 1`. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

export function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[random(all.length)] as T; // `all` is never empty
}
