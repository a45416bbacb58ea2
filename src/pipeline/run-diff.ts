// The plot of a comparison: two editions in, what changed out.

import { refused } from '../model/failure.ts';
import { type DiffSettings, diff } from './diff.ts';
import { type DiffCount, noDifference } from './diff-state.ts';
import type { Job, Outcome, World } from './job.ts';
import { latest } from './replay/latest.ts';
import { onScene, type Scene } from './scene.ts';
import { sizeText } from './spill/sizes.ts';
import { temporaryFolder } from './spill/spool.ts';
import type { Batches } from './stage.ts';

export interface DiffOutcome extends Outcome {
  readonly count: DiffCount;
}

/** Compares the first two sources of a job; writes the delta where the job has a target. */
export async function runDiff(job: Job, world: World): Promise<DiffOutcome> {
  const count = noDifference();
  const outcome = await onScene(job, world, async (scene) => {
    scene.edition = 'delta';
    const [older, newer] = [scene.sources.slice(0, 1), scene.sources.slice(1, 2)];
    const known = sentBy(newer[0]?.id, latest(scene, scene.read(older)));
    const delta = diff(known, latest(scene, scene.read(newer)), count, settingsOf(scene));
    const { target } = scene;
    return target === null ? scene.count(delta) : scene.write(scene.fit(delta, target), target);
  });
  return { ...outcome, count };
}

function settingsOf(scene: Scene): DiffSettings {
  const { job, world, seed } = scene;
  const { memory } = job;
  return {
    seed,
    memory,
    folder: temporaryFolder(world.host.env),
    signal: world.host.signal,
    onSpill: () => world.findings.report('run/spilled', { memory: sizeText(memory) }),
    whenRead: () => refuseIncomplete(scene),
    onExceptionsGone(count) {
      if (scene.target !== null) world.findings.report('output/exceptions-kept', { count });
    },
  };
}

/** Rows of the older edition as of the list that both are: what the delta withdraws, the newer edition withdraws. */
async function* sentBy(source: number | undefined, batches: Batches): Batches {
  for await (const batch of batches) yield source === undefined ? batch : { ...batch, source };
}

/** A delta made from a newer edition that was not read whole would withdraw what was only misread. */
function refuseIncomplete({ sources, target }: Scene): void {
  const newer = sources[1];
  if (target === null || target.force || newer === undefined) return;
  if (newer.accepted > 0 && newer.rejected === 0) return;
  throw refused('output/incomplete-delta', { input: newer.input.operand, count: newer.rejected });
}
