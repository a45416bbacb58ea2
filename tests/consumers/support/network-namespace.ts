// A network of a test's own, where packet filters can be loaded without touching the machine's. Some sandboxes forbid it.
import { it } from 'vitest';
import { program, type Ran, runProgram, withPrograms } from './programs.ts';
import type { Stand } from './stand.ts';

/** As root, and as a user who is root in a namespace of users. */
const WAYS: readonly (readonly string[])[] = [['-n'], ['-rn']];

let way: readonly string[] | null | undefined;

function findWay(): readonly string[] | null {
  way ??= WAYS.find((flags) => runProgram('unshare', [...flags, 'true']).exit === 0) ?? null;
  return way;
}

/** Runs a shell script in a new network, with nothing up in it. */
export function inNetwork(script: string, input = ''): Ran {
  return runProgram('unshare', [...(findWay() ?? []), 'sh', '-c', script], { input });
}

/** Keeps a network open as long as the stand; gives the script that runs a program in it. */
export async function holdNetwork(stand: Stand): Promise<(name: string) => string> {
  const flags = findWay() ?? [];
  const { pid } = await stand.start({
    program: 'unshare',
    args: [...flags, 'sh', '-c', 'echo ready; exec sleep 600'],
    isReady: (server) => server.output().includes('ready'),
  });
  const users = flags.includes('-rn') ? '-U --preserve-credentials ' : '';
  return (name) => `exec ${program('nsenter')} -t ${pid} ${users}-n ${program(name)} "$@"`;
}

/** A group of tests that needs these programs and a network of its own, in which `probe` has to succeed. */
export function withNetwork(title: string, programs: readonly string[], probe: string, tests: () => void): void {
  withPrograms(title, ['unshare', 'nsenter', ...programs], () => {
    if (findWay() === null || inNetwork(probe).exit !== 0) {
      process.stderr.write(`SKIPPED: ${title}: this sandbox gives no network of its own to filter\n`);
      return void it.skip('needs a network of its own', () => {});
    }
    tests();
  });
}
