// Runs before every test file: sets the number of cases of every property test, and their seed, at one place.
import * as fc from 'fast-check';
import { RUNS, SEED } from './runs.ts';

fc.configureGlobal({ numRuns: RUNS, seed: SEED });
