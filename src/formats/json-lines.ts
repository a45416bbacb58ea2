// json-lines: one JSON object a line, whose keys are known by the names that `csv` knows; lists are arrays.
// For feeding jq and scripts; `canonical` is the form that keeps everything of a list. Other layouts need a profile.
import * as z from 'zod';
import { everyRow } from '../model/carries.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import { scopeCode, scopes } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { parseJson } from './kit/json/walk.ts';
import { builtinProfile } from './kit/table/builtin.ts';
import { keyNames } from './kit/table/dialect.ts';
import { readObjects } from './kit/table/json.ts';
import { writeObjects } from './kit/table/json-write.ts';
import { UNSAID } from './kit/table/profile.ts';

const options = z.strictObject({
  kind: z
    .enum(kindIds as [KindId, ...KindId[]])
    .optional()
    .describe('reading: kind of the values under key or hash, where no key names it'),
  scope: z
    .enum(scopes)
    .optional()
    .describe(
      'reading: how far names and URLs reach, where no key says; has to be said for names, and is exact for URLs if not given',
    ),
});
type Options = z.infer<typeof options>;

const carries = everyRow;

/** Keys that this format writes and canonical rows do not have. */
const ownKeys = [
  'member',
  'label',
  'polarity',
  'reviewer',
  'decision',
  'last_reviewed',
  'first_seen',
  'last_verified',
  'id',
];

/** Lines that detection looks at. */
const SAMPLE = 20;

function profileOf({ kind, scope }: Options) {
  return builtinProfile({
    container: 'json-lines',
    delimiter: null,
    kind: kind ?? null,
    scope: scope === undefined ? UNSAID : scopeCode(scope),
  });
}

export const jsonLines = defineFormat<Options>({
  id: 'json-lines',
  title: 'JSON Lines, one object a line',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.jsonl', '.ndjson'] },
  carries,
  options,
  examples: [
    {
      name: 'several digests of one file, and a key that stands twice',
      text: [
        '{"md5":"c97e5b930eb5a08d7e4c7836046694d9","sha1":"a544af123662c61ae0664b4d41457639d24ed7f1","labels":["A1","B2"],"reviewer":"analyst-1"}',
        '{"md5":"10c9e2cde0416ca92132df8805841b00","md5":"d4e06766e751a61f6bcdec13d149fd15"}',
        '{"url":"http://example.org/a","scope":"prefix","first_seen":"2026-01-05"}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
        { kind: 'url', key: 'http://example.org/a', scope: 'prefix' },
      ],
      findings: [['row/bad-json', 2]],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => line.trim() !== '').slice(0, SAMPLE);
    const profile = profileOf({});
    const met = new Set<string>();
    let isKeyed = true;
    let names: string[] = [];
    for (const line of lines) {
      const json = parseJson(line);
      // One line that is damaged must not make it another format.
      if (!json.ok) continue;
      if (!(json.value instanceof Map) || json.value.has('canonical')) return null;
      const keys = [...json.value.keys()];
      names = keyNames(profile, keys);
      if (names.length === 0) return null;
      isKeyed &&= json.value.has('kind') && json.value.has('key');
      for (const key of keys) met.add(key);
    }
    if (names.length === 0) return null;
    if (!isKeyed) return { sure: 'likely', because: `each line is an object with ${names.join(', ')}` };
    // Canonical rows without their header look alike; where nothing tells the two apart, canonical reads the same rows.
    const own = ownKeys.filter((key) => met.has(key));
    return own.length === 0
      ? null
      : { sure: 'certain', because: `each line is an object with a key and ${own.join(', ')}` };
  },

  read: readObjects(profileOf),
  write: writeObjects,
});
