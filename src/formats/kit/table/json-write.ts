// Writes one JSON object a key, under the names that `json-lines` reads: only what the row has, lists as parallel arrays.
import { isUtf8 } from 'node:buffer';
import type { Batch } from '../../../model/batch.ts';
import { keyText } from '../../../model/key-text.ts';
import { kindOf } from '../../../model/kinds.ts';
import type { Interns, Opinion, Review } from '../../../model/opinions.ts';
import { rowAt } from '../../../model/row.ts';
import { isoTime } from '../../../model/times.ts';
import type { WriteContext } from '../../format.ts';
import { ByteWriter } from '../emit.ts';
import { opinionsInOrder, reviewsInOrder } from '../said.ts';

/** Years that four digits can say. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799.999;

const TIMES = [
  ['last_reviewed', 'lastReviewed'],
  ['first_seen', 'firstSeen'],
  ['last_verified', 'lastVerified'],
  ['updated', 'updated'],
  ['expires', 'expires'],
] as const;

export async function* writeObjects(
  batches: AsyncIterable<Batch>,
  context: WriteContext<unknown>,
): AsyncIterable<Uint8Array> {
  const out = new ByteWriter();
  let item = 0;
  for await (const batch of batches) {
    for (let i = 0; i < batch.count; i++) {
      const joins = batch.item !== null && i > 0 && batch.item[i] === batch.item[i - 1];
      const isGroup = joins || (batch.item !== null && batch.item[i] === batch.item[i + 1]);
      if (isGroup && !joins) item++;
      const fault = faultOf(batch, i);
      if (fault !== null) {
        context.unfit(fault, batch, i);
        continue;
      }
      out.json(objectOf(batch, i, isGroup ? item : null, context.interns));
      out.byte(10);
    }
    yield out.take();
  }
}

/** Why JSON cannot hold the row, or null. */
function faultOf(batch: Batch, i: number): string | null {
  const { codec, family } = kindOf(batch.kind[i]!);
  const key = batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!);
  if (codec === 'text' && family !== 'place' && !isUtf8(key)) return 'the key is not UTF-8';
  for (const [, field] of TIMES) {
    const seconds = batch.times[field]?.[i] ?? Number.NaN;
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) return 'a time is no date';
  }
  const size = batch.size?.[i] ?? Number.NaN;
  if (!Number.isNaN(size) && !(Number.isSafeInteger(size) && size >= 0)) return 'a size is no number of bytes';
  return null;
}

function objectOf(batch: Batch, i: number, item: number | null, interns: Interns): Record<string, unknown> {
  const row = rowAt(batch, i, interns);
  const { kind, scope, operation, extras, size, partnerKey } = row;
  const opinions = opinionsInOrder(row.opinions);
  const reviews = reviewsInOrder(row.reviews);
  const opinion = (name: keyof Opinion): unknown => listed(opinions.map((each) => each[name]));
  const review = (name: keyof Review): unknown => listed(reviews.map((each) => each[name]));
  const times = Object.fromEntries(
    TIMES.map(([name, field]) => [name, row.times[field] === undefined ? undefined : isoTime(row.times[field])]),
  );
  return {
    kind,
    key: keyText(kindOf(batch.kind[i]!), row.key),
    // A name that does not say how far it reaches is asked about.
    scope: scope === 'exact' && kind !== 'domain' ? undefined : scope,
    operation: operation === 'present' ? undefined : operation,
    item: item ?? undefined,
    member: opinion('member'),
    scheme: opinion('scheme'),
    label: opinion('label'),
    polarity: opinion('polarity'),
    reviewer: review('reviewer'),
    organisation: review('organisation'),
    country: review('country'),
    decision: review('decision'),
    ...times,
    id: partnerKey,
    size,
    name: extras.name,
    note: extras.note,
    spelling: extras.spelling,
    origins: batch.origins === null ? undefined : listed(row.origins.map(originText)),
  };
}

function originText({ source, line, operation }: ReturnType<typeof rowAt>['origins'][number]): string {
  return `${source}:${line}${operation === 'present' ? '' : `:${operation}`}`;
}

/** Nothing, one value, or an array as long as the row's others; absent parts are null. */
function listed(values: readonly (string | undefined)[]): unknown {
  if (values.every((value) => value === undefined)) return undefined;
  return values.length === 1 ? values[0] : values.map((value) => value ?? null);
}
