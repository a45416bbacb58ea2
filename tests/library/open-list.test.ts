// Rows one by one: what is in them, that no more is read than is asked for, and that nothing stays open, however it ends.
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListbridgeError, type ListRow, openList, validate } from '../../src/index.ts';
import { inventedHex } from '../support/batches.ts';
import { requireBuild, runModule } from '../support/child.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-rows-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const lay = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};
const md5s = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `${inventedHex('md5', from + i)}\n`).join('');

async function all(rows: AsyncIterable<ListRow>): Promise<ListRow[]> {
  const list: ListRow[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

describe('rows', () => {
  it('hold all that a canonical row says, as texts', async () => {
    const sha256 = inventedHex('sha256', 1);
    const list = lay(
      'all.jsonl',
      [
        '{"canonical":1,"list":{"partner":"A"}}',
        `{"item":1,"kind":"sha256","key":"${sha256}","opinions":[{"member":"acme","scheme":"s","label":"A1","polarity":"deny"}],"reviews":[{"reviewer":"r1","country":"SE","decision":"confirmed"}],"firstSeen":"2026-01-05","lastVerified":"2026-01-04T09:30:00Z","size":7,"partnerKey":"K1","name":"n","note":"o","spelling":"${sha256.toUpperCase()}","from":{"acme":2}}`,
        `{"item":1,"kind":"md5","key":"${inventedHex('md5', 1)}","from":{"acme":2}}`,
        `{"kind":"domain","scope":"subtree","operation":"withdrawn","key":"listed.example","from":{"acme":4},"presentBy":{"beta":18}}`,
        '',
      ].join('\n'),
    );
    const open = openList(list, { cwd });
    expect(await all(open)).toEqual([
      {
        kind: 'sha256',
        key: sha256,
        scope: 'exact',
        operation: 'present',
        source: 'all',
        line: 2,
        item: 1,
        opinions: [{ member: 'acme', scheme: 's', label: 'A1', polarity: 'deny' }],
        reviews: [{ reviewer: 'r1', country: 'SE', decision: 'confirmed' }],
        times: { firstSeen: '2026-01-05', lastVerified: '2026-01-04T09:30:00Z' },
        size: 7,
        partnerKey: 'K1',
        name: 'n',
        note: 'o',
        spelling: sha256.toUpperCase(),
        origins: [{ source: 'acme', line: 2, operation: 'present' }],
      },
      {
        kind: 'md5',
        key: inventedHex('md5', 1),
        scope: 'exact',
        operation: 'present',
        source: 'all',
        line: 3,
        item: 1,
        opinions: [],
        reviews: [],
        times: {},
        origins: [{ source: 'acme', line: 2, operation: 'present' }],
      },
      {
        kind: 'domain',
        key: 'listed.example',
        scope: 'subtree',
        operation: 'withdrawn',
        source: 'all',
        line: 4,
        opinions: [],
        reviews: [],
        times: {},
        origins: [
          { source: 'acme', line: 4, operation: 'withdrawn' },
          { source: 'beta', line: 18, operation: 'present' },
        ],
      },
    ]);
    expect(open.report().inputs[0]).toMatchObject({ format: 'canonical', accepted: 3, list: { partner: 'A' } });
  });

  it('come with the report of validate, and leave out what is dropped', async () => {
    const list = lay(
      'faulty.txt',
      `${md5s(1, 30)}${inventedHex('md5', 31).slice(1)}\nd41d8cd98f00b204e9800998ecf8427e\n`,
    );
    const options = { cwd, fromOption: 'kind=md5', asOf: '2026-01-05', drop: 'digest/empty-file' } as const;
    const open = openList(list, options);
    expect((await all(open)).map(({ line }) => line)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(open.report()).toEqual(await validate(list, options));
    expect(open.report().counts.error).toBeGreaterThan(0);
  });

  it('number records through several lists and batches', async () => {
    const pair = (n: number): string => `${inventedHex('md5', n)},${inventedHex('sha256', n)}\n`;
    const csv = (from: number, count: number): string =>
      `md5,sha256\n${Array.from({ length: count }, (_, i) => pair(from + i)).join('')}`;
    const lists = [lay('one.csv', csv(0, 9000)), lay('two.csv', csv(9000, 10))];
    const rows = await all(openList(lists, { cwd }));
    expect(rows.map(({ item }) => item)).toEqual(Array.from({ length: 18_020 }, (_, i) => 1 + (i >> 1)));
    expect(rows.at(-1)).toMatchObject({ source: 'two', line: 11 });
  });

  it('cannot change each other', async () => {
    const label = (n: number): string =>
      `${JSON.stringify({ kind: 'md5', key: inventedHex('md5', n), opinions: [{ member: 'a', label: 'A1' }] })}\n`;
    const rows = await all(openList(lay('labels.jsonl', label(1) + label(2)), { cwd }));
    expect(() => Object.assign(rows[0]?.opinions[0] ?? {}, { label: 'changed' })).toThrow(TypeError);
    expect(rows[1]?.opinions).toEqual([{ member: 'a', label: 'A1' }]);
  });

  it('are there once more for every loop', async () => {
    const open = openList('-', { cwd, fromOption: 'kind=md5', stdin: md5s(1, 5) });
    expect(await all(open)).toEqual(await all(open));
  });
});

describe('what stops', () => {
  it('throws at the first row what validate throws, and has no report', async () => {
    const open = openList('absent.txt', { cwd });
    const [told, wanted] = await Promise.allSettled([all(open), validate('absent.txt', { cwd })]);
    expect(told).toEqual(wanted);
    expect(told.status).toBe('rejected');
    expect(() => open.report()).toThrow('all rows');
  });

  it('is told as an interruption where the caller stops it', async () => {
    const stop = new AbortController();
    const endless = async (): Promise<void> => {
      for await (const _ of openList('-', { cwd, fromOption: 'kind=md5', stdin: forever(), signal: stop.signal })) {
        stop.abort();
      }
    };
    await expect(endless()).rejects.toMatchObject({ name: 'ListbridgeError', code: 'run/interrupted', exitCode: 130 });
  });

  it('is the caller whose stream breaks: the error is its own', async () => {
    const broken = new Error('theirs');
    async function* pieces(): AsyncGenerator<string> {
      yield md5s(1, 10);
      throw broken;
    }
    await expect(all(openList('-', { cwd, fromOption: 'kind=md5', stdin: pieces() }))).rejects.toBe(broken);
  });
});

let pulled = 0;
let isLetGo = false;
/** A list without end, in pieces of 1,000 rows. */
async function* forever(): AsyncGenerator<string> {
  isLetGo = false;
  try {
    for (pulled = 0; ; pulled++) yield md5s(pulled * 1000, 1000);
  } finally {
    isLetGo = true;
  }
}

describe('left early', () => {
  it('no more was read than was asked for, and a list without end is one like any other', async () => {
    let rows = 0;
    let ahead = 0;
    for await (const { line } of openList('-', { cwd, fromOption: 'kind=md5', stdin: forever() })) {
      expect(line).toBe(++rows);
      ahead = Math.max(ahead, pulled * 1000 - rows);
      if (rows === 50_000) break;
    }
    // The head that formats are told by, a batch, and what lies between them.
    expect(ahead).toBeLessThan(30_000);
    expect(isLetGo, 'the stream of the caller').toBe(true);
  });

  const filesOpen = (): string[] =>
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        const path = readlinkSync(`/proc/self/fd/${fd}`);
        return path.startsWith(cwd) ? [path] : [];
      } catch {
        return []; // that of the listing itself
      }
    });

  it.runIf(process.platform === 'linux')('no file stays open, no rejects of a half are kept', async () => {
    const list = lay('long.txt', `not a digest\n${md5s(1, 50_000)}`);
    for await (const _ of openList(list, { cwd, fromOption: 'kind=md5', rejects: 'half.txt' })) {
      expect(filesOpen().some((path) => path.endsWith('long.txt'))).toBe(true);
      break;
    }
    expect(filesOpen()).toEqual([]);
    expect(readdirSync(cwd).filter((name) => name.includes('half'))).toEqual([]);
  });

  it('an error of the loop is the error that is thrown', async () => {
    const list = lay('loop.txt', md5s(1, 10));
    const loop = async (): Promise<void> => {
      for await (const { kind } of openList(list, { cwd, fromOption: 'kind=md5' })) throw new RangeError(kind);
    };
    await expect(loop()).rejects.toThrow(RangeError);
    expect(ListbridgeError.prototype).toBeInstanceOf(Error);
  });

  it.runIf(process.platform === 'linux')('the thread that reads a long list has ended', async () => {
    requireBuild();
    lay('short.txt', md5s(1, 10));
    lay('sparse.txt', md5s(1, 20_000));
    truncateSync(join(cwd, 'sparse.txt'), 200 << 20); // a hole: long enough for the thread, and takes no room
    const program = `
      import { readdirSync } from 'node:fs';
      import { availableParallelism } from 'node:os';
      import { openList } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
      const threads = () => readdirSync('/proc/self/task').length;
      const options = { fromOption: { kind: 'md5' } };
      for await (const row of openList('short.txt', options)) ; // whatever is loaded is loaded now
      const before = threads();
      let during = 0;
      for await (const row of openList('sparse.txt', options)) { during = threads(); break; }
      console.log(JSON.stringify({ more: during > before, isExpected: availableParallelism() > 1, left: threads() - before }));`;
    const { stdout, stderr, exit } = await runModule(program, { cwd });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const { more, isExpected, left } = JSON.parse(stdout.toString()) as Record<string, unknown>;
    expect(more).toBe(isExpected);
    expect(left).toBe(0);
  });
});
