// Files that bring programs down, and a world in the way, against the built program: it must end, soon, in little memory,
// with the right exit code, without a stack trace, without half an output, and without a word of the list.

import { type ChildProcess, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formats } from '../src/formats/index.ts';
import { Failure } from '../src/model/failure.ts';
import { inventedHex } from './support/batches.ts';
import { type ChildResult, type ChildSetup, requireBuild, runBuilt } from './support/child.ts';
import { readText } from './support/format-harness.ts';
import { turn } from './support/runs.ts';
import { createSeries } from './support/series.ts';

/** Node alone has 45 to 80 MB; the ceilings leave room for other versions and machines, not for growth with the input. */
const LITTLE_MB = 220;
/** Of work, not by the clock: what is linear takes up to four seconds, what is not would take minutes. */
const LITTLE_WORK_MS = 20_000;

const digest = inventedHex('sha256', 1);
const md5 = inventedHex('md5', 1);
/** A host no test writes to standard output, and no message may repeat. */
const HOST = 'sentinel-7f3a9.example';

beforeAll(requireBuild);

const series = createSeries();
afterAll(series.end);

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-path-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const lay = (name: string, content: string | Uint8Array): void => writeFileSync(join(cwd, name), content);

/** A file of one piece many times over, without holding it. */
function layRepeated(name: string, first: string, piece: string, times: number): void {
  const file = openSync(join(cwd, name), 'w');
  writeSync(file, first);
  const block = Buffer.from(piece.repeat(Math.max(1, Math.floor((1 << 20) / piece.length))));
  for (let left = piece.length * times; left > 0; left -= block.length) {
    writeSync(file, block, 0, Math.min(left, block.length));
  }
  closeSync(file);
}

interface Limits {
  readonly exit: number | readonly number[];
  readonly megabytes?: number;
  /** Files that must be there at the end, beside those laid; all others are left-overs. */
  readonly made?: readonly string[];
}

/** Runs a command line, in a process that runs others too, and holds it to what every run promises. */
const run = (line: string, limits: Limits): Promise<ChildResult> =>
  held(limits, () => series.run(line.split(' '), { cwd }));

/** The same in a process of its own: where that matters, or what it does takes much longer than to start it. */
const runAlone = (line: string, limits: Limits, setup: Partial<ChildSetup> = {}): Promise<ChildResult> =>
  held(limits, () => runBuilt(line.split(' '), { cwd, ...setup }));

async function held(limits: Limits, play: () => Promise<ChildResult>): Promise<ChildResult> {
  const before = readdirSync(cwd);
  const result = await play();
  const printed = result.stderr;
  expect(printed).not.toMatch(/\n\s+at .+:\d+|internal error|node:internal|Error:/u);
  for (const value of [digest, md5, HOST]) expect(printed).not.toContain(value);
  expect(readdirSync(cwd).sort()).toEqual([...before, ...(limits.made ?? [])].sort());
  const exits = typeof limits.exit === 'number' ? [limits.exit] : limits.exit;
  expect({
    exit: result.exit,
    signal: result.signal,
    printed: exits.includes(result.exit ?? -1) ? '' : printed,
  }).toEqual({
    exit: exits.includes(result.exit ?? -1) ? result.exit : exits[0],
    signal: null,
    printed: '',
  });
  expect(result.megabytes).toBeLessThan(limits.megabytes ?? LITTLE_MB);
  expect(result.worked).toBeLessThan(LITTLE_WORK_MS);
  return result;
}

it('its memory is told, not that of whoever started it', async () => {
  const mine = Buffer.alloc(300 << 20, 1);
  await runAlone('formats', { exit: 0, megabytes: 150 });
  expect(mine.length).toBe(300 << 20);
});

/** A format may refuse the whole input, in words; it may not break. */
function passUsage(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}

const readers = formats.filter((format) => format.read !== undefined).map((format) => format.id);
/** Options without which a format will not read. */
const needed = (id: string): string =>
  Object.entries(formats.find((format) => format.id === id)?.examples[0].options ?? {})
    .map(([name, value]) => ` --from-option ${name}=${String(value)}`)
    .join('');

/** Lists that no format can read, and what must be told of them; a binary format does not begin to. */
const unreadable = [
  [
    'a line of 20 MB',
    `${digest}${HOST} `,
    270_000,
    /line-too-long|too-many-columns|no-key-column|cut-short|bad-|not-a-database/u,
  ],
  ['a million empty lines', '\n', 1_000_000, /empty|nothing-accepted|no-key-column|bad-document|not-a-database/u],
  ['300,000 lines of nothing that is known', `${HOST} ?\n`, 300_000, /./u],
] as const;

