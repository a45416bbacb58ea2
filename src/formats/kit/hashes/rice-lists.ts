// The Rice-coded lists of Safe Browsing as its services answer them, in JSON: version 4 for prefixes of 4 bytes, read as
// numbers with the low byte first; version 5 for 4, 8, 16 and 32 bytes with the high byte first. Also the plain prefixes of
// version 4. Facts: research url-formats 3.19.
import { hash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import { type RiceCoded, riceDecode, riceEncode } from './rice.ts';

/** Hashes of one width, one after another. */
export interface HashList {
  readonly width: number;
  readonly bytes: Uint8Array;
}

export type Unpacked =
  | { readonly ok: true; readonly lists: readonly HashList[]; readonly isChecked: boolean }
  | { readonly ok: false; readonly field: string; readonly want: string };

/** How version 5 names its lists, and the bounds of the parameter of each. */
const VERSION_5 = [
  { field: 'additionsFourBytes', width: 4, least: 3, most: 30, first: ['firstValue'] },
  { field: 'additionsEightBytes', width: 8, least: 35, most: 62, first: ['firstValue'] },
  { field: 'additionsSixteenBytes', width: 16, least: 99, most: 126, first: ['firstValueHi', 'firstValueLo'] },
  {
    field: 'additionsThirtyTwoBytes',
    width: 32,
    least: 227,
    most: 254,
    first: ['firstValueFirstPart', 'firstValueSecondPart', 'firstValueThirdPart', 'firstValueFourthPart'],
  },
] as const;
const VERSION_4 = { least: 2, most: 28 };

export const RICE_WIDTHS: readonly number[] = VERSION_5.map(({ width }) => width);

/** What these objects hold beside hashes, or holds nothing that a list could keep. */
const KNOWN = new Set([
  ...['compressionType', 'rawHashes', 'riceHashes', 'checksum', 'sha256Checksum', 'threatType', 'threatEntryType'],
  ...['platformType', 'responseType', 'newClientState', 'name', 'version', 'minimumWaitDuration', 'metadata'],
  ...VERSION_5.map(({ field }) => field),
]);

/** The hashes of one answer, or the value of it that is no good. */
export function unpack(object: JsonObject, tellUnknown: (key: string) => void): Unpacked {
  if (object.get('partialUpdate') === true || object.has('compressedRemovals')) {
    return bad('partialUpdate', 'a whole list: a partial update takes rows of another one away by their number');
  }
  const lists: HashList[] = [];
  for (const [key, value] of object) {
    if (!KNOWN.has(key) && key !== 'partialUpdate') tellUnknown(key);
    const list = listOf(key, value);
    if (list === null) continue;
    if ('want' in list) return { ok: false, ...list };
    lists.push(list);
  }
  const want = checksumOf(object);
  if (want === undefined && lists.length === 0) return bad('rawHashes', 'present, nor is any other list of hashes');
  const isChecked = want === undefined || want === checksum(lists);
  return { ok: true, lists, isChecked };
}

function bad(field: string, want: string): Unpacked {
  return { ok: false, field, want };
}

type Found = HashList | { readonly field: string; readonly want: string } | null;

function listOf(key: string, value: JsonValue): Found {
  if (key === 'rawHashes') return rawOf(value);
  const known = VERSION_5.find(({ field }) => field === key);
  const isFourth = key === 'riceHashes';
  if (known === undefined && !isFourth) return null;
  const width = known?.width ?? 4;
  if (!(value instanceof Map)) return { field: key, want: 'an object' };
  const coded = codedOf(
    value as JsonObject,
    known?.first ?? ['firstValue'],
    isFourth ? 'numEntries' : 'entriesCount',
    width,
  );
  const numbers = coded === null ? null : riceDecode(coded, width * 8);
  if (numbers === null) return { field: key, want: 'a Rice-coded list' };
  const bytes = new Uint8Array(numbers.length * width);
  for (const [i, number] of numbers.entries()) put(bytes, i * width, width, number, isFourth);
  return { width, bytes };
}

function rawOf(value: JsonValue): Found {
  const field = 'rawHashes';
  if (!(value instanceof Map)) return { field, want: 'an object' };
  const width = (value as JsonObject).get('prefixSize');
  const bytes = base64Of((value as JsonObject).get('rawHashes') ?? '');
  if (typeof width !== 'number' || !Number.isInteger(width) || width < 4 || width > 32) {
    return { field: 'prefixSize', want: 'a whole number from 4 to 32' };
  }
  if (bytes === null || bytes.length % width !== 0) return { field, want: `base64 of ${width} bytes for each prefix` };
  return { width, bytes };
}

/** Values that are zero are left out of such objects. */
function codedOf(object: JsonObject, parts: readonly string[], counter: string, width: number): RiceCoded | null {
  const parameter = numberOf(object.get('riceParameter') ?? 0);
  const count = numberOf(object.get(counter) ?? 0);
  const data = base64Of(object.get('encodedData') ?? '');
  const size = BigInt((width * 8) / parts.length);
  let first = 0n;
  for (const part of parts) {
    const value = numberOf(object.get(part) ?? 0);
    if (value === null || value >= 1n << size) return null;
    first = (first << size) | value;
  }
  if (parameter === null || parameter > width * 8 || count === null || count > 2n ** 31n || data === null) return null;
  return { first, parameter: Number(parameter), count: Number(count), data };
}

/** Numbers of 64 bits are texts in JSON. */
function numberOf(value: JsonValue): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
  return typeof value === 'string' && /^\d{1,20}$/u.test(value) ? BigInt(value) : null;
}

