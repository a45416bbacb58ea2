// HAProxy loads what we write and is asked for every name near a list.
import { expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { acceptsTcp, sendAll } from './support/http.ts';
import { isBlocked, questionsAbout, randomNames } from './support/names.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import { useStand } from './support/stand.ts';
import { type Listed, written } from './support/written.ts';

const stand = useStand();

/** As docs/deploy/haproxy.md has it: the whole name, then every ending of it. */
function lookups(map: string, labels: number): string[] {
  const endings = Array.from({ length: labels }, (_, n) => {
    return `  acl listed var(txn.host),field(-1,.,${n + 1}),map_str(${map}) -m str subtree`;
  });
  return [
    '  http-request set-var(txn.host) req.hdr(host),lower,field(1,:),regsub(\\.$,)',
    `  acl listed var(txn.host),map_str(${map}) -m found`,
    ...endings,
  ];
}

async function startHaproxy(bytes: Uint8Array, round: number | string, labels = 10): Promise<number> {
  const port = await freePort();
  const map = stand.write(`names-${round}.map`, bytes);
  const config = stand.write(
    `haproxy-${round}.cfg`,
    [
      'defaults',
      '  mode http',
      '  timeout connect 5s',
      '  timeout client 5s',
      '  timeout server 5s',
      'frontend web',
      `  bind ${LOOPBACK}:${port}`,
      ...lookups(map, labels),
      '  http-request return status 451 if listed',
      '  http-request return status 200',
      '',
    ].join('\n'),
  );
  const { exit, output } = runProgram('haproxy', ['-c', '-f', config]);
  expect([exit, output.match(/(?:WARNING|ALERT).*/gu)]).toEqual([0, null]);
  await stand.start({ program: 'haproxy', args: ['-db', '-f', config], isReady: () => acceptsTcp(port) });
  return port;
}

withPrograms('haproxy', ['haproxy'], () => {
  let asked = 0;

  it.each([0, 1, 2])(`stops the names of a map and no others (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomNames(randomFrom(SEED + round), { trees: 20, exceptions: 'none' });
    const { bytes, unfit } = await written('haproxy-map', listed, { labels: 10 });
    expect(unfit.size).toBe(0);
    const port = await startHaproxy(bytes, round);
    const questions = questionsAbout(listed);
    const requests = questions.map(({ host }) => ({ first: 'GET / HTTP/1.1', headers: [`Host: ${host}`] }));
    const answers = await sendAll(port, requests);
    const wrong = questions.filter(({ name }, i) => (answers[i]?.status === 451) !== isBlocked(listed, name));
    expect(wrong).toEqual([]);
    asked += questions.length;
  });

  it.each([3, 6])('never writes a subtree that %i look-ups do not reach', async (labels) => {
    const listed = Array.from({ length: 9 }, (_, depth): Listed => {
      const text = [...'abcdefgh'].slice(0, depth).concat(`n${depth}`, 'example').join('.');
      return { kind: 'domain', text, scope: 'subtree' };
    });
    const deep: Listed = { kind: 'domain', text: 'a.b.c.d.e.f.g.h.example.net', scope: 'exact' };
    const { bytes, unfit } = await written('haproxy-map', [...listed, deep], { labels });
    const isDeep = ({ text, scope }: Listed): boolean => scope === 'subtree' && text.split('.').length > labels;
    expect([...unfit]).toEqual(listed.flatMap((entry, i) => (isDeep(entry) ? [i] : [])));
    const port = await startHaproxy(bytes, `deep-${labels}`, labels);
    const questions = questionsAbout([...listed, deep]);
    const requests = questions.map(({ host }) => ({ first: 'GET / HTTP/1.1', headers: [`Host: ${host}`] }));
    const answers = await sendAll(port, requests);
    const kept = [...listed, deep].filter((entry) => !isDeep(entry));
    expect(questions.filter(({ name }, i) => (answers[i]?.status === 451) !== isBlocked(kept, name))).toEqual([]);
  });

  it('was asked for many names', () => expect(asked).toBeGreaterThan(2000));
});
