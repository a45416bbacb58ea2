// Writes tables that `csv` reads again without loss: by default one key a row with all its facts, or, with columns named,
// one file a row. Several opinions or reviews stand in parallel cells, item by item, with semicolons between them.
import type { Batch } from '../../model/batch.ts';
import { toUtf8 } from '../../model/bytes.ts';
import type { Carries } from '../../model/carries.ts';
import type { FieldId } from '../../model/fields.ts';
import { type KindId, kindIds, kindOf, kinds } from '../../model/kinds.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';
import { ByteWriter } from './emit.ts';
import { delimiterByte } from './table-dialect.ts';
import { CellWriter } from './table-write-cells.ts';
import {
  type ColumnWriter,
  ColumnWriters,
  type FactColumn,
  factColumns,
  isEmptyIn,
  sameFacts,
} from './table-write-columns.ts';

export interface ColumnOptions {
  readonly delimiter?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly formulas?: 'neutralise' | 'keep' | undefined;
}

/** Kinds that may have a column of their own: `opaque` says nothing about what it is, so no reader could know it. */
const wideKinds: readonly string[] = kindIds.filter((id) => id !== 'opaque');
const longColumns: readonly string[] = ['kind', 'key', ...Object.keys(factColumns)];

/** Columns that carry a field of a row, beside those of opinions and reviews. */
const fieldOfColumn: Partial<Record<FactColumn, FieldId>> = {
  last_reviewed: 'lastReviewed',
  first_seen: 'firstSeen',
  last_verified: 'lastVerified',
  expires: 'expires',
  id: 'partnerKey',
  size: 'size',
  name: 'name',
  note: 'note',
  spelling: 'spelling',
  origins: 'origins',
};

/** What is wrong with a choice of columns, or null. */
export function columnsFault(names: readonly string[]): string | null {
  if (new Set(names).size < names.length) return 'a column is named twice';
  const unknown = names.find((name) => !longColumns.includes(name) && !wideKinds.includes(name));
  if (unknown !== undefined)
    return `there is no column ${unknown}; there are ${[...longColumns, ...wideKinds].join(', ')}`;
  const isLong = names.includes('kind') || names.includes('key');
  const hasKinds = names.some((name) => wideKinds.includes(name));
  if (isLong && !(names.includes('kind') && names.includes('key'))) return 'kind and key go together';
  if (isLong && hasKinds) return 'either kind and key, or columns of kinds such as md5 and sha1';
  return isLong || hasKinds ? null : 'no column holds a key, such as md5 or url';
}

/** What a table with just these columns carries. */
export function carriesOfColumns(names: readonly string[], all: Carries): Carries {
  const has = (...wanted: FactColumn[]): boolean => wanted.every((name) => names.includes(name));
  const isLong = names.includes('key');
  const found = kindIds.filter((id) => names.includes(id));
  const fields = (Object.keys(fieldOfColumn) as FactColumn[]).flatMap((name) => {
    const field = fieldOfColumn[name];
    return field !== undefined && names.includes(name) ? [field] : [];
  });
  if (has('reviewer', 'organisation', 'country', 'decision')) fields.push('reviews');
  const isMany = has('label', 'scheme', 'member', 'polarity');
  return {
    ...all,
    kinds: isLong ? all.kinds : found,
    scopes: has('scope') ? all.scopes : ['exact'],
    perItem: has('item') || found.length > 1 ? 'many' : 'one',
    opinions: isMany ? 'many' : names.includes('label') ? 'one' : 'none',
    withdrawals: has('operation') ? 'rows' : 'by-absence',
    exceptions: has('operation'),
    fields: Object.fromEntries(fields.map((field) => [field, 'exact'])),
  };
}

export async function* writeColumns(
  batches: AsyncIterable<Batch>,
  context: WriteContext<ColumnOptions>,
): AsyncIterable<Uint8Array> {
  const { columns } = context.options;
  const table = columns === undefined || columns.includes('key') ? new LongTable(context) : new WideTable(context);
  table.header();
  for await (const batch of batches) {
    table.batch(batch);
    yield table.out.take();
  }
  table.finish();
  if (table.out.length > 0) yield table.out.take();
}

abstract class Table {
  readonly out = new ByteWriter();
  protected readonly context: WriteContext<ColumnOptions>;
  protected readonly names: readonly string[];
  protected readonly delimiter: number;
  protected readonly cells: CellWriter;
  protected readonly columns: ColumnWriters;
  /** Number of the item written last. */
  protected item = 0;
  protected readonly keepsWithdrawn: boolean;

  constructor(context: WriteContext<ColumnOptions>) {
    const { columns = longColumns, delimiter = ',', formulas } = context.options;
    this.context = context;
    this.names = columns;
    this.delimiter = delimiterByte(delimiter) ?? 44;
    this.cells = new CellWriter(this.out, this.delimiter, formulas === 'keep' ? null : context.report);
    this.columns = new ColumnWriters(this.cells, context.interns);
    this.keepsWithdrawn = columns.includes('operation');
  }

  header(): void {
    this.out.ascii(this.names.join(String.fromCharCode(this.delimiter)));
    this.out.byte(10);
  }

  finish(): void {}

  abstract batch(batch: Batch): void;

  protected unfit(batch: Batch, i: number, start: number): boolean {
    const { fault } = this.cells;
    if (fault === null) return false;
    this.out.length = start;
    this.cells.fault = null;
    this.context.unfit(fault, batch, i);
    return true;
  }
}

