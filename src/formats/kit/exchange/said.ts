// What one record of a hash exchange says, in the terms of the model. Records of StopNCII, Tech Against Terrorism and
// ThreatExchange differ in their keys and words, not in what they are: one signal, who says what of it, when it changed, and
// whether it is taken back. Each exchange says how its record is understood; readers and writers are then the same for all.
import type { ArgsOf } from '../../../model/diagnostics.ts';
import type { KindId } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import type { Row } from '../../../model/row.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';

export const MEDIA_TYPE = 'media-type';

export interface Said {
  readonly kind: KindId;
  readonly key: string;
  readonly isWithdrawn: boolean;
  readonly partnerKey: string;
  readonly opinions: readonly Opinion[];
  /** Epoch seconds, NaN for absent. */
  readonly updated: number;
  readonly firstSeen: number;
  /** Empty for none. */
  readonly note: string;
}

/** Why a record says nothing that could be listed. */
export type Fault =
  | { readonly code: 'row/missing-field'; readonly args: ArgsOf<'row/missing-field'> }
  | { readonly code: 'row/bad-value'; readonly args: ArgsOf<'row/bad-value'> };

/** What is told of a record and costs it nothing. */
export interface Told {
  /** A key that is not known was left out. */
  key(key: string): void;
  /** A value that the exchange does not define was kept as sent. */
  value(field: string): void;
  /** What somebody says was left out, because nothing says who. */
  nobody(): void;
  /** Nothing is said of the record any more, which takes it back without saying so. */
  gone(): void;
  /** A time of day without a zone. */
  zone(field: string): void;
  /** A time that decides nothing and cannot be read was left out. */
  time(field: string): void;
}

export interface Exchange {
  /** Understands a record. */
  understand(record: JsonObject, told: Told): Said | Fault;
  /** The record that says a row, as JSON; `now` is for rows that do not say when they were changed. */
  say(row: Row, now: number): string;
}

/** What is alike in what the exchanges carry. */
export const exchangeCarries = {
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'many',
  withdrawals: 'rows',
  exceptions: false,
  order: true,
  duplicates: true,
} as const;

export function isFault(said: Said | Fault): said is Fault {
  return 'code' in said;
}

export function missing(field: string): Fault {
  return { code: 'row/missing-field', args: { field } };
}

export function badValue(field: string, want: string): Fault {
  return { code: 'row/bad-value', args: { field, want } };
}

export function textIn(record: JsonObject, key: string): string {
  const value = record.get(key);
  return typeof value === 'string' ? value : '';
}

/** The elements of an array that are objects. */
export function objectsIn(value: JsonValue | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).filter((each): each is JsonObject => each instanceof Map);
}

export function textsIn(value: JsonValue | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).filter((each): each is string => typeof each === 'string' && each !== '');
}
