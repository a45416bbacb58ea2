// The parts of the machine reports, as plain data: schemas/report.schema.json describes them. Keys are only ever added.
// They hold values only where the input shows them, which no file does: these get attached to tickets (json.ts, ndjson.ts).
import { type DiagnosticCode, diagnosticOf, type Severity } from '../model/diagnostics.ts';
import type { EntryName } from '../model/entry.ts';
import { type At, type Finding, type FindingCount, KEPT } from '../model/findings.ts';
import { lossCode } from '../model/loss.ts';
import type { ArgValue } from '../model/message.ts';
import type { InputTally, Overlap } from '../model/tally.ts';
import { ageDays, type Bands, expiryDays, type Upkeep } from '../model/upkeep.ts';
import { shared } from './fair-share.ts';
import { type FileOf, lossSentence, sentence } from './phrase.ts';
import { described, type Redaction, redactedFact, redactedNote, redactedText } from './redact.ts';
import type {
  Report,
  ReportAges,
  ReportBand,
  ReportDiagnostic,
  ReportInputFile,
  ReportOverlap,
  ReportPlace,
  ReportUpkeep,
} from './report-data.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { inOrder, totalOf } from './severity.ts';

const SCHEMA_VERSION = 1;

/** How many diagnostics a machine report lists; the counts stay exact. */
const MOST_DIAGNOSTICS = 1000;

type Head = Pick<Report, 'schemaVersion' | 'tool' | 'command' | 'asOf' | 'inputs'>;
type Tail = Pick<Report, 'tally' | 'changes' | 'losses' | 'failure' | 'exitCode'>;

export function headRecord(input: ReportInput): Head {
  const { tool, command, tally } = input;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    command,
    asOf: tally.asOf,
    inputs: tally.inputs.map((each) => inputRecord(each, input)),
  };
}

/** Numbers of findings by severity and by code; those switched off by the user are counted as `off`. */
export function countRecords({ findings }: ReportInput): Pick<Report, 'counts' | 'codes'> {
  const off = findings.filter(({ severity }) => severity === 'off');
  const total = (severity: FindingCount['severity']): number => totalOf(findings, severity);
  return {
    counts: { error: total('error'), warning: total('warning'), info: total('info'), off: total('off') },
    codes: [...inOrder(findings), ...off].map(({ code, severity, count }) => ({
      code,
      severity,
      count,
      fix: diagnosticOf(code).fix,
    })),
  };
}

export function tailRecord(input: ReportInput): Tail {
  const { tally, exitCode, failure, changes } = input;
  const { output } = tally;
  return {
    tally: {
      kinds: { ...tally.kinds },
      scopes: { ...tally.scopes },
      dropped: tally.dropped.map(({ code, count }) => ({ code, count })),
      duplicates: tally.duplicates,
      overlap: tally.overlap === null ? null : overlapRecord(tally.overlap),
      forecast: tally.forecast ?? null,
      rejects: tally.rejects,
      upkeep: tally.upkeep ? upkeepRecord(tally.upkeep) : null,
      output:
        output === null
          ? null
          : { output: output.output, format: output.format, rows: output.rows, bytes: output.bytes },
    },
    changes: changes === undefined ? null : { ...changes },
    losses: tally.losses.map((loss) => ({
      class: loss.class,
      code: lossCode(loss.class),
      what: redactedNote(loss.what, input),
      count: loss.count,
      message: lossSentence(loss, tally.target ?? 'output', input),
    })),
    failure:
      failure === undefined ? null : { code: failure.code, message: sentence(failure.code, failure.args, input) },
    exitCode,
  };
}

