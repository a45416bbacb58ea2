// Sets of addresses for packet filters: no name gets there, nothing overlaps, and only the set that is meant is read.
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { ipList } from '../../src/formats/ip-list.ts';
import { ipset } from '../../src/formats/ipset.ts';
import { nftables } from '../../src/formats/nftables.ts';
import { everyRow } from '../../src/model/carries.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import type { Operation, Scope } from '../../src/model/scope.ts';
import { batchesOf, type TestRecord } from '../support/batches.ts';
import { convert, recordsFormat } from '../support/convert.ts';
import { codesOf, readText, writeText } from '../support/format-harness.ts';

const writers: [string, Format][] = [ipList as Format, ipset as Format, nftables as Format].map((one) => [one.id, one]);

function record(kind: KindId, text: string, operation: Operation = 'present', scope: Scope = 'exact'): TestRecord {
  const key = keyBytes(kinds[kind], text);
  if (key === null) throw new Error('the key of a test is none');
  return { keys: [{ kind, scope, key }], operation, opinions: [], reviews: [], times: {} };
}

const address = (text: string, operation: Operation = 'present'): TestRecord =>
  record(text.includes('/') ? 'cidr' : 'ip', text, operation);

async function written(format: Format, records: readonly TestRecord[], options: Record<string, unknown> = {}) {
  const source = { format: recordsFormat(records, everyRow), options: {} };
  const { bytes, findings, outcome } = await convert(source, '-', { format, options });
  return { text: bytes.toString(), findings, losses: outcome.tally.losses.map((loss) => loss.class) };
}

describe.each(writers)('%s', (_id, format) => {
  const names = [
    record('domain', 'www.example.com'),
    record('domain', 'example.net', 'present', 'subtree'),
    record('url', 'http://192.0.2.9/a'),
    record('url', 'example.org/b', 'present', 'prefix'),
    record('md5', 'c97e5b930eb5a08d7e4c7836046694d9'),
  ];

  it('never gets a name, whatever loss is allowed', async () => {
    const { text, losses } = await written(format, [...names, address('192.0.2.1')]);
    expect(text).not.toMatch(/example|192\.0\.2\.9|c97e/u);
    expect(text).toContain('192.0.2.1');
    expect(losses).toContain('kind-dropped');
  });

  it.each(names.map((one) => [one.keys[0]?.kind, one]))(
    'writes no %s that is handed to it all the same',
    async (_kind, one) => {
      const interns = createInterns();
      const direct = writeText(format, batchesOf([one], interns, 'test'), {}, { interns });
      await expect(direct).rejects.toThrow('only addresses may be written here');
    },
  );
});

describe('overlaps', () => {
  const list = [
    address('198.51.100.7'),
    address('198.51.100.0/24'),
    address('198.51.100.128/25'),
    address('203.0.113.128/25'),
    address('192.0.2.1/32'),
    address('192.0.2.1'),
    address('2001:db8::1'),
    address('2001:db8::/32'),
    address('::ffff:198.51.100.7'),
    address('203.0.113.1'),
  ];
  const left = [
    '192.0.2.1/32',
    '198.51.100.0/24',
    '203.0.113.128/25',
    '2001:db8::/32',
    '203.0.113.1',
    '::ffff:198.51.100.7',
  ];

  it.each([ipset as Format, nftables as Format])(
    '$id leaves out what a listed network covers, and tells it',
    async (format) => {
      const { text, findings } = await written(format, list);
      const { rows } = await readText(
        ipList,
        text.replaceAll(/^(?:add block_v\d-new )?([\d.:a-f/]+),?$|^.*$/gmu, '$1'),
      );
      const again = await written(
        ipList as Format,
        rows.map((row) => ({ ...address('192.0.2.0'), keys: [row] })),
      );
      expect(again.text.trim().split('\n').sort()).toEqual(left.sort());
      expect(findings.countOf('merge/covered')).toBe(4);
    },
  );

  it('is no fault of an address list', async () => {
    const { text, findings } = await written(ipList as Format, list);
    expect(text.trim().split('\n')).toHaveLength(list.length);
    expect(findings.countOf('merge/covered')).toBe(0);
  });

  it('tells what an exception covers too, and lists nothing inside it', async () => {
    const records = [
      address('198.51.100.0/24'),
      address('198.51.100.16/28', 'excepted'),
      address('198.51.100.17'),
      address('203.0.113.4/30', 'excepted'),
      address('203.0.113.5'),
      address('203.0.113.9', 'excepted'),
      address('203.0.113.9/32', 'excepted'),
    ];
    const { text, findings, losses } = await written(ipset as Format, records);
    expect(text.split('\n').filter((line) => line.startsWith('add '))).toEqual([
      'add block_v4-new 198.51.100.16/28 nomatch',
      'add block_v4-new 203.0.113.4/30 nomatch',
      'add block_v4-new 203.0.113.9 nomatch',
      'add block_v4-new 198.51.100.0/24',
    ]);
    expect(findings.countOf('output/unfit')).toBe(2);
    expect(losses).toContain('entry-unfit');
  });
});

