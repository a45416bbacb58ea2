// Looks a few values up in a list of any length: which row lists or covers each, and how. Only the values asked for are
// indexed; the list streams by.
import { hash } from 'node:crypto';
import { parseCidr, parseIp } from '../model/address.ts';
import type { Batch } from '../model/batch.ts';
import { toUtf8 } from '../model/bytes.ts';
import { canonicalHost, parentStart } from '../model/host-name.ts';
import { keyBytes } from '../model/key-text.ts';
import { type KindId, kindIds, kinds, PREFIX_BYTES } from '../model/kinds.ts';
import { PERHAPS, type Relation } from '../model/relation.ts';
import { expressionsOf, safeBrowsingUrl } from '../model/safe-browsing.ts';
import { EXACT, EXCEPTED, PREFIX, PRESENT, SUBTREE } from '../model/scope.ts';
import { canonicalUrl, splitUrl } from '../model/url.ts';
import { KeyIndex, laneNumber } from './index/key-index.ts';
import type { Batches } from './stage.ts';

export interface Hit {
  /** Number of the value, from 0. */
  readonly value: number;
  readonly relation: Relation;
  readonly batch: Batch;
  readonly row: number;
}

interface Asked {
  readonly value: number;
  readonly relation: Relation;
  /** The whole hash, where only its beginning is indexed. */
  readonly digest?: Uint8Array;
}

/** Bytes of a hash prefix that are indexed: the shortest has as many. */
const INDEXED = PREFIX_BYTES.least;

export class Lookup {
  readonly #index: KeyIndex;
  /** What each indexed key is asked for, by lane number and ordinal. */
  readonly #asked = new Map<string, Asked[]>();
  /** Every key that is asked for, its kind before its bytes: where a sorted list must be looked at. */
  readonly ranges: { readonly from: Uint8Array; readonly to: Uint8Array }[] = [];
  /** Values that are no key of any kind. */
  readonly unusable: number[] = [];

  constructor(values: readonly string[], seed: number) {
    this.#index = new KeyIndex(seed);
    for (const [value, text] of values.entries()) if (!this.#ask(value, text.trim())) this.unusable.push(value);
  }

  /** Rows of the list that list or cover any of the values, in the order of the list. */
  async *search(batches: Batches): AsyncGenerator<Hit> {
    for await (const batch of batches) {
      for (let row = 0; row < batch.count; row++) {
        const number = laneNumber(batch.kind[row]!, batch.scope[row]!, batch.op[row]!);
        const lane = this.#index.existing(number);
        if (lane === undefined) continue;
        const from = batch.start[row]!;
        const to = batch.start[row + 1]!;
        const ordinal = lane.find(batch.bytes, from, batch.kind[row] === PREFIX_CODE ? from + INDEXED : to);
        if (ordinal < 0) continue;
        for (const { digest, ...asked } of this.#asked.get(`${number}/${ordinal}`) ?? []) {
          const isWhole = asked.relation !== 'listed' || digest?.length === to - from;
          if (digest === undefined || (isWhole && isBeginning(batch.bytes, from, to, digest))) {
            yield { ...asked, batch, row };
          }
        }
      }
    }
  }

  #ask(value: number, text: string): boolean {
    let isKey = false;
    for (const id of kindIds) {
      const { codec, family } = kinds[id];
      if (family === 'place' || codec === 'text') continue;
      const key = kinds[id].family === 'opaque' ? null : keyBytes(kinds[id], text);
      if (key === null) continue;
      // So long a beginning is more often a digest that lost its end: it counts where it is found.
      if (id !== 'sb-prefix' || key.length <= MOST_PREFIX) isKey = true;
      if (id === 'sb-prefix') this.#addPrefix(key, { value, relation: 'listed', digest: key });
      else this.#add(id, EXACT, key, { value, relation: 'listed' });
      if (id === 'sb-sha256') this.#addPrefix(key, { value, relation: PERHAPS, digest: key });
    }
    this.#askHashes(value, text);
    return this.#askAddress(value, text) || this.#askName(value, text) || this.#askUrl(value, text) || isKey;
  }

