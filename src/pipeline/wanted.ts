// Which facts of rows are worth decoding: texts that nobody asks for cost more than all the rest of a row.
import { type FieldId, fieldIds, timeFields } from '../model/fields.ts';
import { isHashed } from '../model/rekey.ts';
import type { Job } from './job.ts';
import { fieldsOfRecords } from './replay/latest.ts';
import type { Source } from './source.ts';
import type { Target } from './target.ts';

/**
 * What the target carries, and times; all where rows are kept or handed out; without any of these all but texts, which no
 * check looks at.
 */
export function wantedFields(job: Job, target: Target | null, sources: readonly Source[]): ReadonlySet<FieldId> {
  if (job.watch !== undefined || job.keep !== undefined) return new Set(fieldIds);
  if (target === null) return new Set(fieldIds.filter((field) => field !== 'name' && field !== 'note'));
  const { fields } = target.carries;
  const wanted = new Set([...timeFields, ...fieldIds.filter((field) => fields[field] !== undefined)]);
  for (const field of fieldsOfRecords(sources)) wanted.add(field);
  if (job.countsUpkeep === true || job.listPolicy?.policy.reviews) wanted.add('reviews');
  if (isHashed(target.carries)) wanted.add('spelling');
  return wanted;
}
