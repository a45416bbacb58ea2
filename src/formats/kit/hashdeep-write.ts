// Writes the lists of hashdeep: every row has the digests that the header names, so an entry with others does not fit.
import type { Batch } from '../../model/batch.ts';
import { type KindId, kindOf, kinds } from '../../model/kinds.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';
import { ByteWriter } from './emit.ts';
import { ItemDigests, nameFault, sizeFault } from './item-digests.ts';

export const MARK = '%%%% ';
export const VERSION = '1.0';
export const DIGESTS = ['md5', 'sha1', 'sha256'] as const satisfies readonly KindId[];
type Digest = (typeof DIGESTS)[number];

const COMMA = 44;
const LF = 10;

export class HashdeepWriter {
  readonly out = new ByteWriter();
  readonly #context: Pick<WriteContext, 'unfit'>;
  /** Null until the columns are known. */
  #digests: ItemDigests | null = null;

  constructor(context: Pick<WriteContext, 'unfit'>, digests: readonly Digest[] | null) {
    this.#context = context;
    if (digests !== null) this.#digests = this.#begin(digests.map((id) => kinds[id].code));
  }

  batch(batch: Batch): void {
    this.#digests ??= this.#begin(kindsOfFirst(batch));
    this.#digests?.each(batch, (first, ...rows) => this.#row(batch, first, rows));
  }

  end(): void {
    this.#digests ??= this.#begin([kinds.md5.code]);
  }

  #begin(columns: readonly number[]): ItemDigests | null {
    if (columns.length === 0) return null;
    const names = columns.map((code) => kindOf(code).id).join(',');
    this.out.ascii(`${MARK}HASHDEEP-${VERSION}\n${MARK}size,${names},filename\n`);
    return new ItemDigests(columns, OTHER_DIGESTS, this.#context);
  }

  #row(batch: Batch, first: number, rows: readonly number[]): string | null {
    const size = batch.size?.[first] ?? Number.NaN;
    const name = batch.extras?.[first]?.name ?? '';
    if (Number.isNaN(size)) return 'it has no size, and hashdeep compares sizes too';
    const fault = sizeFault(size) ?? nameFault(name);
    if (fault !== null) return fault;
    const { out } = this;
    out.integer(size);
    for (const i of rows) {
      out.byte(COMMA);
      out.hex(batch.bytes, batch.start[i]!, batch.start[i + 1]!);
    }
    out.byte(COMMA);
    out.utf8(name);
    out.byte(LF);
    return null;
  }
}

/** Kinds of the first entry of the batch that is listed, in the order of their codes; none where all are withdrawn. */
function kindsOfFirst({ count, op, item, kind }: Batch): number[] {
  let first = 0;
  while (first < count && op[first] === WITHDRAWN) first++;
  const found = new Set<number>();
  for (let i = first; i < count && (i === first || (item !== null && item[i] === item[first])); i++) {
    if (op[i] !== WITHDRAWN) found.add(kind[i]!);
  }
  return [...found].sort((a, b) => a - b);
}

const OTHER_DIGESTS = 'the rows of the list have other digests than the entry; digests=... names those to write';
