// Which edition of a list is meant by a number or a time, and why there is none.
import { isoTime } from '../model/times.ts';
import type { Edition } from './edition.ts';

/** By its number, or the one that was live at a time; null is the one that is live. */
export type EditionAt = { readonly number: number } | { readonly time: number } | null;

export function editionAmong(editions: readonly Edition[], at: EditionAt): Edition | null {
  if (at !== null && 'number' in at)
    return editions.find(({ number, state }) => number === at.number && state !== 'accepted') ?? null;
  const live = editions.filter(({ state }) => state === 'live');
  return (at === null ? live.at(-1) : live.findLast((edition) => edition.at <= at.time)) ?? null;
}

export function whyNone(editions: readonly Edition[], at: EditionAt): string {
  const live = editions.filter(({ state }) => state === 'live');
  const [first] = live;
  const last = editions.at(-1);
  if (first === undefined || last === undefined) return 'none of it is live yet';
  if (at === null || 'time' in at) return `the first was live from ${isoTime(first.at)} on`;
  const accepted = editions.find(({ number, state }) => number === at.number && state === 'accepted');
  const after = live.find(({ number, action, sha256 }) => {
    return action === 'accept' && number > at.number && sha256 === accepted?.sha256;
  });
  if (accepted === undefined) return last.number === 1 ? 'it has only one' : `they are numbered 1 to ${last.number}`;
  return `edition ${at.number} was held, and went live as ${after?.number ?? 'another'}`;
}
