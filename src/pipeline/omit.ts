// Leaves facts out of an output that its recipient must not see: who reviewed an entry, what was noted about it, under which
// number its sender keeps it. What is left out is counted as the loss that it is.
import type { Batch, Times } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { type ExtraField, type Extras, type FieldId, fieldIds, timeFields } from '../model/fields.ts';
import type { Stage } from './stage.ts';

/** What may be left out. Not where rows come from: that is not said of one row, but of what it was merged from. */
export const omittable = ['opinions', ...fieldIds.filter((field) => field !== 'origins')] as const;
export type Omittable = 'opinions' | FieldId;

/** What a format carries when these facts are left out. */
export function carriedWithout(carries: Carries, omitted: ReadonlySet<Omittable>): Carries {
  const fields = Object.fromEntries(Object.entries(carries.fields).filter(([field]) => !omitted.has(field as FieldId))); // its keys
  return { ...carries, fields, opinions: omitted.has('opinions') ? 'none' : carries.opinions };
}

export function omit(omitted: ReadonlySet<Omittable> = new Set()): Stage {
  if (omitted.size === 0) return (batches) => batches;
  const kept = <T>(field: Omittable, column: T): T | null => (omitted.has(field) ? null : column);
  return async function* without(batches) {
    for await (const batch of batches) {
      yield {
        ...batch,
        opinions: kept('opinions', batch.opinions),
        reviews: kept('reviews', batch.reviews),
        size: kept('size', batch.size),
        partnerKey: kept('partnerKey', batch.partnerKey),
        times: Object.fromEntries(timeFields.map((field) => [field, kept(field, batch.times[field])])) as Times, // all of them
        extras: batch.extras && extrasWithout(batch.extras, omitted),
      };
    }
  };
}

function extrasWithout(extras: NonNullable<Batch['extras']>, omitted: ReadonlySet<Omittable>): Batch['extras'] {
  return extras.map((each) => {
    const left = Object.entries(each ?? {}).filter(([field]) => !omitted.has(field as ExtraField)); // its keys
    return left.length === 0 ? undefined : (Object.fromEntries(left) as Extras);
  });
}
