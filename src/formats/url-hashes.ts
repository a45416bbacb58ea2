// url-hashes: full SHA-256 hashes of URLs and names, one a line, in hexadecimal or base64. What was hashed is the form
// `safe-browsing` of an entry without its scheme; a bare list of hashes does not say so, hence it must be named.
// Facts: research url-formats 3.19 and 5.2.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { findEntry, newEntry } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const options = z.strictObject({
  encoding: z
    .enum(['hex', 'base64'])
    .default('hex')
    .describe('writing: how hashes are spelled; both are read, told apart by their length'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['sb-sha256'],
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

const KIND = kinds['sb-sha256'];

export const urlHashes = defineFormat<Options>({
  id: 'url-hashes',
  title: 'Full hashes of URLs, one a line',
  about: {
    spec: 'Safe Browsing: URLs and hashing',
    since: '0.2.0',
    status: 'stable',
  },
  files: { extensions: [] },
  carries,
  options,
  detectable: false,
  examples: [
    {
      name: 'hexadecimal of either case, and a digest of another length',
      text: [
        '# hashes of URL expressions',
        '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
        'DBA0082EC68E72D47FA926DCC91FB9B00961CEB4342554A0C2AA567144A5A6D3',
        'c97e5b930eb5a08d7e4c7836046694d9',
        '',
      ].join('\n'),
      rows: [
        { kind: 'sb-sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' },
        { kind: 'sb-sha256', key: 'dba0082ec68e72d47fa926dcc91fb9b00961ceb4342554a0c2aa567144a5a6d3' },
      ],
      findings: [['digest/wrong-length', 4]],
    },
    {
      name: 'base64',
      text: 'BCiW3BlmuKYhTlODq6W4uTHPoEnReq+jfrinfIWbldo=\n',
      options: { encoding: 'base64' },
      rows: [{ kind: 'sb-sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' }],
    },
  ],

  detect: () => null,

  read: readLines<Options>((rows) => {
    const entry = newEntry();
    return (line) => {
      if (!findEntry(line, 'names', entry)) return;
      rows.begin();
      const column = entry.from - line.from + 1;
      const length = entry.to - entry.from;
      const isBase64 = length === 44 || length === 43;
      const isRead = isBase64
        ? rows.base64(KIND, line.bytes, entry.from, entry.to, column)
        : rows.digest(KIND, line.bytes, entry.from, entry.to, column);
      if (isRead && entry.hasComment) rows.report('row/inline-comment', {});
    };
  }),

  write: writeRows<Options>({
    row: ({ options: { encoding } }) => {
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const from = batch.start[i] ?? 0;
        if (encoding === 'hex') out.hex(batch.bytes, from, batch.start[i + 1] ?? 0);
        else out.base64(batch.bytes, from, batch.start[i + 1] ?? 0);
        out.byte(10);
      };
    },
  }),
});
