// threatexchange: threat updates of Meta's ThreatExchange, as JSON. Facts: research hash-formats 1.5, annex C. Its tombstones are
// kept for ninety days there: a list that was not updated for longer has to be pulled anew as a whole.
import * as z from 'zod';
import { defineFormat, type Head } from './format.ts';
import { readExchange } from './kit/exchange/read.ts';
import { type Exchange, exchangeCarries } from './kit/exchange/said.ts';
import { understand } from './kit/exchange/threatexchange.ts';
import { say } from './kit/exchange/threatexchange-say.ts';
import { type ExchangeWriteOptions, writeExchange } from './kit/exchange/write.ts';

const options = z.strictObject({
  adopt: z
    .enum(['no', 'yes'])
    .default('no')
    .describe('writing: rows that are no indicators of ThreatExchange are unfit, or become such, with a derived id'),
  foreign: z
    .enum(['refuse', 'leave'])
    .default('refuse')
    .describe(
      'writing: opinions, names and notes that an update has no place for make a row unfit, or are left out and told',
    ),
});

const updates: Exchange = { understand, say };

const update = (id: number, type: string, indicator: string, more: string): string =>
  `{"id":"${id}","indicator":"${indicator}","type":"${type}","last_updated":1767225600,${more}}`;
const descriptor = (id: number, owner: number, status: string, more = ''): string =>
  `{"id":"${id}","owner":{"id":"${owner}"},"status":"${status}","added_on":"2026-01-01T00:00:00+0000"${more}}`;

export const threatexchange = defineFormat<ExchangeWriteOptions>({
  id: 'threatexchange',
  title: 'Meta ThreatExchange: threat updates',
  about: { partner: 'Meta ThreatExchange', since: '0.2.0', status: 'trial' },
  files: { extensions: ['.json'] },
  carries: {
    ...exchangeCarries,
    kinds: ['md5', 'sha1', 'sha256', 'pdq', 'tlsh', 'fingerprint', 'record'],
    fields: { updated: 'exact', firstSeen: 'exact', partnerKey: 'exact', note: 'exact' },
    list: [],
  },
  records: 'threatexchange',
  options,
  examples: [
    {
      name: 'descriptors of members, tags in every shape, reactions, deletions and a descriptor that is hidden',
      text: [
        '{"data":[',
        `${update(1, 'HASH_MD5', 'C97E5B930EB5A08D7E4C7836046694D9', `"should_delete":false,"descriptors":{"data":[${descriptor(10, 100, 'MALICIOUS', ',"tags":{"data":[{"id":"5","text":"media_type_video"}]},"reactions":[{"key":"HELPFUL","value":"101,102"}]')},${descriptor(11, 101, 'NON_MALICIOUS', ',"tags":null')}]}`)},`,
        `${update(2, 'HASH_PDQ', 'f0'.repeat(32), `"should_delete":false,"descriptors":{"data":[${descriptor(12, 100, 'UNKNOWN', ',"tags":["a","b"]')},{"id":"13","status":"MALICIOUS"}]}`)},`,
        `${update(3, 'HASH_VIDEO_MD5', '10c9e2cde0416ca92132df8805841b00', '"should_delete":true')},`,
        `${update(4, 'HASH_VIDEO_MD5', 'd4e06766e751a61f6bcdec13d149fd15', '"should_delete":false')},`,
        '{"id":"5","last_updated":1767225600,"should_delete":true},',
        `${update(6, 'HASH_NEW', 'fixture-1', `"should_delete":false,"descriptors":[${descriptor(14, 100, 'PAUSED')}]`)},`,
        `${update(7, 'HASH_SHA1', 'a544af', '"should_delete":true')},`,
        '{"id":"8","should_delete":false}',
        ']}',
        '',
      ].join('\n'),
      rows: [
        {
          kind: 'md5',
          key: 'c97e5b930eb5a08d7e4c7836046694d9',
          label: 'HELPFUL, HELPFUL, MALICIOUS, NON_MALICIOUS, media_type_video, video',
        },
        { kind: 'pdq', key: 'f0'.repeat(32), label: 'UNKNOWN, a, b, image' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', operation: 'withdrawn', label: 'video' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15', operation: 'withdrawn', label: 'video' },
        { kind: 'record', key: 'threatexchange:5', operation: 'withdrawn' },
        { kind: 'fingerprint', key: 'threatexchange-HASH_NEW:fixture-1', label: 'PAUSED' },
      ],
      findings: [
        ['row/said-by-nobody', 3],
        ['row/gone-by-absence', 5],
        ['row/unknown-value', 7],
        ['row/unknown-value', 7],
        ['digest/wrong-length', 8],
        ['row/missing-field', 9],
      ],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, START);
    if (!/^\s*[{[]/u.test(start) || !/"should_delete"\s*:/u.test(start)) return null;
    if (/"indicator"\s*:/u.test(start))
      return { sure: 'certain', because: 'the objects are updates of ThreatExchange' };
    return { sure: 'likely', because: 'the objects are deletions of ThreatExchange' };
  },

  read: readExchange(updates, { shape: { items: ['data[]', '[]'], facts: [] } }),

  write: writeExchange(updates, {
    id: 'threatexchange',
    open: () => '{"data":[\n',
    close: () => '\n]}\n',
  }),
});

/** Characters in which a document says what it is. */
const START = 4096;
