// Walks an XML document of any size and stops at each element a format asks for; only one is held. An entry ends where its
// own name is closed, whatever was lost inside: a broken entry costs no other. Entries that stand on their own, one after
// another, are read too: that is what the rejects of a document are. A document type declaration is refused: it could
// define entities that expand without bounds.
import { fromUtf8, indexOfByte } from '../../../model/bytes.ts';
import { refused } from '../../../model/failure.ts';
import { type DocumentHandlers, type DocumentItems, MAX_ITEM } from '../document.ts';
import { GREATER, LESS, SLASH } from './characters.ts';
import { ListFactsWalk } from './facts.ts';
import { LineCount } from './line-count.ts';
import type { OpenElement, XmlShape } from './shape.ts';
import {
  asideAt,
  behindAside,
  inkIn,
  isAt,
  isInOther,
  LONGEST_MARK,
  markAt,
  nameEnd,
  sayingOf,
  tagEnd,
} from './tags.ts';
import { localName, MAX_DEPTH } from './walk.ts';

/** Tags and facts are shorter; what is longer is passed over. */
const MAX_TOKEN = 1 << 16;
const NOTHING: readonly string[] = [];
const BANG = 33;
const QUESTION = 63;

export class XmlItems implements DocumentItems {
  bytes = new Uint8Array(1 << 16);
  from = 0;
  to = 0;
  line = 1;
  isCut = false;
  readonly #shape: XmlShape;
  readonly #handlers: DocumentHandlers;
  /** Names of elements that are entries wherever they stand, and of those that are where they stand on their own. */
  readonly #anywhere: ReadonlySet<string>;
  readonly #alone: ReadonlySet<string>;
  /** The elements that are open. */
  readonly #frames: OpenElement[] = [];
  /** Place of the entry at hand, the element around it, and its number under its path. */
  #itemPath = '';
  #parent: OpenElement | undefined | null = null;
  #number = 0;
  /** Entries met so far, by path. */
  readonly #counts = new Map<string, number>();
  /** How far the walk is. */
  #at = 0;
  #filled = 0;
  #isEnded = false;
  readonly #lines = new LineCount();
  /** Where the entry at hand begins, or -1; its whole name. */
  #start = -1;
  #name = new Uint8Array(0);
  #isTooLong = false;
  /** What ends the comment, instruction or CDATA section the walk is in. */
  #asideEnd: string | null = null;
  readonly #facts: ListFactsWalk;
  #isFaulty = false;

