// Checksum files: every grammar that tools write, judged as md5sum judges it, and written so that md5sum accepts it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksumFile } from '../../src/formats/checksum-file.ts';
import { detect, headOf } from '../../src/formats/detect.ts';
import { formats } from '../../src/formats/index.ts';
import { BATCH_ROWS, type Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { hexText } from '../../src/model/bytes.ts';
import { fieldIds } from '../../src/model/fields.ts';
import { type KindId, kindIds, kinds } from '../../src/model/kinds.ts';
import { WITHDRAWN } from '../../src/model/scope.ts';
import { inventedHex, inventedKey } from '../support/batches.ts';
import { codesOf, type ReadResult, type ReadSetup, readText, writeText } from '../support/format-harness.ts';

type Options = Parameters<typeof readText<{ kind?: KindId | undefined; style: 'gnu' | 'bsd' | 'sized' }>>[2];

const md5 = (n: number): string => inventedHex('md5', n);
const MD5: Options = { kind: 'md5' };
const read = (text: string | Uint8Array, options: Options = MD5, setup: ReadSetup = {}): Promise<ReadResult> =>
  readText(checksumFile, text, options, setup);
const codes = (result: ReadResult): string[] => codesOf(result.findings).map(([code, line]) => `${line} ${code}`);
/** `kind digest name` of every row. */
const rows = (result: ReadResult): string[] =>
  result.rows.map(({ kind, key, extras }) => `${kind} ${hexText(key)} ${extras.name ?? '-'}`);

interface TestFile {
  readonly kind: KindId;
  readonly n: number;
  readonly name?: string | undefined;
}

function batchOf(files: readonly TestFile[]): Batch {
  const builder = new BatchBuilder(0);
  files.forEach(({ kind, n, name }, line) => {
    builder.begin(line + 1);
    builder.addBytes(kinds[kind].code, 0, inventedKey(kind, n), 0, kinds[kind].width);
    if (name !== undefined) builder.setExtra('name', name);
  });
  return builder.take();
}

const write = async (files: readonly TestFile[], options: Options = {}) =>
  writeText(checksumFile, [batchOf(files)], options);

/** Names as strange as a file system allows, without lone surrogates, which are no text. */
const anyName = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }),
    fc
      .array(fc.constantFrom(...'\\\n\r)(= *-#;nr', 'MD5 (', ') = ', '  ', md5(1), 'Größe'), {
        minLength: 1,
        maxLength: 5,
      })
      .map((parts) => parts.join('')),
  )
  .filter((name) => !name.includes('\0') && !name.includes('/') && Buffer.from(name).length < 200);

