// e2guardian loads what we write and is asked for every name and URL near a list. It has no check of its own, and says
// that a page is denied in the page alone.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { acceptsTcp, type Request, sendAll, startHttpUpstream } from './support/http.ts';
import { isBlocked, questionsAbout, randomNames, standing } from './support/names.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import { useStand } from './support/stand.ts';
import { NAME_TRAPS, trapsIn, URL_TRAPS } from './support/traps.ts';
import { isUrlListed, randomUrls, urlsAbout } from './support/urls.ts';
import { type Listed, written } from './support/written.ts';

const stand = useStand();
const HOME = '/etc/e2guardian';
let servers = 0;

/** Starts one with these lists and asks it; true where the page is denied. */
async function denied(lists: Readonly<Record<string, Uint8Array>>, requests: readonly Request[]): Promise<boolean[]> {
  const port = await freePort();
  const upstream = await startHttpUpstream(stand);
  const home = stand.path(`e2guardian-${++servers}`);
  cpSync(HOME, home, { recursive: true });
  const settings = {
    filterip: LOOPBACK,
    filterports: port,
    proxyip: LOOPBACK,
    proxyport: upstream.port,
    httpworkers: 20,
    transparenthttpsport: await freePort(),
  };
  for (const name of ['e2guardian.conf', 'e2guardianf1.conf']) {
    let text = readFileSync(join(home, name), 'utf8').replaceAll(HOME, home);
    for (const [key, value] of Object.entries(settings)) {
      text = text.replace(new RegExp(`^#?${key} = .*$`, 'mu'), `${key} = ${value}`);
    }
    if (name === 'e2guardian.conf') {
      text += `loglocation = '${home}/access.log'\nstatlocation = '${home}/stats'\npidfilename = '${home}/pid'\n`;
      text += "nologger = on\ndaemonuser = 'root'\ndaemongroup = 'root'\n";
    }
    writeFileSync(join(home, name), text);
  }
  for (const list of ['bannedsitelist', 'bannedurllist', 'bannedsiteiplist']) {
    writeFileSync(join(home, 'lists', list), lists[list] ?? '');
  }
  const server = await stand.start({
    program: 'e2guardian',
    args: ['-N', '-c', join(home, 'e2guardian.conf')],
    isReady: () => acceptsTcp(port),
  });
  const answers = await sendAll(port, requests, 8);
  await server.stop();
  return answers.map(({ body }) => body.includes('Access Denied'));
}

const get = (url: string, host: string): Request => ({ first: `GET ${url} HTTP/1.1`, headers: [`Host: ${host}`] });

withPrograms('e2guardian', ['e2guardian'], () => {
  it(`denies the names of a site list and no others (seed ${SEED})`, async () => {
    const listed = randomNames(randomFrom(SEED), { trees: 6, exceptions: 'none' });
    const { bytes, unfit } = await written('e2guardian-sites', listed);
    const questions = questionsAbout(listed);
    const is = await denied(
      { bannedsitelist: bytes },
      questions.map(({ host }) => get(`http://${host}/`, host)),
    );
    const entries = standing(listed, unfit).map((entry): Listed => ({ ...entry, scope: 'subtree' }));
    expect(questions.filter(({ name }, i) => is[i] !== isBlocked(entries, name))).toEqual([]);
  });

  it(`denies the URLs of a URL list and no others (seed ${SEED})`, async () => {
    const listed = randomUrls(randomFrom(SEED), 25, ['', 'http://', 'https://']);
    const { bytes, unfit } = await written('e2guardian-urls', listed);
    const urls = urlsAbout(listed);
    const is = await denied(
      { bannedurllist: bytes },
      urls.map((url) => get(url, url.replace(/^http:\/\/([^/]*).*$/su, '$1'))),
    );
    // Whole segments of the entry, on the host and below it.
    const bare = (text: string): string => (text.includes('?') ? text : text.replace(/\/$/u, ''));
    // Of entries that are one to e2guardian only the first is written, or refused.
    const plain = (text: string): string => bare(text.replace(/^https?:\/\/|:8080/gu, '')).toLowerCase();
    const refused = new Set(listed.flatMap(({ text }, i) => (unfit.has(i) ? [plain(text)] : [])));
    const entries = listed
      .filter(({ text }) => !refused.has(plain(text)))
      .map((entry): Listed => ({ ...entry, text: bare(entry.text), scope: 'exact' }));
    const view = { scheme: true, port: true, case: true, slashes: true, query: true };
    const isListed = (url: string): boolean => {
      const [, host = '', rest = ''] = /^http:\/\/([^/]*)(.*)$/su.exec(url) ?? [];
      const hosts = host.split('.').map((_, i, labels) => labels.slice(i).join('.'));
      const ends = [...rest.matchAll(/[/?&=]|$/gu)]
        .map(({ index }) => rest.slice(0, index))
        .filter((end) => end !== '');
      return hosts.some((each) => ends.some((end) => isUrlListed(entries, `http://${each}${end}`, view)));
    };
    expect(urls.filter((url, i) => is[i] !== isListed(url))).toEqual([]);
  });

  it('denies the addresses of an address list and no others', async () => {
    const listed: Listed[] = [
      { kind: 'ip', text: '192.0.2.7', scope: 'exact' },
      { kind: 'cidr', text: '198.51.100.128/25', scope: 'exact' },
    ];
    const { bytes } = await written('e2guardian-ips', listed);
    const hosts = ['192.0.2.7', '192.0.2.8', '198.51.100.127', '198.51.100.128', '198.51.100.255', '203.0.113.1'];
    const is = await denied(
      { bannedsiteiplist: bytes },
      hosts.map((host) => get(`http://${host}/`, host)),
    );
    expect(hosts.filter((_, i) => is[i])).toEqual(['192.0.2.7', '198.51.100.128', '198.51.100.255']);
  });

  it('loads what is left of lists of traps, from the first entry to the last', async () => {
    const sites = await trapsIn({ ...NAME_TRAPS, options: { scope: 'subtree' } }, 'e2guardian-sites');
    const urls = await trapsIn(URL_TRAPS, 'e2guardian-urls');
    const listed = [...linesOf(sites).map((line) => line.replace(/^\./u, 'www.')), ...linesOf(urls)];
    expect(listed.length).toBeGreaterThan(7);
    const requests = [...listed, 'open.example.org'].map((line) => get(`http://${line}`, line.replace(/\/.*$/u, '')));
    const is = await denied({ bannedsitelist: sites, bannedurllist: urls }, requests);
    expect(listed.filter((_, i) => is[i] !== true)).toEqual([]);
    expect(is.at(-1)).toBe(false);
  });
});

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
