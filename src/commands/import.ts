// listbridge import: a list into the registry, as a whole edition or as a delta to the one before.
import * as z from 'zod';
import { waitingCodes } from '../hygiene/policies/waiting.ts';
import type { Batch } from '../model/batch.ts';
import { type ExitCode, usage } from '../model/failure.ts';
import type { ListFacts } from '../model/fields.ts';
import type { Report } from '../model/findings.ts';
import type { Policy, Standing } from '../model/policy.ts';
import type { Job, World } from '../pipeline/job.ts';
import { mergePolicy } from '../pipeline/merge/policy.ts';
import { run } from '../pipeline/run.ts';
import type { Source } from '../pipeline/source.ts';
import type { Batches } from '../pipeline/stage.ts';
import type { Counts } from '../registry/changes.ts';
import type { Edition, EditionFacts } from '../registry/edition.ts';
import type { ListEntry, Registry } from '../registry/registry.ts';
import { personText } from '../registry/votes.ts';
import { tool } from '../tool.ts';
import { withSaid } from './shared/by-hand.ts';
import { checkInput } from './shared/check-input.ts';
import { type DeltaReading, deltaReading } from './shared/delta-reading.ts';
import { deltaSource, openedSource } from './shared/edition-source.ts';
import { IdleWithdrawals } from './shared/idle-withdrawals.ts';
import { issuedAt, LateDelta } from './shared/late-delta.ts';
import { readingJob } from './shared/list-job.ts';
import { flag, percent, shrinkPercent } from './shared/option-values.ts';
import { inputOptions, judgeOptions, memoryOptions, policyOptions, reportOptions } from './shared/options.ts';
import { policyChosen } from './shared/policy-choice.ts';
import { askedWords, layoutWords } from './shared/reading-words.ts';
import { editionOperand } from './shared/registry-place.ts';
import {
  begun,
  changed,
  commandText,
  tellClock,
  tellMade,
  timeOf,
  voter,
  withRegistry,
} from './shared/registry-run.ts';
import { sameFile, tellSame } from './shared/same-file.ts';
import { openSession, type Session } from './shared/session.ts';
import { GROWTH, limitsOf, SHRINK, whyHeld } from './shared/size-change.ts';
import { defineCommand, option } from './shared/spec.ts';
import { tellLess, WaitingCount } from './shared/waiting.ts';

/** A delta says how things are now; what it does not say stays. */
const NEWER = mergePolicy(['opinions=last', 'expires=last', 'size=last', 'name=last', 'note=last', 'spelling=last']);

const listName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, 'letters, digits, blanks and . _ - only');

interface Wishes {
  readonly name: string;
  readonly mode: 'replace' | 'apply';
  /** In per cent; null: as the policy of the list says, or as usual. */
  readonly shrink: number | null;
  readonly growth: number | null;
  readonly force: boolean;
  readonly policy: string | null;
  readonly standing: Standing | null;
  /** Options that decide about the rows, as the history keeps them. */
  readonly words: readonly string[];
  /** What the history says of the time; `--as-of` is only what entries are judged by. */
  readonly now: number;
  readonly person: string | null;
}

