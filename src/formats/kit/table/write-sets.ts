// The cells of opinions and reviews: parallel lists, item by item. Each part of an opinion or review is spelled once and
// kept as a block, so that a row costs a few copies: a list has few people in it, but as many pairs of them as it has rows.
import { toUtf8 } from '../../../model/bytes.ts';
import { EMPTY_SET, type SetTable } from '../../../model/set-table.ts';
import { AtomOrder } from '../atom-order.ts';
import { type Block, BlockTable, blockOf, blockOfUtf8 } from '../block.ts';
import { escapeItem } from './cells.ts';
import type { CellWriter } from './write-cells.ts';

const SEMICOLON = 59;
/** The first sets are kept rendered. A list that was merged has too many sets to keep them all. */
const KEPT = 1 << 12;
/** Of a member, above the bits of the columns that it has: it was spelled, and each part can stand in a cell as it is. */
const SPELLED = 1 << 6;
const PLAIN = 1 << 7;

export class SetGroup<T extends Readonly<Partial<Record<Column, string>>>, Column extends string> {
  readonly #table: SetTable<T>;
  readonly #cells: CellWriter;
  readonly #columns: readonly Column[];
  readonly #order: AtomOrder<T>;
  /** By atom and column: the part alone, and with a semicolon before it. */
  readonly #parts = new BlockTable();
  /** By atom. */
  #members = new Uint8Array(64);
  /** By set number. */
  readonly #runs: (Block | undefined)[] = new Array<undefined>(KEPT).fill(undefined);
  /** The columns of the kept cells. */
  #runColumns: readonly number[] = [];

  constructor(table: SetTable<T>, cells: CellWriter, columns: readonly Column[]) {
    this.#table = table;
    this.#cells = cells;
    this.#columns = columns;
    this.#order = new AtomOrder(table, (atom) => columns.map((column) => atom[column] ?? '').join('\0'));
  }

  /** Writes the cells of neighbouring columns, by their places, with delimiters between them. */
  write(columns: readonly number[], set: number): void {
    const { out } = this.#cells;
    if (columns !== this.#runColumns) this.#forgetRuns(columns);
    const run = set < KEPT ? this.#runs[set] : undefined;
    if (run !== undefined) {
      out.block(run);
      return;
    }
    const from = out.length;
    const isSame = this.#render(columns, set);
    if (set < KEPT && isSame) this.#runs[set] = blockOfUtf8(out.bytes.subarray(from, out.length));
  }

  #forgetRuns(columns: readonly number[]): void {
    this.#runColumns = columns;
    this.#runs.fill(undefined);
  }

  /** Whether the cells are the same for every row, with nothing to tell each time. */
  #render(columns: readonly number[], set: number): boolean {
    const { out, delimiter } = this.#cells;
    const count = set === EMPTY_SET ? 0 : this.#order.gather(set);
    const { numbers } = this.#order;
    let isPlain = count < 2 || delimiter !== SEMICOLON;
    let filled = 0;
    for (let n = 0; n < count; n++) {
      const member = this.#memberOf(numbers[n]!);
      isPlain &&= (member & PLAIN) !== 0;
      filled |= member;
    }
    if (!isPlain) {
      this.#writePatiently(columns, numbers.subarray(0, count));
      return false;
    }
    const width = this.#columns.length;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      if (c > 0) out.byte(delimiter);
      if (((filled >> column) & 1) === 0) continue;
      for (let n = 0; n < count; n++) {
        out.blockIn(this.#parts, (numbers[n]! * width + column) * 2 + (n === 0 ? 0 : 1));
      }
    }
    return true;
  }

  /** Where a cell needs quotes or an apostrophe. */
  #writePatiently(columns: readonly number[], atoms: Uint32Array): void {
    for (const [n, column] of columns.entries()) {
      if (n > 0) this.#cells.out.byte(this.#cells.delimiter);
      const name = this.#columns[column]!;
      const parts = Array.from(atoms, (atom) => this.#table.atom(atom)[name]);
      if (parts.every((part) => part === undefined)) continue;
      const text = parts.map((part) => (part === undefined ? '' : escapeItem(part))).join(';');
      this.#cells.text(text, name);
    }
  }

  #memberOf(atom: number): number {
    const known = atom < this.#members.length ? this.#members[atom]! : 0;
    return known === 0 ? this.#spell(atom) : known;
  }

  #spell(atom: number): number {
    const value = this.#table.atom(atom);
    const width = this.#columns.length;
    let member = SPELLED | PLAIN;
    for (const [c, column] of this.#columns.entries()) {
      const text: string | undefined = value[column];
      const spelled = text === undefined ? '' : escapeItem(text);
      if (text !== undefined) member |= 1 << c;
      if (text !== undefined && !this.#cells.isPlain(toUtf8(spelled))) member &= ~PLAIN;
      this.#parts.set((atom * width + c) * 2, blockOf(spelled));
      this.#parts.set((atom * width + c) * 2 + 1, blockOf(`;${spelled}`));
    }
    if (atom >= this.#members.length) {
      const larger = new Uint8Array(Math.max(atom + 1, this.#members.length * 2));
      larger.set(this.#members);
      this.#members = larger;
    }
    this.#members[atom] = member;
    return member;
  }
}
