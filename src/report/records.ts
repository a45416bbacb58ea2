// The parts of the machine reports, as plain data: schemas/report.schema.json describes them. Keys are only ever added.
// No listed value is in them, whatever options were given: these are the files that get attached to tickets.
import { type DiagnosticCode, diagnosticOf } from '../model/diagnostics.ts';
import type { At, Finding } from '../model/findings.ts';
import { lossCode } from '../model/loss.ts';
import type { ArgValue } from '../model/message.ts';
import type { InputTally, Overlap } from '../model/tally.ts';
import { ageDays, ageFields, type Bands, expiryDays, type Upkeep } from '../model/upkeep.ts';
import { shared } from './fair-share.ts';
import { type FileOf, lossSentence, sentence } from './phrase.ts';
import { described, HIDE_VALUES, redactedNote, redactedText } from './redact.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { inOrder, severities, totalOf } from './severity.ts';

const SCHEMA_VERSION = 1;

/** How many diagnostics a machine report lists; the counts stay exact. */
const MOST_DIAGNOSTICS = 1000;

export function headRecord({ tool, command, tally }: ReportInput): object {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    command,
    asOf: tally.asOf,
    inputs: tally.inputs.map(inputRecord),
  };
}

/** Numbers of findings by severity and by code; those switched off by the user are counted as `off`. */
export function countRecords({ findings }: ReportInput): object {
  const off = findings.filter(({ severity }) => severity === 'off');
  return {
    counts: Object.fromEntries([...severities, 'off' as const].map((each) => [each, totalOf(findings, each)])),
    codes: [...inOrder(findings), ...off].map(({ code, severity, count }) => ({
      code,
      severity,
      count,
      fix: diagnosticOf(code).fix,
    })),
  };
}

export function tailRecord({ tally, exitCode, failure, changes }: ReportInput): object {
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
      what: redactedNote(loss.what, HIDE_VALUES),
      count: loss.count,
      message: lossSentence(loss, tally.target ?? 'output', HIDE_VALUES),
    })),
    failure:
      failure === undefined ? null : { code: failure.code, message: sentence(failure.code, failure.args, HIDE_VALUES) },
    exitCode,
  };
}

/** Ages by the fields of a row, as everywhere in the reports. */
function upkeepRecord({ entries, ages, expiry, reviews }: Upkeep): object {
  const age = ({ within, otherSide, none }: Bands): object => ({
    bands: bands(ageDays, within),
    future: otherSide,
    unknown: none,
  });
  const [none = 0, one = 0, two = 0, more = 0] = reviews.persons;
  return {
    entries,
    ages: Object.fromEntries(ageFields.map((field) => [field, age(ages[field])])),
    expiry: { bands: bands(expiryDays, expiry.within), past: expiry.otherSide, never: expiry.none },
    reviews: { ...reviews, persons: { none, one, two, more } },
  };
}

function bands(days: readonly number[], within: readonly number[]): object[] {
  return within.map((entries, i) => ({ days: days[i] ?? null, entries }));
}

function overlapRecord({ sources, keys, alone, pairs }: Overlap): object {
  return {
    sources: sources.map((source, i) => ({ source, keys: keys[i] ?? 0, alone: alone[i] ?? 0 })),
    pairs: pairs.map(({ first, second, shared }) => ({ first: sources[first], second: sources[second], shared })),
  };
}

/** The diagnostics to list, worst first, and whether there were more. */
export function diagnosticRecords(input: ReportInput): { readonly records: object[]; readonly truncated: boolean } {
  const fileOf = fileNames(input);
  const groups = inOrder(input.findings);
  const records = shared(groups, MOST_DIAGNOSTICS, input.mostExamples).flatMap(({ severity, shown }) =>
    shown.map((each) => diagnosticRecord(each, severity, fileOf)),
  );
  return { records, truncated: groups.reduce((sum, { count }) => sum + count, 0) > records.length };
}

function diagnosticRecord({ code, args, at, entry }: Finding, severity: string, fileOf: FileOf): object {
  return {
    code,
    severity,
    message: sentence(code, args, HIDE_VALUES),
    at: placeRecord(at, fileOf),
    ...(entry === undefined ? {} : { entry: { kind: entry.kind, alias: entry.alias } }),
    args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, redactedArg(code, name, value)])),
  };
}

function redactedArg(code: DiagnosticCode, name: string, value: ArgValue): ArgValue {
  const sensitive = diagnosticOf(code).sensitive ?? [];
  if (typeof value === 'string') return redactedText(name, value, sensitive, HIDE_VALUES);
  return sensitive.includes(name) ? described(String(value)) : value;
}

function placeRecord({ source, line, column, path, offset }: At, fileOf: FileOf): object {
  const input = source === undefined ? undefined : fileOf(source);
  return {
    ...(input === undefined ? {} : { input }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(path === undefined ? {} : { path: redactedNote(path, HIDE_VALUES) }),
    ...(offset === undefined ? {} : { offset }),
  };
}

function inputRecord(each: InputTally): object {
  const list = Object.entries(each.list).map(([fact, value]) => [
    fact,
    typeof value === 'string' ? redactedNote(value, HIDE_VALUES) : value,
  ]);
  return {
    source: each.source,
    input: each.input,
    format: each.format,
    because: redactedNote(each.because, HIDE_VALUES),
    sha256: each.sha256,
    bytes: each.bytes,
    accepted: each.accepted,
    rejected: each.rejected,
    withdrawn: each.withdrawn,
    list: Object.fromEntries(list),
  };
}
