// Each rule of a policy against rows that it finds fault with, and rows that it does not.
import { describe, expect, it } from 'vitest';
import { policyOf, policyText } from '../../src/hygiene/policies/compile.ts';
import { judgeOf, policyCodes, policyRules } from '../../src/hygiene/policies/judge.ts';
import type { DiagnosticCode } from '../../src/model/diagnostics.ts';
import type { TimeField } from '../../src/model/fields.ts';
import { Findings, type Grading } from '../../src/model/findings.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { createInterns, type Opinion, type Review } from '../../src/model/opinions.ts';
import type { Operation, Scope } from '../../src/model/scope.ts';
import { parseIsoText } from '../../src/model/times.ts';
import { judge } from '../../src/pipeline/judge.ts';
import { batchesOf, type TestRecord } from '../support/batches.ts';

interface RowText {
  readonly kind?: KindId;
  readonly key?: string;
  readonly scope?: Scope;
  readonly operation?: Operation;
  readonly opinions?: readonly Opinion[];
  readonly reviews?: readonly Review[];
  readonly times?: Partial<Record<TimeField, string>>;
}

const AS_OF = parseIsoText('2026-06-30T12:00:00Z');

function recordOf({ kind = 'domain', key = 'a.example', scope = 'exact', ...rest }: RowText): TestRecord {
  const bytes = keyBytes(kinds[kind], key);
  if (bytes === null) throw new Error('no key');
  const times = Object.entries(rest.times ?? {}).map(([field, text]) => [field, parseIsoText(text)]);
  return {
    keys: [{ kind, key: bytes, scope }],
    operation: rest.operation ?? 'present',
    opinions: rest.opinions ?? [],
    reviews: rest.reviews ?? [],
    times: Object.fromEntries(times),
  };
}

/** What a policy (without its first line) finds in these rows of a list called `list`, partner Example. */
async function judged(policy: string, rows: readonly RowText[], limit?: number, grade?: Grading, partner?: string) {
  const interns = createInterns();
  const findings = new Findings(grade === undefined ? {} : { grade });
  const ready = judgeOf(policyOf([policyText(`policy: 1\n${policy}`, 'test')], 'test'), interns, AS_OF);
  const batches = batchesOf(rows.map(recordOf), interns, 'list', limit);
  const namesOf = (source: number): string[] => ['Example', interns.sources.name(source)];
  const partnerOf = (): string | undefined => partner;
  const stage = judge({ judge: ready, findings, namesOf, partnerOf, drop: new Set(), dropped: new Map() });
  async function* feed() {
    yield* batches;
  }
  for await (const _ of stage(feed()));
  return { found: findings.list(), forecast: ready.forecast() };
}

/** As `code` or `code: argument`, with the number of the row where there are several. */
async function codesFor(policy: string, row: RowText, partner?: string): Promise<string[]> {
  const { found } = await judged(policy, [row], undefined, undefined, partner);
  return found.map(({ code }) => code).filter((code) => code !== 'expiry/soon');
}

const review = (
  reviewer: string,
  organisation = '',
  country = '',
  decision: Review['decision'] = 'confirmed',
): Review => ({
  reviewer,
  ...(organisation === '' ? {} : { organisation }),
  ...(country === '' ? {} : { country }),
  decision,
});
const label = (scheme: string, text: string, member = 'acme'): Opinion => ({ member, scheme, label: text });

const TWO = 'reviews: { needed: 2, distinct: person }';
const BODIES = 'reviews: { needed: 2, distinct: organisation }';
const STATES = 'reviews: { needed: 2, distinct: country }';
const EITHER = 'reviews: { needed: 2, distinct: [organisation, country] }';

