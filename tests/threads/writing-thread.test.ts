// A list that two threads write has the bytes that one writes, and the same is told of it; and whatever becomes of the other
// thread, no list comes out that lacks a row. The thread is the built one.
import { beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { csv } from '../../src/formats/csv.ts';
import type { Format, WriteContext } from '../../src/formats/format.ts';
import type { Batch } from '../../src/model/batch.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import type { Batches } from '../../src/pipeline/stage.ts';
import { type SecondWriter, type SecondWriters, writeShared } from '../../src/pipeline/write-shared.ts';
import { createWriters } from '../../src/threads/second-writer.ts';
import { batchesOf, inventedKey, type TestRecord } from '../support/batches.ts';
import { requireBuild } from '../support/child.ts';
import { NOW } from '../support/host.ts';

const ENTRY = new URL('../../dist/writing-thread.js', import.meta.url);
const nothing = (): never => {
  throw new Error('not for these formats');
};

beforeAll(() => requireBuild());

/** Records of every sort: `odd` makes those that a writer has something to tell of, `many` those of several keys. */
function recordsOf(count: number, { odd = 0, many = 0 }: { odd?: number; many?: number } = {}): TestRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    keys: [
      { kind: 'sha256', scope: 'exact', key: inventedKey('sha256', n) },
      ...(many > 0 && n % many === 0 ? [{ kind: 'md5', scope: 'exact', key: inventedKey('md5', n) } as const] : []),
    ],
    operation: n % 50 === 0 ? 'withdrawn' : 'present',
    opinions: [{ member: `m${n % 7}`, label: `${'AB'[n % 2]}${n % 3}`, polarity: 'deny' }],
    reviews: [
      { reviewer: `r${n % 311}`, organisation: `o${n % 5}`, country: 'SE', decision: 'confirmed' },
      { reviewer: `r${(n * 7) % 293}`, decision: 'unsure' },
    ],
    times: { firstSeen: 1_700_000_000 + n * 61, ...(n % 3 === 0 ? { lastReviewed: 1_710_000_000 } : {}) },
    // csv puts an apostrophe before it and tells that; the time is none that any of the two can write.
    ...(odd > 0 && n % odd === 1 ? { name: '=1+1' } : n % 4 === 0 ? { name: `näme ${n}` } : {}),
    ...(odd > 0 && n % odd === 2 ? { times: { updated: Number.POSITIVE_INFINITY } } : {}),
  }));
}

interface Result {
  readonly text: string;
  readonly told: unknown[];
}

/** `pieces`: how the list comes out of a format and a context. */
async function write(
  records: readonly TestRecord[],
  format: Format,
  pieces: (batches: Batches, context: WriteContext) => AsyncIterable<Uint8Array>,
): Promise<Result> {
  const interns: Interns = createInterns();
  const batches = batchesOf(records, interns, 'list', 100);
  const told: unknown[] = [];
  const context: WriteContext = {
    options: format.options?.parse({}) ?? {},
    interns,
    list: { partner: 'Example' },
    now: NOW,
    replaced: null,
    hold: nothing,
    newDatabase: nothing,
    report: (code, args, at) => void told.push([code, args, at]),
    unfit: (reason, batch, row) => void told.push([reason, batch.line[row]]),
  };
  // Sets and sources that are made while the list is written, as stages before a writer make them.
  async function* flow(): Batches {
    for (const [n, batch] of batches.entries()) {
      interns.sources.id(`late-${n}`);
      const late = interns.opinions.of([{ member: 'late', label: `L${n}` }]);
      yield n % 5 === 4 ? { ...batch, source: n, opinions: new Uint32Array(batch.count).fill(late) } : batch;
    }
  }
  const chunks: Buffer[] = [];
  for await (const piece of pieces(flow(), context)) chunks.push(Buffer.from(piece));
  return { text: Buffer.concat(chunks).toString('latin1'), told };
}

/** Writers whose second one does some things otherwise. */
function changed(writers: SecondWriters, change: (second: SecondWriter) => Partial<SecondWriter>): SecondWriters {
  return {
    ...writers,
    start(request, interns) {
      const second = writers.start(request, interns);
      const other = change(second);
      return {
        ...second,
        get isHungry() {
          return 'isHungry' in other ? other.isHungry === true : second.isHungry;
        },
        ...('write' in other ? { write: other.write as SecondWriter['write'] } : {}),
        ...('close' in other ? { close: other.close as SecondWriter['close'] } : {}),
      };
    },
  };
}

/** How many pieces the other thread made: writing everything here proves nothing. */
function counted(writers: SecondWriters): SecondWriters & { readonly pieces: () => number } {
  let pieces = 0;
  const counting = changed(writers, (second) => ({
    write(rows: Batch) {
      pieces++;
      return second.write(rows);
    },
  }));
  return { ...counting, pieces: () => pieces };
}

