// Keys that become others on the way to a target: only with permission, never of an address, always told.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/index.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { everyRow } from '../../src/model/carries.ts';
import type { KindId } from '../../src/model/kinds.ts';
import type { LossClass } from '../../src/model/loss.ts';
import type { Operation, Scope } from '../../src/model/scope.ts';
import type { TestRecord } from '../support/batches.ts';
import { convert, type Dialect, recordsFormat } from '../support/convert.ts';

function dialect(id: string, options: Dialect['options'] = {}): Dialect {
  const format = formats.find((each: Format) => each.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return { format, options };
}

/** A target that takes only these kinds, and writes what it is given as canonical rows. */
function only(kinds: readonly KindId[], more: Partial<Format['carries']> = {}): Dialect {
  const { format } = dialect('canonical');
  const carries = { ...everyRow, kinds, fields: {}, ...more };
  return { format: { ...format, id: 'target', carries }, options: {} };
}

const record = (kind: KindId, text: string, scope: Scope = 'exact', operation: Operation = 'present'): TestRecord => ({
  keys: [{ kind, scope, key: toUtf8(text) }],
  operation,
  opinions: [],
  reviews: [],
  times: {},
});

async function written(records: readonly TestRecord[], target: Dialect, allowedLoss: LossClass[]) {
  const source = { format: recordsFormat(records, everyRow), options: {} };
  const { outcome, bytes } = await convert(source, '-', target, { allowedLoss });
  return {
    refused:
      outcome.failure === null ? null : `${outcome.failure.code} ${outcome.failure.args['classes'] ?? ''}`.trim(),
    lost: outcome.tally.losses.map((loss) => `${loss.class} ${loss.what} ${loss.count ?? '?'}`),
    planned: outcome.plan.map((loss) => `${loss.class} ${loss.what}`),
    keys: bytes
      .toString()
      .split('\n')
      .filter((line) => line.includes('"key"'))
      .map((line) => JSON.parse(line) as { kind: string; key: string; scope?: string }), // rows of the canonical form
  };
}

const names = ({ keys }: { keys: readonly { kind: string; key: string }[] }): string[] => keys.map(({ key }) => key);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const nameless = 'URLs on IP addresses, which have no name, or that except a page';

describe('a URL for a target of names', () => {
  const urls = ['http://www.example.com/a', 'example.net:8080/b?c', 'https://xn--bcher-kva.example/'];
  const target = only(['domain']);

  it('is refused, with both ways on', async () => {
    const source = { format: recordsFormat([record('url', urls[0] ?? '')], everyRow), options: {} };
    const { outcome } = await convert(source, '-', target, { allowedLoss: [] });
    expect(outcome.failure?.code).toBe('output/refused-urls');
    expect(outcome.plan.find((loss) => loss.what === 'url')?.instead).toEqual(['url-widened']);
  });

  it('becomes the exact name of its host where that is accepted, once for all its pages', async () => {
    const records = [...urls, 'http://www.example.com/other'].map((url) => record('url', url));
    const result = await written(records, target, ['url-widened']);
    expect(result.refused).toBeNull();
    expect(names(result)).toEqual(['www.example.com', 'example.net', 'xn--bcher-kva.example']);
    expect(result.keys.every(({ kind, scope }) => kind === 'domain' && (scope ?? 'exact') === 'exact')).toBe(true);
    expect(result.lost).toContain('url-widened url 4');
    expect(result.planned).toEqual(expect.arrayContaining(['url-widened url', 'kind-dropped url']));
  });

  it.each(['http://192.0.2.1/x', 'http://[2001:db8::1]/', '192.0.2.1:8080/'])(
    'never becomes a name where the host is an address: %s',
    async (url) => {
      const records = [record('url', url), record('url', 'http://example.com/')];
      const result = await written(records, target, ['url-widened', 'kind-dropped']);
      expect(names(result)).toEqual(['example.com']);
      expect(result.lost).toEqual(expect.arrayContaining(['url-widened url 1', `kind-dropped ${nameless} 1`]));
      expect((await written(records, target, ['url-widened'])).refused).toBe('output/refused-loss kind-dropped');
    },
  );

  it('neither takes a block off its host nor excepts it', async () => {
    const records = [record('url', 'http://example.com/a', 'exact', 'excepted'), record('url', 'http://example.net/')];
    const result = await written(records, target, ['url-widened', 'kind-dropped', 'exception-dropped']);
    expect(names(result)).toEqual(['example.net']);
    const withdrawn = [
      record('url', 'http://example.com/a', 'exact', 'withdrawn'),
      record('url', 'http://example.com/b'),
    ];
    const loose = await written(withdrawn, target, ['url-widened', 'kind-dropped']);
    expect(loose.keys.map(({ key, operation }: { key: string; operation?: string }) => [key, operation])).toEqual([
      ['example.com', undefined],
    ]);
  });

  it('of a prefix is its host too, and a target of subtrees only asks once more', async () => {
    const records = [record('url', 'http://example.com/a/', 'prefix')];
    expect(names(await written(records, target, ['url-widened']))).toEqual(['example.com']);
    const wide = only(['domain'], { scopes: ['subtree'] });
    expect((await written(records, wide, ['url-widened'])).refused).toBe('output/refused-loss scope-widened');
    const result = await written(records, wide, ['url-widened', 'scope-widened']);
    expect(result.lost).toEqual(expect.arrayContaining(['url-widened url 1', 'scope-widened exact to subtree 1']));
  });
});

describe('a URL or a name for a target of hashes', () => {
  const target = only(['sb-sha256']);
  const all: LossClass[] = ['key-hashed', 'scope-widened', 'scope-narrowed'];

  it('becomes the hash of its Safe Browsing form', async () => {
    const records = [
      record('url', 'https://www.example.com:8443//a/%2541?q=1'),
      record('url', 'http://example.com/a/', 'prefix'),
      record('url', 'http://192.0.2.1/x'),
      record('domain', 'example.net', 'subtree'),
    ];
    const result = await written(records, target, ['key-hashed']);
    expect(result.refused).toBeNull();
    expect(names(result)).toEqual(
      ['www.example.com/a/A?q=1', 'example.com/a/', '192.0.2.1/x', 'example.net/'].map(sha256),
    );
    expect(result.lost).toEqual(expect.arrayContaining(['key-hashed url 3', 'key-hashed domain 1']));
  });

  it.each([
    ['a folder, which takes in what lies below', record('url', 'http://example.com/a/'), 'scope-widened'],
    ['a front page, which takes in the site', record('url', 'http://example.com/'), 'scope-widened'],
    ['one name, which takes in those below', record('domain', 'example.com'), 'scope-widened'],
    ['a prefix that ends within a name', record('url', 'http://example.com/a', 'prefix'), 'scope-narrowed'],
    ['a prefix with a query', record('url', 'http://example.com/?a', 'prefix'), 'scope-narrowed'],
  ])('asks about %s', async (_what, entry, loss) => {
    expect((await written([entry], target, ['key-hashed'])).refused).toBe(`output/refused-loss ${loss}`);
    const result = await written([entry], target, all);
    expect(result.keys).toHaveLength(1);
    for (const each of result.lost) expect(result.planned).toContain(each.replace(/ \d+$/u, ''));
  });

  it('is taken from the spelling of the sender where escaped slashes make a difference', async () => {
    const text = 'http://example.com/a%2Fb/../c\n';
    const { bytes } = await convert(dialect('url-list'), text, target, { allowedLoss: ['key-hashed'] });
    expect(bytes.toString()).toContain(sha256('example.com/a/c'));
  });
});

describe('a hash for a target of prefixes', () => {
  const target = only(['sb-prefix'], { prefixBytes: 4, fields: {} });

  it('is cut where that is accepted, and a URL on the way needs both', async () => {
    const url = record('url', 'http://example.com/a');
    expect((await written([url], target, ['hash-cut'])).refused).toBe('output/refused-loss kind-dropped');
    const result = await written([url], target, ['key-hashed', 'hash-cut']);
    expect(names(result)).toEqual([sha256('example.com/a').slice(0, 8)]);
  });

  it('of more bytes is cut too, of fewer it is left to the writer', async () => {
    const prefix = (bytes: number): TestRecord => ({
      ...record('url', ''),
      keys: [
        {
          kind: 'sb-prefix',
          scope: 'exact',
          key: createHash('sha256').update('fixture-1').digest().subarray(0, bytes),
        },
      ],
    });
    expect((await written([prefix(8)], target, [])).refused).toBe('output/refused-loss hash-cut');
    const result = await written([prefix(8)], target, ['hash-cut']);
    expect(names(result)).toEqual([sha256('fixture-1').slice(0, 8)]);
    expect((await written([prefix(4)], target, [])).refused).toBeNull();
  });
});
