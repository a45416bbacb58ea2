// PhotoDNA in tables: every spelling that lists have it in, its other edition kept apart, and none that costs what is beside it.
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv.ts';
import type { Format } from '../../src/formats/format.ts';
import { icseCsv } from '../../src/formats/icse-csv.ts';
import { ipedCsv } from '../../src/formats/iped-csv.ts';
import { jsonLines } from '../../src/formats/json-lines.ts';
import { hexText } from '../../src/model/bytes.ts';
import { inventedHex, inventedKey } from '../support/batches.ts';
import { convert } from '../support/convert.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const photo = Buffer.from(inventedKey('photodna', 3));
const edge = Buffer.from(inventedKey('photodna-edge-v2', 3));
const md5 = inventedHex('md5', 1);

const ICSE =
  'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline';

/** A list with one record in each of the formats. */
const lists: readonly [string, Format, (md5: string, photoDna: string) => string][] = [
  ['icse-csv', icseCsv, (hash, photoDna) => `${ICSE}\n${hash};;${photoDna};1\n`],
  ['iped-csv', ipedCsv, (hash, photoDna) => `MD5,set,status,photoDna\n${hash},EXAMPLE,,"${photoDna}"\n`],
  ['csv', csv, (hash, photoDna) => `md5,photodna\n${hash},"${photoDna}"\n`],
  ['json-lines', jsonLines, (hash, photoDna) => `${JSON.stringify({ md5: hash, photodna: photoDna })}\n`],
];

const keysOf = ({ rows }: Awaited<ReturnType<typeof readText>>): string[] =>
  rows.map(({ kind, key }) => `${kind} ${hexText(key)}`);

describe.each(lists)('PhotoDNA in %s', (id, format, list) => {
  it.each([
    ['base64', photo.toString('base64')],
    ['hexadecimal', photo.toString('hex')],
    ['numbers', [...photo].join(',')],
    ['numbers with blanks', [...photo].join(', ')],
  ])('%s', async (_name, text) => {
    const read = await readText(format, list(md5, text));
    expect([keysOf(read), read.rejected]).toEqual([[`md5 ${md5}`, `photodna ${photo.toString('hex')}`], []]);
  });

  it.each([
    ['base64', edge.toString('base64')],
    ['hexadecimal', edge.toString('hex')],
  ])('Edge V2 in %s is a kind of its own', async (_name, text) => {
    const read = await readText(format, list(md5, text));
    expect(keysOf(read)).toEqual([`md5 ${md5}`, `photodna-edge-v2 ${edge.toString('hex')}`]);
  });

  it.each([
    ['cut', photo.toString('base64').slice(4)],
    ['no base64', `${photo.toString('base64').slice(1)}!`],
    ['143 numbers', [...photo].slice(1).join(',')],
    ['numbers above 255', [...photo].map((n) => n + 200).join(',')],
  ])('%s', async (_name, text) => {
    const read = await readText(format, list(md5, text));
    const alone = await readText(format, list('', text));
    expect([alone.rows.length, alone.rejected.length]).toEqual([0, 1]);
    if (id === 'icse-csv' || id === 'iped-csv') {
      expect([keysOf(read), read.rejected]).toEqual([[`md5 ${md5}`], []]);
      expect(codesOf(read.findings).filter(([code]) => code === 'digest/left-out').length).toBe(1);
    } else expect([keysOf(read), read.rejected.length]).toEqual([[], 1]);
  });
});

it('a list of numbers in JSON is read as one in a text', async () => {
  const read = await readText(jsonLines, `${JSON.stringify({ md5, photodna: [...photo] })}\n`);
  expect(keysOf(read)).toEqual([`md5 ${md5}`, `photodna ${photo.toString('hex')}`]);
});

it.each([
  ['icse-csv', icseCsv as Format],
  ['iped-csv', ipedCsv as Format],
])('Edge V2 is not written into %s, whose readers stop at it', async (_id, format) => {
  const list = `md5,photodna\n${md5},${edge.toString('base64')}\n`;
  const { findings, bytes } = await convert({ format: csv, options: {} }, list, { format, options: {} });
  expect([bytes.toString().includes(md5), bytes.toString().includes(edge.toString('base64').slice(0, 40))]).toEqual([
    true,
    false,
  ]);
  expect(findings.countOf('loss/kind-dropped')).toBe(1);
});
