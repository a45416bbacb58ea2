// vpdq: the PDQ hashes of the frames of one video, as vPDQ writes them: a line a frame, or a JSON array of texts. What a frame
// is (number, quality, second) is the note of its row. The seconds of the JSON form have three significant digits and may come
// with an exponent: they are kept as sent. Facts: research hash-formats 3.5.
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { addKey } from './kit/add-key.ts';
import { type EntryReader, readEntries } from './kit/document.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { textSyntax } from './kit/json/texts.ts';
import { readLines } from './kit/lines.ts';
import { toPeeked } from './kit/peek.ts';
import type { RowSink } from './kit/row-sink.ts';

const carries: Carries = {
  kinds: ['pdq'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { note: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const FRAME = /^\d{1,10}$/u;
const QUALITY = /^(?:100|[1-9]?\d)$/u;
const SECOND = /^\d{1,12}(?:\.\d{1,12})?(?:e[+-]?\d{1,3})?$/iu;
const NOTE = /^frame (\d{1,10}), quality (100|[1-9]?\d), second (\S+)$/u;
const LINE = /^\d{1,10},\d{1,3},[0-9a-f]{64},[\d.e+-]+\s*$/iu;
/** An array, or texts of one that were refused. */
const IS_ARRAY = /^\s*["[]/u;

export const vpdq = defineFormat<unknown>({
  id: 'vpdq',
  title: 'vPDQ: PDQ hashes of the frames of a video',
  about: { spec: 'https://github.com/facebook/ThreatExchange/tree/main/vpdq', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  examples: [
    {
      name: 'frames, one of no such quality, one that is cut, and one without a second',
      text: [
        `0,100,${'f00f'.repeat(16)},0.000`,
        `1,87,${'0FF0'.repeat(16)},1.5`,
        `2,101,${'3cc3'.repeat(16)},3.0`,
        `3,99,${'3cc3'.repeat(15)},4.5`,
        `4,99,${'3cc3'.repeat(16)}`,
        '',
      ].join('\n'),
      rows: [
        { kind: 'pdq', key: 'f00f'.repeat(16) },
        { kind: 'pdq', key: '0ff0'.repeat(16) },
      ],
      findings: [
        ['row/bad-value', 3],
        ['digest/wrong-length', 4],
        ['row/missing-field', 5],
      ],
    },
    {
      name: 'texts in an array',
      text: `["${'f00f'.repeat(16)},100,0.0",\n"${'0ff0'.repeat(16)},87,1.23e+02","${'3cc3'.repeat(15)},9,1.0"]\n`,
      rows: [
        { kind: 'pdq', key: 'f00f'.repeat(16) },
        { kind: 'pdq', key: '0ff0'.repeat(16) },
      ],
      findings: [['digest/wrong-length', 2]],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => line.trim() !== '');
    if (areMost(lines, (line) => LINE.test(line))) {
      return { sure: 'certain', because: 'the lines are frames with quality, hash and second' };
    }
    const isArray = /^\s*\[\s*"[0-9a-f]{64},\d{1,3},/iu.test(head.text);
    return isArray ? { sure: 'certain', because: 'the texts of the array are hashes with quality and second' } : null;
  },

  read: toPeeked((head) => (IS_ARRAY.test(head) ? readArray : readFrames)),

  write: writeRows<unknown>({
    row: (context) => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      const [, frame, quality, second = ''] = NOTE.exec(batch.extras?.[i]?.note ?? '') ?? [];
      if (frame === undefined || !SECOND.test(second)) {
        return context.unfit('its note does not say which frame it is, of what quality and at which second', batch, i);
      }
      out.ascii(`${frame},${quality},`);
      out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.ascii(`,${second}\n`);
    },
  }),
});

const readFrames = readLines<unknown>((rows, context) => (line) => {
  line.trim();
  if (line.isBlank) return;
  rows.begin();
  const [frame = '', quality, digest, second, ...more] = rows.text(line.bytes, line.from, line.to).split(',');
  if (more.length > 0) rows.reject('row/extra-field', { got: more.length + 4, want: 4 });
  else if (FRAME.test(frame)) addFrame(rows, context, { frame, quality, digest, second });
  else rows.reject('row/bad-value', { field: 'frame', want: 'a whole number from 0' });
});

const readArray = readEntries<string, unknown>(
  textSyntax({ items: ['[]'], facts: [] }),
  (rows, context): EntryReader<string> => {
    let count = 0;
    return {
      item(text) {
        const [digest, quality, second] = text.split(',');
        addFrame(rows, context, { frame: String(count++), quality, digest, second });
      },
    };
  },
);

interface Frame {
  readonly frame: string;
  readonly quality: string | undefined;
  readonly digest: string | undefined;
  readonly second: string | undefined;
}

function addFrame(rows: RowSink, context: ReadContext, { frame, quality, digest, second }: Frame): void {
  if (quality === undefined || digest === undefined || second === undefined) {
    rows.reject('row/missing-field', { field: digest === undefined ? 'hash' : 'second' });
  } else if (!QUALITY.test(quality)) rows.reject('row/bad-value', { field: 'quality', want: 'a number from 0 to 100' });
  else if (!SECOND.test(second)) rows.reject('row/bad-value', { field: 'second', want: 'a number from 0' });
  else if (addKey(rows, kinds.pdq.id, EXACT, digest)) {
    if (context.want.has('note')) rows.builder.setExtra('note', `frame ${frame}, quality ${quality}, second ${second}`);
    else context.skipped('note');
  }
}
