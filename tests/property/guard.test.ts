// The guard answers as tldts does for any name, and as a plain reading of its own lists: it works on bytes and hashes,
// so it is held against the slow and obvious way.
import fc from 'fast-check';
import { parse } from 'tldts';
import { describe, expect, it } from 'vitest';
import { DYNAMIC, OWN, PRIVATE, PUBLIC, SHORTENER } from '../../src/hygiene/guard/bits.ts';
import { dynamicDns } from '../../src/hygiene/guard/data/dynamic-dns.ts';
import { popularSites } from '../../src/hygiene/guard/data/popular-sites.ts';
import { sharedPlatforms } from '../../src/hygiene/guard/data/shared-platforms.ts';
import { urlShorteners } from '../../src/hygiene/guard/data/url-shorteners.ts';
import { createGuard } from '../../src/hygiene/guard/guard.ts';
import { type GuardList, guardedNames, guardedRanges } from '../../src/hygiene/guard/lists.ts';
import { NameTable } from '../../src/hygiene/guard/name-table.ts';
import { RangeTable } from '../../src/hygiene/guard/range-table.ts';
import { documentationNames, specialNames } from '../../src/hygiene/guard/reserved.ts';
import { Titles } from '../../src/hygiene/guard/titles.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { canonicalHost } from '../../src/model/host-name.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { EXACT } from '../../src/model/scope.ts';

const known = guardedNames([]);
const table = new NameTable(known);

/** The verdict on a name that stands somewhere in the bytes of a batch. */
function verdictOn(name: string): number {
  const bytes = toUtf8(`before${name}after`);
  return table.verdictOn(bytes, 6, 6 + name.length);
}

/** What tldts says of a whole name, asked for each section. */
function suffixByTldts(name: string): number {
  const settings = { extractHostname: false, validateHostname: false, detectIp: false };
  const all = parse(name, { ...settings, allowPrivateDomains: true });
  if (all.publicSuffix !== name) return 0;
  if (all.isPrivate === true) return PRIVATE;
  return parse(name, settings).publicSuffix === name ? PUBLIC : 0;
}

const isReserved = (name: string): boolean =>
  [...documentationNames, ...specialNames].some((each) => name === each || name.endsWith(`.${each}`));

// Names of the table, names around them, and names of plain labels that are often suffixes.
const listed = [...known.keys()];
const label = fc.oneof(
  fc.constantFrom('www', 'co', 'com', 'city', 'uk', 'jp', 'ck', 'io', 'net', 'amazonaws', 'xn--p1ai', 'compute', 's3'),
  fc.stringMatching(/^[a-z0-9]{1,8}$/u),
);
const someName = fc.oneof(
  fc.constantFrom(...listed),
  fc.tuple(label, fc.constantFrom(...listed)).map(([first, rest]) => `${first}.${rest}`),
  fc.constantFrom(...listed).map((name) => name.slice(name.indexOf('.') + 1)),
  fc.constantFrom(...listed).map((name) => `x${name}`),
  fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.')),
);

describe('the guard', () => {
  it('loads its lists and builds its tables for rows they could be about, and for no others', async () => {
    // One list, because the tables of none are made once a process.
    const unread: GuardList[] = [{ title: 'own', isOwn: true, names: [], networks: [], substrings: [] }];
    unread[Symbol.iterator] = () => {
      throw new Error('the tables are built');
    };
    const batchOf = (...ids: KindId[]) => {
      const builder = new BatchBuilder(0);
      for (const [i, id] of ids.entries()) {
        builder.begin(i + 1);
        builder.addBytes(kinds[id].code, EXACT, toUtf8('fixture'), 0, 7);
      }
      return builder.take();
    };
    for (const ids of [[], ['md5'], ['md5', 'sha256'], ['sb-sha256'], ['opaque', 'record']] as KindId[][]) {
      const batch = batchOf(...ids);
      expect(createGuard(unread).ready(batch)).toBe(null);
      expect(createGuard(unread).marksOf(batch)).toBe(null);
    }
    for (const id of ['url', 'domain', 'ip', 'cidr'] as const) {
      const batch = batchOf('md5', id);
      await expect(createGuard(unread).ready(batch)).rejects.toThrow('the tables are built');
      expect(() => createGuard(unread).marksOf(batch)).toThrow('before the guard was ready');
    }
  });

  it('without lists knows nothing of the lists of another in the same process', async () => {
    const builder = new BatchBuilder(0);
    builder.begin(1);
    const name = toUtf8('host.fixture.example');
    builder.addBytes(kinds.domain.code, EXACT, name, 0, name.length);
    const batch = builder.take();
    const names = [{ name: 'host.fixture.example', reach: 'exact' as const }];
    const owned: GuardList = { title: 'own', isOwn: true, names, networks: [], substrings: [] };
    const marksOf = async (lists: readonly GuardList[]) => {
      const guard = createGuard(lists);
      await guard.ready(batch);
      return guard.marksOf(batch);
    };
    const before = await marksOf([]);
    expect(((await marksOf([owned]))?.[0] ?? 0) & OWN).toBe(OWN);
    const after = await marksOf([]);
    expect(after).toEqual(before);
    expect((after?.[0] ?? 0) & OWN).toBe(0);
  });
});

