// stix21: STIX 2.1 bundles, as threat intelligence platforms exchange them. Indicators whose pattern is a plain list are
// entries, and so are file, URL, name and address observables; whatever narrows or needs an engine is refused and kept.
// Specification: OASIS STIX 2.1; facts: research hash-formats 5.1, url-formats 4.
import type { Carries } from '../model/carries.ts';
import { fieldIds } from '../model/fields.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import { defineFormat, type Head } from './format.ts';
import { readStix } from './kit/stix/read.ts';
import { paths, writeStix } from './kit/stix/write.ts';

const carries: Carries = {
  kinds: kindIds.filter((id: KindId) => paths[id] !== undefined),
  scopes: ['exact', 'subtree', 'prefix'],
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'rows',
  exceptions: false,
  fields: Object.fromEntries(fieldIds.filter((field) => field !== 'origins').map((field) => [field, 'exact'])),
  order: true,
  duplicates: true,
  list: ['marking'],
};

/** Characters in which a bundle says what it is. */
const START = 4096;
const HEAD = `"spec_version":"2.1","created":"2026-01-05T00:00:00.000Z","modified":"2026-01-05T00:00:00.000Z"`;
const IDS = ['1', '2', '3', '4', '5'].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
const indicator = (n: number, pattern: string, more = ''): string =>
  `{"type":"indicator",${HEAD},"id":"indicator--${IDS[n]}","pattern_type":"stix","valid_from":"2026-01-05T00:00:00Z"${more},"pattern":"${pattern}"}`;

export const stix21 = defineFormat({
  id: 'stix21',
  title: 'STIX 2.1 bundle: indicators and observables',
  about: { spec: 'OASIS STIX 2.1', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.json', '.stix'] },
  carries,
  records: 'stix',
  examples: [
    {
      name: 'indicators with and without a list, and observables',
      text: [
        `{"type":"bundle","id":"bundle--${IDS[0]}","objects":[`,
        `${indicator(1, "[file:hashes.'SHA-256' = '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' OR file:hashes.MD5 = 'c97e5b930eb5a08d7e4c7836046694d9']", ',"labels":["A1"]')},`,
        `${indicator(2, "[domain-name:value = 'Example.com'] OR [url:value = 'http://example.net/a']")},`,
        `${indicator(3, "[file:hashes.MD5 = 'c97e5b930eb5a08d7e4c7836046694d9' AND file:name = 'a']")},`,
        `${indicator(4, "[ipv4-addr:value = '192.0.2.1']", ',"revoked":true')},`,
        `{"type":"file","spec_version":"2.1","id":"file--${IDS[1]}","name":"a.bin","hashes":{"MD5":"10c9e2cde0416ca92132df8805841b00","SHA-1":"6cd8d9c318182ea01857331f7cee7bc8b0740384"}},`,
        `{"type":"malware",${HEAD},"id":"malware--${IDS[1]}","is_family":false}`,
        ']}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da', label: 'A1' },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: 'A1' },
        { kind: 'domain', key: 'example.com' },
        { kind: 'url', key: 'http://example.net/a' },
        { kind: 'ip', key: '192.0.2.1', operation: 'withdrawn' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', item: 1, name: 'a.bin' },
        { kind: 'sha1', key: '6cd8d9c318182ea01857331f7cee7bc8b0740384', item: 1, name: 'a.bin' },
      ],
      findings: [
        ['url/rewritten', 3],
        ['row/no-list', 4],
        ['row/not-an-entry', 7],
      ],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, START);
    if (!/^\s*\{/u.test(start)) return null;
    if (/"type"\s*:\s*"bundle"/u.test(start)) return { sure: 'certain', because: 'the document is a STIX bundle' };
    return /"spec_version"\s*:\s*"2\.1"/u.test(start)
      ? { sure: 'certain', because: 'the objects are of STIX 2.1' }
      : null;
  },

  read: readStix,
  write: writeStix,
});
