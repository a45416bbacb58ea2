// misp-event: events of the MISP threat sharing platform as JSON. Attributes flagged for detection are entries; the flag
// decides, because the others are context (research hash-formats 5.2, url-formats 4).
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { fieldIds } from '../model/fields.ts';
import { defineFormat, type Head } from './format.ts';
import { type MispOptions, readMisp } from './kit/misp/read.ts';
import { writtenKinds } from './kit/misp/types.ts';
import { writeMisp } from './kit/misp/write.ts';

const options = z.strictObject({
  detection: z
    .enum(['only', 'any'])
    .default('only')
    .describe('reading: which attributes are entries, those for detection (to_ids) only, or any'),
});

const carries: Carries = {
  kinds: writtenKinds,
  scopes: ['exact', 'subtree'],
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'rows',
  exceptions: false,
  fields: Object.fromEntries(fieldIds.filter((field) => field !== 'origins').map((field) => [field, 'exact'])),
  order: false,
  duplicates: true,
  list: ['partner', 'title', 'marking'],
};

const uuid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const attribute = (n: number, type: string, value: string, more = ''): string =>
  `{"uuid":"${uuid(n)}","type":"${type}","category":"Other","to_ids":true,"value":"${value}","timestamp":"1767571200"${more}}`;

export const mispEvent = defineFormat<MispOptions>({
  id: 'misp-event',
  title: 'MISP event: attributes and file objects',
  about: { spec: 'MISP core format', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.json'] },
  carries,
  records: 'misp',
  options,
  examples: [
    {
      name: 'attributes of every sort, and a file object',
      text: [
        '{"Event":{"uuid":"00000000-0000-4000-8000-000000000000","info":"January","date":"2026-01-05","Orgc":{"name":"ACME"},"Attribute":[',
        `${attribute(1, 'md5', 'c97e5b930eb5a08d7e4c7836046694d9', ',"Tag":[{"name":"A1"},{"name":"tlp:green"}]')},`,
        `${attribute(2, 'filename|md5', 'a.bin|10c9e2cde0416ca92132df8805841b00')},`,
        `${attribute(3, 'hostname', 'www.example.com')},`,
        `${attribute(4, 'domain|ip', 'example.net|192.0.2.1')},`,
        `${attribute(5, 'imphash', 'c97e5b930eb5a08d7e4c7836046694d9')},`,
        `${attribute(6, 'url', 'http://example.org/a', ',"deleted":true')},`,
        attribute(7, 'md5', 'd4e06766e751a61f6bcdec13d149fd1'),
        '],"Object":[{"name":"file","Attribute":[',
        `${attribute(8, 'sha1', 'a544af123662c61ae0664b4d41457639d24ed7f1')},`,
        attribute(9, 'md5', 'c97e5b930eb5a08d7e4c7836046694d9'),
        ']}]}}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: 'A1' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'a.bin' },
        { kind: 'domain', key: 'www.example.com' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'url', key: 'http://example.org/a', operation: 'withdrawn' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', item: 1 },
      ],
      findings: [
        ['row/decoration-removed', 5],
        ['row/not-an-entry', 6],
        ['digest/wrong-length', 8],
      ],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, START);
    if (/^\s*(?:\{\s*"response"\s*:\s*)?(?:\[\s*)?\{\s*"Event"\s*:/u.test(start)) {
      return { sure: 'certain', because: 'the document is a MISP event' };
    }
    if (!/^\s*\{/u.test(start) || !/"to_ids"\s*:/u.test(start)) return null;
    return { sure: 'likely', because: 'the objects are attributes of MISP' };
  },

  read: readMisp,
  write: writeMisp,
});

/** Characters in which a document says what it is. */
const START = 4096;
