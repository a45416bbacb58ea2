// Records as plain data, and batches made of them with the same builder that readers use.
// Also the other way round: rows as plain data that two tests may compare. It judges nothing.
import { createHash } from 'node:crypto';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { type ExtraField, type TimeField, timeFields } from '../../src/model/fields.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import type { Interns, Opinion, Review } from '../../src/model/opinions.ts';
import { type Row, rowAt } from '../../src/model/row.ts';
import { type Operation, operationCode, type Scope, scopeCode } from '../../src/model/scope.ts';

export interface TestKey {
  readonly kind: KindId;
  /** Canonical bytes. */
  readonly key: Uint8Array;
  readonly scope: Scope;
  readonly spelling?: string;
}

/** One record: keys of one file or page, and facts that hold for all of them. */
export interface TestRecord {
  readonly keys: readonly TestKey[];
  readonly operation: Operation;
  readonly opinions: readonly Opinion[];
  readonly reviews: readonly Review[];
  readonly times: Partial<Readonly<Record<TimeField, number>>>;
  readonly size?: number;
  readonly partnerKey?: string;
  readonly name?: string;
  readonly note?: string;
}

/** Bytes of an invented digest of this width: those of `fixture-n`, as long as they last, then those of the next. */
export function inventedBytes(n: number, width: number): Uint8Array {
  const all: Buffer[] = [];
  for (let i = 0, length = 0; length < width; i++, length += 64) {
    all.push(
      createHash('sha512')
        .update(i === 0 ? `fixture-${n}` : `fixture-${n}-${i}`)
        .digest(),
    );
  }
  return Uint8Array.from(Buffer.concat(all).subarray(0, width));
}

type HexAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';
/** Long lists are made of the same few digests again and again, and hashing took longer than reading them. */
const FEW = 10_000;
const hexes: Record<HexAlgorithm, string[]> = { md5: [], sha1: [], sha256: [], sha512: [] };

/** The hexadecimal digest of `fixture-n`. */
export function inventedHex(algorithm: HexAlgorithm, n: number): string {
  const known = hexes[algorithm][n];
  if (known !== undefined) return known;
  const hex = createHash(algorithm).update(`fixture-${n}`).digest('hex');
  if (n < FEW) hexes[algorithm][n] = hex;
  return hex;
}

/** Bytes of a digest of `fixture-n`: the real one where Node knows the algorithm. */
export function inventedKey(kind: KindId, n: number): Uint8Array {
  if (kind === 'sb-sha256') return inventedKey('sha256', n);
  const algorithm =
    kind === 'sha3-256' || kind === 'sha3-512' ? kind : kind.startsWith('sha') || kind === 'md5' ? kind : '';
  if (algorithm !== '') return Uint8Array.from(createHash(algorithm).update(`fixture-${n}`).digest());
  return inventedBytes(n, kinds[kind].width);
}

/** The records as batches of about `limit` rows; record k stands on line k + 1. */
export function batchesOf(records: readonly TestRecord[], interns: Interns, source: string, limit?: number): Batch[] {
  const builder = new BatchBuilder(interns.sources.id(source), limit);
  const batches: Batch[] = [];
  records.forEach((record, k) => {
    addRecord(builder, record, k + 1, interns);
    if (builder.isFull) batches.push(builder.take());
  });
  if (builder.count > 0) batches.push(builder.take());
  return batches;
}

export function addRecord(builder: BatchBuilder, record: TestRecord, line: number, interns: Interns): void {
  builder.begin(line, operationCode(record.operation));
  for (const { kind, key, scope, spelling } of record.keys) {
    builder.addBytes(kinds[kind].code, scopeCode(scope), key, 0, key.length);
    if (spelling !== undefined) builder.setSpelling(spelling);
  }
  builder.setOpinions(interns.opinions.of(record.opinions));
  builder.setReviews(interns.reviews.of(record.reviews));
  for (const field of timeFields) {
    const seconds = record.times[field];
    if (seconds !== undefined) builder.setTime(field, seconds);
  }
  if (record.size !== undefined) builder.setSize(record.size);
  if (record.partnerKey !== undefined) builder.setPartnerKey(record.partnerKey);
  for (const field of ['name', 'note'] satisfies ExtraField[]) {
    const text = record[field];
    if (text !== undefined) builder.setExtra(field, text);
  }
}