/** Policy, row, codes. */
const examples: readonly (readonly [policy: string, row: RowText, codes: readonly DiagnosticCode[]])[] = [
  ['kinds: [domain]', {}, []],
  ['kinds: [domain]', { kind: 'url', key: 'http://a.example/' }, ['policy/kind']],
  ['scopes: [exact]', { scope: 'subtree' }, ['policy/scope']],
  ['kinds: [url]', { operation: 'withdrawn' }, []],
  ['kinds: [url]', { operation: 'excepted' }, []],

  ['parties: [EXAMPLE]', {}, []],
  ['parties: [List]', {}, []],
  ['parties: [acme]', { opinions: [{ member: 'Acme ' }] }, []],
  ['parties: [acme]', { opinions: [{ member: 'beta' }] }, ['source/unknown']],

  ['schemes: { ncmec: [A1] }', {}, []],
  ['schemes: { ncmec: [A1], vics-us: any }', { opinions: [label('ncmec', 'A1'), label('vics-us', '2')] }, []],
  ['schemes: { ncmec: [A1] }', { opinions: [label('ncmec', 'B2')] }, ['policy/label']],
  ['schemes: { ncmec: [A1] }', { opinions: [label('other', 'A1')] }, ['policy/scheme']],
  ['schemes: { ncmec: [A1] }', { opinions: [{ member: 'acme', label: 'A1' }] }, ['policy/scheme']],
  ['schemes: { vics-us: [1, 2] }', { opinions: [label('vics-us', '2')] }, []],
  ['schemes: { ncmec: [A1] }\nflags: { real: yes }', { opinions: [label('real', 'yes')] }, []],
  ['label-required: yes', { opinions: [{ member: 'acme' }] }, ['policy/unlabelled']],
  ['label-required: yes', { opinions: [label('any', 'x')] }, []],

  ['flags: { real: yes }', { opinions: [label('real', 'TRUE')] }, []],
  ['flags: { real: yes }', { opinions: [label('real', 'n')] }, ['policy/flag']],
  ['flags: { real: no }', { opinions: [label('real', 'n')] }, []],
  ['flags: { real: yes }', {}, ['policy/flag-unknown']],
  ['flags: { real: yes }', { opinions: [label('real', 'perhaps')] }, ['policy/flag-unknown']],
  ['flags: { real: yes }', { opinions: [label('real', 'yes'), label('real', 'no', 'beta')] }, ['policy/flag']],
  ['flags: { age: { below: 13 } }', { opinions: [label('age', '7-10')] }, []],
  ['flags: { age: { below: 13 } }', { opinions: [label('age', '<13')] }, []],
  ['flags: { age: { below: 13 } }', { opinions: [label('age', '13')] }, ['policy/flag']],
  ['flags: { age: { below: 13 } }', { opinions: [label('age', '16+')] }, ['policy/flag']],
  ['flags: { age: { below: 13 } }', { opinions: [label('age', '11-13')] }, ['policy/flag-unknown']],
  ['flags: { age: { from: 16 } }', { opinions: [label('age', '16-17')] }, []],
  ['flags: { age: { from: 16 } }', { opinions: [label('age', '12')] }, ['policy/flag']],

  [TWO, { reviews: [review('anna'), review('bo')] }, []],
  [TWO, { reviews: [review('anna')] }, ['review/missing']],
  [TWO, { reviews: [review('anna'), review('bo', '', '', 'unsure')] }, ['review/missing']],
  [
    'reviews: { needed: 2, decisions: [confirmed, unsure] }',
    { reviews: [review('anna'), review('bo', '', '', 'unsure')] },
    [],
  ],
  [TWO, { reviews: [review('anna', 'x'), review('ANNA', 'x')] }, ['review/not-independent']],
  [TWO, { reviews: [review('Jane Doe', 'x'), review('j.doe@hotline.example', 'x')] }, ['review/not-independent']],
  [TWO, { reviews: [review('Doe, Jane'), review('Jane Doe', 'x')] }, ['review/not-independent']],
  [TWO, { reviews: [review('Jane Doe', 'x'), review('Jane Doe', 'y')] }, []],
  [TWO, { reviews: [review('Jane Doe', 'x'), review('John Doe', 'x')] }, []],
  [TWO, { reviews: [review('analyst-1', 'x'), review('analyst-12', 'x')] }, []],
  [BODIES, { reviews: [review('anna', 'x'), review('bo', 'y')] }, []],
  [BODIES, { reviews: [review('anna', 'Police  A'), review('bo', 'police a')] }, ['review/not-independent']],
  [BODIES, { reviews: [review('anna', 'x'), review('bo')] }, ['review/not-independent']],
  [STATES, { reviews: [review('anna', 'x', 'GB'), review('bo', 'y', 'UK')] }, ['review/not-independent']],
  [STATES, { reviews: [review('anna', 'x', 'GB'), review('bo', 'x', 'IE')] }, []],
  [EITHER, { reviews: [review('anna', 'x', 'SE'), review('bo', 'x', 'NL')] }, []],
  [EITHER, { reviews: [review('anna', 'x', 'SE'), review('bo', 'y', 'SE')] }, []],
  [EITHER, { reviews: [review('anna', 'x', 'SE'), review('bo', 'x')] }, ['review/not-independent']],
  // What is no assigned code is no country: one spelled in two ways is not two.
  [STATES, { reviews: [review('anna', 'x', 'se'), review('bo', 'y', 'NO')] }, []],
  [
    STATES,
    { reviews: [review('anna', 'x', 'SE'), review('bo', 'y', 'SWE')] },
    ['review/not-independent', 'review/country-unknown'],
  ],
  [
    STATES,
    { reviews: [review('anna', 'x', 'Sweden'), review('bo', 'y', 'EU')] },
    ['review/not-independent', 'review/country-unknown'],
  ],
  [
    STATES,
    { reviews: [review('anna', 'x', '-'), review('bo', 'y', 'n/a')] },
    ['review/not-independent', 'review/unnamed'],
  ],
  [
    STATES,
    { reviews: [review('anna', 'x', 'XX'), review('bo', 'y', 'SE')] },
    ['review/not-independent', 'review/country-unknown'],
  ],
  [TWO, { reviews: [review('anna', 'x', 'SWE'), review('bo', 'y', 'SE')] }, []],
  // A cell that names nobody is no reviewer.
  [TWO, { reviews: [review('-'), review('n/a')] }, ['review/missing', 'review/unnamed']],
  [TWO, { reviews: [review('TBD', 'x'), review('NULL', 'x')] }, ['review/not-independent', 'review/unnamed']],
  [TWO, { reviews: [review('anna', 'x'), review('?', 'x')] }, ['review/not-independent', 'review/unnamed']],
  [TWO, { reviews: [review('unknown', 'x'), review('.', 'y')] }, ['review/unnamed']],
  [BODIES, { reviews: [review('anna', 'none'), review('bo', 'N/A')] }, ['review/not-independent', 'review/unnamed']],
  // The first two go together with nobody, the last two with each other.
  [BODIES, { reviews: [review('anna'), review('bo'), review('cy', 'x'), review('di', 'y')] }, []],
  [TWO, { reviews: [review('anna'), review('bo'), review('cy', '', '', 'refuted')] }, ['review/disputed']],
  [
    `${TWO.slice(0, -1)}, reporter-may-review: no }`,
    { opinions: [{ member: 'anna' }], reviews: [review('Anna'), review('bo')] },
    ['review/not-independent'],
  ],
  [
    `${TWO.slice(0, -1)}, reporter-may-review: no }`,
    { opinions: [{ member: 'eve' }], reviews: [review('Anna'), review('bo')] },
    [],
  ],
  [
    `${TWO.slice(0, -1)}, reporter-may-review: no }`,
    { opinions: [{ member: 'Jane Doe' }], reviews: [review('j.doe@hotline.example'), review('bo')] },
    ['review/not-independent'],
  ],
  [
    `${TWO.slice(0, -1)}, reporter-may-review: no }`,
    { reviews: [review('Anna'), review('bo')] },
    ['review/reporter-unknown'],
  ],
  [
    `${TWO.slice(0, -1)}, reporter-may-review: no }`,
    { opinions: [{ member: 'list' }], reviews: [review('Anna'), review('bo')] },
    ['review/reporter-assumed'],
  ],
  [
    'reviews: { needed: 1, distinct: organisation, reporter-may-review: no }',
    { opinions: [{ member: 'x' }], reviews: [review('anna')] },
    ['review/not-independent'],
  ],
  [TWO, { opinions: [{ member: 'anna' }], reviews: [review('Anna'), review('bo')] }, []],
  [
    `${BODIES.slice(0, -1)}, reporter-may-review: no }`,
    { opinions: [{ member: 'x' }], reviews: [review('a', 'x'), review('b', 'y')] },
    ['review/not-independent'],
  ],
  [
    'reviews: { max-age: 1 year }',
    { reviews: [review('anna')], times: { lastReviewed: '2025-06-30' } },
    ['review/expired'],
  ],
  ['reviews: { max-age: 1 year }', { reviews: [review('anna')], times: { lastReviewed: '2025-07-01' } }, []],
  [
    'reviews: { since: 2026-01-01 }',
    { reviews: [review('anna')], times: { lastReviewed: '2025-12-31' } },
    ['review/expired'],
  ],
  ['reviews: { max-age: 1 year }', { reviews: [review('anna')] }, ['review/undated']],
  ['reviews: { max-age: 1 year }', {}, ['review/missing']],

  ['verification: { max-age: 3 months }', { times: { lastVerified: '2026-03-30' } }, ['expiry/stale']],
  ['verification: { max-age: 3 months }', { times: { lastVerified: '2026-03-31' } }, []],
  ['verification: { max-age: 12 hours }', { times: { lastVerified: '2026-06-30T00:00:00Z' } }, []],
  ['verification: { max-age: 3 months }', { times: { firstSeen: '2026-06-01' } }, ['expiry/missing']],

  ['title: nothing', { times: { expires: '2026-06-30' } }, ['expiry/past']],
  ['title: nothing', { times: { expires: '2026-07-01' } }, []],
  ['expiry: { required: yes }', {}, ['expiry/missing']],
  [
    'expiry: { lifetime: 30 days, from: firstSeen, required: yes }',
    { times: { firstSeen: '2026-05-01' } },
    ['expiry/past'],
  ],
  ['expiry: { lifetime: 30 days, from: firstSeen, required: yes }', { times: { firstSeen: '2026-06-15' } }, []],
  [
    'expiry: { lifetime: 30 days, from: firstSeen, required: yes }',
    { times: { lastVerified: '2026-06-15' } },
    ['expiry/missing'],
  ],
  // The entry's own date comes first, whether it is later or earlier.
  ['expiry: { lifetime: 30 days, from: firstSeen }', { times: { firstSeen: '2020-01-01', expires: '2027-01-01' } }, []],
  [
    'expiry: { lifetime: 9 years, from: firstSeen }',
    { times: { firstSeen: '2020-01-01', expires: '2021-01-01' } },
    ['expiry/past'],
  ],
];

