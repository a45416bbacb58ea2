// The dependency rule, printed as a table and held against the import lines of every source file.
// It must never be loosened to make a file pass: move the file, or change the table and say why in the commit.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lex, lineAndColumn } from './support/lex.ts';

/**
 * A room, the files it is made of (the first row that fits a file is its room), and the rooms it may import.
 * `types of` a room: with `import type` only; kit's readers have the shape that the interface asks for.
 */
const TABLE: readonly (readonly [room: string, files: string, mayImport: readonly string[]])[] = [
  ['model', 'src/model/**', ['model']],
  ['decode', 'src/formats/kit/decode.ts', ['model', 'kit', 'types of format interface']],
  ['kit', 'src/formats/kit/**', ['model', 'kit', 'decode', 'types of format interface', 'types of sqlite']],
  ['format interface', 'src/formats/format.ts', ['model', 'types of sqlite']],
  ['detection', 'src/formats/detect.ts', ['model', 'format interface', 'decode']],
  ['yaml', 'src/yaml/**', ['model', 'yaml']],
  ['profile', 'src/formats/profile*.ts', ['model', 'yaml', 'format interface', 'kit', 'decode', 'profile']],
  ['shipped profiles', 'src/formats/profiles/**', ['shipped profiles']],
  ['list of formats', 'src/formats/index.ts', ['format interface', 'format']],
  ['format', 'src/formats/*.ts', ['model', 'format interface', 'kit', 'decode', 'types of sqlite']],
  ['crosswalks', 'src/crosswalks/**', ['model', 'yaml', 'crosswalks']],
  ['check interface', 'src/hygiene/check.ts', ['model']],
  ['policy', 'src/hygiene/policies/**', ['model', 'yaml', 'check interface', 'policy']],
  ['list of checks', 'src/hygiene/index.ts', ['check interface', 'check']],
  ['guard', 'src/hygiene/guard/**', ['model', 'check interface', 'guard']],
  ['check', 'src/hygiene/**', ['model', 'check interface', 'guard']],
  [
    'pipeline',
    'src/pipeline/**',
    ['model', 'pipeline', 'format interface', 'detection', 'decode', 'check interface', 'sqlite'],
  ],
  ['sqlite', 'src/sqlite/**', ['model', 'sqlite']],
  ['registry', 'src/registry/**', ['model', 'sqlite', 'registry']],
  ['report', 'src/report/**', ['model', 'report']],
  ['command helper', 'src/commands/shared/**', ['*', 'command helper']],
  ['command', 'src/commands/*.ts', ['*', 'command helper']],
  [
    'threads',
    'src/threads/**',
    ['model', 'pipeline', 'detection', 'format interface', 'list of formats', 'profile', 'threads'],
  ],
  ['tool', 'src/tool.ts', []],
  ['cli', 'src/cli.ts', ['command', 'command helper', 'report', 'model', 'tool']],
  ['surroundings', 'src/surroundings.ts', ['model']],
  ['process', 'src/process.ts', ['cli', 'model', 'threads', 'surroundings']],
  [
    'library',
    'src/library/**',
    ['model', 'report', 'command', 'command helper', 'tool', 'surroundings', 'library', 'pipeline'],
  ],
  ['package', 'src/index.ts', ['library', 'command', 'types of report']],
  ['bin', 'bin/*.js', ['process']],
];

/** Who may import a package. `types` means with `import type` only. */
const PACKAGES: readonly (readonly [name: string, owners: readonly string[], types?: readonly string[]])[] = [
  ['csv-parse', ['src/formats/kit/csv/*.ts']],
  ['zod', ['src/formats/*.ts', 'src/yaml/*.ts', 'src/hygiene/policies/*.ts', 'src/crosswalks/*.ts', 'src/commands/**']],
  ['yaml', ['src/yaml/document.ts']],
  ['tldts', ['src/hygiene/guard/suffixes.ts']],
  ['better-sqlite3', ['src/sqlite/driver.ts']],
  ['age-encryption', ['src/pipeline/seal/age.ts']],
  ['commander', ['src/commands/shared/command-line.ts'], ['src/commands/**']],
];

