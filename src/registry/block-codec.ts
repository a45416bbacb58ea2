// Rows of a list as the bytes of a block, column by column (column-codec.ts); digests stand side by side as
// they are. The form is part of the schema.
//
//   count, then the columns in the order in which they are put: a tag, and what the tag says
import { type Batch, NO_TIMES, NOTHING_SAID, pick, type Times } from '../model/batch.ts';
import { type Extras, timeFields } from '../model/fields.ts';
import { ColumnReader, ColumnWriter } from './column-codec.ts';
import { decoded } from './stored.ts';

/** Operations of rows that only say that the list has a key, or an exception, no more. They never leave the registry. */
export const GONE = 3;
export const GONE_EXCEPTION = 4;

/** `line` of such rows is the number of a term, as those of sets are; docs in terms.ts. */
export function encodeBlock(batch: Batch): Uint8Array {
  const out = new ColumnWriter();
  const { count, start } = batch;
  out.numbers(Uint32Array.of(count));
  out.numbers(batch.kind.subarray(0, count));
  out.numbers(batch.scope.subarray(0, count));
  out.numbers(batch.op.subarray(0, count));
  const widths = new Uint32Array(count);
  for (let i = 0; i < count; i++) widths[i] = start[i + 1]! - start[i]!;
  out.numbers(widths);
  out.octets(batch.bytes.subarray(start[0]!, start[count]!));
  out.numbers(joins(batch));
  out.numbers(batch.opinions?.subarray(0, count) ?? null);
  out.numbers(batch.reviews?.subarray(0, count) ?? null);
  out.numbers(batch.line.subarray(0, count));
  for (const field of timeFields) out.numbers(batch.times[field]?.subarray(0, count) ?? null);
  out.numbers(batch.size?.subarray(0, count) ?? null);
  out.texts(batch.partnerKey, count);
  for (const field of EXTRAS) out.texts(batch.extras?.map((extra) => extra?.[field]) ?? null, count);
  return out.joined();
}

const EXTRAS = ['name', 'note', 'spelling'] as const;

/** A block whose keys are decoded, and of the rest only what is asked for. */
export interface OpenBlock {
  /** Without what is said of the keys. */
  readonly keys: Batch;
  /** These rows with all that is said of them; null: all rows. */
  take(rows: Uint32Array | null): Batch;
}

export function decodeBlock(block: Uint8Array, source: number): Batch {
  return openBlock(block, source).take(null);
}

export function openBlock(block: Uint8Array, source: number): OpenBlock {
  return decoded(BLOCK, () => opened(block, source));
}

const BLOCK = 'a block of rows';

function opened(block: Uint8Array, source: number): OpenBlock {
  const from = new ColumnReader(block);
  const count = from.words(1)?.[0] ?? 0;
  const isKindSame = from.isSame;
  const kind = from.octets(count);
  const isScopeSame = from.isSame;
  const scope = from.octets(count);
  const uniform = isKindSame && isScopeSame && from.isSame;
  const op = from.octets(count);
  const widths = from.words(count) ?? new Uint32Array(count);
  const start = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) start[i + 1] = start[i]! + widths[i]!;
  const bytes = from.octets(start[count]!);
  const item = itemsOf(from.words(count), count);
  const { at } = from;
  const keys = { ...UNSAID, count, source, kind, scope, op, uniform, start, bytes, item };
  return {
    keys,
    take(rows) {
      const taken = rows === null ? keys : pick(keys, rows);
      return decoded(BLOCK, () => ({ ...taken, ...said(new ColumnReader(block, at), count, rows) }));
    },
  };
}

type Said = Pick<Batch, 'line' | 'opinions' | 'reviews' | 'times' | 'size' | 'partnerKey' | 'extras' | 'origins'>;

const UNSAID: Said = {
  line: new Uint32Array(0),
  ...NOTHING_SAID,
  origins: null,
};

function said(from: ColumnReader, count: number, rows: Uint32Array | null): Said {
  const opinions = from.words(count, rows);
  const reviews = from.words(count, rows);
  const line = from.words(count, rows) ?? new Uint32Array(rows?.length ?? count);
  const times: Times = {
    ...NO_TIMES,
    ...Object.fromEntries(timeFields.map((field) => [field, from.floats(count, rows)])),
  };
  const size = from.floats(count, rows);
  const partnerKey = from.texts(rows);
  const extras = extrasOf(
    EXTRAS.map(() => from.texts(rows)),
    rows?.length ?? count,
  );
  return { opinions, reviews, line, times, size, partnerKey, extras, origins: null };
}

/** For each row whether it is of one record with the row before it. */
function joins({ item, count }: Batch): Uint8Array | null {
  if (item === null) return null;
  const joined = new Uint8Array(count);
  for (let i = 1; i < count; i++) joined[i] = item[i] === item[i - 1] ? 1 : 0;
  return joined.includes(1) ? joined : null; // a batch may have the column for records that stand in another
}

function itemsOf(joined: Uint32Array | null, count: number): Uint32Array | null {
  if (joined === null) return null;
  const item = new Uint32Array(count);
  for (let i = 0, number = 0; i < count; i++) item[i] = joined[i] === 1 && i > 0 ? number : ++number;
  return item;
}

function extrasOf(texts: readonly ((string | undefined)[] | null)[], count: number): (Extras | undefined)[] | null {
  if (texts.every((column) => column === null)) return null;
  return Array.from({ length: count }, (_, i) => {
    const given = EXTRAS.flatMap((field, n) => (texts[n]?.[i] === undefined ? [] : [[field, texts[n]?.[i]]]));
    return given.length === 0 ? undefined : (Object.fromEntries(given) as Extras);
  });
}