describe('rules', () => {
  it.each(examples)('%s finds in %j: %j', async (policy, row, codes) => {
    expect(await codesFor(policy, row)).toEqual([...codes]);
  });

  it.each<[string, readonly Review[], string[]]>([
    ['anna', [review('Anna'), review('bo')], ['review/not-independent']],
    ['eve', [review('Anna'), review('bo')], []],
    ['n/a', [review('Anna'), review('bo')], ['review/reporter-unknown']],
  ])('take the partner of the list for the reporter where no member is named: %s', async (partner, reviews, codes) => {
    expect(await codesFor(`${TWO.slice(0, -1)}, reporter-may-review: no }`, { reviews }, partner)).toEqual(codes);
  });

  it('tell once of a list that nothing says who reported, and what names nobody', async () => {
    const rows = Array.from({ length: 50 }, () => ({
      reviews: [review('anna'), review('-'), review('bo', '', 'SWE')],
    }));
    const policy = 'reviews: { needed: 2, distinct: [person, country], reporter-may-review: no }';
    const { found } = await judged(policy, rows);
    expect(found.map(({ code, count }) => [code, count])).toEqual([
      ['policy/fact-missing', 1],
      ['review/country-unknown', 1],
      ['review/unnamed', 1],
    ]);
    expect(found[0]?.examples[0]?.args).toEqual({ field: 'reporter', rows: 50 });
  });

  it('have an example for each code, and all speak of codes of their own', () => {
    const shown = new Set<string>(examples.flatMap(([, , codes]) => codes));
    expect(policyCodes.filter((code) => !shown.has(code))).toEqual(['expiry/soon']);
    expect(new Set(policyRules.map(({ id }) => id)).size).toBe(policyRules.length);
  });
});

