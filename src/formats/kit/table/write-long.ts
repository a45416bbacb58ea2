// Tables with one key a row, which carry everything a row says. The columns that a batch has nothing in cost nothing, and
// what is the same in all its rows is put together once.
import type { Batch } from '../../../model/batch.ts';
import { kindOf } from '../../../model/kinds.ts';
import { operationOf, scopeOf, WITHDRAWN } from '../../../model/scope.ts';
import type { WriteContext } from '../../format.ts';
import { type Block, blockOf } from '../block.ts';
import { type ColumnWriter, type FactColumn, goTogether, isEmptyIn } from './write-columns.ts';
import type { ColumnOptions } from './write-options.ts';
import { Table } from './write-table.ts';

/** One key a row. */
export class LongTable extends Table {
  /** Neighbouring columns that are written together. */
  readonly #groups: readonly { readonly names: readonly string[]; readonly write: ColumnWriter }[];
  /** Those that a batch has anything in, and what stands before each: delimiters, and what is the same in all its rows. */
  readonly #full: ColumnWriter[] = [];
  readonly #before: Block[] = [];
  #after: Block = blockOf('');

  constructor(context: WriteContext<ColumnOptions>) {
    super(context);
    this.#groups = grouped(this.names).map((names) => ({ names, write: this.#writer(names) }));
  }

  #writer(names: readonly string[]): ColumnWriter {
    switch (names[0]) {
      case 'kind':
        return (batch, i) => this.out.ascii(kindOf(batch.kind[i]!).id);
      case 'key':
        return (batch, i) => this.cells.key(batch, i);
      case 'item':
        return (batch, i) => this.#item(batch, i);
      default:
        return this.columns.of(names as readonly FactColumn[]); // `columnsFault` knows no others
    }
  }

  batch(batch: Batch): void {
    this.#arrange(batch);
    const { out } = this;
    const full = this.#full;
    const before = this.#before;
    const count = full.length;
    for (let i = 0; i < batch.count; i++) {
      if (!this.keepsWithdrawn && batch.op[i] === WITHDRAWN) continue;
      const start = out.length;
      for (let n = 0; n < count; n++) {
        out.block(before[n]!);
        full[n]!(batch, i);
      }
      out.block(this.#after);
      if (this.cells.fault !== null) this.unfit(batch, i, start);
    }
  }

  #arrange(batch: Batch): void {
    const delimiter = String.fromCharCode(this.delimiter);
    this.#full.length = 0;
    this.#before.length = 0;
    let before = '';
    for (const [n, { names, write }] of this.#groups.entries()) {
      if (n > 0) before += delimiter;
      const [name = ''] = names;
      const same = batch.uniform && batch.count > 0 ? sameInAll(batch, name) : null;
      if (same !== null) before += same;
      else if (name === 'kind' || name === 'key' || !isEmptyIn(batch, name as FactColumn)) {
        this.#full.push(write);
        this.#before.push(blockOf(before));
        before = '';
      } else before += delimiter.repeat(names.length - 1);
    }
    this.#after = blockOf(`${before}\n`);
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

/** Columns of one set, where they are neighbours, together; every other column alone. */
function grouped(names: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const name of names) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && goTogether(last[0] as FactColumn, name as FactColumn)) last.push(name);
    else groups.push([name]);
  }
  return groups;
}

/** The cell that all rows of a uniform batch have. */
function sameInAll(batch: Batch, name: string): string | null {
  if (name === 'kind') return kindOf(batch.kind[0]!).id;
  if (name === 'scope') return scopeOf(batch.scope[0]!);
  return name === 'operation' ? operationOf(batch.op[0]!) : null;
}
