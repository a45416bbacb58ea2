// ncmec-xml: pages of NCMEC Hash Sharing, version 2, and retractions: what members of its databases share. Facts: research
// hash-formats 1.1, 1.2, annex C: the schema, the categorisations and the spelling of PhotoDNA are not public, so these are
// read in more than one shape. Addresses of pages and of large fingerprints are never fetched, those of pages not even kept.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { EMPTY_SET } from '../model/set-table.ts';
import { defineFormat, type Head } from './format.ts';
import { type NcmecOptions, readNcmec } from './kit/ncmec/read.ts';
import { isVideo, NAMESPACE } from './kit/ncmec/terms.ts';
import { type NcmecWriteOptions, writeNcmec } from './kit/ncmec/write.ts';

const options = z.strictObject({
  database: z
    .string()
    .regex(/^[a-z0-9]{0,24}$/u, 'expected letters and digits, such as npo')
    .default('')
    .describe(
      'which database the records are of, where lists of several are merged: their numbers mean different records',
    ),
  member: z
    .string()
    .min(1)
    .optional()
    .describe(
      'writing: whose entries those rows become that are no records of NCMEC, such as "Example ESP (17)"; an entry has the classification that this member gives it, so a profile names them as opinion.member',
    ),
  'media-type': z
    .enum(['image', 'video'])
    .optional()
    .describe('writing: what rows are of which nothing says whether they are of images or videos'),
  foreign: z
    .enum(['refuse', 'leave'])
    .default('refuse')
    .describe('writing: opinions and names that an entry has no place for make a row unfit, or are left out and told'),
});
type Options = NcmecOptions & NcmecWriteOptions;

const carries: Carries = {
  kinds: ['md5', 'sha1', 'pdq', 'photodna', 'fingerprint', 'fingerprint-reference', 'record'],
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'rows',
  exceptions: false,
  fields: { updated: 'exact', lastReviewed: 'exact', partnerKey: 'exact' },
  order: false, // images first, then videos
  duplicates: true,
  list: ['issuedAt'],
};

const entry = (element: string, id: string, time: string, more: string): string =>
  `<${element}><member id="17">Example ESP</member><timestamp>${time}</timestamp><id>${id}</id>${more}</${element}>`;

export const ncmecXml = defineFormat<Options>({
  id: 'ncmec-xml',
  title: 'NCMEC Hash Sharing: entries, feedback and retractions of members',
  about: {
    partner: 'NCMEC',
    spec: 'https://hashsharing.ncmec.org/npo/v2/documentation/',
    since: '0.2.0',
    status: 'trial',
  },
  files: { extensions: ['.xml'] },
  carries,
  records: 'ncmec',
  options,
  examples: [
    {
      name: 'entries, one with feedback and one with a bad fingerprint, references, a retraction',
      text: [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        `<queryResult xmlns="${NAMESPACE}">`,
        '<images count="4" maxTimestamp="2026-01-03T00:00:00Z">',
        entry(
          'image',
          'fixture-1',
          '2026-01-01T00:00:00Z',
          '<classification>A1</classification><fingerprints><md5>c97e5b930eb5a08d7e4c7836046694d9</md5><sha1>A544AF123662C61AE0664B4D41457639D24ED7F1</sha1></fingerprints>' +
            '<feedback><affirmativeFeedback type="Md5" lastUpdateTimestamp="2026-01-02T00:00:00Z"><members timestamp="2026-01-02T00:00:00Z"><member id="2">Example NPO</member></members></affirmativeFeedback></feedback>',
        ),
        entry(
          'image',
          'fixture-2',
          '2026-01-02T00:00:00.500Z',
          '<fingerprints><md5>10c9e2cde0416ca92132df8805841b</md5><sha1>6cd8d9c318182ea01857331f7cee7bc8b0740384</sha1></fingerprints><feedback/>',
        ),
        entry('image', 'fixture-3', '2026-01-02T00:00:00Z', '<fingerprints><md5/></fingerprints>'),
        entry('deletedImage', 'fixture-0', '2026-01-03T00:00:00Z', ''),
        '</images>',
        '<videos>',
        entry(
          'video',
          'fixture-4',
          '2026-01-03T00:00:00Z',
          '<classification>B2</classification><fingerprints><tmk-pdqf rel="self" href="17/fixture-4/TMK_PDQF"/><netclean>fixture-4</netclean></fingerprints>',
        ),
        '</videos>',
        '<paging><next>/hashsharing/v2/entries?start=1001</next></paging>',
        '</queryResult>',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
        { kind: 'sha1', key: '6cd8d9c318182ea01857331f7cee7bc8b0740384' },
        { kind: 'record', key: 'ncmec:17/fixture-0', operation: 'withdrawn' },
        { kind: 'fingerprint-reference', key: 'tmk-pdqf:17/fixture-4/TMK_PDQF', item: 2 },
        { kind: 'fingerprint', key: 'netclean:fixture-4', item: 2 },
      ],
      findings: [
        ['digest/wrong-length', 5],
        ['digest/wrong-length', 6],
        ['row/missing-field', 6],
      ],
    },
  ],

  detect(head: Head) {
    if (!/^\s*</u.test(head.text) || !/<(?:[\w.-]+:)?queryResult[\s>]/u.test(head.text)) return null;
    const isNamed = head.text.includes(NAMESPACE);
    return isNamed
      ? { sure: 'certain', because: 'the root element is a result of NCMEC Hash Sharing, version 2' }
      : { sure: 'likely', because: 'the root element is called as that of NCMEC Hash Sharing' };
  },

  leads:
    ({ opinions }) =>
    ({ item, opinions: sets }, row) => {
      let first = row;
      while (item !== null && first > 0 && item[first - 1] === item[row]) first--;
      return !isVideo(opinions.list(sets?.[first] ?? EMPTY_SET));
    },

  read: readNcmec,
  write: writeNcmec,
});
