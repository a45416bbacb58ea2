// The folder of the repository a run is in, as its build server says: others know files by their path from there.
import { relative, sep } from 'node:path';
import type { Host } from '../../model/host.ts';

/** Variables of GitHub Actions and GitLab CI. */
const VARIABLES = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'];

/** The folder of the run itself, where no build server says otherwise. */
export function repositoryOf({ env, cwd }: Host): string {
  const root = VARIABLES.map((name) => env[name]).find((folder) => folder !== undefined && holds(folder, cwd));
  return root ?? cwd;
}

function holds(folder: string, cwd: string): boolean {
  const path = relative(folder, cwd);
  return folder !== '' && path !== '..' && !path.startsWith(`..${sep}`);
}
