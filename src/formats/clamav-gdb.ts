// clamav-gdb: ClamAV's database of URL hashes (`.gdb`), an offline consumer of the form `safe-browsing`: `S1:F:` blocks the
// URL with this hash and `S:W:` lets it pass. `S1:P:` lines are only a filter in front (the first bytes of a hash): ClamAV
// 1.4 blocks by an `F` line whether or not there is one, and never by a `P` line alone, so they list nothing and none are
// written. It loads a hash of the wrong length without a word and never matches it. Facts: research url-formats 3.19 (run).
import { indexOfByte, startsWithAscii } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { EXCEPTED, PRESENT, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const carries: Carries = {
  kinds: ['sb-sha256'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

const KIND = kinds['sb-sha256'];
const COLON = 58;
/** Every kind of line there is, and what it does with the hash behind it. */
const MARKS = [
  { mark: 'S1:F:', op: PRESENT },
  { mark: 'S:F:', op: PRESENT },
  { mark: 'S2:F:', op: PRESENT },
  { mark: 'S:W:', op: EXCEPTED },
  { mark: 'S1:P:', op: null },
  { mark: 'S:P:', op: null },
  { mark: 'S2:P:', op: null },
] as const;

export const clamavGdb = defineFormat<unknown>({
  id: 'clamav-gdb',
  title: 'ClamAV database of URL hashes',
  about: { spec: 'ClamAV signature format for phishing URLs (GDB)', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.gdb'] },
  carries,
  examples: [
    {
      name: 'a filter, hashes, an exception, and hashes that would never match',
      text: [
        'S1:P:042896dc',
        'S1:F:042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
        'S2:F:dba0082ec68e72d47fa926dcc91fb9b00961ceb4342554a0c2aa567144a5a6d3:20-',
        'S:W:dfd5922f5aa9441e95d21ed58bb9f2209a004912a1232e89f75f725bd37f3d4a',
        'S1:F:c97e5b930eb5a08d7e4c7836046694d9',
        'S1:F:zz2896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
        'S3:F:042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
        '',
      ].join('\n'),
      rows: [
        { kind: 'sb-sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' },
        { kind: 'sb-sha256', key: 'dba0082ec68e72d47fa926dcc91fb9b00961ceb4342554a0c2aa567144a5a6d3' },
        {
          kind: 'sb-sha256',
          key: 'dfd5922f5aa9441e95d21ed58bb9f2209a004912a1232e89f75f725bd37f3d4a',
          operation: 'excepted',
        },
      ],
      findings: [
        ['row/not-an-entry', 1],
        ['row/decoration-removed', 3],
        ['row/decoration-removed', 3],
        ['digest/wrong-length', 5],
        ['digest/not-hex', 6],
        ['row/bad-line', 7],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
    const isEntry = (line: string): boolean => /^S[12]?:[FPW]:[0-9a-f]+(?::|\s*$)/iu.test(line);
    return areMost(lines, isEntry) ? { sure: 'certain', because: 'the lines are marked as ClamAV marks them' } : null;
  },

  read: readLines<unknown>((rows) => (line) => {
    const { bytes, from: start } = line;
    line.trim();
    if (line.isBlank || line.startsWith('#')) return;
    const { from, to } = line;
    const found = MARKS.find(({ mark }) => startsWithAscii(bytes, from, to, mark));
    if (found === undefined) {
      rows.begin();
      return rows.reject('row/bad-line', { want: 'one of S1:F:, S:W: or S1:P: and a hash' }, from - start + 1);
    }
    const { mark, op } = found;
    if (op === null) return rows.report('row/not-an-entry', { what: 'a filter by the first bytes of hashes' });
    rows.begin(op);
    const key = from + mark.length;
    const colon = indexOfByte(bytes, COLON, key, to);
    const end = colon >= 0 ? colon : to;
    if (!rows.digest(KIND, bytes, key, end, key - start + 1)) return;
    if (mark === 'S:F:' || mark === 'S2:F:')
      rows.report('row/decoration-removed', { what: 'the mark of another list' });
    if (end < to) rows.report('row/decoration-removed', { what: 'a range of ClamAV versions' });
  }),

  write: writeRows<unknown>({
    row: () => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      out.ascii(batch.op[i] === EXCEPTED ? 'S:W:' : 'S1:F:');
      out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.byte(10);
    },
  }),
});
