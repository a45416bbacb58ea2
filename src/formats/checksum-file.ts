// checksum-file: what md5sum, sha256sum and their like write and check: a digest and the name of its file on each line.
// Facts: research hash-formats 4.7 and 4.8. GNU `digest  name` (`*` for binary; a backslash in front when the name has
// escapes), BSD `ALG (name) = digest`, OpenSSL `ALG(name)= digest`, and `      size  digest  name` of md5deep -z, which
// escapes nothing. A line without an algorithm needs the option kind where its length leaves several.
import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { type Kind, type KindId, kindNamed, kindOf, kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { type Detection, defineFormat, type Head } from './format.ts';
import { ChecksumLines, kindsOfLength } from './kit/checksum-lines.ts';
import { type ByteWriter, writeRows } from './kit/emit.ts';
import { exactDigests } from './kit/file-digests.ts';
import { KindByLength } from './kit/infer-kind.ts';
import { nameFault, sizeFault } from './kit/item-digests.ts';
import { readLines } from './kit/lines.ts';
import { refuseNotOfFiles } from './kit/not-files.ts';
import { RowProgram, type RowShape, wantedOf } from './kit/row-program.ts';

const options = z.strictObject({
  kind: z
    .enum(exactDigests as [KindId, ...KindId[]])
    .optional()
    .describe('kind of every digest in the file'),
  style: z
    .enum(['gnu', 'bsd', 'sized'])
    .default('gnu')
    .describe(
      'lines to write: gnu `digest  name`, bsd `ALG (name) = digest`, sized `size  digest  name` as md5deep -z',
    ),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: exactDigests,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const LF = 10;
const BACKSLASH = 92;

const GNU_LINE = /^(?:\\| *[0-9]{1,15} {2})?([0-9a-f]{32,128})[ \t][ *]./iu;
const TAG_LINE = /^\\?([a-z][a-z0-9/-]{1,20}) ?\(.*\)[ \t]*=[ \t]*([0-9a-f]{32,128})[ \t]*$/iu;
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
  reads: { fields: carries.fields }, // sizes too, however lines are written
  carriesWith: ({ kind, style }) => ({
    ...carries,
    kinds: kind === undefined ? exactDigests : [kind],
    fields: style === 'sized' ? carries.fields : { name: 'exact' },
  }),
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
    {
      name: 'with sizes, names as they are, and a file that md5deep could not read',
      text: [
        '         9  c97e5b930eb5a08d7e4c7836046694d9  one.jpg',
        '1234567890123  10c9e2cde0416ca92132df8805841b00 *two\\n (2).jpg',
        '         0  ********************************  three.jpg',
        '',
      ].join('\n'),
      options: { kind: 'md5', style: 'sized' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'one.jpg' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'two\\n (2).jpg' },
      ],
      findings: [['digest/not-hex', 3]],
    },
  ],

  detect(head: Head): Detection | null {
    refuseNotOfFiles(head);
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
    const byLength = new KindByLength(rows, exactDigests);
    const reader = new ChecksumLines(rows, context, fixed, byLength);
    const programs = new Map<Kind, RowProgram>();
    return {
      line: (line) => reader.read(line),
      rows() {
        const kind = fixed ?? byLength.last;
        if (kind === null) return null;
        const program = programs.get(kind) ?? new RowProgram(linesOf(kind), wantedOf(context));
        programs.set(kind, program);
        return program;
      },
    };
  }),

  write: writeRows<Options>({
    row: (context) => {
      const { style } = context.options;
      const isBsd = style === 'bsd';
      /** The first kind of lines that do not name it. */
      let first: Kind | null = null;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const kind = kindOf(batch.kind[i] ?? 0);
        const name = batch.extras?.[i]?.name ?? '';
        const isTold = isBsd || first === null || first === kind || (tellable.has(first) && tellable.has(kind));
        const misfit =
          (isTold ? null : ANOTHER_KIND) ?? misfitOf(name) ?? (style === 'sized' ? sizeMisfitOf(batch, i, name) : null);
        if (misfit !== null) return context.unfit(misfit, batch, i);
        first ??= kind;
        if (style === 'sized') return writeSized(out, batch, i, name);
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

/** `digest  name`, or a star for the second blank: what nearly all lines are. */
function linesOf(kind: Kind): RowShape {
  return {
    cells: [kind, 'rest'],
    between: 'blanks',
    hasQuotes: false,
    mayLack: false,
    mayBeNameless: false,
    never: 0,
  };
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const ANOTHER_KIND = 'no reader could tell its kind from that of the lines before it; style=bsd names the kind in each';

/** Kinds that a reader knows by the length of a digest. Of others it has to be told, and then of all of the file. */
const tellable = new Set(
  exactDigests.map((id) => kinds[id]).filter(({ width }) => kindsOfLength(width * 2).length === 1),
);

function writeTagged(out: ByteWriter, kind: Kind, name: string): void {
  // GNU and BSD tools write SHA256, the dash stays in the SHA-3 family.
  out.ascii(kind.id.toUpperCase());
  out.ascii(' (');
  out.utf8(name);
  out.ascii(') = ');
}

/** As md5deep -z: the size to the right of ten columns, and the name as it is, for which it has no escapes. */
function writeSized(out: ByteWriter, batch: Batch, i: number, name: string): void {
  out.ascii(`${batch.size?.[i]}`.padStart(10));
  out.ascii('  ');
  out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
  out.ascii('  ');
  out.utf8(name);
  out.byte(LF);
}

function sizeMisfitOf(batch: Batch, i: number, name: string): string | null {
  const size = batch.size?.[i] ?? Number.NaN;
  return Number.isNaN(size) ? 'it has no size' : (sizeFault(size) ?? nameFault(name));
}

/** Why a name cannot stand in a checksum line. None is made up: `-` would mean standard input to md5sum. */
function misfitOf(name: string): string | null {
  if (name === '') return 'it has no file name';
  if (name.includes('\0')) return 'its file name holds NUL';
  return /\p{Surrogate}/u.test(name) ? 'its file name is not UTF-8' : null;
}
