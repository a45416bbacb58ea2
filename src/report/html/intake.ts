// What came in, and from whom; and what became of it, step by step.
import { type KindId, kindIds } from '../../model/kinds.ts';
import type { InputTally, Tally } from '../../model/tally.ts';
import { acceptOptions, insteadLines, lossLines, optionLines } from '../loss-lines.ts';
import { type Markup, markup } from '../markup.ts';
import { counted, grouped, share, size } from '../numbers.ts';
import { HIDE_VALUES, harmless, redactedFact } from '../redact.ts';
import type { ReportInput } from '../reporter.ts';
import { mostTelling } from '../summary.ts';
import { keysOf } from '../words.ts';
import { strip } from './charts.ts';
import { type Column, longDay, prose, type Section, senderOf, table, withNote } from './parts.ts';

export function intake(input: ReportInput): Section | null {
  const { inputs, overlap } = input.tally;
  if (inputs.length === 0) return null;
  const listed = mostTelling(inputs);
  // What a merged list holds is of the lists it was made from: of itself it has nothing.
  const own = overlap?.sources.filter((_, i) => (overlap.keys[i] ?? 0) > 0) ?? [];
  const alone = new Map(overlap?.sources.map((source, i) => [source, overlap.alone[i] ?? 0]));
  const numbers: Column<InputTally>[] = [
    numberColumn('Accepted', inputs, ({ accepted }) => accepted),
    numberColumn('Refused', inputs, ({ rejected }) => rejected),
  ];
  if (inputs.some(({ withdrawn }) => withdrawn > 0)) {
    numbers.push(numberColumn('Withdrawn', inputs, ({ withdrawn }) => withdrawn));
  }
  if (overlap !== null) {
    const only = numberColumn('Only here', inputs, ({ source }) => alone.get(source) ?? 0);
    numbers.push({ ...only, cell: (each) => (own.includes(each.source) ? only.cell(each) : '') });
  }
  const rest =
    listed.length < inputs.length ? ` The ${listed.length} that tell most of ${grouped(inputs.length)} lists.` : '';
  const columns: Column<InputTally>[] = [
    { title: 'List', cell: (each) => described(each, input.tally), foot: 'All lists' },
    ...numbers,
  ];
  const only = overlap === null ? '' : ', and those that no other list has';
  const caption = `Entries by the list they came in${only}; refused rows are counted as rows.${rest}`;
  return { id: 'intake', title: 'What came in', body: table(caption, listed, columns, inputs.length > 1) };
}

function numberColumn(title: string, all: readonly InputTally[], of: (each: InputTally) => number): Column<InputTally> {
  return {
    title,
    isNumber: true,
    cell: (each) => grouped(of(each)),
    foot: grouped(all.reduce((sum, each) => sum + of(each), 0)),
  };
}

/** Who sent it comes before what the file is called; where the file is, and its format, stand at the end of the report. */
function described({ source, input, list }: InputTally, tally: Tally): Markup {
  const note = (text: string | undefined): string => (text === undefined ? '' : redactedFact(text, HIDE_VALUES));
  const { partner, title, version, issuedAt, marking, edition } = list;
  // A list that was given twice is one source: it is told apart by its files.
  const isOne = tally.inputs.filter((each) => each.source === source).length === 1;
  const name = isOne ? senderOf(source, tally) : input === '-' ? 'standard input' : harmless(input);
  const other = isOne ? note(source) : note(partner);
  return withNote(name, [
    other === name ? '' : other,
    note(title),
    version === undefined ? '' : `version ${note(version)}`,
    issuedAt === undefined ? '' : `issued ${longDay(note(issuedAt))}`,
    note(marking),
    edition === 'delta' ? 'changes only' : '',
  ]);
}

interface Step {
  readonly title: string;
  readonly notes: readonly string[];
  readonly count: number;
  readonly look: 'bar' | 'over' | 'none';
}

