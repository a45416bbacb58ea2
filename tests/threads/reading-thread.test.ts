// A list read in the reading thread gives what it gives when it is read in this one: rows, findings, refused rows, counts
// and failures; and however the reading ends, nothing is left running. The thread is the built one.
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceSpecs } from '../../src/commands/shared/format-choice.ts';
import { canonical } from '../../src/formats/canonical.ts';
import { formats } from '../../src/formats/index.ts';
import { createGuard } from '../../src/hygiene/guard/guard.ts';
import { Failure } from '../../src/model/failure.ts';
import { fieldIds } from '../../src/model/fields.ts';
import { Findings } from '../../src/model/findings.ts';
import { lossClasses } from '../../src/model/loss.ts';
import { createInterns } from '../../src/model/opinions.ts';
import type { Job, Outcome } from '../../src/pipeline/job.ts';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import { openInput } from '../../src/pipeline/open.ts';
import type { Elsewhere, Part, ReadRequest } from '../../src/pipeline/read-parts.ts';
import { run } from '../../src/pipeline/run.ts';
import { createElsewhere } from '../../src/threads/elsewhere.ts';
import { inventedHex, rowsOf } from '../support/batches.ts';
import { requireBuild, runBuilt } from '../support/child.ts';
import { inputOf, typed } from '../support/convert.ts';
import { fakeHost, NOW } from '../support/host.ts';
import { turn } from '../support/runs.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const ENTRY = new URL('../../dist/reading-thread.js', import.meta.url);

let cwd = '';
beforeAll(() => {
  requireBuild();
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-threads-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const lay = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), content);
  return join(cwd, name);
};

/** How many lists were read in the thread, and of how many it looked up keys: reading everything here proves nothing. */
function counted(elsewhere: Elsewhere): Elsewhere & { readonly lists: () => number; readonly shared: () => number } {
  let lists = 0;
  let shared = 0;
  return {
    ...elsewhere,
    read(request, ...given) {
      lists++;
      if (request.seed !== null) shared++;
      return elsewhere.read(request, ...given);
    },
    lists: () => lists,
    shared: () => shared,
  };
}

interface Setup {
  readonly options?: string[];
  readonly profile?: string;
  readonly from?: string;
  readonly repeats?: Job['repeats'];
  readonly examples?: number;
  readonly all?: boolean;
  readonly memory?: number;
  readonly drop?: Job['drop'];
}

interface Result {
  readonly told: unknown;
  readonly outcome: Outcome;
  readonly text: string;
  /** Lists of which the thread looked up keys. */
  readonly shared?: number;
}

/** Converts the files to canonical form; `told` is all there is to compare. */
async function convertFiles(files: readonly string[], setup: Setup, elsewhere?: Elsewhere): Promise<Result> {
  const host = fakeHost({ cwd });
  const interns = createInterns();
  const every: unknown[] = [];
  const sink = setup.all === true ? { sink: (finding: unknown) => void every.push(finding) } : {};
  const findings = new Findings({ examples: setup.examples ?? 1000, ...sink });
  const chosen = {
    from: setup.from === undefined ? [] : [setup.from],
    fromProfile: setup.profile === undefined ? [] : [setup.profile],
    fromOption: setup.options ?? [],
    refang: false,
    verifyWith: [],
    signature: [],
    decryptWith: [],
    passphraseFile: [],
    rejects: undefined,
    registry: undefined,
  };
  const sources = await sourceSpecs(files, chosen, host, findings.report);
  const rejects = join(cwd, 'refused');
  const job: Job = {
    sources,
    repeats: setup.repeats ?? 'keep',
    policy: defaultPolicy,
    link: 'all',
    memory: setup.memory ?? Number.POSITIVE_INFINITY,
    sort: false,
    checks: [],
    guard: createGuard([]),
    limits: { shrink: null, growth: null },
    drop: setup.drop ?? new Set(),
    target: () => ({ operand: '-', format: canonical, options: {}, carries: canonical.carries, force: false }),
    allowedLoss: new Set(lossClasses),
    verify: false,
    planOnly: false,
    rejects,
    asOf: NOW,
    aliasSecret: null,
    hashes: { sha256: true, secret: true },
  };
  rmSync(rejects, { force: true });
  const outcome = await run(job, { host, interns, findings, elsewhere });
  const { failure, secretOf, ...rest } = outcome;
  const text = host.stdoutText();
  const refused = existsSync(rejects) ? readFileSync(rejects, 'latin1') : null;
  return {
    told: {
      ...rest,
      failure: failure && { exit: failure.exit, code: failure.code, args: failure.args },
      text,
      refused,
      findings: findings.list(),
      every,
      names: interns.sources.names,
      secrets: interns.sources.names.map((_, i) => secretOf(i)),
    },
    outcome,
    text,
  };
}