describe('ipset', () => {
  it('leaves out what the kernel would refuse', async () => {
    const { batches, interns } = await readText(ipList, '0.0.0.0/0\n::/0\n192.0.2.1\n192.0.2.2\n2001:db8::1\n');
    const { text, unfit } = await writeText(ipset, batches, { maxelem: 1, set: 'bad' }, { interns });
    expect(unfit.map(([, row]) => row)).toEqual([0, 1, 3]);
    expect(text.split('\n').filter((line) => line.startsWith('add '))).toEqual([
      'add bad_v4-new 192.0.2.1',
      'add bad_v6-new 2001:db8::1',
    ]);
  });

  it('takes no name that means something to a shell or to the kernel', () => {
    for (const set of ['a b', 'a;b', '', '1a', 'a'.repeat(25)]) {
      expect(ipset.options?.safeParse({ set }).success).toBe(false);
      if (set.length < 25) expect(nftables.options?.safeParse({ set }).success).toBe(false);
    }
  });
});

describe('nftables', () => {
  it('names the table, the family and the sets it is told', async () => {
    const { text } = await written(nftables as Format, [address('192.0.2.1')], {
      set: 'bad',
      table: 'filter',
      family: 'ip',
    });
    expect(text).toBe(
      [
        '#!/usr/sbin/nft -f',
        'add table ip filter',
        'add set ip filter bad_v4 { type ipv4_addr; flags interval; }',
        'flush set ip filter bad_v4',
        'add set ip filter bad_v6 { type ipv6_addr; flags interval; }',
        'flush set ip filter bad_v6',
        'add element ip filter bad_v4 {',
        '192.0.2.1,',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('reads sets however they are laid out, and no addresses of rules', async () => {
    const text = [
      'table ip t { set bad { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.2 } } set good { type ipv4_addr; elements = { 192.0.2.3 } }',
      'chain c { ip saddr { 192.0.2.4 } drop; ip daddr 192.0.2.5 drop; } }',
      'add element ip t bad { 192.0.2.6',
      ', 192.0.2.7 }; add element t bad { 192.0.2.8 }',
      'define SOME = { 192.0.2.9 }',
      'destroy element ip t bad {',
      '192.0.2.10',
      '}',
      'add element ip t bad {',
      '192.0.2.11',
      'flush set ip t bad',
    ].join('\n');
    const result = await readText(nftables, text, { set: 'bad' });
    expect(result.rows.map(({ key }) => key.at(-1))).toEqual([1, 2, 6, 7, 8, 11]);
    expect(codesOf(result.findings)).toEqual([
      ['set/not-read', 1],
      ['row/not-an-entry', 2],
      ['row/not-an-entry', 5],
      ['row/bad-line', 6],
      ['set/not-read', 7],
    ]);
  });

  it('tells that a file ends inside its braces', async () => {
    for (const text of ['add element ip t block {\n192.0.2.1,\n', 'table ip t {\nset block {\n']) {
      const { findings } = await readText(nftables, text);
      expect(codesOf(findings)).toEqual([['input/cut-short', 2]]);
    }
  });
});

it('ranges become the fewest networks that are exactly the range', async () => {
  const networks = async (text: string): Promise<string[]> => {
    const { batches, interns } = await readText(ipList, `${text}\n`);
    return (await writeText(ipList, batches, {}, { interns })).text.split('\n').slice(0, -1);
  };
  expect(await networks('192.0.2.0-192.0.2.255')).toEqual(['192.0.2.0/24']);
  expect(await networks('192.0.2.1-192.0.2.1')).toEqual(['192.0.2.1/32']);
  expect(await networks('192.0.2.1-192.0.2.2')).toEqual(['192.0.2.1', '192.0.2.2']);
  expect(await networks('0.0.0.0-255.255.255.255')).toEqual(['0.0.0.0/0']);
  const many = await networks('192.0.2.255-198.51.100.0');
  const size = (network: string): number => 2 ** (32 - Number(network.split('/')[1] ?? 32));
  expect(many.reduce((sum, network) => sum + size(network), 0)).toBe(0xc6336400 - 0xc00002ff + 1);
  expect([many[0], many.at(-1)]).toEqual(['192.0.2.255', '198.51.100.0']);
  expect(await networks('::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')).toEqual(['::/0']);
  expect(await networks('192.0.2.2-192.0.2.1')).toEqual([]);
  expect(await networks('192.0.2.2-2001:db8::1')).toEqual([]);
  expect(await networks('192.0.2.2-192.0.2.3-192.0.2.4')).toEqual([]);
});
