// Writes items as records of a table: a column for each kind of digest, columns for what labels say, and one for the rest.
import type { Batch } from '../../model/batch.ts';
import type { FieldId } from '../../model/fields.ts';
import { keyText } from '../../model/key-text.ts';
import { type KindId, kinds } from '../../model/kinds.ts';
import type { Opinion } from '../../model/opinions.ts';
import { type Row, rowAt } from '../../model/row.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';
import { factsOf, jsonFault } from './canonical/facts-object.ts';
import { ByteWriter } from './emit.ts';
import { itemsOf } from './items-of.ts';

export interface ItemTable<Options> {
  readonly header: string;
  readonly delimiter: ',' | ';';
  /** In the order of their columns. */
  readonly kinds: readonly KindId[];
  /** Facts beside opinions that the format carries. */
  readonly fields: readonly FieldId[];
  /** Whether the columns say all there is to say of these rows: the last one, of this program, stays empty then. */
  readonly saysAll: (rows: readonly Row[]) => boolean;
  /** The cells of an item; the last one is what the others do not say. */
  readonly cells: (rows: readonly Row[], own: string, context: WriteContext<Options>) => readonly string[];
}

export function writeItems<Options>(
  table: ItemTable<Options>,
): (batches: AsyncIterable<Batch>, context: WriteContext<Options>) => AsyncIterable<Uint8Array> {
  return async function* write(batches, context) {
    const out = new ByteWriter();
    out.utf8(`${table.header}\n`);
    for await (const batch of batches) {
      for (const [from, to] of itemsOf(batch)) {
        const rows = rowsOf(batch, from, to, table, context);
        if (rows.length === 0) continue;
        const own = table.saysAll(rows) ? '' : JSON.stringify(factsOfAll(rows, table.fields));
        const cells = table.cells(rows, own, context).map((cell) => cellText(cell, table.delimiter));
        out.utf8(`${cells.join(table.delimiter)}\n`);
      }
      yield out.take();
    }
    if (out.length > 0) yield out.take();
  };
}

/** The rows that fit, in the order of their columns. */
function rowsOf<Options>(
  batch: Batch,
  from: number,
  to: number,
  table: ItemTable<Options>,
  context: WriteContext<Options>,
): Row[] {
  const rows: Row[] = [];
  for (let i = from; i < to; i++) {
    if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
    const row = rowAt(batch, i, context.interns);
    const isSecond = rows.some(({ kind }) => kind === row.kind);
    const fault = isSecond ? 'a record has one digest of a kind' : jsonFault(row);
    if (fault === null) rows.push(row);
    else context.unfit(fault, batch, i);
  }
  const place = ({ kind }: Row): number => table.kinds.indexOf(kind);
  return rows.sort((a, b) => place(a) - place(b));
}

/** One object where all rows say the same. */
function factsOfAll(rows: readonly Row[], fields: readonly FieldId[]): object[] {
  const carried = new Set<string>(['opinions', ...fields]);
  const facts = rows.map((row) =>
    Object.fromEntries(Object.entries(factsOf(row)).filter(([fact]) => carried.has(fact))),
  );
  const [first = {}] = facts;
  const text = JSON.stringify(first);
  return facts.every((each) => JSON.stringify(each) === text) ? [first] : facts;
}

export function digestCell(rows: readonly Row[], kind: KindId): string {
  const row = rows.find((each) => each.kind === kind);
  return row === undefined ? '' : keyText(kinds[kind], row.key);
}

/** What the rows are labelled in a scheme, each label once. */
export function labelsIn(rows: readonly Row[], scheme: string): string[] {
  const said = rows.flatMap(({ opinions }) => opinions.filter((each: Opinion) => each.scheme === scheme));
  return [...new Set(said.flatMap(({ label }) => (label === undefined ? [] : [label])))].sort();
}

function cellText(text: string, delimiter: string): string {
  return text === '' || !(/["\r\n]|^\s|\s$/u.test(text) || text.includes(delimiter))
    ? text
    : `"${text.replaceAll('"', '""')}"`;
}
