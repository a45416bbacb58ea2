// dnsmasq reads the hosts file that we write: every name exactly, none below it, whatever else stood in the list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { convert } from '../support/convert.ts';
import { answersDns, ask } from './support/dns-client.ts';
import { OPEN_ADDRESS, startUpstream } from './support/dns-upstream.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { withPrograms } from './support/programs.ts';
import { useStand } from './support/stand.ts';
import { worded } from './support/verdicts.ts';
import { formatNamed } from './support/written.ts';

const TRAPS = join(import.meta.dirname, '../../fixtures/formats/domain-list/every-trap.txt');

withPrograms('hosts files in dnsmasq', ['dnsmasq'], () => {
  const stand = useStand();

  it('block each name alone', async () => {
    const source = { format: formatNamed('domain-list'), options: { scope: 'exact' } };
    const target = { format: formatNamed('hosts-file'), options: {} };
    const { bytes, outcome } = await convert(source, readFileSync(TRAPS), target);
    if (outcome.failure !== null) throw outcome.failure;
    const list = stand.write('hosts', bytes);
    const upstream = await startUpstream(stand);
    const port = await freePort();
    const server = await stand.start({
      program: 'dnsmasq',
      args: ['-k', `--port=${port}`, `--listen-address=${LOOPBACK}`, '--bind-interfaces', '--no-resolv', '--no-hosts']
        .concat([`--addn-hosts=${list}`, `--server=${LOOPBACK}#${upstream.port}`, '--user=root'])
        .concat(['--conf-file=/dev/null', '--pid-file=']),
      isReady: () => answersDns(port),
    });
    expect(server.output()).not.toMatch(/bad (?:address|name)/u);
    for (const name of ['example.com', 'www.example.com', 'xn--bcher-kva.example', 'no-newline.example.com']) {
      expect([name, worded(await ask(port, name))]).toEqual([name, '0.0.0.0']);
    }
    expect(worded(await ask(port, 'z.www.example.com'))).toBe(OPEN_ADDRESS);
  });
});
