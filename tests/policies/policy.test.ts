// Texts of policies: what is not understood is told with its place and what to do, and one policy extends another.
import { describe, expect, it } from 'vitest';
import { policyNamed } from '../../src/hygiene/policies/compile.ts';
import { mayBeOne, wordsOf } from '../../src/hygiene/policies/persons.ts';
import { after, ageText, before, parseAge } from '../../src/model/age.ts';
import { Failure } from '../../src/model/failure.ts';
import type { Policy } from '../../src/model/policy.ts';
import { isoTime, parseIsoText } from '../../src/model/times.ts';

function fromFiles(files: Readonly<Record<string, string>>, name = 'own.yaml'): Promise<Policy> {
  return policyNamed(name, async (file) => {
    const text = files[file];
    if (text === undefined) throw new Error(`no ${file}`);
    return text;
  });
}

async function reasonOf(text: string): Promise<unknown> {
  const failure = await fromFiles({ 'own.yaml': text }).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof Failure)) return failure;
  expect(failure.exit).toBe(2);
  return failure.args['reason'];
}

describe('a policy that is not understood', () => {
  it.each([
    ['', 'line 1, column 1: a policy begins with "policy: 1"'],
    ['kinds: [md5]', 'line 1, column 1: policy: a policy begins with "policy: 1"'],
    ['policy: 1\nkindes: [md5]', 'line 2, column 1: kindes: unknown key kindes; did you mean kinds?'],
    ['policy: 1\nkinds: [md55]', 'line 2, column 9: kinds, entry 1: there is no md55; did you mean md5?'],
    ['policy: 1\nkinds: []', 'line 2, column 1: kinds: an empty list allows nothing; leave the key out'],
    ['policy: 1\nreviews: { neded: 2 }', 'line 2, column 12: reviews.neded: unknown key neded; did you mean needed?'],
    ['policy: 1\nreviews: { needed: 0 }', /^line 2, column 12: reviews\.needed: /u],
    [
      'policy: 1\nreviews:\n  distinct: persons',
      'line 3, column 3: reviews.distinct: there is no persons; did you mean person?',
    ],
    [
      'policy: 1\nreviews:\n  needed: 2\n  distinct: organization',
      'line 4, column 3: reviews.distinct: there is no organization; did you mean organisation?',
    ],
    [
      'policy: 1\nreviews:\n  needed: 2\n  distinct: [person, land]',
      'line 4, column 22: reviews.distinct, entry 2: expected person, organisation, country',
    ],
    [
      'policy: 1\nreviews: { distinct: country }',
      'line 2, column 12: reviews.distinct: one review differs from none; say how many are needed, such as needed: 2',
    ],
    [
      'policy: 1\nverification:\n  max-age: 3',
      'line 3, column 3: verification.max-age: expected an age, such as 90 days or 3 months',
    ],
    [
      'policy: 1\nverification:\n  max-age: 3 fortnights',
      'line 3, column 3: verification.max-age: expected an age, such as 90 days or 3 months',
    ],
    [
      'policy: 1\nreviews:\n  since: 2026-01-31T10:00:00',
      'line 3, column 3: reviews.since: a time of day needs its zone, such as 2026-01-31T12:00:00Z; or give the day alone',
    ],
    ['policy: 1\nreviews:\n  since: 31.1.2026', 'line 3, column 3: reviews.since: expected a date, such as 2026-01-31'],
    [
      'policy: 1\nflags:\n  Real: yes',
      'line 3, column 3: flags.Real: a flag is a word in small letters, the scheme its labels stand in',
    ],
    ['policy: 1\nflags:\n  real: maybe', 'line 3, column 3: flags.real: expected yes or no'],
    ['policy: 1\nschemes: { ncmec: some }', 'line 2, column 12: schemes.ncmec: expected a list of labels, or any'],
    [
      'policy: 1\ngrades: { review/mising: error }',
      'line 2, column 11: grades.review/mising: there is no such code; did you mean review/missing?',
    ],
    ['policy: 1\nextends: iwl', 'line 2, column 1: extends: there is no policy of that name; did you mean iwol?'],
    ['policy: 1\nextends: own.yaml', 'it extends itself'],
    [
      'policy: 1\nlist: { facts: [partnr] }',
      'line 2, column 17: list.facts, entry 1: there is no partnr; did you mean partner?',
    ],
    ['policy: 1\n  kinds: [', /^line 1, column 9: it is not YAML/u],
  ])('%j', async (text, reason) => {
    if (typeof reason === 'string') expect(await reasonOf(text)).toBe(reason);
    else expect(await reasonOf(text)).toMatch(reason);
  });

  it('repeats nothing of a file that is a list by mistake', async () => {
    for (const text of [
      'http://fixture-1.example/a: 1',
      'policy: 1\nfixture-1.example: 1',
      'policy: 1\nkinds: [fixture-1.example]',
    ]) {
      expect(String(await reasonOf(text))).not.toContain('fixture');
    }
  });

  it.each([
    ['iwl', '; did you mean iwol?'],
    ['policies', /^; they are cleanfeed, .*, or a file such as policy\.yaml$/u],
  ])('is not there: %s', async (name, suggestion) => {
    const error: unknown = await fromFiles({}, name).catch((each: unknown) => each);
    expect(error).toMatchObject({
      code: 'usage/unknown-policy',
      args: { suggestion: expect.stringMatching(suggestion) },
    });
  });
});

