// npm run bench [-- --scale 0.01 --only dedupe,merge --runs 3 --skip-slow --write]; --write keeps the figures of these jobs.
// Measures listbridge beside its peers on synthetic lists, in turns, and checks every answer. Exit 1: an answer was
// wrong or a contender failed. A missed budget is told, never an exit code: time on another machine proves nothing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepareLists } from './generate.mjs';
import { jobs } from './jobs/index.mjs';
import { describeMachine } from './machine.mjs';
import { measure } from './measure.mjs';
import { listbridge } from './peers/listbridge.mjs';
import { writeResults } from './results.mjs';
import { renderBudgets, renderJob } from './table.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const say = (text) => process.stdout.write(`${text}\n`);

function readArguments() {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string', default: '1' },
      only: { type: 'string' },
      runs: { type: 'string', default: '3' },
      'skip-slow': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const scale = Number(values.scale);
  const runs = Number(values.runs);
  const skipsSlow = values['skip-slow'];
  const ids = jobs.map((job) => job.id);
  const only = values.only?.split(',') ?? ids;
  const unknown = only.filter((id) => !ids.includes(id));
  if (!(scale > 0 && scale <= 1)) throw new Error('--scale takes a number above 0, at most 1');
  if (!(Number.isInteger(runs) && runs > 0)) throw new Error('--runs takes a whole number above 0');
  if (unknown.length > 0) throw new Error(`--only takes ${ids.join(', ')}`);
  // A smoke run must never replace the published figures.
  if (values.write && (scale !== 1 || skipsSlow)) throw new Error('--write needs full size, with the slow peers');
  if (values.write && listbridge.missing) throw new Error(`--write: listbridge is ${listbridge.missing}`);
  return { scale, runs, skipsSlow, write: values.write, chosen: jobs.filter((job) => only.includes(job.id)) };
}

function spread(samples, figure) {
  const sorted = samples.map((sample) => sample[figure]).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** Runs once and says what was wrong with it, or null. Only the first run of a contender is checked: it is the dear part. */
async function attempt(contender, turn, wantedExit = 0) {
  // What the run before left to be written to disk is not billed to this one.
  spawnSync('sync');
  const run = await measure(turn);
  if (run.exit !== wantedExit) {
    return { run, failed: `exit ${run.exit}, wanted ${wantedExit}: ${run.stderr.trim().split('\n').at(-1)}` };
  }
  if (contender.samples.length > 0 || !turn.check) return { run, failed: null };
  const { good, told } = turn.check(run);
  contender.told = told;
  return { run, failed: good ? null : `wrong answer: ${told}` };
}

async function takeTurn(contender, out) {
  const { env, before, prepare } = contender;
  rmSync(out, { force: true });
  prepare?.(); // what must be there first, and is no part of what is measured
  if (before && contender.samples.length === 0) {
    const { failed } = await attempt(contender, { env, ...before }, before.exit);
    rmSync(out, { force: true });
    if (failed) return failed;
  }
  const { run, failed } = await attempt(contender, contender);
  if (!failed) contender.samples.push(run);
  return failed;
}

/** A slow contender runs once, or not at all. */
async function runJob(job, lists, { runs, skipsSlow }, folder) {
  mkdirSync(folder, { recursive: true });
  const out = `${folder}/answer`;
  const contenders = job.contenders(lists, out).map((one) => {
    const missing = one.missing ?? (one.slow && skipsSlow ? 'left out (--skip-slow)' : null);
    return { ...one, missing, samples: [], failed: null };
  });
  const rounds = runs * (job.runsFactor ?? 1);
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders.filter((one) => !one.missing && !one.failed && (round === 0 || !one.slow))) {
      contender.failed = await takeTurn(contender, out);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return contenders.map(({ id, rows, missing, failed, told, samples }) => {
    if (missing || failed) return { id, missing, failed };
    return {
      id,
      rows,
      told,
      wall: spread(samples, 'wall'),
      cpu: spread(samples, 'cpu'),
      peak: spread(samples, 'peak'),
    };
  });
}

async function main() {
  const { scale, runs, skipsSlow, write, chosen } = readArguments();
  const folder = at(`data/x${scale}`);
  const machine = describeMachine();
  for (const [what, which] of machine) say(`${what}: ${which}`);
  const lists = prepareLists([...new Set(chosen.flatMap((job) => job.lists))], scale, folder, say);
  const ran = [];
  const judged = [];
  const measured = {};
  const known = new Map(); // the figures of the run so far, for budgets that look at another job
  for (const job of chosen) {
    const results = await runJob(job, lists, { runs, skipsSlow }, `${folder}/out`);
    const own = new Map([...known, ...results.filter((one) => one.wall).map((one) => [one.id, one])]);
    const budgets = job.budgets(lists).map((budget) => ({ text: budget.text, verdict: budget.judge(own) ?? null }));
    judged.push(...budgets.map((budget) => ({ id: job.id, ...budget })));
    const idle = own.get('listbridge --version');
    if (idle) known.set(idle.id, idle);
    ran.push({ job, results });
    const { title, note, compares } = job;
    measured[job.id] = { title, note, compares, results, budgets };
    say(`\n${renderJob(job.id, measured[job.id])}`);
  }
  say(`\n${renderBudgets(judged, scale === 1)}`);
  const failures = ran.flatMap(({ job, results }) =>
    results.filter((one) => one.failed).map((one) => `${job.id}, ${one.id}: ${one.failed}`),
  );
  if (failures.length > 0) {
    process.stderr.write(`\nFAILED\n${failures.join('\n')}\n`);
    process.exitCode = 1;
  } else if (write) {
    const ids = jobs.map(({ id }) => id);
    writeResults(measured, ids, machine, runs);
    say('\nwritten: bench/RESULTS.md');
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
