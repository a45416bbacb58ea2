// What a merge promises, whatever the lists: no key lost, none invented, the same outcome again, in any order of the
// lists, and in steps. Lists go through canonical bytes, as they do when a merge is merged again next week.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { fieldIds } from '../../src/model/fields.ts';
import { Findings } from '../../src/model/findings.ts';
import type { KindId } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import type { Overlap } from '../../src/model/tally.ts';
import type { MergeCount } from '../../src/pipeline/merge/merge.ts';
import { merge } from '../../src/pipeline/merge/merge.ts';
import { defaultPolicy, type Link } from '../../src/pipeline/merge/policy.ts';
import { hostName, recordsOf } from '../support/arbitraries.ts';
import {
  batchesOf,
  groupsOf,
  inventedKey,
  type PlainGroup,
  type PlainRow,
  type TestKey,
  type TestRecord,
} from '../support/batches.ts';
import { each, readText, writeText } from '../support/format-harness.ts';

/** A list as it lies on disk. */
interface List {
  readonly name: string;
  readonly text: string;
}

interface Merged {
  readonly text: string;
  readonly groups: readonly PlainGroup[];
  readonly overlap: Overlap;
  readonly findings: Findings;
}

async function listOf(name: string, records: readonly TestRecord[]): Promise<List> {
  const interns = createInterns();
  return { name, text: (await writeText(canonical, batchesOf(records, interns, name), {}, { interns })).text };
}

async function mergeLists(lists: readonly List[], seed = 1, link: Link = 'all'): Promise<Merged> {
  const interns = createInterns();
  const findings = new Findings();
  const batches = [];
  for (const { name, text } of lists) {
    batches.push(...(await readText(canonical, text, {}, { interns, sourceName: name, limit: 5 })).batches);
  }
  const count: MergeCount = { duplicates: 0, overlap: null };
  const settings = {
    policy: defaultPolicy,
    link,
    interns,
    findings,
    seed,
    memory: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
  };
  const out = [];
  for await (const batch of merge(settings, count)(each(batches))) out.push(batch);
  const { text, unfit } = await writeText(canonical, out, {}, { interns });
  expect(unfit).toEqual([]);
  return {
    text,
    groups: groupsOf(out, interns),
    overlap: count.overlap ?? { sources: [], keys: [], alone: [], pairs: [] },
    findings,
  };
}

// --- lists ------------------------------------------------------------------------------------------------------------

const few = fc.integer({ min: 1, max: 5 });
const digestKinds = ['md5', 'sha1', 'sha256', 'pdq'] as const satisfies readonly KindId[];

const digest = (kind: KindId, n: number): TestKey => ({ kind, scope: 'exact', key: inventedKey(kind, n) });
const name = fc
  .tuple(hostName, fc.constantFrom('exact' as const, 'subtree' as const))
  .map(([text, scope]): TestKey => ({ kind: 'domain', scope, key: new TextEncoder().encode(text) }));
const someKinds = fc.uniqueArray(fc.constantFrom('md5' as const, 'sha1' as const, 'sha256' as const), {
  minLength: 1,
  maxLength: 3,
});

/** Records that never contradict: all digests with one number are of one file, and each is proof of it. */
const peaceful = fc.oneof(
  fc.tuple(someKinds, few).map(([kinds, n]) => kinds.map((kind) => digest(kind, n))),
  name.map((key) => [key]),
);
/** Records whose digests are of any files: two that share one digest and differ in another are a conflict. */
const quarrelsome = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...digestKinds), few), {
        minLength: 1,
        maxLength: 3,
        selector: ([kind]) => kind,
      })
      .map((pairs) => pairs.map(([kind, n]) => digest(kind, n))),
  },
  { weight: 1, arbitrary: name.map((key) => [key]) },
);

