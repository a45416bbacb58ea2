// Writes interned sets and source names as bytes rendered once: a list has few opinions and reviewers, whatever its rows.
import { toUtf8 } from '../../model/bytes.ts';
import type { NameTable } from '../../model/opinions.ts';
import { EMPTY_SET, type SetTable } from '../../model/set-table.ts';
import type { ByteWriter } from './emit.ts';

/** Sets kept rendered; a power of two. A merge makes a set of its own for many a key, so not all can be. */
const KEPT = 1 << 13;
const MAX_KEPT_BYTES = 512;

export class SetWriter<T> {
  readonly #table: SetTable<T>;
  readonly #open: Uint8Array;
  readonly #render: (atom: T) => string;
  /** What stands behind the set, after its bracket. */
  readonly #remark: (set: number) => Uint8Array | null;
  /** By atom number. */
  readonly #texts: string[] = [];
  readonly #bytes: Uint8Array[] = [];
  #numbers = new Uint32Array(16);
  /** By set number modulo KEPT: the set met there last, and its bytes once it was met there twice running. */
  readonly #metSet = new Uint32Array(KEPT);
  readonly #kept: (Uint8Array | undefined)[] = new Array<undefined>(KEPT);

  constructor(
    table: SetTable<T>,
    field: string,
    render: (atom: T) => string,
    remark: (set: number) => Uint8Array | null = () => null,
  ) {
    this.#table = table;
    this.#open = toUtf8(`,"${field}":[`);
    this.#render = render;
    this.#remark = remark;
  }

  /** Writes nothing for the empty set. Atoms go by their text: their numbers differ from run to run. */
  write(out: ByteWriter, set: number): void {
    if (set === EMPTY_SET) return;
    const slot = set & (KEPT - 1);
    const isMet = this.#metSet[slot] === set;
    const kept = isMet ? this.#kept[slot] : undefined;
    if (kept !== undefined) {
      out.copy(kept);
      return;
    }
    const start = out.length;
    this.#renderSet(out, set);
    const isShort = out.length - start <= MAX_KEPT_BYTES;
    this.#kept[slot] = isMet && isShort ? out.bytes.slice(start, out.length) : undefined;
    this.#metSet[slot] = set;
  }

  #renderSet(out: ByteWriter, set: number): void {
    const count = this.#table.size(set);
    if (count > this.#numbers.length) this.#numbers = new Uint32Array(count * 2);
    const numbers = this.#numbers;
    this.#table.copyAtoms(set, numbers);
    let size = this.#open.length + 1;
    for (let n = 0; n < count; n++) {
      const number = numbers[n]!;
      const bytes = this.#bytes[number] ?? this.#renderAtom(number);
      size += bytes.length + 1;
      let at = n;
      for (; at > 0 && this.#texts[numbers[at - 1]!]! > this.#texts[number]!; at--) numbers[at] = numbers[at - 1]!;
      numbers[at] = number;
    }
    out.room(size);
    const { bytes } = out;
    let at = out.length;
    bytes.set(this.#open, at);
    at += this.#open.length;
    for (let n = 0; n < count; n++) {
      if (n > 0) bytes[at++] = 44;
      const atom = this.#bytes[numbers[n]!]!;
      bytes.set(atom, at);
      at += atom.length;
    }
    bytes[at++] = 93;
    out.length = at;
    const remark = this.#remark(set);
    if (remark !== null) out.copy(remark);
  }

  #renderAtom(number: number): Uint8Array {
    const text = this.#render(this.#table.atom(number));
    const bytes = toUtf8(text);
    this.#texts[number] = text;
    this.#bytes[number] = bytes;
    return bytes;
  }
}

/** Names of sources as keys, with what stands before and behind them. */
export class SourceNames {
  readonly #names: NameTable;
  readonly #before: string;
  readonly #rendered: (Uint8Array | undefined)[] = [];

  constructor(names: NameTable, before: string) {
    this.#names = names;
    this.#before = before;
  }

  of(source: number): Uint8Array {
    return this.#rendered[source] ?? this.#add(source);
  }

  #add(source: number): Uint8Array {
    const bytes = toUtf8(`${this.#before}${JSON.stringify(this.#names.name(source))}:`);
    this.#rendered[source] = bytes;
    return bytes;
  }
}
