// threatfox: indicators of abuse.ch ThreatFox: the CSV export, whose header stands in a comment, the JSON export, an object
// that is keyed by the numbers of the indicators, and replies of its API. Read only. The type of an indicator decides what its
// value is. The columns follow abuse.ch's public naming (research hash-formats 5.7 has the family, not this table), so the
// format is on trial: a list without these columns, and a type that is not among these, are refused.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { type Kind, type KindId, kinds } from '../model/kinds.ts';
import { EXACT } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { toPeeked } from './kit/peek.ts';
import { readDelimited } from './kit/table/csv.ts';
import { readArray } from './kit/table/json-array.ts';
import { columnNamed, textCell } from './kit/table/labels.ts';
import {
  ARRAY_SEPARATOR,
  type Cell,
  type ColumnRef,
  type OpinionColumns,
  plainName,
  type TableProfile,
} from './kit/table/profile.ts';
import { publishedProfile } from './kit/table/published.ts';
import { utcPattern } from './kit/time/utc-time.ts';

const options = z.strictObject({
  endpoints: z
    .enum(['refuse', 'address'])
    .default('refuse')
    .describe('addresses with a port: refuse the row, or list the whole address, whatever else is there'),
});
type Options = z.infer<typeof options>;

/** Types of indicators, and what their values are. */
const TYPES: Readonly<Record<string, KindId>> = {
  md5_hash: 'md5',
  sha1_hash: 'sha1',
  sha256_hash: 'sha256',
  url: 'url',
  domain: 'domain',
  'ip:port': 'ip',
};

/** Columns of the exports, and keys of the API. */
const NAMES = {
  id: ['ioc_id', 'id'],
  value: ['ioc_value', 'ioc'],
  type: ['ioc_type'],
  firstSeen: ['first_seen_utc', 'first_seen'],
  lastSeen: ['last_seen_utc', 'last_seen'],
  malware: ['fk_malware', 'malware'],
} as const;

function named([shown, ...others]: readonly [string, ...string[]], need: ColumnRef['need'] = 'may'): ColumnRef {
  return { shown, names: [shown, ...others].map(plainName), need };
}

const YES_OR_NO = new Map([
  ...['1', 'yes', 'true'].map((word) => [word, 'true'] as const),
  ...['0', 'no', 'false'].map((word) => [word, 'false'] as const),
]);

const THREAT = 'threatfox-threat';

/** What the reporter says; only that it is a threat is a verdict. */
function said(column: ColumnRef, scheme: string, more: Partial<Cell<string>> = {}): OpinionColumns {
  return {
    member: textCell(columnNamed('reporter', 'may')),
    scheme: { fixed: scheme },
    label: { ...textCell(column), ...more },
    polarity: { fixed: scheme === THREAT ? 'deny' : null },
  };
}

function profileOf({ endpoints }: Options, container: TableProfile['container']): TableProfile {
  const isJson = container === 'json-lines';
  const kind: Cell<Kind> = {
    column: named(NAMES.type, 'must'),
    values: new Map(Object.entries(TYPES).map(([type, id]) => [type, kinds[id]])),
    otherwise: 'refuse',
    empty: 'refuse',
    list: null,
    want: 'a type of indicator that lists something',
  };
  const tags = { separator: isJson ? ARRAY_SEPARATOR : 44, escapes: false, inText: isJson ? ',' : null };
  return publishedProfile({
    id: 'threatfox',
    title: 'ThreatFox export',
    container,
    comment: isJson ? null : '#',
    header: isJson ? 'line' : 'comment',
    blanks: ['none', 'null', 'n/a'],
    keys: [
      {
        column: named(NAMES.value, 'must'),
        kind,
        scope: { fixed: EXACT },
        encoding: null,
        strip: [],
        list: null,
        endpoints,
      },
    ],
    opinions: [
      said(columnNamed('threat_type', 'may'), THREAT),
      said(named(NAMES.malware), 'threatfox-malware'),
      said(columnNamed('tags', 'may'), 'threatfox-tag', { list: tags }),
      said(columnNamed('confidence_level', 'may'), 'threatfox-confidence'),
      said(columnNamed('is_compromised', 'may'), 'compromised', { values: YES_OR_NO }),
    ],
    times: [
      { column: named(NAMES.firstSeen), field: 'firstSeen', patterns: [utcPattern] },
      { column: named(NAMES.lastSeen), field: 'lastVerified', patterns: [utcPattern] },
    ],
    texts: [{ column: named(NAMES.id), field: 'partnerKey' }],
    required: [named(NAMES.value, 'must')],
    // Other names of the malware that its key in `fk_malware` stands for.
    ignore: { names: new Set(['malware_alias', 'malware_printable'].map(plainName)), indexes: new Set() },
  });
}