export function rowsOf(batches: readonly Batch[], interns: Interns): Row[] {
  return batches.flatMap((batch) => Array.from({ length: batch.count }, (_, i) => rowAt(batch, i, interns)));
}

/**
 * A row as text that says all but where the row stood: equal texts, equal rows. `group` says which rows belong together
 * and is the same for all rows of a record; rows alone have none.
 */
export interface PlainRow {
  readonly kind: KindId;
  readonly scope: Scope;
  readonly operation: Operation;
  /** Hexadecimal of the canonical bytes. */
  readonly key: string;
  /** Sorted JSON texts. */
  readonly opinions: readonly string[];
  readonly reviews: readonly string[];
  readonly times: Partial<Readonly<Record<TimeField, number>>>;
  readonly size?: number;
  readonly partnerKey?: string;
  readonly name?: string;
  readonly note?: string;
  readonly spelling?: string;
  /** `source:line:operation`, in order. */
  readonly origins: readonly string[];
}

/** Rows that belong together stand in one group, in order; most groups hold one row. */
export type PlainGroup = readonly PlainRow[];

export function plainRow(row: Row): PlainRow {
  const { kind, scope, operation, times, size, partnerKey } = row;
  const { name, note, spelling } = row.extras;
  return {
    kind,
    scope,
    operation,
    key: Buffer.from(row.key).toString('hex'),
    opinions: row.opinions.map(opinionText).sort(),
    reviews: row.reviews.map(reviewText).sort(),
    times,
    ...(size === undefined ? {} : { size }),
    ...(partnerKey === undefined ? {} : { partnerKey }),
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(spelling === undefined ? {} : { spelling }),
    origins: row.origins.map((origin) => `${origin.source}:${origin.line}:${origin.operation}`),
  };
}

export function opinionText({ member, scheme, label, polarity }: Opinion): string {
  return JSON.stringify([member, scheme ?? null, label ?? null, polarity ?? null]);
}

export function reviewText({ reviewer, organisation, country, decision }: Review): string {
  return JSON.stringify([reviewer, organisation ?? null, country ?? null, decision]);
}

/** All rows of the batches by record. */
export function groupsOf(batches: readonly Batch[], interns: Interns): PlainGroup[] {
  const groups: PlainRow[][] = [];
  for (const batch of batches) {
    for (let i = 0; i < batch.count; i++) {
      const row = plainRow(rowAt(batch, i, interns));
      const isJoined = i > 0 && batch.item !== null && batch.item[i] === batch.item[i - 1];
      const last = groups.at(-1);
      if (isJoined && last !== undefined) last.push(row);
      else groups.push([row]);
    }
  }
  return groups;
}

/** The rows without what depends on the input's lines and names: for comparing a list with its copy. */
export function withoutOrigins(groups: readonly PlainGroup[]): PlainGroup[] {
  return groups.map((group) => group.map((row) => ({ ...row, origins: [] })));
}

/** One text per group, sorted, as its rows are: for comparing where order means nothing, of the digests of a file either. */
export function inAnyOrder(groups: readonly PlainGroup[]): string[] {
  return groups.map((group) => JSON.stringify(group.map((row) => JSON.stringify(sortedKeys(row))).sort())).sort();
}

/** Keys of an object in one order, so that equal rows are equal texts. */
function sortedKeys(row: PlainRow): unknown {
  return Object.entries({ ...row, times: Object.entries(row.times).sort() }).sort(([a], [b]) => (a < b ? -1 : 1));
}
