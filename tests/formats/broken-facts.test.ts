// Facts that cannot be read cost themselves and not the digest beside them; two digests of one kind for one file cost the record.
import { describe, expect, it } from 'vitest';
import { caseUco } from '../../src/formats/case-uco.ts';
import { dfxml } from '../../src/formats/dfxml.ts';
import type { Format } from '../../src/formats/format.ts';
import { mispEvent } from '../../src/formats/misp-event.ts';
import { stix21 } from '../../src/formats/stix21.ts';
import { tat } from '../../src/formats/tat.ts';
import { threatexchange } from '../../src/formats/threatexchange.ts';
import { inventedHex } from '../support/batches.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const [first, second] = [inventedHex('md5', 1), inventedHex('md5', 2)];

const indicator = (facts: object): string =>
  JSON.stringify({
    type: 'bundle',
    id: 'bundle--00000000-0000-4000-8000-000000000001',
    objects: [
      {
        type: 'indicator',
        spec_version: '2.1',
        id: 'indicator--00000000-0000-4000-8000-000000000002',
        pattern_type: 'stix',
        pattern: `[file:hashes.MD5 = '${first}']`,
        ...facts,
      },
    ],
  });
const attribute = (facts: object): string =>
  JSON.stringify({ Event: { info: 'x', Attribute: [{ type: 'md5', to_ids: true, value: first, ...facts }] } });
const tatPage = (facts: object): string =>
  JSON.stringify({ checkpoint: '1.0,1', results: [{ id: 1, hash_digest: first, algorithm: 'MD5', ...facts }] });
const update = (facts: object): string =>
  JSON.stringify({
    data: [
      {
        id: '1',
        indicator: first,
        type: 'HASH_MD5',
        descriptors: { data: [{ id: '10', owner: { id: '100' }, status: 'MALICIOUS', ...facts }] },
      },
    ],
  });

const lists: readonly [string, Format, (facts: object) => string, string[]][] = [
  ['stix21', stix21 as Format, indicator, ['valid_from', 'valid_until', 'modified']],
  ['misp-event', mispEvent as Format, attribute, ['first_seen', 'last_seen', 'timestamp']],
  ['tat', tat as Format, tatPage, ['created_on']],
  ['threatexchange', threatexchange as Format, update, ['added_on']],
];

describe.each(lists)('times of %s', (_id, format, list, fields) => {
  it.each(fields)('an unreadable %s is told and costs no digest', async (field) => {
    for (const value of ['yesterday', '05.01.2026 10:20:30', {}, true]) {
      const { rows, findings, rejected } = await readText(format, list({ [field]: value }));
      expect([rows.length, rejected.length]).toEqual([1, 0]);
      const told = findings.filter(({ code }) => code === 'time/unreadable');
      expect(told.map(({ args }) => args)).toEqual([{ field }]);
    }
  });
});

const cases: readonly [string, Format, (hashes: readonly [string, string][]) => string][] = [
  [
    'stix21',
    stix21 as Format,
    (hashes) =>
      JSON.stringify({
        type: 'bundle',
        id: 'bundle--00000000-0000-4000-8000-000000000001',
        objects: [
          { type: 'file', id: 'file--00000000-0000-4000-8000-000000000003', hashes: Object.fromEntries(hashes) },
        ],
      }),
  ],
  [
    'case-uco',
    caseUco as Format,
    (hashes) =>
      JSON.stringify({
        '@graph': [
          {
            '@id': 'kb:1',
            'uco-core:hasFacet': {
              'uco-observable:hash': hashes.map(([method, value]) => ({
                'uco-types:hashMethod': method,
                'uco-types:hashValue': value,
              })),
            },
          },
        ],
      }),
  ],
  [
    'dfxml',
    dfxml as Format,
    (hashes) =>
      `<dfxml><fileobject>${hashes.map(([type, value]) => `<hashdigest type="${type}">${value}</hashdigest>`).join('')}</fileobject></dfxml>`,
  ],
];

describe.each(cases)('two digests of one kind in a record of %s', (_id, format, list) => {
  it('cost the record: nobody can tell which is of the file', async () => {
    const { rows, findings } = await readText(
      format,
      list([
        ['MD5', first],
        ['md5', second],
      ]),
    );
    expect([rows.length, codesOf(findings).map(([code]) => code)]).toEqual([0, ['digest/contradictory']]);
  });

  it('are one where they are the same', async () => {
    const { rows, findings } = await readText(
      format,
      list([
        ['MD5', first],
        ['md5', first.toUpperCase()],
      ]),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(findings).toEqual([]);
  });
});
