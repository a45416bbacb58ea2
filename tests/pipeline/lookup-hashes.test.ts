// Values looked up in lists of hashes: found by what a consumer would look up, and never proven by a prefix.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createInterns } from '../../src/model/opinions.ts';
import { Lookup } from '../../src/pipeline/lookup.ts';
import { batchesOf, type TestRecord } from '../support/batches.ts';

const sha256 = (text: string): Uint8Array => Uint8Array.from(createHash('sha256').update(text).digest());

const record = (kind: 'sb-sha256' | 'sb-prefix', key: Uint8Array): TestRecord => ({
  keys: [{ kind, scope: 'exact', key }],
  operation: 'present',
  opinions: [],
  reviews: [],
  times: {},
});

async function found(list: readonly TestRecord[], values: readonly string[]): Promise<string[]> {
  const lookup = new Lookup(values, 1);
  const batches = batchesOf(list, createInterns(), 'list');
  async function* stream() {
    yield* batches;
  }
  const hits: string[] = [];
  for await (const { value, relation, row } of lookup.search(stream())) hits.push(`${value} ${row} ${relation}`);
  return hits;
}

it('a URL is found by the hashes of its host, the names above it, its path and the folders above that', async () => {
  const list = ['www.example.com/a/b?q', 'www.example.com/a/b', 'example.com/', 'example.com/a/', 'example.net/'].map(
    (expression) => record('sb-sha256', sha256(expression)),
  );
  expect(await found(list, ['https://www.example.com:8080/a/b?q#f', 'example.net', 'example.org'])).toEqual([
    '0 0 listed by its hash',
    '0 1 listed by its hash',
    '0 2 listed by its hash',
    '0 3 listed by its hash',
    '1 4 listed by its hash',
  ]);
});

it('a prefix of any width is no proof, and one of another hash is nothing', async () => {
  const hash = sha256('example.com/a');
  const other = Uint8Array.from(hash);
  other[4] = other[4]! ^ 1;
  const list = [hash.slice(0, 4), hash.slice(0, 20), other.slice(0, 5)].map((key) => record('sb-prefix', key));
  const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
  expect(await found(list, ['http://example.com/a', hex(hash), hex(hash.slice(0, 20))])).toEqual([
    '0 0 its hash begins so',
    '1 0 its hash begins so',
    '0 1 its hash begins so',
    '1 1 its hash begins so',
    '2 1 listed',
  ]);
});