describe('lines', () => {
  // A program is started for each: by day every format takes one of them, by night all.
  const cases = readers.flatMap((id, i) => turn(unreadable, i).map((list) => [list[0], id, list] as const));

  it.each(cases)('%s, read as %s', async (_name, id, [, line, times, told]) => {
    layRepeated('list', '', line, times);
    const { stderr } = await run(`validate list --from ${id}${needed(id)}`, { exit: [1, 2] });
    expect(stderr).toMatch(told);
    expect(stderr.length).toBeLessThan(20_000);
  });

  const pieces = [' ', '.', '1 ', '$a=', '$a=,', ','] as const;

  // By day every format takes two of them, by night all.
  it.each(pieces)('a line of 1 MiB of %j, read as every format and by detection', async (piece) => {
    lay('list', `${piece.repeat(Math.floor(((1 << 20) - 16) / piece.length))}\n`);
    await run('validate list', { exit: [0, 1, 2, 3] });
    for (const [i, format] of formats.entries()) {
      const isTurn = [...turn(pieces, i), ...turn(pieces, i + 3)].includes(piece);
      if (format.read === undefined || !isTurn) continue;
      const spent = process.cpuUsage();
      await readText(format, readFileSync(join(cwd, 'list')), format.examples[0].options ?? {}).catch(passUsage);
      const { user, system } = process.cpuUsage(spent);
      expect({ id: format.id, isSoon: (user + system) / 1000 < LITTLE_WORK_MS }).toEqual({
        id: format.id,
        isSoon: true,
      });
    }
  });

  it('30,000 names on a line', async () => {
    const names = Array.from({ length: 30_000 }, (_, n) => `n${n}.${HOST}`);
    lay('list', `address=/${names.join('/')}/\n`);
    await run('validate list --from dnsmasq', { exit: 0, megabytes: 320 });
    lay(
      'list',
      `address=/${names
        .slice(0, 30_000)
        .map((name) => `*.${name}`)
        .join('/')}/\n`,
    );
    await run('validate list --from dnsmasq --rejects refused', { exit: 1, made: ['refused'], megabytes: 320 });
    expect(statSync(join(cwd, 'refused')).size).toBe(statSync(join(cwd, 'list')).size);
  });

  it.each([
    ['hosts-file', '0.0.0.0 ', ' ', ''],
    ['dnsmasq', 'address=/', '/', '/'],
  ])('5,000 bad names on a line of %s are refused with the line, once', async (id, before, between, after) => {
    const names = Array.from({ length: 5000 }, (_, n) => `n${n}..${HOST}`);
    lay('list', `${before}${names.join(between)}${after}\n`);
    await run(`validate list --from ${id} --rejects refused`, { exit: 1, made: ['refused'] });
    expect(readFileSync(join(cwd, 'refused')).equals(readFileSync(join(cwd, 'list')))).toBe(true);
  });

  it('a line of 100 MB, kept whole among the rejects', async () => {
    layRepeated('list', `${md5}\n`, md5.slice(0, 25), 4 << 20);
    await run('validate list --from plain-digests --from-option kind=md5 --rejects refused', {
      exit: 1,
      made: ['refused'],
    });
    expect(statSync(join(cwd, 'refused')).size).toBe(25 * (4 << 20) + 1);
  });

  // Of every format, the laws of tests/contract ask what a lone CR does.
  it.each([
    ['of digests', '', '', /^$/u],
    ['of digests, with a lone CR', '', '\r', /input\/mixed-line-ends/u],
    ['of a table', 'md5,label\n', '', /^$/u],
    ['of a table, with a lone CR', 'md5,label\n', '\r', /input\/mixed-line-ends/u],
  ])('mixed line ends %s', async (_name, header, lone, told) => {
    const cells = header === '' ? '' : ',A1';
    const rows = [1, 2, 3, 4, 5, 6].map((n) => `${inventedHex('md5', n)}${cells}`);
    const text = `${header}${rows.join('\n')}`;
    const ends = ['\n', '\r\n', '\r\r\n', lone || '\n'];
    let n = 0;
    lay(
      'list',
      text.replaceAll('\n', () => ends[n++ % ends.length] ?? '\n'),
    );
    const from = header === '' ? 'plain-digests --from-option kind=md5' : 'csv';
    const { stdout, stderr } = await run(`convert list --from ${from} --to plain-digests --to-option kind=md5`, {
      exit: 0,
    });
    expect(stdout.toString()).toBe(rows.map((row) => `${row.slice(0, 32)}\n`).join(''));
    expect(stderr.match(/input\/mixed-line-ends/u)?.[0] ?? '').toMatch(told);
  });

  it.each([
    ['plain-digests --from-option kind=md5', ''],
    ['csv', ',A1'],
  ])('lines that all end in CR, read as %s', async (from, cells) => {
    const rows = Array.from({ length: 5000 }, (_, n) => `${inventedHex('md5', n)}${cells}`);
    lay('list', `${cells === '' ? '' : 'md5,label\r'}${rows.join('\r')}\r`);
    const { stdout, stderr } = await run(`convert list --from ${from} --to plain-digests --to-option kind=md5`, {
      exit: 0,
    });
    expect(stdout.toString()).toBe(rows.map((row) => `${row.slice(0, 32)}\n`).join(''));
    expect(stderr).not.toContain('input/mixed-line-ends');
  });

  it('NUL bytes', async () => {
    lay('list', `${md5}\n${inventedHex('md5', 2)}\0\n\0\n${inventedHex('md5', 3)}\n`);
    const { stdout } = await run('dedupe list --from plain-digests --from-option kind=md5', { exit: 1 });
    expect(stdout.toString().trim().split('\n')).toEqual([md5, inventedHex('md5', 3)]);
  });

  it('a megabyte of NUL bytes', async () => {
    lay('list', Buffer.alloc(1 << 20));
    await run('validate list --from plain-digests --from-option kind=md5', { exit: 1 });
    await run('validate list', { exit: 2 });
  });

  it.each(['utf16le', 'utf16be'])('%s', async (encoding) => {
    const text = Buffer.from(`\ufeff${[1, 2, 3].map((n) => inventedHex('md5', n)).join('\r\n')}`, 'utf16le');
    lay('list', encoding === 'utf16be' ? text.swap16() : text);
    const { stdout } = await run('dedupe list --from-option kind=md5', { exit: 0 });
    expect(stdout.toString()).toBe([1, 2, 3].map((n) => `${inventedHex('md5', n)}\n`).join(''));
  });
});

