// All owners of a policy zone, until its end: what `name` and `*.name` list together is known only then, since the two
// may stand far apart. About 40 bytes a name; a zone is not read in pieces.
import type { Batch } from '../../../model/batch.ts';
import type { BatchBuilder } from '../../../model/batch-builder.ts';
import { fromUtf8 } from '../../../model/bytes.ts';
import type { At } from '../../../model/findings.ts';
import { kinds } from '../../../model/kinds.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../../../model/scope.ts';
import type { ReadContext } from '../../format.ts';
import { ByteWriter } from '../emit.ts';
import { addressOfOwner } from './address.ts';

// What the zone says of a name itself, and of the names below it.
const LISTED = 1;
const EXCEPT = 2;
const BELOW_LISTED = 4;
const BELOW_EXCEPT = 8;
/** Some name below is an exception. */
const ABOVE_EXCEPTION = 16;
/** The owner is no name but stands for an address. */
const ADDRESS = 32;

const DOMAIN = kinds.domain.code;

const DOT = 46;

/** Differs from run to run: names crafted to collide would otherwise make every look-up walk the whole table. */
const SEED = Math.floor(Math.random() * 2 ** 32) | 0;

/** How far the rules of a format reach. */
export interface Reach {
  /** Whether `*.name` alone is taken for `name` and all below it. */
  readonly isWidening: boolean;
  /** Whether a rule for a name holds for all below it too, as far as no `*.name` says otherwise: dnsmasq. */
  readonly isDeep: boolean;
}

export class ZoneOwners {
  readonly #context: ReadContext<unknown>;
  readonly #isWidening: boolean;
  readonly #isDeep: boolean;
  #count = 0;
  #bytes = new Uint8Array(1 << 16);
  #start = new Uint32Array(1 << 12);
  #state = new Uint8Array(1 << 12);
  #line = new Uint32Array(1 << 12);
  /** Where the line of `*.name` as sent is kept, plus 1, while it may still have to be refused. */
  #kept = new Uint32Array(1 << 12);
  readonly #lines = new ByteWriter();
  #lastKept = 0;
  #lastKeptLine = 0;
  #refusedLine = 0;
  /** Open addressing: 0 is free, otherwise number + 1. */
  #slots = new Uint32Array(1 << 13);
  readonly #spellings = new Map<number, string>();
  #hasExceptions = false;

  constructor(context: ReadContext<unknown>, { isWidening, isDeep }: Reach) {
    this.#context = context;
    this.#isWidening = isWidening;
    this.#isDeep = isDeep;
  }

