// The findings that weigh most, each with what to do; and all others in short.
import { diagnosticOf, type Severity } from '../../model/diagnostics.ts';
import { lossCode } from '../../model/loss.ts';
import { type Markup, markup } from '../markup.ts';
import { grouped } from '../numbers.ts';
import { commonSentence, position } from '../phrase.ts';
import { entryText, HIDE_VALUES } from '../redact.ts';
import { fileNames, type ReportInput } from '../reporter.ts';
import { inOrder, type ShownCount, severities, totalOf } from '../severity.ts';
import { prose, type Section, table, withNote } from './parts.ts';
import { sendersOf } from './refused.ts';

const MOST_FINDINGS = 12;
const MOST_PLACES = 3;

const WORDS: Readonly<Record<Severity, readonly [word: string, look: string]>> = {
  error: ['Error', 'bad'],
  warning: ['Warning', 'warn'],
  info: ['Note', 'soft'],
};

export function findings(input: ReportInput): Section {
  // What is lost without stopping anything has a section of its own.
  const told = new Set<string>(input.tally.losses.map((loss) => lossCode(loss.class)));
  const mine = inOrder(input.findings).filter(({ code, severity }) => severity === 'error' || !told.has(code));
  const groups = mine.sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count,
  );
  const top = groups.filter(({ severity }) => severity !== 'info').slice(0, MOST_FINDINGS);
  const rest = groups.filter((group) => !top.includes(group));
  const off = totalOf(input.findings, 'off');
  const body = markup`${
    top.length === 0
      ? markup`<p>No error and no warning.</p>
`
      : markup`<ol class="findings">
${top.map((group) => item(group, input))}</ol>
`
  }${rest.length === 0 ? [] : others(rest, input, top.length > 0)}${
    off === 0
      ? []
      : markup`<p class="small soft">${grouped(off)} more are switched off for this run.</p>
`
  }`;
  return { id: 'findings', title: 'Findings, and what to do', short: 'Findings', body };
}

function item(group: ShownCount, input: ReportInput): Markup {
  const { code, severity, count, examples } = group;
  const { fix, why } = diagnosticOf(code);
  const [word, look] = WORDS[severity];
  const senders = sendersOf(group, input);
  return markup`<li>
<div class="count">${grouped(count)} <small class="${look}">${word}</small></div>
<div>
<h3>${prose(commonSentence(code, examples, HIDE_VALUES))}</h3>
<p>${why}</p>
<p class="do"><strong>What to do:</strong> ${fix}</p>
<p class="small soft"><code>${code}</code>${senders === '' ? '' : `, ${senders}`}${placesOf(group, input)}</p>
</div>
</li>
`;
}

/** The first places as an editor takes them, each with the name that two people can talk about the entry by. */
function placesOf({ examples, count }: ShownCount, input: ReportInput): Markup {
  const fileOf = fileNames(input);
  const places = new Map(
    examples.map(({ at, entry }) => [position(at, fileOf, HIDE_VALUES), entryText(entry, HIDE_VALUES)]),
  );
  places.delete('');
  if (places.size === 0) return markup``;
  const shown = [...places].slice(0, MOST_PLACES);
  const told = shown.map(([place, entry], i) => {
    const name = entry === '' ? [] : markup` (${entry})`;
    const comma = i === shown.length - 1 ? '' : ',';
    return markup`<span class="place"><code>${place}</code>${name}${comma}</span> `;
  });
  return markup`, ${count === 1 ? 'at' : 'first at'} ${told}`;
}

function others(groups: readonly ShownCount[], input: ReportInput, isMore: boolean): Markup {
  return table(isMore ? 'All other findings.' : 'What else was noticed.', groups, [
    {
      title: 'Finding',
      cell: (group) =>
        withNote(prose(commonSentence(group.code, group.examples, HIDE_VALUES)), [group.code, sendersOf(group, input)]),
    },
    { title: 'Weight', cell: ({ severity }) => WORDS[severity][0] },
    { title: 'Times', isNumber: true, cell: ({ count }) => grouped(count) },
  ]);
}
