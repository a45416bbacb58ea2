// Lists as we write them, loaded by the resolvers they are for, asked for every name in and around them: the model and the
// resolver must say the same of each. A resolver's own check proves syntax, never effect (research url-formats, fact 3).
import { describe, expect, it } from 'vitest';
import { askAll } from './support/dns-client.ts';
import { OPEN_ADDRESS, startUpstream } from './support/dns-upstream.ts';
import type { Answer } from './support/dns-wire.ts';
import { isBlocked, namesAround, randomEntries, seedOfRun } from './support/name-oracle.ts';
import { withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import {
  bind,
  dnsmasqResolver,
  kresdPolicy,
  kresdRpz,
  powerdns,
  unboundRpz,
  unboundZones,
} from './support/resolvers.ts';
import { useStand } from './support/stand.ts';
import { written } from './support/written.ts';

const NXDOMAIN = 3;
const SETUPS = [
  [bind, 'rpz-zone', { dialect: 'bind' }],
  [unboundRpz, 'rpz-zone', { dialect: 'unbound' }],
  [unboundZones, 'unbound-local-zone', { action: 'nxdomain' }],
  [powerdns, 'rpz-zone', { dialect: 'powerdns' }],
  [kresdRpz, 'rpz-zone', { dialect: 'knot' }],
  [kresdPolicy, 'knot-policy', {}],
  [dnsmasqResolver, 'dnsmasq', {}],
] as const;

/** `open` as the upstream answers, `blocked` as a block answers; anything else by its own name. */
function verdictOf(answer: Answer | null): string {
  if (answer === null) return 'no answer';
  if (answer.answers.some(({ data }) => data === OPEN_ADDRESS)) return 'open';
  if (answer.rcode === NXDOMAIN) return 'blocked';
  const data = answer.answers.map((record) => record.data);
  if (answer.rcode === 0 && data.every((address) => address === '0.0.0.0')) return 'blocked';
  return `code ${answer.rcode}, ${answer.answers.length} records`;
}

describe.each(SETUPS.map((setup) => [setup[0].title, ...setup] as const))('%s', (title, resolver, format, options) => {
  withPrograms(`${title} obeys`, resolver.programs, () => {
    const stand = useStand();

    it('every entry and every exception, and leaves all other names alone', async () => {
      const random = randomFrom(seedOfRun(title));
      const hasSingleExceptions = format !== 'unbound-local-zone';
      const entries = randomEntries(random, { trees: 150, hasSingleExceptions });
      const rows = entries.map((entry) => ({ ...entry, kind: 'domain' as const, text: entry.name }));
      const list = stand.write('list', (await written(format, rows, options)).bytes);
      const check = resolver.check(stand, list);
      if (check !== null) expect(check).toMatchObject({ exit: 0 });
      const upstream = await startUpstream(stand);
      const { port } = await resolver.start(stand, list, upstream.port);
      const names = namesAround(entries, random);
      expect(names.length).toBeGreaterThan(2_000);
      const wanted = names.map((name) => `${name} ${isBlocked(name, entries) ? 'blocked' : 'open'}`);
      // As typed by people, every other one: names of the DNS have no case.
      const asked = names.map((name, i) => ({ name: i % 2 === 0 ? name : name.toUpperCase() }));
      const answers = await askAll(port, asked, 10_000);
      const got = names.map((name, i) => `${name} ${verdictOf(answers[i] ?? null)}`);
      expect(got).toEqual(wanted);
      expect(new Set(wanted.map((line) => line.split(' ')[1])).size).toBe(2);
      // Nothing that is blocked was asked for outside.
      const leaked = upstream.asked.filter(({ name }) => isBlocked(name, entries) && !name.startsWith('_'));
      expect(leaked).toEqual([]);
    });
  });
});