/** From all that was read to what was written; what did not happen is left out. */
export function outcome(input: ReportInput): Section | null {
  const { tally } = input;
  const accepted = tally.inputs.reduce((sum, each) => sum + each.accepted, 0);
  const rejected = tally.inputs.reduce((sum, each) => sum + each.rejected, 0);
  const read = accepted + rejected;
  if (read === 0 || input.changes !== undefined) return null;
  const dropped = tally.dropped.filter(({ count }) => count > 0);
  const keys = kindIds.filter((kind) => (tally.kinds[kind] ?? 0) > 0);
  const kept = keys.reduce((sum, kind) => sum + (tally.kinds[kind] ?? 0), 0);
  const steps: Step[] = [
    { title: 'Read', notes: [], count: read, look: 'bar' },
    { title: 'Refused as they came', notes: [rejectsNote(input)], count: rejected, look: 'over' },
    {
      title: 'Left out on purpose',
      notes: dropped.map(({ code, count }) => `${grouped(count)} for ${code}`),
      count: dropped.reduce((sum, { count }) => sum + count, 0),
      look: 'over',
    },
    { title: 'Repeats joined', notes: ['kept once, with every source'], count: tally.duplicates, look: 'none' },
    { title: 'Kept', notes: keys.map((kind) => kindCount(kind, tally.kinds[kind] ?? 0)), count: kept, look: 'bar' },
    ...lostSteps(input),
    ...outputStep(input),
  ];
  const shown = steps.filter(({ count, title }) => count > 0 || title === 'Written');
  // That all was read and kept is told at the head.
  if (shown.length < 3) return null;
  const columns: Column<Step>[] = [
    {
      title: 'Step',
      cell: ({ title, notes, count, look }) => markup`${withNote(title, notes)}${strip(count, read, look)}`,
    },
    { title: 'Entries', isNumber: true, cell: ({ count }) => grouped(count) },
    { title: 'Of all', isNumber: true, cell: ({ count }) => share(count, read) },
  ];
  const caption = 'What became of the entries that were read. A row may hold several, so that steps need not add up.';
  return { id: 'outcome', title: 'What became of it', body: table(caption, shown, columns) };
}

function rejectsNote({ tally: { rejects } }: ReportInput): string {
  return rejects === null ? 'not kept' : `kept as sent in ${harmless(rejects)}, which is private`;
}

function kindCount(kind: KindId, count: number): string {
  return counted(count, ...keysOf(kind));
}

/** Losses that cost entries; others cost something of an entry, and are told below. */
function lostSteps({ tally }: ReportInput): Step[] {
  const lost = tally.losses.filter((loss) => /^(?:kind|withdrawal|exception|entry)-/u.test(loss.class));
  const count = lost.reduce((sum, loss) => sum + (loss.count ?? 0), 0);
  return [
    { title: 'Not to be carried by the output', notes: [`${tally.target ?? ''}, see below`], count, look: 'over' },
  ];
}

function outputStep({ tally: { output } }: ReportInput): Step[] {
  if (output === null) return [];
  const where = output.output === '-' ? 'standard output' : harmless(output.output);
  return [
    {
      title: 'Written',
      notes: [where, `${harmless(output.format)}, ${size(output.bytes)}`],
      count: output.rows,
      look: 'bar',
    },
  ];
}

/** What the target cannot carry, and how that may be accepted or avoided. */
export function losses({ tally, findings }: ReportInput): Section | null {
  const target = tally.target ?? 'output';
  const lines = lossLines(tally.losses, target, findings, HIDE_VALUES);
  if (lines.length === 0) return null;
  const words = { error: 'not accepted', warning: 'mind', info: 'harmless', allowed: 'accepted' };
  const list = table('What the format of the output cannot say.', lines, [
    { title: 'Loss', cell: ({ text }) => text },
    { title: 'Weight', cell: ({ severity }) => words[severity] },
  ]);
  const accept = acceptOptions(lines);
  const ways = [
    ...optionLines(tally.losses, lines, target),
    ...(accept === '' ? [] : [`to accept: ${accept}`]),
    ...insteadLines(tally.losses, lines),
  ];
  const body = markup`${list}${ways.map(
    (way) => markup`<p class="small soft">${prose(way)}</p>
`,
  )}`;
  return { id: 'losses', title: 'What the output cannot carry', short: 'Losses', body };
}
