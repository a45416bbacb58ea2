// canonical: the native form, JSON Lines, which loses nothing: what goldens are made of and what diff reads.
// Line 1 is {"canonical":1,"list":{facts of the list}}, then one object a row, its keys always in this order:
//   item         number of the record, from 1 through the file; only where the record has several keys, whose rows then
//                stand side by side under rising numbers. A row whose number falls back is told and read as a record
//                of its own
//   kind, scope (left out when exact), operation (left out when present), key (in the text of the kind)
//   opinions     [{member, scheme, label, polarity}], by their text; disputed: true where they contradict (derived: it
//                is written for people and ignored when read)
//   reviews      [{reviewer, organisation, country, decision}], by their text
//   firstSeen, lastVerified, lastReviewed, updated, expires (ISO 8601 UTC; a number of seconds where the calendar ends)
//   size, partnerKey, name, note, spelling
//   from         {source: line} of the sources that say what the row says, in the order first met; without any map the
//                row comes from the file itself
//   presentBy, withdrawnBy, exceptedBy   {source: line} of the sources that say something else
// No clock and no numbers of the run: reading it and writing it again gives the same bytes.
import { type Carries, everyRow } from '../model/carries.ts';
import { listFieldIds } from '../model/fields.ts';
import { isKindId } from '../model/kinds.ts';
import { type Detection, defineFormat, type Head } from './format.ts';
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
