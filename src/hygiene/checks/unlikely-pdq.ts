// PDQ sets a bit where a value is above the median: half of its 256 bits are set, and of 1,914 published ones 112 to 142
// are. A value far from that is padding, or something else in the column (research hash-formats 3.3).
import { kinds } from '../../model/kinds.ts';
import type { Check } from '../check.ts';

const PDQ = kinds.pdq.code;
const LEAST = 96;
const MOST = 160;
const BITS = 256;

const bitsOf = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

export const unlikelyPdq: Check = {
  id: 'unlikely-pdq',
  title: 'PDQ with too many or too few bits',
  codes: ['digest/unlikely-pdq'],
  examples: [
    { kind: 'pdq', key: '0f00'.repeat(16), codes: ['digest/unlikely-pdq'] },
    { kind: 'pdq', key: 'f0'.repeat(32), codes: [] },
    { kind: 'pdq', key: '00'.repeat(32), codes: [] }, // told as a constant
    { kind: 'sha256', key: '0f00'.repeat(16), codes: [] },
  ],
  check({ bytes, start, kind, count }, { report }) {
    for (let i = 0; i < count; i++) {
      if (kind[i] !== PDQ) continue;
      let set = 0;
      for (let at = start[i] ?? 0; at < (start[i + 1] ?? 0); at++) set += bitsOf[bytes[at] ?? 0] ?? 0;
      if (set !== 0 && set !== BITS && (set < LEAST || set > MOST)) report('digest/unlikely-pdq', i, { set });
    }
  },
};
