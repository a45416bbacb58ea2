// The plot: sources in, one list out. Each step has its own file; this one says in which order they happen.
import { cover } from './cover.ts';
import { dedupe } from './dedupe.ts';
import type { Job, Outcome, World } from './job.ts';
import { mark } from './mark.ts';
import { merge } from './merge.ts';
import { order } from './order.ts';
import { onScene, type Scene } from './scene.ts';
import type { Source } from './source.ts';
import type { Batches } from './stage.ts';
import type { Target } from './target.ts';

/** Runs a job: opens and recognises the inputs, plans the loss, and unless only the plan was asked for, plays it. */
export function run(job: Job, world: World): Promise<Outcome> {
  return onScene(job, world, async (scene) => {
    let rows = scene.read();
    rows = judge(scene, rows);
    rows = combine(scene, rows);
    if (scene.target === null) return scene.count(rows);
    rows = prepare(scene, rows, scene.target);
    return scene.write(rows, scene.target);
  });
}

/** Checks mark rows; rows with a finding the user named are left out. */
function judge({ job, world, dropped }: Scene, rows: Batches): Batches {
  return mark({ checks: job.checks, drop: job.drop, asOf: job.asOf, findings: world.findings, dropped })(rows);
}

/** Repeated keys: kept, dropped as they stream by where rows are bare keys, or merged. */
function combine(scene: Scene, rows: Batches): Batches {
  const { job, world, sources, seed } = scene;
  if (job.repeats === 'keep') return rows;
  const isStream = job.repeats === 'dedupe' && sources.length === 1 && sources.every(isBare);
  if (isStream) return dedupe({ seed, memory: job.memory, repeats: scene.repeats, findings: world.findings })(rows);
  const { policy, link, memory } = job;
  const { interns, findings, host } = world;
  return merge({ policy, link, memory, interns, findings, seed, signal: host.signal }, scene.merged)(rows);
}

/** The stages the writer asks for, and those that keep a flat list free of repeats. */
function prepare(scene: Scene, rows: Batches, { format, carries }: Target): Batches {
  const { job, world, seed } = scene;
  const needs = format.needs ?? {};
  let prepared = rows;
  if (job.sort || needs.sorted === true) prepared = order()(prepared);
  if (needs.noCovered === true) prepared = cover({ findings: world.findings, seed })(prepared);
  const isSplit = job.repeats !== 'keep' && carries.perItem === 'one';
  if (needs.unique !== true && !isSplit) return prepared;
  return dedupe({ seed, memory: job.memory, repeats: scene.repeats, findings: null })(prepared);
}

/** Whether rows of this source carry nothing but their key. */
function isBare({ carries }: Source): boolean {
  const facts = Object.keys(carries.fields).filter((field) => field !== 'spelling');
  return (
    carries.perItem === 'one' && carries.opinions === 'none' && carries.withdrawals !== 'rows' && facts.length === 0
  );
}