describe('a fact that no row has', () => {
  const POLICY = 'verification: { max-age: 1 year }\nflags: { real: yes }';
  const bare = { times: {} };
  const full = { times: { lastVerified: '2026-06-01' }, opinions: [label('real', 'yes')] };

  it.each([1, 3, 8192])('is told once, of the list, with the number of rows (batches of %i)', async (limit) => {
    const { found } = await judged(
      POLICY,
      Array.from({ length: 50 }, () => bare),
      limit,
    );
    expect(found.map(({ code, count }) => [code, count])).toEqual([['policy/fact-missing', 2]]);
    expect(found[0]?.examples.map(({ args, at }) => [args, at.line])).toEqual([
      [{ field: 'real', rows: 50 }, undefined],
      [{ field: 'lastVerified', rows: 50 }, undefined],
    ]);
  });

  it.each([1, 3, 8192])('is told row by row once one has it, wherever that stands (batches of %i)', async (limit) => {
    for (const at of [0, 7, 49]) {
      const rows = Array.from({ length: 50 }, (_, i) => (i === at ? full : bare));
      const { found } = await judged(POLICY, rows, limit);
      expect(found.map(({ code, count }) => [code, count])).toEqual([
        ['expiry/missing', 49],
        ['policy/flag-unknown', 49],
      ]);
      const lines = found[0]?.examples.map((each) => each.at.line);
      expect(lines).toHaveLength(20);
      expect(lines?.[0]).toBe(at === 0 ? 2 : 1);
    }
  });
});

