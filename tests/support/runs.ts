// How many cases a property test tries, and which. Not for single tests to overrule: a property that is too slow is made
// cheaper, and one that fails for some seed is wrong.
import { randomInt } from 'node:crypto';

export const USUAL_RUNS = 100;

/** Every day the same cases, so that a suite that passed still does; other cases are for the night. */
const USUAL_SEED = 20_260_105;

/** LISTBRIDGE_RUNS=10000 is the nightly setting; anything that is no positive whole number is a mistake worth a stop. */
export const RUNS = readRuns(process.env['LISTBRIDGE_RUNS']);

/** LISTBRIDGE_SEED=random chooses, any other number repeats what failed: fast-check prints the seed beside the case. */
export const SEED = readSeed(process.env['LISTBRIDGE_SEED']);

/** Cases of a property that is held to a hundred dialects of formats, one after another: by night the others, too. */
export const SHARE_OF_RUNS = RUNS > USUAL_RUNS ? RUNS : Math.ceil(RUNS * 0.4);

/** Of cases that are alike one by day, another for each `at`, so that all are tried on something; by night all of them. */
export function turn<T>(cases: readonly T[], at: number): readonly T[] {
  return RUNS > USUAL_RUNS ? cases : cases.slice(at % cases.length, (at % cases.length) + 1);
}

function readRuns(text: string | undefined): number {
  if (text === undefined || text === '') return USUAL_RUNS;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error('LISTBRIDGE_RUNS must be a whole number from 1 to 9999999.');
  return Number(text);
}

function readSeed(text: string | undefined): number {
  if (text === undefined || text === '') return USUAL_SEED;
  if (text === 'random') return randomInt(2 ** 31);
  const seed = Number(text);
  if (!/^-?\d{1,10}$/.test(text) || seed !== (seed | 0)) {
    throw new Error('LISTBRIDGE_SEED must be `random` or a whole number of 32 bits.');
  }
  return seed;
}