function base64Of(value: JsonValue): Uint8Array | null {
  if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/u.test(value)) return null;
  return Buffer.from(value, 'base64');
}

function put(bytes: Uint8Array, at: number, width: number, number: bigint, isLowFirst: boolean): void {
  let rest = number;
  for (let i = 0; i < width; i++) {
    bytes[isLowFirst ? at + i : at + width - 1 - i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

function checksumOf(object: JsonObject): string | undefined {
  const fourth = object.get('checksum');
  const given =
    object.get('sha256Checksum') ?? (fourth instanceof Map ? (fourth as JsonObject).get('sha256') : undefined);
  return typeof given === 'string' ? Buffer.from(given, 'base64').toString('hex') : undefined;
}

/** SHA-256 of all hashes in the order of their bytes. */
function checksum(lists: readonly HashList[]): string {
  const all = lists.flatMap(({ width, bytes }) =>
    Array.from({ length: bytes.length / width }, (_, i) => Buffer.from(bytes.subarray(i * width, (i + 1) * width))),
  );
  return hash('sha256', Buffer.concat(all.sort(Buffer.compare)), 'hex');
}

// --- writing --------------------------------------------------------------------------------------------------------

/** One answer that holds these hashes, in the order of their bytes. */
export function packed({ width, bytes }: HashList, version: 4 | 5): object {
  const digest = Buffer.from(hash('sha256', bytes, 'hex'), 'hex').toString('base64');
  const known = VERSION_5.find((each) => each.width === width);
  if (known === undefined) throw new RangeError(`no Rice-coded list holds ${width} bytes`);
  const numbers = numbersOf(bytes, width, version === 4);
  const coded = riceEncode(numbers, version === 4 ? VERSION_4 : known);
  const given = { riceParameter: coded.parameter, encodedData: Buffer.from(coded.data).toString('base64') };
  const isEmpty = numbers.length === 0;
  if (version === 4) {
    const riceHashes = { firstValue: String(coded.first), numEntries: coded.count, ...given };
    return { compressionType: 'RICE', ...(isEmpty ? {} : { riceHashes }), checksum: { sha256: digest } };
  }
  const size = BigInt((width * 8) / known.first.length);
  const first = known.first.map((name, i) => {
    const part = (coded.first >> (size * BigInt(known.first.length - 1 - i))) & ((1n << size) - 1n);
    return [name, width === 4 ? Number(part) : String(part)] as const;
  });
  const list = { ...Object.fromEntries(first), entriesCount: coded.count, ...given };
  return { ...(isEmpty ? {} : { [known.field]: list }), sha256Checksum: digest };
}

function numbersOf(bytes: Uint8Array, width: number, isLowFirst: boolean): bigint[] {
  const numbers: bigint[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    let number = 0n;
    for (let i = 0; i < width; i++) number = (number << 8n) | BigInt(bytes[isLowFirst ? at + width - 1 - i : at + i]!);
    numbers.push(number);
  }
  return isLowFirst ? numbers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) : numbers;
}
