// What a profile makes of a list, as a person reads it: a line for each column, in the order of the list. No cell is shown.
import { type FieldId, fieldIds } from '../model/fields.ts';
import { isKindId } from '../model/kinds.ts';
import { grouped } from './numbers.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { joined, padded } from './table.ts';
import { fieldTitle, kindTitle } from './words.ts';

interface ColumnFacts {
  readonly name: string;
  readonly state: 'described' | 'ignored' | 'unknown' | 'absent';
  readonly meanings: readonly { readonly what: string; readonly of: string }[];
  readonly filled: number;
  readonly foreign: number;
}

export interface ProfileFacts {
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
}

const states = {
  described: '',
  ignored: 'left out, as the profile says',
  unknown: 'not in the profile: left out',
  absent: 'not in the list',
} as const;

export function profileCheckText({ title, rows, columns }: ProfileFacts, style: Style): string {
  const lines = columns.map((column) => [harmless(column.name), filledText(column), meaningText(column)]);
  const table = padded([['column', 'filled', 'read as'], ...lines], ['left', 'right', 'left']);
  const [head = [], ...body] = table;
  const shown = body.map(([name = '', filled = '', meaning = ''], i) => {
    const { state, foreign } = columns[i] as ColumnFacts; // a line each
    const isOdd = state === 'unknown' || state === 'absent' || foreign > 0;
    return joined([style.strong(name), filled, isOdd ? style.severity('warning', meaning) : meaning]);
  });
  const sample = `${grouped(rows)} ${rows === 1 ? 'row' : 'rows'} from the beginning of the list`;
  return `${harmless(title)}: ${sample}\n\n${[style.faint(joined(head)), ...shown].join('\n')}\n`;
}

function filledText({ state, filled }: ColumnFacts): string {
  return state === 'absent' ? '-' : grouped(filled);
}

function meaningText({ state, meanings, foreign }: ColumnFacts): string {
  const words = meanings.map(({ what, of }) => (of === '' ? whatText(what) : `${whatText(what)}: ${ofText(of)}`));
  const remarks = [states[state], foreign > 0 ? `${grouped(foreign)} not in the table of the profile` : ''];
  return [...words, ...remarks].filter((text) => text !== '').join('; ');
}

function whatText(what: string): string {
  return (fieldIds as readonly string[]).includes(what) ? fieldTitle(what as FieldId) : what;
}

/** The kind of a key and how far it reaches, a field, or the scheme of a label as the profile has it. */
function ofText(of: string): string {
  const [first = '', ...rest] = of.split(', ');
  const word = isKindId(first) ? kindTitle(first) : whatText(first);
  return harmless([word, ...rest].join(', '));
}

/** The profiles that come along, a line each. */
export function profilesText(
  profiles: readonly { readonly id: string; readonly title: string }[],
  style: Style,
): string {
  const rows = padded(
    profiles.map(({ id, title }) => [id, title]),
    ['left', 'left'],
  );
  const lines = rows.map(([id = '', title = '']) => joined([style.strong(id), title]));
  const more = [
    'The layout of these lists is not public. Each profile is an example with made-up columns, to start from:',
    '  listbridge profile show NAME > mine.yaml',
    '  listbridge profile check LIST --profile mine.yaml',
  ];
  return `${lines.join('\n')}\n\n${more.join('\n')}\n`;
}
