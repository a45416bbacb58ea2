// The report as a SARIF 2.1.0 log, for code scanning and for the editors that read it (research peers-and-dependencies
// C.5). No value is in it: a log is kept for years and shown to everybody who may see the repository.
import { createHash } from 'node:crypto';
import { type DiagnosticCode, diagnosticOf, type Severity } from '../model/diagnostics.ts';
import { EXIT } from '../model/failure.ts';
import type { Finding } from '../model/findings.ts';
import { shared } from './fair-share.ts';
import { code as inlineCode, literal } from './markdown.ts';
import { position, sentence, templateOf } from './phrase.ts';
import { entryText, HIDE_VALUES, redactedNote, safeJson } from './redact.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { filePlace, operandOf } from './repository.ts';
import { inOrder } from './severity.ts';

/** GitHub keeps 5,000 results of a run; the last one says how many were cut. */
export const MOST_RESULTS = 5000;

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

export function sarifReport(input: ReportInput): string {
  const groups = inOrder(input.findings);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  // One result may say what stopped the run, and one how many were cut.
  const shares = shared(groups, MOST_RESULTS - (input.failure === undefined ? 1 : 2));
  const prints = new Map<string, number>();
  const results: Result[] = shares.flatMap(({ shown, severity }) =>
    shown.map((each) => resultOf(each, severity, input, prints)),
  );
  if (input.failure !== undefined) results.unshift(failureResult(input.failure, input));
  const shown = shares.reduce((sum, share) => sum + share.shown.length, 0);
  if (shown < total) {
    const cut: Finding = { code: 'run/report-cut', args: { shown, count: total }, at: {} };
    results.push(resultOf(cut, 'info', input, prints));
  }
  const codes = [...new Set(results.map(({ ruleId }) => ruleId))];
  const ruleOf = new Map(codes.map((code, i) => [code, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: input.tool.name,
            semanticVersion: input.tool.version,
            rules: codes.map((code) => rule(code)),
          },
        },
        automationDetails: { id: `${input.tool.name}/${input.command}/` },
        columnKind: 'utf16CodeUnits',
        artifacts: input.tally.inputs.map((each) => ({
          location: artifactLocation(each.input, input),
          roles: ['analysisTarget'],
          length: each.bytes,
          ...(each.sha256 === null ? {} : { hashes: { 'sha-256': each.sha256 } }),
        })),
        invocations: [invocation(input)],
        results: results.map((result) => ({ ...result, ruleIndex: ruleOf.get(result.ruleId) })),
        properties: {
          asOf: input.tally.asOf,
          counts: groups.map(({ code, severity, count }) => ({ code, severity, count })),
        },
      },
    ],
  };
  return `${safeJson(log, 2)}\n`;
}

interface Result {
  readonly ruleId: DiagnosticCode;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints?: Readonly<Record<string, string>>;
}

function resultOf(finding: Finding, severity: Severity, input: ReportInput, prints: Prints): Result {
  const { code, args, at, entry } = finding;
  const operand = operandOf(at, input);
  // A source from inside a merged list is no file of the repository: its place is told in words.
  const where = operand === undefined && at.source !== undefined ? position(at, fileNames(input), HIDE_VALUES) : '';
  const details = [where, entryText(entry, HIDE_VALUES)].filter((each) => each !== '').join(', ');
  const text = sentence(code, args, HIDE_VALUES);
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: details === '' ? text : `${text} (${details})` },
    locations: locations(operand, at, input),
    partialFingerprints: fingerprints(
      finding,
      operand === undefined ? '' : filePlace(operand, input).path,
      input,
      prints,
    ),
  };
}

/** How often each fingerprint was met. */
type Prints = Map<string, number>;

/** Arguments in words of ours, or of the policy, that tell two findings of one code about one entry apart. */
const TELLING = ['flag', 'field', 'fact', 'part'] as const;

/** Hexadecimal digits: enough for any log, and no length that a digest of a list has. */
const DIGITS = 24;

