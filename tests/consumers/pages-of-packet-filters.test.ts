// docs/deploy/ for packet filters, played as their readers would play them, in a network of the test's own.
import { it } from 'vitest';
import { holdNetwork, withNetwork } from './support/network-namespace.ts';
import { Page } from './support/page.ts';
import { useStand } from './support/stand.ts';

withNetwork('docs/deploy/nftables.md', ['nft'], 'nft list ruleset', () => {
  const stand = useStand();

  it('does what it says', async () => {
    const inside = await holdNetwork(stand);
    const page = new Page('docs/deploy/nftables.md', { folder: stand.folder, programs: { nft: inside('nft') } });
    for (const section of ['Write the list', 'Configure', 'Check', 'Load', 'Ask', 'Roll back']) page.play(section);
    page.finish();
  });
});

withNetwork('docs/deploy/ipset.md', ['ipset'], 'ipset list', () => {
  const stand = useStand();

  it('does what it says', async () => {
    const inside = await holdNetwork(stand);
    const page = new Page('docs/deploy/ipset.md', {
      folder: stand.folder,
      // The test may be no root outside of its network.
      programs: { ipset: inside('ipset'), unshare: inside('unshare') },
    });
    for (const section of ['Write the list', 'Check', 'Load', 'Ask', 'Roll back']) page.play(section);
    page.finish();
  });
});