/** One key a row. */
class LongTable extends Table {
  readonly #columns: readonly ColumnWriter[];
  /** The columns that a batch has anything in, and what stands before each: the delimiters of those it has not. */
  readonly #full: ColumnWriter[] = [];
  readonly #before: Uint8Array[] = [];
  #after = new Uint8Array(0);

  constructor(context: WriteContext<ColumnOptions>) {
    super(context);
    const ids = new Map(kindIds.map((id) => [kinds[id].code, toUtf8(id)]));
    this.#columns = this.names.map((name): ColumnWriter => {
      if (name === 'kind') return (batch, i) => this.out.copy(ids.get(batch.kind[i]!)!);
      if (name === 'key') return (batch, i) => this.cells.key(batch, i);
      if (name === 'item') return (batch, i) => this.#item(batch, i);
      return this.columns.of(name as FactColumn); // `columnsFault` knows no others
    });
  }

  batch(batch: Batch): void {
    this.#arrange(batch);
    const { out } = this;
    const full = this.#full;
    for (let i = 0; i < batch.count; i++) {
      if (!this.keepsWithdrawn && batch.op[i] === WITHDRAWN) continue;
      const start = out.length;
      for (let n = 0; n < full.length; n++) {
        out.copy(this.#before[n]!);
        full[n]!(batch, i);
      }
      out.copy(this.#after);
      if (this.cells.fault !== null) this.unfit(batch, i, start);
    }
  }

  #arrange(batch: Batch): void {
    this.#full.length = 0;
    this.#before.length = 0;
    let delimiters = 0;
    for (const [n, name] of this.names.entries()) {
      if (n > 0) delimiters++;
      if (name !== 'kind' && name !== 'key' && isEmptyIn(batch, name as FactColumn)) continue;
      this.#full.push(this.#columns[n]!);
      this.#before.push(new Uint8Array(delimiters).fill(this.delimiter));
      delimiters = 0;
    }
    this.#after = new Uint8Array(delimiters + 1).fill(this.delimiter);
    this.#after[delimiters] = 10;
  }

  /** A number for rows that belong together, nothing for a row alone. */
  #item({ item, count }: Batch, i: number): void {
    if (item === null) return;
    const joins = i > 0 && item[i] === item[i - 1];
    if (!joins && !(i + 1 < count && item[i] === item[i + 1])) return;
    if (!joins) this.item++;
    this.out.integer(this.item);
  }
}

interface Line {
  /** The row whose facts it has. */
  readonly row: number;
  /** Rows by the column their key goes to. */
  readonly keys: Map<KindId, number>;
}

/** One file a row: its digests side by side. */
class WideTable extends Table {
  readonly #facts: readonly FactColumn[];
  readonly #columns: readonly ((batch: Batch, line: Line) => void)[];
  #split = 0;
  #itemText = 0;

  constructor(context: WriteContext<ColumnOptions>) {
    super(context);
    this.#facts = this.names.filter((name) => Object.hasOwn(factColumns, name) && name !== 'item') as FactColumn[];
    this.#columns = this.names.map((name) => {
      if (Object.hasOwn(kinds, name)) return (batch, { keys }) => this.#key(batch, keys.get(name as KindId));
      if (name === 'item') return () => this.#item();
      const write = this.columns.of(name as FactColumn); // `columnsFault` knows no others
      return (batch, { row }) => write(batch, row);
    });
  }

  batch(batch: Batch): void {
    const { item, count } = batch;
    for (let i = 0; i < count; ) {
      const first = i++;
      while (item !== null && i < count && item[i] === item[first]) i++;
      this.#record(batch, first, i);
    }
  }

  override finish(): void {
    if (this.#split > 0 && !this.names.includes('item')) {
      this.context.report('loss/grouping-split', { target: 'csv', count: this.#split });
    }
  }

  /** Keys of one file share a line as long as they have a column each and the same facts. */
  #record(batch: Batch, from: number, to: number): void {
    const lines: Line[] = [];
    for (let i = from; i < to; i++) {
      if (!this.keepsWithdrawn && batch.op[i] === WITHDRAWN) continue;
      const { id } = kindOf(batch.kind[i]!);
      const line = lines.find((each) => !each.keys.has(id) && sameFacts(batch, each.row, i, this.#facts));
      if (line === undefined) lines.push({ row: i, keys: new Map([[id, i]]) });
      else line.keys.set(id, i);
    }
    if (lines.length > 1) this.#split++;
    this.#itemText = lines.length > 1 ? ++this.item : 0;
    for (const line of lines) this.#line(batch, line);
  }

  #line(batch: Batch, line: Line): void {
    const { out, delimiter } = this;
    const start = out.length;
    for (let n = 0; n < this.#columns.length; n++) {
      if (n > 0) out.byte(delimiter);
      this.#columns[n]!(batch, line);
    }
    out.byte(10);
    if (!this.unfit(batch, line.row, start)) return;
    // All its keys are lost with the line, and each is told.
    for (const row of line.keys.values())
      if (row !== line.row) this.context.unfit('its line cannot be written', batch, row);
  }

  #key(batch: Batch, row: number | undefined): void {
    if (row !== undefined) this.cells.key(batch, row);
  }

  #item(): void {
    if (this.#itemText > 0) this.out.integer(this.#itemText);
  }
}
