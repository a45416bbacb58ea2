// Rows of forensic tools are cut and decoded in one pass where they look as nearly all do. Held against the reading of each
// line by itself, which every other line gets anyway: the same rows, findings, refused rows and fields passed over, whatever
// stands in the cells and wherever the bytes are cut.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checksumFile } from '../../src/formats/checksum-file.ts';
import type { Format } from '../../src/formats/format.ts';
import { hashdeep } from '../../src/formats/hashdeep.ts';
import { hashkeeper } from '../../src/formats/hashkeeper.ts';
import { ilook } from '../../src/formats/ilook.ts';
import { LineScanner } from '../../src/formats/kit/lines.ts';
import { nsrlV2 } from '../../src/formats/nsrl-v2.ts';
import { inventedHex } from '../support/batches.ts';
import { type ReadSetup, readText } from '../support/format-harness.ts';

afterEach(() => vi.restoreAllMocks());

async function read(format: Format, text: string, options: object, setup: ReadSetup) {
  const got = await readText(format, Buffer.from(text, 'latin1'), options, setup);
  const { rows, batches, findings, rejected, rejectHeaders, skipped } = got;
  const sizes = batches.map(({ count, item }) => [count, item]);
  return { rows, findings, rejected, rejectHeaders, sizes, skipped: new Map([...skipped].sort()) };
}

async function expectSame(format: Format, text: string, options: object, setup: ReadSetup = {}): Promise<void> {
  const atOnce = vi.spyOn(LineScanner.prototype, 'takeRows');
  const many = await read(format, text, options, setup);
  atOnce.mockImplementation(() => {});
  const single = await read(format, text, options, setup);
  vi.restoreAllMocks();
  expect(many).toEqual(single);
}

const ending = fc.oneof(
  { weight: 8, arbitrary: fc.constant('\n') },
  { weight: 4, arbitrary: fc.constant('\r\n') },
  { weight: 1, arbitrary: fc.constantFrom('\r\r\n', '\r', '\n\n', ' \n') },
);

function digest(kind: 'md5' | 'sha1' | 'sha256'): fc.Arbitrary<string> {
  const good = fc.nat().map((n) => inventedHex(kind, n));
  return fc.oneof(
    { weight: 12, arbitrary: good },
    { weight: 4, arbitrary: good.map((text) => text.toUpperCase()) },
    { weight: 1, arbitrary: good.map((text) => text.slice(1)) },
    { weight: 1, arbitrary: good.map((text) => `${text}0`) },
    { weight: 1, arbitrary: good.map((text) => `${text.slice(1)}g`) },
    { weight: 1, arbitrary: fc.constant('') },
  );
}

const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a.bin', 'dir/b c.bin', 'x') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', 'a, b', 'a"b', '"a"', 'caf\xe9', 'caf\xc3\xa9', ' a ', 'a\rb', '\0', '*'),
  },
);
const size = fc.oneof(
  { weight: 8, arbitrary: fc.nat().map(String) },
  { weight: 1, arbitrary: fc.constantFrom('', 'x', '9'.repeat(15), '9'.repeat(16), '-1', ' 9') },
);
const odd = fc.constantFrom('', '# comment', ',,', '"', 'x', '%%%% size,sha256,md5,filename', ' ');

/** Lines with their ends: mostly of the one kind. */
function lines(usual: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const line = fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: odd });
  return fc
    .tuple(fc.array(fc.tuple(line, ending), { maxLength: 20 }), fc.oneof(fc.constant(''), line))
    .map(([all, last]) => all.flat().join('') + last);
}

const quotedCell = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.constantFrom('"', '"', '')).map(([cell, quote]) => `${quote}${cell}${quote}`);

const NSRL = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"';
const HASHKEEPER =
  '"file_id","hashset_id","file_name","directory","hash","file_size","date_modified","time_modified","time_zone","comments","date_accessed","time_accessed"';
const ILOOK = 'V3Hash,HashSHA1,FileName,FilePath,FileSize,HashSHA256';

const commas = (...cells: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...cells).map((all) => all.join(','));

/** The format, its options, what stands in front, and its rows. */
const lists: readonly (readonly [Format, object, string, fc.Arbitrary<string>])[] = [
  [
    hashdeep as Format,
    {},
    '%%%% HASHDEEP-1.0\n%%%% size,md5,tiger,sha256,filename\n',
    lines(commas(size, digest('md5'), fc.constantFrom('x', ''), digest('sha256'), name)),
  ],
  [
    checksumFile as Format,
    { kind: 'md5' },
    '',
    lines(fc.tuple(digest('md5'), fc.constantFrom('  ', ' *', ' ', '\t', '   '), name).map((all) => all.join(''))),
  ],
  [
    checksumFile as Format,
    { kind: 'sha1' },
    '',
    lines(
      fc.tuple(fc.constantFrom('\\', '', '        9  '), digest('sha1'), name).map(([a, b, c]) => `${a}${b}  ${c}`),
    ),
  ],
  [
    nsrlV2 as Format,
    {},
    `${NSRL}\n`,
    lines(
      commas(
        ...[digest('sha1'), digest('md5'), fc.constant('00000000'), name, size].map(quotedCell),
        fc.constantFrom('1', ''),
        ...[fc.constant('WIN'), fc.constantFrom('', 'M')].map(quotedCell),
      ),
    ),
  ],
  [
    hashkeeper as Format,
    {},
    `${HASHKEEPER}\n`,
    lines(
      commas(
        fc.constantFrom('1', 'f', '"f"'),
        fc.constant('7'),
        ...[name, fc.constant(''), digest('md5'), size].map(quotedCell),
        ...['', '', '', 'a note', '', ''].map((text) => quotedCell(fc.constant(text))),
      ),
    ),
  ],
  [
    ilook as Format,
    {},
    `${ILOOK}\n`,
    lines(commas(digest('md5'), digest('sha1'), name, fc.constantFrom('', 'x'), size, digest('sha256'))),
  ],
];

describe.each(lists)('list %#', (format, options, head, text) => {
  it('is the same when rows are taken many at a time', () =>
    fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom<NonNullable<ReadSetup['want']>>([], ['name', 'size', 'note']),
        (rows, chunk, limit, want) => expectSame(format, head + rows, options, { chunk, limit, want }),
      ),
      { numRuns: 100 },
    ));

  it('has its usual rows taken many at a time', async () => {
    const [hex, longer, longest] = [inventedHex('md5', 1), inventedHex('sha1', 1), inventedHex('sha256', 1)];
    const usual: Readonly<Record<string, string>> = {
      hashdeep: `9,${hex},x,${longest},a.bin`,
      'checksum-file': `${(options as { kind?: string }).kind === 'sha1' ? longer : hex}  a.bin`,
      'nsrl-v2': `"${longer}","${hex}","00000000","a, b",9,1,"WIN",""`,
      hashkeeper: `1,7,"a.bin",,"${hex}",9,,,,"",,`,
      ilook: `${hex},${longer},a.bin,x,9,${longest}`,
    };
    const taken = vi.spyOn(LineScanner.prototype, 'next');
    const { rows } = await read(format, head + `${usual[format.id]}\n`.repeat(500), options, {});
    expect(rows.length).toBeGreaterThanOrEqual(500);
    expect(taken.mock.calls.length).toBeLessThan(20);
  });
});
