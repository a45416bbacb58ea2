// clamav: ClamAV's databases of file hashes, `digest:size:name`: what it finds (`.hdb`, `.hsb`, `.hdu`, `.hsu`) and what it
// lets pass (`.fp`, `.sfp`). Facts: research hash-formats 5.4, and ClamAV 1.4 itself: the digest is known by its length in
// each of them; a size of `*` needs the level 73 behind the name; one line it cannot read, or a blank one, and nothing of
// the database is loaded. The lines of both lists look alike: only the ending of the file says which one it is.
import * as z from 'zod';
import { indexOfByte } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { type Kind, kinds } from '../model/kinds.ts';
import { EXCEPTED, PRESENT, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { escapeSignature, nameOfSignature } from './kit/clamav-names.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import { refuseNotOfFiles, SECTION, SECTION_LINE } from './kit/not-files.ts';
import type { RowSink } from './kit/row-sink.ts';

const options = z.strictObject({
  list: z
    .enum(['block', 'allow'])
    .optional()
    .describe(
      'what the file is: hashes to be found, .hdb or .hsb (block, if not given when writing), or exceptions from them, ' +
        '.fp or .sfp (allow); must be given to read one, for its lines do not say',
    ),
  name: z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/u, 'must be letters, digits, dots, underscores and hyphens')
    .default('Listed')
    .describe('the signature name of entries without a partner key: ClamAV needs one'),
});
type Options = z.infer<typeof options>;

const KINDS = ['md5', 'sha1', 'sha256'] as const;

const carries: Carries = {
  kinds: KINDS,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: { size: 'exact', partnerKey: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const COLON = 58;
const HASH = 35;
/** The level from which on ClamAV knows a size of `*`. */
const ANY_SIZE = 73;
const MOST_BYTES = 0xfffffffe;
const FILE_LINE = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}):(?:\d+|\*):[^:]+(?::\d+){0,2}\s*$/iu;

