// One input on its way in: opened, its format recognised, its options checked, its rows read and counted.

import type { Choice, Recipe } from '../formats/detect.ts';
import { headOf } from '../formats/detect.ts';
import type { Format, Head } from '../formats/format.ts';
import type { Batch } from '../model/batch.ts';
import type { ByteChunks } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { Failure, usage } from '../model/failure.ts';
import type { FieldId, ListFacts } from '../model/fields.ts';
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import { issueWords } from '../model/issue-words.ts';
import { createInterns, type Interns } from '../model/opinions.ts';
import { WITHDRAWN } from '../model/scope.ts';
import type { InputTally } from '../model/tally.ts';
import { LEAST_ROWS } from './alias.ts';
import { Gather } from './gather.ts';
import type { HashWishes } from './hashes.ts';
import { NOTHING } from './nothing.ts';
import { type Input, openInput } from './open.ts';
import { contextOf, type Elsewhere, type Part, type ReadWishes, readParts } from './read-parts.ts';
import type { Rejects } from './rejects.ts';
import type { Opening } from './seal/sealing.ts';
import type { HeldSettings } from './spill/held-rows.ts';

export interface SourceSpec {
  readonly operand: string;
  /** Chooses the format from the head, or takes the one the user named. */
  readonly choose: (head: Head, input: string) => Choice;
  /** Options as typed for this format: its schema checks them. */
  readonly options: (format: Format) => Readonly<Record<string, string>>;
  /** Name of the source where it is not that of the file. */
  readonly name?: string;
  /** Whose the opinions are that name no member, where that is not the name of the source. */
  readonly member?: string;
  /** Opens what is no file: an edition of the registry. */
  readonly open?: () => Promise<Input>;
  /** How it is opened, where it is signed or encrypted. */
  readonly opening?: Opening;
}

export interface Source {
  readonly id: number;
  readonly name: string;
  readonly member: string | undefined;
  input: Input;
  readonly format: Format;
  readonly because: string;
  /** How another thread finds the format; null where only this one has it. */
  readonly recipe: Recipe | null;
  /** Options as typed, and what the format's schema made of them. */
  readonly typed: Readonly<Record<string, string>>;
  readonly options: unknown;
  readonly carries: Carries;
  list: ListFacts;
  accepted: number;
  rejected: number;
  withdrawn: number;
}

/** What reading needs of the run. */
export interface ReadSettings {
  readonly interns: Interns;
  readonly findings: Findings;
  readonly want: ReadonlySet<FieldId>;
  readonly rejects: Rejects | null;
  readonly skipped: (field: FieldId, rows: number) => void;
  readonly signal: AbortSignal;
  /** Whether examples of refused rows keep the row, because the user asked to see values. */
  readonly showsValues: boolean;
  readonly refang: boolean;
  readonly held: HeldSettings;
  readonly elsewhere: Elsewhere | null;
  /** Seed of the key index of another thread that reads, for its share of the keys; null: it looks up none. */
  readonly seed: number | null;
}

export async function openSource(
  spec: SourceSpec,
  host: Host,
  settings: HashWishes & { readonly interns: Interns },
): Promise<Source> {
  const { interns, ...hashes } = settings;
  const input = (await spec.open?.()) ?? (await openInput(spec.operand, host, hashes, spec.opening));
  try {
    const head = headOf(input.head, input.name, input.whole);
    const { format, because, recipe = null } = spec.choose(head, spec.operand);
    if (format.read === undefined) throw usage('usage/cannot-read', { format: format.id });
    const typed = spec.options(format);
    const options = parseOptions(format, typed, '--from-option');
    const name = spec.name ?? sourceName(spec.operand, input);
    const list = await headFacts(format, options, input.head);
    return {
      id: interns.sources.id(name),
      name,
      member: spec.member,
      input,
      format,
      because,
      recipe,
      typed,
      options,
      carries: { ...(format.carriesWith?.(options) ?? format.carries), ...format.reads },
      list,
      accepted: 0,
      rejected: 0,
      withdrawn: 0,
    };
  } catch (error) {
    await input.close();
    throw error;
  }
}

/**
 * Facts of the list that its first bytes tell. A writer needs those of all inputs before it writes its first line, which
 * is before a second input has been read.
 */
async function headFacts(format: Format, options: unknown, head: Uint8Array): Promise<ListFacts> {
  if (format.carries.list.length === 0 || format.read === undefined) return {};
  const interns = createInterns();
  const gather = new Gather({ examples: 0, keepsRows: false, showsValues: false });
  const source = interns.sources.id('head');
  const context = contextOf(
    {
      options,
      want: new Set(),
      interns,
      source,
      sourceName: 'head',
      refang: false,
      held: { memory: Number.POSITIVE_INFINITY },
      database: () => Promise.reject(usage('input/cut-short', {})), // the head alone is none
    },
    gather,
  );
  async function* once(): ByteChunks {
    yield new Uint8Array(head); // a copy: readers may work in the bytes they are given
  }
  try {
    for await (const batch of format.read(once(), context)) if (batch.count > 0) break;
  } catch (error) {
    if (!(error instanceof Failure)) throw error; // told when the list itself is read
  }
  return gather.take().list ?? {};
}

function sourceName(operand: string, input: Input): string {
  return operand === '-' ? 'stdin' : input.name.replace(/(?<=.)\.[a-z0-9]{1,8}$/iu, '');
}

