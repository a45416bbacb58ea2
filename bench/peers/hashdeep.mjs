// hashdeep itself: loads a list of known files and looks one empty file up in it, so that loading is all it does.
import { spawnSync } from 'node:child_process';

const program = 'hashdeep';
const { stdout, error } = spawnSync(program, ['-V'], { encoding: 'utf8' });

export const hashdeepAudit = {
  missing: error ? 'hashdeep is not installed' : null,
  version: error ? null : stdout.trim(),
  // Exit 1 and 2 say that there are files which matched nothing.
  command: (list) => ['sh', '-c', 'hashdeep -m -k "$1" /dev/null; [ $? -lt 64 ]', 'sh', list],
};
