// The harness itself: an upstream that knows every name, a client that hears it, servers that end. A harness that could
// not see an open name would call every list obeyed.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersDns, ask, askAll, askByTcp } from './support/dns-client.ts';
import { OPEN_ADDRESS, OPEN_ADDRESS6, startUpstream } from './support/dns-upstream.ts';
import { TYPES } from './support/dns-wire.ts';
import { acceptsTcp, OPEN_PAGE, send, sendRaw, startHttpUpstream } from './support/http.ts';
import { Page, type PageSetup } from './support/page.ts';
import { freePort } from './support/ports.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { Stand, useStand } from './support/stand.ts';

describe('the world around a server under test', () => {
  const stand = useStand();

  it('answers for every name and type', async () => {
    const { port, asked } = await startUpstream(stand);
    expect((await ask(port, 'any.example.org'))?.answers).toMatchObject([{ data: OPEN_ADDRESS }]);
    expect((await ask(port, 'any.example.org', 'AAAA'))?.answers).toMatchObject([{ data: OPEN_ADDRESS6 }]);
    expect((await ask(port, 'any.example.org', 'HTTPS'))?.answers).toMatchObject([{ type: TYPES.HTTPS }]);
    expect((await askByTcp(port, 'any.example.org')).answers).toMatchObject([{ data: OPEN_ADDRESS }]);
    expect(asked.map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => 'any.example.org'));
    const many = await askAll(
      port,
      Array.from({ length: 1000 }, (_, i) => ({ name: `n${i}.example.org` })),
    );
    expect(many.filter((answer) => answer?.answers[0]?.data === OPEN_ADDRESS)).toHaveLength(1000);
  });

  it('tells silence from an answer', async () => {
    expect(await ask(await freePort(), 'any.example.org', 'A', 100)).toBeNull();
  });

  it('serves pages and keeps the bytes of a request', async () => {
    const { port, asked } = await startHttpUpstream(stand);
    const answer = await send(port, 'GET /a/../%70 HTTP/1.1', ['Host: EXAMPLE.com.:8080']);
    expect(answer).toMatchObject({ status: 200, body: OPEN_PAGE });
    expect(asked).toEqual([{ host: 'EXAMPLE.com.:8080', path: '/a/../%70' }]);
    expect((await sendRaw(port, 'NOT HTTP\r\n\r\n')).toString()).toMatch(/^HTTP\/1\.1 400 /u);
    expect(await acceptsTcp(port)).toBe(true);
    expect(await acceptsTcp(await freePort())).toBe(false);
  });
});

describe('a page that is played', () => {
  const stand = useStand();
  const text = [
    '# Page',
    '## Load it',
    '```conf file=/etc/x/list.conf',
    'port 53',
    '```',
    '```sh',
    'reload x',
    'cat /etc/x/list.conf',
    'listbridge --version',
    '```',
    '```text',
    'reloaded x',
    'port 53',
    '```',
    '## Undo it',
    '```sh',
    'rm /etc/x/list.conf',
    '```',
    '',
  ];
  const setup: PageSetup = {
    folder: stand.folder,
    replace: [['port 53', 'port 5353']],
    programs: { reload: 'echo "reloaded $1"' },
  };

  it('writes its files, runs its commands, compares what they print', () => {
    const page = new Page(stand.write('page.md', text.join('\n')), setup);
    page.play('Load it');
    expect(readFileSync(stand.path('etc/x/list.conf'), 'utf8')).toBe('port 5353\n');
    expect(() => page.finish()).toThrow(/never played: Undo it/u);
    page.play('Undo it');
    page.finish();
    expect(existsSync(stand.path('etc/x/list.conf'))).toBe(false);
  });

  it('fails when a command fails or prints something else', () => {
    const other = text.map((line) => (line === 'cat /etc/x/list.conf' ? 'true' : line)).join('\n');
    expect(() => new Page(stand.write('other.md', other), setup).play('Load it')).toThrow(
      /"port 5353" is not printed/u,
    );
    const failing = text.map((line) => (line === 'reload x' ? 'false' : line)).join('\n');
    expect(() => new Page(stand.write('failing.md', failing), setup).play('Load it')).toThrow(/:6: exit 1/u);
  });

  it('fails when the page no longer says what the test replaces', () => {
    const replace = [...(setup.replace ?? []), ['port 99', 'port 1']] as const;
    const page = new Page(stand.write('page.md', text.join('\n')), { ...setup, replace });
    page.play('Load it');
    page.play('Undo it');
    expect(() => page.finish()).toThrow(/not on the page: port 99/u);
    expect(() => new Page(stand.path('page.md'), setup).play('No such section')).toThrow(/nothing to play/u);
  });
});

withPrograms('servers', ['dnsmasq', 'dig'], () => {
  it('are there while they are asked and gone after, with their folder', async () => {
    const stand = new Stand();
    const upstream = await startUpstream(stand);
    const port = await freePort();
    const server = await stand.start({
      program: 'dnsmasq',
      args: ['-k', `--port=${port}`, '--listen-address=127.0.0.1', '--bind-interfaces', '--no-resolv', '--no-hosts']
        .concat([`--server=127.0.0.1#${upstream.port}`, '--user=root', '--conf-file=/dev/null'])
        .concat(['--pid-file=']),
      isReady: () => answersDns(port),
    });
    expect((await ask(port, 'any.example.org'))?.answers).toMatchObject([{ data: OPEN_ADDRESS }]);
    await stand.close();
    expect(() => process.kill(server.pid, 0)).toThrow(/ESRCH/u);
    expect(existsSync(stand.folder)).toBe(false);
  });

  it('fail with what they said', async () => {
    const stand = new Stand();
    const wrong = stand.start({ program: 'dnsmasq', args: ['--no-such-option'], isReady: () => false });
    await expect(wrong).rejects.toThrow(/no-such-option|bad command line options/u);
    await stand.close();
    expect(runProgram('dnsmasq', ['--no-such-option']).exit).not.toBe(0);
  });
});