describe('checksum-file', () => {
  it.each(checksumFile.examples.map((example) => [example.name, example] as const))(
    'example: %s',
    async (_, example) => {
      for (const chunk of [1, 7, 65_536]) {
        for (const limit of [1, 3, BATCH_ROWS]) {
          const result = await read(example.text, example.options, { chunk, limit });
          expect(rows(result)).toEqual(example.rows.map(({ kind, key, name }) => `${kind} ${key} ${name ?? '-'}`));
          expect(codesOf(result.findings)).toEqual(example.findings ?? []);
          const { text } = await writeText(checksumFile, result.batches, example.options);
          expect(rows(await read(text, example.options))).toEqual(rows(result));
        }
      }
    },
  );

  it('reads back what it writes, whatever the names', async () => {
    const kind = fc.constantFrom(...kindIds.filter((id) => kinds[id].family === 'exact'));
    const file = fc.record({ kind, n: fc.integer({ min: 1, max: 40 }), name: anyName });
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('gnu', 'bsd'),
        async (files, style) => {
          // One kind for GNU lines, which do not name it.
          const one = files[0]?.kind ?? 'md5';
          const given = style === 'gnu' ? files.map((each) => ({ ...each, kind: one })) : files;
          const options: Options = style === 'gnu' ? { kind: one, style } : { style };
          const { text, unfit } = await write(given, options);
          const again = await read(text, options, { chunk: 11 });
          expect(unfit).toEqual([]);
          expect(again.findings).toEqual([]);
          expect(rows(again)).toEqual(
            given.map((each) => `${each.kind} ${hexText(inventedKey(each.kind, each.n))} ${each.name}`),
          );
        },
      ),
    );
  });

  it('reads every grammar', async () => {
    const text = [
      `${md5(1)}  a`,
      `${md5(1)} *a`,
      `${md5(1)}   a `,
      `${md5(1)} a b`,
      `${md5(1)}\ta`,
      ` \t${md5(1)}  a`,
      `\\${md5(1)}  a\\\\b\\nc\\rd`,
      `${md5(1)}  a\\b\\n`,
      `${md5(1).toUpperCase()}  a`,
      `MD5 (a) = ${md5(1)}`,
      `MD5(a)= ${md5(1)}`,
      `MD5 (a)=${md5(1)} \t`,
      `\\MD5 (a\\nb) = ${md5(1)}`,
      `MD5 (a) = ${md5(2)}) = ${md5(1)}`,
      `MD5 ( a ) = ${md5(1)}`,
      `MD-5 (a) = ${md5(1)}`,
    ];
    const names = [
      'a',
      'a',
      ' a ',
      'a b',
      'a',
      'a',
      'a\\b\nc\rd',
      'a\\b\\n',
      'a',
      'a',
      'a',
      'a',
      'a\nb',
      `a) = ${md5(2)}`,
      ' a ',
      'a',
    ];
    for (const end of ['\n', '\r\n']) {
      const result = await read(`${text.join(end)}${end}`);
      expect(codes(result)).toEqual([]);
      expect(rows(result)).toEqual(names.map((name) => `md5 ${md5(1)} ${name}`));
    }
  });

  it('passes over empty lines and comments', async () => {
    const result = await read(`\n \t\n# ${md5(1)}  a\n; made by x\n  # b\n\r\n${md5(1)}  #a`);
    expect(codes(result)).toEqual([]);
    expect(rows(result)).toEqual([`md5 ${md5(1)} #a`]);
  });

  it.each([
    [`${md5(1).slice(1)}  a`, 'digest/wrong-length', 1],
    [`${md5(1)}0  a`, 'digest/wrong-length', 1],
    [`${md5(1).slice(1)}g  a`, 'digest/not-hex', 32],
    [`  ${md5(1).slice(1)}g  a`, 'digest/not-hex', 34],
    [md5(1), 'row/missing-field', 33],
    [`${md5(1)}  `, 'row/missing-field', null],
    [`${md5(1)} `, 'row/missing-field', null],
    [`MD5 () = ${md5(1)}`, 'row/missing-field', null],
    [`\\${md5(1)}  a\\x`, 'row/bad-value', null],
    [`\\${md5(1)}  a\\`, 'row/bad-value', null],
    [`SHA1 (a) = ${inventedHex('sha1', 1)}`, 'digest/kind-mismatch', 1],
    [`SHA1 (a) = ${md5(1)}`, 'digest/kind-mismatch', 1],
    [`BLAKE2b (a) = ${inventedHex('sha512', 1)}`, 'digest/kind-unknown', 1],
    [`HMAC-MD5(a)= ${md5(1)}`, 'digest/kind-unknown', 1],
    [`PDQ (a) = ${inventedHex('sha256', 1)}`, 'digest/kind-unknown', 1],
    [`MD5 (a) = ${md5(1)}0`, 'digest/wrong-length', 11],
    [`MD5 (a) = ${md5(1).slice(1)}-`, 'digest/not-hex', 42],
    ['MD5 (a) =', 'digest/wrong-length', 10],
    [`MD5 (a) ${md5(1)}`, 'row/bad-line', 1],
    [`MD5 a) = ${md5(1)}`, 'row/bad-line', 1],
    [`(a) = ${md5(1)}`, 'row/bad-line', 1],
    ['md5sum: a: no such file', 'row/bad-line', 1],
    ['\\', 'row/bad-line', 2],
  ])('refuses %j', async (line, code, column) => {
    const result = await read(`${md5(2)}  x\n${line}\n${md5(3)}  y\n`);
    expect(rows(result)).toEqual([`md5 ${md5(2)} x`, `md5 ${md5(3)} y`]);
    const at = { source: 0, line: 2, ...(column === null ? {} : { column }) };
    expect(result.rejected).toEqual([{ code, at, raw: line }]);
    expect(result.findings.length).toBe(1);
  });

  it('refuses NUL, in digests and between them', async () => {
    const result = await read(
      `${md5(1).slice(0, 5)}\0${md5(1).slice(6)}  a\n${md5(2)}  b\n${md5(3)}  c\0${md5(4)}  d\0`,
    );
    expect(codes(result)).toEqual(['1 input/nul-byte', '3 input/nul-byte', '3 input/cut-short']);
    expect(rows(result)).toEqual([`md5 ${md5(2)} b`]);
  });

  it('names the algorithms by their tags', async () => {
    const tags = {
      SHA224: 'sha224',
      'SHA2-256': 'sha256',
      SHA384: 'sha384',
      'SHA-512': 'sha512',
      'SHA3-256': 'sha3-256',
      'SHA3-512': 'sha3-512',
    } as const;
    const text = Object.entries(tags).map(([tag, kind]) => `${tag} (a) = ${hexText(inventedKey(kind, 1))}\n`);
    const result = await read(text.join(''), {});
    expect(codes(result)).toEqual([]);
    expect(result.rows.map(({ kind }) => kind)).toEqual(Object.values(tags));
  });

  it('infers a kind from a length with one candidate, telling once', async () => {
    const text = [`${md5(1)}  a`, `${inventedHex('sha1', 1)}  b`, `${md5(2)}  c`, 'abcd  e', `${md5(3)}  d`, ''].join(
      '\n',
    );
    const result = await read(text, {});
    expect(codes(result)).toEqual(['1 digest/kind-inferred', '2 digest/kind-inferred', '4 row/bad-line']);
    expect(result.rows.map(({ kind }) => kind)).toEqual(['md5', 'sha1', 'md5', 'md5']);
  });

  it('stops where the length leaves several kinds, which the option settles', async () => {
    const text = `${inventedHex('sha256', 1)}  a\n`;
    await expect(read(text, {})).rejects.toMatchObject({
      code: 'digest/kind-ambiguous',
      exit: 2,
      args: { candidates: 'sha256, sha3-256' },
    });
    expect((await read(text, { kind: 'sha3-256' })).rows[0]?.kind).toBe('sha3-256');
  });

  it('makes no text of names nobody wants, and says that there were some', async () => {
    const text = `${md5(1)}  a\n\\${md5(2)}  b\\n\nMD5 (c) = ${md5(3)}\n\\${md5(4)}  \\x\n`;
    const want = fieldIds.filter((field) => field !== 'name');
    const result = await read(text, MD5, { want });
    expect(result.batches[0]?.extras).toBeNull();
    expect(result.skipped).toEqual(new Map([['name', 3]]));
    expect(codes(result)).toEqual(['4 row/bad-value']);
  });

  it('reads names that are not UTF-8', async () => {
    const result = await read(Buffer.from(`${md5(1)}  Gr\xf6\xdfe\n`, 'latin1'));
    expect(codes(result)).toEqual(['1 input/not-utf8']);
    expect(rows(result)).toEqual([`md5 ${md5(1)} Größe`]);
  });

  it('writes both styles', async () => {
    const files: TestFile[] = [
      { kind: 'md5', n: 1, name: 'a b' },
      { kind: 'md5', n: 2, name: 'a\\\n\r' },
      { kind: 'sha1', n: 3, name: ' x)' },
    ];
    const sha1 = hexText(inventedKey('sha1', 3));
    expect((await write(files)).text).toBe(`${md5(1)}  a b\n\\${md5(2)}  a\\\\\\n\\r\n${sha1}   x)\n`);
    expect((await write(files, { style: 'bsd' })).text).toBe(
      `MD5 (a b) = ${md5(1)}\n\\MD5 (a\\\\\\n\\r) = ${md5(2)}\nSHA1 ( x)) = ${sha1}\n`,
    );
  });

  it.each([
    [['md5', 'sha1', 'md5'], []],
    [
      ['md5', 'sha256', 'sha1', 'sha256'],
      [1, 3],
    ],
    [['sha256', 'md5', 'sha256'], [1]],
    [['sha512', 'sha384'], [1]],
  ] as [KindId[], number[]][])('mixes no kinds that its reader could not tell apart: %j', async (given, unfit) => {
    const files = given.map((kind, n): TestFile => ({ kind, n, name: `${n}` }));
    const left = given.filter((_, row) => !unfit.includes(row));
    const gnu = await write(files);
    expect(gnu.unfit.map(([, row]) => row)).toEqual(unfit);
    for (const [reason] of gnu.unfit) expect(reason).toContain('style=bsd');
    const one = new Set(left).size === 1 ? left[0] : undefined;
    expect((await read(gnu.text, { kind: one })).rows.map(({ kind }) => kind)).toEqual(left);
    const bsd = await write(files, { style: 'bsd' });
    expect((await read(bsd.text, {})).rows.map(({ kind }) => kind)).toEqual(given);
  });

  it('leaves out and tells what no checksum line can hold', async () => {
    const files: TestFile[] = [
      { kind: 'md5', n: 1 },
      { kind: 'md5', n: 2, name: '' },
      { kind: 'md5', n: 3, name: 'a\0' },
      { kind: 'md5', n: 4, name: '\ud800' },
      { kind: 'sha256', n: 5, name: 'a' },
      { kind: 'sha3-256', n: 6, name: 'b' },
      { kind: 'sha1', n: 7, name: 'c' },
    ];
    const gnu = await write(files);
    expect(gnu.unfit.map(([, row]) => row)).toEqual([0, 1, 2, 3, 5, 6]);
    expect(gnu.text).toBe(`${inventedHex('sha256', 5)}  a\n`);
    expect((await write(files, { style: 'bsd' })).unfit.map(([, row]) => row)).toEqual([0, 1, 2, 3]);
  });

  it('reads sizes in front of digests, and takes no digest for a size', async () => {
    const text = [
      `         9  ${md5(1)}  a`,
      `1234567890  ${md5(2)} *b\\n`,
      `123456789012345  ${md5(3)}  c`,
      `1234567890123456  ${md5(4)}  d`,
      `12 ${md5(5)}  e`,
      `         9  ${md5(6)}`,
      `9  ${md5(7).slice(1)}  f`,
      `9  ${'1'.repeat(32)}  9  g`,
      `${'1'.repeat(32)}  ${md5(8)}`,
    ].join('\n');
    const result = await read(text);
    expect(result.rows.map(({ size, extras }) => [size, extras.name])).toEqual([
      [9, 'a'],
      [1234567890, 'b\\n'],
      [123456789012345, 'c'],
      [9, '9  g'],
      [undefined, md5(8)],
    ]);
    expect(codes(result)).toEqual([
      '4 digest/wrong-length',
      '5 digest/wrong-length',
      '6 row/missing-field',
      '7 digest/wrong-length',
    ]);
    expect((await read(text, MD5, { want: [] })).skipped.get('size')).toBe(4);
  });

  it('writes sizes where asked, and nothing md5deep would read as two lines', async () => {
    const builder = new BatchBuilder(0);
    for (const [n, name, size] of [
      [1, 'a\\b', 9],
      [2, 'c', 1e13],
      [3, 'd\ne', 9],
      [4, 'f', null],
    ] as const) {
      builder.begin(n);
      builder.addBytes(kinds.md5.code, 0, inventedKey('md5', n), 0, 16);
      builder.setExtra('name', name);
      if (size !== null) builder.setSize(size);
    }
    const { text, unfit } = await writeText(checksumFile, [builder.take()], { style: 'sized' });
    expect(text).toBe(`         9  ${md5(1)}  a\\b\n10000000000000  ${md5(2)}  c\n`);
    expect(unfit.map(([, row]) => row)).toEqual([2, 3]);
  });

  it('leaves withdrawn digests out', async () => {
    const builder = new BatchBuilder(0);
    builder.begin(1, WITHDRAWN);
    builder.addBytes(kinds.md5.code, 0, inventedKey('md5', 1), 0, 16);
    builder.setExtra('name', 'a');
    expect(await writeText(checksumFile, [builder.take()])).toMatchObject({ text: '', unfit: [] });
  });

  it('ends in findings wherever the file is cut', async () => {
    for (const { text, options } of checksumFile.examples) {
      for (let at = 0; at <= text.length; at++) {
        const result = await read(text.slice(0, at), options);
        expect(result.rows.length).toBeLessThanOrEqual(3);
      }
    }
  });
});

