// Disks that are full, and files and folders that may not be written to: told with exit 4, and nothing is lost.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildResult, runBuilt } from '../support/child.ts';
import { RUNS, SEED, USUAL_RUNS } from '../support/runs.ts';
import { digest, MARIA, range } from './play.ts';

const IS_NIGHT = RUNS > USUAL_RUNS;
const FULL = IS_NIGHT ? 60 : 4;

const isRoot = process.getuid?.() === 0;
/** The system's account for whoever has no rights; root may write everywhere. */
const NOBODY = 65_534;

/** A small disk of its own, or why there is none. */
function mounted(folder: string): string | null {
  if (process.platform !== 'linux') return 'only Linux has a tmpfs';
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], {
    encoding: 'utf8',
  });
  return status === 0 ? null : `mount: ${stderr?.trim() ?? 'not found'}`;
}

function write(file: string, numbers: readonly number[], note = ''): void {
  const rows = numbers.map((n) =>
    JSON.stringify({ kind: 'sha256', key: digest(n), note: note === '' ? undefined : `${note} ${n}` }),
  );
  writeFileSync(file, `${['{"canonical":1,"list":{}}', ...rows].join('\n')}\n`);
}

const base = mkdtempSync(join(tmpdir(), 'registry-disk-'));
const disk = join(base, 'disk');
mkdirSync(disk);
const whyNoDisk = mounted(disk);
if (whyNoDisk !== null) process.stderr.write(`SKIPPED: a full disk: ${whyNoDisk}\n`);
if (!isRoot) process.stderr.write('SKIPPED: files of somebody else: only root can run the program as another user\n');

afterAll(() => {
  if (whyNoDisk === null) spawnSync('umount', [disk]);
  rmSync(base, { recursive: true, force: true });
});

describe.skipIf(whyNoDisk !== null)('a disk that is full', () => {
  const registry = join(disk, 'registry.db');
  const run = (...argv: string[]): Promise<ChildResult> =>
    runBuilt([...argv, '--registry', registry], { cwd: base, env: { TMPDIR: base } });

  it(`is told, and the last edition stays live, ${FULL} times`, { timeout: FULL * 30_000 + 60_000 }, async () => {
    write(join(base, 'first.jsonl'), range(1, 500));
    expect((await run('import', 'first.jsonl', '--list', 'acme', '--replace')).exit).toBe(0);
    const was = (await run('export', 'acme', '-o', '-', '--to', 'canonical', '-q')).stdout.toString();
    let seed = SEED;
    let full = 0;
    for (let n = 0; n < FULL; n++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      write(join(base, 'next.jsonl'), range(1, 1000), String(n).repeat(200));
      const { bavail, bsize } = statfsSync(disk);
      const room = Math.floor((seed / 2 ** 32) * 40) * 4096;
      writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - room)));
      const command =
        n % 2 === 0
          ? ['import', 'next.jsonl', '--list', 'acme', '--replace', '--max-growth', '900']
          : ['rollback', 'acme', '--at', '1', '--as', MARIA];
      const { exit, stderr } = await run(...command);
      expect([0, 4], stderr).toContain(exit);
      if (exit === 4) {
        full++;
        expect(stderr).toContain('sqlite/disk-full');
        expect(stderr).not.toMatch(/internal error|registry\/made/u);
      }
      const read = await run('export', 'acme', '--at', '1', '-o', '-', '--to', 'canonical', '-q');
      expect(read.exit, read.stderr).toBe(0);
      expect(read.stdout.toString()).toBe(was);
      rmSync(join(disk, 'filler'));
      const verified = await run('audit', 'verify');
      expect(verified.exit, verified.stderr).toBe(0);
    }
    const after = await run('import', 'first.jsonl', '--list', 'beta', '--replace');
    expect(after.exit, after.stderr).toBe(0);
    expect(full).toBeGreaterThan(0);
    process.stdout.write(`faults tried: ${FULL} commands on a disk with little room, ${full} of which found it full\n`);
  });
});

