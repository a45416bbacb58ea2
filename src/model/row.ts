// A row as one object: for formats that write whole objects, for reports and for tests. Hot loops read columns instead.
import type { Batch } from './batch.ts';
import { type Extras, type TimeField, timeFields } from './fields.ts';
import { type KindId, kindOf } from './kinds.ts';
import type { Interns, Opinion, Review } from './opinions.ts';
import { type Operation, operationOf, type Scope, scopeOf } from './scope.ts';

export interface Origin {
  readonly source: string;
  readonly line: number;
  readonly operation: Operation;
}

export interface Row {
  readonly kind: KindId;
  readonly scope: Scope;
  readonly operation: Operation;
  /** Canonical bytes. */
  readonly key: Uint8Array;
  readonly line: number;
  /** Number within the batch, where rows belong together. */
  readonly item?: number;
  readonly opinions: readonly Opinion[];
  readonly reviews: readonly Review[];
  /** Epoch seconds. */
  readonly times: Partial<Readonly<Record<TimeField, number>>>;
  readonly size?: number;
  readonly partnerKey?: string;
  readonly extras: Extras;
  readonly origins: readonly Origin[];
}

/** Row i of a batch as an object; the key is a view into the batch. */
export function rowAt(batch: Batch, i: number, interns: Interns): Row {
  const times: Partial<Record<TimeField, number>> = {};
  for (const field of timeFields) {
    const seconds = batch.times[field]?.[i];
    if (seconds !== undefined && !Number.isNaN(seconds)) times[field] = seconds;
  }
  const size = batch.size?.[i];
  const partnerKey = batch.partnerKey?.[i];
  const item = batch.item?.[i];
  return {
    kind: kindOf(batch.kind[i]!).id,
    scope: scopeOf(batch.scope[i]!),
    operation: operationOf(batch.op[i]!),
    key: batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!),
    line: batch.line[i]!,
    ...(item === undefined ? {} : { item }),
    opinions: batch.opinions ? interns.opinions.list(batch.opinions[i]!) : [],
    reviews: batch.reviews ? interns.reviews.list(batch.reviews[i]!) : [],
    times,
    ...(size === undefined || Number.isNaN(size) ? {} : { size }),
    ...(partnerKey === undefined ? {} : { partnerKey }),
    extras: batch.extras?.[i] ?? {},
    origins: originsAt(batch, i, interns),
  };
}

/** The sources of row i with the line and operation each gave it. */
export function originsAt(batch: Batch, i: number, interns: Interns): Origin[] {
  const { origins } = batch;
  if (origins === null) {
    return [{ source: interns.sources.name(batch.source), line: batch.line[i]!, operation: operationOf(batch.op[i]!) }];
  }
  const list: Origin[] = [];
  for (let n = origins.start[i]!; n < origins.start[i + 1]!; n++) {
    list.push({
      source: interns.sources.name(origins.source[n]!),
      line: origins.line[n]!,
      operation: operationOf(origins.op[n]!),
    });
  }
  return list;
}
