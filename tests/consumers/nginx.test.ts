// nginx loads what we write and is asked for every name and URL near a list.
import { expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { acceptsTcp, sendAll } from './support/http.ts';
import { isBlocked, questionsAbout, randomNames } from './support/names.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import { useStand } from './support/stand.ts';
import { isUrlListed, randomUrls, urlsAbout } from './support/urls.ts';
import { type Listed, written } from './support/written.ts';

const stand = useStand();
const rounds = [0, 1, 2];
let servers = 0;

/** A server that answers 451 where the map says so, and 200 to all else. */
async function startNginx(map: string, bytes: Uint8Array): Promise<number> {
  const port = await freePort();
  const name = `nginx-${++servers}`;
  const file = stand.write(`${name}.map`, bytes);
  const config = stand.write(
    `${name}.conf`,
    [
      `pid ${stand.path(`${name}.pid`)};`,
      'error_log stderr;',
      'daemon off;',
      'events {}',
      'http {',
      '  access_log off;',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${stand.path(kind)};`),
      '  map_hash_bucket_size 8192;',
      '  map_hash_max_size 1048576;',
      `  map ${map.replace('FILE', file)}`,
      `  server { listen ${LOOPBACK}:${port}; if ($blocked) { return 451; } location / { return 200 open; } }`,
      '}',
      '',
    ].join('\n'),
  );
  const { exit, output } = runProgram('nginx', ['-t', '-c', config]);
  expect([exit, output.match(/\[(?:warn|emerg)\].*/gu)]).toEqual([0, null]);
  await stand.start({ program: 'nginx', args: ['-c', config], isReady: () => acceptsTcp(port) });
  return port;
}

const BY_HOST = '$host $blocked { hostnames; default 0; include FILE; }';
const BY_URL = '"$host$uri$is_args$args" $blocked { default 0; include FILE; }';

withPrograms('nginx', ['nginx'], () => {
  const asked = { none: 0, all: 0 };

  it.each([
    ['none', 0],
    ['none', 1],
    ['all', 0],
    ['all', 1],
    ['all', 2],
  ] as const)(
    `stops the names of a map and no others (exceptions: %s; seed ${SEED}, round %i)`,
    async (exceptions, round) => {
      const words = ['default', 'hostnames', 'include', 'volatile'];
      const special = words.map((text): Listed => ({ kind: 'domain', text, scope: round === 0 ? 'exact' : 'subtree' }));
      const openWord: Listed = { kind: 'domain', text: 'default', scope: 'exact', operation: 'excepted' };
      const more = exceptions === 'none' ? special : [...special, openWord];
      const listed = [...randomNames(randomFrom(SEED + round), { trees: 20, exceptions }), ...more];
      const { bytes, unfit } = await written('nginx-map', listed);
      // What is left out is what an exception covers, and never an exception.
      expect([...unfit].filter((i) => listed[i]?.operation === 'excepted')).toEqual([]);
      expect(unfit.size > 0).toBe(exceptions !== 'none');
      const port = await startNginx(BY_HOST, bytes);
      const questions = questionsAbout(listed);
      const requests = questions.map(({ host }) => ({ first: 'GET / HTTP/1.1', headers: [`Host: ${host}`] }));
      const answers = await sendAll(port, requests);
      const wrong = questions.filter(({ name }, i) => (answers[i]?.status === 451) !== isBlocked(listed, name));
      expect(wrong).toEqual([]);
      asked[exceptions] += questions.length;
    },
  );

  it.each(['none', 'all'] as const)('was asked for many names (exceptions: %s)', (exceptions) => {
    expect(asked[exceptions]).toBeGreaterThan(2000);
  });

  it.each(rounds)(`stops the URLs of a map and no others (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomUrls(randomFrom(SEED + round), 60, ['', 'http://', 'https://']).map(
      (entry): Listed => ({ ...entry, scope: 'exact' }),
    );
    const { bytes, unfit } = await written('nginx-map', listed, { match: 'url' });
    expect(unfit.size).toBe(0);
    const port = await startNginx(BY_URL, bytes);
    const urls = urlsAbout(listed);
    const requests = urls.map((url) => {
      const [, host = '', path = ''] = /^http:\/\/([^/]*)(.*)$/su.exec(url) ?? [];
      return { first: `GET ${path} HTTP/1.1`, headers: [`Host: ${host}`] };
    });
    const answers = await sendAll(port, requests);
    const view = { scheme: true, port: true, case: true, slashes: true };
    const wrong = urls.filter((url, i) => {
      // `$is_args` is empty where nothing follows the question mark.
      const is = isUrlListed(listed, url.replace(/\?$/u, ''), view);
      return (answers[i]?.status === 451) !== is;
    });
    expect(wrong).toEqual([]);
    expect(urls.length).toBeGreaterThan(400);
  });

  it('sends clients to a stop page', async () => {
    const listed: Listed[] = [{ kind: 'domain', text: 'example.com', scope: 'subtree' }];
    const { bytes } = await written('nginx-map', listed, { 'stop-page': 'https://stop.example.org/?list=1' });
    expect(bytes.toString()).toContain('.example.com "https://stop.example.org/?list=1";\n');
  });
});
