// canonical: the native form, JSON Lines, which loses nothing: what goldens are made of and what diff reads.
// What may stand in it: kit/canonical/fields.ts, in the order in which it is written. Opinions and reviews are ordered by
// their text, maps of sources by who was met first.
// No clock and no numbers of the run: reading it and writing it again gives the same bytes.
import { type Carries, everyRow } from '../model/carries.ts';
import { listFieldIds } from '../model/fields.ts';
import { isKindId } from '../model/kinds.ts';
import { type Detection, defineFormat, type Head } from './format.ts';
import { canonicalFields } from './kit/canonical/fields.ts';
import { readCanonical } from './kit/canonical/read.ts';
import { writeCanonical } from './kit/canonical/write.ts';
import { parseJson } from './kit/json/walk.ts';

const carries: Carries = { ...everyRow, list: listFieldIds };

/** Lines of the head that detection looks at. */
const SAMPLE = 20;

export const canonical = defineFormat({
  id: 'canonical',
  title: 'Canonical rows as JSON Lines, without loss',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.jsonl', '.ndjson'] },
  carries,
  fields: canonicalFields,
  examples: [
    {
      name: 'a file with two digests, a disputed one, a withdrawn name',
      text: [
        '{"canonical":1,"list":{"partner":"Example Hotline","issuedAt":"2026-01-05","edition":"full"}}',
        '{"item":1,"kind":"sha256","key":"042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da","opinions":[{"member":"acme","label":"A1"}],"from":{"acme":2}}',
        '{"item":1,"kind":"md5","key":"c97e5b930eb5a08d7e4c7836046694d9","opinions":[{"member":"acme","label":"A1"}],"from":{"acme":2}}',
        '{"kind":"md5","key":"10c9e2cde0416ca92132df8805841b00","opinions":[{"member":"acme","label":"A1"},{"member":"beta","label":"B2"}],"disputed":true,"reviews":[{"reviewer":"r1","country":"SE","decision":"confirmed"}],"lastReviewed":"2026-01-04T09:30:00Z","from":{"acme":3,"beta":17}}',
        '{"kind":"domain","scope":"subtree","operation":"withdrawn","key":"listed.example","from":{"acme":4},"presentBy":{"beta":18}}',
        '{"kind":"md5","key":"d4e06766e751a61f6bcdec13d149fd150"}',
        '',
      ].join('\n'),
      rows: [
        {
          kind: 'sha256',
          key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
          item: 1,
          label: 'A1',
        },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', item: 1, label: 'A1' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
        { kind: 'domain', key: 'listed.example', scope: 'subtree', operation: 'withdrawn' },
      ],
      findings: [['digest/wrong-length', 6]],
    },
  ],

  detect(head: Head): Detection | null {
    const lines = head.lines.filter((line) => line.trim() !== '').slice(0, SAMPLE);
    const first = lines[0];
    if (first === undefined) return null;
    if (/^\s*\{\s*"canonical"\s*:\s*\d/u.test(first)) {
      return { sure: 'certain', because: 'the first line is a canonical header' };
    }
    if (!lines.every(isRow)) return null;
    return { sure: 'likely', because: 'the lines are objects with the kind and text of a key' };
  },

  read: readCanonical,
  apart: () => true,
  write: writeCanonical,
});

function isRow(line: string): boolean {
  const parsed = parseJson(line);
  if (!parsed.ok || !(parsed.value instanceof Map)) return false;
  const kind: unknown = parsed.value.get('kind');
  return typeof kind === 'string' && isKindId(kind) && typeof parsed.value.get('key') === 'string';
}