describe('the table of guarded names', () => {
  it('knows suffixes as tldts does', () => {
    fc.assert(
      fc.property(someName, (name) => {
        fc.pre(!isReserved(name));
        expect(verdictOn(name) & (PUBLIC | PRIVATE)).toBe(suffixByTldts(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('knows every rule of tldts', () => {
    const wrong = listed
      .filter((name) => !isReserved(name))
      .filter((name) => {
        return (verdictOn(name) & (PUBLIC | PRIVATE)) !== suffixByTldts(name);
      });
    expect(wrong).toHaveLength(0);
  });

  it('finds the names of its lists, and tells what lies below a name', () => {
    const dynamic = new Set(dynamicDns.trim().split(/\s+/u));
    const shorteners = new Set(urlShorteners.trim().split(/\s+/u));
    const hasBelow = (names: ReadonlySet<string>, name: string): boolean =>
      [...names].some((each) => each.endsWith(`.${name}`));
    fc.assert(
      fc.property(someName, (name) => {
        fc.pre(!isReserved(name) && !name.startsWith('www.'));
        const verdict = verdictOn(name);
        expect((verdict & DYNAMIC) !== 0).toBe(dynamic.has(name));
        expect((verdict & SHORTENER) !== 0).toBe(shorteners.has(name));
        // Of a last label it is enough to know that it is a suffix.
        expect((verdict & (SHORTENER << 16)) !== 0).toBe(name.includes('.') && hasBelow(shorteners, name));
      }),
      { numRuns: 300 },
    );
  });

  it('holds canonical names only, or they would never be met', () => {
    const texts = [dynamicDns, popularSites, sharedPlatforms, urlShorteners];
    const names = texts.flatMap((text) => text.trim().split(/\s+/u)).map((name) => name.replace(/^\./u, ''));
    expect(names.length).toBeGreaterThan(40_000);
    const odd = names.filter((name) => {
      const host = canonicalHost(name);
      return !host.ok || host.text !== name;
    });
    expect(odd).toHaveLength(0);
  });
});

describe('the table of guarded networks', () => {
  const ranges = guardedRanges([]);
  const networks = new RangeTable(ranges);

  it('finds what a comparison bit by bit finds', () => {
    const bitsOf = (bytes: ArrayLike<number>, length: number): string =>
      Array.from({ length }, (_, i) => ((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1).join('');
    // Half of the keys are made of a guarded network, so that there is something to find.
    const key = fc
      .tuple(fc.constantFrom(...ranges), fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(128), fc.boolean())
      .map(([{ network }, noise, length, isNear]) => {
        const size = network.length - 1;
        const bits = length % (size * 8 + 1);
        const own = (network[size] ?? 0) >> 3;
        const bytes = noise.slice(0, size).map((byte, i) => (isNear && i < own ? (network[i] ?? 0) : byte));
        const kept = bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - i * 8))) & 0xff);
        return { bytes: kept, size, bits };
      });
    fc.assert(
      fc.property(key, ({ bytes, size, bits }) => {
        const wanted = ranges.filter(({ network }) => {
          const shared = Math.min(bits, network[size] ?? 0);
          return network.length === size + 1 && bitsOf(network, shared) === bitsOf(bytes, shared);
        });
        const found = networks.overlapping(bytes, 0, size, bits);
        expect(new Set(found)).toEqual(new Set(wanted));
        expect(found).toHaveLength(wanted.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the titles of guard lists', () => {
  const name = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }).map((all) => all.join('.'));
  const list = fc.record({
    isOwn: fc.boolean(),
    names: fc.array(fc.record({ name, reach: fc.constantFrom('exact', 'subtree') }), { maxLength: 3 }),
    substrings: fc.array(fc.constantFrom('a.b', 'b/x', 'c.c'), { maxLength: 1 }),
  });

  it('are what a walk through all names finds first', () => {
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), name, (all, text) => {
        const lists: GuardList[] = all.map((each, i) => ({ ...each, title: `list ${i}`, networks: [] }));
        const wanted = lists.find(
          ({ isOwn, names, substrings }) =>
            !isOwn &&
            (substrings.some((part) => text.includes(part)) ||
              names.some(({ name: own, reach }) => {
                if (own === text || own.endsWith(`.${text}`)) return true;
                return reach === 'subtree' && text.endsWith(`.${own}`);
              })),
        );
        expect(new Titles(lists).of(text, text)).toBe(wanted?.title ?? '');
      }),
      { numRuns: 1000 },
    );
  });
});