/** Ages by the fields of a row, as everywhere in the reports. */
function upkeepRecord({ entries, ages, expiry, reviews }: Upkeep): ReportUpkeep {
  const age = ({ within, otherSide, none }: Bands): ReportAges => ({
    bands: bands(ageDays, within),
    future: otherSide,
    unknown: none,
  });
  const [none = 0, one = 0, two = 0, more = 0] = reviews.persons;
  return {
    entries,
    ages: {
      lastVerified: age(ages.lastVerified),
      lastReviewed: age(ages.lastReviewed),
      firstSeen: age(ages.firstSeen),
    },
    expiry: { bands: bands(expiryDays, expiry.within), past: expiry.otherSide, never: expiry.none },
    reviews: { ...reviews, persons: { none, one, two, more } },
  };
}

function bands(days: readonly number[], within: readonly number[]): ReportBand[] {
  return within.map((entries, i) => ({ days: days[i] ?? null, entries }));
}

function overlapRecord({ sources, keys, alone, pairs }: Overlap): ReportOverlap {
  const nameOf = (source: number): string => sources[source] ?? '';
  return {
    sources: sources.map((source, i) => ({ source, keys: keys[i] ?? 0, alone: alone[i] ?? 0 })),
    pairs: pairs.map(({ first, second, shared }) => ({ first: nameOf(first), second: nameOf(second), shared })),
  };
}

/** The diagnostics to list, worst first, and whether there were more. */
export function diagnosticRecords(input: ReportInput): {
  readonly records: ReportDiagnostic[];
  readonly truncated: boolean;
} {
  const fileOf = fileNames(input);
  const groups = inOrder(input.findings);
  const records = shared(groups, MOST_DIAGNOSTICS, input.mostExamples).flatMap(({ severity, shown }) =>
    shown.map((each) => diagnosticRecord(each, severity, fileOf, input)),
  );
  return { records, truncated: groups.reduce((sum, { count }) => sum + count, 0) > records.length };
}

function diagnosticRecord(
  { code, args, at, entry, raw }: Finding,
  severity: Severity,
  fileOf: FileOf,
  redaction: Redaction,
): ReportDiagnostic {
  const { showValues } = redaction;
  return {
    code,
    severity,
    message: sentence(code, args, redaction),
    at: placeRecord(at, fileOf, redaction),
    ...(entry === undefined ? {} : { entry: entryRecord(entry, redaction) }),
    args: Object.fromEntries(
      Object.entries(args).map(([name, value]) => [name, redactedArg(code, name, value, redaction)]),
    ),
    ...(showValues && raw !== undefined ? { raw } : {}),
  };
}

function entryRecord({ kind, alias, value }: EntryName, { showValues }: Redaction): ReportDiagnostic['entry'] & object {
  return { kind, alias, ...(showValues && value !== undefined ? { value } : {}) };
}

function redactedArg(code: DiagnosticCode, name: string, value: ArgValue, redaction: Redaction): ArgValue {
  const sensitive = diagnosticOf(code).sensitive ?? [];
  if (typeof value === 'string') return redactedText(name, value, sensitive, redaction);
  return sensitive.includes(name) && !redaction.showValues ? described(String(value)) : value;
}

function placeRecord(at: At, fileOf: FileOf, redaction: Redaction): ReportPlace {
  const { line, column, path, offset } = at;
  const input = fileOf(at);
  return {
    ...(input === undefined ? {} : { input }),
    ...(line === undefined || line === KEPT ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(path === undefined ? {} : { path: redactedNote(path, redaction) }),
    ...(offset === undefined ? {} : { offset }),
  };
}

function inputRecord(each: InputTally, redaction: Redaction): ReportInputFile {
  const list = Object.entries(each.list).map(([fact, value]) => [
    fact,
    typeof value === 'string' ? redactedFact(value, redaction) : value,
  ]);
  return {
    source: each.source,
    input: each.input,
    format: each.format,
    because: redactedNote(each.because, redaction),
    sha256: each.sha256,
    bytes: each.bytes,
    accepted: each.accepted,
    rejected: each.rejected,
    withdrawn: each.withdrawn,
    list: Object.fromEntries(list),
  };
}
