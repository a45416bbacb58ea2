// checksum-file: what md5sum, sha256sum and their like write and check: a digest and the name of its file on each line.
// Facts: research hash-formats 4.8. GNU `digest  name` (`*` for binary; a backslash in front when the name has escapes),
// BSD `ALG (name) = digest`, OpenSSL `ALG(name)= digest`. A GNU line names no algorithm, hence the option kind.
import * as z from 'zod';
import { ADDED } from '../model/batch-builder.ts';
import { firstBadHex, fromUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { type Kind, type KindId, kindIds, kindNamed, kindOf, kinds, kindsOfHexLength } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { type Detection, defineFormat, type Head, type ReadContext } from './format.ts';
import { type ByteWriter, writeRows } from './kit/emit.ts';
import { KindByLength } from './kit/infer-kind.ts';
import { isBlankByte, type LineScanner, readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';

const fileKinds = kindIds.filter((id) => kinds[id].family === 'exact');

const options = z.strictObject({
  kind: z
    .enum(fileKinds as [KindId, ...KindId[]])
    .optional()
    .describe('kind of every digest in the file'),
  style: z
    .enum(['gnu', 'bsd'])
    .default('gnu')
    .describe('lines to write: gnu `digest  name`, bsd `ALG (name) = digest`'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: fileKinds,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

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

const GNU_LINE = /^\\?([0-9a-f]{32,128})[ \t][ *]./iu;
const TAG_LINE = /^\\?([a-z][a-z0-9/-]{1,20}) ?\(.*\)[ \t]*=[ \t]*([0-9a-f]{32,128})[ \t]*$/iu;
const TAG = /^([a-z][a-z0-9/-]*) ?\(/iu;
const LONGEST_TAG = 24;

export const checksumFile = defineFormat<Options>({
  id: 'checksum-file',
  title: 'Checksum file of md5sum, sha256sum, BSD md5 or OpenSSL',
  about: {
    spec: 'https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html',
    since: '0.1.0',
    status: 'stable',
  },
  files: {
    extensions: ['.md5', '.sha1', '.sha256', '.sha512', '.md5sum', '.sha1sum', '.sha256sum', '.sha512sum', '.md5sums'],
    names: [/^(?:md5|sha(?:1|224|256|384|512))sums?(?:\.txt)?$/iu],
  },
  carries,
  carriesWith: ({ kind }) => ({ ...carries, kinds: kind === undefined ? fileKinds : [kind] }),
  options,
  examples: [
    {
      name: 'md5sum, with an escaped name, a binary file and a cut digest',
      text: [
        'c97e5b930eb5a08d7e4c7836046694d9  one.jpg',
        '\\10c9e2cde0416ca92132df8805841b00  two\\nlines\\\\.jpg',
        'D4E06766E751A61F6BCDEC13D149FD15 *three.jpg',
        'c97e5b930eb5a08d7e4c7836046694  cut.jpg',
        '',
      ].join('\n'),
      options: { kind: 'md5' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'one.jpg' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'two\nlines\\.jpg' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15', name: 'three.jpg' },
      ],
      findings: [['digest/wrong-length', 4]],
    },
    {
      name: 'BSD and OpenSSL lines, read from the right',
      text: [
        'MD5 (one (1) = copy.jpg) = c97e5b930eb5a08d7e4c7836046694d9',
        'SHA1(one.jpg)= a544af123662c61ae0664b4d41457639d24ed7f1',
        'RIPEMD160(one.jpg)= a544af123662c61ae0664b4d41457639d24ed7f1',
        '',
      ].join('\n'),
      options: { style: 'bsd' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'one (1) = copy.jpg' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'one.jpg' },
      ],
      findings: [['digest/kind-unknown', 3]],
    },
  ],

  detect(head: Head): Detection | null {
    const lines = head.lines.filter((line) => /^\s*[^\s#;]/u.test(line));
    const tagged = lines.filter((line) => kindNamed(TAG_LINE.exec(line)?.[1] ?? '') !== null).length;
    const bare = lines.filter((line) => kindsOfLength(GNU_LINE.exec(line)?.[1]?.length ?? 0).length > 0).length;
    // Nine in ten: one bad row in a long list must not make it another format.
    if (lines.length === 0 || (tagged + bare) * 10 < lines.length * 9) return null;
    if (bare === 0) return { sure: 'certain', because: 'the lines name an algorithm, a file and its digest' };
    return { sure: 'likely', because: 'the lines are a digest and a file name each' };
  },

  read: readLines<Options>((rows, context) => {
    const fixed = context.options.kind === undefined ? null : kinds[context.options.kind];
    const byLength = new KindByLength(rows, fileKinds);
    const reader = new ChecksumLines(rows, context, fixed, byLength);
    const wantsName = context.want.has('name');
    const { builder } = rows;
    return (line) => {
      const kind = fixed ?? byLength.last;
      if (kind === null) return reader.read(line);
      const { bytes, from, to } = line;
      const end = from + kind.width * 2;
      const isPlain = to > end + 2 && bytes[end] === BLANK && (bytes[end + 1] === BLANK || bytes[end + 1] === STAR);
      if (!isPlain) return reader.read(line);
      rows.begin();
      if (builder.addHex(kind, bytes, from) !== ADDED) return reader.read(line);
      if (wantsName) rows.extra('name', bytes, end + 2, to);
      else context.skipped('name');
    };
  }),

  write: writeRows<Options>({
    row: (context) => {
      const isBsd = context.options.style === 'bsd';
      /** By digest width: a reader of GNU lines could not tell a second kind of one width from the first. */
      const met: number[] = [];
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const kind = kindOf(batch.kind[i] ?? 0);
        met[kind.width] ??= kind.code;
        const name = batch.extras?.[i]?.name ?? '';
        const misfit = !isBsd && met[kind.width] !== kind.code ? ANOTHER_KIND : misfitOf(name);
        if (misfit !== null) return context.unfit(misfit, batch, i);
        const written = name.replace(/[\\\n\r]/gu, (letter) => ESCAPED[letter] ?? letter);
        if (written !== name) out.byte(BACKSLASH);
        const from = batch.start[i] ?? 0;
        const to = batch.start[i + 1] ?? 0;
        if (isBsd) writeTagged(out, kind, written);
        out.hex(batch.bytes, from, to);
        if (!isBsd) {
          out.ascii('  ');
          out.utf8(written);
        }
        out.byte(LF);
      };
    },
  }),
});

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const ANOTHER_KIND = 'the file has digests of another kind and the same length; style=bsd tells them apart';

function writeTagged(out: ByteWriter, kind: Kind, name: string): void {
  // GNU and BSD tools write SHA256, the dash stays in the SHA-3 family.
  out.ascii(kind.id.toUpperCase());
  out.ascii(' (');
  out.utf8(name);
  out.ascii(') = ');
}

/** Why a name cannot stand in a checksum line. None is made up: `-` would mean standard input to md5sum. */
function misfitOf(name: string): string | null {
  if (name === '') return 'it has no file name';
  if (name.includes('\0')) return 'its file name holds NUL';
  return /\p{Surrogate}/u.test(name) ? 'its file name is not UTF-8' : null;
}

/** The slow lane: escapes, tags, comments, single blanks, and every fault. */
class ChecksumLines {
  readonly #rows: RowSink;
  readonly #context: ReadContext<Options>;
  readonly #fixed: Kind | null;
  readonly #byLength: KindByLength;

  constructor(rows: RowSink, context: ReadContext<Options>, fixed: Kind | null, byLength: KindByLength) {
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
    if (isEscaped) at++;
    const word = wordEnd(bytes, at, to);
    if (word < to && firstBadHex(bytes, at, word) === word) this.#gnu(bytes, at, word, to, isEscaped, at - from + 1);
    else if (!this.#tagged(bytes, at, to, isEscaped, from)) this.#neither(bytes, at, word, to, at - from + 1);
  }

  #gnu(bytes: Uint8Array, from: number, end: number, to: number, isEscaped: boolean, column: number): void {
    const kind = this.#fixed ?? this.#byLength.of(end - from);
    if (kind === null) this.#rows.reject('row/bad-line', { want: 'a checksum of any known length' }, column);
    else if (this.#rows.digest(kind, bytes, from, end, column)) {
      // `digest name` with one blank is what BSD's md5 -r writes.
      const mark = bytes[end + 1];
      this.#name(bytes, end + (mark === BLANK || mark === STAR ? 2 : 1), to, isEscaped);
    }
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
    if (named === null || !fileKinds.includes(named)) this.#rows.reject('digest/kind-unknown', {}, from - start + 1);
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
    } else this.#rows.reject('row/bad-line', { want: 'a checksum and a file name' }, column);
  }

  #name(bytes: Uint8Array, from: number, to: number, isEscaped: boolean): void {
    const name = isEscaped ? unescaped(bytes.subarray(from, to)) : bytes.subarray(from, to);
    if (name === null)
      this.#rows.reject('row/bad-value', { field: 'name', want: 'a name with the escapes \\\\, \\n, \\r only' });
    else if (name.length === 0) this.#rows.reject('row/missing-field', { field: 'name' });
    else if (this.#context.want.has('name')) this.#rows.extra('name', name, 0, name.length);
    else this.#context.skipped('name');
  }
}

function kindsOfLength(length: number): Kind[] {
  return kindsOfHexLength(length).flatMap((id) => (fileKinds.includes(id) ? [kinds[id]] : []));
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
