// Writes the lists of hashdeep: every row has the digests that the header names, so an entry with others does not fit.
import type { Batch } from '../../model/batch.ts';
import { type KindId, kindOf, kinds } from '../../model/kinds.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';
import { ByteWriter } from './emit.ts';
import { itemsOf } from './items-of.ts';

export const MARK = '%%%% ';
export const VERSION = '1.0';
export const DIGESTS = ['md5', 'sha1', 'sha256'] as const satisfies readonly KindId[];
type Digest = (typeof DIGESTS)[number];

const COMMA = 44;
const LF = 10;
const NONE = -1;

export class HashdeepWriter {
  readonly out = new ByteWriter();
  readonly #context: Pick<WriteContext, 'unfit'>;
  /** Codes of the kinds of the columns; empty until they are known. */
  #columns: readonly number[] = [];
  /** The row of the entry at hand for each kind, by its code. */
  readonly #rows = new Int32Array(64).fill(NONE);

  constructor(context: Pick<WriteContext, 'unfit'>, digests: readonly Digest[] | null) {
    this.#context = context;
    if (digests !== null) this.#begin(digests.map((id) => kinds[id].code));
  }

  batch(batch: Batch): void {
    for (const [from, to] of itemsOf(batch)) this.#item(batch, from, to);
  }

  end(): void {
    if (this.#columns.length === 0) this.#begin([kinds.md5.code]);
  }

  #begin(columns: readonly number[]): void {
    this.#columns = columns;
    const names = columns.map((code) => kindOf(code).id).join(',');
    this.out.ascii(`${MARK}HASHDEEP-${VERSION}\n${MARK}size,${names},filename\n`);
  }

  #item(batch: Batch, from: number, to: number): void {
    const listed: number[] = [];
    for (let i = from; i < to; i++) if (batch.op[i] !== WITHDRAWN) listed.push(i); // left out is what withdraws here
    if (listed.length === 0) return;
    if (this.#columns.length === 0) this.#begin([...new Set(listed.map((i) => batch.kind[i]!))].sort((a, b) => a - b));
    const rows = this.#rows;
    for (const code of this.#columns) rows[code] = NONE;
    const placed = listed.filter((i) => {
      const code = batch.kind[i]!;
      const hasColumn = this.#columns.includes(code);
      const isFree = hasColumn && rows[code] === NONE;
      if (isFree) rows[code] = i;
      else this.#context.unfit(hasColumn ? 'a row has one digest of a kind' : OTHER_DIGESTS, batch, i);
      return isFree;
    });
    const [first] = placed;
    if (first === undefined) return;
    const fault = this.#faultOf(batch, first);
    if (fault === null) this.#row(batch, first);
    else for (const i of placed) this.#context.unfit(fault, batch, i);
  }

  #faultOf(batch: Batch, i: number): string | null {
    if (this.#columns.some((code) => this.#rows[code] === NONE)) return OTHER_DIGESTS;
    const size = batch.size?.[i];
    if (size === undefined || Number.isNaN(size)) return 'it has no size, and hashdeep compares sizes too';
    if (!(Number.isSafeInteger(size) && size >= 0 && size < 1e15)) return 'its size is no number of bytes';
    const name = batch.extras?.[i]?.name ?? '';
    if (/[\0\n\r]/u.test(name)) return 'its file name holds a line end or NUL';
    return /\p{Surrogate}/u.test(name) ? 'its file name is not UTF-8' : null;
  }

  #row(batch: Batch, first: number): void {
    const { out } = this;
    out.integer(batch.size?.[first] ?? 0);
    for (const code of this.#columns) {
      const i = this.#rows[code]!;
      out.byte(COMMA);
      out.hex(batch.bytes, batch.start[i]!, batch.start[i + 1]!);
    }
    out.byte(COMMA);
    out.utf8(batch.extras?.[first]?.name ?? '');
    out.byte(LF);
  }
}

const OTHER_DIGESTS = 'the rows of the list have other digests than the entry; digests=... names those to write';
