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
  const endings = (acl: string): string[] => [
    `  acl ${acl} var(txn.${acl}),map_str(${map}) -m found`,
    ...Array.from({ length: labels }, (_, n) => {
      return `  acl ${acl} var(txn.${acl}),field(-1,.,${n + 1}),map_str(${map}) -m str subtree`;
    }),
  ];
  return [
    '  http-request set-var(txn.listed) req.hdr(host),lower,field(1,:),regsub(\\.$,)',
    '  http-request set-var(txn.excepted) var(txn.listed),concat(!)',
    ...endings('listed'),
    ...endings('excepted'),
  ];
}

async function startHaproxy(bytes: Uint8Array, name: string, labels = 10): Promise<number> {
  const port = await freePort();
  const map = stand.write(`${name}.map`, bytes);
  const config = stand.write(
    `${name}.cfg`,
    [
      'defaults',
      '  mode http',
      '  timeout connect 5s',
      '  timeout client 5s',
      '  timeout server 5s',
      'frontend web',
      `  bind ${LOOPBACK}:${port}`,
      ...lookups(map, labels),
      '  http-request return status 451 if listed !excepted',
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
      const listed = randomNames(randomFrom(SEED + round), { trees: 20, exceptions });
      const { bytes, unfit } = await written('haproxy-map', listed, { labels: 10 });
      // What is left out is what an exception covers, and never an exception.
      expect([...unfit].filter((i) => listed[i]?.operation === 'excepted')).toEqual([]);
      expect(unfit.size > 0).toBe(exceptions !== 'none');
      const port = await startHaproxy(bytes, `${exceptions}-${round}`);
      const questions = questionsAbout(listed);
      const requests = questions.map(({ host }) => ({ first: 'GET / HTTP/1.1', headers: [`Host: ${host}`] }));
      const answers = await sendAll(port, requests);
      const wrong = questions.filter(({ name }, i) => (answers[i]?.status === 451) !== isBlocked(listed, name));
      expect(wrong).toEqual([]);
      asked[exceptions] += questions.length;
    },
  );

  it.each([
    ['present', 3],
    ['present', 6],
    ['excepted', 3],
    ['excepted', 6],
  ] as const)('never writes a subtree (%s) that %i look-ups do not reach', async (operation, labels) => {
    const listed = Array.from({ length: 9 }, (_, depth): Listed => {
      const text = [...'abcdefgh'].slice(0, depth).concat(`n${depth}`, 'example').join('.');
      return { kind: 'domain', text, scope: 'subtree', operation };
    });
    const deep: Listed = { kind: 'domain', text: 'a.b.c.d.e.f.g.h.example.net', scope: 'exact' };
    const above: Listed = { kind: 'domain', text: 'example', scope: 'subtree' };
    const all = operation === 'present' ? [...listed, deep] : [...listed, deep, above];
    const { bytes, unfit } = await written('haproxy-map', all, { labels });
    const isDeep = ({ text, scope }: Listed): boolean => scope === 'subtree' && text.split('.').length > labels;
    expect([...unfit]).toEqual(listed.flatMap((entry, i) => (isDeep(entry) ? [i] : [])));
    const port = await startHaproxy(bytes, `deep-${operation}-${labels}`, labels);
    const questions = questionsAbout(all);
    const requests = questions.map(({ host }) => ({ first: 'GET / HTTP/1.1', headers: [`Host: ${host}`] }));
    const answers = await sendAll(port, requests);
    const kept = all.filter((entry) => !isDeep(entry));
    expect(questions.filter(({ name }, i) => (answers[i]?.status === 451) !== isBlocked(kept, name))).toEqual([]);
  });

  it.each(['none', 'all'] as const)('was asked for many names (exceptions: %s)', (exceptions) => {
    expect(asked[exceptions]).toBeGreaterThan(2000);
  });
});
