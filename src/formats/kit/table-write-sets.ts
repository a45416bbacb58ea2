// The cells of opinions and reviews: parallel lists, item by item. Each part of an opinion or review is spelled once and
// kept as bytes, so that a row costs a few copies: a list has few people in it, but as many pairs of them as it has rows.
import { fromUtf8, toUtf8 } from '../../model/bytes.ts';
import { EMPTY_SET, type SetTable } from '../../model/set-table.ts';
import { escapeItem } from './table-cells.ts';
import type { CellWriter } from './table-write-cells.ts';

const SEMICOLON = 59;
const NOTHING = new Uint8Array(0);
/** Sets whose members are kept in order; a power of two. A list that was merged has too many sets to keep them all. */
const KEPT = 1 << 12;

interface Member<Column extends string> {
  readonly order: string;
  /** The part for each column, absent where there is none. */
  readonly parts: Readonly<Partial<Record<Column, Part>>>;
}

interface Part {
  readonly bytes: Uint8Array;
  /** Whether it can stand in a cell as it is. */
  readonly isPlain: boolean;
}

export class SetGroup<T extends Readonly<Partial<Record<Column, string>>>, Column extends string> {
  readonly #table: SetTable<T>;
  readonly #cells: CellWriter;
  readonly #columns: readonly Column[];
  readonly #members = new Map<T, Member<Column>>();
  /** By set number modulo KEPT. */
  readonly #keptSet = new Uint32Array(KEPT);
  readonly #kept: (readonly Member<Column>[])[] = new Array<readonly Member<Column>[]>(KEPT).fill([]);
  #lastSet: number = EMPTY_SET;
  #last: readonly Member<Column>[] = [];

  constructor(table: SetTable<T>, cells: CellWriter, columns: readonly Column[]) {
    this.#table = table;
    this.#cells = cells;
    this.#columns = columns;
  }

  /** Writes the cell of one column: nothing where no member has that part. */
  write(column: Column, set: number): void {
    if (set === EMPTY_SET) return;
    if (set !== this.#lastSet) {
      this.#last = this.#membersOf(set);
      this.#lastSet = set;
    }
    const members = this.#last;
    const count = members.length;
    if (count === 1) {
      const part = members[0]!.parts[column];
      if (part !== undefined) this.#cells.known(part.bytes, part.isPlain, column);
      return;
    }
    let isEmpty = true;
    let isPlain = this.#cells.delimiter !== SEMICOLON;
    for (let n = 0; n < count; n++) {
      const part = members[n]!.parts[column];
      if (part === undefined) continue;
      isEmpty = false;
      isPlain &&= part.isPlain;
    }
    if (isEmpty) return;
    if (!isPlain) {
      this.#cells.text(
        members.map(({ parts }) => fromUtf8(parts[column]?.bytes ?? NOTHING)).join(';'),
        column,
      );
      return;
    }
    const { out } = this.#cells;
    for (let n = 0; n < count; n++) {
      if (n > 0) out.byte(SEMICOLON);
      const part = members[n]!.parts[column];
      if (part !== undefined) out.copy(part.bytes);
    }
  }

  #membersOf(set: number): readonly Member<Column>[] {
    const slot = set & (KEPT - 1);
    if (this.#keptSet[slot] === set) return this.#kept[slot]!;
    const members = this.#table.list(set).map((atom) => this.#member(atom));
    // In the order of their text: their numbers depend on what was read before.
    if (members.length === 2) {
      if (members[1]!.order < members[0]!.order) members.reverse();
    } else members.sort((a, b) => (a.order < b.order ? -1 : 1));
    this.#keptSet[slot] = set;
    this.#kept[slot] = members;
    return members;
  }

  #member(atom: T): Member<Column> {
    const known = this.#members.get(atom);
    if (known !== undefined) return known;
    const parts: Partial<Record<Column, Part>> = {};
    for (const column of this.#columns) {
      const text = atom[column];
      if (text === undefined) continue;
      const bytes = toUtf8(escapeItem(text));
      parts[column] = { bytes, isPlain: this.#cells.isPlain(bytes) };
    }
    const member = { order: this.#columns.map((column) => atom[column] ?? '').join('\0'), parts };
    this.#members.set(atom, member);
    return member;
  }
}
