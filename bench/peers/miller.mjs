// Miller, a record-at-a-time tool for CSV (Debian package `miller`). Optional: its absence is told in the table.
import { spawnSync } from 'node:child_process';

const { stdout, error } = spawnSync('mlr', ['--version'], { encoding: 'utf8' });

export const miller = {
  missing: error ? 'mlr is not installed' : null,
  version: error ? null : stdout.trim(),
  command: (script, ...operands) => ['sh', '-c', script, 'sh', ...operands],
};
