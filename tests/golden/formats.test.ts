// Files as partners send them, and what is read from each: the folder is the list of tests.
//   fixtures/formats/<id>/<case>.<ext>          the input; gzip is unzipped first
//   fixtures/formats/<id>/<case>.want.jsonl     its rows in canonical form
//   fixtures/formats/<id>/<case>.findings.txt   code, line and column of each finding; absent when there are none
//   fixtures/formats/<id>/<case>.options.json   options of the format, where it needs any
// `vitest -u` rewrites what is wanted; the difference is for a person to judge.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import type { Format } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/index.ts';
import { Failure } from '../../src/model/failure.ts';
import { openInput } from '../../src/pipeline/open.ts';
import { readText, writeText } from '../support/format-harness.ts';
import { fakeHost } from '../support/host.ts';
import { isUpdating } from '../support/update.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/formats');

interface Case {
  readonly format: Format;
  readonly name: string;
  readonly file: string;
}

function casesOf(format: Format): Case[] {
  const folder = join(ROOT, format.id);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => !/\.(?:want\.jsonl|findings\.txt|options\.json)$/u.test(file))
    .sort()
    .map((file) => ({ format, name: file.slice(0, file.indexOf('.')), file: join(folder, file) }));
}

async function bytesOf(file: string): Promise<Buffer> {
  const input = await openInput(file, fakeHost(), { sha256: false });
  const pieces: Uint8Array[] = [];
  for await (const piece of input.chunks()) pieces.push(piece.slice());
  await input.close();
  return Buffer.concat(pieces);
}

interface Outcome {
  /** Canonical text, or nothing where the file was refused as a whole. */
  readonly rows: string | null;
  /** `code line column`, or `failure code`. */
  readonly findings: readonly string[];
}

async function outcomeOf({ format, name, file }: Case): Promise<Outcome> {
  const optionsFile = join(ROOT, format.id, `${name}.options.json`);
  const options: unknown = existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {};
  try {
    const read = await readText(format, await bytesOf(file), options as object, { sourceName: name });
    const { interns, list } = read;
    const written = await writeText(canonical, read.batches, {}, { interns, list });
    expect(written.unfit).toEqual([]);
    return {
      rows: written.text,
      findings: read.findings.map(({ code, at }) => `${code} ${at.line ?? '-'} ${at.column ?? '-'}`),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { rows: null, findings: [`failure ${error.code}`] };
  }
}

/** Holds a text against its file; no text, no file. */
async function expectFile(text: string | null, file: string): Promise<void> {
  if (text !== null) return expect(text).toMatchFileSnapshot(file);
  if (isUpdating()) rmSync(file, { force: true });
  expect(existsSync(file)).toBe(false);
}

describe.each(formats.filter((format) => format.read !== undefined).map((format) => [format.id, format] as const))(
  '%s',
  (id, format) => {
    const cases = casesOf(format);

    it('has an input to show', () => expect(cases.length).toBeGreaterThan(0));

    it('has no two inputs of one name, and no golden without input', () => {
      const names = cases.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const others = existsSync(join(ROOT, id)) ? readdirSync(join(ROOT, id)) : [];
      expect(others.filter((file) => !names.includes(file.slice(0, file.indexOf('.'))))).toEqual([]);
    });

    it.each(cases.map((each) => [each.name, each] as const))('%s', async (name, each) => {
      const { rows, findings } = await outcomeOf(each);
      await expectFile(rows, join(ROOT, id, `${name}.want.jsonl`));
      const told = findings.length === 0 ? null : `${findings.join('\n')}\n`;
      await expectFile(told, join(ROOT, id, `${name}.findings.txt`));
      if (rows === null) return;
      // The golden says all that was read: read as a list of its own, it is the same again.
      const again = await readText(canonical, rows, {}, { sourceName: 'golden' });
      const { text } = await writeText(canonical, again.batches, {}, { interns: again.interns, list: again.list });
      expect(text).toBe(rows);
    });
  },
);

it('every folder of fixtures belongs to a format', () => {
  const ids = formats.map(({ id }) => id);
  expect(readdirSync(ROOT).filter((folder) => !ids.includes(folder))).toEqual([]);
});
