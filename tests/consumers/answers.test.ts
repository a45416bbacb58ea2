// What clients get: every action and every stop page, asked for all record types, because a page that leaks the HTTPS
// record of a listed name sends browsers where the list says they must not go (research url-formats, fact 8).
import { describe, expect, it } from 'vitest';
import { ask, askByTcp } from './support/dns-client.ts';
import { OPEN_ADDRESS, startUpstream, type Upstream } from './support/dns-upstream.ts';
import type { Answer, TypeName } from './support/dns-wire.ts';
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
import { type Listed, written } from './support/written.ts';

const LISTED: readonly Listed[] = [
  { kind: 'domain', text: 'example.com', scope: 'subtree' },
  { kind: 'domain', text: 'www.example.net', scope: 'exact' },
];
const TYPES: readonly TypeName[] = ['A', 'AAAA', 'HTTPS', 'MX', 'TXT'];
const PAGE = { 'stop-page': '192.0.2.80,2001:db8::80' };

/** An answer in one word or a few. */
function worded(answer: Answer | null): string {
  if (answer === null) return 'silence';
  if (answer.isTruncated) return 'truncated';
  if (answer.rcode === 3) return 'no such name';
  if (answer.rcode === 5) return 'refused';
  if (answer.rcode === 2) return 'failure';
  return answer.answers.length === 0 ? 'nothing' : answer.answers.map(({ data }) => data).join(' ');
}

const all = (word: string): readonly string[] => TYPES.map(() => word);
const page = ['192.0.2.80', '2001:db8::80', 'nothing', 'nothing', 'nothing'];
const nulls = ['0.0.0.0', '::', 'nothing', 'nothing', 'nothing'];

/** What each type of a name below a listed one gets, and of a name listed for itself where that differs. */
type Case = readonly [Resolver, string, object, below: readonly string[], single?: readonly string[]];

const CASES = [
  [bind, 'rpz-zone', { dialect: 'bind', action: 'nodata' }, all('nothing')],
  [bind, 'rpz-zone', { dialect: 'bind', action: 'drop' }, all('silence')],
  [bind, 'rpz-zone', { dialect: 'bind', action: 'tcp-only' }, all('truncated')],
  [bind, 'rpz-zone', { dialect: 'bind', ...PAGE }, page],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', action: 'nodata' }, all('nothing')],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', action: 'drop' }, all('silence')],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', action: 'tcp-only' }, all('truncated')],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', ...PAGE }, page],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', action: 'nodata' }, all('nothing')],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', action: 'drop' }, all('silence')],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', action: 'tcp-only' }, all('truncated')],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', ...PAGE }, page],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', action: 'nodata' }, all('nothing')],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', action: 'drop' }, all('failure')],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', ...PAGE }, page],
  [kresdPolicy, 'knot-policy', { action: 'nodata' }, all('nothing')],
  [kresdPolicy, 'knot-policy', { action: 'refuse' }, all('refused')],
  [kresdPolicy, 'knot-policy', { action: 'drop' }, all('silence')],
  [kresdPolicy, 'knot-policy', PAGE, page],
  [unboundZones, 'unbound-local-zone', { action: 'nodata' }, all('nothing'), nulls],
  [unboundZones, 'unbound-local-zone', { action: 'null' }, nulls],
  [unboundZones, 'unbound-local-zone', { action: 'refuse' }, all('refused'), nulls],
  [unboundZones, 'unbound-local-zone', { action: 'drop' }, all('silence'), nulls],
  [unboundZones, 'unbound-local-zone', PAGE, page],
  [dnsmasqResolver, 'dnsmasq', { action: 'null' }, nulls],
  [dnsmasqResolver, 'dnsmasq', PAGE, page],
] as unknown as readonly Case[];

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
        Promise.all(TYPES.map(async (type) => worded(await ask(port, name, type, 1_500))));
      expect(await ofAll('a.b.example.com')).toEqual(below);
      expect(await ofAll('example.com')).toEqual(below);
      expect(await ofAll('www.example.net')).toEqual(single);
      expect((await ofAll('a.www.example.net'))[0]).toBe(OPEN_ADDRESS);
      expect((await ofAll('example.net'))[0]).toBe(OPEN_ADDRESS);
      if (below[0] === 'truncated') expect(worded(await askByTcp(port, 'a.example.com'))).toBe(OPEN_ADDRESS);
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

withPrograms('Knot Resolver says why', kresdPolicy.programs, () => {
  const stand = useStand();

  it('by an extended error', async () => {
    const { port } = await loaded(stand, kresdPolicy, LISTED, 'knot-policy', { ede: 'censored' });
    const answer = await ask(port, 'a.example.com');
    expect(worded(answer)).toBe('no such name');
    expect(answer?.extendedErrors.map(({ code }) => code)).toEqual([16]);
  });
});
