// hashdeep: the audit lists of hashdeep: a header that names the columns, then size, digests and name of a file on each
// line. Facts: research hash-formats 4.6, and hashdeep 4.4 itself: commas from the last column on belong to the name; it
// reports a file whose size differs as a collision, and takes a row without one of its digests for damaged.
import * as z from 'zod';
import { fromUtf8, indexOfByte } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { type Kind, kindNamed, kinds } from '../model/kinds.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { writeBatches } from './kit/emit.ts';
import { DIGESTS, HashdeepWriter, MARK, VERSION } from './kit/hashdeep-write.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import { RowProgram, wantedOf } from './kit/row-program.ts';
import type { RowSink } from './kit/row-sink.ts';
import { digitsEnd, MOST_DIGITS, numberIn } from './kit/size-digits.ts';

const options = z.strictObject({
  digests: z
    .union([z.string().transform((text) => text.split(',').map((name) => name.trim())), z.array(z.string())])
    .pipe(z.array(z.enum(DIGESTS)).min(1))
    .refine((names) => new Set(names).size === names.length, 'each digest once')
    .optional()
    .describe('writing: the digests of each row, such as md5,sha256; those of the first entry if not given'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: DIGESTS,
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: false, // of the digests of a file: the columns have one
  duplicates: true,
  list: [],
};

const COMMA = 44;
const HASH = 35;
const PERCENT = 37;
/** Digests of hashdeep that are no keys here, which a finding may name: any other word could be part of a row. */
const OTHERS = new Set(['tiger', 'whirlpool', 'sha3', 'sha3-256']);

export const hashdeep = defineFormat<Options>({
  id: 'hashdeep',
  title: 'Audit list of hashdeep',
  about: { spec: 'https://github.com/jessek/hashdeep', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.hashdeep'] },
  carries,
  carriesWith: ({ digests }) =>
    digests === undefined ? carries : { ...carries, kinds: digests, perItem: digests.length > 1 ? 'many' : 'one' },
  options,
  examples: [
    {
      name: 'two digests a file, a name with commas, a digest that is no key here and rows that are cut',
      text: [
        '%%%% HASHDEEP-1.0',
        '%%%% size,MD5,tiger,sha-256,filename',
        '## Invoked from: /example',
        '## $ hashdeep -c md5,tiger,sha256 -r .',
        '##',
        '9,c97e5b930eb5a08d7e4c7836046694d9,x,042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da,dir/a, b,c.bin',
        '9,c97e5b930eb5a08d7e4c783604669,x,042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da,cut.bin',
        '9,C97E5B930EB5A08D7E4C7836046694D9',
        'x,c97e5b930eb5a08d7e4c7836046694d9,x,042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da,no-size.bin',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'dir/a, b,c.bin', item: 1 },
        {
          kind: 'sha256',
          key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
          name: 'dir/a, b,c.bin',
          item: 1,
        },
      ],
      findings: [
        ['row/unknown-key', 2],
        ['digest/wrong-length', 7],
        ['row/missing-field', 8],
        ['row/bad-value', 9],
      ],
    },
    {
      name: 'one digest a file',
      text: '%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n9,10c9e2cde0416ca92132df8805841b00,one.bin\n',
      options: { digests: ['md5'] },
      rows: [{ kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'one.bin' }],
    },
  ],

  detect: (head: Head) =>
    head.text.startsWith(`${MARK}HASHDEEP-`)
      ? { sure: 'certain', because: 'the first line is that of hashdeep' }
      : null,

  read: readLines<Options>((rows, context) => {
    const table = new HashdeepTable(rows, context);
    return { line: (line) => table.read(line), rows: () => table.usual };
  }),

  write: writeBatches((context) => new HashdeepWriter(context, context.options.digests ?? null)),
});

class HashdeepTable {
  readonly #rows: RowSink;
  readonly #context: ReadContext<Options>;
  readonly #wantsSize: boolean;
  /** Kind of each column of digests, null where there is none; null until the header names them. */
  #columns: readonly (Kind | null)[] | null = null;
  /** What nearly all rows look like. */
  usual: RowProgram | null = null;

  constructor(rows: RowSink, context: ReadContext<Options>) {
    this.#rows = rows;
    this.#context = context;
    this.#wantsSize = context.want.has('size');
  }

  /** Rows that are unlike the others, and what is no row. */
  read(line: LineScanner): void {
    const { bytes, from, to } = line;
    const first = bytes[from];
    if (from === to || first === HASH) return;
    if (first === PERCENT && line.startsWith(MARK)) {
      this.#header(line);
      return;
    }
    const rows = this.#rows;
    rows.begin();
    const columns = this.#columns;
    if (columns === null) {
      rows.reject('row/bad-line', { want: 'below a header of hashdeep' });
      return;
    }
    let at = digitsEnd(bytes, from, to);
    const size = numberIn(bytes, from, at);
    if (at === from || at - from > MOST_DIGITS || (at < to && bytes[at] !== COMMA)) {
      rows.reject('row/bad-value', { field: 'size', want: 'a whole number from 0' });
      return;
    }
    for (const kind of columns) {
      const start = at + 1;
      if (start > to) {
        rows.reject('row/missing-field', { field: kind?.id ?? 'digest' }, to - from + 1);
        return;
      }
      const comma = indexOfByte(bytes, COMMA, start, to);
      at = comma < 0 ? to : comma;
      if (kind !== null && !rows.digest(kind, bytes, start, at, start - from + 1)) return;
    }
    if (at === to) {
      rows.reject('row/missing-field', { field: 'filename' }, to - from + 1);
      return;
    }
    if (this.#wantsSize) rows.builder.setSize(size);
    else this.#context.skipped('size');
    if (at + 1 === to) return;
    rows.extra('name', bytes, at + 1, to);
  }

  /** Lists that were joined bring their headers along, and with them other columns. */
  #header(line: LineScanner): void {
    const text = fromUtf8(line.bytes, line.from + MARK.length, line.to);
    const version = /^HASHDEEP-(\d{1,3}\.\d{1,3})$/u.exec(text)?.[1];
    if (version !== undefined) {
      if (version !== VERSION) throw usage('input/newer-version', { version, known: VERSION });
      return;
    }
    const rows = this.#rows;
    const names = text.toLowerCase().split(',');
    if (names.length < 3 || names[0] !== 'size' || names.at(-1) !== 'filename') {
      rows.begin();
      rows.reject('row/bad-line', { want: 'a header of hashdeep: size, digests, filename' });
      return;
    }
    const columns = names.slice(1, -1).map((name) => {
      const id = kindNamed(name);
      if (id !== null && DIGESTS.some((digest) => digest === id)) return kinds[id];
      rows.report('row/unknown-key', { key: OTHERS.has(name) ? name : 'of a digest' });
      return null;
    });
    if (columns.every((kind) => kind === null))
      throw usage('input/no-key-column', { input: this.#context.sourceName, taken: '' });
    this.#columns = columns;
    this.usual = new RowProgram(
      {
        cells: ['size', ...columns.map((kind) => kind ?? 'ignored'), 'rest'],
        between: 'comma',
        hasQuotes: false,
        mayLack: false,
        mayBeNameless: true,
        never: 0,
      },
      wantedOf(this.#context),
    );
    this.#context.rejectHeader(new TextEncoder().encode(`${MARK}HASHDEEP-${VERSION}\n${MARK}${text}`));
  }
}