export const importList = defineCommand({
  name: 'import',
  summary: 'keep a list in the registry: a whole edition, or a delta to the last one',
  operands: [{ usage: '<file>', about: 'the list; - is standard input' }],
  options: {
    ...inputOptions,
    list: option({
      flags: '--list <name>',
      about: 'the name of the list in the registry',
      group: 'Input',
      schema: listName,
      byHandOnly: true,
    }),
    replace: option({
      flags: '--replace',
      about: 'a full edition: what it lacks is taken off the list; give this or --apply',
      group: 'Input',
      schema: flag,
      byHandOnly: true,
    }),
    apply: option({
      flags: '--apply',
      about: 'a delta: what it lacks stays as it is, what it withdraws is withdrawn',
      group: 'Input',
      schema: flag,
      byHandOnly: true,
    }),
    maxShrink: option({
      flags: '--max-shrink <percent>',
      about: `hold an edition with so much fewer entries; default: the policy's, or ${SHRINK}`,
      group: 'Input',
      schema: shrinkPercent.optional(),
    }),
    maxGrowth: option({
      flags: '--max-growth <percent>',
      about: `hold an edition with so much more entries; default: the policy's, or ${GROWTH}`,
      group: 'Input',
      schema: percent.optional(),
    }),
    as: option({
      flags: '--as <name@organisation/country>',
      about: 'who imports; it stands in the history and in the audit log; default: the name of the login',
      group: 'Judging',
      schema: voter.optional(),
      byHandOnly: true,
    }),
    ...memoryOptions,
    ...judgeOptions,
    ...policyOptions,
    ...reportOptions,
    force: option({
      flags: '-f, --force',
      about:
        'import what could be read of a list with refused rows or without its end, and one that says it is of the other kind; replace rejects or a report of an earlier run',
      group: 'Input',
      schema: flag,
      byHandOnly: true,
    }),
  },
  examples: [
    { line: 'import acme-2026-01-05.csv --list acme --replace', does: 'today’s whole edition of a partner' },
    { line: 'import delta.jsonl --list acme --apply', does: 'only what changed since' },
    {
      line: 'import iwol.csv --list iwol --replace --policy iwol',
      does: 'with the limits and the two reviewers of that policy',
    },
  ],
  async run([file = '-'], options, host): Promise<ExitCode> {
    if (options.replace === options.apply)
      throw usage('usage/command-line', { reason: 'give one of --replace and --apply' });
    const session = openSession('import', options, host, waitingAllowed(await policyChosen(options.policy, host)));
    const job = await readingJob([file], options, host, session);
    const wishes: Wishes = {
      name: options.list,
      mode: options.replace ? 'replace' : 'apply',
      shrink: options.maxShrink ?? null,
      growth: options.maxGrowth ?? null,
      force: options.force,
      policy: session.policy?.id ?? null,
      standing: session.policy === null ? null : standingIn(session.policy),
      words: await askedWords(options, session.policy, host),
      now: timeOf(host),
      person: options.as !== undefined ? personText(options.as) : (host.env['USER'] ?? host.env['LOGNAME'] ?? null),
    };
    return withRegistry(options.registry, host, 'create', (registry) => importInto(registry, job, wishes, session));
  },
});

async function importInto(registry: Registry, job: Job, wishes: Wishes, session: Session): Promise<ExitCode> {
  const { name, mode } = wishes;
  const known = registry.find(name);
  const before = known === null ? null : registry.current(known);
  const { interns } = session.world;
  const late =
    mode === 'apply' && known !== null && before !== null ? new LateDelta(registry, known, before, interns) : null;
  const own = job.sources.map((source) => (late === null ? { ...source, name } : deltaSource(source, name, late)));
  const isDelta = late !== null && known !== null && before !== null;
  const reading = isDelta ? deltaReading(registry, known, before, job, session) : null;
  const part = reading === null ? undefined : (): Iterable<Batch> => reading.liveRows();
  const sources = isDelta ? [openedSource(registry, known, before, editionOperand(name), part), ...own] : own;
  const keep = async (rows: Batches, inputs: readonly Source[]): Promise<void> => {
    const ready = await begun(rows);
    await changed(registry, session.world.findings.report, async (tell) => {
      const list = registry.ensure(name);
      registry.refuseChanged(list, before?.number);
      const delta = { before, late, reading };
      await keepEdition(registry, list, delta, ready, inputs.at(-1), wishes, session.world, tell);
    });
  };
  const policy = isDelta ? NEWER : job.policy;
  const hashes = { ...job.hashes, sha256: true };
  return session.finish(await run({ ...job, sources, reading, repeats: 'merge', policy, hashes, keep }, session.world));
}

interface Delta {
  readonly before: Edition | null;
  readonly late: LateDelta | null;
  readonly reading: DeltaReading | null;
}