describe('tables and objects', () => {
  it('ten thousand columns', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
    lay('list.csv', `md5,${names.join(',')}\n${`${md5},${names.map(() => 'x').join(',')}\n`.repeat(20)}`);
    const { stderr } = await run('validate list.csv --from csv', { exit: [0, 1] });
    expect(stderr.length).toBeLessThan(20_000);
  });

  it.each(['csv', 'json-lines', 'canonical'])('nesting without end read as %s', async (id) => {
    lay('list', `{"md5":"${md5}"}\n${'['.repeat(900_000)}\n{"a":${'{"a":'.repeat(150_000)}\n`);
    // To csv it is a header without any column it knows: a wrong --from, exit 2.
    await run(`validate list --from ${id}`, { exit: id === 'csv' ? 2 : 1 });
  });

  it('a quotation mark at byte 1 that never closes, of 20 MB', async () => {
    layRepeated('list.csv', '"md5,label\n', `${md5},A1\n`, 550_000);
    const { stderr } = await run('validate list.csv --from csv', { exit: 2 });
    expect(stderr).toContain('input/no-header'); // what runs on from it is no longer a header but a row
  });

  it('a quotation mark in row 1 that never closes, of 20 MB: one row is lost, not all', async () => {
    layRepeated('list.csv', `md5,label\n${inventedHex('md5', 2)},"A1\n`, `${md5},A1\n`, 550_000);
    await run('dedupe list.csv --from csv -o unique.csv', { exit: 1, made: ['unique.csv'], megabytes: 400 });
    expect(readFileSync(join(cwd, 'unique.csv'), 'utf8')).toContain(md5);
  });

  it('a cell of 30 MB', async () => {
    layRepeated('list.csv', `md5,note\n${md5},"`, 'word ', 6_000_000);
    appendFileSync(join(cwd, 'list.csv'), `"\n${inventedHex('md5', 2)},short\n`);
    await run('validate list.csv --from csv', { exit: 1 });
  });
});

