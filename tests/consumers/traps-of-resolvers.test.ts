// Lists full of traps, as partners send them, on their way to resolvers, packet filters and a virus scanner: whatever is left
// of them loads, and blocks. One bad line would cost BIND, PowerDNS, Unbound or nft the whole list (research url-formats,
// fact 5), and their checkers pass lists that the servers then refuse, so each server is started and asked.
import { describe, expect, it } from 'vitest';
import { ask } from './support/dns-client.ts';
import { OPEN_ADDRESS, startUpstream } from './support/dns-upstream.ts';
import { inNetwork, withNetwork } from './support/network-namespace.ts';
import { runProgram, withPrograms } from './support/programs.ts';
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
import { useStand } from './support/stand.ts';
import { ADDRESS_TRAPS, NAME_TRAPS, trapsIn, URL_TRAPS } from './support/traps.ts';
import { PAGE, worded } from './support/verdicts.ts';

const page = { 'stop-page': `${PAGE.A},${PAGE.AAAA}` };
const CASES: readonly (readonly [Resolver, string, Readonly<Record<string, unknown>>])[] = [
  [bind, 'rpz-zone', { dialect: 'bind' }],
  [bind, 'rpz-zone', { dialect: 'bind', ...page }],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound' }],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound', ...page }],
  [powerdns, 'rpz-zone', { dialect: 'powerdns' }],
  [powerdns, 'rpz-zone', { dialect: 'powerdns', ...page }],
  [kresdRpz, 'rpz-zone', { dialect: 'knot' }],
  [kresdRpz, 'rpz-zone', { dialect: 'knot', ...page }],
  [kresdPolicy, 'knot-policy', {}],
  [unboundZones, 'unbound-local-zone', {}],
  [unboundZones, 'unbound-local-zone', page],
  [dnsmasqResolver, 'dnsmasq', {}],
  [dnsmasqResolver, 'dnsmasq', page],
];
const named = CASES.flatMap(([resolver, format, options]) =>
  (['exact', 'subtree'] as const).map(
    (scope) => [`${resolver.title} ${JSON.stringify(options)}, ${scope}`, resolver, format, options, scope] as const,
  ),
);

describe.each(named)('%s', (title, resolver, format, options, scope) => {
  withPrograms(`${title}: traps`, resolver.programs, () => {
    const stand = useStand();

    it('loads what is left of a list of traps, and obeys it', async () => {
      const list = stand.write('list', await trapsIn({ ...NAME_TRAPS, options: { scope } }, format, options));
      const check = resolver.check(stand, list);
      if (check !== null) expect(check).toMatchObject({ exit: 0 });
      const upstream = await startUpstream(stand);
      const { port } = await resolver.start(stand, list, upstream.port);
      // The first and the last line that are good, and what follows bad ones.
      const listed = [
        'example.com',
        'www.example.com',
        'xn--bcher-kva.example',
        'crlf.example.com',
        'no-newline.example.com',
      ];
      for (const name of listed) expect([name, worded(await ask(port, name))]).not.toEqual([name, OPEN_ADDRESS]);
      expect(worded(await ask(port, 'open.example.net'))).toBe(OPEN_ADDRESS);
      expect(upstream.asked.filter(({ name }) => listed.includes(name))).toEqual([]);
    });
  });
});

withNetwork('packet filters: traps', ['nft', 'ipset'], 'nft list ruleset && ipset list', () => {
  const stand = useStand();

  it.each([
    ['nftables', (file: string) => `nft -f ${file} && nft get element inet listbridge block_v4 '{ 192.0.2.1 }'`],
    ['ipset', (file: string) => `ipset restore <${file} && ipset test block_v4 192.0.2.1`],
  ] as const)('%s loads what is left of a list of traps, and looks up no name', async (format, load) => {
    const bytes = await trapsIn(ADDRESS_TRAPS, format, {});
    expect(bytes.toString()).not.toMatch(/example|http|192\.0\.2\.0?10\b(?!,|$)/mu);
    const { exit, output } = inNetwork(load(stand.write(`${format}.list`, bytes)));
    expect([exit, output.match(/resolve|error/iu)]).toEqual([0, null]);
  });

  it.each(['nftables', 'ipset', 'e2guardian-ips'])('%s gets no entry of a list of names and URLs', async (format) => {
    for (const traps of [{ ...NAME_TRAPS, options: { scope: 'exact' } }, URL_TRAPS]) {
      const bytes = await trapsIn(traps, format, {}, { mayRefuse: true });
      expect(bytes.toString()).not.toMatch(/[g-z]\.example|example\.|constructor|__proto__/u);
    }
  });
});

withPrograms('clamscan: traps', ['clamscan'], () => {
  const stand = useStand();

  it('loads what is left of a list of traps', async () => {
    const database = stand.write('traps.gdb', await trapsIn(URL_TRAPS, 'clamav-gdb'));
    const mail = stand.write('mail.eml', 'Subject: none\n\nnothing\n');
    const { exit, output } = runProgram('clamscan', ['-d', database, '--no-summary', mail]);
    expect([exit, output.match(/malformed|error/iu)]).toEqual([0, null]);
  });
});
