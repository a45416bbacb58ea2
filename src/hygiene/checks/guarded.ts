// What the user has said must not be blocked.
import type { Check } from '../check.ts';
import { GUARDED } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const guarded: Check = {
  id: 'guarded',
  title: 'entries of the lists given with --guard',
  codes: ['overblock/guarded'],
  examples: [
    { kind: 'domain', key: 'school.example', codes: ['overblock/guarded'] },
    { kind: 'domain', key: 'www.school.example', codes: ['overblock/guarded'] },
    { kind: 'ip', key: '192.0.2.9', codes: ['overblock/guarded'] },
    { kind: 'url', key: 'https://school.example/page', codes: [] },
    { kind: 'domain', key: 'notschool.example', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, GUARDED, (i, what) =>
      report('overblock/guarded', i, { what, list: guard.titleOf(batch, i, GUARDED) }),
    );
  },
};
