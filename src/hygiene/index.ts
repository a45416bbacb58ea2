// The checks, in the order of their ids. Adding one is a file and a line here.
import type { Check } from './check.ts';
import { constantDigest } from './checks/constant-digest.ts';
import { expired } from './checks/expired.ts';
import { knownDigest } from './checks/known-digest.ts';
import { oddTimes } from './checks/odd-times.ts';

export const checks: readonly Check[] = [constantDigest, expired, knownDigest, oddTimes];