// Stands in for a full disk where nothing may be mounted: SQLite is refused in the middle of writing, at any place.
describe('a limit of the size of files', () => {
  const registry = join(base, 'limited.db');
  const run = (argv: readonly string[], fileSize?: number): Promise<ChildResult> =>
    runBuilt([...argv, '--registry', registry], { cwd: base, ...(fileSize === undefined ? {} : { fileSize }) });

  it(`is told, and the last edition stays live, ${FULL} times`, { timeout: FULL * 30_000 + 60_000 }, async () => {
    write(join(base, 'short.jsonl'), range(1, 500));
    expect((await run(['import', 'short.jsonl', '--list', 'acme', '--replace'])).exit).toBe(0);
    const exported = ['export', 'acme', '--at', '1', '-o', '-', '--to', 'canonical', '-q'];
    const was = (await run(exported)).stdout.toString();
    let seed = SEED;
    let met = 0;
    for (let n = 0; n < FULL; n++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      write(join(base, 'long.jsonl'), range(1, 1000), String(n).repeat(200));
      const command =
        n % 2 === 0
          ? ['import', 'long.jsonl', '--list', 'acme', '--replace', '--max-growth', '900']
          : ['withdraw', 'acme', digest(n + 1), '--as', MARIA];
      // From nothing at all to more than is needed.
      const { exit, stderr } = await run(command, Math.floor((seed / 2 ** 32) * 100) * 4096);
      expect([0, 4], stderr).toContain(exit);
      if (exit === 4) {
        met++;
        expect(stderr).toContain('sqlite/unwritable');
        expect(stderr).not.toContain('registry/made');
      }
      const read = await run(exported);
      expect(read.stdout.toString(), read.stderr).toBe(was);
      const verified = await run(['audit', 'verify']);
      expect(verified.exit, verified.stderr).toBe(0);
    }
    expect(met).toBeGreaterThan(0);
    process.stdout.write(`faults tried: ${FULL} commands under a limit of the size of files, ${met} of which met it\n`);
  });
});

/** Whether the program can run as somebody without rights: only root starts it so, and it must lie where they may read. */
const runsAsNobody = isRoot && (await runBuilt(['--version'], { cwd: '/', uid: NOBODY })).exit === 0;
if (!runsAsNobody)
  process.stdout.write('what may not be written to is not tried: it takes root, and a program that anybody may read\n');

describe.skipIf(!runsAsNobody)('what may not be written to', () => {
  const folder = join(base, 'nobody');
  const registry = join(folder, 'registry.db');
  const asNobody = (...argv: string[]): Promise<ChildResult> =>
    runBuilt([...argv, '--registry', registry], { cwd: folder, uid: NOBODY });

  beforeAll(async () => {
    chmodSync(base, 0o755);
    mkdirSync(folder);
    chownSync(folder, NOBODY, NOBODY);
    write(join(folder, 'first.jsonl'), range(1, 40));
    write(join(folder, 'next.jsonl'), range(1, 41));
    const { exit, stderr } = await asNobody('import', 'first.jsonl', '--list', 'acme', '--replace');
    expect(exit, stderr).toBe(0);
  });

  const written = [
    ['import', 'next.jsonl', '--list', 'acme', '--replace'],
    ['withdraw', 'acme', digest(3), '--as', MARIA],
  ];
  let tried = 0;
  afterAll(() => process.stdout.write(`faults tried: ${tried} commands where nothing may be written\n`));

  it.each([
    ['a file that is read-only', 0o400, 0o700],
    ['a folder that is read-only', 0o600, 0o500],
    ['both', 0o400, 0o500],
  ])('%s is told', async (_what, ofFile, ofFolder) => {
    // What readers leave beside the file would let it be read where they could not make it.
    for (const ending of ['-wal', '-shm']) rmSync(registry + ending, { force: true });
    chmodSync(registry, ofFile);
    chmodSync(folder, ofFolder);
    try {
      for (const command of written) {
        const { exit, stderr } = await asNobody(...command);
        tried++;
        expect(exit, stderr).toBe(4);
        expect(stderr).toMatch(/sqlite\/(?:read-only|unreadable)/u);
      }
      const { exit, stdout, stderr } = await asNobody('export', 'acme', '-o', '-', '-q');
      tried++;
      // SQLite makes a file beside the database even to read it.
      expect(exit, stderr).toBe(ofFolder === 0o700 ? 0 : 4);
      if (exit === 0) expect(stdout.toString().trimEnd().split('\n')).toHaveLength(41);
      else expect(stderr).toContain('copy the file into a folder of your own');
    } finally {
      chmodSync(folder, 0o700);
      chmodSync(registry, 0o600);
    }
    const { exit, stdout } = await asNobody('export', 'acme', '-o', '-', '-q');
    expect(exit).toBe(0);
    expect(stdout.toString().trimEnd().split('\n')).toHaveLength(41);
  });

  it('a file of somebody else is told', async () => {
    chownSync(registry, 0, 0);
    try {
      for (const command of [...written, ['export', 'acme', '-o', '-'], ['lists'], ['audit', 'verify']]) {
        const { exit, stderr } = await asNobody(...command);
        tried++;
        expect(exit, stderr).toBe(4);
        expect(stderr).toContain('permission');
      }
    } finally {
      chownSync(registry, NOBODY, NOBODY);
    }
  });
});
