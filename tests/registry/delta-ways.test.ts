// A delta that reads of the live edition only what it may change makes the edition that it makes where all of it is read.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/hygiene/index.ts';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { RUNS } from '../support/runs.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

const FILES = 9;
const key = (kind: string, n: number): string => createHash(kind).update(`fixture-${n}`).digest('hex');
const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const file = fc.nat({ max: FILES });
const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-01-0${n}T00:00:00Z`);
const member = pick('acme', 'beta', 'gamma');

const facts = fc.record({
  opinions: some(fc.array(fc.record({ member, label: pick('A1', 'B2') }), { minLength: 1, maxLength: 2 })),
  reviews: some(
    fc.array(
      fc.record({ reviewer: pick('r1', 'r2'), country: pick('SE', 'NO'), decision: pick('confirmed', 'refuted') }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  ),
  firstSeen: some(day),
  updated: some(day),
  expires: some(day),
  size: some(fc.nat({ max: 3 })),
  note: some(pick('one', 'two')),
  partnerKey: some(
    fc.oneof(
      file.map((n) => `ncmec:17/fixture-${n}`),
      pick('case-1', 'case-2'),
    ),
  ),
  from: some(fc.dictionary(pick('acme', 'left', 'right', 'beta'), fc.constant(1), { minKeys: 1, maxKeys: 2 })),
  operation: pick('present', 'present', 'present', 'withdrawn'),
});

/** Digests of one file, mostly: where one is of another, records share a digest and differ in the next. */
const digests = fc
  .tuple(file, fc.subarray(['md5', 'sha1', 'sha256'], { minLength: 1 }), some(pick('md5', 'sha1', 'sha256')), file)
  .map(([n, kinds, other, m]) => kinds.map((kind) => ({ kind, key: key(kind, kind === other ? m : n) })));
const place = fc
  .record({
    host: pick('a.example', 'b.example', 'www.a.example'),
    scope: pick('exact', 'subtree'),
    isUrl: fc.boolean(),
  })
  .map(({ host, scope, isUrl }) => [
    isUrl
      ? { kind: 'url', key: `http://${host}/`, ...(scope === 'exact' ? {} : { scope: 'prefix' }) }
      : { kind: 'domain', key: host, ...(scope === 'exact' ? {} : { scope }) },
  ]);
const perceptual = file.map((n) => [
  { kind: 'pdq', key: digest(n) },
  { kind: 'md5', key: key('md5', n) },
]);

type Keys = readonly { readonly kind: string; readonly key: string }[];
const record = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: digests as fc.Arbitrary<Keys> }, place as fc.Arbitrary<Keys>, perceptual),
    facts,
  )
  .map(([keys, said]) => {
    const isExcepted = keys[0]?.kind === 'domain' && said.size === 1;
    return keys.map((each) => ({ ...each, ...said, ...(isExcepted ? { operation: 'excepted' } : {}) }));
  });
/** A record that its sender takes back by name alone. */
const retraction = fc.tuple(file, day).map(([n, updated]) => {
  const name = `ncmec:17/fixture-${n}`;
  return [{ kind: 'record', key: name, partnerKey: name, operation: 'withdrawn', updated }];
});
const rows = (most: number) =>
  fc.array(fc.oneof({ weight: 6, arbitrary: record as fc.Arbitrary<readonly object[]> }, retraction), {
    minLength: 1,
    maxLength: most,
  });
const list = (most: number) => fc.record({ records: rows(most), issuedAt: some(day), partner: some(pick('ACME')) });

function text({ records, ...facts }: { readonly records: readonly (readonly object[])[] }): string {
  const lines = records.flatMap((each, i) =>
    each.map((row) => JSON.stringify(each.length > 1 ? { item: i + 1, ...row } : row)),
  );
  return `${[JSON.stringify({ canonical: 1, list: facts }), ...lines].join('\n')}\n`;
}

const step = fc.oneof(
  { weight: 5, arbitrary: list(5).map((delta) => ({ delta, value: '' })) },
  { weight: 1, arbitrary: file.map((n) => ({ delta: null, value: key('md5', n) })) },
);

const LIMITS = ['--max-shrink', '100', '--max-growth', '100000', '--force', '--fail-on', 'never'];
const POLICY = 'policy: 1\ntitle: Two must agree\nreviews: { needed: 2, distinct: [person] }\n';
/** What is told also of rows that the delta has nothing to do with, as often as they are read. */
const OF_ROWS: readonly string[] = checks.flatMap(({ codes }) => codes);
const OF_RECORDS = /^merge\/(?:group-conflict|weak-link|disputed|exception-overlaps|withdrawn-elsewhere)$/u;

