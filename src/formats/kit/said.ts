// Opinions and reviews in the order in which they are written: that of their text, because their numbers depend on what
// was read before, and the same rows must give the same bytes. And labels as words of their own.
import type { Opinion, Review } from '../../model/opinions.ts';

export function opinionsInOrder(opinions: readonly Opinion[]): Opinion[] {
  return opinions.toSorted(byText(({ member, scheme, label, polarity }) => [member, scheme, label, polarity]));
}

export function reviewsInOrder(reviews: readonly Review[]): Review[] {
  return reviews.toSorted(
    byText(({ reviewer, organisation, country, decision }) => [reviewer, organisation, country, decision]),
  );
}

/** Labels for a place that has no room for their scheme: `1`, `true` and `A` mean nothing without it. Each once. */
export function labelTexts(opinions: readonly Opinion[]): string[] {
  const texts = opinions.flatMap(({ scheme = '', label }) =>
    label === undefined ? [] : [scheme === '' ? label : `${scheme}:${label}`],
  );
  return [...new Set(texts)];
}

function byText<T>(parts: (atom: T) => readonly (string | undefined)[]): (a: T, b: T) => number {
  const text = (atom: T): string =>
    parts(atom)
      .map((part) => part ?? '')
      .join('\0');
  return (a, b) => (text(a) < text(b) ? -1 : 1);
}
