// An entry that the target cannot hold covers nothing: what lies below it would be left out as covered, and the list would
// block neither.
import { expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { everyRow } from '../../src/model/carries.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import type { Scope } from '../../src/model/scope.ts';
import type { TestRecord } from '../support/batches.ts';
import { convert, recordsFormat } from '../support/convert.ts';

type Entry = readonly [kind: KindId, scope: Scope, text: string];

function recordOf([kind, scope, text]: Entry): TestRecord {
  const key = keyBytes(kinds[kind], text);
  if (key === null) throw new Error('the key of a test is none');
  return { keys: [{ kind, scope, key }], operation: 'present', opinions: [], reviews: [], times: {} };
}

it.each<readonly [string, Entry, Entry, string]>([
  ['ipset', ['cidr', 'exact', '0.0.0.0/0'], ['ip', 'exact', '192.0.2.1'], 'add block_v4-new 192.0.2.1\n'],
  [
    'haproxy-map',
    ['domain', 'subtree', 'a.b.c.d.e.example.com'],
    ['domain', 'exact', 'x.a.b.c.d.e.example.com'],
    'x.a.b.c.d.e.example.com exact\n',
  ],
  ['squidguard-domains', ['domain', 'subtree', '-a.example.com'], ['domain', 'subtree', 'c.-a.example.com'], '\nc.-a.'],
  ['e2guardian-sites', ['domain', 'subtree', '-a.example.com'], ['domain', 'subtree', 'c.-a.example.com'], 'c.-a.'],
])('%s writes what lies below an entry that it refuses', async (id, refused, below, line) => {
  const format = formats.find((each) => each.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  const source = { format: recordsFormat([refused, below].map(recordOf), everyRow), options: {} };
  const { bytes, findings } = await convert(source, '-', { format, options: {} });
  expect(bytes.toString()).toContain(line);
  expect(findings.countOf('output/unfit')).toBe(1);
  expect(findings.countOf('merge/covered')).toBe(0);
});