/** How often each finding was told, and the counts at the end. */
function told(err: string): { readonly counts: Map<string, number>; readonly tally: string[] } {
  const found = [...err.matchAll(/^(?:error|warning|info) +(\S+) +([\d,]+) /gmu)];
  const counts = new Map(found.map(([, code = '', count = '']) => [code, Number(count.replaceAll(',', ''))]));
  return { counts, tally: err.split('\n').filter((line) => /^(?:keys|duplicates|registry:|in-|total)/u.test(line)) };
}

/** The same delta to the same list, read whole in the second, of which nothing is counted. */
async function appliedInBoth(part: Desk, whole: Desk): Promise<void> {
  const db = await openDatabase({ operand: 'registry', path: whole.file }, 'write');
  db.exec('DELETE FROM census');
  db.close();
  const [one, two] = await both(part, whole, 'import', 'in.jsonl', '--list', 'acme', '--apply', ...LIMITS);
  expect(one.exit, one.err).toBe(two.exit);
  const [read, wanted] = [told(one.err), told(two.err)];
  expect(read.tally).toEqual(wanted.tally);
  for (const code of new Set([...read.counts.keys(), ...wanted.counts.keys()])) {
    const [count, most] = [read.counts.get(code) ?? 0, wanted.counts.get(code) ?? 0];
    if (OF_RECORDS.test(code) || OF_ROWS.includes(code)) expect(count, code).toBeLessThanOrEqual(most);
    else expect(count, code).toBe(most);
  }
}

async function both(part: Desk, whole: Desk, ...argv: readonly string[]) {
  return [await part.run(...argv), await whole.run(...argv)] as const;
}

describe('a delta', () => {
  it('makes the same edition, counts and findings, whether what it may change is read or all of the list', async () => {
    await fc.assert(
      fc.asyncProperty(
        list(12),
        fc.boolean(),
        fc.array(step, { minLength: 1, maxLength: 4 }),
        async (first, waits, steps) => {
          const [part, whole] = [new Desk(), new Desk()];
          try {
            for (const desk of [part, whole]) {
              desk.put('in.jsonl', text(first));
              desk.put('policy.yaml', POLICY);
            }
            const policy = waits ? ['--policy', 'policy.yaml'] : [];
            await both(part, whole, 'import', 'in.jsonl', '--list', 'acme', '--replace', ...LIMITS, ...policy);
            for (const { delta, value } of steps) {
              for (const desk of [part, whole]) desk.now += 86_400;
              if (delta === null) {
                await both(part, whole, 'review', 'acme', value, '--confirm', '--as', MARIA);
                await both(part, whole, 'withdraw', 'acme', value, '--as', value < '8' ? NILS : MARIA);
              } else {
                for (const desk of [part, whole]) desk.put('in.jsonl', text(delta));
                await appliedInBoth(part, whole);
              }
              expect(await part.export('acme')).toBe(await whole.export('acme'));
              const [history, wanted] = await both(part, whole, 'history', 'acme', '--json');
              expect(history.out).toBe(wanted.out);
            }
            expect((await part.run('audit', 'verify')).exit).toBe(0);
          } finally {
            part.close();
            whole.close();
          }
        },
      ),
      { numRuns: Math.ceil(RUNS / 8) }, // each case is a dozen commands
    );
  });

  it('believes no counts that the audit log does not bind', async () => {
    const desk = new Desk();
    await desk.import('acme', range(1, 100));
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    db.exec(`UPDATE census SET body = replace(body, ':100', ':7')`);
    expect(db.prepare('SELECT body FROM census').get()?.['body']).toContain(':7');
    db.close();
    desk.write('in.jsonl', [101]);
    const { exit, err } = await desk.run('import', 'in.jsonl', '--list', 'acme', '--apply');
    expect(exit, err).toBe(0);
    expect(err).toContain('101 SHA-256 digests');
    desk.close();
  });

  it('reads only the blocks that hold what it may change', async () => {
    const desk = new Desk();
    await desk.import('acme', range(1, 20_000));
    desk.write('in.jsonl', [1, 20_001]);
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    const blocks = db.prepare('SELECT place, first FROM block WHERE part = 0 ORDER BY place').all();
    expect(blocks).toHaveLength(3);
    // All but those that hold one of the two.
    const wanted = [1, 20_001].map((n) => blocks.findLast(({ first }) => hex(first) <= `04${digest(n)}`)?.['place']);
    const others = blocks.map(({ place }) => Number(place)).filter((place) => !wanted.includes(place));
    expect(others.length).toBeGreaterThan(0);
    db.exec(`UPDATE block SET body = zeroblob(100) WHERE place IN (${others.join()})`);
    db.close();
    expect(await desk.run('import', 'in.jsonl', '--list', 'acme', '--apply')).toMatchObject({ exit: 0 });
    desk.write('in.jsonl', [2, 20_002]);
    desk.put('policy.yaml', POLICY);
    const whole = await desk.run('import', 'in.jsonl', '--list', 'acme', '--apply', '--policy', 'policy.yaml');
    expect(whole).toMatchObject({ exit: 4 });
    desk.close();
  });
});

function hex(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : '';
}
