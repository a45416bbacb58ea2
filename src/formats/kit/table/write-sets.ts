// The cells of opinions and reviews: parallel lists, item by item. Each part of an opinion or review is spelled once and
// kept as bytes, so that a row costs a few copies: a list has few people in it, but as many pairs of them as it has rows.
import { fromUtf8, toUtf8 } from '../../../model/bytes.ts';
import { EMPTY_SET, type SetTable } from '../../../model/set-table.ts';
import { escapeItem } from './cells.ts';
import type { CellWriter } from './write-cells.ts';

const SEMICOLON = 59;
/** Sets whose cells are kept; a power of two. A list that was merged has too many sets to keep them all. */
const KEPT = 1 << 12;

interface Member {
  readonly order: string;
  /** By column; undefined where the member has no such part. */
  readonly parts: readonly (Uint8Array | undefined)[];
  /** Bytes of all parts, and whether each can stand in a cell as it is. */
  readonly size: number;
  readonly isPlain: boolean;
}

export class SetGroup<T extends Readonly<Partial<Record<Column, string>>>, Column extends string> {
  readonly #table: SetTable<T>;
  readonly #cells: CellWriter;
  readonly #columns: readonly Column[];
  readonly #members = new Map<T, Member>();
  /** The members of the set being written, in order; used again for the next. */
  readonly #row: Member[] = [];
  /** By set number modulo KEPT: the set met there last, and its cells once it was met there twice running. */
  readonly #metSet = new Uint32Array(KEPT);
  readonly #runs: (Uint8Array | undefined)[] = new Array<undefined>(KEPT).fill(undefined);
  /** The columns of the kept cells. */
  #runColumns: readonly number[] = [];

  constructor(table: SetTable<T>, cells: CellWriter, columns: readonly Column[]) {
    this.#table = table;
    this.#cells = cells;
    this.#columns = columns;
  }

  /** Writes the cells of neighbouring columns, by their places, with delimiters between them. */
  write(columns: readonly number[], set: number): void {
    const { out } = this.#cells;
    if (columns !== this.#runColumns) this.#forgetRuns(columns);
    const slot = set & (KEPT - 1);
    const isMet = this.#metSet[slot] === set && set !== EMPTY_SET;
    const run = isMet ? this.#runs[slot] : undefined;
    if (run !== undefined) {
      out.copy(run);
      return;
    }
    const from = out.length;
    const isSame = this.#render(columns, set);
    this.#metSet[slot] = set;
    this.#runs[slot] = isMet && isSame ? out.bytes.slice(from, out.length) : undefined;
  }

  #forgetRuns(columns: readonly number[]): void {
    this.#runColumns = columns;
    this.#metSet.fill(EMPTY_SET);
  }

  /** Whether the cells are the same for every row, with nothing to tell each time. */
  #render(columns: readonly number[], set: number): boolean {
    const members = this.#row;
    const count = this.#gather(set);
    const { out, delimiter } = this.#cells;
    let size = columns.length;
    let isPlain = count < 2 || delimiter !== SEMICOLON;
    for (let n = 0; n < count; n++) {
      const member = members[n]!;
      size += member.size + columns.length;
      isPlain &&= member.isPlain;
    }
    if (!isPlain) {
      this.#writePatiently(columns, members.slice(0, count));
      return false;
    }
    out.room(size);
    const { bytes } = out;
    let at = out.length;
    for (let c = 0; c < columns.length; c++) {
      if (c > 0) bytes[at++] = delimiter;
      const column = columns[c]!;
      const start = at;
      let isEmpty = true;
      for (let n = 0; n < count; n++) {
        if (n > 0) bytes[at++] = SEMICOLON;
        const src = members[n]!.parts[column];
        if (src === undefined) continue;
        isEmpty = false;
        for (let i = 0; i < src.length; i++) bytes[at++] = src[i]!;
      }
      if (isEmpty) at = start;
    }
    out.length = at;
    return true;
  }

  /** Puts the members of the set into the row, in the order of their text: their numbers depend on what was read before. */
  #gather(set: number): number {
    if (set === EMPTY_SET) return 0;
    const row = this.#row;
    const atoms = this.#table.list(set);
    const count = atoms.length;
    for (let n = 0; n < count; n++) {
      const member = this.#members.get(atoms[n]!) ?? this.#member(atoms[n]!);
      let at = n;
      for (; at > 0 && row[at - 1]!.order > member.order; at--) row[at] = row[at - 1]!;
      row[at] = member;
    }
    return count;
  }

  /** Where a cell needs quotes or an apostrophe. */
  #writePatiently(columns: readonly number[], members: readonly Member[]): void {
    for (const [n, column] of columns.entries()) {
      if (n > 0) this.#cells.out.byte(this.#cells.delimiter);
      const parts = members.map((member) => member.parts[column]);
      if (parts.every((part) => part === undefined)) continue;
      const text = parts.map((part) => (part === undefined ? '' : fromUtf8(part))).join(';');
      this.#cells.text(text, this.#columns[column]!);
    }
  }

  #member(atom: T): Member {
    const parts = this.#columns.map((column) => {
      const text = atom[column];
      return text === undefined ? undefined : toUtf8(escapeItem(text));
    });
    const member = {
      order: this.#columns.map((column) => atom[column] ?? '').join('\0'),
      parts,
      size: parts.reduce((sum, part) => sum + (part?.length ?? 0), 0),
      isPlain: parts.every((part) => part === undefined || this.#cells.isPlain(part)),
    };
    this.#members.set(atom, member);
    return member;
  }
}
