// The plot of a comparison: two editions in, what changed out.
import { type DiffCount, diff } from './diff.ts';
import type { Job, Outcome, World } from './job.ts';
import { onScene } from './scene.ts';

export interface DiffOutcome extends Outcome {
  readonly count: DiffCount;
}

/** Compares the first two sources of a job; writes the delta where the job has a target. */
export async function runDiff(job: Job, world: World): Promise<DiffOutcome> {
  const count: DiffCount = { added: 0, removed: 0, changed: 0, unchanged: 0 };
  const outcome = await onScene(job, world, async (scene) => {
    scene.edition = 'delta';
    scene.hasOtherWork = true;
    const [older, newer] = [scene.sources.slice(0, 1), scene.sources.slice(1, 2)];
    const delta = diff(scene.read(older), scene.read(newer), count, scene.seed);
    const { target } = scene;
    return target === null ? scene.count(delta) : scene.write(scene.fit(delta, target), target);
  });
  return { ...outcome, count };
}
