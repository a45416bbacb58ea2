// What pages and deltas promise, whatever they hold: any order of pages gives the same list, a delta and its successor give
// what the full list of that day would have, and a second time changes nothing. Times of a record do not run backwards; the
// expected list is worked out from the statements alone.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { Findings } from '../../src/model/findings.ts';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { keysIn, memberText, recordKey } from '../../src/model/record-key.ts';
import { type Row, rowAt } from '../../src/model/row.ts';
import { PRESENT, WITHDRAWN } from '../../src/model/scope.ts';
import { merge } from '../../src/pipeline/merge/merge.ts';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import { Replay, replay } from '../../src/pipeline/replay/replay.ts';
import { inventedKey } from '../support/batches.ts';
import { each } from '../support/format-harness.ts';

/** A record as it is sent: with digests, or taken back without any. */
interface Statement {
  readonly member: number;
  readonly id: number;
  readonly time: number;
  readonly label: string;
  /** Null: taken back. */
  readonly digests: readonly number[] | null;
}

const NO_TIME_RUNS_BACK = 1_700_000_000;

function kindOf(digest: number): 'md5' | 'sha256' {
  return digest % 2 === 0 ? 'md5' : 'sha256';
}

function keyOf({ member, id }: Statement): string {
  return recordKey('ncmec', '', String(member), `fixture-${id}`);
}

