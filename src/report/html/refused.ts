// Which rows were refused, why, and by whom they were sent.
import type { FindingCount } from '../../model/findings.ts';
import { markup } from '../markup.ts';
import { grouped, share } from '../numbers.ts';
import { commonSentence } from '../phrase.ts';
import { HIDE_VALUES } from '../redact.ts';
import type { ReportInput } from '../reporter.ts';
import { strip } from './charts.ts';
import { prose, type Section, senderOf, table, withNote } from './parts.ts';

/** More names would be a list in a list. */
const MOST_SOURCES = 4;

export function refused(input: ReportInput): Section | null {
  const rows = input.findings.filter((each) => each.refused > 0).sort((a, b) => b.refused - a.refused);
  if (rows.length === 0) return null;
  const total = rows.reduce((sum, each) => sum + each.refused, 0);
  const body = table(`Why ${grouped(total)} rows were refused. A refused row is in no output.`, rows, [
    {
      title: 'Reason',
      cell: (each) =>
        markup`${withNote(prose(commonSentence(each.code, each.examples, HIDE_VALUES)), [
          each.code,
          sendersOf(each, input),
        ])}${strip(each.refused, total, 'over')}`,
    },
    { title: 'Rows', isNumber: true, cell: (each) => grouped(each.refused) },
    { title: 'Of refused', isNumber: true, cell: (each) => share(each.refused, total) },
  ]);
  return { id: 'refused', title: 'Refused, and why', body };
}

/** Whose rows: `acme 1,226, beta 8`; nothing where there is one list only, or where it takes two to have the finding. */
export function sendersOf({ code, bySource }: FindingCount, { sourceNames, tally }: ReportInput): string {
  if (tally.inputs.length < 2 || code.startsWith('merge/')) return '';
  const senders = [...bySource].sort((a, b) => b[1] - a[1]);
  const named = senders.slice(0, MOST_SOURCES).map(([source, count]) => {
    const name = senderOf(sourceNames[source] ?? 'another', tally);
    return senders.length === 1 ? `all in ${name}` : `${name} ${grouped(count)}`;
  });
  return [...named, ...(senders.length > MOST_SOURCES ? [`and ${senders.length - MOST_SOURCES} more lists`] : [])].join(
    ', ',
  );
}
