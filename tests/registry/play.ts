// Plays commands of the registry in one folder, as a list manager would type them.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli.ts';
import { fakeHost, NOW } from '../support/host.ts';

export const MARIA = 'maria@Example Hotline/SE';
export const NILS = 'nils@Other Hotline/NO';

export function digest(n: number): string {
  return createHash('sha256').update(`fixture-${n}`).digest('hex');
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export interface Played {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'registry-'));
  now = NOW;

  /** Runs a command; days pass only when the test says so. */
  async run(...argv: readonly string[]): Promise<Played> {
    const env = { XDG_DATA_HOME: join(this.folder, 'data'), USER: 'desk' };
    const host = fakeHost({ cwd: this.folder, env, now: this.now });
    const exit = await main(argv, host);
    return { exit, out: host.stdoutText(), err: host.stderrText() };
  }

  get file(): string {
    return join(this.folder, 'data/listbridge/registry.db');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  put(name: string, text: string, mode = 0o644): void {
    writeFileSync(this.path(name), text, { mode });
  }

  /** A list of digests as canonical rows, and its import. */
  async import(list: string, numbers: readonly number[], ...options: readonly string[]): Promise<Played> {
    this.write('in.jsonl', numbers);
    return this.run('import', 'in.jsonl', '--list', list, '--replace', ...options);
  }

  write(name: string, numbers: readonly number[]): void {
    const rows = numbers.map((n) => JSON.stringify({ kind: 'sha256', key: digest(n) }));
    writeFileSync(this.path(name), `${['{"canonical":1,"list":{}}', ...rows].join('\n')}\n`);
  }

  async export(list: string, ...options: readonly string[]): Promise<string> {
    const { exit, out, err } = await this.run(
      'export',
      list,
      '-o',
      '-',
      '--to',
      'canonical',
      '-q',
      '--allow',
      'registry/nothing-listed',
      '--force',
      ...options,
    );
    if (exit !== 0) throw new Error(`export: exit ${exit}\n${err}`);
    return out;
  }

  /** The numbers of the digests that are live. */
  async live(list: string, ...options: readonly string[]): Promise<number[]> {
    const known = new Map(range(0, 200).map((n) => [digest(n), n]));
    const lines = (await this.export(list, ...options)).trim().split('\n').slice(1);
    return lines.map((line) => known.get((JSON.parse(line) as { key: string }).key) ?? -1).sort((a, b) => a - b);
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}