describe('a fact that no row has, of a code that somebody graded', () => {
  it.each(['warning', 'off'] as const)('is counted by row: %s', async (severity) => {
    const rows = Array.from({ length: 50 }, () => ({}));
    const grade: Grading = (code) => (code === 'expiry/missing' ? severity : 'error');
    const { found } = await judged('verification: { max-age: 1 year }', rows, 8, grade);
    expect(found.map((each) => [each.code, each.severity, each.count])).toEqual([['expiry/missing', severity, 50]]);
  });
});

describe('the forecast', () => {
  it('counts what lapses when, by the earliest of all that makes an entry lapse', async () => {
    const policy = 'verification: { max-age: 3 months }\nreviews: { max-age: 1 year }\nexpiry: { soon: 14 days }';
    const reviews = [review('anna')];
    const at = (lastVerified: string, more: RowText['times'] = {}): RowText => ({
      reviews,
      times: { lastVerified, lastReviewed: '2026-06-01', ...more },
    });
    const { forecast, found } = await judged(policy, [
      at('2026-03-01'), // lapsed
      at('2026-04-02'), // in 2 days
      at('2026-06-29', { expires: '2026-07-05' }), // in 5 days
      at('2026-06-29', { lastReviewed: '2025-07-20' }), // in 20 days
      at('2026-05-15'), // in 46 days
      at('2026-06-30'), // in 92 days
      { operation: 'withdrawn' },
      { reviews },
    ]);
    expect(forecast).toEqual({
      lapsed: 1,
      within: [
        { days: 7, count: 2 },
        { days: 30, count: 3 },
        { days: 90, count: 4 },
      ],
      later: 1,
      open: 1,
    });
    const soon = found.find(({ code }) => code === 'expiry/soon');
    expect(soon?.examples.map(({ args, at: place }) => [place.line, args['date']])).toEqual([
      [2, '2026-07-02'],
      [3, '2026-07-05'],
    ]);
  });
});
