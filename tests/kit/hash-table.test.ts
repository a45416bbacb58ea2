// The fast lane of hash tables decides nothing: with it or without, a row is taken or refused alike, whatever it looks like.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nsrlV2 } from '../../src/formats/nsrl-v2.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const SHA1 = 'A544AF123662C61AE0664B4D41457639D24ED7F1';
const MD5 = 'C97E5B930EB5A08D7E4C7836046694D9';
const HEADER = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"';

const read = (line: string): ReturnType<typeof readText> => readText(nsrlV2, `${HEADER}\n${line}\n`);

/** Blanks in front of the first quotation mark are allowed, and send the row down the patient lane. */
const patient = (line: string): string => line.replace(/^/u, ' ');

const cell = fc.constantFrom(
  '""',
  '',
  `"${SHA1}"`,
  `"${MD5}"`,
  MD5,
  '"a, b"',
  '"a""b"',
  '"a',
  'a"',
  'x',
  '9',
  '"9"',
  '"é"',
);
const rows = fc.array(cell, { minLength: 6, maxLength: 9 });
const usual = fc.tuple(
  fc.constantFrom(`"${SHA1}"`, `"${SHA1.toLowerCase()}"`, '""'),
  fc.constantFrom(`"${MD5}"`, '""', `"${MD5.slice(1)}g"`),
  fc.constant('"00000000"'),
  cell,
  fc.constantFrom('9', '', '"9"', 'x'),
  cell,
  fc.constant('"WIN"'),
  fc.constant('""'),
);

describe('a row of a hash table', () => {
  it('reads alike by either lane', () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(usual, rows), async (cells) => {
        const line = ['"', ...cells.join(',')].join('').slice(1);
        fc.pre(line.startsWith('"'));
        const [fast, slow] = [await read(line), await read(patient(line))];
        const facts = ({ rows: got }: Awaited<ReturnType<typeof read>>): unknown =>
          got.map(({ kind, key, size, extras, item }) => [kind, Buffer.from(key).toString('hex'), size, extras, item]);
        expect(facts(fast)).toEqual(facts(slow));
        expect(codesOf(fast.findings)).toEqual(codesOf(slow.findings));
      }),
    ));

  it('tells the place of what is wrong', async () => {
    const { findings } = await read(`"${SHA1}","${MD5.slice(1)}g","","a",9,1,"WIN",""`);
    expect(findings.map(({ code, at }) => [code, at.column])).toEqual([['digest/not-hex', 76]]);
  });
});
