// convert, dedupe, merge and validate are the same run with other stages: this turns their options into that run.
import type { Format } from '../../formats/format.ts';
import { formats } from '../../formats/index.ts';
import type { Check } from '../../hygiene/check.ts';
import { checks } from '../../hygiene/index.ts';
import { policyCodes, policyFaults } from '../../hygiene/policies/judge.ts';
import { fromUtf8 } from '../../model/bytes.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../model/diagnostics.ts';
import { refused, usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import type { KindId } from '../../model/kinds.ts';
import type { Policy } from '../../model/policy.ts';
import { isStream, plainName } from '../../pipeline/files.ts';
import type { Job } from '../../pipeline/job.ts';
import { defaultPolicy, mergePolicy } from '../../pipeline/merge/policy.ts';
import { NOTHING } from '../../pipeline/nothing.ts';
import { carriedWithout } from '../../pipeline/omit.ts';
import { checkPlaces, checkReplaced, type Place } from '../../pipeline/places.ts';
import { pathOf } from '../../pipeline/save.ts';
import { SIGNATURE_ENDING } from '../../pipeline/seal/sealing.ts';
import { parseOptions, type Source } from '../../pipeline/source.ts';
import type { Target } from '../../pipeline/target.ts';
import { aliasSecretOf } from './alias-key.ts';
import { crosswalkNamed } from './crosswalk-choice.ts';
import type { CrosswalkOptions } from './crosswalk-options.ts';
import { formatNamed, keyValues, optionNames, sourceSpecs, takesValue } from './format-choice.ts';
import { guardOf } from './guard-files.ts';
import type {
  InputOptions,
  JudgeOptions,
  memoryOptions,
  mergeOptions,
  OutputOptions,
  PolicyOptions,
  planOptions,
  ReportOptions,
} from './options.ts';
import { MEMORY } from './options.ts';
import { otherwiseOf, STOP_PAGE } from './other-options.ts';
import { listPolicyOf } from './policy-choice.ts';
import { sealFiles, sealingOf } from './seals.ts';
import { matches, type Session } from './session.ts';
import type { OptionsOf } from './spec.ts';

export type ReadOptions = OptionsOf<InputOptions> &
  OptionsOf<JudgeOptions> &
  Partial<OptionsOf<PolicyOptions>> &
  Partial<OptionsOf<CrosswalkOptions>> &
  Pick<OptionsOf<ReportOptions>, 'aliasKey' | 'force'>;
export type WriteOptions = OptionsOf<OutputOptions>;
export type MergeOptions = OptionsOf<typeof mergeOptions> & OptionsOf<typeof memoryOptions>;
export type PlanOptions = OptionsOf<typeof planOptions>;

/** Standard output, where a command answers that writes no list. */
export const ANSWER = '-';

/** A run that reads and judges, and writes nothing. `output` is where its list goes, or its answer. */
export async function readingJob(
  operands: readonly string[],
  options: ReadOptions & Partial<WriteOptions> & Partial<PlanOptions> & { readonly memory?: number | undefined },
  host: Host,
  session: Session,
): Promise<Job> {
  const { rejects, output, guard, ownNames, signWith, policy = null, crosswalk = null, aliasKey = null } = options;
  const signature = signWith === undefined ? undefined : `${output}${SIGNATURE_ENDING}`;
  const plan = options.plan === true && output !== ANSWER ? ANSWER : undefined;
  const outputs = [rejects, output, plan, signature].filter((file) => file !== undefined);
  const others = [aliasKey, policy, crosswalk].filter((file) => file !== null);
  const read = [...operands, ...guard, ...ownNames, ...others, ...sealFiles(options)];
  const { reportPlaces } = session;
  await checkPlaces(read, [...outputs, ...reportPlaces.map(({ operand }) => operand)], host);
  if (!options.force)
    await checkReplaced([...reportPlaces, ...rejectsPlace(rejects), ...signaturePlace(signature)], host);
  const { interns, findings } = session.world;
  const { report } = findings;
  const asOf = options.asOf ?? Math.floor(host.now());
  return {
    sources: await sourceSpecs(operands, options, host, report),
    repeats: 'keep',
    policy: defaultPolicy,
    link: 'all',
    memory: options.memory ?? MEMORY,
    sort: false,
    checks: checksBeside(session.policy),
    listPolicy: listPolicyOf(session.policy, interns, asOf),
    crosswalk: crosswalk === null ? null : await crosswalkNamed(crosswalk, host),
    guard: await guardOf(options, host, report),
    drop: droppedCodes(options.drop, session.policy),
    target: null,
    allowedLoss: new Set(),
    limits: { shrink: null, growth: null },
    verify: false,
    planOnly: false,
    rejects: options.rejects ?? null,
    asOf,
    aliasSecret: aliasKey === null ? null : await aliasSecretOf(aliasKey, host, report),
    hashes: { sha256: session.needsSha256, secret: aliasKey === null },
    countsUpkeep: session.needsUpkeep,
    showsValues: session.showsValues,
    refang: options.refang,
  };
}

/** Rejects of an earlier run may have been mended by hand: nothing tells that from the file. */
function rejectsPlace(rejects: string | undefined): Place[] {
  return rejects === undefined
    ? []
    : [{ operand: rejects, what: 'empty: it may hold rejects of an earlier run, mended by hand', isOwn: () => false }];
}

function signaturePlace(signature: string | undefined): Place[] {
  if (signature === undefined) return [];
  const isOwn = (head: Uint8Array): boolean => fromUtf8(head).startsWith('untrusted comment:');
  return [{ operand: signature, what: 'a signature', isOwn }];
}

/** A run that also writes one list. */
export async function writingJob(
  operands: readonly string[],
  options: ReadOptions & WriteOptions & Partial<MergeOptions> & Partial<PlanOptions>,
  host: Host,
  session: Session,
  repeats: Job['repeats'],
  standard: (sources: readonly Source[]) => Format | null,
): Promise<Job> {
  // A wrong target is told before any input is opened.
  if (options.to !== undefined) stopPageOption(options, formatNamed(options.to));
  const job = await readingJob(operands, options, host, session);
  const isPassedOn = options.output !== '-' && (await isStream(pathOf(options.output, host)));
  const sealing = await sealingOf(
    { ...options, output: isPassedOn ? '-' : options.output },
    job.asOf,
    host,
    session.world.findings.report,
  );
  return {
    ...job,
    repeats,
    policy: mergePolicy(options.mergePolicy ?? []),
    link: options.link ?? 'all',
    memory: options.memory ?? MEMORY,
    sort: options.sort,
    target: (sources) => ({ ...targetOf(options, sources, standard(sources), isPassedOn), sealing }),
    allowedLoss: new Set(options.allowLoss),
    limits: {
      shrink: options.maxShrink ?? session.policy?.list.maxShrink ?? null,
      growth: options.maxGrowth ?? session.policy?.list.maxGrowth ?? null,
    },
    verify: options.verify,
    planOnly: options.plan ?? false,
  };
}

/** The target: as named, else what the command does by default, else by the ending of the output's name. */
function targetOf(
  options: WriteOptions,
  sources: readonly Source[],
  standard: Format | null,
  isPassedOn: boolean,
): Target {
  const format = options.to === undefined ? (standard ?? formatByEnding(options.output)) : formatNamed(options.to);
  if (format === null && sources.every((source) => source.format === NOTHING)) {
    throw refused('output/would-be-empty', { output: options.output });
  }
  if (format === null) throw usage('usage/no-target', {});
  if (format.write === undefined) throw usage('usage/cannot-write', { format: format.id });
  if (format.read === undefined) refuseReading(options, `${format.id} can be written but not read, so not`);
  // Standard output takes the place of no file: the limits would guard nothing, silently.
  if (options.output === '-')
    refuseReading({ ...options, verify: false }, 'standard output replaces no file, so nothing is');
  if (isPassedOn) refuseReading(options, 'a device or a pipe gives nothing back, so nothing is');
  const given = { ...keyValues(options.toOption, '--to-option'), ...stopPageOption(options, format) };
  const typed = { ...inherited(format, sources), ...given };
  const parsed = parseOptions(format, typed, '--to-option');
  const omitted = new Set(options.omit);
  return {
    operand: options.output,
    isStream: isPassedOn,
    format,
    options: parsed,
    carries: carriedWithout(format.carriesWith?.(parsed) ?? format.carries, omitted),
    omitted,
    otherwise: otherwiseOf(format, typed),
    force: options.force,
  };
}

/** Options that have a file of the target read would do nothing, silently, where nobody can. */
function refuseReading({ maxShrink, maxGrowth, verify }: WriteOptions, why: string): void {
  const refuse = (option: string, what: string): Error =>
    usage('usage/bad-option', { option, reason: `${why} ${what}` });
  if (maxShrink !== undefined) throw refuse('--max-shrink', 'counted');
  if (maxGrowth !== undefined) throw refuse('--max-growth', 'counted');
  if (verify) throw refuse('--verify', 'read back');
}

/** What --stop-page says, as an option of the target. */
function stopPageOption({ stopPage, toOption }: WriteOptions, format: Format): Record<string, string> {
  if (stopPage === undefined) return {};
  const refuse = (reason: string): Error => usage('usage/bad-option', { option: '--stop-page', reason });
  if (!optionNames(format).includes(STOP_PAGE)) {
    const able = formats.filter((each) => optionNames(each).includes(STOP_PAGE)).map(({ id }) => id);
    throw refuse(`${format.id} cannot send clients to a page; ${able.join(', ')} can`);
  }
  if (STOP_PAGE in keyValues(toOption, '--to-option')) throw refuse('--to-option stop-page says it too');
  return { [STOP_PAGE]: stopPage };
}

/** The only format whose name pattern or ending (other than .txt) fits the output's name. */
export function formatByEnding(output: string): Format | null {
  const lower = plainName(output.toLowerCase());
  const named = formats.filter(
    ({ write, files }) =>
      write !== undefined && files.extensions.some((ending) => ending !== '.txt' && lower.endsWith(ending)),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

/**
 * Options a target takes over from the sources where it would otherwise ask: a bare list in, a bare list out. Only what
 * all sources agree on, and only options the target has.
 */
function inherited(format: Format, sources: readonly Source[]): Record<string, string> {
  const options: Record<string, string> = {};
  const names = optionNames(format);
  if (names.includes('kind')) {
    const kinds = new Set<KindId>(sources.flatMap(({ carries }) => carries.kinds));
    const [only] = kinds;
    // A kind that the target has not is no reason to complain of an option that nobody gave: the loss is told.
    if (kinds.size === 1 && only !== undefined && takesValue(format, 'kind', only)) options['kind'] = only;
  }
  for (const name of names) {
    const values = new Set(sources.map((source) => (source.format === format ? optionOf(source, name) : undefined)));
    const [value] = values;
    if (values.size === 1 && typeof value === 'string') options[name] = value;
  }
  return options;
}

function optionOf(source: Source, name: string): unknown {
  return typeof source.options === 'object' && source.options !== null ? Reflect.get(source.options, name) : undefined;
}

/** A policy knows more than the own date of an entry, and tells of those that expired itself. */
function checksBeside(policy: Policy | null): readonly Check[] {
  return policy === null ? checks : checks.filter(({ codes }) => codes.some((code) => !policyCodes.includes(code)));
}

/** What a group of findings is about that are not about single rows. */
const ABOUT: Readonly<Record<string, string>> = {
  list: 'the list as a whole',
  merge: 'rows that were joined, and all of them are kept; settle it with the partners, or choose a --merge-policy',
  review: 'the list as a whole',
  expiry: 'what is still valid',
  policy: 'the list as a whole, or the run',
};

/** Groups of findings that readers tell of a row. */
const OF_READERS: ReadonlySet<string> = new Set(['row', 'digest', 'url', 'zone', 'rule', 'time', 'address']);

function whyNotDropped(pattern: string, droppable: readonly DiagnosticCode[], policy: Policy | null): string {
  if (policyFaults.some((code) => matches([pattern], code)))
    return 'only a list policy finds it; name one with --policy';
  const known = diagnosticCodes.find((code) => matches([pattern], code));
  const about = ABOUT[known?.split('/')[0] ?? ''];
  if (known !== undefined && about !== undefined) return `no row can be left out for it: it is about ${about}`;
  const isRead = known !== undefined && OF_READERS.has(known.split('/')[0] ?? '');
  const why = isRead
    ? `what reading refuses is in no output anyway: --rejects FILE keeps the rows, --allow ${pattern} makes them no errors`
    : 'no check reports it';
  const more = policy === null ? `; with --policy also ${policyFaults.join(', ')}` : '';
  return `${why}; what can be dropped is one of ${droppable.join(', ')}${more}`;
}

/** Codes of --drop, groups written out. Only what a check finds can be dropped: a reader's rejects are out already. */
function droppedCodes(patterns: readonly string[], policy: Policy | null): Set<DiagnosticCode> {
  const droppable = [...new Set([...checks.flatMap((check) => check.codes), ...(policy === null ? [] : policyFaults)])];
  for (const pattern of patterns) {
    if (droppable.some((code) => matches([pattern], code))) continue;
    throw usage('usage/bad-option', { option: `--drop ${pattern}`, reason: whyNotDropped(pattern, droppable, policy) });
  }
  return new Set(diagnosticCodes.filter((code) => droppable.includes(code) && matches(patterns, code)));
}
