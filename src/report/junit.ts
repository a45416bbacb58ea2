// The report as JUnit XML, which Jenkins, GitLab and Azure show as tests: one case for each file and rule, never one a row,
// so that a bad list is a dozen failures and not a million. There is no word for a warning: it passes, with its output.
import { diagnosticOf, type Severity } from '../model/diagnostics.ts';
import { type Markup, markup } from './markup.ts';
import { grouped } from './numbers.ts';
import { commonSentence, position, sentence } from './phrase.ts';
import { entryText, HIDE_VALUES, harmless } from './redact.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { filePlace } from './repository.ts';
import { fails, inOrder, type ShownCount } from './severity.ts';

const PLACES = 20;

interface Case {
  readonly isFailed: boolean;
  readonly isError: boolean;
  readonly markup: Markup;
}

export function junitReport(input: ReportInput): string {
  const suites = suitesOf(input);
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${`${input.tool.name} ${input.command}`}" ${sums(suites.flatMap(([, cases]) => cases))}>
${suites.map(([name, cases]) => suite(name, cases))}</testsuites>
`.markup;
}

function suite(name: string, cases: readonly Case[]): Markup {
  return markup`  <testsuite name="${name}" ${sums(cases)}>
${cases.map((each) => each.markup)}  </testsuite>
`;
}

function sums(cases: readonly Case[]): Markup {
  const failures = cases.filter(({ isFailed }) => isFailed).length;
  const errors = cases.filter(({ isError }) => isError).length;
  return markup`tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0" time="0"`;
}

/** A suite for each input, and one for what concerns none of them. */
function suitesOf(input: ReportInput): [name: string, cases: Case[]][] {
  const groups = inOrder(input.findings);
  const known = new Set(input.tally.inputs.map(({ source }) => input.sourceNames.indexOf(source)));
  // A list that was given twice is one source.
  const files = new Map(input.tally.inputs.map((each) => [each.source, each]));
  const suites = [...files.values()].map((each): [string, Case[]] => {
    const source = input.sourceNames.indexOf(each.source);
    const name = harmless(filePlace(each.input, input).path);
    const found = groups.flatMap((group) => findingCase(group, group.bySource.get(source) ?? 0, name, source, input));
    return [name, found.length === 0 ? [passed(name)] : found];
  });
  const rest = groups.flatMap((group) => {
    const told = [...group.bySource].reduce((sum, [source, count]) => (known.has(source) ? sum + count : sum), 0);
    return findingCase(group, group.count - told, input.command, null, input);
  });
  if (input.failure !== undefined) rest.unshift(failureCase(input.failure, input));
  return rest.length === 0 ? suites : [...suites, [`${input.tool.name} ${input.command}`, rest]];
}

function passed(file: string): Case {
  return {
    isFailed: false,
    isError: false,
    markup: markup`    <testcase classname="${file}" name="nothing found" time="0"/>
`,
  };
}

/** The case of a rule in a file, by the number of its source; null: in none of the files. */
function findingCase(
  group: ShownCount,
  count: number,
  file: string,
  source: number | null,
  input: ReportInput,
): Case[] {
  if (count <= 0) return [];
  const { code, severity, examples } = group;
  const isFailed = fails(severity, input.failOn);
  const numbers = new Set(input.tally.inputs.map((each) => input.sourceNames.indexOf(each.source)));
  const own = examples.filter(({ at }) =>
    source === null ? at.source === undefined || !numbers.has(at.source) : at.source === source,
  );
  const message = `${grouped(count)}: ${commonSentence(code, own, HIDE_VALUES)}`;
  const fileOf = fileNames(input);
  const shown = own.slice(0, PLACES);
  const places = shown.map((each) => {
    const where = position(each.at, fileOf, HIDE_VALUES);
    const entry = entryText(each.entry, HIDE_VALUES);
    const text = sentence(each.code, each.args, HIDE_VALUES);
    return `${where === '' ? '' : `${where}  `}${text}${entry === '' ? '' : ` (${entry})`}`;
  });
  const more = count > shown.length ? [`showing ${shown.length} of ${grouped(count)}`] : [];
  const text = [...places, ...more, diagnosticOf(code).fix].join('\n');
  return [
    {
      isFailed,
      isError: false,
      markup: isFailed ? failing(code, file, message, text) : passing(group, file, message, text),
    },
  ];
}

function failing(code: string, file: string, message: string, text: string): Markup {
  return markup`    <testcase classname="${file}" name="${code}" time="0">
      <failure type="${code}" message="${message}">${text}</failure>
    </testcase>
`;
}

function passing(
  { code, severity }: { code: string; severity: Severity },
  file: string,
  message: string,
  text: string,
): Markup {
  return markup`    <testcase classname="${file}" name="${code}" time="0">
      <system-out>${`${severity}: ${message}\n${text}`}</system-out>
    </testcase>
`;
}

/** What stopped the run is no failed test: the tests were not carried out. */
function failureCase({ code, args }: NonNullable<ReportInput['failure']>, { command }: ReportInput): Case {
  const text = sentence(code, args, HIDE_VALUES);
  return {
    isFailed: false,
    isError: true,
    markup: markup`    <testcase classname="${command}" name="${code}" time="0">
      <error type="${code}" message="${text}">${diagnosticOf(code).fix}</error>
    </testcase>
`,
  };
}
