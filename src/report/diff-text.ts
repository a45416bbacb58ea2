// What `diff` prints: four exact numbers.
import { grouped } from './numbers.ts';
import type { Style } from './style.ts';
import { joined, padded } from './table.ts';

export interface DiffNumbers {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
}

export function diffText({ added, removed, changed, unchanged }: DiffNumbers, style: Style): string {
  const rows = padded(
    [
      ['added', grouped(added)],
      ['removed', grouped(removed)],
      ['changed', grouped(changed)],
      ['unchanged', grouped(unchanged)],
    ],
    ['left', 'right'],
  );
  return rows.map(([name = '', count = '']) => `${joined([style.faint(name), count])}\n`).join('');
}