/** Who may import a module of Node. One that is not here is not for this program. */
const BUILTINS: readonly (readonly [names: string, owners: readonly string[]])[] = [
  ['node:buffer node:crypto node:path node:string_decoder node:url node:util', ['src/**']],
  [
    'node:fs node:fs/promises',
    [
      'src/pipeline/database.ts',
      'src/pipeline/open-file.ts',
      'src/pipeline/files.ts',
      'src/pipeline/block-file.ts',
      'src/pipeline/device-sink.ts',
      'src/pipeline/file-output.ts',
      'src/pipeline/text-file.ts',
      'src/pipeline/spill/spool.ts',
      'src/sqlite/driver.ts',
    ],
  ],
  ['node:zlib', ['src/pipeline/unzip.ts', 'src/pipeline/file-output.ts']],
  ['node:stream node:stream/promises', ['src/pipeline/**']],
  ['node:worker_threads', ['src/threads/**']],
  ['node:sqlite', ['src/sqlite/driver.ts']],
  ['node:os', ['src/surroundings.ts']],
  ['node:process node:tty', ['src/process.ts']],
  ['node:module node:process', ['bin/*.js']],
  ['node:process', ['src/sqlite/driver.ts']], // its versions: a module built for another Node crashes the process
];

const NETWORK = new Set(
  ['dgram', 'dns', 'dns/promises', 'http', 'http2', 'https', 'inspector', 'inspector/promises', 'net', 'tls', 'undici']
    .flatMap((name) => [name, `node:${name}`])
    .concat('_http_agent', '_http_client', '_http_server', '_tls_wrap', 'axios', 'got', 'node-fetch', 'ws'),
);

/** Words of the code, outside strings and comments, and the files where they are allowed. */
const WORDS: readonly (readonly [words: RegExp, why: string, allowed: readonly string[]])[] = [
  [
    /\bprocess\b(?!\s*\.\s*exit\b)/g,
    'only process.ts, surroundings.ts and bin touch the process',
    ['src/process.ts', 'src/surroundings.ts', 'bin/*.js'],
  ],
  [/\bprocess\s*\.\s*exit\b/g, 'the exit code is set, never exited with: buffered output must drain', []],
  [/\bglobalThis\b/g, 'reaches every global by another name', []],
  [/\bconsole\b/g, 'output goes through the host', []],
  [/\b(?:fetch|WebSocket|EventSource|XMLHttpRequest|navigator)\b/g, 'network', []],
  [/\b(?:require|createRequire)\b/g, 'an import this test cannot read', []],
  [
    /\bWebAssembly\b/g,
    'only kernels made from texts of this program are run',
    ['src/model/kernel.ts', 'src/pipeline/block-file.ts'], // the latter for memory that begins at a page
  ],
  [/\beval\b|\bnew\s+Function\b/g, 'no code is made from text', []],
  [
    /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()/g,
    'only the host has a clock',
    ['src/surroundings.ts'],
  ],
  [/\bexport\s+default\b|\bas\s+default\b/g, 'no default exports', []],
];

const MAX_LINES = 300;

interface Import {
  readonly from: string;
  /** What is imported, or null for a name that is computed. */
  readonly name: string | null;
  readonly line: number;
  readonly typeOnly: boolean;
}

type Sources = ReadonlyMap<string, string>;

describe('the sources', () => {
  const sources = readSources();

  it('are all there to be read', () => {
    expect([...sources.keys()]).toEqual(
      expect.arrayContaining(['bin/listbridge.js', 'src/cli.ts', 'src/model/kinds.ts']),
    );
    expect([...sources].flatMap(([file, text]) => importsOf(file, text)).length).toBeGreaterThan(sources.size);
  });

  it('keep to the table', () => expect(brokenEdges(sources)).toEqual([]));
  it('import packages and modules of Node where they are owned', () => expect(strayModules(sources)).toEqual([]));
  it('use no word that is not theirs', () => expect(strayWords(sources)).toEqual([]));
  it('have no import cycle', () => expect(cycles(sources)).toEqual([]));
  it('stay short', () => expect(longFiles(sources)).toEqual([]));
});