const alone = (format: Format) => (batches: Batches, context: WriteContext) => format.write?.(batches, context) ?? [];
const shared = (format: Format, writers: SecondWriters) => (batches: Batches, context: WriteContext) =>
  writeShared(batches, format, context, writers);

async function expectSame(records: readonly TestRecord[], format: Format): Promise<Result & { pieces: number }> {
  const here = await write(records, format, alone(format) as never);
  const writers = counted(waitingFor(createWriters(ENTRY, 2)));
  const both = await write(records, format, shared(format, writers));
  expect(both.told).toEqual(here.told);
  expect(both.text === here.text).toBe(true); // the difference of two long lists takes minutes to print
  return { ...both, pieces: writers.pieces() };
}

/** Never refuses work for not being there yet: a short list would be over before. */
function waitingFor(writers: SecondWriters): SecondWriters {
  return changed(writers, (second) => {
    let out = 0;
    return {
      get isHungry() {
        return out < 3;
      },
      write(rows: Batch) {
        out++;
        return second.write(rows).finally(() => out--);
      },
    };
  });
}

describe.each([canonical as Format, csv as Format])('a list in $id that two threads write', (format) => {
  it('is the same', async () => {
    const { pieces, told } = await expectSame(recordsOf(5000), format);
    expect(pieces).toBeGreaterThan(5);
    expect(told).toEqual([]);
  });

  it('is the same where records have several keys, which are numbered through', async () => {
    const { pieces } = await expectSame(recordsOf(5000, { many: 900 }), format);
    expect(pieces).toBeGreaterThan(5);
  });

  it('tells the same, in the order of the list, of few rows and of many', async () => {
    for (const odd of [701, 40]) {
      const { pieces, told } = await expectSame(recordsOf(5000, { odd }), format);
      expect(pieces).toBeGreaterThan(5);
      expect(told.length).toBeGreaterThan(5);
    }
  });

  it('is the same where it is short', async () => {
    for (const count of [0, 1, 200, 201]) await expectSame(recordsOf(count), format);
  });
});

describe('the other thread', () => {
  it('is not needed: where it cannot be started all is written here', async () => {
    const records = recordsOf(3000);
    const here = await write(records, canonical as Format, alone(canonical as Format) as never);
    // One that breaks as it starts, and one that is not even started.
    for (const entry of [new URL('data:text/javascript,throw new Error("no")'), new URL('gopher://nowhere.invalid')]) {
      const both = await write(records, canonical as Format, shared(canonical as Format, createWriters(entry, 2)));
      expect(both.text === here.text).toBe(true);
    }
  });

  it('writes no list that lacks a row, for a writer that makes no piece of each batch', async () => {
    const skipping: Format = {
      ...(canonical as Format),
      async *write(batches, context) {
        let n = 0;
        for await (const piece of canonical.write?.(batches, context) ?? []) if (n++ % 3 !== 1) yield piece;
      },
    };
    const list = write(recordsOf(3000), skipping, shared(skipping, createWriters(ENTRY, 2)));
    await expect(list).rejects.toThrow(/no piece/u);
  });

  it('fails the run where it fails, or ends, in the middle of the list', async () => {
    const thread = (does: string): string => `import { parentPort } from 'node:worker_threads';
      const ready = () => parentPort.postMessage({ kind: 'ready' });
      ready();
      parentPort.once('message', () => { ready(); parentPort.on('message', () => ${does}); });`;
    const fails = thread("parentPort.postMessage({ kind: 'failed', error: { name: 'Error', message: 'broken' } })");
    const ends = thread('process.exit(0)');
    for (const [source, message] of [
      [fails, /broken/u],
      [ends, /ended before its list/u],
    ] as const) {
      const writers = waitingFor(createWriters(new URL(`data:text/javascript,${encodeURIComponent(source)}`), 2));
      const list = write(recordsOf(5000), canonical as Format, shared(canonical as Format, writers));
      await expect(list).rejects.toThrow(message);
    }
  });

  it('is ended when whoever reads the list stops early', async () => {
    let isClosed = false;
    const writers = waitingFor(createWriters(ENTRY, 0));
    const watched = changed(writers, (second) => ({
      async close() {
        await second.close();
        isClosed = true;
      },
    }));
    async function* begin(batches: Batches, context: WriteContext): AsyncIterable<Uint8Array> {
      for await (const piece of writeShared(batches, canonical as Format, context, watched)) {
        yield piece;
        return;
      }
    }
    await write(recordsOf(5000), canonical as Format, begin);
    expect(isClosed).toBe(true);
  });
});
