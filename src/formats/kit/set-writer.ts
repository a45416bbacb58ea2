// Writes interned sets and source names as bytes rendered once: a list has few opinions and reviewers, whatever its rows.
import type { NameTable } from '../../model/opinions.ts';
import { EMPTY_SET, type SetTable } from '../../model/set-table.ts';
import { AtomOrder } from './atom-order.ts';
import { type Block, BlockTable, blockOf, blockOfUtf8 } from './block.ts';
import type { ByteWriter } from './emit.ts';

/** The first sets are kept rendered. A merge makes a set of its own for many a key, so not all can be. */
const KEPT = 1 << 13;
const MAX_KEPT_BYTES = 512;
const OPEN = 91;
const CLOSE = 93;

export class SetWriter<T> {
  /** In the order of what they are rendered as. */
  readonly #order: AtomOrder<T>;
  readonly #name: Block;
  /** What stands behind the set, after its bracket. */
  readonly #remark: (set: number) => Uint8Array | null;
  /** By atom number, with a comma before each. */
  readonly #atoms = new BlockTable();
  /** By set number. */
  readonly #kept: (Block | undefined)[] = new Array<undefined>(KEPT);

  constructor(
    table: SetTable<T>,
    field: string,
    render: (atom: T) => string,
    remark: (set: number) => Uint8Array | null = () => null,
  ) {
    this.#order = new AtomOrder(table, render);
    this.#name = blockOf(`,"${field}":`);
    this.#remark = remark;
  }

  /** Writes nothing for the empty set. */
  write(out: ByteWriter, set: number): void {
    if (set === EMPTY_SET) return;
    const kept = set < KEPT ? this.#kept[set] : undefined;
    if (kept !== undefined) {
      out.block(kept);
      return;
    }
    const start = out.length;
    this.#renderSet(out, set);
    const isShort = out.length - start <= MAX_KEPT_BYTES;
    if (set < KEPT && isShort) this.#kept[set] = blockOfUtf8(out.bytes.subarray(start, out.length));
  }

  #renderSet(out: ByteWriter, set: number): void {
    const count = this.#order.gather(set);
    const { numbers } = this.#order;
    out.block(this.#name);
    const first = out.length;
    const atoms = this.#atoms;
    for (let n = 0; n < count; n++) {
      const atom = numbers[n]!;
      if (!atoms.has(atom)) atoms.set(atom, blockOf(`,${this.#order.text(atom)}`));
      out.blockIn(atoms, atom);
    }
    out.bytes[first] = OPEN; // in the place of the first comma
    out.byte(CLOSE);
    const remark = this.#remark(set);
    if (remark !== null) out.copy(remark);
  }
}

/** Names of sources as keys, with what stands before and behind them. */
export class SourceNames {
  readonly #names: NameTable;
  readonly #before: string;
  readonly #rendered: (Block | undefined)[] = [];

  constructor(names: NameTable, before: string) {
    this.#names = names;
    this.#before = before;
  }

  of(source: number): Block {
    return this.#rendered[source] ?? this.#add(source);
  }

  #add(source: number): Block {
    const block = blockOf(`${this.#before}${JSON.stringify(this.#names.name(source))}:`);
    this.#rendered[source] = block;
    return block;
  }
}
