// Whatever is typed, no input is written over, and no two outputs are one file: a partner's list may be the only copy.
import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { inventedHex } from '../support/batches.ts';
import { fakeHost } from '../support/host.ts';

const LIST = `md5,label\n${inventedHex('md5', 1)},A1\n${inventedHex('md5', 2)}0,A1\n`;

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-inputs-'));
  writeFileSync(join(cwd, 'list.csv'), LIST);
  writeFileSync(join(cwd, 'old.csv'), LIST);
  symlinkSync('list.csv', join(cwd, 'link.csv'));
  linkSync(join(cwd, 'list.csv'), join(cwd, 'twin.csv'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const run = (line: string) => main(line.split(' '), fakeHost({ cwd }));

describe('an input survives', () => {
  it.each([
    'dedupe list.csv -o list.csv',
    'dedupe list.csv -o ./list.csv --force',
    'dedupe list.csv -o link.csv --force',
    'dedupe list.csv -o twin.csv --force',
    'dedupe link.csv -o list.csv --force',
    'merge old.csv list.csv -o list.csv --force',
    'validate list.csv --rejects list.csv',
    'validate list.csv --rejects link.csv',
    'validate list.csv --report json=list.csv',
    'convert list.csv --to json-lines -o out.jsonl --rejects list.csv',
    'convert list.csv --to json-lines -o out.jsonl --report json=twin.csv',
    'diff old.csv list.csv -o list.csv',
    'lookup list.csv example.com --report json=list.csv',
  ])('%s', async (line) => {
    expect(await run(line)).toBe(3);
    expect(readFileSync(join(cwd, 'list.csv'), 'utf8')).toBe(LIST);
    expect(readFileSync(join(cwd, 'old.csv'), 'utf8')).toBe(LIST);
  });
});

describe('two outputs are two files', () => {
  it.each([
    'convert list.csv --to json-lines -o out.jsonl --rejects out.jsonl',
    'convert list.csv --to json-lines -o out.jsonl --report json=out.jsonl',
    'validate list.csv --rejects same.txt --report json=./same.txt',
    'validate list.csv --report text=same.txt --report json=same.txt',
  ])('%s', async (line) => {
    expect([2, 3]).toContain(await run(line));
  });
});