const carries: Carries = {
  kinds: Object.values(TYPES),
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'many',
  withdrawals: 'none',
  exceptions: false,
  fields: { partnerKey: 'exact', firstSeen: 'exact', lastVerified: 'exact', spelling: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const HEADER = /^#\s*"?first_seen_utc"?\s*,\s*"?ioc_id"?\s*,\s*"?ioc_value"?/u;

export const threatfox = defineFormat<Options>({
  id: 'threatfox',
  title: 'ThreatFox indicators, CSV and JSON',
  about: { partner: 'ThreatFox', since: '0.2.0', status: 'trial' },
  files: { extensions: [], names: [/threatfox/iu] },
  carries,
  options,
  examples: [
    {
      name: 'the table: an indicator of each type, one that is none, and one that is no digest',
      text: [
        '################################################################',
        '# ThreatFox IOCs: recent                                       #',
        '################################################################',
        '#',
        '# "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","fk_malware","malware_alias","malware_printable","last_seen_utc","confidence_level","is_compromised","reference","tags","anonymous","reporter"',
        '"2026-01-05 10:20:30", "1001", "c97e5b930eb5a08d7e4c7836046694d9", "md5_hash", "payload", "win.example", "None", "Example", "", "100", "False", "", "exe,loader", "0", "reporter-1"',
        '"2026-01-05 10:20:31", "1002", "192.0.2.1:443", "ip:port", "botnet_cc", "win.example", "None", "Example", "2026-01-06 01:02:03", "75", "True", "", "", "0", "reporter-1"',
        '"2026-01-05 10:20:32", "1003", "https://example.com/a?b,c", "url", "payload_delivery", "unknown", "None", "Unknown", "", "50", "", "", "None", "1", "reporter-2"',
        '"2026-01-05 10:20:33", "1004", "a@example.com", "envelope_from", "payload_delivery", "unknown", "None", "Unknown", "", "50", "", "", "None", "1", "reporter-2"',
        '"2026-01-05 10:20:34", "1005", "10c9e2cde0416ca92132df8805841b00", "sha1_hash", "payload", "unknown", "None", "Unknown", "", "50", "", "", "None", "1", "reporter-2"',
        '# Number of entries: 5',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'url', key: 'https://example.com/a?b,c' },
      ],
      findings: [
        ['row/unknown-column', 5],
        ['row/unknown-column', 5],
        ['row/bad-value', 7],
        ['row/bad-value', 9],
        ['digest/wrong-length', 10],
      ],
    },
    {
      name: 'the JSON export, with whole addresses',
      text: [
        '{"1001":[{"ioc_value":"c97e5b930eb5a08d7e4c7836046694d9","ioc_type":"md5_hash","threat_type":"payload","malware":"win.example",',
        '"malware_alias":null,"malware_printable":"Example","first_seen_utc":"2026-01-05 10:20:30","last_seen_utc":null,',
        '"confidence_level":100,"is_compromised":false,"tags":"exe,loader","reporter":"reporter-1"}],',
        '"1002":[{"ioc_value":"192.0.2.1:443","ioc_type":"ip:port","threat_type":"botnet_cc","malware":"win.example",',
        '"first_seen_utc":"2026-01-05 10:20:31","confidence_level":75,"tags":null,"reporter":"reporter-1"}],',
        '"1003":[{"ioc_value":"www.example.com","ioc_type":"domain","reporter":"reporter-1"}],',
        '"1004":[{"ioc_type":"domain","reporter":"reporter-1"}]}',
        '',
      ].join('\n'),
      options: { endpoints: 'address' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'domain', key: 'www.example.com' },
      ],
      findings: [
        ['address/port-dropped', 4],
        ['row/missing-field', 7],
      ],
    },
    {
      name: 'a reply of the API',
      text: [
        '{"query_status":"ok","data":[{"id":"1001","ioc":"c97e5b930eb5a08d7e4c7836046694d9","ioc_type":"md5_hash","threat_type":"payload",',
        '"malware":"win.example","confidence_level":75,"first_seen":"2026-01-05 10:20:30 UTC","last_seen":null,"tags":["exe","loader"],"reporter":"reporter-1"}]}',
        '',
      ].join('\n'),
      rows: [{ kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' }],
    },
  ],

  detect(head: Head) {
    const isTable = head.lines.some((line) => HEADER.test(line));
    if (isTable) return { sure: 'certain', because: 'the comments name the columns of ThreatFox' };
    const start = head.text.slice(0, 4096);
    const isJson = /^\s*\{/u.test(start) && /"ioc_type"\s*:/u.test(start) && /"ioc(?:_value)?"\s*:/u.test(start);
    return isJson ? { sure: 'certain', because: 'the entries are those of ThreatFox' } : null;
  },

  read: toPeeked((head, given: Options) => {
    if (!/^\s*[[{]/u.test(head)) return readDelimited(() => profileOf(given, 'delimited'));
    // Tags are a list in the replies, and would be taken for the list of the entries if any key could hold it.
    const items = /"ioc"\s*:/u.test(head) ? ['data[]', '[]'] : ['*[]', '[]'];
    return readArray({ items, facts: [] }, profileOf(given, 'json-lines'));
  }),
});
