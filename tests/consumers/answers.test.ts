// What clients get: every action and every stop page, asked for all record types, because a page that leaks the HTTPS
// record of a listed name sends browsers where the list says they must not go (research url-formats, fact 8).
import { describe, expect, it } from 'vitest';
import { ask, askByTcp } from './support/dns-client.ts';
import { OPEN_ADDRESS, startUpstream, type Upstream } from './support/dns-upstream.ts';
import { withPrograms } from './support/programs.ts';
import {
  bind,
  dnsmasqResolver,
  kresdPolicy,
  kresdRpz,
  powerdns,
  type Resolver,
  unboundRpz,
  unboundZones,
} from './support/resolvers.ts';
import { type Stand, useStand } from './support/stand.ts';
import { type Action, ASKED, PAGE, wantedFor, worded } from './support/verdicts.ts';
import { type Listed, written } from './support/written.ts';

const LISTED: readonly Listed[] = [
  { kind: 'domain', text: 'example.com', scope: 'subtree' },
  { kind: 'domain', text: 'www.example.net', scope: 'exact' },
];
const page = { 'stop-page': `${PAGE.A},${PAGE.AAAA}` };

/** What a name below a listed one gets, and a name listed for itself where that differs. */
type Case = readonly [Resolver, string, object, below: Action, single?: Action];

const CASES: readonly Case[] = [
  [bind, 'rpz-zone', { dialect: 'bind', action: 'nodata' }, 'nodata'],
  [bind, 'rpz-zone', { dialect: 'bind', action: 'drop' }, 'drop'],
  [bind, 'rpz-zone', { dialect: 'bind', action: 'tcp-only' }, 'tcp-only'],
  [bind, 'rpz-zone', { dialect: 'bind', ...page }, 'page'],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', action: 'nodata' }, 'nodata'],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', action: 'drop' }, 'drop'],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', action: 'tcp-only' }, 'tcp-only'],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', ...page }, 'page'],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', action: 'nodata' }, 'nodata'],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', action: 'drop' }, 'drop'],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', action: 'tcp-only' }, 'tcp-only'],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', ...page }, 'page'],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', action: 'nodata' }, 'nodata'],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', action: 'drop' }, 'failure'],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', ...page }, 'page'],
  [kresdPolicy, 'knot-policy', { action: 'nodata' }, 'nodata'],
  [kresdPolicy, 'knot-policy', { action: 'refuse' }, 'refuse'],
  [kresdPolicy, 'knot-policy', { action: 'drop' }, 'drop'],
  [kresdPolicy, 'knot-policy', page, 'page'],
  [unboundZones, 'unbound-local-zone', { action: 'nodata' }, 'nodata', 'null'],
  [unboundZones, 'unbound-local-zone', { action: 'null' }, 'null'],
  [unboundZones, 'unbound-local-zone', { action: 'refuse' }, 'refuse', 'null'],
  [unboundZones, 'unbound-local-zone', { action: 'drop' }, 'drop', 'null'],
  [unboundZones, 'unbound-local-zone', page, 'page'],
  [dnsmasqResolver, 'dnsmasq', { action: 'null' }, 'null'],
  [dnsmasqResolver, 'dnsmasq', page, 'page'],
];

const named = CASES.map((each): readonly [string, Case] => [`${each[0].title} ${JSON.stringify(each[2])}`, each]);

async function loaded(
  stand: Stand,
  resolver: Resolver,
  entries: readonly Listed[],
  format: string,
  options: object,
): Promise<{ port: number; upstream: Upstream }> {
  const list = stand.write(`list-${Math.random()}`, (await written(format, entries, { ...options })).bytes);
  const check = resolver.check(stand, list);
  if (check !== null) expect(check).toMatchObject({ exit: 0 });
  const upstream = await startUpstream(stand);
  return { port: (await resolver.start(stand, list, upstream.port)).port, upstream };
}

