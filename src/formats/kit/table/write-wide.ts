// Tables with one file a row: its digests side by side, as long as they say the same.
import type { Batch } from '../../../model/batch.ts';
import { type KindId, kindOf, kinds } from '../../../model/kinds.ts';
import { WITHDRAWN } from '../../../model/scope.ts';
import type { WriteContext } from '../../format.ts';
import { type FactColumn, factColumns, sameFacts } from './write-columns.ts';
import type { ColumnOptions } from './write-options.ts';
import { Table } from './write-table.ts';

interface Line {
  /** The row whose facts it has. */
  readonly row: number;
  /** Rows by the column their key goes to. */
  readonly keys: Map<KindId, number>;
}

/** One file a row: its digests side by side. */
export class WideTable extends Table {
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
      const write = this.columns.of([name as FactColumn]); // `columnsFault` knows no others
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
