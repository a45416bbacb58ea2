// tsk-index: the index that hfind of The Sleuth Kit makes of a hash set (`-md5.idx`, `-sha1.idx`) and looks digests up in,
// with or without the set behind it. Facts: research hash-formats 4.10. The second field is the place in that set, which
// says nothing here; hfind gives the name of the set and no name of a file where it has the index alone. The type of the
// set (nsrl, md5sum, hk, encase) says where it is from, never whether its files are wanted.
import * as z from 'zod';
import { fromUtf8, indexOfByte } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { type Kind, kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';

const KINDS = ['md5', 'sha1'] as const;

const options = z.strictObject({
  kind: z
    .enum(KINDS)
    .default('md5')
    .describe('writing: the kind of digest; hfind takes it from the end of the file name'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: KINDS,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: false,
  duplicates: true, // an entry for each place in the set behind it
  list: ['title'],
};

/** What stands where a digest would, in front of the type of the set and of its name. */
const TYPE = `${'0'.repeat(41)}|`;
const NAME = `${'0'.repeat(40)}1|`;
const PLACE = '|0000000000000000\n';
const BAR = 124;
const HEAD_LINE = /^0{41}\|[a-z0-9]{2,10}\s*$/u;

export const tskIndex = defineFormat<Options>({
  id: 'tsk-index',
  title: 'Index of The Sleuth Kit (hfind)',
  about: { spec: 'https://github.com/sleuthkit/sleuthkit', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.idx'], names: [/-(?:md5|sha1)\.idx$/iu] },
  carries,
  carriesWith: ({ kind }) => ({ ...carries, kinds: [kind] }),
  needs: { sorted: true },
  options,
  examples: [
    {
      name: 'MD5, one of them twice in the set behind it, and lines that are no entries',
      text: [
        `${TYPE}md5sum`,
        `${NAME}january.txt`,
        'C97E5B930EB5A08D7E4C7836046694D9|0000000000000000',
        'D4E06766E751A61F6BCDEC13D149FD15|0000000000000043',
        'D4E06766E751A61F6BCDEC13D149FD15|0000000000000086',
        'D4E06766E751A61F6BCDEC13D149FD|0000000000000129',
        'D4E06766E751A61F6BCDEC13D149FD15',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15' },
      ],
      findings: [
        ['digest/wrong-length', 6],
        ['row/missing-field', 7],
      ],
    },
    {
      name: 'SHA-1 of the NSRL',
      text: `${TYPE}nsrl\n${NAME}NSRLFile.txt\nA544AF123662C61AE0664B4D41457639D24ED7F1|0000000000000086\n`,
      options: { kind: 'sha1' },
      rows: [{ kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1' }],
    },
  ],

  detect: (head: Head) =>
    HEAD_LINE.test(head.lines[0] ?? '')
      ? { sure: 'certain', because: 'the first line is that of an index of hfind' }
      : null,

  read: readLines<Options>((rows, context) => {
    const index = new TskIndex(rows, context);
    return (line) => index.read(line);
  }),

  write: writeRows<Options>({
    banner(out, { list }) {
      // hfind shows the name, and reads it up to the end of its line.
      const title = list.title?.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim() ?? '';
      out.ascii(`${TYPE}md5sum\n`);
      out.utf8(`${NAME}${title === '' ? UNNAMED : title}\n`);
    },
    row: () => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      out.upperHex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.ascii(PLACE);
    },
  }),
});

/** hfind fails without a name. */
const UNNAMED = 'listbridge';

class TskIndex {
  readonly #rows: RowSink;
  readonly #context: ReadContext<Options>;
  /** The kind of the first digest: an index has one. */
  #kind: Kind | null = null;

  constructor(rows: RowSink, context: ReadContext<Options>) {
    this.#rows = rows;
    this.#context = context;
  }

  read(line: LineScanner): void {
    const { bytes, from, to } = line;
    if (from === to) return;
    if (line.startsWith(TYPE)) return;
    if (line.startsWith(NAME)) {
      const title = fromUtf8(bytes, from + NAME.length, to).trim();
      if (title !== '' && title !== UNNAMED) this.#context.header({ title });
      return;
    }
    const rows = this.#rows;
    rows.begin();
    const bar = indexOfByte(bytes, BAR, from, to);
    if (bar < 0) rows.reject('row/missing-field', { field: 'place in the set' }, to - from + 1);
    else {
      this.#kind ??= kindOfLength(bar - from);
      const kind = this.#kind ?? kinds.md5;
      rows.digest(kind, bytes, from, bar);
    }
  }
}

function kindOfLength(digits: number): Kind | null {
  const id = KINDS.find((each) => kinds[each].width * 2 === digits);
  return id === undefined ? null : kinds[id];
}