describe('the checker', () => {
  const tree = (files: Record<string, string>): Sources => new Map(Object.entries(files));
  const edge = (from: string, to: string, code = `import { x } from '${relative(from, to)}';`): string[] =>
    brokenEdges(tree({ [from]: code, [to]: 'export const x = 1;' }));

  it.each([
    ['src/model/a.ts', 'src/report/b.ts', 'src/model/a.ts:1 -> src/report/b.ts: model may not import report'],
    ['src/formats/a.ts', 'src/formats/b.ts', 'src/formats/a.ts:1 -> src/formats/b.ts: format may not import format'],
    [
      'src/formats/kit/a.ts',
      'src/formats/b.ts',
      'src/formats/kit/a.ts:1 -> src/formats/b.ts: kit may not import format',
    ],
    ['src/formats/detect.ts', 'src/formats/index.ts', /detection may not import list of formats$/],
    ['src/hygiene/checks/a.ts', 'src/hygiene/checks/b.ts', /check may not import check$/],
    ['src/pipeline/run.ts', 'src/formats/kit/csv/scanner.ts', /pipeline may not import kit$/],
    ['src/pipeline/run.ts', 'src/formats/a.ts', /pipeline may not import format$/],
    ['src/report/a.ts', 'src/pipeline/b.ts', /report may not import pipeline$/],
    ['src/pipeline/run.ts', 'src/commands/shared/spec.ts', /pipeline may not import command helper$/],
    ['src/cli.ts', 'src/pipeline/run.ts', /cli may not import pipeline$/],
    ['src/library/a.ts', 'src/process.ts', /library may not import process$/],
    ['src/commands/a.ts', 'src/library/b.ts', /command may not import library$/],
    ['src/commands/a.ts', 'src/cli.ts', /command may not import cli$/],
    ['src/formats/kit/a.ts', 'src/formats/format.ts', /kit may not import format interface$/],
    ['src/odd/a.ts', 'src/model/b.ts', /belongs to no room/],
  ])('refuses %s -> %s', (from, to, message) => {
    const found = edge(from, to);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it.each([
    ['src/formats/a.ts', 'src/formats/kit/csv/scanner.ts'],
    ['src/formats/index.ts', 'src/formats/a.ts'],
    ['src/hygiene/checks/a.ts', 'src/hygiene/check.ts'],
    ['src/pipeline/open.ts', 'src/formats/kit/decode.ts'],
    ['src/commands/a.ts', 'src/pipeline/run.ts'],
    ['src/commands/a.ts', 'src/commands/shared/spec.ts'],
  ])('allows %s -> %s', (from, to) => expect(edge(from, to)).toEqual([]));

  it('lets kit import the types of the format interface', () => {
    expect(edge('src/formats/kit/a.ts', 'src/formats/format.ts', `import type { X } from '../format.ts';`)).toEqual([]);
  });

  it('refuses a command that imports a command', () => {
    const command = 'export const bCommand = 1;';
    const found = brokenEdges(
      tree({ 'src/commands/a.ts': `import './b.ts';\n${command}`, 'src/commands/b.ts': command }),
    );
    expect(found).toEqual(['src/commands/a.ts:1 -> src/commands/b.ts: command may not import command']);
  });

  it('reads bin as importing the source of what it loads', () => {
    const bin = tree({ 'bin/x.js': `import { m } from '../dist/model/a.js';`, 'src/model/a.ts': '' });
    expect(brokenEdges(bin)).toEqual(['bin/x.js:1 -> src/model/a.ts: bin may not import model']);
  });

  it.each([
    `import b from './b.ts';`,
    `import type { B } from './b.ts';`,
    `import * as b from './b.ts'`,
    `import { type B, b as c } from "./b.ts";`,
    `import {\n  b, // a remark\n} from './b.ts';`,
    `import './b.ts';`,
    `export { b } from './b.ts';`,
    `export type { B } from './b.ts';`,
    `export * from './b.ts';`,
    `export * as b from './b.ts';`,
    `const b = await import('./b.ts');`,
    `type B = import('./b.ts').B;`,
    `const text = \`\${await import('./b.ts')}\`;`,
    `const ratio = list[0]! / 2; import('./b.ts'); const half = 1 / 2;`,
  ])('sees the import in %j', (code) => {
    expect(edge('src/formats/a.ts', 'src/formats/b.ts', code)).toHaveLength(1);
  });

  it.each([
    `// import b from './b.ts';`,
    `/* import b from './b.ts'; */`,
    `const text = "import b from './b.ts'";`,
    `const text = \`import b from './b.ts'\`;`,
    `const pattern = /import '.\\/b.ts'/;`,
    `export const from = './b.ts';`,
  ])('sees no import in %j', (code) => expect(edge('src/formats/a.ts', 'src/formats/b.ts', code)).toEqual([]));

  it('refuses imports it cannot follow', () => {
    const found = brokenEdges(tree({ 'src/model/a.ts': `import './b';\nimport './gone.ts';\nawait import(name);` }));
    expect(found).toEqual([
      'src/model/a.ts:1 -> ./b: names no source file (imports carry .ts)',
      'src/model/a.ts:2 -> ./gone.ts: names no source file (imports carry .ts)',
      'src/model/a.ts:3 -> a computed name: an import this test cannot read',
    ]);
  });

  it.each([
    ['src/model/a.ts', `import { parse } from 'csv-parse/sync';`, /csv-parse\/sync is not for this file$/],
    ['src/formats/kit/lines.ts', `import { parse } from 'csv-parse';`, /csv-parse is not for this file$/],
    ['src/pipeline/run.ts', `import * as z from 'zod';`, /zod is not for this file$/],
    ['src/report/text.ts', `import chalk from 'chalk';`, /chalk is owned by no file$/],
    ['src/formats/a.ts', `import { parse } from 'yaml';`, /yaml is not for this file$/],
    ['src/commands/a.ts', `import { Command } from 'commander';`, /commander is for types only here$/],
    ['src/model/a.ts', `import left from 'leftpad';`, /leftpad is owned by no file$/],
    ['src/report/a.ts', `import { readFileSync } from 'node:fs';`, /node:fs is not for this file$/],
    ['src/commands/a.ts', `import { open } from 'node:fs/promises';`, /node:fs\/promises is not for this file$/],
    ['src/pipeline/open.ts', `import { get } from 'node:https';`, /node:https: network$/],
    ['src/pipeline/open.ts', `import { isIP } from 'net';`, /net: network$/],
    ['src/pipeline/open.ts', `const u = await import('undici');`, /undici: network$/],
    ['src/pipeline/open.ts', `import { spawn } from 'node:child_process';`, /node:child_process is owned by no file$/],
    ['src/pipeline/open.ts', `import { open } from 'fs';`, /fs is owned by no file$/],
  ])('refuses in %s: %s', (file, code, message) => {
    const found = strayModules(tree({ [file]: code }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it.each([
    ['src/formats/kit/csv/hard.ts', `import { parse } from 'csv-parse/sync';`],
    ['src/commands/a.ts', `import type { Command } from 'commander';`],
    ['src/report/style.ts', `import { styleText } from 'node:util';`],
    ['src/pipeline/file-output.ts', `import { open } from 'node:fs/promises';`],
  ])('allows in %s: %s', (file, code) => expect(strayModules(tree({ [file]: code }))).toEqual([]));

  it.each([
    'process.stdout.write(x);',
    'globalThis.x;',
    'console.log(x);',
    'await fetch(x);',
    'new WebSocket(x);',
    'const { get } = require(x);',
    'eval(x);',
    'new Function(x);',
    'const t = Date.now();',
    'const t = new Date();',
    'export default x;',
    'export { x as default };',
    `const text = \`a \${process.pid} b\`;`,
  ])('refuses the word in %s', (code) => {
    const found = strayWords(tree({ 'src/report/a.ts': `\n${code}` }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^src\/report\/a\.ts:2: `.+`: /);
  });

  it('looks for words in code only, and as whole words', () => {
    const code = `// process\nconst a = 'console'; /* fetch */ const processed = \`eval\`; new Date(5); const r = /require/;`;
    expect(strayWords(tree({ 'src/report/a.ts': code }))).toEqual([]);
  });

  it('lets process.ts touch the process but never exit it', () => {
    const found = strayWords(tree({ 'src/process.ts': 'process.exitCode = 1;\nprocess.exit(1);' }));
    expect(found).toEqual([expect.stringMatching(/^src\/process\.ts:2: /)]);
  });

  it('finds cycles, of types too, and names them once', () => {
    const found = cycles(
      tree({
        'src/model/a.ts': `import './b.ts';`,
        'src/model/b.ts': `import type { C } from './c.ts';`,
        'src/model/c.ts': `import './a.ts';`,
        'src/model/d.ts': `import './a.ts';`,
      }),
    );
    expect(found).toEqual(['src/model/a.ts -> src/model/b.ts -> src/model/c.ts -> src/model/a.ts']);
  });

  it('counts lines', () => {
    const lines = (n: number): string => 'x;\n'.repeat(n);
    const found = longFiles(tree({ 'src/a.ts': lines(300), 'src/b.ts': lines(301) }));
    expect(found).toEqual(['src/b.ts: 301 lines, 300 are allowed']);
  });
});

function readSources(): Sources {
  const root = join(import.meta.dirname, '..');
  const files = ['src', 'bin']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.[cm]?[jt]s$/.test(file))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

function importsOf(from: string, source: string): Import[] {
  const { code, literals } = lex(source);
  const textAt = new Map(literals.map((literal) => [literal.start, literal.text]));
  const found: Import[] = [];
  // After blanking, a quote is all that is left of a string, so a pattern over whole statements cannot be fooled.
  const statement = /\b(?:import|export)\b(\s+type\b(?!\s+from\b))?\s*(?:[\w$*,{}\s]*?\bfrom\s*)?(?=(['"]))/g;
  for (const match of code.matchAll(statement)) {
    const name = textAt.get(match.index + match[0].length) ?? null;
    found.push({ from, name, line: lineAndColumn(code, match.index).line, typeOnly: match[1] !== undefined });
  }
  for (const match of code.matchAll(/\bimport\s*\(\s*/g)) {
    const at = match.index + match[0].length;
    const name = /^['"]\s*['"]\s*[,)]/.test(code.slice(at)) ? (textAt.get(at) ?? null) : null;
    found.push({ from, name, line: lineAndColumn(code, match.index).line, typeOnly: false });
  }
  return found;
}

/** The source file a relative import names; bin loads what the sources are compiled to. */
function targetOf({ from, name }: Import): string | null {
  if (!name?.startsWith('.')) return null;
  const path = posix.join(posix.dirname(from), name);
  return path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts');
}

function roomOf(file: string): string | undefined {
  return TABLE.find(([, files]) => fits(file, files))?.[0];
}

function brokenEdges(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const room = roomOf(file);
    if (room === undefined) return [`${file}: belongs to no room of the table`];
    return importsOf(file, source).flatMap((found) => {
      const say = (to: string, why: string): string[] => [`${file}:${found.line} -> ${to}: ${why}`];
      if (found.name === null) return say('a computed name', 'an import this test cannot read');
      const target = targetOf(found);
      if (target === null) return [];
      if (!sources.has(target)) return say(found.name, 'names no source file (imports carry .ts)');
      const targetRoom = roomOf(target) ?? 'no room';
      return mayImport(room, targetRoom, found.typeOnly) ? [] : say(target, `${room} may not import ${targetRoom}`);
    });
  });
}

function mayImport(room: string, target: string, typeOnly: boolean): boolean {
  const allowed = TABLE.find(([name]) => name === room)?.[2] ?? [];
  if (allowed.includes(target) || (typeOnly && allowed.includes(`types of ${target}`))) return true;
  return allowed.includes('*') && !['command', 'cli', 'process', 'library', 'package', 'bin'].includes(target);
}

function strayModules(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) =>
    importsOf(file, source).flatMap((found) => {
      if (found.name === null || found.name.startsWith('.')) return [];
      const why = strayModule(file, found.name, found.typeOnly);
      return why === null ? [] : [`${file}:${found.line} -> ${found.name}${why}`];
    }),
  );
}

function strayModule(file: string, name: string, typeOnly: boolean): string | null {
  const isFor = (owners: readonly string[] | undefined): boolean => owners?.some((owner) => fits(file, owner)) === true;
  if (NETWORK.has(name)) return ': network';
  if (name.startsWith('node:') || isBuiltin(name)) {
    const rows = BUILTINS.filter(([names]) => names.split(' ').includes(name));
    if (rows.length === 0) return ' is owned by no file';
    return rows.some(([, owners]) => isFor(owners)) ? null : ' is not for this file';
  }
  const row = PACKAGES.find(([owned]) => name === owned || name.startsWith(`${owned}/`));
  if (row === undefined) return ' is owned by no file';
  if (isFor(row[1])) return null;
  if (!isFor(row[2])) return ' is not for this file';
  return typeOnly ? null : ' is for types only here';
}

function strayWords(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const { code } = lex(source);
    return WORDS.filter(([, , allowed]) => !allowed.some((pattern) => fits(file, pattern))).flatMap(([words, why]) =>
      [...code.matchAll(words)].map((m) => `${file}:${lineAndColumn(code, m.index).line}: \`${m[0]}\`: ${why}`),
    );
  });
}

function cycles(sources: Sources): string[] {
  const targets = (file: string): string[] =>
    importsOf(file, sources.get(file) ?? '').flatMap((found) => targetOf(found) ?? []);
  const graph = new Map([...sources.keys()].map((file) => [file, targets(file)]));
  const done = new Set<string>();
  const path: string[] = [];
  const found: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of graph.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}

function longFiles(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
    return lines > MAX_LINES ? [`${file}: ${lines} lines, ${MAX_LINES} are allowed`] : [];
  });
}

/** A pattern knows `**` (any folders), `*` (no slash), and plain text. */
function fits(file: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*');
  return new RegExp(`^${source.replaceAll('\0', '.*')}$`).test(file);
}

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