describe('size', () => {
  it('two million times the same digest', async () => {
    layRepeated('list', '', `${md5}\n`, 2_000_000);
    await runAlone('dedupe list --from-option kind=md5 -o unique', { exit: 0, made: ['unique'] });
    expect(readFileSync(join(cwd, 'unique'), 'utf8')).toBe(`${md5}\n`);
  });

  it('a merge of the same record two hundred thousand times', async () => {
    layRepeated('list.csv', 'md5,sha256,label\n', `${md5},${digest},A1\n`, 200_000);
    await runAlone('merge list.csv -o merged.jsonl', { exit: 0, made: ['merged.jsonl'], megabytes: 320 });
    expect(readFileSync(join(cwd, 'merged.jsonl'), 'utf8').trim().split('\n').length).toBe(3);
  });

  it('a hundred thousand subtrees below each other', async () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `${'a.'.repeat(i % 100)}n${i % 1000}.example`);
    lay('names', names.join('\n'));
    await runAlone('convert names --from domain-list --from-option scope=subtree --to rpz-zone -o out.rpz', {
      exit: 0,
      made: ['out.rpz'],
      megabytes: 320,
    });
  });

  it('fifty thousand prefixes of six hundred lengths, for a proxy that ignores most of a URL', async () => {
    const urls = Array.from({ length: 50_000 }, (_, i) => `https://www.n${i % 50}.example/${'A'.repeat(i % 600)}${i}/`);
    lay('urls', urls.join('\n'));
    await runAlone('convert urls --from url-list --from-option scope=prefix --to squidguard-urls -o out', {
      exit: 0,
      made: ['out'],
      megabytes: 320,
    });
  });

  it('a gzip bomb', async () => {
    const bomb = Buffer.concat(Array.from({ length: 8 }, () => gzipSync(Buffer.alloc(48 << 20, 10), { level: 9 })));
    lay('list.gz', bomb);
    const { stderr } = await runAlone('validate list.gz --from hosts-file', { exit: 3 });
    expect(stderr).toContain('input/expands-too-much');
  });

  it('two editions of a hundred thousand long addresses, compared in little memory', async () => {
    for (const [name, first] of [
      ['older', 0],
      ['newer', 50_000],
    ] as const) {
      for (let n = first; n < first + 100_000; n += 1000) {
        const lines = Array.from({ length: 1000 }, (_, i) => `https://www.example.com/${n + i}/${'a'.repeat(500)}\n`);
        appendFileSync(join(cwd, name), lines.join(''));
      }
    }
    const line = 'diff older newer --from url-list --from-option scope=exact --memory 16M';
    const { stdout } = await runAlone(line, { exit: 1 });
    expect(stdout.toString()).toMatch(/added +50,000\nremoved +50,000\nchanged +0\nunchanged +50,000\n/u);
  });

  it('a long list in little memory', async () => {
    const block = Buffer.from(Array.from({ length: 20_000 }, (_, n) => `${inventedHex('md5', n)}\n`).join(''));
    const pieces = Array.from({ length: 100 }, () => block);
    await runAlone('validate - --from plain-digests --from-option kind=md5', { exit: 0 }, { stdin: pieces });
  });
});

