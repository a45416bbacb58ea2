// What people here said of entries, by review and appeal: the next edition of the sender knows nothing of it, and must not
// take it off. It is found in the live edition, so that going back to an earlier one goes back in this, too.
import type { Batch } from '../../model/batch.ts';
import type { Interns, Opinion, Review } from '../../model/opinions.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { Edition } from '../../registry/edition.ts';
import { personText } from '../../registry/votes.ts';
import { keyAt } from './key-at.ts';

/** The scheme of what `appeal` says. */
export const APPEAL = 'appeal';

interface Said {
  readonly reviews: readonly Review[];
  readonly opinions: readonly Opinion[];
  readonly lastReviewed: number;
}

/** Rows of a new edition, with what was said by hand of the same keys in the one that is live, or in what of it they replace. */
export async function* withSaid(
  rows: Batches,
  editions: readonly Edition[],
  live: () => Iterable<Batch>,
  interns: Interns,
): Batches {
  const people = new Set(editions.filter(({ action }) => isByHand(action)).map(({ person }) => person));
  if (people.size === 0) {
    yield* rows;
    return;
  }
  const said = saidIn(people, live, interns);
  for await (const batch of rows) yield added(unsaid(batch, people, interns), said, interns);
}

function isByHand(action: string): boolean {
  return action === 'review' || action === 'appeal';
}

/**
 * Whoever confirmed an entry has not confirmed one that is off the list: a delta that lists it again would bring it back
 * into force with nobody having looked, where a full edition would let it wait.
 */
function unsaid(batch: Batch, people: ReadonlySet<string | null>, { reviews }: Interns): Batch {
  if (batch.reviews === null) return batch;
  let left: Uint32Array | null = null;
  for (let i = 0; i < batch.count; i++) {
    if (batch.op[i] !== WITHDRAWN || batch.reviews[i] === EMPTY_SET) continue;
    left ??= batch.reviews.slice();
    left[i] = reviews.of(reviews.list(batch.reviews[i] ?? EMPTY_SET).filter((each) => !people.has(reviewerText(each))));
  }
  return left === null ? batch : { ...batch, reviews: left };
}

function saidIn(people: ReadonlySet<string | null>, live: () => Iterable<Batch>, interns: Interns): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const batch of live()) {
    if (batch.reviews === null && batch.opinions === null) continue;
    for (let i = 0; i < batch.count; i++) {
      if (batch.op[i] === WITHDRAWN) continue;
      const all = batch.reviews === null ? [] : interns.reviews.list(batch.reviews[i] ?? 0);
      const reviews = all.filter((each) => people.has(reviewerText(each)));
      const opinions = (batch.opinions === null ? [] : interns.opinions.list(batch.opinions[i] ?? 0)).filter(isAppeal);
      if (reviews.length === 0 && opinions.length === 0) continue;
      said.set(keyAt(batch, i), { reviews, opinions, lastReviewed: batch.times.lastReviewed?.[i] ?? Number.NaN });
    }
  }
  return said;
}

function added(batch: Batch, said: ReadonlyMap<string, Said>, { reviews, opinions }: Interns): Batch {
  let changed: { reviews: Uint32Array; opinions: Uint32Array; lastReviewed: Float64Array } | null = null;
  for (let i = 0; i < batch.count; i++) {
    const ours = said.get(keyAt(batch, i));
    if (ours === undefined || batch.op[i] === WITHDRAWN) continue;
    changed ??= {
      reviews: batch.reviews?.slice() ?? new Uint32Array(batch.count),
      opinions: batch.opinions?.slice() ?? new Uint32Array(batch.count),
      lastReviewed: batch.times.lastReviewed?.slice() ?? new Float64Array(batch.count).fill(Number.NaN),
    };
    const people = new Set(ours.reviews.map(reviewerText));
    const theirs = reviews.list(changed.reviews[i] ?? 0).filter((each) => !people.has(reviewerText(each)));
    const views = opinions
      .list(changed.opinions[i] ?? 0)
      .filter((each) => !ours.opinions.some((own) => speakAlike(own, each)));
    if (ours.reviews.length > 0) changed.reviews[i] = reviews.of([...theirs, ...ours.reviews]);
    if (ours.opinions.length > 0) changed.opinions[i] = opinions.of([...views, ...ours.opinions]);
    if (ours.reviews.length > 0 && !((changed.lastReviewed[i] ?? Number.NaN) >= ours.lastReviewed))
      changed.lastReviewed[i] = ours.lastReviewed;
  }
  if (changed === null) return batch;
  const { lastReviewed, ...columns } = changed;
  return { ...batch, ...columns, times: { ...batch.times, lastReviewed } };
}

function isAppeal({ scheme }: Opinion): boolean {
  return scheme === APPEAL;
}

function speakAlike(a: Opinion, b: Opinion): boolean {
  return a.member === b.member && a.scheme === b.scheme;
}

function reviewerText({ reviewer, organisation = '', country = '' }: Review): string {
  return personText({ reviewer, organisation, country });
}