/** One thread for run after run: starting it is most of the work. `end` ends it, which no run does. */
function lasting(): Elsewhere & { readonly end: () => Promise<void> } {
  const elsewhere = createElsewhere(ENTRY, 0);
  return { ...elsewhere, release: async () => {}, end: elsewhere.release };
}

const shared = lasting();
afterAll(shared.end);

/** Reads here and in the thread, compares, and returns what came out. */
async function expectSame(files: readonly string[], setup: Setup = {}): Promise<Result> {
  const here = await convertFiles(files, setup);
  const elsewhere = counted(shared);
  const there = await convertFiles(files, setup, elsewhere);
  expect(there.told).toEqual(here.told);
  expect(elsewhere.lists()).toBeGreaterThan(0);
  return { ...there, shared: elsewhere.shared() };
}

const optionTexts = (options: object): string[] =>
  Object.entries(typed(options as Record<string, unknown>)).map(([name, value]) => `${name}=${value}`); // an object

describe('a list read in the thread', () => {
  const fixtures = formats.flatMap(({ id }) => {
    const folder = join(FIXTURES, 'formats', id);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => !/\.(?:want\.jsonl|findings\.txt|options\.json)$/u.test(file))
      .map((file): [string, string, string] => [id, file, join(folder, file)]);
  });

  const examples = formats.flatMap((format) =>
    format.read === undefined ? [] : format.examples.map((example) => [format.id, example] as const),
  );

  /** Lists that are read alike. */
  function groups(): Map<string, { from: string; options: string[]; files: string[] }> {
    const alike = new Map<string, { from: string; options: string[]; files: string[] }>();
    const add = (from: string, given: object, file: string): void => {
      const options = optionTexts(given);
      const name = [from, ...options].join(' ');
      const group = alike.get(name) ?? { from, options, files: [] };
      group.files.push(file);
      alike.set(name, group);
    };
    for (const [id, , file] of fixtures) {
      const given = file.replace(/\.[^/]*$/u, '.options.json');
      add(id, existsSync(given) ? JSON.parse(readFileSync(given, 'utf8')) : {}, file);
    }
    for (const [n, [id, example]] of examples.entries()) {
      add(id, example.options ?? {}, lay(`example-${n}.${id}`, inputOf(example)));
    }
    return alike;
  }

  it('is the same for every fixture and example of every format', async () => {
    const all = groups();
    expect([...all.values()].flatMap(({ files }) => files)).toHaveLength(fixtures.length + examples.length);
    // By day one file of each format and its options.
    for (const [i, { from, options, files }] of [...all.values()].entries()) {
      await expectSame([...turn(files, i)], { from, options });
    }
  });

  const profiles = readdirSync(join(FIXTURES, 'profiles')).filter((file) => !file.endsWith('.yaml'));

  it.each(profiles)('is the same by its profile: %s', async (file) => {
    const profile = join(FIXTURES, 'profiles', file.replace(/\.[^.]*$/u, '.yaml'));
    await expectSame([join(FIXTURES, 'profiles', file)], { profile });
  });

  it('is recognised by its content', async () => {
    const { outcome } = await expectSame([join(FIXTURES, 'formats/checksum-file/bsd.txt')]);
    expect(outcome.tally.inputs[0]?.format).toBe('checksum-file');
  });

  it('is unzipped', async () => {
    const file = lay('list.gz', gzipSync(wideCsv(20_000, 'a')));
    const { outcome } = await expectSame([file], { profile: lay('wide.yaml', WIDE) });
    expect(outcome.tally.inputs[0]?.accepted).toBeGreaterThan(15_000);
  });
});

