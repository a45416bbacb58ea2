// A digest of one repeated byte is a blank, not a digest: a list of zeros has reached production before
// (research hash-formats 3.3).
import { kindOf } from '../../model/kinds.ts';
import type { Check } from '../check.ts';

export const constantDigest: Check = {
  id: 'constant-digest',
  title: 'digests of one repeated byte',
  codes: ['digest/constant'],
  examples: [
    { kind: 'pdq', key: '00'.repeat(32), codes: ['digest/constant'] },
    { kind: 'md5', key: 'ff'.repeat(16), codes: ['digest/constant'] },
    { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', codes: [] },
    { kind: 'domain', key: 'aaaa.example', codes: [] },
  ],
  check({ bytes, start, kind, count }, { report }) {
    for (let i = 0; i < count; i++) {
      const from = start[i] ?? 0;
      if (bytes[from] !== bytes[from + 1] || bytes[from] !== bytes[from + 2]) continue;
      const to = start[i + 1] ?? 0;
      const { id, family } = kindOf(kind[i] ?? 0);
      if ((family !== 'exact' && family !== 'perceptual') || to - from < 8) continue;
      let k = from;
      while (k < to && bytes[k] === bytes[from]) k++;
      if (k === to) report('digest/constant', i, { kind: id });
    }
  },
};