/** A history: every record anew or taken back, one moment after the other. */
const history: fc.Arbitrary<Statement[]> = fc
  .array(
    fc.record({
      member: fc.integer({ min: 1, max: 2 }),
      id: fc.integer({ min: 1, max: 3 }),
      label: fc.constantFrom('A1', 'A2', 'B1'),
      digests: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 2 }), { minLength: 1 }), { nil: null, freq: 3 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  // What a member says of a digest in two records cannot be told apart once they are merged: each has digests of its own.
  .map((statements) =>
    statements.map((each, i) => ({
      ...each,
      digests: each.digests?.map((digest) => digest + each.id * 2) ?? null,
      time: NO_TIME_RUNS_BACK + i,
    })),
  );

/** Statements as a page; the number says which. */
function pageOf(statements: readonly Statement[], name: string, interns: Interns): Batch[] {
  const builder = new BatchBuilder(interns.sources.id(name), 4);
  const batches: Batch[] = [];
  statements.forEach((statement, n) => {
    if (builder.isFull) batches.push(builder.take());
    const { member, digests, label, time } = statement;
    builder.begin(n + 1, digests === null ? WITHDRAWN : PRESENT);
    const key = new TextEncoder().encode(keyOf(statement));
    if (digests === null) builder.addBytes(kinds.record.code, 0, key, 0, key.length);
    for (const digest of digests ?? []) {
      const bytes = inventedKey(kindOf(digest), digest);
      builder.addBytes(kinds[kindOf(digest)].code, 0, bytes, 0, bytes.length);
    }
    const said = { member: memberText('Example', String(member)), scheme: 'ncmec' };
    builder.setOpinions(interns.opinions.of([digests === null ? said : { ...said, label }]));
    builder.setTime('updated', time);
    builder.setPartnerKey(keyOf(statement));
  });
  if (builder.count > 0) batches.push(builder.take());
  return batches;
}

function told(findings: Findings): string[] {
  return findings.list().map(({ code, count }) => `${code} ${count}`);
}

interface Run {
  readonly batches: readonly Batch[];
  readonly findings: Findings;
}

/** All sources but a list that was merged. */
function pagesIn({ sources }: Interns): ReadonlySet<number> {
  return new Set(sources.names.flatMap((name, id) => (name === MERGED ? [] : [id])));
}

const MERGED = 'merged';

/** A list that was merged before, as it is read again. */
function again(batches: readonly Batch[], { sources }: Interns): Batch[] {
  return batches.map((batch) => ({ ...batch, source: sources.id(MERGED) }));
}

async function applied(batches: readonly Batch[], interns: Interns, memory = Number.POSITIVE_INFINITY): Promise<Run> {
  const findings = new Findings();
  const settings = { interns, findings, seed: 7, memory, signal: new AbortController().signal };
  const latest = replay({ ...settings, pages: pagesIn(interns) })(each([...batches]));
  const stage = merge({ ...settings, policy: defaultPolicy, link: 'none' }, { duplicates: 0, overlap: null });
  const out: Batch[] = [];
  for await (const batch of stage(latest)) out.push(batch);
  return { batches: out, findings };
}

/** The rows that stand, before they are merged. */
async function standing(batches: readonly Batch[], interns: Interns, memory = Number.POSITIVE_INFINITY) {
  const settings = {
    interns,
    findings: new Findings(),
    seed: 7,
    memory,
    signal: new AbortController().signal,
    pages: pagesIn(interns),
  };
  const rows: [joined: boolean, row: Omit<Row, 'item'>][] = [];
  for await (const batch of replay(settings)(each([...batches]))) {
    for (let i = 0; i < batch.count; i++) {
      const { item, ...row } = rowAt(batch, i, interns);
      rows.push([i > 0 && batch.item !== null && item === batch.item[i - 1], row]);
    }
  }
  return rows;
}

/** What is listed: each digest with the records that list it, and what is said of it. */
function listedIn(batches: readonly Batch[], interns: Interns): string[] {
  const listed = new Listed();
  for (const batch of batches) {
    for (let i = 0; i < batch.count; i++) {
      const { kind, key, operation, partnerKey = '', opinions } = rowAt(batch, i, interns);
      if (operation === 'withdrawn') continue;
      const said = opinions.map(({ member, label }) => `${member} ${label ?? '-'}`);
      listed.add(`${kind} ${Buffer.from(key).toString('hex')}`, keysIn(partnerKey), said);
    }
  }
  return listed.lines();
}

/** What ought to be listed after these statements. */
function expected(statements: readonly Statement[]): string[] {
  const last = new Map<string, Statement>();
  for (const one of statements) if (one.time >= (last.get(keyOf(one))?.time ?? 0)) last.set(keyOf(one), one);
  const listed = new Listed();
  for (const one of last.values()) {
    for (const digest of one.digests ?? []) {
      const hex = Buffer.from(inventedKey(kindOf(digest), digest)).toString('hex');
      const said = `${memberText('Example', String(one.member))} ${one.label}`;
      listed.add(`${kindOf(digest)} ${hex}`, [keyOf(one)], [said]);
    }
  }
  return listed.lines();
}

/** A digest may stand in several records that stay apart. */
class Listed {
  readonly #said = new Map<string, Set<string>>();

  add(key: string, ...more: readonly (readonly string[])[]): void {
    const said = this.#said.get(key) ?? new Set();
    this.#said.set(key, said);
    for (const each of more.flat()) said.add(each);
  }

  lines(): string[] {
    return [...this.#said].map(([key, said]) => [key, ...[...said].sort()].join(' | ')).sort();
  }
}

/** Which of three pages each statement is on, and in which order pages and statements come. */
const pages = history.chain((statements) =>
  fc.record({
    statements: fc.constant(statements),
    shuffled: fc.shuffledSubarray(statements, { minLength: statements.length }),
    cut: fc.integer({ min: 0, max: statements.length }),
  }),
);

function pagesOf(statements: readonly Statement[], cut: number, interns: Interns): Batch[] {
  return [...pageOf(statements.slice(0, cut), 'page-1', interns), ...pageOf(statements.slice(cut), 'page-2', interns)];
}

describe('pages of records', () => {
  it('give the same list in any order', async () => {
    await fc.assert(
      fc.asyncProperty(pages, async ({ statements, shuffled, cut }) => {
        const interns = createInterns();
        const { batches } = await applied(pagesOf(shuffled, cut, interns), interns);
        expect(listedIn(batches, interns)).toEqual(expected(statements));
      }),
    );
  });

  it('give the same list and tell the same whatever the memory', async () => {
    await fc.assert(
      fc.asyncProperty(pages, async ({ statements, shuffled, cut }) => {
        const interns = createInterns();
        const batches = pagesOf(shuffled, cut, interns);
        const [wide, narrow] = [await applied(batches, interns), await applied(batches, interns, 1)];
        expect(listedIn(narrow.batches, interns)).toEqual(expected(statements));
        const ofRecords = ({ findings }: Run): string[] => told(findings).filter((line) => line.startsWith('record/'));
        expect(ofRecords(narrow)).toEqual(ofRecords(wide));
      }),
      { numRuns: 40 }, // each opens temporary files
    );
  });

  it('leave the same rows in the same order whatever the memory, of merged lists as well', async () => {
    await fc.assert(
      fc.asyncProperty(pages, async ({ statements, shuffled, cut }) => {
        const interns = createInterns();
        const { batches } = await applied(pageOf(statements.slice(0, cut), 'list', interns), interns);
        const all = [...again(batches, interns), ...pageOf(shuffled, 'delta', interns)];
        const [wide, narrow] = [await standing(all, interns), await standing(all, interns, 1)];
        expect(narrow).toEqual(wide);
      }),
      { numRuns: 40 },
    );
  });

  it('give the full list when a delta and then its successor are applied, and nothing new a second time', async () => {
    await fc.assert(
      fc.asyncProperty(pages, async ({ statements, cut }) => {
        const interns = createInterns();
        const [delta, successor] = [statements.slice(0, cut), statements.slice(cut)];
        const first = await applied(pageOf(delta, 'list', interns), interns);
        const second = await applied(
          [...again(first.batches, interns), ...pageOf(successor, 'delta', interns)],
          interns,
        );
        expect(listedIn(second.batches, interns)).toEqual(expected(statements));
        const third = await applied(
          [...again(second.batches, interns), ...pageOf(successor, 'delta', interns)],
          interns,
        );
        expect(listedIn(third.batches, interns)).toEqual(expected(statements));
      }),
    );
  });

  it('leave a key to the record that still lists it, also when it is read again', async () => {
    const interns = createInterns();
    const at = (n: number, member: number, digests: readonly number[] | null): Statement => ({
      ...{ member, id: 3, label: 'A1', digests, time: NO_TIME_RUNS_BACK + n },
    });
    const [older, newer, gone] = [at(1, 1, [1]), at(2, 2, [1, 2]), at(3, 1, null)];
    const first = await applied(pageOf([older, newer], 'list', interns), interns);
    const second = await applied([...again(first.batches, interns), ...pageOf([gone], 'delta', interns)], interns);
    // Its time is still that of the record that is gone: it is no older state of the other.
    const read = await applied(again(second.batches, interns), interns);
    expect(listedIn(read.batches, interns)).toEqual(expected([older, newer, gone]));
  });

  it('go on as withdrawn rows with the digests of what was taken back', async () => {
    const interns = createInterns();
    const sent: Statement = { member: 1, id: 1, time: NO_TIME_RUNS_BACK, label: 'A1', digests: [1, 2] };
    const gone = { ...sent, time: NO_TIME_RUNS_BACK + 1, digests: null };
    const { batches, findings } = await applied(pageOf([gone, sent], 'page', interns), interns);
    const rows = batches.flatMap((batch) => Array.from({ length: batch.count }, (_, i) => rowAt(batch, i, interns)));
    expect(rows.map(({ kind, operation }) => `${kind} ${operation}`).sort()).toEqual([
      'md5 withdrawn',
      'sha256 withdrawn',
    ]);
    expect(rows.every(({ times }) => times.updated === gone.time)).toBe(true);
    expect(told(findings)).toContain('record/retracted 2');
  });

  it('tell and keep retractions of records that no input knows, once', async () => {
    const interns = createInterns();
    const gone: Statement = { member: 1, id: 1, time: NO_TIME_RUNS_BACK, label: '', digests: null };
    const { batches, findings } = await applied(pageOf([gone, gone], 'page', interns), interns);
    expect(batches.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    expect(told(findings)).toContain('record/retraction-unmatched 1');
  });

  it('leave a key to lists without records', async () => {
    const interns = createInterns();
    const builder = new BatchBuilder(interns.sources.id('plain'));
    const digest = inventedKey('md5', 2);
    builder.begin(1);
    builder.addBytes(kinds.md5.code, 0, digest, 0, digest.length);
    const sent: Statement = { member: 1, id: 1, time: NO_TIME_RUNS_BACK, label: 'A1', digests: [2] };
    const first = await applied([builder.take(), ...pageOf([sent], 'page', interns)], interns);
    const gone = { ...sent, time: NO_TIME_RUNS_BACK + 1, digests: null };
    const { batches } = await applied([...again(first.batches, interns), ...pageOf([gone], 'delta', interns)], interns);
    expect(listedIn(batches, interns)).toEqual([`md5 ${Buffer.from(digest).toString('hex')} | `]);
  });

  it('can be applied batch by batch', async () => {
    const interns = createInterns();
    const sent: Statement = { member: 1, id: 1, time: NO_TIME_RUNS_BACK, label: 'A1', digests: [1] };
    const settings = {
      interns,
      findings: new Findings(),
      seed: 1,
      memory: 1 << 20,
      pages: new Set([interns.sources.id('page')]),
      signal: new AbortController().signal,
    };
    const run = new Replay(settings);
    for (const batch of pageOf([{ ...sent, time: sent.time + 1, label: 'B1' }, sent], 'page', interns)) {
      await run.add(batch);
    }
    const rows: Batch[] = [];
    for await (const batch of run.rows()) rows.push(batch);
    await run.close();
    expect(listedIn(rows, interns).map((line) => line.split(' | ')[1])).toEqual(['Example (1) B1']);
  });
});
