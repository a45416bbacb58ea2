// stopncii: replies of StopNCII, to which adults give hashes of pictures of themselves and platforms their feedback.
// Facts: research hash-formats 1.3, annex C. Its own client loses a whole record for one word it does not know, and looks for
// withdrawals in the wrong field; neither is copied here.
import * as z from 'zod';
import { isoTime, parseIsoText } from '../model/times.ts';
import { defineFormat, type Head } from './format.ts';
import { readExchange } from './kit/exchange/read.ts';
import { exchangeCarries } from './kit/exchange/said.ts';
import { stopnciiRecords } from './kit/exchange/stopncii.ts';
import { type ExchangeWriteOptions, writeExchange } from './kit/exchange/write.ts';
import { jsonTime } from './kit/time/json-time.ts';

const options = z.strictObject({
  adopt: z
    .enum(['no', 'yes'])
    .default('no')
    .describe('writing: rows that are no records of StopNCII are unfit, or become such: PDQ of images, MD5 of videos'),
  'media-type': z
    .enum(['image', 'video'])
    .optional()
    .describe('writing: what files are of which nothing says whether they are images or videos'),
  foreign: z
    .enum(['refuse', 'leave'])
    .default('refuse')
    .describe(
      'writing: opinions, names and notes that a record has no place for make a row unfit, or are left out and told',
    ),
});

const record = (type: string, value: string, status: string, more = ''): string =>
  `{"lastModtimestamp":1767225600,"signalType":"${type}","hashValue":"${value}","hashStatus":"${status}"${more}}`;

export const stopncii = defineFormat<ExchangeWriteOptions>({
  id: 'stopncii',
  title: 'StopNCII: hashes that adults submitted, with feedback of platforms',
  about: { partner: 'StopNCII', since: '0.2.0', status: 'trial' },
  files: { extensions: ['.json'] },
  carries: {
    ...exchangeCarries,
    kinds: ['md5', 'pdq', 'fingerprint'],
    fields: { updated: 'exact', partnerKey: 'exact', note: 'exact' },
    list: ['issuedAt'],
  },
  records: 'stopncii',
  options,
  examples: [
    {
      name: 'signals of every sort, words that are not defined, feedback and withdrawals',
      text: [
        '{"count":8,"nextSetTimestamp":1767225700,"nextPageToken":"fixture","hasMoreRecords":false,"hashRecords":[',
        `${record('ImagePDQ', 'f0'.repeat(32), 'Active', ',"caseNumbers":{"00000000-0000-4000-8000-000000000001":"Active"},"CSPFeedbacks":[{"source":"Example A","feedbackValue":"Blocked","tags":["nude"]},{"source":"Example B","feedbackValue":"Undefined"},{"feedbackValue":"Blocked"}]')},`,
        `${record('VideoMD5', 'C97E5B930EB5A08D7E4C7836046694D9', 'Withdrawn')},`,
        `${record('VideoMD5', '10c9e2cde0416ca92132df8805841b00', 'Deleted')},`,
        `${record('VideoTMK', 'fixture-1', 'Received')},`,
        `${record('ImageNew', 'fixture-2', 'Paused', ',"hashRegions":[]')},`,
        `${record('VideoMD5', '10c9e2cde0416ca92132df8805841b', 'Active')},`,
        '{"signalType":"VideoMD5","hashStatus":"Active"},',
        record(
          'VideoMD5',
          'd4e06766e751a61f6bcdec13d149fd15',
          'Active',
          ',"CSPFeedbacks":[{"source":"Example A","feedbackValue":"NotBlocked"}]',
        ),
        ']}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'pdq', key: 'f0'.repeat(32), label: 'Blocked, Undefined, image, nude' },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', operation: 'withdrawn', label: 'video' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', operation: 'withdrawn', label: 'Deleted, video' },
        { kind: 'fingerprint', key: 'tmk-pdqf:fixture-1', label: 'Received, video' },
        { kind: 'fingerprint', key: 'stopncii-ImageNew:fixture-2', label: 'Paused' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15', label: 'NotBlocked, video' },
      ],
      findings: [
        ['row/unknown-value', 2],
        ['row/said-by-nobody', 2],
        ['row/unknown-key', 6],
        ['row/unknown-value', 6],
        ['row/unknown-value', 6],
        ['digest/wrong-length', 7],
        ['row/missing-field', 8],
      ],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, START);
    if (!/^\s*[{[]/u.test(start)) return null;
    if (/"hashRecords"\s*:/u.test(start)) return { sure: 'certain', because: 'the document has records of StopNCII' };
    if (!/"signalType"\s*:/u.test(start) || !/"hashStatus"\s*:/u.test(start)) return null;
    return { sure: 'likely', because: 'the objects are records of StopNCII' };
  },

  read: readExchange(stopnciiRecords, {
    shape: { items: ['hashRecords[]', '[].hashRecords[]'], facts: ['count', 'nextSetTimestamp'] },
    count: 'count',
    // From when the next pull goes on is until when this one goes.
    fact(path, value, context) {
      const seconds = path === 'nextSetTimestamp' ? jsonTime(value) : Number.NaN;
      if (seconds > 0) context.header({ issuedAt: isoTime(seconds) });
    },
  }),

  write: writeExchange(stopnciiRecords, {
    id: 'stopncii',
    open: () => '{"hashRecords":[\n',
    close({ list }, count) {
      const seconds = parseIsoText(list.issuedAt ?? '');
      const next = Number.isNaN(seconds) ? '' : `,"nextSetTimestamp":${seconds}`;
      return `\n],"count":${count}${next},"nextPageToken":null,"hasMoreRecords":false}\n`;
    },
  }),
});

/** Characters in which a document says what it is. */
const START = 4096;