/**
 * What makes two results of two runs the same one: the code, the file, the alias of the entry, where its key lasts from edition
 * to edition, or else the place; then what the finding is about, and which of several alike it is. Never a hash of what is listed, by which whoever has a value could tell that it is. GitHub would make one
 * of the text of the line where its own fingerprint is missing, and keep it: so it gets ours. What goes into them never
 * changes; another would get a name of its own.
 */
function fingerprints(
  finding: Finding,
  file: string,
  { hasLastingAliases = false }: ReportInput,
  prints: Prints,
): Record<string, string> {
  const { code, at, entry, args } = finding;
  const alias = hasLastingAliases ? (entry?.alias ?? null) : null;
  const where = alias === null ? [at.line ?? 0, at.column ?? 0, at.offset ?? 0] : [alias];
  const what = JSON.stringify([code, file, ...where, ...TELLING.map((name) => args[name] ?? '')]);
  const before = prints.get(what) ?? 0;
  prints.set(what, before + 1);
  const print = createHash('sha256').update(`${what} ${before}`).digest('hex').slice(0, DIGITS);
  return { [alias === null ? 'place/v2' : 'entry/v2']: print, primaryLocationLineHash: print };
}

/** Every result needs a file, or GitHub refuses the log: what concerns none stands at the top of the first input. */
function locations(operand: string | undefined, at: Finding['at'], input: ReportInput): object[] {
  const file = operand ?? input.tally.inputs[0]?.input;
  if (file === undefined) return [];
  const { line = 1, column } = operand === undefined ? {} : at;
  const isLogical = operand !== undefined && at.path !== undefined;
  return [
    {
      physicalLocation: {
        artifactLocation: artifactLocation(file, input),
        region: { startLine: Math.max(1, line), ...(column === undefined ? {} : { startColumn: Math.max(1, column) }) },
      },
      ...(isLogical ? { logicalLocations: [{ fullyQualifiedName: redactedNote(at.path ?? '', HIDE_VALUES) }] } : {}),
    },
  ];
}

/** What stopped the run is a result too: a log without results looks like a clean list. */
function failureResult({ code, args }: NonNullable<ReportInput['failure']>, input: ReportInput): Result {
  const named = args['input'] ?? args['file'];
  const operand = typeof named === 'string' && code.startsWith('input/') ? named : undefined;
  return {
    ruleId: code,
    level: 'error',
    message: { text: sentence(code, args, HIDE_VALUES) },
    locations: locations(operand ?? input.tally.inputs[0]?.input ?? '-', {}, input),
  };
}

function artifactLocation(operand: string, input: ReportInput): object {
  const { path, isInside } = filePlace(operand, input);
  return { uri: relativeUri(path), ...(isInside ? { uriBaseId: '%SRCROOT%' } : {}) };
}

/** Every segment encoded, colons too, which would make a scheme of what stands before them. */
function relativeUri(path: string): string {
  return path
    .replaceAll(/\p{Cs}/gu, '\ufffd') // half a character cannot be encoded
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');
}

/** A sentence for the list of rules, and all that is known of it for the page of one. */
function rule(code: DiagnosticCode): object {
  const { severity, why, fix } = diagnosticOf(code);
  return {
    id: code,
    shortDescription: { text: templateOf(code) },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\n${fix}\n\nlistbridge explain ${code}`,
      markdown: `${literal(why)}\n\n**What to do:** ${literal(fix)}\n\n${inlineCode(`listbridge explain ${code}`)}`,
    },
    helpUri: `urn:listbridge:explain:${code}`,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: [code.slice(0, code.indexOf('/'))],
      'problem.severity': severity === 'info' ? 'recommendation' : severity,
    },
  };
}

function invocation({ exitCode, failure }: ReportInput): object {
  const isWhole = exitCode === EXIT.ok || exitCode === EXIT.findings;
  if (failure === undefined) return { executionSuccessful: isWhole, exitCode };
  return {
    executionSuccessful: isWhole,
    exitCode,
    toolExecutionNotifications: [
      {
        descriptor: { id: failure.code },
        level: 'error',
        message: { text: sentence(failure.code, failure.args, HIDE_VALUES) },
      },
    ],
  };
}
