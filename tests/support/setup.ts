// Runs before every test file: sets the number of cases of every property test at one place.
import * as fc from 'fast-check';
import { RUNS } from './runs.ts';

fc.configureGlobal({ numRuns: RUNS });
