// ICSE exports: what their flags may say.
import { describe, expect, it } from 'vitest';
import { icseCsv } from '../../src/formats/icse-csv.ts';
import { inventedHex } from '../support/batches.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const HEADER =
  'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline';
const row = (n: number, flag: string): string => `${inventedHex('md5', n)};;;${n};${flag};No;;;1;Yes;Image;No`;

describe('a file that was cut', () => {
  const whole = [HEADER, row(1, 'Yes'), row(2, 'No'), ''].join('\n');

  it('is told where its last row is short and has no end', async () => {
    const cut = whole.slice(0, whole.lastIndexOf(';1;Yes'));
    const { rows, findings } = await readText(icseCsv, cut);
    expect(rows).toHaveLength(2);
    expect(codesOf(findings)).toEqual([['input/cut-short', 3]]);
  });

  it('is no file whose rows leave columns out, nor one without a last line end', async () => {
    const short = [HEADER, inventedHex('md5', 1), ''].join('\n');
    expect(codesOf((await readText(icseCsv, short)).findings)).toEqual([]);
    expect(codesOf((await readText(icseCsv, whole.trimEnd())).findings)).toEqual([]);
  });
});

describe('flags', () => {
  it('keeps a word that is neither yes nor no, and tells it of each row', async () => {
    const { rows, findings } = await readText(
      icseCsv,
      [HEADER, row(1, 'Maybe'), row(2, 'Maybe'), row(3, 'YES')].join('\n'),
    );
    const distributed = rows.map(({ opinions }) => opinions.find(({ scheme }) => scheme === 'distributed')?.label);
    expect(distributed).toEqual(['Maybe', 'Maybe', 'true']);
    expect(codesOf(findings)).toEqual([
      ['row/unknown-value', 2],
      ['row/unknown-value', 3],
    ]);
  });
});
