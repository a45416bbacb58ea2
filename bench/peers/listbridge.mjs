// listbridge itself, run as a user runs it: the built bin, one process.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const bin = at('bin/listbridge.js');

export const listbridge = {
  missing: existsSync(bin) && existsSync(at('dist/process.js')) ? null : 'not built',
  version: JSON.parse(readFileSync(at('package.json'), 'utf8')).version,
  command: (...words) => [process.execPath, bin, ...words],
};

/** A policy with every rule there is, for the same lists. */
export const everyRule = fileURLToPath(new URL('../profiles/policy.yaml', import.meta.url));

export const wideProfile = fileURLToPath(new URL('../profiles/wide.yaml', import.meta.url));