describe('what is no list', () => {
  it.each<[string, string | Uint8Array, number, string]>([
    ['an empty file', '', 2, 'input/empty'],
    ['a JPEG picture', Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 3, 'input/imagery'],
    ['a PNG picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 3, 'input/imagery'],
    ['a zip archive', Buffer.from('504b0304140000000800', 'hex'), 3, 'input/imagery'],
    ['a picture in gzip', gzipSync(Buffer.from('ffd8ffe000104a46494600010100', 'hex')), 3, 'input/imagery'],
    ['a cut gzip file', gzipSync(`${md5}\n`.repeat(5000)).subarray(0, 60), 4, 'input/gzip-damaged'],
    ['two bytes of gzip', Buffer.from('1f8b', 'hex'), 4, 'input/gzip-damaged'],
    [
      'gzip with rubbish behind',
      Buffer.concat([gzipSync(`${md5}\n`.repeat(9)), Buffer.from('rubbish')]),
      4,
      'input/gzip-damaged',
    ],
  ])('%s', async (_name, content, exit, code) => {
    lay('list', content);
    const { stderr } = await run('convert list --to canonical -o out.jsonl', {
      exit: [exit, code === 'input/empty' ? 3 : exit],
    });
    expect(stderr).toContain(code);
  });

  it('a cut gzip file of a long list leaves no output', async () => {
    const text = Array.from({ length: 60_000 }, (_, n) => `${inventedHex('md5', n)}\n`).join('');
    lay('list.gz', gzipSync(text).subarray(0, -9));
    const { stderr } = await run('dedupe list.gz --from-option kind=md5 -o out', { exit: 4 });
    expect(stderr).toContain('input/gzip-damaged');
  });

  it('a folder, and no file at all', async () => {
    mkdirSync(join(cwd, 'folder'));
    expect((await run('validate folder', { exit: 4 })).stderr).toContain('input/directory');
    expect((await run('validate nothing', { exit: 4 })).stderr).toContain('input/unreadable');
    expect((await run('validate folder/', { exit: 4 })).stderr).toContain('input/directory');
  });
});

describe('a world in the way', () => {
  /** A list whose conversion takes a while. */
  const layLong = (): void => {
    const block = Array.from({ length: 5000 }, (_, n) => `${inventedHex('md5', n + 10)}\n`).join('');
    layRepeated('list', '', block, 120);
  };

  it('a file that grows while it is read', async () => {
    layLong();
    let timer: NodeJS.Timeout | undefined;
    const grow = (): void => appendFileSync(join(cwd, 'list'), `${md5}\n`);
    const { stderr } = await runAlone(
      'convert list --from plain-digests --from-option kind=md5 --to plain-digests -o out',
      { exit: 4 },
      {
        onStart: () => {
          timer = setInterval(grow, 2);
        },
      },
    ).finally(() => clearInterval(timer));
    expect(stderr).toContain('input/changed');
  });

  it('a reader that goes away', async () => {
    layLong();
    const { stderr } = await runAlone(
      'convert list --from plain-digests --from-option kind=md5 --to plain-digests',
      { exit: 0 },
      { onFirstOutput: (child) => child.stdout?.destroy() },
    );
    expect(stderr).not.toMatch(/EPIPE|error/u);
  });

  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s', async (signal, exit) => {
    // Standard input stays open, so that the program is still at work when the signal comes; the signal comes when the
    // program has begun its output, for one that is still starting ends like any other process, without a word.
    const whenAtWork = (child: ChildProcess): void => {
      const timer = setInterval(() => {
        if (readdirSync(cwd).length < 2) return;
        clearInterval(timer);
        child.kill(signal);
      }, 5);
      child.once('exit', () => clearInterval(timer));
    };
    function* slowly(): Generator<Uint8Array> {
      for (let n = 0; n < 4000; n++) yield Buffer.from(`${inventedHex('md5', n)}\n`.repeat(2000));
    }
    await runAlone(
      'convert - --from plain-digests --from-option kind=md5 --to plain-digests -o out --rejects refused',
      { exit },
      { stdin: slowly(), onStart: whenAtWork },
    );
  });

  it('a full disk behind standard output', async ({ skip }) => {
    if (!existsSync('/dev/full')) return skip('this machine has no /dev/full: not tested here');
    layLong();
    const full = openSync('/dev/full', 'w');
    const { stderr } = await runAlone(
      'convert list --from plain-digests --from-option kind=md5 --to plain-digests',
      { exit: 4 },
      { stdout: full },
    ).finally(() => closeSync(full));
    expect(stderr).toContain('no space left');
  });

  it('a full disk behind the output', async ({ skip }) => {
    const disk = join(cwd, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return skip('only root may mount a small disk: not tested here');
    }
    try {
      layLong();
      writeFileSync(join(disk, 'out'), `${md5}\n`);
      const line = 'convert list --from plain-digests --from-option kind=md5 --to plain-digests -o disk/out';
      const { stderr } = await runAlone(line, { exit: 4 });
      expect(stderr).toContain('no space left');
      expect(readdirSync(disk)).toEqual(['out']);
      expect(readFileSync(join(disk, 'out'), 'utf8')).toBe(`${md5}\n`);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('a folder nobody may write to', async ({ skip }) => {
    if (process.getuid?.() === 0) return skip('root may write everywhere: not tested here');
    lay('list', `${md5}\n`);
    mkdirSync(join(cwd, 'locked'), { mode: 0o500 });
    const { stderr } = await runAlone('dedupe list --from-option kind=md5 -o locked/out', { exit: 4 });
    expect(stderr).toContain('permission denied');
  });
});
