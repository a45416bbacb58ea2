// Editions that wait to be accepted. Each is kept in full as it would have been when it came, so that what others changed since
// is not in it: going live it would undo that.
import type { Edition } from './edition.ts';

/** What these change is carried to every later edition, also to one that was held before. */
const CARRIED: ReadonlySet<string> = new Set(['review', 'appeal']);

/** The newest last. Once a later whole one went in, or the same file came again, there is nothing to wait for. */
export function heldIn(editions: readonly Edition[]): Edition[] {
  const whole = editions.findLast((each) => isReplaced(each, editions))?.number ?? 0;
  return editions.filter(({ state, number, sha256 }) => {
    return (
      state === 'held' && number > whole && !editions.some((each) => each.number > number && each.sha256 === sha256)
    );
  });
}

/** Whose rows stand by themselves and were never in force; null for a live one. */
export function neverLive({ number, state, rejected }: Edition): string | null {
  if (state === 'held') return `edition ${number} is held`;
  if (rejected === null) return null;
  return `edition ${number} was rejected by ${rejected.by}${rejected.reason === null ? '' : `: ${rejected.reason}`}`;
}

/** The live edition that this one would undo; null where there is none. */
export function outdatedBy({ number }: Edition, editions: readonly Edition[]): Edition | null {
  return (
    editions.findLast((each) => each.state === 'live' && each.number > number && !CARRIED.has(each.action)) ?? null
  );
}

function isReplaced({ state, action, sha256 }: Edition, all: readonly Edition[]): boolean {
  if (state !== 'live' || action !== 'accept') return state === 'live' && action === 'replace';
  return all.some((each) => each.state === 'accepted' && each.sha256 === sha256 && each.action === 'replace');
}