function listsOf(keys: fc.Arbitrary<readonly TestKey[]>): fc.Arbitrary<readonly TestRecord[][]> {
  const { carries } = canonical;
  const fields = Object.fromEntries(fieldIds.map((field) => [field, 'exact' as const]));
  return fc.array(recordsOf({ carries: { ...carries, fields }, keys }, 8), { minLength: 2, maxLength: 3 });
}

const NAMES = ['acme', 'beta', 'gamma'];
const written = (lists: readonly TestRecord[][]): Promise<List[]> =>
  Promise.all(lists.map((records, i) => listOf(NAMES[i] ?? '', records)));

const identity = ({ kind, scope, operation, key }: PlainRow): string =>
  `${kind} ${scope} ${operation === 'excepted'} ${key}`;

function keysOf(lists: readonly TestRecord[][]): Set<string> {
  const all = lists
    .flat()
    .flatMap((record) =>
      record.keys.map(
        ({ kind, scope, key }) =>
          `${kind} ${scope} ${record.operation === 'excepted'} ${Buffer.from(key).toString('hex')}`,
      ),
    );
  return new Set(all);
}

/**
 * What is said of each key, wherever its rows stand: all sources, opinions and reviews together. Without lines: a source
 * is known by the first line that put it on a row, and which rows there are depends on who came first.
 */
function saidOf(groups: readonly PlainGroup[]): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>();
  for (const row of groups.flat()) {
    const of = said.get(identity(row)) ?? new Set();
    for (const text of [...row.opinions, ...row.reviews]) of.add(text);
    for (const origin of row.origins) of.add(origin.replace(/:\d+:\w+$/u, ''));
    said.set(identity(row), of);
  }
  return said;
}

describe.each([
  ['records that agree', peaceful],
  ['records that contradict each other', quarrelsome],
])('a merge of %s', (_name, keys) => {
  const lists = listsOf(keys);

  it('has every key of the lists, and no other', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const { groups } = await mergeLists(await written(records));
        expect(new Set(groups.flat().map(identity))).toEqual(keysOf(records));
      }),
    ));

  it('merged again is the same, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const { text } = await mergeLists(await written(records));
        const again = await mergeLists([{ name: 'merged', text }]);
        expect(again.text).toBe(text);
      }),
    ));

  it('of a list with itself is that of the list alone', () =>
    fc.assert(
      fc.asyncProperty(lists, async ([records = []]) => {
        const list = await listOf('acme', records);
        expect((await mergeLists([list, list])).text).toBe((await mergeLists([list])).text);
      }),
    ));

  it('in steps is the merge at once, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const [a, b, ...others] = await written(records);
        if (a === undefined || b === undefined) throw new Error('at least two lists');
        const first = await mergeLists([a, b]);
        const inSteps = await mergeLists([{ name: 'merged', text: first.text }, ...others]);
        const atOnce = await mergeLists([a, b, ...others]);
        expect(inSteps.text).toBe(atOnce.text);
      }),
    ));

  it('says of each key what all lists say, in any order of the lists', () =>
    fc.assert(
      fc.asyncProperty(lists, fc.integer(), fc.integer({ min: 1, max: 5 }), async (records, seed, turn) => {
        const all = await written(records);
        const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
        if (turn % 2 === 0) turned.reverse();
        const one = await mergeLists(all, seed);
        const other = await mergeLists(turned, seed + 1);
        expect(saidOf(other.groups)).toEqual(saidOf(one.groups));
      }),
    ));

  it('does not depend on the seed of the index', () =>
    fc.assert(
      fc.asyncProperty(lists, fc.integer(), async (records, seed) => {
        const all = await written(records);
        expect((await mergeLists(all, seed)).text).toBe((await mergeLists(all, 1)).text);
      }),
    ));

  it('never puts two digests of one exact algorithm into one item, but for records that came so', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const { groups } = await mergeLists(await written(records));
        for (const group of groups) {
          const exact = group.filter(({ kind }) => kind !== 'pdq' && kind !== 'domain');
          expect(new Set(exact.map(({ kind }) => kind)).size).toBe(
            new Set(exact.map(({ kind, key }) => kind + key)).size,
          );
        }
      }),
    ));

  it('keeps keys together that stood together', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const { groups } = await mergeLists(await written(records));
        for (const record of records.flat()) {
          const wanted = record.keys.map(({ kind, key }) => `${kind} ${Buffer.from(key).toString('hex')}`);
          const holds = groups.some((group) => {
            const held = new Set(group.map(({ kind, key }) => `${kind} ${key}`));
            return wanted.every((each) => held.has(each));
          });
          expect(holds).toBe(true);
        }
      }),
    ));
});

