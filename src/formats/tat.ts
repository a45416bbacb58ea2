// tat: the content hash list of Tech Against Terrorism (Terrorist Content Analytics Platform). Facts: research hash-formats
// 1.4, annex C. A page tells where the next pull goes on (`checkpoint`); that is the version of the list.
import * as z from 'zod';
import { defineFormat, type Head } from './format.ts';
import { readExchange } from './kit/exchange/read.ts';
import { exchangeCarries } from './kit/exchange/said.ts';
import { tatEntries } from './kit/exchange/tat.ts';
import { type ExchangeWriteOptions, writeExchange } from './kit/exchange/write.ts';

const options = z.strictObject({
  adopt: z
    .enum(['no', 'yes'])
    .default('no')
    .describe('writing: rows that are no entries of Tech Against Terrorism are unfit, or become such'),
  foreign: z
    .enum(['refuse', 'leave'])
    .default('refuse')
    .describe(
      'writing: opinions, names and notes that an entry has no place for make a row unfit, or are left out and told',
    ),
});

const entry = (id: number, algorithm: string, digest: string, more: string): string =>
  `{"id":${id},"hash_digest":"${digest}","algorithm":"${algorithm}",${more}}`;

export const tat = defineFormat<ExchangeWriteOptions>({
  id: 'tat',
  title: 'Tech Against Terrorism: content hash list',
  about: { partner: 'Tech Against Terrorism', since: '0.2.0', status: 'trial' },
  files: { extensions: ['.json'] },
  carries: {
    ...exchangeCarries,
    kinds: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512', 'pdq', 'fingerprint'],
    fields: { updated: 'exact', firstSeen: 'exact', partnerKey: 'exact', note: 'exact' },
    list: ['version'],
  },
  records: 'tat',
  options,
  examples: [
    {
      name: 'digests of several algorithms, a deletion, an algorithm that is not known',
      text: [
        '{"count":6,"next":null,"previous":null,"checkpoint":"1767225600.5,6","results":[',
        `${entry(1, 'MD5', 'C97E5B930EB5A08D7E4C7836046694D9', '"ideology":"islamist","file_type":"mp4","deleted":false,"updated_on":1767225600.5,"created_on":"2026-01-01T00:00:00Z"')},`,
        `${entry(2, 'PDQ', 'f0'.repeat(32), '"ideology":"far-right","file_type":"jpg","deleted":false,"updated_on":1767225600.0,"created_on":"2026-01-01T10:00:00.123456"')},`,
        `${entry(3, 'SHA-1', 'a544af123662c61ae0664b4d41457639d24ed7f1', '"ideology":"far-right","file_type":"xyz","deleted":true,"updated_on":1767225600,"created_on":1767225600.25')},`,
        `${entry(4, 'TMK', 'fixture-1', '"ideology":null,"file_type":null,"deleted":false,"updated_on":1767225600,"created_on":null,"rank":1')},`,
        `${entry(5, 'MD5', '10c9e2cde0416ca92132df8805841b00', '"deleted":"no"')},`,
        entry(6, 'MD5', '10c9e2cde0416ca92132df8805841bxx', '"deleted":false'),
        ']}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: 'islamist, mp4, video' },
        { kind: 'pdq', key: 'f0'.repeat(32), label: 'far-right, image, jpg' },
        {
          kind: 'sha1',
          key: 'a544af123662c61ae0664b4d41457639d24ed7f1',
          operation: 'withdrawn',
          label: 'far-right, other, xyz',
        },
        { kind: 'fingerprint', key: 'tat-TMK:fixture-1' },
      ],
      findings: [
        ['time/no-zone', 3],
        ['row/unknown-key', 5],
        ['row/unknown-value', 5],
        ['row/bad-value', 6],
        ['digest/not-hex', 7],
      ],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, START);
    if (!/^\s*[{[]/u.test(start)) return null;
    const isEntry = /"hash_digest"\s*:/u.test(start) && /"algorithm"\s*:/u.test(start);
    const isPage = /"checkpoint"\s*:/u.test(start) && /"results"\s*:/u.test(start);
    if (isPage || (isEntry && /"results"\s*:/u.test(start))) {
      return { sure: 'certain', because: 'the document is a page of the hash list of Tech Against Terrorism' };
    }
    return isEntry ? { sure: 'likely', because: 'the objects are entries of Tech Against Terrorism' } : null;
  },

  read: readExchange(tatEntries, {
    shape: { items: ['results[]', '[].results[]'], facts: ['checkpoint', '[].checkpoint'] },
    fact(_path, value, context) {
      if (typeof value === 'string' && value !== '') context.header({ version: value });
    },
  }),

  write: writeExchange(tatEntries, {
    id: 'tat',
    open: ({ list }) =>
      `{"next":null,"previous":null,"checkpoint":${JSON.stringify(list.version ?? null)},"results":[\n`,
    close: (_context, count) => `\n],"count":${count}}\n`,
  }),
});

/** Characters in which a document says what it is. */
const START = 4096;
