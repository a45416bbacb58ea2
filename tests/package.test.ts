// Facts of the manifest and the lockfile that users rely on. It must not repeat what npm or the compiler checks.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const names = z.record(z.string(), z.string()).default({});
const manifest = z
  .looseObject({
    name: z.string(),
    version: z.string(),
    license: z.string(),
    type: z.string(),
    engines: z.record(z.string(), z.string()),
    bin: z.record(z.string(), z.string()),
    files: z.array(z.string()),
    scripts: names,
    dependencies: names,
    optionalDependencies: names.default({}),
    devDependencies: names,
    allowScripts: z.record(z.string(), z.boolean()).default({}),
  })
  .parse(JSON.parse(read('package.json')));

const lock = z
  .looseObject({
    lockfileVersion: z.number(),
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        dev: z.boolean().optional(),
        optional: z.boolean().optional(),
        dependencies: names,
        optionalDependencies: names.default({}),
        devDependencies: names,
      }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')));

const GROUPS = ['dependencies', 'optionalDependencies', 'devDependencies'] as const;

describe('package.json', () => {
  it('is ESM only and says so', () => {
    expect(manifest.type).toBe('module');
    expect(manifest).not.toHaveProperty('main');
    expect(JSON.stringify(manifest['exports'] ?? {})).not.toContain('"require"');
  });

  it('asks for the oldest Node that the suite is run on', () => {
    expect(manifest.engines).toEqual({ node: '>=20.19.0' });
    expect(read('.npmrc')).toMatch(/^engine-strict=true$/m);
  });

  it.each(GROUPS)('pins every version of %s exactly', (group) => {
    const loose = Object.entries(manifest[group]).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  it('lists no dependency twice', () => {
    const all = GROUPS.flatMap((group) => Object.keys(manifest[group]));
    expect(all).toEqual([...new Set(all)]);
  });

  it('keeps native code optional, so that installing never fails for want of a compiler', () => {
    expect(manifest.dependencies).not.toHaveProperty('better-sqlite3');
    const needed = Object.entries(lock.packages).filter(
      ([, entry]) => entry.hasInstallScript && !entry.dev && !entry.optional,
    );
    expect(needed.map(([path]) => path)).toEqual([]);
  });

  it('runs nothing on the machine of whoever installs it', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    expect(hooks.filter((hook) => hook in manifest.scripts)).toEqual([]);
  });

  it('says of every dependency with an install script whether it may run', () => {
    const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript);
    const undecided = scripted
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
      .filter((n) => !(n in manifest.allowScripts));
    expect(undecided).toEqual([]);
  });

  it('has its bin, and the bin is a Node script', () => {
    expect(manifest.bin).toEqual({ listbridge: 'bin/listbridge.js' });
    expect(read('bin/listbridge.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(join(ROOT, 'bin/listbridge.js')).mode & 0o100).toBe(0o100);
  });

  it('ships what it lists', () => {
    expect(manifest.files).toEqual(['bin', 'dist', 'docs/man/listbridge.1', 'schemas', 'LICENSE', 'README.md']);
    const built = ['dist'];
    expect(manifest.files.filter((file) => !built.includes(file) && !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('ships nothing else: no fixture, no test, no source map', () => {
    const pack = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    const [entry] = z
      .array(z.looseObject({ files: z.array(z.looseObject({ path: z.string() })) }))
      .parse(JSON.parse(pack));
    const paths = (entry?.files ?? []).map((file) => file.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'bin/listbridge.js',
        'dist/index.js',
        'dist/reading-thread.js',
        'dist/writing-thread.js',
        'dist/types/index.d.ts',
        'dist/commander.LICENSE',
        'dist/zod.LICENSE',
        'package.json',
        'schemas/report.schema.json',
      ]),
    );
    const wanted =
      /^(?:LICENSE|README\.md|package\.json|docs\/man\/listbridge\.1|bin\/listbridge\.js|schemas\/[\w.-]+\.json|dist\/.+\.(?:js|d\.ts|LICENSE))$/;
    expect(paths.filter((path) => !wanted.test(path))).toEqual([]);
  });

  it('carries the licence it names', () => {
    expect(manifest.license).toBe('Apache-2.0');
    expect(read('LICENSE')).toMatch(/Apache License\s+Version 2\.0, January 2004/);
    expect(read('LICENSE')).toContain('END OF TERMS AND CONDITIONS');
  });
});

describe('package-lock.json', () => {
  it('belongs to this manifest', () => {
    const root = lock.packages[''];
    expect(root?.version).toBe(manifest.version);
    for (const group of GROUPS) expect(root?.[group]).toEqual(manifest[group]);
  });

  it('names no registry, so that it installs from whichever one a user has', () => {
    const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(resolved.map(([path]) => path)).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"resolved"/);
  });

  it('has a checksum for every package but the tools of other machines', () => {
    // npm writes none for a platform's binary that the registry at hand does not hold, yet `npm ci` wants the entry.
    const otherMachines = /^node_modules\/(?:@biomejs\/cli|@oxc-parser\/binding)-[\w-]+$/;
    const bare = Object.entries(lock.packages).filter(([, entry]) => !/^sha512-/.test(entry.integrity ?? ''));
    const unexplained = bare.filter(
      ([path, entry]) =>
        path !== '' && !(entry.dev && entry.optional && otherMachines.test(path) && !existsSync(join(ROOT, path))),
    );
    expect(unexplained.map(([path]) => path)).toEqual([]);
  });

  it('has an entry for every platform of every tool, without which npm refuses to install', () => {
    const listed = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies).filter((name) => {
        const folders = [`${path}/node_modules/${name}`, `node_modules/${name}`];
        return !folders.some((folder) => folder in lock.packages);
      }),
    );
    expect(listed).toEqual([]);
  });
});