describe('a merge of records that agree', () => {
  const lists = listsOf(peaceful);

  it('is the same set of rows in any order of the lists', () => {
    const unordered = ({ groups }: Merged): unknown[] =>
      groups
        .flat()
        // Of two names, notes, partner keys, spellings and sizes the first stands: these follow the order of the lists.
        .map((row) => [
          identity(row),
          row.operation,
          row.opinions,
          row.reviews,
          [...row.origins].sort(),
          Object.entries(row.times).sort(),
        ])
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const all = await written(records);
        expect(unordered(await mergeLists([...all].reverse()))).toEqual(unordered(await mergeLists(all)));
      }),
    );
  });

  it('has each key on one row', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const { groups } = await mergeLists(await written(records));
        const ids = groups.flat().map(identity);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    ));

  it('withdraws a key only where every list that has it withdrew it last', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const last = new Map<string, Map<number, string>>();
        records.forEach((list, source) => {
          for (const { keys, operation } of list) {
            for (const { kind, scope, key } of keys) {
              const id = `${kind} ${scope} ${operation === 'excepted'} ${Buffer.from(key).toString('hex')}`;
              const of = last.get(id) ?? new Map<number, string>();
              last.set(id, of.set(source, operation));
            }
          }
        });
        const { groups } = await mergeLists(await written(records));
        for (const row of groups.flat()) {
          const says = [...(last.get(identity(row))?.values() ?? [])];
          expect(row.operation === 'withdrawn').toBe(says.every((operation) => operation === 'withdrawn'));
        }
      }),
    ));

  it('lets an entry lapse only when every list has let it lapse', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const dates = new Map<string, (number | undefined)[]>();
        for (const record of records.flat()) {
          for (const { kind, scope, key } of record.keys) {
            const id = `${kind} ${scope} ${record.operation === 'excepted'} ${Buffer.from(key).toString('hex')}`;
            dates.set(id, [...(dates.get(id) ?? []), record.times.expires]);
          }
        }
        const { groups } = await mergeLists(await written(records));
        for (const row of groups.flat()) {
          const all = dates.get(identity(row)) ?? [];
          const want = all.includes(undefined) ? undefined : Math.max(...all.map((date) => date ?? 0));
          expect(row.times.expires).toBe(want);
        }
      }),
    ));

  it('counts what each pair of lists shares', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const held = records.map((list) => keysOf([list]));
        const { overlap } = await mergeLists(await written(records));
        expect(overlap.sources).toEqual(NAMES.slice(0, records.length));
        expect(overlap.keys).toEqual(held.map((keys) => keys.size));
        const pairs = held.flatMap((a, first) =>
          held.map((b, second) => ({ first, second, shared: [...a].filter((key) => b.has(key)).length })),
        );
        expect(overlap.pairs).toEqual(pairs.filter(({ first, second, shared }) => first < second && shared > 0));
      }),
    ));

  it('tells how many rows were repeats', () =>
    fc.assert(
      fc.asyncProperty(lists, async (records) => {
        const rows = records.flat().reduce((sum, { keys }) => sum + keys.length, 0);
        const { findings, groups } = await mergeLists(await written(records));
        expect(findings.countOf('merge/duplicate')).toBe(rows - groups.flat().length);
      }),
    ));
});