describe('detection of checksum-file', () => {
  const detect = (text: string): string | undefined =>
    checksumFile.detect({ bytes: new TextEncoder().encode(text), text, lines: text.split('\n'), name: '', whole: true })
      ?.sure;

  it('is certain of named algorithms and finds bare digests likely', () => {
    expect(detect(`MD5 (a) = ${md5(1)}\nSHA1(b)= ${inventedHex('sha1', 1)}\n`)).toBe('certain');
    expect(detect(`# x\n\n${md5(1)}  a\n\\${md5(1)} *a\\n\n`)).toBe('likely');
    expect(detect(`${md5(1)}  a\nMD5 (a) = ${md5(1)}\n`)).toBe('likely');
    expect(detect(`${`${md5(1)}  a\n`.repeat(9)}bad\n`)).toBe('likely');
    expect(detect(`         9  ${md5(1)}  a\n${1e10}  ${md5(2)} *b\n`)).toBe('likely');
  });

  it.each([
    '',
    '# x\n',
    `${md5(1)}\n`,
    `${md5(1)}  \n`,
    `${md5(1)},a\n`,
    `${md5(1).slice(1)}  a\n`,
    `FOO (a) = ${md5(1)}\n`,
    `${md5(1)}  a\nbad\n`,
  ])('leaves %j to others', (text) => expect(detect(text)).toBeUndefined());
});

