// The head of the page: what was done, how it ended, and the few numbers for who reads no further.
import { diagnosticOf } from '../../model/diagnostics.ts';
import { EXIT } from '../../model/failure.ts';
import type { DiffNumbers } from '../diff-text.ts';
import { type Markup, markup } from '../markup.ts';
import { counted, grouped, size } from '../numbers.ts';
import { sentence } from '../phrase.ts';
import { HIDE_VALUES } from '../redact.ts';
import type { ReportInput } from '../reporter.ts';
import { totalOf } from '../severity.ts';
import { verdictOf } from '../summary.ts';

export function titleOf({ command, tally: { inputs } }: ReportInput): string {
  const lists =
    inputs.length === 1 ? 'One list' : inputs.length === 0 ? 'No list' : `${capital(words(inputs.length))} lists`;
  const one = inputs.length <= 1 ? '' : ' into one';
  switch (command) {
    case 'merge':
      return `${lists} merged${one}`;
    case 'convert':
      return `${lists} converted${one}`;
    case 'dedupe':
      return `${lists} without repeats`;
    case 'diff':
      return 'Two editions compared';
    case 'validate':
      return `${lists} checked`;
    case 'lookup':
      return 'One list looked up';
    case 'inspect':
      return `${lists} inspected`;
    default:
      return `${lists}, ${command}`;
  }
}

function words(count: number): string {
  return (
    ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'][count] ??
    grouped(count)
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** How it ended, and what that means for the output, in a sentence or two. */
export function verdict(input: ReportInput): Markup {
  const { word, isGood } = verdictOf(input);
  const { failure } = input;
  const found = markup`<p class="verdict"><strong class="${isGood ? 'good' : 'bad'}">${capital(word)}.</strong> ${foundText(input)} ${outputText(input)}</p>
`;
  if (failure === undefined) return found;
  return markup`${found}<p class="verdict">${capital(sentence(failure.code, failure.args, HIDE_VALUES))}. <strong>What to do:</strong> ${diagnosticOf(failure.code).fix}</p>
`;
}

function foundText({ findings }: ReportInput): string {
  const [errors, warnings] = [totalOf(findings, 'error'), totalOf(findings, 'warning')];
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? 'No errors and no warnings.' : `${parts.join(' and ')}.`;
}

function outputText({ tally: { output, target }, exitCode }: ReportInput): string {
  if (output !== null) return `The output was written with ${counted(output.rows, 'entry', 'entries')}.`;
  if (target !== null && exitCode !== EXIT.ok) return 'No output was written.';
  return '';
}

type Figure = readonly [title: string, count: number, note: string];

/** Four numbers for who reads no further. */
export function figures(input: ReportInput): Markup {
  const found = input.changes === undefined ? runFigures(input) : changeFigures(input.changes);
  if (input.tally.inputs.length === 0) return markup``;
  return markup`<dl class="figures">
${found.map(
  ([title, count, note]) => markup`<div><dt>${title}</dt><dd>${grouped(count)}<small>${note}</small></dd></div>
`,
)}</dl>
`;
}

function runFigures({ tally: { inputs, output, duplicates }, findings }: ReportInput): Figure[] {
  const accepted = inputs.reduce((sum, each) => sum + each.accepted, 0);
  const rejected = inputs.reduce((sum, each) => sum + each.rejected, 0);
  const repeats: Figure = ['Repeats joined', duplicates, 'listed more than once'];
  const end: Figure =
    output === null
      ? ['Errors', totalOf(findings, 'error'), 'see the findings below']
      : ['In the output', output.rows, size(output.bytes)];
  return [
    ['Entries accepted', accepted, `from ${counted(inputs.length, 'list')}`],
    ['Rows refused', rejected, rejected === 0 ? 'every row could be read' : 'see the reasons below'],
    ...(duplicates > 0 ? [repeats] : []),
    end,
  ];
}

function changeFigures({ added, removed, changed, unchanged }: DiffNumbers): Figure[] {
  return [
    ['Added', added, 'in the newer edition only'],
    ['Removed', removed, 'in the older edition only'],
    ['Changed', changed, 'something else is said of them'],
    ['Unchanged', unchanged, 'the same in both'],
  ];
}