  constructor(shape: XmlShape, handlers: DocumentHandlers) {
    this.#shape = shape;
    this.#handlers = handlers;
    this.#facts = new ListFactsWalk(shape, (path, written) => handlers.onFact(path, written));
    this.#anywhere = new Set(shape.items.filter((path) => path.startsWith('//')).map((path) => path.slice(2)));
    this.#alone = new Set(shape.items.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  }

  feed(chunk: Uint8Array): void {
    const keep = this.#start >= 0 ? this.#start : this.#facts.from >= 0 ? this.#facts.from : this.#at;
    this.#lines.to(this.bytes, keep);
    const left = this.#filled - keep;
    const rest = this.bytes.subarray(keep, this.#filled);
    const most = Math.max(left + chunk.length, this.bytes.length * 2);
    if (left + chunk.length > this.bytes.length) this.bytes = new Uint8Array(most);
    if (this.bytes.buffer !== rest.buffer || keep > 0) this.bytes.set(rest);
    this.bytes.set(chunk, left);
    this.#at -= keep;
    this.#lines.shift(keep);
    if (this.#start >= 0) this.#start -= keep;
    if (this.#facts.from >= 0) this.#facts.from -= keep;
    this.#filled = left + chunk.length;
  }

  finish(): void {
    this.#isEnded = true;
  }

  next(): boolean {
    for (;;) {
      const before = this.#at;
      if (this.#asideEnd !== null) this.#leaveAside();
      else if (this.#start >= 0 ? this.#findEnd() : this.#step()) return true;
      if (this.#at === before) break;
    }
    this.#holdLess();
    return this.#isEnded && this.#takeLast();
  }

  get path(): string {
    return this.#itemPath === '' ? '' : `${this.#itemPath}[${this.#number}]`;
  }

  raw(): Uint8Array {
    return this.bytes.subarray(this.from, this.to);
  }

  /** Between entries: moves behind the next tag. */
  #step(): boolean {
    const open = this.#toTag();
    if (open < 0 || this.#entersAside(open)) return false;
    const close = tagEnd(this.bytes, open + 1, this.#filled);
    const isLost = close < 0 ? this.#filled - open > MAX_TOKEN : this.bytes[close - 1] !== GREATER;
    if (isLost) this.#fault('a tag does not end');
    if (close < 0) {
      if (isLost) this.#at = this.#filled;
      return false;
    }
    this.#at = close;
    if (this.bytes[open + 1] === SLASH) this.#close(open, close);
    else return this.#open(open, close);
    return false;
  }

  /** Moves to the next opening bracket that has two bytes behind it, as far as there are any; -1 where there is none. */
  #toTag(): number {
    const open = indexOfByte(this.bytes, LESS, this.#at, this.#filled);
    const at = open < 0 ? this.#filled : open;
    const ink = this.#start < 0 && this.#frames.length === 0 ? inkIn(this.bytes, this.#at, at) : -1;
    if (ink >= 0) this.#fault('text stands outside of it', ink);
    this.#at = at;
    return open < 0 || open + 1 === this.#filled ? -1 : open;
  }

  /** Whether what begins here is a comment, an instruction or a CDATA section, or may become one with more bytes. */
  #entersAside(open: number): boolean {
    const mark = this.bytes[open + 1];
    if (mark !== BANG && mark !== QUESTION) return false;
    if (this.#beginsAside(open)) return true;
    if (/^<!doctype/iu.test(fromUtf8(this.bytes, open, Math.min(open + 9, this.#filled)))) {
      throw refused('input/doctype', {});
    }
    this.#fault('a declaration stands among the elements');
    this.#at = open + 2;
    return true;
  }

  #leaveAside(): void {
    const end = this.#asideEnd as string; // looked at by the caller
    const behind = behindAside(this.bytes, this.#at, this.#filled, end);
    if (behind >= 0) this.#asideEnd = null;
    // Without an end: it may have begun.
    this.#at = behind >= 0 ? behind : Math.max(this.#at, this.#filled - end.length + 1);
  }

  /** A tag that opens an element: an entry, or one around the entries. */
  #open(open: number, close: number): boolean {
    const { bytes } = this;
    const end = nameEnd(bytes, open + 1, close);
    const parent = this.#frames.at(-1);
    const isEmpty = bytes[close - 2] === SLASH;
    // Nearly always another entry like the last one.
    if (parent === this.#parent && end - open - 1 === this.#name.length && isAt(bytes, open + 1, this.#name)) {
      this.#begin(open, this.#itemPath);
      return isEmpty && this.#settle(close);
    }
    const name = fromUtf8(bytes, open + 1, end);
    const local = localName(name);
    const isRoot = parent === undefined && !this.#alone.has(local);
    if (isRoot && isInOther(this.#shape.namespace, name, bytes, open, close)) this.#fault('it is in another namespace');
    const path = parent === undefined ? local : `${parent.path}/${local}`;
    const isItem = this.#anywhere.has(local) || this.#shape.items.includes(path);
    if (isItem || (parent === undefined && this.#alone.has(local))) {
      this.#parent = parent;
      this.#itemPath = path;
      this.#name = this.bytes.slice(open + 1, end);
      this.#begin(open, path);
      return isEmpty && this.#settle(close);
    }
    this.#facts.attributes(path, bytes, open, close, (reason) => this.#fault(reason));
    if (isEmpty) return false;
    if (this.#frames.length === MAX_DEPTH) this.#fault('it is nested too deeply');
    else this.#frames.push({ name, path, says: sayingOf(this.#shape.around, local, bytes, open, close) });
    this.#facts.begin(path, close);
    return false;
  }

  get around(): readonly string[] {
    if (this.#shape.around === undefined) return NOTHING;
    return this.#frames.flatMap(({ says }) => (says === null ? [] : [says]));
  }

  #begin(open: number, path: string): void {
    const number = this.#counts.get(path) ?? 0;
    this.#counts.set(path, number + 1);
    this.line = this.#lines.to(this.bytes, open);
    this.#number = number;
    this.#start = open;
    this.#isTooLong = false;
  }

  #close(open: number, close: number): void {
    const name = fromUtf8(this.bytes, open + 2, nameEnd(this.bytes, open + 2, close));
    const frame = this.#frames.findLastIndex((each) => each.name === name);
    if (frame < 0 || frame !== this.#frames.length - 1) this.#fault('a tag closes another element');
    if (frame < 0) return;
    this.#facts.end(this.#frames[frame]!.path, this.bytes, open);
    this.#frames.length = frame;
  }

  /** Inside an entry: looks for the tag that closes it. */
  #findEnd(): boolean {
    const { bytes } = this;
    for (;;) {
      const open = markAt(bytes, this.#at, this.#filled);
      this.#at = open < 0 ? this.#filled : open;
      if (open < 0 || open + 1 === this.#filled) return false;
      if (bytes[open + 1] !== SLASH) {
        // What is wrong in a declaration inside an entry is told by whoever reads the entry.
        if (!this.#beginsAside(open)) this.#at = open + 2;
        return false;
      }
      const end = open + 2 + this.#name.length;
      if (end >= this.#filled && !this.#isEnded) return false; // more bytes tell
      if (end < this.#filled && isAt(bytes, open + 2, this.#name) && nameEnd(bytes, open + 2, end + 1) === end) {
        const close = indexOfByte(bytes, GREATER, end, this.#filled);
        return close >= 0 && this.#settle(close + 1);
      }
      this.#at = open + 1;
    }
  }

  /** Whether a comment, an instruction or a CDATA section begins here, or may with more bytes. */
  #beginsAside(open: number): boolean {
    const aside = asideAt(this.bytes, open, this.#filled);
    if (aside === undefined) return this.#filled - open < LONGEST_MARK && !this.#isEnded;
    this.#at = open + aside[0].length;
    this.#asideEnd = aside[1];
    return true;
  }

  /** The entry is complete. */
  #settle(end: number): boolean {
    const start = this.#start;
    this.#start = -1;
    this.#at = end;
    if (this.#isTooLong) {
      this.#handlers.onTooLong(this.line, this.bytes.subarray(start, end), false);
      return false;
    }
    this.from = start;
    this.to = end;
    return true;
  }

  /** Lets go of what is too long to be what it seemed. */
  #holdLess(): void {
    const filled = this.#filled;
    if (filled - this.#facts.from > MAX_TOKEN) this.#facts.from = -1;
    if (this.#start < 0 || this.#at - this.#start <= MAX_ITEM) return;
    this.#handlers.onTooLong(this.line, this.bytes.subarray(this.#start, this.#at), !this.#isTooLong);
    this.#isTooLong = true;
    this.#lines.to(this.bytes, this.#at);
    this.#start = this.#at;
  }

  /** At the end of the input: an entry that was cut, or a document that was. */
  #takeLast(): boolean {
    const start = this.#start;
    const isOpen = start >= 0 || this.#frames.length > 0 || this.#asideEnd !== null || this.#at < this.#filled;
    this.#start = -1;
    this.#at = this.#filled;
    this.#frames.length = 0;
    this.#asideEnd = null;
    if (!isOpen) return false;
    this.#lines.to(this.bytes, this.#filled);
    if (start < 0) {
      this.#handlers.onCut(this.#lines.line);
      return false;
    }
    this.isCut = true;
    if (this.#isTooLong) return false;
    this.from = start;
    this.to = this.#filled;
    return true;
  }

  #fault(reason: string, at = this.#at): void {
    this.#lines.to(this.bytes, at);
    if (!this.#isFaulty) this.#handlers.onFault(reason, this.#lines.line);
    this.#isFaulty = true;
  }
}