describe('a policy that extends another', () => {
  it('says only what differs, key by key, and takes back with null', async () => {
    const policy = await fromFiles({
      'own.yaml': `policy: 1
extends: base.yaml
reviews: { needed: 3 }
flags: { age: { below: 16 }, severe: null, drawn: no }
verification: null
`,
      'base.yaml': 'policy: 1\ntitle: Base\nextends: iwol\nkinds: [domain, url]\nreviews: { max-age: 1 year }\n',
    });
    expect(policy.id).toBe('own');
    expect(policy.title).toBe('own');
    expect(policy.kinds).toEqual(['domain', 'url']);
    expect(policy.reviews).toEqual({
      needed: 3,
      distinct: ['organisation', 'country'],
      decisions: ['confirmed'],
      limit: { maxAge: { count: 1, unit: 'year' }, since: null },
      reporterMayReview: true,
    });
    expect(policy.flags).toEqual([
      { flag: 'real', want: true },
      { flag: 'age', want: { below: 16 } },
      { flag: 'drawn', want: false },
    ]);
    expect(policy.verification).toBeNull();
    expect(policy.basis.length).toBeGreaterThan(0);
  });
});

describe('ages', () => {
  it.each(['1 day', '3 months', '12 hours', '2 weeks', '1 year'])('%s', (text) => {
    const age = parseAge(text);
    expect(age === null ? null : ageText(age)).toBe(text);
  });

  it.each(['', '3', 'months', '0 days', '-1 day', '3 fortnights', '3.5 days', '99999 years'])('%j is none', (text) => {
    expect(parseAge(text)).toBeNull();
  });

  it.each([
    ['2026-05-31', '3 months', '2026-02-28', '2026-08-31'],
    ['2024-02-29', '1 year', '2023-02-28', '2025-02-28'],
    ['2026-01-01', '1 day', '2025-12-31', '2026-01-02'],
    ['2026-03-15', '14 months', '2025-01-15', '2027-05-15'],
  ])('%s and %s', (day, text, earlier, later) => {
    const age = parseAge(text);
    if (age === null) throw new Error('no age');
    expect(isoTime(before(parseIsoText(day), age))).toBe(earlier);
    expect(isoTime(after(parseIsoText(day), age))).toBe(later);
  });
});

describe('two names', () => {
  it.each([
    ['Jane Doe', 'DOE, Jane', true],
    ['Jane Doe', 'j.doe@hotline.example', true],
    ['Jane M. Doe', 'jane_mary-doe', true],
    ['José Núñez', 'jose nunez', true],
    ['analyst-1', 'ANALYST 1', true],
    ['Jane Doe', 'John Doe', false],
    ['analyst-1', 'analyst-2', false],
    ['analyst 1', 'analyst 12', false],
    ['Jane Doe', 'Jane A. Doe', true],
    ['Jane Doe', 'Jane Ann Doe', true],
    ['Jane Doe', 'Jane', true],
    ['JD', 'Jane Doe', true],
    ['J. D.', 'Jane Doe', true],
    ['jad', 'Jane Ann Doe', true],
    ['JD', 'John Smith', false],
    ['Müller, Jörg', 'Joerg Mueller', true],
    ['Müller, Jörg', 'J. Muller', true],
    ['Søren Ågård', 'Soeren Aagaard', true],
    ['Groß', 'gross', true],
    ['analyst 1', 'analyst 01', true],
    ['analyst1', 'Analyst 001', true],
    ['n/a', 'unknown', false],
    ['-', 'Jane Doe', false],
    ['', '', false],
  ])('%s and %s may be of one person: %s', (a, b, isOne) => {
    expect(mayBeOne(wordsOf(a), wordsOf(b))).toBe(isOne);
    expect(mayBeOne(wordsOf(b), wordsOf(a))).toBe(isOne);
  });
});