async function keepEdition(
  registry: Registry,
  known: ListEntry,
  { before, late, reading }: Delta,
  rows: Batches,
  input: Source | undefined,
  wishes: Wishes,
  { findings, interns }: World,
  tell: Report,
): Promise<void> {
  const { name, mode, force, policy, now } = wishes;
  if (input === undefined) return;
  const { operand, progress } = input.input;
  if (!force) checkInput(input, mode, name, findings);
  const isOther = wishes.standing !== null && JSON.stringify(wishes.standing) !== JSON.stringify(known.standing);
  const editions = registry.editions(known);
  const command = commandOf(input, wishes);
  const file = { operand, sha256: progress.sha256, format: input.format.id, command };
  const same = sameFile(file, editions, { mode, live: before?.number ?? 0, isOther });
  if (same !== null) return tellSame(same, file, name, tell);
  if (late?.isPast(input.list) === true) {
    tell('registry/late-delta', { input: operand, list: name });
    return;
  }
  tellClock(known, editions.at(-1), now, tell);
  const list = isOther ? demanded(registry, known, wishes) : known;
  const touched = reading?.touched ?? null;
  const live = (): Iterable<Batch> =>
    reading?.liveRows() ?? (before === null ? [] : registry.rows(list, before, interns));
  const all = withSaid(late?.timed(rows) ?? rows, editions, live, interns);
  const waiting = new WaitingCount(list, interns, input.list.partner);
  if (touched !== null) waiting.without(touched.census.waiting.count, live());
  const strict = new WaitingCount(known, interns, input.list.partner);
  const isLate = mode === 'apply' && before !== null && issuedAt(input.list) < issuedAt(before.facts);
  const made = (counts: Counts): EditionFacts => {
    const held = whyHeld(before, counts, limitsOf(wishes, list.standing));
    return {
      state: held === null ? 'live' : 'held',
      action: mode,
      at: now,
      person: wishes.person,
      input: operand,
      sha256: progress.sha256,
      format: input.format.id,
      tool: tool.version,
      command,
      facts: factsOf(input.list, before, mode),
      policy,
      standing: list.standing,
      held,
      reason: null,
      issued: isLate ? (input.list.issuedAt ?? null) : null,
    };
  };
  const idle = new IdleWithdrawals((keys) => (before === null ? [] : registry.near(list, before, keys, interns)));
  const rowsIn = mode === 'apply' ? idle.counted(all) : all;
  const counted = waiting.counted(isOther ? strict.counted(rowsIn) : rowsIn);
  const edition = await registry.replace(list, counted, interns, made, () => waiting.rows, touched);
  if (edition.held !== null) tell('registry/held', { edition: edition.number, list: name, reason: edition.held });
  else {
    if (idle.count > 0) tell('registry/nothing-withdrawn', { input: operand, list: name, count: idle.count });
    tellMade(list, edition, waiting.count, tell);
    waiting.tell(tell);
    if (isOther) tellLess(strict, waiting, tell);
  }
}

/** What decided about what became of the file, as typed. */
function commandOf(input: Source, { name, mode, words, shrink, growth, force }: Wishes): string {
  const given = (option: string, value: number | null): string[] => (value === null ? [] : [option, String(value)]);
  return commandText([
    ...['import', input.input.operand, '--list', name, `--${mode}`],
    ...words,
    ...layoutWords(input),
    ...given('--max-shrink', shrink),
    ...given('--max-growth', growth),
    ...(force ? ['--force'] : []),
  ]);
}

function standingIn({ reviews, verification, expiry, list }: Policy): Standing {
  return { reviews, verification, expiry, list };
}

/** An entry of a list in the registry may wait for its reviews: that is no fault of the edition that brings it. */
function waitingAllowed(policy: Policy | null): Policy | null {
  const grades = waitingCodes.map((code) => ({ code, severity: 'info' }) as const);
  return policy === null ? null : { ...policy, grades: [...policy.grades, ...grades] };
}

/** Another policy may let in what the last one kept out, so that the log says who changed it. */
function demanded(registry: Registry, list: ListEntry, { standing, policy, now, person }: Wishes): ListEntry {
  if (standing === null) return list;
  const by = person === null ? {} : { by: person };
  registry.record({ at: now, action: 'policy', list: list.name, ...by, note: policy ?? '' });
  return registry.demand(list, standing);
}

function factsOf(list: ListFacts, before: Edition | null, mode: Wishes['mode']): ListFacts {
  const { claimedCount: _count, edition: _edition, ...facts } = list;
  if (mode === 'replace' || before === null) return facts;
  // A delta that comes late makes the list no older.
  const isLate = issuedAt(facts) < issuedAt(before.facts);
  return { ...before.facts, ...facts, ...(isLate ? { issuedAt: before.facts.issuedAt } : {}) };
}
