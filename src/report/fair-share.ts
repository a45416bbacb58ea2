// Which examples a report shows that may show only so many: the severest first, and of each code as many as of the others,
// so that a million findings of one kind do not hide the only one of another.
import type { Finding } from '../model/findings.ts';
import { type ShownCount, severities } from './severity.ts';

export interface Share extends ShownCount {
  readonly shown: readonly Finding[];
}

/** The groups in their order, each with the examples to show: no more than `most` in all, nor than `each` of a code. */
export function shared(groups: readonly ShownCount[], most: number, each: number = most): Share[] {
  const shares = new Map<ShownCount, number>();
  let left = most;
  for (const severity of severities) {
    const alike = groups.filter((group) => group.severity === severity);
    for (const [group, share] of equally(alike, left, each)) {
      shares.set(group, share);
      left -= share;
    }
  }
  return groups.map((group) => ({ ...group, shown: group.examples.slice(0, shares.get(group) ?? 0) }));
}

/** Small groups first: what they do not use is for the large ones. */
function equally(groups: readonly ShownCount[], most: number, each: number): [ShownCount, number][] {
  const sizeOf = ({ examples }: ShownCount): number => Math.min(examples.length, each);
  let left = most;
  return [...groups]
    .sort((a, b) => sizeOf(a) - sizeOf(b))
    .map((group, i) => {
      const share = Math.min(sizeOf(group), Math.ceil(left / (groups.length - i)));
      left -= share;
      return [group, share];
    });
}
