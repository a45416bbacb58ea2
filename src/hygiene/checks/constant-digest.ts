// A digest of one repeated byte is a blank, not a digest: a list of zeros has reached production before
// (research hash-formats 3.3). One of a few repeated bytes, such as deadbeef, was typed by a person; a perceptual hash of a
// picture with a pattern may repeat itself.
import { kindOf } from '../../model/kinds.ts';
import type { Check } from '../check.ts';

/** One, two, four or eight bytes, repeated: chance does not make that of sixteen. */
const PERIOD = 8;

export const constantDigest: Check = {
  id: 'constant-digest',
  title: 'digests that repeat themselves',
  codes: ['digest/constant'],
  examples: [
    { kind: 'pdq', key: '00'.repeat(32), codes: ['digest/constant'] },
    { kind: 'md5', key: 'ff'.repeat(16), codes: ['digest/constant'] },
    { kind: 'sha1', key: 'deadbeef'.repeat(5), codes: ['digest/constant'] },
    { kind: 'md5', key: '0123456789abcdef'.repeat(2), codes: ['digest/constant'] },
    { kind: 'pdq', key: 'f00f'.repeat(16), codes: [] },
    { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', codes: [] },
    { kind: 'domain', key: 'aaaa.example', codes: [] },
  ],
  check({ bytes, start, kind, count }, { report }) {
    for (let i = 0; i < count; i++) {
      const from = start[i] ?? 0;
      if (bytes[from] !== bytes[from + PERIOD] || bytes[from + 1] !== bytes[from + PERIOD + 1]) continue;
      const to = start[i + 1] ?? 0;
      const { id, family } = kindOf(kind[i] ?? 0);
      if ((family !== 'exact' && family !== 'perceptual') || to - from < 2 * PERIOD) continue;
      const period = family === 'exact' ? PERIOD : 1;
      let k = from + period;
      while (k < to && bytes[k] === bytes[k - period]) k++;
      if (k === to) report('digest/constant', i, { kind: id });
    }
  },
};
