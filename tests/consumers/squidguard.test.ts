// squidGuard loads what we write and is asked by its own command line, which answers as it would answer Squid.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { isBlocked, questionsAbout, randomNames, standing } from './support/names.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import { useStand } from './support/stand.ts';
import { NAME_TRAPS, trapsIn, URL_TRAPS } from './support/traps.ts';
import { isUrlListed, randomUrls, urlsAbout } from './support/urls.ts';
import { type Listed, written } from './support/written.ts';

const stand = useStand();
const rounds = [0, 1, 2];

/** Which of the URLs squidGuard sends to the stop page. */
function stopped(name: string, files: { domains?: Uint8Array; urls?: Uint8Array }, urls: readonly string[]): boolean[] {
  const home = stand.path(name);
  mkdirSync(join(home, 'listed'), { recursive: true });
  for (const kind of ['domains', 'urls'] as const) writeFileSync(join(home, 'listed', kind), files[kind] ?? '');
  const config = stand.write(
    `${name}/squidguard.conf`,
    [
      `dbhome ${home}`,
      `logdir ${home}`,
      'dest listed { domainlist listed/domains',
      '  urllist listed/urls }',
      'acl { default { pass !listed all',
      '  redirect http://stop.example.org/ } }',
      '',
    ].join('\n'),
  );
  const input = `${urls.map((url) => `${url} 192.0.2.1/- - GET`).join('\n')}\n`;
  const { exit, output } = runProgram('squidGuard', ['-c', config], { input });
  const answers = output.split('\n').filter((line) => /^(?:OK|ERR)/u.test(line));
  expect([exit, answers.length]).toEqual([0, urls.length]);
  return answers.map((line) => line.startsWith('OK'));
}

withPrograms('squidGuard', ['squidGuard'], () => {
  let asked = 0;

  it.each(rounds)(`stops the names of a category and no others (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomNames(randomFrom(SEED + round), { trees: 20, exceptions: 'none' });
    const { bytes, unfit } = await written('squidguard-domains', listed);
    const questions = questionsAbout(listed);
    const urls = questions.map(({ host }) => `http://${host}/`);
    const is = stopped(`names-${round}`, { domains: bytes }, urls);
    // It knows no name without all below it.
    const entries = standing(listed, unfit).map((entry): Listed => ({ ...entry, scope: 'subtree' }));
    expect(questions.filter(({ name }, i) => is[i] !== isBlocked(entries, name))).toEqual([]);
    asked += questions.length;
  });

  it('was asked for many names', () => expect(asked).toBeGreaterThan(2000));

  it.each(rounds)(`stops the URLs of a category and no others (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomUrls(randomFrom(SEED + round), 60, ['', 'http://', 'https://']);
    const { bytes, unfit } = await written('squidguard-urls', listed);
    expect(unfit.size).toBe(0);
    const urls = urlsAbout(listed);
    const is = stopped(`urls-${round}`, { urls: bytes }, urls);
    // A host that begins with www, web or ftp is tried without that label as well, and only so with a port.
    const bare = (url: string): string => url.replace(/^((?:https?:\/\/)?)(?:www|web|ftp)[0-9]*\./iu, '$1');
    const entries = listed.map((entry): Listed => ({ ...entry, text: bare(entry.text), scope: 'prefix' }));
    const view = { scheme: true, port: true, case: true, slashes: true, query: true };
    expect(urls.filter((url, i) => is[i] !== isUrlListed(entries, bare(url), view))).toEqual([]);
    expect(urls.length).toBeGreaterThan(400);
  });

  it('loads what is left of lists of traps, from the first entry to the last', async () => {
    const domains = await trapsIn({ ...NAME_TRAPS, options: { scope: 'subtree' } }, 'squidguard-domains');
    const urls = await trapsIn(URL_TRAPS, 'squidguard-urls');
    const listed = [...linesOf(domains), ...linesOf(urls)].map((line) => `http://${line}`);
    expect(listed.length).toBeGreaterThan(7);
    const is = stopped('traps', { domains, urls }, listed);
    expect(listed.filter((_, i) => is[i] !== true)).toEqual([]);
    expect(stopped('traps', { domains, urls }, ['http://open.example.org/'])).toEqual([false]);
  });
});

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
