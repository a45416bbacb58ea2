// Facts of a row as an object that `FactsReader` reads: for formats that keep what their partner has no field for in a
// property of their own.
import { isUtf8 } from 'node:buffer';
import { kinds } from '../../../model/kinds.ts';
import type { Row } from '../../../model/row.ts';
import { isoTime } from '../../../model/times.ts';
import { opinionsInOrder, reviewsInOrder } from '../said.ts';

/** Years that four digits can say. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799.999;

/** Why JSON cannot say the row, or null. */
export function jsonFault({ kind, key, times, size }: Row): string | null {
  if (kinds[kind].codec === 'text' && !isUtf8(key)) return 'the key is not UTF-8';
  if (Object.values(times).some((seconds) => seconds < FIRST_SECOND || seconds > LAST_SECOND))
    return 'a time is no date';
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) return 'a size is no number of bytes';
  return null;
}

/** What is said of the key, as the canonical form spells it. */
export function factsOf({ opinions, reviews, times, size, partnerKey, extras }: Row): object {
  const spelled = Object.fromEntries(Object.entries(times).map(([field, seconds]) => [field, isoTime(seconds)]));
  const { name, note, spelling } = extras;
  return {
    ...(opinions.length === 0 ? {} : { opinions: opinionsInOrder(opinions) }),
    ...(reviews.length === 0 ? {} : { reviews: reviewsInOrder(reviews) }),
    ...spelled,
    ...(size === undefined ? {} : { size }),
    ...(partnerKey === undefined ? {} : { partnerKey }),
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(spelling === undefined ? {} : { spelling }),
  };
}
