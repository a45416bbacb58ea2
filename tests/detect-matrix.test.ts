// Every input there is, by its own name, by one that says nothing, from standard input, and by a name of something else:
// the format found is the right one, or the input is refused. What is read as another format is read wrongly without a word.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detect, headOf, isNamedFor } from '../src/formats/detect.ts';
import { formats } from '../src/formats/index.ts';
import { Failure } from '../src/model/failure.ts';
import { HEAD_BYTES, plainName } from '../src/pipeline/files.ts';
import { inputOf } from './support/convert.ts';

const ROOT = `${import.meta.dirname}/../fixtures/formats`;

/**
 * Formats whose lists are those of a plainer one to the byte, and which are therefore only read when asked for. The plainer
 * one finds the same keys, or asks what kind or scope they have.
 */
const SAME_LINES: Record<string, readonly string[]> = {
  openphish: ['url-list'],
  'suricata-filehash': ['plain-digests'],
  'url-hashes': ['plain-digests'],
};

interface Case {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const files: Case[] = readdirSync(ROOT).flatMap((id) =>
  readdirSync(`${ROOT}/${id}`)
    .filter((name) => !/\.(?:want\.jsonl|findings\.txt|options\.json)$/u.test(name))
    .map((name) => ({ id, name: plainName(name), bytes: contentOf(`${ROOT}/${id}/${name}`) })),
);
const examples: Case[] = formats
  .filter(({ read }) => read !== undefined)
  .flatMap(({ id, files: { extensions }, examples: all }) =>
    all.map((example) => ({ id, name: `example${extensions[0] ?? ''}`, bytes: Buffer.from(inputOf(example)) })),
  );
const cases = [...files, ...examples];
const endings = [...new Set(formats.flatMap((format) => format.files.extensions))];

function contentOf(file: string): Uint8Array {
  const bytes = readFileSync(file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** The id that is found, or the code it is refused with. */
function found(bytes: Uint8Array, name: string): string {
  const head = headOf(bytes.subarray(0, HEAD_BYTES), name, bytes.length <= HEAD_BYTES);
  try {
    return detect(head, formats, 'input', () => {}).format.id;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

const REFUSED = ['detect/unknown', 'detect/ambiguous'];

/** An ending of other formats, another one for each input. */
function misleading({ id }: Case, n: number): string {
  const turned = [...endings.slice(n % endings.length), ...endings];
  const format = formats.find((each) => each.id === id);
  const other = turned.find((ending) => format !== undefined && !isNamedFor(format, `list${ending}`));
  return `list${other ?? ''}`;
}

const CALLED = {
  'its own name': ({ name }: Case) => name,
  'a name that says nothing': () => 'list',
  'no name, from standard input': () => '',
  'a name of something else': misleading,
};
type Called = keyof typeof CALLED;

const matrix = cases.map((each, n) => ({
  ...each,
  found: Object.fromEntries(
    Object.entries(CALLED).map(([called, name]) => [called, found(each.bytes, name(each, n))]),
  ) as Record<Called, string>, // of the same keys
}));

describe('the format that is found', () => {
  it('is looked for in every format that is read, by every ending', () => {
    const readable = formats.filter(({ read }) => read !== undefined);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(readable.length);
    expect(files.length).toBeGreaterThan(100);
    expect(endings.length).toBeGreaterThan(40);
  });

  it.each(Object.keys(CALLED) as Called[])('is the right one or none by %s', (called) => {
    const wrong = matrix.filter(({ id, found }) => {
      return ![id, ...REFUSED, ...(SAME_LINES[id] ?? [])].includes(found[called]);
    });
    expect(wrong.map(({ id, name, found }) => `${id}/${name}: ${found[called]}`)).toEqual([]);
  });

  // A name settles what is open without it, and nothing else.
  it('is the same by every name, but where the content leaves it open', () => {
    const moved = matrix.filter(({ found }) => {
      const without = found['no name, from standard input'];
      return without !== 'detect/ambiguous' && Object.values(found).some((each) => each !== without);
    });
    expect(moved.map(({ id, name, found }) => `${id}/${name}: ${Object.values(found).join(' ')}`)).toEqual([]);
  });
});