describe.each(named)('%s', (title, [resolver, format, options, below, single = below]) => {
  withPrograms(title, resolver.programs, () => {
    const stand = useStand();

    it('answers as the option says, for every type, and for nothing else', async () => {
      const { port } = await loaded(stand, resolver, LISTED, format, options);
      const ofAll = async (name: string): Promise<string[]> =>
        Promise.all(ASKED.map(async (type) => worded(await ask(port, name, type, 1_500))));
      const wanted = (action: Action): string[] => ASKED.map((type) => wantedFor(action, type));
      expect(await ofAll('a.b.example.com')).toEqual(wanted(below));
      expect(await ofAll('example.com')).toEqual(wanted(below));
      expect(await ofAll('www.example.net')).toEqual(wanted(single));
      expect((await ofAll('a.www.example.net'))[0]).toBe(OPEN_ADDRESS);
      expect((await ofAll('example.net'))[0]).toBe(OPEN_ADDRESS);
      if (below === 'tcp-only') expect(worded(await askByTcp(port, 'a.example.com'))).toBe(OPEN_ADDRESS);
    });
  });
});

describe.each([
  [bind, 'bind'],
  [unboundRpz, 'unbound'],
  [powerdns, 'powerdns'],
] as const)('$title', (resolver, dialect) => {
  withPrograms(`${resolver.title}: stop page by name, addresses, zone of exceptions`, resolver.programs, () => {
    const stand = useStand();
    const zone = 'rpz-zone';

    it('sends clients to a stop page by its name', async () => {
      const options = { dialect, 'stop-page': 'stop.example.org' };
      const { port } = await loaded(stand, resolver, LISTED, zone, options);
      expect(worded(await ask(port, 'a.example.com'))).toBe(`stop.example.org ${OPEN_ADDRESS}`);
      expect(worded(await ask(port, 'a.example.com', 'HTTPS'))).toMatch(/^stop\.example\.org/u);
    });

    it('blocks names that lead to a listed address, and no others', async () => {
      const entries: Listed[] = [
        { kind: 'cidr', text: '203.0.113.0/24', scope: 'exact', operation: 'present' },
        { kind: 'ip', text: '203.0.113.9', scope: 'exact', operation: 'excepted' },
        { kind: 'ip', text: '192.0.2.7', scope: 'exact', operation: 'present' },
        { kind: 'cidr', text: '2001:db8:0:1::/64', scope: 'exact', operation: 'present' },
        { kind: 'ip', text: '2001:db8:0:1:0:2:0:3', scope: 'exact', operation: 'excepted' },
      ];
      const { port } = await loaded(stand, resolver, entries, zone, { dialect, addresses: 'answers' });
      expect(worded(await ask(port, 'ip-203-0-113-5.example.org'))).toBe('no such name');
      expect(worded(await ask(port, 'ip-203-0-113-9.example.org'))).toBe('203.0.113.9');
      expect(worded(await ask(port, 'ip-192-0-2-7.example.org'))).toBe('no such name');
      expect(worded(await ask(port, 'ip-192-0-2-8.example.org'))).toBe('192.0.2.8');
    });
  });
});

withPrograms('BIND and a stop page by its addresses', bind.programs, () => {
  const stand = useStand();

  // It would load nothing of a zone in which such a name has an address, and its checker would not say so.
  it('loads the list though names in it are no host names', async () => {
    const odd = ['a_b.example.net', '-a.example.net', 'a-.example.net'].map(
      (text): Listed => ({ kind: 'domain', text, scope: 'subtree' }),
    );
    const open: Listed = { kind: 'domain', text: 'ok.c_d.example.com', scope: 'exact', operation: 'excepted' };
    const { port } = await loaded(stand, bind, [...LISTED, ...odd, open], 'rpz-zone', { dialect: 'bind', ...page });
    expect(worded(await ask(port, 'a.example.com'))).toBe(PAGE.A);
    expect(worded(await ask(port, 'c_d.example.com'))).toBe('nothing');
    expect(worded(await ask(port, 'ok.c_d.example.com'))).toBe(OPEN_ADDRESS);
    expect(worded(await ask(port, 'z.ok.c_d.example.com'))).toBe('nothing');
  });
});

withPrograms('Knot Resolver says why', kresdPolicy.programs, () => {
  const stand = useStand();

  it('by an extended error', async () => {
    const { port } = await loaded(stand, kresdPolicy, LISTED, 'knot-policy', { ede: 'censored' });
    const answer = await ask(port, 'a.example.com');
    expect(worded(answer)).toBe('no such name');
    expect(answer?.extendedErrors.map(({ code }) => code)).toEqual([16]);
  });
});
