// A warning list says so behind its entries as often as before them, and its entries are exceptions.
import { describe, expect, it } from 'vitest';
import { mispWarninglist } from '../../src/formats/misp-warninglist.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const BEGIN = '{"description":"x","list":["example.com"';

describe('misp-warninglist', () => {
  it('is known by its type behind its entries', async () => {
    const { rows, findings } = await readText(
      mispWarninglist,
      `${BEGIN}],"name":"Example","type":"hostname","version":1}`,
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['excepted']);
    expect(codesOf(findings)).toEqual([]);
  });

  // A list of what must be blocked may begin as one does: taken for exceptions, its entries would be unblocked.
  it('is refused where it has none', async () => {
    const reading = readText(mispWarninglist, `${BEGIN}],"name":"Example","version":1}`);
    await expect(reading).rejects.toMatchObject({ code: 'input/bad-document' });
  });

  it('is told to be cut where it ends before it can say so', async () => {
    const { findings } = await readText(mispWarninglist, BEGIN);
    expect(codesOf(findings)).toEqual([['input/cut-short', 1]]);
  });
});
