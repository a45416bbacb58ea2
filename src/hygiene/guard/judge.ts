// What the guard says of names, addresses and URLs. Loaded when the first of them comes, because with it come the lists that
// it knows, half a megabyte of names, and most lists are of digests.
import { parseIp } from '../../model/address.ts';
import type { Batch } from '../../model/batch.ts';
import { fromUtf8 } from '../../model/bytes.ts';
import { kinds } from '../../model/kinds.ts';
import { PREFIX, PRESENT, SUBTREE } from '../../model/scope.ts';
import { urlHostEnd, urlHostStart } from '../../model/url.ts';
import { NOWHERE, WHOLE_HOST } from '../check.ts';
import {
  BARE_SUFFIX,
  BELOW_POPULAR,
  DOCUMENTATION,
  GUARDED,
  OWN,
  PARENT_BITS,
  PUBLIC,
  SITE_BITS,
  SPECIAL,
  WIDE,
} from './bits.ts';
import { type GuardList, guardedNames, guardedRanges } from './lists.ts';
import { NameTable } from './name-table.ts';
import { isInside, RangeTable } from './range-table.ts';
import { Titles } from './titles.ts';

const DOMAIN = kinds.domain.code;
const URL = kinds.url.code;
const IP = kinds.ip.code;
const CIDR = kinds.cidr.code;

/** Of a URL with a path only what it says of its host as a place: such an entry cannot be a public page. */
const PLACE_BITS = SPECIAL | DOCUMENTATION;
const WHOLE_HOST_BITS = PLACE_BITS | SITE_BITS | OWN | GUARDED | BELOW_POPULAR;

/** The smallest networks that are announced on the internet: whatever is larger belongs to many. */
const NARROWEST_WIDE = { 4: 23, 16: 47 } as const;

/** That of the built-in lists alone: nothing is added to it, so whoever runs job after job in one process makes it once. */
let builtIn: Judge | null = null;

export function judgeOf(lists: readonly GuardList[]): Judge {
  if (lists.length > 0) return new Judge(lists);
  builtIn ??= new Judge([]);
  return builtIn;
}

export class Judge {
  readonly #names: NameTable;
  readonly #ranges: RangeTable;
  readonly #lists: readonly GuardList[];
  readonly #substrings: readonly string[];
  /** Made at the first finding that needs them. */
  #titles: Titles | null = null;

  constructor(lists: readonly GuardList[]) {
    this.#names = new NameTable(guardedNames(lists));
    this.#ranges = new RangeTable(guardedRanges(lists));
    this.#lists = lists;
    this.#substrings = lists.flatMap(({ substrings }) => substrings);
  }

  /** Verdicts of all rows, or null where there is nothing to say of any. */
  marksOf(batch: Batch): Uint32Array | null {
    const { count, kind, op, start, bytes } = batch;
    let marks: Uint32Array | null = null;
    for (let i = 0; i < count; i++) {
      const code = kind[i];
      if (op[i] !== PRESENT || batch.scope[i] === NOWHERE) continue;
      let verdict = 0;
      if (code === DOMAIN) {
        verdict = this.#names.verdictOn(bytes, start[i] ?? 0, start[i + 1] ?? 0);
        if (verdict !== 0) verdict = scoped(verdict, batch.scope[i] === SUBTREE);
      } else if (code === URL) verdict = this.#judgeUrl(batch, i);
      else if (code === IP || code === CIDR) verdict = this.#judgeNetwork(batch, i);
      else continue;
      if (this.#substrings.length > 0) verdict |= this.#judgeText(batch, i);
      if (verdict === 0) continue;
      marks ??= new Uint32Array(count);
      marks[i] = verdict;
    }
    return marks;
  }

  #judgeUrl({ bytes, start, scope }: Batch, i: number): number {
    const to = start[i + 1] ?? 0;
    const host = urlHostStart(bytes, start[i] ?? 0, to);
    const end = urlHostEnd(bytes, host, to);
    const verdict = this.#judgeHost(bytes, host, end);
    if (scope[i] === SUBTREE || scope[i] === WHOLE_HOST) return scoped(verdict, scope[i] === SUBTREE);
    const isWhole = scope[i] === PREFIX && bytes[to - 1] === SLASH && bytes.indexOf(SLASH, end) === to - 1;
    return verdict & (isWhole ? WHOLE_HOST_BITS : PLACE_BITS);
  }

  #judgeHost(bytes: Uint8Array, from: number, to: number): number {
    const last = bytes[to - 1] ?? 0;
    if (last === CLOSING || (last >= ZERO && last <= NINE)) {
      const address = parseIp(fromUtf8(bytes, from, to).replace(/^\[|\]$/gu, ''));
      if (address.ok) return this.#judgeAddress(address.bytes, 0, address.bytes.length, address.bytes.length * 8);
    }
    return this.#names.verdictOn(bytes, from, to);
  }

  #judgeNetwork({ bytes, start, kind }: Batch, i: number): number {
    const from = start[i] ?? 0;
    const length = (start[i + 1] ?? 0) - from;
    if (kind[i] === IP) return this.#judgeAddress(bytes, from, length, length * 8);
    const bits = bytes[from + length - 1] ?? 0;
    const verdict = this.#judgeAddress(bytes, from, length - 1, bits);
    return bits <= (length === 5 ? NARROWEST_WIDE[4] : NARROWEST_WIDE[16]) ? verdict | WIDE : verdict;
  }

  #judgeAddress(key: Uint8Array, from: number, length: number, bits: number): number {
    let verdict = 0;
    for (const range of this.#ranges.overlapping(key, from, length, bits)) {
      // A network that reaches beyond a reserved one is about somebody else as well.
      if (range.bits === DOCUMENTATION && !isInside(range, length, bits)) continue;
      verdict |= range.bits;
    }
    return verdict;
  }

  #judgeText({ bytes, start, kind }: Batch, i: number): number {
    if (kind[i] !== DOMAIN && kind[i] !== URL) return 0;
    const text = fromUtf8(bytes, start[i] ?? 0, start[i + 1] ?? 0);
    return this.#substrings.some((part) => text.includes(part)) ? GUARDED : 0;
  }

  titleOf({ bytes, start, kind }: Batch, i: number, bit: number): string {
    const from = start[i] ?? 0;
    const to = start[i + 1] ?? 0;
    if (kind[i] === IP || kind[i] === CIDR) {
      const length = kind[i] === IP ? to - from : to - from - 1;
      const bits = kind[i] === IP ? length * 8 : (bytes[to - 1] ?? 0);
      const ranges = this.#ranges.overlapping(bytes, from, length, bits);
      return ranges.find((range) => range.bits === bit)?.title ?? '';
    }
    const host = kind[i] === URL ? urlHostStart(bytes, from, to) : from;
    const text = fromUtf8(bytes, from, to);
    const name = fromUtf8(bytes, host, kind[i] === URL ? urlHostEnd(bytes, host, to) : to);
    this.#titles ??= new Titles(this.#lists);
    return this.#titles.of(name, text);
  }
}

const SLASH = 0x2f;
const CLOSING = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;

/** What is told of a name that is listed alone, or with all names below it. */
function scoped(verdict: number, isSubtree: boolean): number {
  const own = verdict & 0xffff;
  if (isSubtree) return (own & PUBLIC) !== 0 ? own : own | (((verdict >>> 16) & ~own) << 16);
  if ((own & PARENT_BITS) === 0) return own;
  return (own & SITE_BITS) === 0 ? (own & ~PARENT_BITS) | BARE_SUFFIX : own & ~PARENT_BITS;
}
