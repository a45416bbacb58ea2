// vics: Project VIC and CAID documents, in which police exchange digests of graded media: hash sets, and cases. The owner's
// data model is not public; facts: research hash-formats 2, from eight independent readers and writers.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { fieldIds } from '../model/fields.ts';
import { defineFormat, type Head } from './format.ts';
import { kindsOfMedia } from './kit/vics/keys.ts';
import { readVics, type VicsOptions } from './kit/vics/read.ts';
import { writeVics } from './kit/vics/write.ts';

const options = z.strictObject({
  version: z.enum(['1.3', '2.0']).default('2.0').describe('writing: of the data model'),
  vocabulary: z
    .string()
    .regex(/^[\w-]{1,40}$/u)
    .optional()
    .describe(
      'the vocabulary of the categories, such as US, UK, Default or CUSTOM: of the list to write (if not given, that of its first category, or Default), or of one that names none or the wrong one',
    ),
  names: z.enum(['drop', 'keep']).default('drop').describe('names of files, which may name people'),
});

const carries: Carries = {
  kinds: kindsOfMedia,
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: Object.fromEntries(
    fieldIds.filter((field) => field !== 'origins' && field !== 'spelling').map((field) => [field, 'exact']),
  ),
  order: true,
  duplicates: true,
  list: [],
};
const { name: _, ...fieldsWithoutName } = carries.fields;

/** Characters in which a document says what it is. */
const START = 4096;
const MODEL_2 = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml';
const MODEL_1 = 'http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml';

export const vics = defineFormat<VicsOptions>({
  id: 'vics',
  title: 'Project VIC and CAID: hash sets and cases',
  about: { partner: 'Project VIC, CAID', since: '0.2.0', status: 'trial' },
  files: { extensions: ['.vics', '.json'] },
  carries,
  carriesWith: ({ names }) => (names === 'keep' ? carries : { ...carries, fields: fieldsWithoutName }),
  options,
  examples: [
    {
      name: 'a hash set of 2.0, with faults',
      text: [
        `{"@odata.context":"${MODEL_2}/US/$metadata#Media","value":[`,
        ' {"MediaID":1,"Category":1,"MD5":"C97E5B930EB5A08D7E4C7836046694D9","SHA1":"A544AF123662C61AE0664B4D41457639D24ED7F1",',
        '  "MediaSize":9,"DateUpdated":"2030-01-01T00:00:00.0000Z","IsPrecategorized":"false","VictimIdentified":"true"},',
        ' {"Category":0,"MD5":"10c9e2cde0416ca92132df8805841b00","SHA1":"","PhotoDNA":null,"MediaSize":"488","Colour":1},',
        ' {"MediaID":3,"Category":2,"MD5":"d4e06766e751a61f6bcdec13d149"},',
        ' {"MediaID":4,"Category":2,"MediaFiles":[{"FileName":"a.bin"}]},',
        ' {"MediaID":5,"MD5":"d4e06766e751a61f6bcdec13d149fd15","DateUpdated":"yesterday","RelativeFilePath":"x\\\\y"}',
        ']}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: '1, false, true', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', label: '0' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15' },
      ],
      findings: [
        ['row/unknown-key', 4],
        ['digest/wrong-length', 5],
        ['row/missing-field', 6],
        ['row/personal-data', 7],
        ['time/unreadable', 7],
      ],
    },
    {
      name: 'cases of 1.2, with digests in another place and names',
      options: { version: '1.3', names: 'keep' },
      text: [
        `{"odata.metadata":"${MODEL_1}#Cases","value":[{"CaseNumber":"7","Media":[`,
        '{"odata.id":"Media(\\"c97e5b930eb5a08d7e4c7836046694d9\\")","MediaFiles":[{"FileName":"e.bin"}],"MediaID":0,',
        ' "MD5":"c97e5b930eb5a08d7e4c7836046694d9","AlternativeHashes":[{"MD5":"c97e5b930eb5a08d7e4c7836046694d9","HashName":"SHA1",',
        '  "HashValue":"a544af123662c61ae0664b4d41457639d24ed7f1"}],"Category":"8","MimeType":"image/jpeg","Tags":"one,two"}',
        ']},{"CaseNumber":"","Media":[{"MD5":"10c9e2cde0416ca92132df8805841b00","Category":null}]}]}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: '8, image, one, two', name: 'e.bin', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'e.bin', item: 1 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [['row/personal-data', 1]],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, START);
    const isVics = /"(?:@odata\.context|odata\.metadata)"\s*:\s*"[^"]*ProjectVic/iu.test(start);
    return isVics && /^\s*\{/u.test(start)
      ? { sure: 'certain', because: 'the context is the data model of Project VIC' }
      : null;
  },

  read: readVics,
  write: writeVics,
});
