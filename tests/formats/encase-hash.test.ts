// The number of files stands in front of an EnCase set: rows wait for it, within the memory they may have.
import { expect, it } from 'vitest';
import { encaseHash } from '../../src/formats/encase-hash.ts';
import { plainDigests } from '../../src/formats/plain-digests.ts';
import { readText, writeText } from '../support/format-harness.ts';

it('a set that exceeds the memory is written as one that does not', async () => {
  const text = Array.from({ length: 5000 }, (_, n) => `${n.toString(16).padStart(32, 'a')}\n`).join('');
  const { batches, interns } = await readText(plainDigests, text, { kind: 'md5' }, { limit: 500 });
  const whole = await writeText(encaseHash, batches, {}, { interns });
  const spilled = await writeText(encaseHash, batches, {}, { interns, memory: 10_000 });
  expect(spilled.bytes).toEqual(whole.bytes);
  expect((await readText(encaseHash, spilled.bytes)).rows).toHaveLength(5000);
});
