// What tables with one key a row and tables with one file a row have in common.
import type { Batch } from '../../../model/batch.ts';
import type { WriteContext } from '../../format.ts';
import { ByteWriter } from '../emit.ts';
import { delimiterByte } from './dialect.ts';
import { CellWriter } from './write-cells.ts';
import { ColumnWriters } from './write-columns.ts';
import { type ColumnOptions, longColumns } from './write-options.ts';

export abstract class Table {
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
