// Of records that their senders update and take back, the latest state, with what a run has for it.
import type { Scene } from '../scene.ts';
import { temporaryFolder } from '../spill/spool.ts';
import type { Batches } from '../stage.ts';
import { replay } from './replay.ts';

export function latest({ job, world, seed }: Scene, rows: Batches): Batches {
  const { interns, findings, host } = world;
  const { memory } = job;
  return replay({ memory, interns, findings, seed, folder: temporaryFolder(host.env), signal: host.signal })(rows);
}
