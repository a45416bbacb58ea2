// The slow lane of checksum files: escapes, tags, sizes, comments, single blanks, and every fault.
import { firstBadHex, fromUtf8 } from '../../model/bytes.ts';
import { type Kind, kindNamed, kinds, kindsOfHexLength } from '../../model/kinds.ts';
import type { ReadContext } from '../format.ts';
import { exactDigests } from './file-digests.ts';
import type { KindByLength } from './infer-kind.ts';
import { isBlankByte, type LineScanner } from './lines.ts';
import { notOfFile } from './not-files.ts';
import type { RowSink } from './row-sink.ts';
import { digitsEnd, MOST_DIGITS, numberIn } from './size-digits.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const BLANK = 32;
const HASH = 35;
const CLOSE = 41;
const STAR = 42;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;

const TAG = /^([a-z][a-z0-9/-]*) ?\(/iu;
const LONGEST_TAG = 24;

export class ChecksumLines {
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #fixed: Kind | null;
  readonly #byLength: KindByLength;
  /** The size in front of the digest of this line, if any. */
  #size = Number.NaN;

  constructor(rows: RowSink, context: ReadContext<unknown>, fixed: Kind | null, byLength: KindByLength) {
    this.#rows = rows;
    this.#context = context;
    this.#fixed = fixed;
    this.#byLength = byLength;
  }

  read({ bytes, from, to }: LineScanner): void {
    let at = from;
    while (at < to && isBlankByte(bytes[at] ?? 0)) at++;
    const first = bytes[at];
    if (at === to || first === HASH || first === SEMICOLON) return;
    this.#rows.begin();
    const isEscaped = first === BACKSLASH;
    this.#size = Number.NaN;
    at = isEscaped ? at + 1 : this.#sized(bytes, at, to);
    const word = wordEnd(bytes, at, to);
    if (word < to && firstBadHex(bytes, at, word) === word) this.#gnu(bytes, at, word, to, isEscaped, at - from + 1);
    else if (!this.#tagged(bytes, at, to, isEscaped, from)) this.#neither(bytes, at, word, to, at - from + 1);
  }

  /** Notes a size in front, as md5deep -z writes it, and gives where the digest begins. Of other lines where they begin. */
  #sized(bytes: Uint8Array, from: number, to: number): number {
    const end = digitsEnd(bytes, from, to);
    let at = end;
    while (at < to && bytes[at] === BLANK) at++;
    if (end === from || end - from > MOST_DIGITS || at - end !== 2) return from;
    this.#size = numberIn(bytes, from, end);
    return at;
  }

  #gnu(bytes: Uint8Array, from: number, end: number, to: number, isEscaped: boolean, column: number): void {
    const kind = this.#fixed ?? this.#byLength.of(end - from);
    if (kind === null) this.#rows.reject('row/bad-line', { want: 'a checksum of any known length' }, column);
    else if (this.#rows.digest(kind, bytes, from, end, column)) {
      if (!Number.isNaN(this.#size)) this.#setSize();
      // `digest name` with one blank is what BSD's md5 -r writes.
      const mark = bytes[end + 1];
      this.#name(bytes, end + (mark === BLANK || mark === STAR ? 2 : 1), to, isEscaped);
    }
  }

  #setSize(): void {
    if (this.#context.want.has('size')) this.#rows.builder.setSize(this.#size);
    else this.#context.skipped('size');
  }

  /** `ALG (name) = digest`: a name may hold `)` and `=`, so it ends at the last parenthesis. False where it is no such line. */
  #tagged(bytes: Uint8Array, from: number, to: number, isEscaped: boolean, start: number): boolean {
    const tag = TAG.exec(fromUtf8(bytes, from, Math.min(to, from + LONGEST_TAG)));
    if (tag === null) return false;
    const open = from + tag[0].length - 1;
    const close = bytes.subarray(open, to).lastIndexOf(CLOSE) + open;
    if (close <= open) return false;
    let at = close + 1;
    while (at < to && isBlankByte(bytes[at] ?? 0)) at++;
    if (at === to || bytes[at] !== EQUALS) return false;
    at++;
    while (at < to && isBlankByte(bytes[at] ?? 0)) at++;
    let end = to;
    while (end > at && isBlankByte(bytes[end - 1] ?? 0)) end--;
    const named = kindNamed(tag[1] ?? '');
    if (named === null || !exactDigests.includes(named)) this.#rows.reject('digest/kind-unknown', {}, from - start + 1);
    else if (this.#fixed !== null && this.#fixed.id !== named) {
      this.#rows.reject('digest/kind-mismatch', { named, kind: this.#fixed.id }, from - start + 1);
    } else if (this.#rows.digest(kinds[named], bytes, at, end, at - start + 1)) {
      this.#name(bytes, open + 1, close, isEscaped);
    }
    return true;
  }

  /** Says what is wrong with a line that is neither. */
  #neither(bytes: Uint8Array, from: number, word: number, to: number, column: number): void {
    const length = word - from;
    const candidates = this.#fixed === null ? kindsOfLength(length) : [this.#fixed];
    const [only] = candidates.filter((kind) => kind.width * 2 === length);
    if (only !== undefined && word === to && firstBadHex(bytes, from, word) === word) {
      this.#rows.reject('row/missing-field', { field: 'name' }, column + length);
    } else if (only !== undefined && candidates.length === 1) {
      this.#rows.digest(only, bytes, from, word, column); // tells which character is wrong
    } else {
      const what = notOfFile(bytes, from, to);
      if (what !== null) this.#rows.reject('digest/not-of-a-file', { what }, column);
      else this.#rows.reject('row/bad-line', { want: 'a checksum and a file name' }, column);
    }
  }

  #name(bytes: Uint8Array, from: number, to: number, isEscaped: boolean): void {
    const name = isEscaped ? unescaped(bytes.subarray(from, to)) : bytes.subarray(from, to);
    if (name === null)
      this.#rows.reject('row/bad-value', { field: 'name', want: 'a name with the escapes \\\\, \\n, \\r only' });
    else if (name.length === 0) this.#rows.reject('row/missing-field', { field: 'name' });
    else this.#rows.extra('name', name, 0, name.length);
  }
}

export function kindsOfLength(length: number): Kind[] {
  return kindsOfHexLength(length).flatMap((id) => (exactDigests.includes(id) ? [kinds[id]] : []));
}

function wordEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== BLANK && bytes[at] !== TAB) at++;
  return at;
}

/** The name behind its escapes, or null where it has others: md5sum refuses such a line. */
function unescaped(bytes: Uint8Array): Uint8Array | null {
  const name = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i] ?? 0;
    if (byte === BACKSLASH) {
      const letter = bytes[++i];
      if (letter === BACKSLASH) byte = BACKSLASH;
      else if (letter === 110) byte = LF;
      else if (letter === 114) byte = CR;
      else return null;
    }
    name[length++] = byte;
  }
  return name.subarray(0, length);
}
