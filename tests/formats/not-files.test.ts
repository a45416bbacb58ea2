// Digests of something else than files: refused by name whatever format they are read as, and whoever chose it.
import { describe, expect, it } from 'vitest';
import { sourceSpecs } from '../../src/commands/shared/format-choice.ts';
import { checksumFile } from '../../src/formats/checksum-file.ts';
import { headOf } from '../../src/formats/detect.ts';
import type { Format } from '../../src/formats/format.ts';
import { mispCsv } from '../../src/formats/misp-csv.ts';
import { plainDigests } from '../../src/formats/plain-digests.ts';
import { inventedHex } from '../support/batches.ts';
import { codesOf, readText } from '../support/format-harness.ts';
import { fakeHost } from '../support/host.ts';

const md5 = inventedHex('md5', 1);
const cache = `${md5},00000000-0000-4000-8000-000000000001\n${inventedHex('md5', 2)},00000000-0000-4000-8000-000000000002\n`;
const sections = `1024:${md5}:Example.Section\n*:${inventedHex('sha256', 1)}:Example.Section:73\n`;
const imports = `${md5}:9:Example.Import\n`;
const blocks = `{"block_hash":"${md5}","k_entropy":7843,"block_label":"","source_sub_counts":[]}\n`;

async function choose(from: string, name: string, text: string): Promise<unknown> {
  const given = { from: [from] };
  const options = new Proxy(given, { get: (_, key) => (key === 'from' ? given.from : []) }) as never; // no other option is given
  const [spec] = await sourceSpecs([name], options, fakeHost({}), () => {});
  return spec?.choose(headOf(Buffer.from(text), name, true), name).format.id;
}

describe('an explicit format', () => {
  it.each([
    ['misp-csv', 'hashes.csv', cache],
    ['plain-digests', 'hashes.csv', cache],
    ['checksum-file', 'hashes.csv', cache],
    ['clamav', 'list.imp', imports],
    ['plain-digests', 'list.imp', imports],
  ])('%s refuses %s', async (from, name, text) => {
    await expect(choose(from, name, text)).rejects.toMatchObject({ code: 'digest/not-of-a-file', exit: 2 });
  });

  it('is taken as said otherwise', async () => {
    expect(await choose('clamav', 'list.hdb', imports)).toBe('clamav');
    expect(await choose('plain-digests', 'list.md5', 'neither\n')).toBe('plain-digests');
  });
});

describe.each([
  ['plain-digests', plainDigests as Format, {}],
  ['plain-digests', plainDigests as Format, { kind: 'md5' }],
  ['checksum-file', checksumFile as Format, { kind: 'md5' }],
])('%s', (_id, format, options) => {
  it.each([
    ['values of attributes', cache, 2],
    ['sections', sections, 2],
    ['blocks', blocks, 1],
  ])('refuses %s among its rows', async (_name, text, count) => {
    const good = format === plainDigests ? `${inventedHex('md5', 5)}\n` : `${inventedHex('md5', 5)}  a\n`;
    const { rows, rejected } = await readText(format, good + text, options as never);
    expect(rows.length).toBe(1);
    expect(rejected.map(({ code }) => code)).toEqual(new Array(count).fill('digest/not-of-a-file'));
  });
});

it('misp-csv says what stands in the place of its header', async () => {
  await expect(readText(mispCsv, cache)).rejects.toMatchObject({ code: 'digest/not-of-a-file', exit: 2 });
  await expect(readText(mispCsv, 'a,b\n')).rejects.toMatchObject({ code: 'input/no-key-column' });
  expect(codesOf((await readText(mispCsv, '')).findings)).toEqual([]);
});
