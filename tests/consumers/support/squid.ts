// A Squid on the loopback address, which gets every page that is not denied from a web of our own.
import { acceptsTcp, startHttpUpstream } from './http.ts';
import { freePort, LOOPBACK } from './ports.ts';
import { runProgram } from './programs.ts';
import type { Stand } from './stand.ts';

export interface Squid {
  readonly port: number;
  readonly config: string;
}

/** Lines of a configuration that tests need and no operator would: `acl` and `http_access` lines come from the test. */
export function squidConfig(port: number, upstream: number, lines: readonly string[]): string {
  return [
    `http_port ${LOOPBACK}:${port}`,
    'pid_filename none',
    'cache_effective_user proxy',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    'access_log none',
    'cache_log /dev/stderr',
    'cache deny all',
    'visible_hostname stand.example',
    `cache_peer ${LOOPBACK} parent ${upstream} 0 no-query no-digest originserver`,
    'never_direct allow all',
    ...lines,
    '',
  ].join('\n');
}

/** Said of any list of expressions that is longer than about two kilobytes: they are then tried one by one. */
const SLOW_ONLY = /optimisation of regular expressions failed/u;

/** Complaints of Squid's own check: it ends well on many a list that blocks nothing. */
export function squidComplaints(config: string): string[] {
  const { exit, output } = runProgram('squid', ['-k', 'parse', '-f', config]);
  const lines = output.split('\n').filter((line) => /ERROR|WARNING|FATAL|Bungled/u.test(line) && !SLOW_ONLY.test(line));
  return exit === 0 ? lines : [...lines, `exit ${exit}`];
}

export async function startSquid(stand: Stand, lines: readonly string[]): Promise<Squid> {
  const upstream = await startHttpUpstream(stand);
  const port = await freePort();
  const config = stand.write(`squid-${port}.conf`, squidConfig(port, upstream.port, lines));
  await stand.start({
    program: 'squid',
    // A name of its own, or two of them would share memory.
    args: ['-N', '-n', `stand${port}`, '-f', config],
    isReady: () => acceptsTcp(port),
  });
  return { port, config };
}