/** Options by the format's own schema; a format without options takes none. */
export function parseOptions(format: Format, typed: Readonly<Record<string, string>>, flag: string): unknown {
  const [unexpected] = Object.keys(typed);
  if (format.options === undefined) {
    if (unexpected === undefined) return {};
    throw usage('usage/bad-option', { option: `${flag} ${unexpected}`, reason: `${format.id} has no options` });
  }
  const parsed = format.options.safeParse(typed, { error: issueWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const known = Object.keys((Reflect.get(format.options, 'shape') as object | undefined) ?? {}); // of an object schema
  const isUnknown = issue !== undefined && issue.code === 'unrecognized_keys';
  const names = isUnknown ? issue.keys : (issue?.path.map(String) ?? []);
  const reason = isUnknown
    ? `${format.id} has ${known.join(', ')}`
    : issue?.code === 'invalid_value'
      ? `${format.id} takes ${issue.values.join(', ')}${String(issue.path[0]) in typed ? '' : ', and none was given'}`
      : `${issue?.message ?? 'not understood'} (${format.id})`;
  const page = `listbridge formats ${format.id} explains it`;
  throw usage('usage/bad-option', { option: `${flag} ${names.join('.')}`.trim(), reason: `${reason}; ${page}` });
}

/** The rows of a source, counted; refused rows go to the rejects file. */
export async function* readSource(source: Source, settings: ReadSettings): AsyncIterable<Batch> {
  const { findings, rejects } = settings;
  if (source.input.isEmpty || source.format === NOTHING) {
    findings.report('input/empty', { input: source.input.operand }, { source: source.id });
    return;
  }
  rejects?.begin(source.name);
  const settle = (part: Part): Promise<void> => settlePart(part, source, settings);
  for await (const part of partsOf(source, settings, settle)) {
    await settle(part);
    const { batch } = part;
    if (batch === null) continue;
    source.withdrawn += withdrawnIn(batch);
    source.accepted += batch.count;
    yield batch;
  }
  tellTotals(source, findings);
}

function withdrawnIn({ count, op, uniform }: Batch): number {
  if (uniform) return op[0] === WITHDRAWN ? count : 0;
  let withdrawn = 0;
  for (let i = 0; i < count; i++) if (op[i] === WITHDRAWN) withdrawn++;
  return withdrawn;
}

/** A list that another thread can read is read there, any other here. */
async function* partsOf(
  source: Source,
  { interns, findings, want, rejects, signal, elsewhere, showsValues, refang, held, seed }: ReadSettings,
  relieve: (part: Part) => Promise<void>,
): AsyncIterable<Part> {
  const { input, format, options, recipe, typed } = source;
  const { operand } = input;
  const wishes: ReadWishes = {
    source: source.id,
    sourceName: source.name,
    member: source.member,
    want,
    examples: findings.examples,
    keepsRows: rejects !== null,
    showsValues,
    refang,
    held,
  };
  const file = elsewhere === null || recipe === null ? null : await input.reopen();
  if (elsewhere !== null && recipe !== null && file !== null) {
    await input.stop();
    const { hashed } = input;
    yield* elsewhere.read({ ...wishes, operand, file, hashed, recipe, typed, seed }, interns, signal);
    await input.letGo();
  } else {
    yield* readParts({ ...wishes, input, format, options, interns, relieve });
  }
}

async function settlePart({ told, progress }: Part, source: Source, settings: ReadSettings): Promise<void> {
  Object.assign(source.input.progress, progress);
  source.rejected += told.rejected;
  source.list = { ...source.list, ...told.list };
  for (const { code, count, refused, examples } of told.findings) {
    settings.findings.addAll(code, count, examples, source.id, refused);
  }
  for (const [field, rows] of told.skipped) settings.skipped(field, rows);
  if (told.refused !== null) await settings.rejects?.take(told.refused);
}

function tellTotals(source: Source, findings: Findings): void {
  const at = { source: source.id };
  // An edition of a registry has no bytes, and says itself where it lists nothing; a delta that came late was read well, as was
  // one of a day on which nothing changed.
  const changesNothing = source.list.edition === 'delta' && source.rejected === 0;
  const isOdd = source.input.progress.bytes > 0 && findings.countOf('registry/late') === 0 && !changesNothing;
  if (source.accepted === 0 && isOdd) findings.report('input/nothing-accepted', { input: source.input.operand }, at);
  const claimed = source.list.claimedCount;
  if (claimed !== undefined && claimed !== source.accepted + source.rejected) {
    findings.report('list/count-mismatch', { claimed, counted: source.accepted + source.rejected }, at);
  }
}

/** The secret that a list has of its own; none where it was not read to its end, or is so short that it can be guessed. */
function ownSecret({ input, accepted, rejected }: Source): string | null {
  return accepted + rejected < LEAST_ROWS ? null : input.progress.secret;
}

/** The secret for entries of a source: of the list that it is, or of the only list there is, which may hold others. */
export function secretFor(source: number | undefined, sources: readonly Source[]): string | null {
  const named = sources.length === 1 ? sources : sources.filter(({ id }) => id === source);
  const secrets = new Set(named.map(ownSecret));
  const [secret = null] = secrets;
  return secrets.size === 1 ? secret : null; // one list given twice
}

export function tallyOf(source: Source): InputTally {
  return {
    source: source.name,
    input: source.input.operand,
    format: source.format.id,
    because: source.because,
    bytes: source.input.progress.bytes,
    sha256: source.input.progress.sha256,
    accepted: source.accepted,
    rejected: source.rejected,
    withdrawn: source.withdrawn,
    list: source.list,
  };
}
