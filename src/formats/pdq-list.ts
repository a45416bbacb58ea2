// pdq-list: PDQ hashes in the layouts of Meta's tools: bare, `hash,filename`, `hash,quality,filename`, and the table with the
// header `FilePath,Hash`. Facts: research hash-formats 3.3. Sixty-four digits are a SHA-256 as well: a list without header is
// taken for one only where the bits are those of PDQ, of which nearly all have exactly half set.
import * as z from 'zod';
import { fromUtf8, indexOfByte, lastIndexOfByte } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { nameFault } from './kit/item-digests.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';

const options = z.strictObject({
  columns: z
    .enum(['hash', 'hash,filename', 'hash,quality,filename'])
    .optional()
    .describe('writing: what a line holds; if not given, the name and, where a note is a quality, that'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['pdq'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', note: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const COMMA = 44;
const QUOTE = 34;
const DIGITS = kinds.pdq.width * 2;
const HEADER = /^\s*file_?path\s*,\s*hash\s*$/iu;
const QUALITY = /^(?:100|[1-9]?\d)$/u;
/** How the note of a row begins that is the quality of its picture, 0 to 100. */
const NOTE = 'quality ';
const HASH = new RegExp(`^[0-9a-f]{${DIGITS}}(?:,|$)`, 'iu');

export const pdqList = defineFormat<Options>({
  id: 'pdq-list',
  title: 'PDQ hashes with names and quality',
  about: { spec: 'https://github.com/facebook/ThreatExchange', since: '0.2.0', status: 'trial' },
  files: { extensions: ['.pdq'] },
  carries,
  carriesWith: ({ columns }) => {
    if (columns === 'hash') return { ...carries, fields: {} };
    return columns === 'hash,filename' ? { ...carries, fields: { name: 'exact' } } : carries;
  },
  options,
  examples: [
    {
      name: 'names, quality and a bare hash',
      text: [
        `${'f00f'.repeat(16)},87,a, b.jpg`,
        `${'0FF0'.repeat(16)},b.jpg`,
        '3cc3'.repeat(16),
        `${'c33c'.repeat(16)},0,`,
        '0'.repeat(32),
        '',
      ].join('\n'),
      rows: [
        { kind: 'pdq', key: 'f00f'.repeat(16), name: 'a, b.jpg' },
        { kind: 'pdq', key: '0ff0'.repeat(16), name: 'b.jpg' },
        { kind: 'pdq', key: '3cc3'.repeat(16) },
        { kind: 'pdq', key: 'c33c'.repeat(16) },
      ],
      findings: [['digest/wrong-length', 5]],
    },
    {
      name: 'a table',
      text: `FilePath,Hash\ndir/a, b.jpg,${'f00f'.repeat(16)}\nc.jpg\n`,
      rows: [{ kind: 'pdq', key: 'f00f'.repeat(16), name: 'dir/a, b.jpg' }],
      findings: [['row/bad-line', 3]],
    },
    {
      name: 'hashes without names',
      text: ['f00f', '0ff0', '3cc3'].map((part) => `${part.repeat(16)},\n`).join(''),
      options: { columns: 'hash' },
      rows: ['f00f', '0ff0', '3cc3'].map((part) => ({ kind: 'pdq', key: part.repeat(16) })),
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => line.trim() !== '');
    const [first = '', second = ''] = lines;
    if (HEADER.test(first) && new RegExp(`,\\s*[0-9a-f]{${DIGITS}}\\s*$`, 'iu').test(second)) {
      return { sure: 'certain', because: 'the header is that of a table of PDQ hashes' };
    }
    const hashes = lines.filter((line) => HASH.test(line)).map((line) => line.slice(0, DIGITS));
    // Without any name it could be a list of bare digests of any kind, which has a reader of its own.
    if (hashes.length * 10 < lines.length * 9 || !lines.some((line) => line[DIGITS] === ',')) return null;
    const halves = hashes.filter((hash) => bitsOf(hash) === HALF).length;
    // One SHA-256 in twenty has exactly half of its bits set.
    if (halves < FEWEST || halves * 4 < hashes.length * 3) return null;
    return { sure: 'certain', because: 'exactly half of the bits of the hashes are set, as in PDQ' };
  },

  read: readLines<Options>((rows, context) => {
    let isTable = false;
    return (line) => {
      const start = line.from;
      line.trim();
      if (line.isBlank) return;
      if (line.line === 1 && HEADER.test(fromUtf8(line.bytes, line.from, line.to))) {
        isTable = true;
        context.rejectHeader(line.bytes.slice(line.from, line.to));
        return;
      }
      rows.begin();
      if (isTable) readTable(line, rows, start);
      else readPlain(line, rows, start);
    };
  }),

  write: writeRows<Options>({
    row:
      ({ options: { columns }, unfit }) =>
      (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const { name, note } = batch.extras?.[i] ?? {};
        const quality = note?.startsWith(NOTE) === true ? note.slice(NOTE.length) : '';
        const fault = name === undefined ? null : nameFaultOf(name, quality);
        if (note !== undefined && !QUALITY.test(quality))
          return unfit('its note is no quality of a PDQ hash', batch, i);
        if (fault !== null) return unfit(fault, batch, i);
        out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        if (columns !== 'hash' && quality !== '') out.utf8(`,${quality},${name ?? ''}`);
        else if (columns !== 'hash' && name !== undefined) out.utf8(`,${name}`);
        out.byte(10);
      },
  }),
});

const HALF = 128;
const FEWEST = 3;

function bitsOf(hex: string): number {
  let bits = 0;
  for (const digit of hex) for (let rest = Number.parseInt(digit, 16); rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}

function readPlain({ bytes, from, to }: LineScanner, rows: RowSink, start: number): void {
  const comma = indexOfByte(bytes, COMMA, from, to);
  const end = comma < 0 ? to : comma;
  if (!rows.digest(kinds.pdq, bytes, from, end, from - start + 1) || comma < 0) return;
  const next = indexOfByte(bytes, COMMA, comma + 1, to);
  if (next >= 0 && next - comma <= 4 && QUALITY.test(fromUtf8(bytes, comma + 1, next))) {
    const note = Buffer.from(`${NOTE}${fromUtf8(bytes, comma + 1, next)}`);
    rows.extra('note', note, 0, note.length);
    rows.extra('name', bytes, next + 1, to);
  } else rows.extra('name', bytes, comma + 1, to);
}

/** Names hold commas, hashes do not: the last one is between them. */
function readTable({ bytes, from, to }: LineScanner, rows: RowSink, start: number): void {
  const comma = lastIndexOfByte(bytes, COMMA, from, to);
  if (comma < 0) rows.reject('row/bad-line', { want: 'a file name and its hash' });
  else if (rows.digest(kinds.pdq, bytes, comma + 1, to, comma + 2 - start)) {
    const isQuoted = comma - from >= 2 && bytes[from] === QUOTE && bytes[comma - 1] === QUOTE;
    rows.extra('name', bytes, isQuoted ? from + 1 : from, isQuoted ? comma - 1 : comma);
  }
}

/** Why a name would not be read as it is. */
function nameFaultOf(name: string, quality: string): string | null {
  if (name === '' || name.trimEnd() !== name) return 'its file name is empty or ends with a blank';
  if (quality === '' && QUALITY.test(name.split(',')[0] ?? '') && name.includes(',')) {
    return 'its file name would be read as a quality';
  }
  return nameFault(name);
}