  /** Takes in a batch of owners, wildcards marked by the scope `subtree`; `lineOf` gives the line of row i as sent. */
  add(batch: Batch, lineOf: (i: number) => Uint8Array): void {
    for (let i = 0; i < batch.count; i++) {
      const owner = this.#put(batch.bytes, batch.start[i]!, batch.start[i + 1]!);
      const isWildcard = batch.scope[i] === SUBTREE;
      const isExcept = batch.op[i] === EXCEPTED;
      const state = this.#state[owner]!;
      const bit = (isExcept ? EXCEPT : LISTED) << (isWildcard ? 2 : 0);
      const other = (isExcept ? LISTED : EXCEPT) << (isWildcard ? 2 : 0);
      if ((state & other) !== 0) {
        const at = { source: batch.source, line: batch.line[i]! };
        const rule = { line: this.#line[owner]! };
        this.#context.reject('zone/contradiction', rule, at, lineOf(i), this.#isRefused(at.line));
        continue;
      }
      if (state === 0) this.#line[owner] = batch.line[i]!;
      this.#state[owner] = state | bit | (batch.kind[i] === DOMAIN ? 0 : ADDRESS);
      this.#hasExceptions ||= isExcept;
      if (isWildcard && (state & bit) === 0 && (state & (bit >> 2)) === 0) this.#keep(owner, batch.line[i]!, lineOf(i));
      const spelling = batch.extras?.[i]?.spelling;
      if (spelling !== undefined && (!isWildcard || !this.#spellings.has(owner))) this.#spellings.set(owner, spelling);
    }
  }

  /** What the zone lists, in the order in which its names were met. */
  *rows(builder: BatchBuilder): Generator<Batch> {
    if (this.#hasExceptions) this.#markAboveExceptions();
    for (let owner = 0; owner < this.#count; owner++) {
      this.#emit(owner, builder);
      if (builder.isFull) yield builder.take();
    }
    if (builder.count > 0) yield builder.take();
  }

  #emit(owner: number, builder: BatchBuilder): void {
    const state = this.#state[owner]!;
    const line = this.#line[owner]!;
    const own = ownOf(state);
    if ((state & ADDRESS) !== 0) {
      this.#address(owner, builder, own, line);
      return;
    }
    const below = this.#belowOf(state);
    const at = { source: builder.source, line: below === -1 || below === own ? line : this.#keptLine(owner) };
    const isCovered = below === PRESENT && (this.#hasExceptions || own === -1) && this.#isBelowListed(owner);
    // A listed pair on the way from a listed name to an exception is what keeps the exception from opening its
    // neighbours (research url-formats, fact 2), and so is a listed wildcard below an exception there. They follow from
    // the other rules and are no entries of their own.
    const isFiller = isCovered && (own === EXCEPTED || (own === PRESENT && (state & ABOVE_EXCEPTION) !== 0));
    if (isFiller) this.#tellFiller(at);
    if (own === below) {
      if (!isFiller) this.#row(owner, builder, own, SUBTREE, line);
    } else if (own === -1 && isCovered) this.#context.report('merge/covered', { by: 'a listed name above it' }, at);
    else if (own === -1 && this.#isWidening) this.#row(owner, builder, below, SUBTREE, line);
    else {
      if (own !== -1) this.#row(owner, builder, own, EXACT, line);
      // All below the name and not the name itself: the name and all below it, and an exception for the name.
      if (own === EXCEPTED && below === PRESENT) {
        if (!isFiller) this.#row(owner, builder, PRESENT, SUBTREE, at.line);
      } else if (this.#isDeep && own === PRESENT && !this.#isBelowListed(owner)) return;
      else if (below !== -1) {
        this.#context.reject('zone/below-only', {}, at, this.#keptText(owner), this.#isRefused(at.line));
      }
    }
  }

  #row(owner: number, builder: BatchBuilder, op: number, scope: number, line: number): void {
    builder.begin(line, op);
    builder.addBytes(DOMAIN, scope, this.#bytes, this.#start[owner]!, this.#start[owner + 1]!);
    if (this.#spellings.has(owner)) builder.setSpelling(this.#spellings.get(owner) ?? '');
    const exception = this.#hasExceptions && op === PRESENT ? this.#exceptionAbove(owner) : -1;
    if (exception < 0) return;
    const by = { other: 'this zone', line: this.#line[exception]! };
    this.#context.report('merge/exception-overlaps', by, { source: builder.source, line });
  }

  #address(owner: number, builder: BatchBuilder, op: number, line: number): void {
    const bytes = addressOfOwner(fromUtf8(this.#bytes, this.#start[owner]!, this.#start[owner + 1]!));
    if (bytes === null) throw new Error('an address that was read cannot be read again');
    builder.begin(line, op);
    builder.addBytes((bytes.length % 2 === 0 ? kinds.ip : kinds.cidr).code, EXACT, bytes, 0, bytes.length);
  }

  #tellFiller(at: At): void {
    this.#context.report('row/not-an-entry', { what: 'a rule that only keeps an exception from opening more' }, at);
  }

  #markAboveExceptions(): void {
    for (let owner = 0; owner < this.#count; owner++) {
      if ((this.#state[owner]! & (EXCEPT | BELOW_EXCEPT)) === 0) continue;
      for (const above of this.#above(owner)) this.#state[above]! |= ABOVE_EXCEPTION;
    }
  }

  /** Whether the nearest name above that says anything of the names below it lists them. */
  #isBelowListed(owner: number): boolean {
    for (const above of this.#above(owner)) {
      const below = this.#reach(this.#state[above]!);
      if (below !== -1) return below === PRESENT;
    }
    return false;
  }

  /** A zone goes by its most specific rule; elsewhere an exception for a subtree stands whatever is listed below it. */
  #exceptionAbove(owner: number): number {
    for (const above of this.#above(owner)) if (this.#reach(this.#state[above]!) === EXCEPTED) return above;
    return -1;
  }

  /** What the rules of a name say of the names below it. */
  #belowOf(state: number): number {
    if (state & BELOW_LISTED) return PRESENT;
    if (state & BELOW_EXCEPT) return EXCEPTED;
    return this.#isDeep ? ownOf(state) : -1;
  }

  /** What is read of the names below a name: a wildcard that is refused says nothing. */
  #reach(state: number): number {
    if (this.#isDeep && (state & (LISTED | EXCEPT)) !== 0) return this.#belowOf(state);
    if (state & BELOW_LISTED) return state & (LISTED | EXCEPT) || this.#isWidening ? PRESENT : -1;
    if (state & BELOW_EXCEPT) return state & EXCEPT || (this.#isWidening && !(state & LISTED)) ? EXCEPTED : -1;
    return -1;
  }

  /** The names above that are in the zone, nearest first. */
  *#above(owner: number): Generator<number> {
    const end = this.#start[owner + 1]!;
    for (let at = this.#start[owner]!; at < end; at++) {
      if (this.#bytes[at] !== DOT) continue;
      const found = this.#find(this.#bytes, at + 1, end);
      if (found >= 0) yield found;
    }
  }

  /** Whether the last rule refused here stood on the same line. */
  #isRefused(line: number): boolean {
    const isRefused = line === this.#refusedLine;
    this.#refusedLine = line;
    return isRefused;
  }

  /** A line stands there once, however many names it has. */
  #keep(owner: number, line: number, text: Uint8Array): void {
    const lines = this.#lines;
    if (line !== this.#lastKeptLine) this.#lastKept = lines.length + 1;
    this.#kept[owner] = this.#lastKept;
    if (line === this.#lastKeptLine) return;
    this.#lastKeptLine = line;
    for (const value of [line, text.length]) {
      for (let shift = 0; shift < 32; shift += 8) lines.byte((value >>> shift) & 0xff);
    }
    lines.copy(text);
  }

  #number(at: number): number {
    const { bytes } = this.#lines;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  #keptLine(owner: number): number {
    return this.#number(this.#kept[owner]! - 1);
  }

  #keptText(owner: number): Uint8Array {
    const at = this.#kept[owner]! + 7;
    return this.#lines.bytes.subarray(at, at + this.#number(at - 4));
  }

  #find(src: Uint8Array, from: number, to: number): number {
    return this.#slots[this.#slotOf(src, from, to)]! - 1;
  }

  /** The slot that holds the name, or the free one where it belongs. */
  #slotOf(src: Uint8Array, from: number, to: number): number {
    let hash = SEED ^ (to - from);
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ src[i]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
    const mask = this.#slots.length - 1;
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const owner = this.#slots[slot]! - 1;
      if (owner < 0 || this.#equals(owner, src, from, to)) return slot;
    }
  }

  #equals(owner: number, src: Uint8Array, from: number, to: number): boolean {
    let at = this.#start[owner]!;
    if (this.#start[owner + 1]! - at !== to - from) return false;
    for (let i = from; i < to; i++, at++) if (this.#bytes[at] !== src[i]) return false;
    return true;
  }

  /** The number of the name, new or known. */
  #put(src: Uint8Array, from: number, to: number): number {
    const slot = this.#slotOf(src, from, to);
    const known = this.#slots[slot]! - 1;
    if (known >= 0) return known;
    const owner = this.#count++;
    if (owner + 2 > this.#start.length) this.#growColumns();
    const start = this.#start[owner]!;
    if (start + to - from > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(start + to - from, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    for (let i = from, at = start; i < to; i++, at++) this.#bytes[at] = src[i]!;
    this.#start[owner + 1] = start + to - from;
    this.#slots[slot] = owner + 1;
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return owner;
  }

  #growColumns(): void {
    const room = this.#start.length * 2;
    const larger = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const grown = new Uint32Array(room);
      grown.set(column);
      return grown;
    };
    this.#start = larger(this.#start);
    this.#line = larger(this.#line);
    this.#kept = larger(this.#kept);
    const state = new Uint8Array(room);
    state.set(this.#state);
    this.#state = state;
  }

  #growSlots(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let owner = 0; owner < this.#count; owner++) {
      this.#slots[this.#slotOf(this.#bytes, this.#start[owner]!, this.#start[owner + 1]!)] = owner + 1;
    }
  }
}

function ownOf(state: number): number {
  return state & LISTED ? PRESENT : state & EXCEPT ? EXCEPTED : -1;
}
