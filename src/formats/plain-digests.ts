// plain-digests: one digest a line and nothing else, the form every tool can read.
// Facts: research hash-formats 5.8. The kind is an option, because length does not name an algorithm.
import * as z from 'zod';
import { ADDED } from '../model/batch-builder.ts';
import { equalsAscii, fromUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { type Kind, type KindId, kindIds, kindNamed, kindOf, kinds, kindsOfHexLength } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { KindByLength } from './kit/infer-kind.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import { notOfFile, refuseNotOfFiles } from './kit/not-files.ts';
import type { RowSink } from './kit/row-sink.ts';

const digestKinds = kindIds.filter((id) => kinds[id].family === 'exact' || kinds[id].family === 'perceptual');

/** Kinds that a reader of the list can tell by their length alone. */
const tellableKinds = digestKinds.filter((id) => {
  const { codec, width } = kinds[id];
  return codec === 'hex' && kindsOfHexLength(width * 2).length === 1;
});

const options = z.strictObject({
  kind: z
    .enum(digestKinds as [KindId, ...KindId[]])
    .optional()
    .describe('kind of every digest in the list'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: digestKinds,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

const COMMENTS = ['#', ';', '//'];
const HEX_WORD = /^[0-9a-f]+$/iu;

export const plainDigests = defineFormat<Options>({
  id: 'plain-digests',
  title: 'Bare digests, one a line',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.txt', '.md5', '.sha1', '.sha256', '.hashes'] },
  carries,
  carriesWith: ({ kind }) => ({ ...carries, kinds: kind === undefined ? tellableKinds : [kind] }),
  options,
  examples: [
    {
      name: 'comments, upper case and a prefix',
      text: [
        '# weekly digests',
        'c97e5b930eb5a08d7e4c7836046694d9',
        '10C9E2CDE0416CA92132DF8805841B00',
        'md5:d4e06766e751a61f6bcdec13d149fd15',
        'c97e5b930eb5a08d7e4c7836046694dx',
        '',
      ].join('\n'),
      options: { kind: 'md5' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15' },
      ],
      findings: [
        ['row/decoration-removed', 4],
        ['digest/not-hex', 5],
      ],
    },
  ],

  detect(head: Head) {
    refuseNotOfFiles(head);
    const words = head.lines.map((line) => line.trim()).filter((line) => line !== '' && !isComment(line));
    if (words.length === 0) return null;
    // One bad row among few is looked past; not the first, which may be the header of a table.
    const isShort = words.length >= 3 && isDigest(words[0] ?? '') && words.filter(isDigest).length === words.length - 1;
    if (!isShort && !areMost(words, isDigest)) return null;
    return { sure: 'likely', because: 'the lines are bare hexadecimal digests' };
  },

  read: readLines<Options>((rows, context) => {
    const fixed = context.options.kind === undefined ? null : kinds[context.options.kind];
    const byLength = new KindByLength(rows, digestKinds);
    return {
      line(line) {
        const { builder } = rows;
        const kind = fixed ?? byLength.last;
        if (kind !== null && kind.codec === 'hex' && line.to - line.from === kind.width * 2) {
          rows.begin();
          if (builder.addHex(kind, line.bytes, line.from) === ADDED) return;
        }
        readDecorated(line, rows, fixed, byLength);
      },
      digests() {
        const kind = fixed ?? byLength.last;
        return kind !== null && kind.codec === 'hex' && kind.width > 0 ? kind : null;
      },
    };
  }),

  write: writeRows<Options>({
    batch(out, { uniform, count, kind, op, bytes, start }) {
      if (!uniform || count === 0 || op[0] === WITHDRAWN) return false;
      const { codec, width } = kindOf(kind[0] ?? 0);
      if (codec !== 'hex' || width === 0) return false;
      out.hexLines(bytes, start[0] ?? 0, width, count);
      return true;
    },
    row: () => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      const from = batch.start[i] ?? 0;
      const to = batch.start[i + 1] ?? 0;
      const { codec } = kindOf(batch.kind[i] ?? 0);
      if (codec === 'hex') out.hex(batch.bytes, from, to);
      else if (codec === 'base64') out.base64(batch.bytes, from, to);
      else out.copy(batch.bytes, from, to);
      out.byte(10);
    },
  }),
});

/** A digest of some known length, perhaps behind the name of its algorithm. */
function isDigest(word: string): boolean {
  const [, name, digest = ''] = /^(?:([a-z0-9-]{3,10}):)?(.*)$/iu.exec(word) ?? [];
  return (
    HEX_WORD.test(digest) &&
    kindsOfHexLength(digest.length).length > 0 &&
    (name === undefined || kindNamed(name) !== null)
  );
}

function isComment(line: string): boolean {
  return COMMENTS.some((mark) => line.startsWith(mark));
}

/** The slow lane: blanks, comments, prefixes, quotation marks, and every fault. */
function readDecorated(line: LineScanner, rows: RowSink, fixed: Kind | null, byLength: KindByLength): void {
  const lineStart = line.from;
  line.trim();
  if (line.isBlank || COMMENTS.some((mark) => line.startsWith(mark))) return;
  rows.begin();
  // Before anything is taken off: without its comma or colons the line is no longer what it was.
  const what = notOfFile(line.bytes, line.from, line.to);
  if (what !== null) {
    rows.reject('digest/not-of-a-file', { what });
    return;
  }
  const named = undecorate(line, rows);
  const from = line.from;
  const to = line.to;
  if (named !== null && fixed !== null && named !== fixed.id) {
    rows.reject('digest/kind-mismatch', { named, kind: fixed.id });
    return;
  }
  const kind = fixed ?? (named === null ? byLength.of(to - from) : kinds[named]);
  if (kind === null) rows.reject('row/bad-line', { want: 'a digest of any known length' });
  else rows.digest(kind, line.bytes, from, to, from - lineStart + 1);
}

/** Takes off what senders put around a digest and counts it; returns the kind a prefix such as `sha256:` names. */
function undecorate(line: LineScanner, rows: RowSink): KindId | null {
  const { bytes } = line;
  let named: KindId | null = null;
  if (bytes[line.to - 1] === 44) {
    line.to--;
    line.trim();
    rows.report('row/decoration-removed', { what: 'a trailing comma' });
  }
  const first = bytes[line.from];
  if ((first === 34 || first === 39) && line.to - line.from >= 2 && bytes[line.to - 1] === first) {
    line.from++;
    line.to--;
    rows.report('row/decoration-removed', { what: 'quotation marks' });
  }
  const colon = line.raw().subarray(0, 20).indexOf(58);
  if (colon > 0) {
    named = kindNamed(fromUtf8(bytes, line.from, line.from + colon));
    if (named !== null) {
      line.from += colon + 1;
      line.trim();
      rows.report('row/decoration-removed', { what: 'the name of the algorithm' });
    }
  }
  if (equalsAscii(bytes, line.from, Math.min(line.from + 2, line.to), '0x')) {
    line.from += 2;
    rows.report('row/decoration-removed', { what: '0x' });
  }
  return named;
}
