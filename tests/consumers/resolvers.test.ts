// Lists as we write them, loaded by the resolvers they are for, asked for every name in and around them: the model and the
// resolver must say the same of each, for addresses of both kinds and for another type. A resolver's own check proves
// syntax, never effect (research url-formats, fact 3).
import { describe, expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { askAll } from './support/dns-client.ts';
import { startUpstream } from './support/dns-upstream.ts';
import { isBlocked, isInSubtree, namesAround, randomNames } from './support/names.ts';
import { withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import {
  bind,
  dnsmasqResolver,
  kresdPolicy,
  kresdRpz,
  powerdns,
  type Resolver,
  unboundRpz,
  unboundZones,
} from './support/resolvers.ts';
import { useStand } from './support/stand.ts';
import { type Action, ASKED, PAGE, verdictOn, wantedFor } from './support/verdicts.ts';
import { type Listed, written } from './support/written.ts';

interface Setup {
  readonly resolver: Resolver;
  readonly format: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly action: Action;
  /** Of a name listed without those below it, where that is another: local zones have no other answer for it. */
  readonly single?: Action;
  readonly trees: number;
  /** Entries that are tried, where not all can be written. */
  readonly takes?: (entry: Listed) => boolean;
}

/** Enough for 2,000 names; the other actions differ in what is answered, hardly in what is found. */
const [MANY, FEW] = [60, 15];
const page = { 'stop-page': `${PAGE.A},${PAGE.AAAA}` };

/** BIND loads no zone in which another name has an address: see `answers.test.ts`. */
const isHost = ({ text }: Listed): boolean => !text.split('.').some((label) => /^-|-$|_/u.test(label));

const zones = ([resolver, dialect]: readonly [Resolver, string]): Setup[] => {
  const zone = { resolver, format: 'rpz-zone' };
  return [
    { ...zone, options: { dialect }, action: 'nxdomain', trees: MANY },
    { ...zone, options: { dialect, action: 'nodata' }, action: 'nodata', trees: FEW },
    {
      ...zone,
      options: { dialect, ...page },
      action: 'page',
      trees: FEW,
      ...(dialect === 'bind' ? { takes: isHost } : {}),
    },
  ];
};

const local = { resolver: unboundZones, format: 'unbound-local-zone' };
const rules = { resolver: kresdPolicy, format: 'knot-policy' };
const lines = { resolver: dnsmasqResolver, format: 'dnsmasq' };
const SETUPS: readonly Setup[] = [
  ...(
    [
      [bind, 'bind'],
      [unboundRpz, 'unbound'],
      [powerdns, 'powerdns'],
      [kresdRpz, 'knot'],
    ] as const
  ).flatMap(zones),
  { ...local, options: { action: 'nxdomain' }, action: 'nxdomain', single: 'null', trees: MANY },
  { ...local, options: { action: 'nodata' }, action: 'nodata', single: 'null', trees: FEW },
  { ...local, options: page, action: 'page', trees: FEW },
  { ...rules, options: {}, action: 'nxdomain', trees: MANY },
  { ...rules, options: { action: 'nodata' }, action: 'nodata', trees: FEW },
  { ...rules, options: page, action: 'page', trees: FEW },
  { ...lines, options: {}, action: 'nxdomain', trees: MANY },
  { ...lines, options: { action: 'null' }, action: 'null', trees: FEW },
  { ...lines, options: page, action: 'page', trees: FEW },
];

describe.each(SETUPS.map((setup) => [`${setup.resolver.title}, ${setup.action}`, setup] as const))(
  '%s',
  (title, setup) => {
    const { resolver, format, options, action, single = action, trees, takes = () => true } = setup;
    withPrograms(`${title} obeys`, resolver.programs, () => {
      const stand = useStand();

      it(`every entry and every exception, and leaves all other names alone (seed ${SEED})`, async () => {
        const exceptions = format === 'unbound-local-zone' ? 'subtrees' : 'all';
        const entries = randomNames(randomFrom(SEED + trees), { trees, exceptions }).filter(takes);
        const { bytes, unfit } = await written(format, entries, options);
        // Only what an exception covers whole is left out.
        expect(entries.filter(({ text }, n) => unfit.has(n) && isBlocked(entries, text))).toEqual([]);
        const list = stand.write('list', bytes);
        const check = resolver.check(stand, list);
        if (check !== null) expect(check).toMatchObject({ exit: 0 });
        const upstream = await startUpstream(stand);
        const { port } = await resolver.start(stand, list, upstream.port);
        const names = namesAround(entries);
        if (trees === MANY) expect(names.length).toBeGreaterThan(2_000);
        const questions = names.flatMap((name, i) => {
          // As typed by people, every other one: names of the DNS have no case.
          const asked = i % 2 === 0 ? name : name.toUpperCase();
          const other = ASKED[2 + (i % 3)] ?? 'TXT';
          return (['A', 'AAAA', other] as const).map((type) => ({ name: asked, type, of: name }));
        });
        const blocked = new Set(names.filter((name) => isBlocked(entries, name)));
        const wantedOf = ({ of, type }: (typeof questions)[number]): string => {
          if (!blocked.has(of)) return 'open';
          return wantedFor(isInSubtree(entries, of) ? action : single, type);
        };
        const answers = await askAll(port, questions, 10_000);
        const got = questions.map(({ of, type }, i) => `${of} ${type} ${verdictOn(answers[i] ?? null, type)}`);
        expect(got).toEqual(questions.map((question) => `${question.of} ${question.type} ${wantedOf(question)}`));
        expect(blocked.size).toBeGreaterThan(names.length / 10);
        expect(names.length - blocked.size).toBeGreaterThan(names.length / 10);
        // Nothing that is blocked was asked for outside. `_.name` is how a resolver finds out who serves a name.
        const leaked = upstream.asked.filter(({ name }) => isBlocked(entries, name) && !name.startsWith('_.'));
        expect(leaked).toEqual([]);
      });
    });
  },
);
