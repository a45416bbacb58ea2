// A page of docs/deploy/ played as its reader would play it, so that the page cannot rot. What it relies on:
//   ```sh                        commands; run in a shell, in the order of the page
//   ```conf file=/etc/x.conf     what the reader puts into that file; any language may carry `file=`
//   ```text                      what the commands before it print, each line somewhere in their output, in this order
//   ```sh skip                   shown only; says why in the text around it
// Paths of the page (/etc, /var, /run) are below a folder of the test; `replace` gives a port, a user or an
// address the test needs instead of the one the page shows, and each replacement has to be found or the test fails.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Ran } from './programs.ts';

const ROOT = join(import.meta.dirname, '../../..');
const BIN = join(ROOT, 'bin/listbridge.js');
const FENCE = /^```(\S+)?(.*)$/u;
/** Folders a page may write to; in the test they are below its own folder. */
const MOVED = /(?<![\w./-])\/(?=(?:etc|var|run)\/)/gu;

export interface Block {
  readonly section: string;
  readonly language: string;
  /** Value of `file=`, or null. */
  readonly file: string | null;
  readonly isSkipped: boolean;
  readonly text: string;
  readonly line: number;
}

export interface PageSetup {
  /** Where /etc, /var and /run of the page are. */
  readonly folder: string;
  readonly replace?: readonly (readonly [string, string])[];
  /** Programs of the page that the test stands in for, such as `systemctl`: names and shell scripts. */
  readonly programs?: Readonly<Record<string, string>>;
}

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = readFileSync(resolve(ROOT, page), 'utf8').split('\n');
  let section = '';
  for (let i = 0; i < lines.length; i++) {
    section = /^##+ (.*)$/u.exec(lines[i]!)?.[1] ?? section;
    const fence = FENCE.exec(lines[i]!);
    if (fence === null) continue;
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`${page}:${i + 1}: a block without end`);
    const words = (fence[2] ?? '').trim().split(/\s+/u);
    const file = words.find((word) => word.startsWith('file='))?.slice('file='.length) ?? null;
    const text = `${lines.slice(i + 1, end).join('\n')}\n`;
    blocks.push({ section, language: fence[1] ?? '', file, isSkipped: words.includes('skip'), text, line: i + 1 });
    i = end;
  }
  return blocks;
}

/** Sections are named by their headings. */
export class Page {
  readonly #page: string;
  readonly #setup: PageSetup;
  readonly #blocks: readonly Block[];
  readonly #unused: Set<string>;
  readonly #bin: string;
  /** Titles of the sections played so far. */
  readonly #played = new Set<string>();

  constructor(page: string, setup: PageSetup) {
    this.#page = page;
    this.#setup = setup;
    this.#blocks = blocksOf(page);
    this.#unused = new Set(setup.replace?.map(([from]) => from));
    this.#bin = join(setup.folder, 'page-bin');
    mkdirSync(this.#bin, { recursive: true });
    this.#program('listbridge', `exec "${process.execPath}" "${BIN}" "$@"`);
    for (const [name, script] of Object.entries(setup.programs ?? {})) this.#program(name, script);
  }

  /** Plays a section: writes its files, runs its commands, looks for the output it promises. */
  play(section: string): void {
    this.#played.add(section);
    const blocks = this.#blocks.filter((block) => block.section === section && !block.isSkipped);
    if (blocks.length === 0) throw new Error(`${this.#page} has nothing to play under "${section}"`);
    let output = '';
    for (const block of blocks) {
      if (block.file !== null) this.#write(block, block.file);
      else if (block.language === 'sh') output = this.#run(block);
      else if (block.language === 'text') this.#compare(block, output);
    }
  }

  /** To be called last: everything the page says was played, every replacement was needed. */
  finish(): void {
    const sections = new Set(this.#blocks.filter((block) => !block.isSkipped).map((block) => block.section));
    const left = [...sections].filter((section) => !this.#played.has(section));
    if (left.length > 0) throw new Error(`${this.#page}: never played: ${left.join(', ')}`);
    if (this.#unused.size > 0) throw new Error(`${this.#page}: not on the page: ${[...this.#unused].join(', ')}`);
  }

  /** Runs commands as the page would, whatever their end. */
  run(commands: string): Ran {
    const { stdout, status } = spawnSync('/bin/sh', ['-euc', `exec 2>&1\n${this.#localised(commands)}`], {
      cwd: this.#setup.folder,
      encoding: 'utf8',
      timeout: 50_000,
      env: { PATH: `${this.#bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`, LC_ALL: 'C' },
    });
    return { exit: status ?? -1, output: stdout };
  }

  /** Another program in the place of one, until the function that is returned is called. */
  standIn(name: string, script: string): () => void {
    const path = join(this.#bin, name);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
    this.#program(name, script);
    return () => (before === null ? rmSync(path) : writeFileSync(path, before));
  }

  /** Text of the page as the test plays it. */
  #localised(text: string): string {
    let local = text;
    for (const [from, to] of this.#setup.replace ?? []) {
      if (!local.includes(from)) continue;
      this.#unused.delete(from);
      local = local.replaceAll(from, to);
    }
    return local.replaceAll(MOVED, `${this.#setup.folder}/`);
  }

  #write(block: Block, file: string): void {
    const path = this.#localised(file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, this.#localised(block.text));
  }

  #run(block: Block): string {
    const { exit, output } = this.run(block.text);
    if (exit !== 0) throw new Error(`${this.#page}:${block.line}: exit ${exit}\n${output}`);
    return output;
  }

  #compare(block: Block, output: string): void {
    let rest = output;
    for (const line of this.#localised(block.text).trimEnd().split('\n')) {
      const at = rest.indexOf(line);
      if (at < 0) throw new Error(`${this.#page}:${block.line}: "${line}" is not printed, but:\n${output}`);
      rest = rest.slice(at + line.length);
    }
  }

  #program(name: string, script: string): void {
    const path = join(this.#bin, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
}
