// docs/deploy/ for packet filters, played as their readers would play them, in a network of the test's own.
import { it } from 'vitest';
import { holdNetwork, withNetwork } from './support/network-namespace.ts';
import { NIGHTS_MS, type Nights, playNights } from './support/nights.ts';
import { Page } from './support/page.ts';
import { useStand } from './support/stand.ts';

const address = (n: number): string => `198.51.100.${2 * n}`;

const nights: Pick<Nights, 'header' | 'rows' | 'badRow' | 'ownRow'> = {
  header: 'kind,key',
  rows: (n) => [`ip,${address(n)}`],
  badRow: 'ip,198.51.100.999',
  ownRow: 'ip,203.0.113.53',
};

withNetwork('docs/deploy/nftables.md', ['nft'], 'nft list ruleset', () => {
  const stand = useStand();

  it('does what it says', { timeout: NIGHTS_MS }, async () => {
    const inside = await holdNetwork(stand);
    const page = new Page('docs/deploy/nftables.md', { folder: stand.folder, programs: { nft: inside('nft') } });
    for (const section of ['Write the list', 'Configure', 'Check', 'Load', 'Ask']) page.play(section);
    const get = (n: number): string => `nft get element inet listbridge block_v4 '{ ${address(n)} }'`;
    await playNights({
      ...nights,
      page,
      stand,
      files: ['etc/nftables.d/block.nft'],
      check: 'nft',
      isBlocked: (n) => page.run(get(n)).exit === 0,
    });
    page.play('Roll back');
    page.finish();
  });
});

withNetwork('docs/deploy/ipset.md', ['ipset'], 'ipset list', () => {
  const stand = useStand();

  it('does what it says', { timeout: NIGHTS_MS }, async () => {
    const inside = await holdNetwork(stand);
    const page = new Page('docs/deploy/ipset.md', {
      folder: stand.folder,
      // The test may be no root outside of its network.
      programs: { ipset: inside('ipset'), unshare: inside('unshare') },
    });
    for (const section of ['Write the list', 'Check', 'Load', 'Ask']) page.play(section);
    await playNights({
      ...nights,
      page,
      stand,
      files: ['etc/ipset.d/block.ipset'],
      check: 'ipset',
      isBlocked: (n) => page.run(`ipset test block_v4 ${address(n)}`).exit === 0,
    });
    page.play('Roll back');
    page.finish();
  });
});
