// The plot: sources in, one list out. Each step has its own file; this one says in which order they happen.
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import { lend } from '../model/lending.ts';
import { spared } from '../model/origin-columns.ts';
import { cover } from './cover.ts';
import { dedupe } from './dedupe.ts';
import type { Job, Outcome, World } from './job.ts';
import { judge as judgeByPolicy } from './judge.ts';
import { isException, leading } from './leading.ts';
import { mark } from './mark.ts';
import { merge } from './merge/merge.ts';
import { order } from './order.ts';
import { stopAtOverBlocking } from './over-blocking.ts';
import { reachIn } from './reach.ts';
import { latest } from './replay/latest.ts';
import { onScene, type Scene } from './scene.ts';
import type { Source } from './source.ts';
import { sizeText } from './spill/sizes.ts';
import { temporaryFolder } from './spill/spool.ts';
import { type Batches, type Stage, tap } from './stage.ts';
import { asksForContradictions, isStreamed } from './streamed.ts';
import type { Target } from './target.ts';
import { translate } from './translate.ts';

/** Runs a job: opens and recognises the inputs, plans the loss, and unless only the plan was asked for, plays it. */
export function run(job: Job, world: World): Promise<Outcome> {
  return onScene(job, world, async (scene) => {
    let rows = scene.read();
    rows = latest(scene, rows);
    rows = relabel(scene, rows);
    rows = check(scene, rows);
    rows = combine(scene, rows);
    rows = judge(scene, rows);
    const { target } = scene;
    if (job.keep !== undefined) return job.keep(sorted(scene, lighter(scene.counted(rows))), scene.sources);
    if (target === null) return scene.count(job.watch?.(rows) ?? rows, contradictions(scene));
    tellUnlooked(scene);
    rows = scene.fit(scene.rekey(rows, target), target);
    rows = prepare(scene, rows, target);
    return scene.write(rows, target);
  });
}

/** Labels of one scheme get those of another beside them, before they are compared. */
function relabel({ job, world }: Scene, rows: Batches): Batches {
  const { crosswalk = null } = job;
  const { interns, findings } = world;
  return crosswalk === null ? rows : translate({ crosswalk, interns, findings })(rows);
}

/** Checks mark rows; rows with a finding the user named are left out. */
function check({ job, world, target, dropped }: Scene, rows: Batches): Batches {
  const { checks, drop, guard, asOf, allowedLoss } = job;
  const reach = target === null ? null : reachIn(target.carries, allowedLoss);
  const { findings } = world;
  const stop = stopAtOverBlocking(target, findings);
  return mark({ checks, drop, guard, reach, asOf, findings, dropped, stop })(rows);
}

/** Repeated keys: kept, dropped as they stream by where rows are bare keys, or merged. */
function combine(scene: Scene, rows: Batches): Batches {
  const { job, world, sources } = scene;
  if (job.repeats === 'keep') return rows;
  if (isStreamed(job, sources)) return tap(lend)(dropRepeats(scene, rows, world.findings));
  return joined(scene, rows);
}

function joined({ job, world, seed, expected, merged }: Scene, rows: Batches): Batches {
  const { policy, link, memory, listPolicy } = job;
  const { interns, findings, host } = world;
  const flags = new Set(listPolicy?.policy.flags.map(({ flag }) => flag));
  const settings = { policy, link, memory, interns, findings, flags, seed, expected, ...spool(host) };
  return tap(lend)(merge(settings, merged)(rows));
}

/** Rows as they will stand in the output are held against the policy of the list. */
function judge({ job, world, dropped, namesOf, partnerOf }: Scene, rows: Batches): Batches {
  const { listPolicy = null, drop } = job;
  if (listPolicy === null) return rows;
  return judgeByPolicy({ judge: listPolicy.judge, drop, findings: world.findings, dropped, namesOf, partnerOf })(rows);
}

/** Where nothing is merged, what contradicts each other within and between lists is found by a merge that goes nowhere. */
function contradictions(scene: Scene): Stage | null {
  return asksForContradictions(scene.job) && scene.job.repeats === 'keep' ? (rows) => joined(scene, rows) : null;
}

/** A conversion holds no keys, so it cannot tell what contradicts each other, and says so: silence would read as none. */
function tellUnlooked({ job, world }: Scene): void {
  if (job.repeats !== 'keep' || !asksForContradictions(job)) return;
  const reason = 'rows pass one by one in a conversion';
  world.findings.report('policy/not-judged', { rule: 'contradictions', reason });
}

/** The stages the writer asks for. */
function prepare(scene: Scene, rows: Batches, { format, carries, options }: Target): Batches {
  const { job, world, seed, sources } = scene;
  const needs = format.needs ?? {};
  const { findings, interns, host } = world;
  const limits = { memory: job.memory, ...spool(host) };
  let prepared = rows;
  if (job.sort || needs.sorted === true) prepared = sorted(scene, prepared);
  if (needs.noCovered !== undefined) {
    const isBySegments = needs.noCovered === 'segments';
    const misfit = format.misfit?.(options) ?? null;
    prepared = cover({ findings, interns, seed, isBySegments, misfit, ...limits })(prepared);
  }
  // Records that stay apart may share a key, and stand twice in a list that cannot tell records.
  const mayRepeat = job.repeats !== 'keep' && carries.perItem === 'one' && sources.some(isGrouped);
  if (needs.unique === true || mayRepeat || scene.isRekeyed) prepared = dropRepeats(scene, prepared, null);
  if (needs.exceptionsFirst === true) prepared = leading(isException, limits)(prepared);
  if (format.leads !== undefined) prepared = leading(format.leads(interns), limits)(prepared);
  return prepared;
}

/** Without origins that say nothing more: four columns less to sort. */
async function* lighter(rows: Batches): Batches {
  for await (const batch of rows) yield spared(batch);
}

function sorted({ job: { memory }, world: { findings, host } }: Scene, rows: Batches): Batches {
  const onSpill = (): void => findings.report('run/spilled', { memory: sizeText(memory) });
  return order({ memory, ...spool(host), onSpill })(rows);
}

function dropRepeats(
  { job, world, seed, expected, repeats }: Scene,
  rows: Batches,
  findings: Findings | null,
): Batches {
  return dedupe({ seed, memory: job.memory, expected, repeats, findings, ...spool(world.host) })(rows);
}

/** Where, and until when, temporary files may be used. */
function spool({ env, signal }: Host): { folder: string; signal: AbortSignal } {
  return { folder: temporaryFolder(env), signal };
}

function isGrouped({ carries }: Source): boolean {
  return carries.perItem === 'many';
}