describe('links between records', () => {
  const both = (n: number, m: number): TestRecord => record(digest('md5', n), digest('sha256', m));
  function record(...keys: TestKey[]): TestRecord {
    return { keys, operation: 'present', opinions: [], reviews: [], times: {} };
  }
  const shapes = async (link: Link, ...lists: TestRecord[][]): Promise<string[]> => {
    const { groups } = await mergeLists(await written(lists), 1, link);
    return groups.map((group) => group.map(({ kind }) => kind).join('+'));
  };

  it('join records that share a digest the setting trusts', async () => {
    const byMd5 = [[both(1, 1)], [record(digest('md5', 1), digest('sha1', 1))]];
    const bySha256 = [[both(1, 1)], [record(digest('sha256', 1), digest('sha1', 1))]];
    expect(await shapes('all', ...byMd5)).toEqual(['md5+sha256+sha1']);
    expect(await shapes('strong', ...byMd5)).toEqual(['md5+sha256', 'md5+sha1']);
    expect(await shapes('strong', ...bySha256)).toEqual(['md5+sha256+sha1']);
    expect(await shapes('none', ...bySha256)).toEqual(['md5+sha256', 'sha256+sha1']);
  });

  it('never join by a perceptual digest', async () => {
    const lists = [[record(digest('pdq', 1), digest('md5', 1))], [record(digest('pdq', 1), digest('md5', 2))]];
    expect(await shapes('all', ...lists)).toEqual(['pdq+md5', 'pdq+md5']);
  });

  it('tell a conflict and keep both records', async () => {
    const lists = [[both(1, 1)], [both(1, 2)]];
    const { groups, findings } = await mergeLists(await written(lists));
    expect(groups.map((group) => group.map(({ kind }) => kind))).toEqual([
      ['md5', 'sha256'],
      ['md5', 'sha256'],
    ]);
    expect(findings.countOf('merge/group-conflict')).toBe(1);
  });
});

