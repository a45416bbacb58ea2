// The columns of a batch that every row has, while it is built: key bytes, kind, scope, operation, line.
import type { Batch } from './batch.ts';
import { viewOf } from './bytes.ts';
import { bytesColumn } from './column-memory.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Words = Uint32Array<ArrayBuffer>;

/** Rows there is room for at first: a run has many small lists for each long one, and clearing memory is what they cost. */
const FEW = 512;

export class KeyColumns {
  /** Rows held. */
  count = 0;
  /** Key bytes of all rows, and a view over them; another array after `reserve` and `take`. */
  bytes!: Bytes;
  view!: DataView;
  /** Whether all rows share kind, scope and operation. */
  #uniform = true;
  #used = 0;
  /** Capacity for rows, and the one a long list has. */
  #room: number;
  readonly #most: number;
  #start!: Words;
  #line!: Words;
  #kind!: Bytes;
  #scope!: Bytes;
  #op!: Bytes;

  constructor(most: number) {
    this.#most = most;
    this.#room = Math.min(most, FEW);
    this.#allocate(this.#room * 20);
  }

  /** Room for rows; beyond the most it grows only for a record with very many keys, since its rows may not be parted. */
  get room(): number {
    return this.#room;
  }

  /** Makes room for `rows` more rows with `size` bytes of keys; returns where the bytes go. */
  reserve(size: number, rows = 1): number {
    if (this.#used + size > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.#used + size, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.#used));
      this.bytes = larger;
      this.view = viewOf(larger);
    }
    if (this.count + rows > this.#room) this.#grow(this.count + rows);
    return this.#used;
  }

  /** Adds a row whose key was written to where `reserve` said, up to `end`. */
  commit(kind: number, scope: number, op: number, line: number, end: number): void {
    const i = this.count++;
    this.#kind[i] = kind;
    this.#scope[i] = scope;
    this.#op[i] = op;
    this.#line[i] = line;
    this.#used = end;
    this.#start[i + 1] = end;
    if (this.#uniform && i > 0) {
      this.#uniform = kind === this.#kind[i - 1] && scope === this.#scope[i - 1] && op === this.#op[i - 1];
    }
  }

  /** Adds rows of one kind and width, one a line from `line` on: column by column, which costs next to nothing a row. */
  commitRun(rows: number, kind: number, width: number, scope: number, op: number, line: number): void {
    if (rows === 0) return;
    const first = this.count;
    this.commit(kind, scope, op, line, this.#used + width); // settles whether the batch is uniform
    const end = first + rows;
    this.#kind.fill(kind, first, end);
    this.#scope.fill(scope, first, end);
    this.#op.fill(op, first, end);
    const [lines, starts] = [this.#line, this.#start];
    for (let i = first + 1, at = this.#used; i < end; i++) {
      lines[i] = line + i - first;
      at += width;
      starts[i + 1] = at;
    }
    this.count = end;
    this.#used = starts[end]!;
  }

  /** A copy of the key added last. */
  last(): Bytes {
    return this.bytes.slice(this.#start[this.count - 1], this.#used);
  }

  /** Takes rows back from the end. */
  truncate(count: number): void {
    this.count = count;
    this.#used = this.#start[count]!;
  }

  /** The columns built so far; empty ones take their place. */
  take(): Pick<Batch, 'count' | 'kind' | 'scope' | 'op' | 'uniform' | 'start' | 'bytes' | 'line'> {
    const { count } = this;
    const taken = {
      count,
      kind: this.#kind.subarray(0, count),
      scope: this.#scope.subarray(0, count),
      op: this.#op.subarray(0, count),
      uniform: this.#uniform,
      start: this.#start.subarray(0, count + 1),
      bytes: this.bytes.subarray(0, this.#used),
      line: this.#line.subarray(0, count),
    };
    if (count > FEW) this.#room = Math.max(this.#room, this.#most);
    this.#allocate(Math.max(64, this.#used + (this.#used >> 4)));
    this.count = 0;
    this.#used = 0;
    this.#uniform = true;
    return taken;
  }

  /** One buffer for all but the key bytes: to hand a batch to another thread costs by the buffer. */
  #allocate(size: number): void {
    this.bytes = bytesColumn(size);
    this.view = viewOf(this.bytes);
    const room = this.#room;
    const { buffer: columns } = bytesColumn(room * 11 + 4);
    this.#start = new Uint32Array(columns, 0, room + 1);
    this.#line = new Uint32Array(columns, room * 4 + 4, room);
    this.#kind = new Uint8Array(columns, room * 8 + 4, room);
    this.#scope = new Uint8Array(columns, room * 9 + 4, room);
    this.#op = new Uint8Array(columns, room * 10 + 4, room);
  }

  #grow(rows: number): void {
    const { bytes, view, count } = this;
    const old = [this.#start, this.#line, this.#kind, this.#scope, this.#op] as const;
    while (this.#room < rows)
      this.#room = this.#room < this.#most ? Math.min(this.#room * 4, this.#most) : this.#room * 2;
    this.#allocate(0);
    const grown = [this.#start, this.#line, this.#kind, this.#scope, this.#op] as const;
    for (const [i, column] of grown.entries()) column.set(old[i]!);
    this.bytes = bytes;
    this.view = view;
    this.count = count;
  }
}