  /** The hashes that a consumer of hashed lists would look up for a URL or a name. */
  #askHashes(value: number, text: string): void {
    if (!canonicalUrl(text).ok) return;
    const url = safeBrowsingUrl(toUtf8(text));
    if (url === null) return;
    for (const expression of expressionsOf(url)) {
      const digest = Uint8Array.from(Buffer.from(hash('sha256', expression, 'hex'), 'hex'));
      this.#add('sb-sha256', EXACT, digest, { value, relation: 'listed by its hash' });
      this.#addPrefix(digest, { value, relation: PERHAPS, digest });
    }
  }

  #addPrefix(key: Uint8Array, asked: Asked): void {
    this.#add('sb-prefix', EXACT, key.subarray(0, INDEXED), asked);
  }

  #askAddress(value: number, text: string): boolean {
    const network = parseCidr(text);
    if (network.ok) {
      this.#add('cidr', EXACT, network.bytes, { value, relation: 'listed' });
      return true;
    }
    const address = parseIp(text);
    if (!address.ok) return false;
    this.#add('ip', EXACT, address.bytes, { value, relation: 'listed' });
    for (let bits = 0; bits <= address.bytes.length * 8; bits++) {
      this.#add('cidr', EXACT, networkOf(address.bytes, bits), { value, relation: 'in a listed network' });
    }
    return true;
  }

  #askName(value: number, text: string): boolean {
    const host = canonicalHost(text);
    if (!host.ok) return false;
    this.#addName(value, host.text, 'listed');
    // A digest that lost a character is a name of one label, and "not on the list" would be a false all-clear.
    return !CUT_DIGEST.test(text);
  }

  /** The name itself, and every name above it whose subtree may be listed. */
  #addName(value: number, name: string, relation: Relation): void {
    const bytes = toUtf8(name);
    this.#add('domain', EXACT, bytes, { value, relation });
    this.#add('domain', SUBTREE, bytes, { value, relation });
    const below = relation === 'listed' ? 'below a listed name' : relation;
    for (let at = parentStart(bytes, 0, bytes.length); at >= 0; at = parentStart(bytes, at, bytes.length)) {
      this.#add('domain', SUBTREE, bytes.subarray(at), { value, relation: below });
    }
  }

  #askUrl(value: number, text: string): boolean {
    const url = canonicalUrl(text);
    if (!url.ok || !text.includes('/')) return false;
    const bytes = toUtf8(url.text);
    const { host } = splitUrl(url.text);
    this.#add('url', EXACT, bytes, { value, relation: 'listed' });
    for (let end = url.text.indexOf(host) + host.length; end <= bytes.length; end++) {
      this.#add('url', PREFIX, bytes.subarray(0, end), { value, relation: 'below a listed prefix' });
    }
    if (canonicalHost(host).ok) this.#addName(value, host, 'on a listed host');
    return true;
  }

  /** Indexes a key as listed and as excepted: an exception answers a complaint too. */
  #add(kind: KindId, scope: number, key: Uint8Array, asked: Asked): void {
    const from = Uint8Array.of(kinds[kind].code, ...key);
    // Of a prefix only the beginning is looked for.
    const to = kind === 'sb-prefix' ? Uint8Array.of(...from, ...new Uint8Array(32).fill(0xff)) : from;
    this.ranges.push({ from, to });
    for (const op of [PRESENT, EXCEPTED]) {
      const number = laneNumber(kinds[kind].code, scope, op);
      const lane = this.#index.lane(number);
      const held = lane.find(key, 0, key.length);
      const ordinal = held >= 0 ? held : put(lane, key);
      const at = `${number}/${ordinal}`;
      this.#asked.set(at, [...(this.#asked.get(at) ?? []), asked]);
    }
  }
}

/** Longest beginning of a hash that is taken for one wherever it is typed. */
const MOST_PREFIX = 8;

/** Only digits of digests, and too many for a word. No listed name is a single label like this. */
const CUT_DIGEST = /^[0-9a-f]{16,}$/iu;

const PREFIX_CODE = kinds['sb-prefix'].code;

/** Whether `bytes[from..to)` is how the digest begins. */
function isBeginning(bytes: Uint8Array, from: number, to: number, digest: Uint8Array): boolean {
  if (to - from > digest.length) return false;
  for (let i = from; i < to; i++) if (bytes[i] !== digest[i - from]) return false;
  return true;
}

function put(lane: ReturnType<KeyIndex['lane']>, key: Uint8Array): number {
  const out = new Uint32Array(1);
  const batch = { bytes: key, start: Uint32Array.of(0, key.length) };
  lane.putRows(batch, Uint32Array.of(0), 1, out);
  return out[0]!;
}

/** The network of this many bits that holds an address, as canonical key bytes. */
function networkOf(address: Uint8Array, bits: number): Uint8Array {
  const network = new Uint8Array(address.length + 1);
  for (let i = 0; i < address.length; i++) {
    const kept = Math.min(8, Math.max(0, bits - i * 8));
    network[i] = address[i]! & (0xff << (8 - kept));
  }
  network[address.length] = bits;
  return network;
}
