// What npm pack makes, unpacked beside its dependencies alone as npm would: its types, the programs of docs/library.md, and
// how it behaves in a process that is not its own.
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosticCodes } from '../src/model/diagnostics.ts';
import { requireBuild } from './support/child.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const page = read('docs/library.md');
const run = promisify(execFile);

let cwd = '';
beforeAll(async () => {
  requireBuild();
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-tarball-'));
  const modules = join(cwd, 'node_modules');
  mkdirSync(modules);
  const pack = ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', cwd];
  const { stdout } = await run('npm', pack, { cwd: ROOT, shell: process.platform === 'win32' });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  execFileSync('tar', ['-xzf', filename], { cwd });
  cpSync(join(cwd, 'package'), join(modules, 'listbridge'), { recursive: true });
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  for (const name of [...Object.keys(manifest['dependencies'] ?? {}), '@types/node']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  cpSync(join(ROOT, 'fixtures/demo'), cwd, { recursive: true });
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function node(...args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await run(process.execPath, [...args], { cwd })) };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

/** The blocks of the page in a language. */
const blocks = (language: string): string[] =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].flatMap(([, name, text = '']) => (name === language ? [text] : []));

/** The names of the first column of the table of a section. */
function firstColumn(section: string): string[] {
  const text = page.split(/^## /mu).find((each) => each.startsWith(`${section}\n`)) ?? '';
  const [, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
  const names = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)/gu)].map(([, name = '']) => name));
  expect(names.length, section).toBeGreaterThan(3);
  return names;
}

/** Names that a cell of the page lists for a field, such as those of an opinion. */
function namesBehind(field: string): string[] {
  const row = new RegExp(`^\\| \`${field}\` \\|(.*)\\|$`, 'mu').exec(page)?.[1] ?? '';
  return [...row.matchAll(/`(\w+)`/gu)].map(([, name = '']) => name);
}