// Counterexamples of the properties above, each by its cause.
describe('a merge, merged again', () => {
  const rec = (...keys: TestKey[]): TestRecord => ({
    keys,
    operation: 'present',
    opinions: [],
    reviews: [],
    times: {},
  });
  const noted = (note: string, ...keys: TestKey[]): TestRecord => ({ ...rec(...keys), note });
  const twice = async (...lists: TestRecord[][]): Promise<[string, string]> => {
    const { text } = await mergeLists(await written(lists));
    return [(await mergeLists([{ name: 'merged', text }])).text, text];
  };

  it('keeps a record that shares a key at its place', async () => {
    const [again, text] = await twice(
      [rec(digest('sha256', 2), digest('md5', 2)), rec(digest('md5', 2), digest('sha256', 3))],
      [rec(digest('md5', 9))],
    );
    expect(again).toBe(text);
  });

  it('treats a key alone the same whether it came before or after the record that has it', async () => {
    const [again, text] = await twice(
      [rec(digest('sha256', 1))],
      [rec(digest('pdq', 4)), rec(digest('sha256', 1), digest('pdq', 4))],
    );
    expect(again).toBe(text);
  });

  it('has no key twice in one item', async () => {
    const lists = [
      [rec(digest('sha1', 1), digest('pdq', 2)), noted('n', digest('pdq', 2), digest('md5', 1))],
      [rec(digest('sha1', 1), digest('md5', 1))],
    ];
    const { groups } = await mergeLists(await written(lists));
    for (const group of groups) expect(new Set(group.map(identity)).size).toBe(group.length);
    const [again, text] = await twice(...lists);
    expect(again).toBe(text);
  });

  it('keeps a date that two joined items gave for the same key', async () => {
    const dated = (...keys: TestKey[]): TestRecord => ({ ...rec(...keys), times: { expires: 86_400 } });
    const lists = [
      [dated(digest('sha1', 1), digest('pdq', 2)), dated(digest('pdq', 2), digest('md5', 1))],
      [dated(digest('sha1', 1), digest('md5', 1))],
    ];
    const { groups } = await mergeLists(await written(lists));
    expect(groups.map((group) => group.map(({ kind, times }) => [kind, times.expires]))).toEqual([
      ['sha1', 'pdq', 'md5'].map((kind) => [kind, 86_400]),
    ]);
  });

  it('gives a key alone to the same one of several items that have it', async () => {
    const lists = [
      [rec(digest('md5', 5))],
      [rec(digest('pdq', 2), digest('md5', 1)), rec(digest('pdq', 2), digest('md5', 5))],
      [rec(digest('pdq', 2))],
    ];
    const [a, b, c] = await written(lists);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three lists');
    const first = await mergeLists([a, b]);
    const inSteps = await mergeLists([{ name: 'merged', text: first.text }, c]);
    expect(inSteps.text).toBe((await mergeLists([a, b, c])).text);
  });

  const once = async (records: TestRecord[]): Promise<[string, string]> => {
    const list = await listOf('acme', records);
    return [(await mergeLists([list, list])).text, (await mergeLists([list])).text];
  };

  it('adds what a list says of a key alone to no other record when it is read again', async () => {
    const expiring = { ...rec(digest('sha1', 1), digest('pdq', 2), digest('md5', 2)), times: { expires: 0 } };
    const [again, text] = await once([
      rec(digest('sha1', 1), digest('sha256', 1)),
      rec(digest('pdq', 2), digest('md5', 1)),
      rec(digest('pdq', 2)), // has no date, and is said of the second record: the first does not have the key yet
      expiring,
    ]);
    expect(text).toContain('expires');
    expect(again).toBe(text);
  });

  it('adds what a record says to no other record that holds its keys too when it is read again', async () => {
    const named = { ...rec(digest('md5', 1), digest('sha256', 2), digest('pdq', 2)), partnerKey: 'alpha' };
    const [again, text] = await once([
      rec(digest('md5', 1)),
      rec(digest('pdq', 2), digest('sha256', 2)), // when it comes first no other record holds both
      rec(digest('md5', 3), digest('sha256', 2)),
      named,
    ]);
    expect(again).toBe(text);
  });

  it('lets a key withdrawn alone be withdrawn in every record its source has it in', async () => {
    const withdrawn: TestRecord = { ...rec(digest('md5', 1)), operation: 'withdrawn' };
    const records = [rec(digest('md5', 1), digest('sha1', 1)), rec(digest('md5', 1), digest('sha1', 2)), withdrawn];
    const operations = async (list: TestRecord[]): Promise<string[]> => {
      const { groups } = await mergeLists([await listOf('acme', list)]);
      return groups
        .flat()
        .filter(({ kind }) => kind === 'md5')
        .map(({ operation }) => operation);
    };
    expect(await operations(records)).toEqual(['withdrawn', 'withdrawn']);
    expect(await operations([...records, rec(digest('md5', 1), digest('sha1', 2))])).toEqual(['withdrawn', 'present']);
  });

  it('names the line of a record that stays apart, though it came in the same batch', async () => {
    const lists = [[1, 2, 3].map((n) => rec(digest('md5', 1), digest('sha1', n)))];
    const { findings } = await mergeLists(await written(lists));
    const [conflicts] = findings.list().filter(({ code }) => code === 'merge/group-conflict');
    expect(conflicts?.examples.map(({ args, at }) => [at.line, args['line']])).toEqual([
      [2, 1],
      [3, 1],
      [3, 2],
    ]);
  });

  it('counts a key that two lists share, though their records contradict each other', async () => {
    const lists = [[rec(digest('md5', 1), digest('sha256', 1))], [rec(digest('md5', 1), digest('sha256', 2))]];
    const { overlap } = await mergeLists(await written(lists));
    expect(overlap.keys).toEqual([2, 2]);
    expect(overlap.pairs).toEqual([{ first: 0, second: 1, shared: 1 }]);
  });
});
