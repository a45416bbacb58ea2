// A delta of NSRL RDS v3 is SQL, and comes in whatever pieces the disk gives.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nsrlV3Delta } from '../../src/formats/nsrl-v3-delta.ts';
import { readText } from '../support/format-harness.ts';

const md5 = createHash('md5').update('fixture-1').digest('hex').toUpperCase();

describe('a delta of NSRL', () => {
  it.each([
    [
      'a comment between statements',
      `BEGIN TRANSACTION; -- one; two\nDELETE FROM FILE WHERE md5='${md5}' AND package_id=1;\nCOMMIT;\n`,
    ],
    ['a comment at the end', `COMMIT;\n-- the end; of it\nI`],
    ['a statement that is a dash', 'COMMIT;\n\n-'],
  ])('is read alike in pieces of any size: %s', async (_name, text) => {
    const whole = await readText(nsrlV3Delta, text);
    for (let chunk = 1; chunk < text.length; chunk++) {
      const { rows, rejected, findings } = await readText(nsrlV3Delta, text, {}, { chunk });
      expect({ chunk, rows, rejected, findings }).toEqual({
        ...{ chunk, rows: whole.rows, rejected: whole.rejected, findings: whole.findings },
      });
    }
  });

  it('names the line of a lone dash', async () => {
    const { rejected } = await readText(nsrlV3Delta, 'COMMIT;\n\n-');
    expect(rejected.map(({ at }) => at.line)).toEqual([3]);
  });
});