export const clamav = defineFormat<Options>({
  id: 'clamav',
  title: 'ClamAV database of file hashes, or of exceptions from them',
  about: { spec: 'https://docs.clamav.net/manual/Signatures/HashSignatures.html', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.hdb', '.hdu', '.hsb', '.hsu', '.fp', '.sfp'] },
  carries,
  carriesWith: ({ list }) => ({ ...carries, exceptions: list === 'allow' }),
  options,
  examples: [
    {
      name: 'hashes of files, one of a section, and lines that keep ClamAV from loading the list',
      text: [
        '# weekly hashes',
        'c97e5b930eb5a08d7e4c7836046694d9:9:Example.One',
        'a544af123662c61ae0664b4d41457639d24ed7f1:*:Example.Two:73',
        '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da:9:Listed:80:255',
        '9:c97e5b930eb5a08d7e4c7836046694d9:Example.Section',
        'c97e5b930eb5a08d7e4c7836046694d9:*:Example.NoLevel',
        'c97e5b930eb5a08d7e4c7836046694d9:9',
        'c97e5b930eb5a08d7e4c7836046694:9:Example.Cut',
        'c97e5b930eb5a08d7e4c7836046694d9:0:Example.Empty',
        '',
      ].join('\n'),
      options: { list: 'block' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1' },
        { kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' },
      ],
      findings: [
        ['row/decoration-removed', 4],
        ['digest/not-of-a-file', 5],
        ['row/bad-value', 6],
        ['row/missing-field', 7],
        ['digest/wrong-length', 8],
        ['row/bad-value', 9],
      ],
    },
    {
      name: 'exceptions',
      text: '10c9e2cde0416ca92132df8805841b00:9:Example.Fine\n',
      options: { list: 'allow' },
      rows: [{ kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', operation: 'excepted' }],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !line.startsWith('#') && line.trim() !== '');
    const isSections = areMost(lines, (line) => SECTION_LINE.test(line));
    if (!isSections && !areMost(lines, (line) => FILE_LINE.test(line))) return null;
    refuseNotOfFiles(head);
    return { sure: 'certain', because: 'the lines are a digest, a size and a signature name each' };
  },

  read: readLines<Options>((rows, context) => {
    const { list } = context.options;
    if (list === undefined) {
      const reason =
        'say list=block or list=allow: the lines do not tell whether ClamAV blocks the files or lets them pass';
      throw usage('usage/bad-option', { option: '--from-option list', reason });
    }
    const reader = new HashLines(rows, context, list === 'allow' ? EXCEPTED : PRESENT);
    return (line) => reader.read(line);
  }),

  write: writeRows<Options>({
    row: (context) => {
      const { list, name } = context.options;
      const wanted = list === 'allow' ? EXCEPTED : PRESENT;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        if (batch.op[i] !== wanted) return context.unfit('a list of exceptions holds nothing else', batch, i);
        const size = batch.size?.[i] ?? Number.NaN;
        const hasSize = !Number.isNaN(size);
        if (hasSize && !(Number.isInteger(size) && size > 0 && size <= MOST_BYTES)) {
          return context.unfit('ClamAV loads nothing of a list with a size that is not from 1 to 4294967294', batch, i);
        }
        const key = batch.partnerKey?.[i];
        if (key === '' || (key !== undefined && /\p{Surrogate}/u.test(key))) {
          return context.unfit('its partner key is no signature name', batch, i);
        }
        out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.byte(COLON);
        if (hasSize) out.integer(size);
        else out.ascii('*');
        out.byte(COLON);
        out.utf8(key === undefined ? name : escapeSignature(key, name));
        if (!hasSize) out.ascii(`:${ANY_SIZE}`);
        out.byte(10);
      };
    },
  }),
});

class HashLines {
  readonly #rows: RowSink;
  readonly #context: ReadContext<Options>;
  readonly #op: number;
  /** Ends of the fields of the line at hand. */
  readonly #ends = new Int32Array(6);

  constructor(rows: RowSink, context: ReadContext<Options>, op: number) {
    this.#rows = rows;
    this.#context = context;
    this.#op = op;
  }

  read(line: LineScanner): void {
    const { bytes, from } = line;
    if (line.isBlank || bytes[from] === HASH) return;
    const rows = this.#rows;
    rows.begin(this.#op);
    const count = this.#cut(line);
    const ends = this.#ends;
    const [digest = from, size = from, name = from] = ends;
    if (count < 3 || digest === from || name === size + 1) {
      if (count < 3)
        rows.reject('row/missing-field', { field: count < 2 ? 'size' : 'signature name' }, line.to - from + 1);
      else rows.reject('row/missing-field', { field: digest === from ? 'digest' : 'signature name' });
    } else if (count > 5) rows.reject('row/extra-field', { got: count, want: 5 });
    else if (isSize(bytes, from, digest) && kindOfDigits(size - digest - 1) !== null) {
      rows.reject('digest/not-of-a-file', { what: SECTION });
    } else this.#entry(bytes, from, count);
  }

  #entry(bytes: Uint8Array, from: number, count: number): void {
    const rows = this.#rows;
    const [digest = from, size = from, name = from, level = from] = this.#ends;
    const kind = kindOfDigits(digest - from) ?? kinds.md5;
    if (!rows.digest(kind, bytes, from, digest)) return;
    const least = count > 3 ? numberIn(bytes, name + 1, level) : null;
    const isAny = bytes[digest + 1] === 42 && size === digest + 2;
    if (isAny && (least === null || least < ANY_SIZE)) {
      rows.reject('row/bad-value', { field: 'level', want: `${ANY_SIZE} or more, which a size of * needs` });
      return;
    }
    const bytesOfFile = isAny ? null : numberIn(bytes, digest + 1, size);
    if (!isAny && (bytesOfFile === null || bytesOfFile < 1 || bytesOfFile > MOST_BYTES)) {
      rows.reject('row/bad-value', { field: 'size', want: '* or a number from 1 to 4294967294' }, digest - from + 2);
      return;
    }
    if (bytesOfFile !== null) {
      if (this.#context.want.has('size')) rows.builder.setSize(bytesOfFile);
      else this.#context.skipped('size');
    }
    if (count > (isAny && least === ANY_SIZE ? 4 : 3)) {
      rows.report('row/decoration-removed', { what: 'a range of ClamAV versions' });
    }
    this.#name(bytes, size + 1, name);
  }

  #name(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#context.want.has('partnerKey')) {
      this.#context.skipped('partnerKey');
      return;
    }
    const key = nameOfSignature(this.#rows.text(bytes, from, to), this.#context.options.name);
    if (key !== null) this.#rows.builder.setPartnerKey(key);
  }

  /** Finds the ends of the fields, and how many there are; more than six are as many as six. */
  #cut({ bytes, from, to }: LineScanner): number {
    let count = 0;
    for (let at = from; count < 6; at = (this.#ends[count - 1] ?? to) + 1) {
      const colon = indexOfByte(bytes, COLON, at, to);
      this.#ends[count++] = colon < 0 ? to : colon;
      if (colon < 0) break;
    }
    return count;
  }
}

function kindOfDigits(digits: number): Kind | null {
  const id = KINDS.find((each) => kinds[each].width * 2 === digits);
  return id === undefined ? null : kinds[id];
}

/** A size as a section has it in front of its digest. */
function isSize(bytes: Uint8Array, from: number, to: number): boolean {
  return (bytes[from] === 42 && to === from + 1) || numberIn(bytes, from, to) !== null;
}

/** The number these digits are, or null. */
function numberIn(bytes: Uint8Array, from: number, to: number): number | null {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return to > from && to - from <= 15 ? value : null;
}
