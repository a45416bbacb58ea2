// What this process is, beside its streams and signals: environment, folder, clock, cores. The same for the program and for
// whoever calls it from code. It must not install, write or read anything.
import { availableParallelism } from 'node:os';
import type { Host } from './model/host.ts';

export type Surroundings = Pick<Host, 'env' | 'cwd' | 'now' | 'cores' | 'runtime'>;

/** As of this call: the folder of a process may change. */
export function surroundings(): Surroundings {
  return {
    env: process.env,
    cwd: process.cwd(),
    now: () => epochSeconds(process.env['SOURCE_DATE_EPOCH']),
    cores: availableParallelism(),
    runtime: process.version,
  };
}

function epochSeconds(fixed: string | undefined): number {
  return fixed !== undefined && /^\d+$/u.test(fixed) ? Number(fixed) : Date.now() / 1000;
}