describe('docs/library.md', () => {
  it('shows the example as it is, and what it prints', async () => {
    const example = read('docs/examples/nightly.mjs');
    expect(example.trimEnd().split('\n')).toHaveLength(20);
    expect(blocks('js')[0]).toBe(example);
    cpSync(join(ROOT, 'docs/examples/nightly.mjs'), join(cwd, 'nightly.mjs'));
    const { code, stdout, stderr } = await node('nightly.mjs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(blocks('text')[0]).toBe(stdout);
    expect(readFileSync(join(cwd, 'block.rpz'), 'utf8')).toMatch(/ CNAME \.$/mu);
  });

  it('shows a check that checks', async () => {
    writeFileSync(join(cwd, 'check.mjs'), blocks('js')[1] ?? '');
    const { code, stdout } = await node('check.mjs', 'north-hotline.csv');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error north-hotline\.csv:\d+:\d+ .+\n(?:.*\n)*\d+ errors, \d+ warnings\n$/u);
    // Not every finding has a line, or a file.
    expect(stdout).toMatch(/^(?:error|warning|info) (?!north-hotline)[^\n]+ \([a-z]+\/[a-z-]+\)$/mu);
    expect(stdout).not.toContain('undefined');
  });

  it('names what there is: its programs and its tables fit the types that are shipped', async () => {
    const [, check = '', ...others] = blocks('js');
    expect(others).toEqual([]);
    const members = (type: string, names: readonly string[]): string =>
      names.map((name) => `declare const ${type}_${name}: keyof Pick<${type}, '${name}'>;`).join('\n');
    const files: Record<string, string> = {
      'check.ts': check,
      'zone.ts': blocks('ts')[0] ?? '',
      'names.ts': `import type { CallOptions, ListbridgeError, ListRow, MergeOptions, Report, WriteOptions } from 'listbridge';
        import * as library from 'listbridge';
        type Library = typeof library;
        type Given = CallOptions & Pick<WriteOptions, 'stdout'>;
        type Opinion = ListRow['opinions'][number];
        type Review = ListRow['reviews'][number];
        type Times = ListRow['times'];
        type Origin = ListRow['origins'][number];
        ${members('Library', firstColumn('Functions'))}
        ${members('Given', firstColumn('Options'))}
        ${members('Report', firstColumn('The report'))}
        ${members('ListRow', firstColumn('Rows'))}
        ${members('Opinion', namesBehind('opinions'))}
        ${members('Review', namesBehind('reviews'))}
        ${members('Times', namesBehind('times'))}
        ${members('Origin', namesBehind('origins'))}
        ${members('MergeOptions', ['allowLoss', 'asOf', 'showValues', 'drop', 'failOn', 'memory', 'output'])}
        ${members('ListbridgeError', ['exitCode', 'code', 'fix', 'report', 'message'])}
        // @ts-expect-error: a name that nobody knows
        void library.convert('a.csv', { outptu: 'b.csv' });
        // @ts-expect-error: a loss that nobody knows
        void library.convert('a.csv', { allowLoss: 'everything' });
        // @ts-expect-error: rows are read, not changed
        for await (const row of library.openList('a.csv')) row.key = '';`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const compilerOptions = {
      ...{ strict: true, module: 'nodenext', target: 'es2023', lib: ['es2023'], types: ['node'], noEmit: true },
      skipLibCheck: false,
    };
    writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
    const { code, stdout } = await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '--pretty', 'false');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('names findings that there are', () => {
    const codes = [...page.matchAll(/`([a-z]+\/[a-z-]+)`/gu)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !(diagnosticCodes as readonly string[]).includes(code))).toEqual([]);
  });
});

describe('without the optional package', () => {
  it('keeps a registry where this Node brings SQLite, and says what helps where it does not', async () => {
    const bin = join(cwd, 'node_modules/listbridge/bin/listbridge.js');
    const at = ['--registry', join(cwd, 'registry.db')];
    const list = [
      'police-east.txt',
      '--from-option',
      'kind=md5',
      '--list',
      'east',
      '--replace',
      '--force',
      '--fail-on',
      'never',
    ];
    const kept = await node(bin, 'import', ...list, ...at);
    const lists = await node(bin, 'lists', ...at);
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if (major > 22 || (major === 22 && minor >= 13)) {
      expect([kept.code, lists.code], kept.stderr).toEqual([0, 0]);
      expect(lists.stdout).toMatch(/^east /mu);
      return;
    }
    expect([kept.code, lists.code]).toEqual([4, 4]);
    expect(lists.stderr).toContain('this installation has no SQLite');
    expect(lists.stderr).toContain('Use Node 22.13 or newer');
    // The package is in no registry: what can be typed must not name it as if it were.
    expect(lists.stderr).not.toMatch(/npm i.* listbridge\b/u);
  });

  it('is only wanted by what needs it, as the README says', async () => {
    const bin = join(cwd, 'node_modules/listbridge/bin/listbridge.js');
    const { code, stderr } = await node(
      bin,
      'dedupe',
      'police-east.txt',
      '--from-option',
      'kind=md5',
      '-o',
      'x.md5',
      '--fail-on',
      'never',
    );
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('sqlite')]);
    const needy = /lists that are databases \((.+)\),/u.exec(read('README.md'))?.[1]?.match(/[a-z0-9-]+/gu) ?? [];
    const formats = readdirSync(join(ROOT, 'src/formats')).filter((file) =>
      /\.database\(/u.test(file.endsWith('.ts') ? read(`src/formats/${file}`) : ''),
    );
    expect(formats.map((file) => file.replace(/\.ts$/u, ''))).toEqual(needy);
  });
});

it('leaves a process that is not its own alone', async () => {
  writeFileSync(
    join(cwd, 'guest.mjs'),
    `const before = [process.eventNames(), process.exitCode, process.listenerCount('warning')];
    const { openList, validate } = await import('listbridge');
    await validate('north-hotline.csv', { fromProfile: 'north-hotline.yaml' });
    for await (const row of openList('police-east.txt', { fromOption: 'kind=md5' })) break;
    await validate('absent.csv').catch(() => {});
    const after = [process.eventNames(), process.exitCode, process.listenerCount('warning')];
    if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error(JSON.stringify([before, after]));`,
  );
  expect(await node('guest.mjs')).toEqual({ code: 0, stdout: '', stderr: '' });
});