const hasMd5sum = process.platform === 'linux' && spawnSync('md5sum', ['--version']).status === 0;

describe.skipIf(!hasMd5sum)('md5sum', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'listbridge-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...words: string[]) =>
    spawnSync('md5sum', words, { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  const contentOf = (n: number): string => `fixture-${n}`;
  const names = [
    'plain',
    'a b',
    ' lead',
    'trail ',
    'back\\slash',
    'new\nline',
    're\rturn',
    'e\r',
    ')',
    'x) = y',
    '=',
    '*star',
    '#x',
    ';',
    'Größe',
    '-',
    '\\n',
  ];

  const writeAll = (): void => {
    for (const [n, name] of names.entries()) writeFileSync(join(folder, name), contentOf(n));
  };

  it('accepts the files we write', () => {
    writeAll();
    return Promise.all(
      (['gnu', 'bsd'] as const).map(async (style) => {
        // `-` would be standard input to md5sum; no list names a file so but by accident.
        const files = names.flatMap((name, n): TestFile[] => (name === '-' ? [] : [{ kind: 'md5', n, name }]));
        const { text } = await write(files, { style });
        writeFileSync(join(folder, `sums.${style}`), text);
        const { status, stdout, stderr } = run('--check', '--strict', `sums.${style}`);
        expect([status, stderr]).toEqual([0, '']);
        expect(stdout.match(/: OK$/gm)?.length).toBe(files.length);
      }),
    );
  });

  it.each([[[]], [['--tag']], [['--binary']]])('writes files we read: %j', async (options) => {
    writeAll();
    const { stdout } = run(...options, '--', ...names.map((name) => (name === '-' ? './-' : name)));
    const result = await read(stdout);
    expect(codes(result)).toEqual([]);
    expect(rows(result)).toEqual(
      names.map(
        (name, n) => `md5 ${createHash('md5').update(contentOf(n)).digest('hex')} ${name === '-' ? './-' : name}`,
      ),
    );
  });

  it('refuses the lines we refuse', async () => {
    const piece = fc.constantFrom(
      md5(1),
      md5(2).toUpperCase(),
      md5(1).slice(1),
      `${md5(1)}0`,
      '  ',
      ' *',
      '\\',
      '\\\\',
      '\\n',
      '\\x',
      'a',
      'MD5',
      'MD5 (',
      'SHA1 (',
      'MD5(',
      ')',
      ') = ',
      ')= ',
      '=',
      'g',
      '\t',
      '#',
      '\r',
    );
    const shaped = fc.constantFrom(
      `${md5(1)}  a`,
      `MD5 (a) = ${md5(1)}`,
      `MD5(a)= ${md5(1)}`,
      `\\${md5(1)}  a`,
      `\\MD5 (a\\n) = ${md5(1)}`,
    );
    const line = fc.oneof(
      fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
      fc.tuple(shaped, fc.nat(60), piece).map(([text, at, by]) => text.slice(0, at) + by + text.slice(at)),
      fc.tuple(shaped, fc.nat(60)).map(([text, at]) => text.slice(0, at) + text.slice(at + 1)),
    );
    // The first line settles for md5sum that lines have two characters before the name: it would take a single blank
    // for the habit of the whole file. We take it line by line, and pass over what can only be a blank or a comment. A
    // return alone is part of a name to md5sum 8, which did not escape it; to us it ends the line, as to most that show one.
    const differs =
      /^[ \t]*\\?[0-9a-f]+[ \t](?![ *])|^[ \t]+(?:#|$)|^[ \t]*\\?[0-9a-f]+[ \t].?$|[ \t]+\r*$|\r.*\r$|\r[^\r]|^\\*[ \t]|\(\)/iu;
    const lines = fc.sample(line, { numRuns: 3000, seed: 20 }).filter((text) => !differs.test(text));
    const text = [`${md5(1)}  first`, ...lines, ''].join('\n');
    writeFileSync(join(folder, 'sums'), text);
    const { stderr } = run('--check', '--warn', 'sums');
    const theirs = [...stderr.matchAll(/sums: (\d+): improperly formatted/g)].map((match) => Number(match[1]));
    const ours = (await read(text)).rejected.map(({ at }) => at.line);
    expect(theirs.length).toBeGreaterThan(500);
    expect(lines.length - theirs.length).toBeGreaterThan(200);
    const show = (numbers: readonly (number | undefined)[]) =>
      numbers.map((number) => text.split('\n')[(number ?? 0) - 1]);
    expect(show(ours.filter((number) => !theirs.includes(number ?? 0)))).toEqual([]);
    expect(show(theirs.filter((number) => !ours.includes(number)))).toEqual([]);
  });
});

// The lists of a package manager are called PACKAGE.md5sums, and packages are called like the formats of their programs.
it.each(['dnsmasq-base.md5sums', 'unbound.md5sums', 'hosts.md5'])('is not told that %s has the wrong name', (name) => {
  const text = `${inventedHex('md5', 1)}  usr/share/a\n${inventedHex('md5', 2)}  usr/share/b\n`;
  const told: string[] = [];
  const chosen = detect(headOf(Buffer.from(text), name, true), formats, name, (code) => void told.push(code));
  expect([chosen.format.id, told]).toEqual(['checksum-file', []]);
});
