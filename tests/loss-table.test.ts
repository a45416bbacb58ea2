// The generated tables of docs/formats.md against what the research says of the formats: what the program declares to hold
// must be what they can hold, or there is a reason.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Column, columns, conventions, facts, reasons } from './support/loss-facts.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/formats.md'), 'utf8');

/** Cells of the tables by format and heading. */
function cells(): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  let headings: string[] = [];
  for (const line of page.split('\n').filter((each) => each.startsWith('|'))) {
    const [first = '', ...rest] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (first === 'Format') headings = rest;
    const id = /^\[([\w-]+)\]/u.exec(first)?.[1];
    if (id === undefined) continue;
    const known = found.get(id) ?? new Map<string, string>();
    for (const [i, cell] of rest.entries()) known.set(headings[i] ?? '', known.get(headings[i] ?? '') ?? cell);
    found.set(id, known);
  }
  return found;
}

/** Whether the page says that the format holds it. */
function holds(format: ReadonlyMap<string, string>, column: Column): boolean {
  const cell = (heading: string): string => {
    const text = format.get(heading);
    if (text === undefined) throw new Error(`the page has no column ${heading}`);
    return text;
  };
  switch (column) {
    case 'digests of a record':
      return cell('Record') === 'many';
    case 'category':
    case 'flags':
      return cell('Opinions') !== '-'; // which labels, no column tells
    case 'several labels':
    case 'opinions':
      return cell('Opinions') === 'many';
    case 'withdrawals':
      return cell('Withdrawals') === 'rows';
    case 'PhotoDNA':
    case 'PDQ':
      return cell('Keys')
        .split(', ')
        .some((kind) => kind === column || kind === 'all perceptual digests');
    default:
      return cell(column) !== '-';
  }
}

/** Columns of which the page has one: whether anything is said at all; and all columns of what is said. */
const LABELS: readonly Column[] = ['category', 'flags'];
const SAYING: readonly Column[] = [...LABELS, 'several labels', 'opinions'];

const rows = facts
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/u));
const formats = cells();

describe('what formats hold, against the research', () => {
  it('knows formats of both', () => {
    expect(rows.length).toBe(23);
    expect(rows.every((row) => row.length === columns.length + 1)).toBe(true);
    expect(Object.keys(reasons).filter((id) => !rows.some(([known]) => known === id))).toEqual([]);
    expect(rows.filter(([id = '']) => formats.has(id)).length).toBeGreaterThan(15);
  });

  it.each(rows.filter(([id = '']) => formats.has(id)).map(([id = '', ...marks]) => [id, marks] as const))(
    '%s',
    (id, marks) => {
      const format = formats.get(id) ?? new Map<string, string>();
      const hasLabels = columns.some((column, i) => SAYING.includes(column) && marks[i] !== '✘');
      const differing = columns.filter((column, i) => {
        const isHeld = holds(format, column);
        const mayHold = LABELS.includes(column) ? hasLabels : marks[i] !== '✘';
        return (marks[i] === '✔' && !isHeld) || (!mayHold && isHeld);
      });
      const unused = columns.filter((column, i) => marks[i] === '◐' && !holds(format, column));
      expect(unused).toEqual(columns.filter((column) => conventions[id]?.[column] !== undefined));
      // A difference needs a reason in support/loss-facts.ts, and a reason a difference.
      expect(differing).toEqual(columns.filter((column) => reasons[id]?.[column] !== undefined));
    },
  );
});