const WIDE = `profile: 1
id: wide
title: Wide list
file: { type: csv }
opinion: { member: example, polarity: deny }
columns:
  sha256: sha256
  category: { label: example }
  reviewer_1: { reviewer: "{reviewer}@{organisation}/{country}" }
  reviewer_2: { reviewer: "{reviewer}@{organisation}/{country}" }
  seen: { time: firstSeen, as: iso, zone: UTC }
  case: partnerKey
  file: name
  remark: note
  gone: { operation: { true: withdrawn, false: present } }
required: [sha256]
`;

/** Rows of every sort: many sets, some withdrawn, some refused, some without texts. Two lists share half their digests. */
function wideCsv(rows: number, list: string): string {
  const lines = ['sha256,category,reviewer_1,reviewer_2,seen,case,file,remark,gone'];
  for (let i = 0; i < rows; i++) {
    const n = list === 'a' ? i : i + 61; // sets are met in another order
    const digest = inventedHex('sha256', i % 2000).replace(
      /^.{6}/u,
      (i + (list === 'a' ? 0 : rows >> 1)).toString(16).padStart(6, '0'),
    );
    const key = i % 97 === 0 ? `${digest.slice(0, -1)}x` : digest;
    const reviewers = `r${(n * 7) % 300}@o${n % 11}/SE,${n % 3 === 0 ? '' : `r${(n * 13) % 200}@o${n % 5}/FI`}`;
    const texts = `${i % 4 === 0 ? '' : `${list}-${i}`},${i % 5 === 0 ? '' : `n\u00e4me \u4f8b ${i}`},${i % 9 === 0 ? 'odd' : ''}`;
    lines.push(
      `${key},${'AB'[n % 2]}${(n % 3) + 1},${reviewers},2024-01-${String((i % 28) + 1).padStart(2, '0')}T00:00:00Z,${texts},${i % 50 === 0}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

describe('long lists', () => {
  it('are the same over many batches', async () => {
    const { outcome } = await expectSame([lay('a.csv', wideCsv(40_000, 'a'))], { profile: lay('wide.yaml', WIDE) });
    expect(outcome.failure).toBeNull();
    const [input] = outcome.tally.inputs;
    expect([input?.accepted, input?.rejected]).toEqual([39_587, 413]);
    expect(input?.withdrawn).toBeGreaterThan(700);
  });

  it('are merged with all their opinions, reviews and sources', async () => {
    const files = [lay('a.csv', wideCsv(30_000, 'a')), lay('b.csv', wideCsv(30_000, 'b'))];
    const { text } = await expectSame(files, { profile: lay('wide.yaml', WIDE), repeats: 'merge' });
    expect(text).toContain('"from":{"a":');
    // Merged lists name sources of their own, which the next run numbers in another order.
    const merged = lay('merged.jsonl', text);
    const other = lay('b2.csv', wideCsv(9000, 'b'));
    const again = await convertFiles([other], { profile: lay('wide.yaml', WIDE) });
    const b = lay('b.jsonl', again.text);
    const both = await expectSame([b, merged], { repeats: 'merge' });
    expect(new Set(both.outcome.tally.inputs.map(({ format }) => format))).toEqual(new Set(['canonical']));
    expect(both.text).toContain('"a":');
  });

  it('are the same among many small ones, whose files do not stay open', async () => {
    const small = Array.from({ length: 20 }, (_, n) => lay(`small-${n}.csv`, wideCsv(10 + n, n % 2 === 0 ? 'a' : 'b')));
    const files = [...small.slice(0, 10), lay('long.csv', wideCsv(20_000, 'b')), ...small.slice(10)];
    const { outcome } = await expectSame(files, { profile: lay('wide.yaml', WIDE), repeats: 'merge' });
    expect(outcome.failure).toBeNull();
  });

  it('tell exact counts where there are more findings than examples, and the same examples', async () => {
    const file = lay('bad.csv', wideCsv(40_000, 'a'));
    const setup: Setup = { profile: lay('wide.yaml', WIDE), examples: 7 };
    const { told } = await expectSame([file], setup);
    const { findings } = told as { findings: { code: string; count: number; examples: unknown[] }[] };
    const bad = findings.find(({ code }) => code === 'digest/not-hex');
    expect([bad?.count, bad?.examples.length]).toEqual([413, 7]);
  });

  it('tell every finding to whoever wants them all', async () => {
    const file = lay('bad.csv', wideCsv(40_000, 'a'));
    const { told } = await expectSame([file], { profile: lay('wide.yaml', WIDE), examples: 7, all: true });
    const { every } = told as { every: { code: string }[] };
    expect(every.filter(({ code }) => code === 'digest/not-hex').length).toBe(413);
  });

  it('are refused row by row, without a batch', async () => {
    const file = lay('none.txt', `${'not a digest at all, '.repeat(3)}\n`.repeat(60_000));
    const setup: Setup = { from: 'plain-digests', options: ['kind=md5'] };
    const { outcome } = await expectSame([file], setup);
    expect(outcome.tally.inputs[0]?.rejected).toBe(60_000);
  });
});

describe('repeated keys', () => {
  /** Digests of two kinds, every third of which was listed before, and other lines between them. */
  function repeatedDigests(rows: number): string {
    const lines: string[] = [];
    for (let i = 0; i < rows; i++) {
      const n = i % 3 === 0 ? (i * 7919) % (i + 1) : i;
      const digest = inventedHex(n % 11 === 0 ? 'sha1' : 'md5', n % 7000).replace(
        /^..../u,
        (n % 65_536).toString(16).padStart(4, '0'),
      );
      lines.push(i % 50 === 0 ? digest.toUpperCase() : i % 997 === 0 ? `${digest.slice(1)}x` : digest);
    }
    return `${lines.join('\n')}\n`;
  }

  it('are dropped by both threads, each its share of the keys', async () => {
    const file = lay('repeated.txt', repeatedDigests(50_000));
    const { outcome, shared } = await expectSame([file], { from: 'plain-digests', repeats: 'dedupe' });
    expect(outcome.tally.duplicates).toBeGreaterThan(5000);
    expect(shared).toBe(1);
  });

  it('are dropped by this one where the memory may not do, or where rows are left out before', async () => {
    const file = lay('repeated.txt', repeatedDigests(50_000));
    const setup: Setup = { from: 'plain-digests', repeats: 'dedupe' };
    const whole = await expectSame([file], setup);
    const spilled = await expectSame([file], { ...setup, memory: 1 << 19 });
    expect(spilled.shared).toBe(0);
    expect(spilled.text).toBe(whole.text);
    expect((await expectSame([file], { ...setup, drop: new Set(['digest/constant']) })).shared).toBe(0);
    const zipped = lay('repeated.txt.gz', gzipSync(repeatedDigests(50_000)));
    expect((await expectSame([zipped], { ...setup, memory: 2 ** 31 })).shared).toBe(0);
  });
});

describe('a reading that fails', () => {
  it('fails with the same failure in the middle of a damaged file, and has told what came before', async () => {
    const zipped = gzipSync(wideCsv(40_000, 'a'));
    const file = lay('cut.csv.gz', zipped.subarray(0, zipped.length >> 1));
    const { outcome } = await expectSame([file], { profile: lay('wide.yaml', WIDE) });
    expect(outcome.failure?.code).toBe('input/gzip-damaged');
    expect(outcome.tally.inputs[0]?.rejected).toBeGreaterThan(100);
  });

  it('leaves the thread in order for the next list', async () => {
    const elsewhere = counted(createElsewhere(ENTRY, 0));
    const zipped = gzipSync(wideCsv(40_000, 'a'));
    const setup: Setup = { profile: lay('wide.yaml', WIDE) };
    const cut = await convertFiles([lay('cut.csv.gz', zipped.subarray(0, zipped.length >> 1))], setup, elsewhere);
    expect(cut.outcome.failure).not.toBeNull();
    const good = lay('good.csv', wideCsv(100, 'a'));
    expect((await convertFiles([good], setup, elsewhere)).told).toEqual((await convertFiles([good], setup)).told);
    expect(elsewhere.lists()).toBe(2);
  });
});

const LINE = `${inventedHex('md5', 1)}\n`;

/** A request for the thread, as a run makes it. */
async function requestFor(file: string): Promise<{ request: ReadRequest; close: () => Promise<void> }> {
  const input = await openInput(file, fakeHost({ cwd }), { sha256: false });
  if (input.file === null) throw new Error('a regular file');
  return {
    request: {
      source: 0,
      sourceName: 'list',
      want: new Set(fieldIds),
      examples: 20,
      refang: false,
      held: { memory: 2 ** 20 },
      keepsRows: true,
      operand: 'list',
      file: input.file,
      hashed: { sha256: false },
      recipe: { id: 'plain-digests' },
      typed: { kind: 'md5' },
      seed: null,
    },
    close: input.close,
  };
}

async function drained(parts: AsyncIterable<Part>): Promise<number> {
  let rows = 0;
  for await (const { batch } of parts) rows += batch?.count ?? 0;
  return rows;
}

/** Threads and ports that would keep this process alive. */
const running = (): string[] => process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/u.test(name));

describe('the thread', () => {
  const names = () => {
    const interns = createInterns();
    interns.sources.id('list');
    return interns;
  };
  const never = new AbortController().signal;

  it('reads list after list, and is gone when it is released', async () => {
    const before = running();
    const elsewhere = createElsewhere(ENTRY, 0);
    for (const lines of [1, 30_000, 0]) {
      const { request, close } = await requestFor(lay('list.txt', LINE.repeat(lines)));
      expect(await drained(elsewhere.read(request, names(), never))).toBe(lines);
      await close();
    }
    expect(running()).toEqual(before); // idle, it keeps nothing alive
    await elsewhere.release();
    expect(running()).toEqual(before);
  });

  it('is gone when whoever reads stops early', async () => {
    const before = running();
    const elsewhere = createElsewhere(ENTRY, 0);
    const { request, close } = await requestFor(lay('long.txt', LINE.repeat(400_000)));
    for await (const { batch } of elsewhere.read(request, names(), never)) {
      expect(batch?.count).toBe(8192);
      break;
    }
    expect(running()).toEqual(before);
    await close();
  });

  it('is gone when the run is interrupted while it waits', async () => {
    const before = running();
    const stop = new AbortController();
    const elsewhere = createElsewhere(ENTRY, 0);
    const { request, close } = await requestFor(lay('long.txt', LINE.repeat(400_000)));
    const reading = (async () => {
      for await (const _ of elsewhere.read(request, names(), stop.signal)) stop.abort('SIGINT');
    })();
    await expect(reading).rejects.toBe('SIGINT');
    expect(running()).toEqual(before);
    await close();
  });

  it('reads ahead by a few batches only, and sees that the file changes meanwhile', async () => {
    const elsewhere = createElsewhere(ENTRY, 0);
    const file = lay('growing.txt', LINE.repeat(400_000));
    const { request, close } = await requestFor(file);
    let isFirst = true;
    const reading = (async () => {
      for await (const _ of elsewhere.read(request, names(), never)) {
        if (!isFirst) continue;
        isFirst = false;
        await wait(500); // time enough to read it all, if nothing held it back
        appendFileSync(file, LINE);
      }
    })();
    const failure: unknown = await reading.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'input/changed', exit: 4, args: { input: 'list' } });
    await close();
  });

  it('and this one may know different names of sources by the same number', async () => {
    const row = (n: number, source: string): string =>
      `{"kind":"md5","key":"${inventedHex('md5', n)}","from":{"${source}":${n + 1}}}\n`;
    const rows = Array.from({ length: 10_000 }, (_, n) => row(n, n < 9000 ? 'first' : 'second'));
    const elsewhere = createElsewhere(ENTRY, 0);
    const { request, close } = await requestFor(lay('named.jsonl', `{"canonical":1}\n${rows.join('')}`));
    const interns = names();
    const found: string[] = [];
    const asked = { ...request, recipe: { id: 'canonical' }, typed: {} };
    for await (const { batch } of elsewhere.read(asked, interns, never)) {
      if (batch === null) continue;
      interns.sources.id('met here meanwhile');
      for (const { origins } of rowsOf([batch], interns)) found.push(origins.map(({ source }) => source).join());
    }
    expect(found).toEqual(rows.map((_, n) => (n < 9000 ? 'first' : 'second')));
    expect(interns.sources.names).toEqual(['list', 'first', 'met here meanwhile', 'second']);
    await elsewhere.release();
    await close();
  });

  it('hands over what was refused before it gathers', async () => {
    const elsewhere = createElsewhere(ENTRY, 0);
    const { request, close } = await requestFor(lay('refused.txt', 'x'.repeat(99).concat('\n').repeat(100_000)));
    const sizes: number[] = [];
    for await (const { told } of elsewhere.read(request, names(), never)) sizes.push(told.refused?.bytes.length ?? 0);
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(4 << 20);
    await elsewhere.release();
    await close();
  });

  it('tells a fault of its own as what it is, with its stack, and is gone', async () => {
    const before = running();
    const elsewhere = createElsewhere(ENTRY, 0);
    const { request, close } = await requestFor(lay('list.txt', LINE));
    const broken = { ...request, recipe: { id: 'no-such-format' } };
    const error: unknown = await drained(elsewhere.read(broken, names(), never)).catch((bug: unknown) => bug);
    expect(error).not.toBeInstanceOf(Failure);
    expect(error).toMatchObject({ name: 'TypeError', stack: expect.stringContaining('reading-thread.js') });
    expect(running()).toEqual(before);
    await close();
  });

  it('that cannot start is an error, not a wait without end', async () => {
    const elsewhere = createElsewhere(new URL('./no-such-thread.js', ENTRY), 0);
    const { request, close } = await requestFor(lay('list.txt', LINE));
    await expect(drained(elsewhere.read(request, names(), never))).rejects.toThrow();
    await close();
  });
});

// A hundred megabytes: less is read in one thread.
describe('the built program with a list long enough for the thread', () => {
  const lines = 3_100_000;
  beforeAll(() => {
    const some = Array.from({ length: 1000 }, (_, n) => `${inventedHex('md5', n)}\n`).join('');
    lay('long-list.txt', some.repeat(lines / 1000));
  });
  const convert = [
    'convert',
    'long-list.txt',
    '--from',
    'plain-digests',
    '--from-option',
    'kind=md5',
    '--to',
    'canonical',
  ];

  it('reads it', async () => {
    const { exit, stdout, stderr } = await runBuilt(['dedupe', ...convert.slice(1)], { cwd });
    expect([exit, stderr.includes('internal error')]).toEqual([0, false]);
    expect(stdout.toString().split('\n').length).toBe(1002); // a head line, and the last line's end
  });

  it('ends quietly when nobody wants its output any more', async () => {
    const { exit, signal, stderr } = await runBuilt(convert, {
      cwd,
      onFirstOutput: (child) => child.stdout?.destroy(),
    });
    expect({ exit, signal, stderr }).toEqual({ exit: 0, signal: null, stderr: '' });
  });

  it('ends when it is interrupted', async () => {
    const onFirstOutput = (child: ChildProcess): void => void child.kill('SIGINT');
    const { exit, signal, stderr } = await runBuilt(convert, { cwd, onFirstOutput });
    expect({ exit, signal }).toEqual({ exit: 130, signal: null });
    expect(stderr).not.toContain('internal error');
  });
});
