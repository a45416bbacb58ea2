// Walks a JSON document of any size and stops at each element of the arrays a format asks for; only one element is held.
// Sets arrive as one line of gigabytes, so nothing here waits for a newline or for the end of the document.
// Elements that stand on their own, one after another, are read too: that is what the rejects of a document are.
import { fromUtf8 } from '../../../model/bytes.ts';
import { type DocumentHandlers, type DocumentItems, MAX_ITEM } from '../document.ts';
import { type Frame, pathWithin } from './frame.ts';
import { JsonSpan } from './span.ts';
import { parseJson } from './walk.ts';

/** What a format looks for. Paths are keys joined by dots, with `[]` for the elements of an array: `response[].Event`. */
export interface DocumentShape {
  /**
   * Arrays whose elements are the entries; `*[]` are all arrays of the outermost object, whatever its keys are. An array may lead to another of them, `value[]` and `value[].Media[]`: its
   * elements are entries unless the first one holds such an array.
   */
  readonly items: readonly string[];
  /** Plain values around them that say something of the list. */
  readonly facts: readonly string[];
}

/** Keys, names and dates of a list are shorter; longer values around the entries are passed over. */
const MAX_TOKEN = 1 << 16;

const QUOTE = 34;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What becomes of the value being scanned: an entry, a key or a fact, or nothing. */
type Purpose = 'item' | 'token' | 'skip';

export class JsonItems implements DocumentItems {
  bytes = new Uint8Array(1 << 16);
  /** Byte range of the entry at hand, and the line on which it begins. */
  from = 0;
  to = 0;
  line = 1;
  /** Whether the document ends inside the entry at hand. */
  isCut = false;
  readonly #shape: DocumentShape;
  readonly #handlers: DocumentHandlers;
  /** Whether the keys of the outermost object may be anything: names of entries, which no report shows. */
  readonly #isKeyed: boolean;
  readonly #frames: Frame[] = [];
  readonly #span = new JsonSpan();
  #purpose: Purpose | null = null;
  #at = 0;
  #filled = 0;
  #currentLine = 1;
  #isEnded = false;
  /** Where the value being scanned begins, if it is to be held: -1. */
  #start = -1;
  #isTooLong = false;
  /** Where an object on its own begins, or -1 once it turned out to be a document or too long. */
  #alone = -1;
  #aloneLine = 0;
  /** Array of the entry at hand, and its number in that. */
  #place: Frame | null = null;
  #index = 0;
  /** Of an array whose elements may hold entries: one did; or they turned out to be the entries. */
  #isHolding = false;
  #isFlat = false;
  /** Whether the outermost object holds an array of entries. */
  #isDocument = false;
  #isFaulty = false;

  constructor(shape: DocumentShape, handlers: DocumentHandlers) {
    this.#shape = shape;
    this.#isKeyed = shape.items.includes('*[]');
    this.#handlers = handlers;
  }

  /** Takes over the bytes of the next piece; the piece itself is not kept. */
  feed(chunk: Uint8Array): void {
    const keep = this.#alone >= 0 ? this.#alone : this.#start >= 0 ? this.#start : this.#at;
    const left = this.#filled - keep;
    if (left + chunk.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(left + chunk.length, this.bytes.length * 2));
      larger.set(this.bytes.subarray(keep, this.#filled));
      this.bytes = larger;
    } else if (keep > 0) this.bytes.copyWithin(0, keep, this.#filled);
    this.bytes.set(chunk, left);
    this.#at -= keep;
    if (this.#start >= 0) this.#start -= keep;
    if (this.#alone >= 0) this.#alone -= keep;
    this.#filled = left + chunk.length;
  }

  /** No more pieces: what is open was cut. */
  finish(): void {
    this.#isEnded = true;
  }

  /** Moves to the next entry; false when more bytes are needed, or when there are none. */
  next(): boolean {
    while (this.#at < this.#filled) {
      if (this.#purpose === null ? this.#step() : this.#scan()) return true;
    }
    this.#holdLess();
    return this.#isEnded && this.#takeLast();
  }

  /** The place of the entry at hand, such as `objects[3]`; spelled only where somebody asks. */
  get path(): string {
    return this.#place === null ? '' : `${this.#place.path.slice(0, -1)}${this.#index}]`;
  }

  /** The entry as sent. */
  raw(): Uint8Array {
    return this.bytes.subarray(this.from, this.to);
  }

  /** Between values: looks at one byte. */
  #step(): boolean {
    const byte = this.bytes[this.#at]!;
    if (byte === 10) this.#currentLine++;
    // Commas and colons are not missed where they lack, so that one lost byte costs no more than its neighbours.
    if (byte <= 32 || byte === 44 || byte === 58) this.#at++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) return this.#close(byte);
    else this.#begin(byte);
    return false;
  }

  #begin(byte: number): void {
    const frame = this.#frames.at(-1);
    const isNested = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
    const isKey = frame !== undefined && !frame.isArray && frame.key === null;
    if (isKey && byte !== QUOTE) this.#fault('a key is missing');
    if (frame?.isArray === true) frame.count++;
    let purpose: Purpose = 'token';
    const isSearched = frame?.mayHold === true && byte === OPEN_OBJECT && !this.#isFlat;
    if (frame === undefined ? !isNested : frame.isWanted && !isSearched) purpose = 'item';
    else if (isNested) {
      if (!isKey && this.#enter(byte === OPEN_ARRAY)) return;
      purpose = 'skip';
    }
    this.#purpose = purpose;
    this.#start = purpose === 'skip' ? -1 : this.#at;
    this.#isTooLong = false;
    this.#span.begin(byte);
    if (purpose !== 'item') return;
    this.line = this.#currentLine;
    this.#placeIn(frame);
  }

  #placeIn(frame: Frame | undefined): void {
    this.#place = frame ?? null;
    this.#index = frame === undefined ? 0 : frame.count - 1;
  }

  /** Goes into an object or array that may lead to an entry or a fact. */
  #enter(isArray: boolean): boolean {
    const frame = this.#frames.at(-1);
    const within = this.#isKeyed && frame?.path === '' && !frame.isArray ? '*' : pathWithin(frame);
    const path = isArray ? `${within}[]` : within;
    const isWanted = isArray && this.#shape.items.includes(path);
    const isAlone = !isArray && (frame === undefined || frame.isWanted);
    if (!isAlone && !isWanted && !this.#leadsOn(path)) return false;
    if (isWanted) {
      this.#alone = -1;
      this.#isDocument = true;
      this.#isHolding ||= this.#frames.some((outer) => outer.mayHold);
    } else if (isAlone) {
      this.#alone = this.#at;
      this.#isDocument = false;
      this.#aloneLine = this.#currentLine;
    }
    const mayHold = isWanted && this.#shape.items.some((other) => other.startsWith(`${path}.`));
    this.#frames.push({ isArray, path, isWanted, mayHold, count: 0, key: null, keys: new Set() });
    this.#at++;
    return true;
  }

  #leadsOn(path: string): boolean {
    const leads = (other: string): boolean =>
      other.startsWith(path) && (path === '' || other[path.length] === '.' || other[path.length] === '[');
    return this.#shape.items.some(leads) || this.#shape.facts.some(leads);
  }

  #close(byte: number): boolean {
    const frame = this.#frames.pop();
    this.#at++;
    if (frame?.isArray !== (byte === CLOSE_ARRAY)) this.#fault('a bracket is not where it belongs');
    const parent = this.#frames.at(-1);
    if (parent !== undefined) parent.key = null;
    if (parent !== undefined && !parent.isWanted) return false;
    if (this.#alone < 0) {
      if (!this.#isDocument && frame?.isArray === false) this.#fault('it is longer than an entry may be');
      this.#isDocument = parent !== undefined;
      return false;
    }
    // An object without an array of entries in it is an entry itself.
    this.#isFlat = parent !== undefined && !this.#isHolding;
    this.#isDocument = parent !== undefined;
    this.#emit(this.#alone, this.#at);
    this.line = this.#aloneLine;
    this.#placeIn(parent);
    return true;
  }

  /** Inside a value: goes on to its end. */
  #scan(): boolean {
    const end = this.#span.scan(this.bytes, this.#at, this.#filled);
    if (end < 0) {
      this.#at = this.#filled;
      return false;
    }
    this.#at = end;
    this.#currentLine += this.#span.lines;
    return this.#settle(end);
  }

  /** The value is complete. */
  #settle(end: number): boolean {
    const start = this.#start;
    const purpose = this.#purpose;
    this.#start = -1;
    this.#purpose = null;
    if (purpose === 'item') {
      if (this.#isTooLong) this.#handlers.onTooLong(this.line, this.bytes.subarray(start, end), false);
      else this.#emit(start, end);
      return !this.#isTooLong;
    }
    const frame = this.#frames.at(-1);
    if (frame === undefined) return false;
    if (frame.isArray || frame.key !== null) {
      if (purpose === 'token' && start >= 0) this.#tellFact(pathWithin(frame), start, end);
      frame.key = null;
    } else frame.key = start < 0 ? '' : this.#keyAt(frame, start, end);
    return false;
  }

  #keyAt(frame: Frame, start: number, end: number): string {
    const json = parseJson(fromUtf8(this.bytes, start, end));
    const key = json.ok && typeof json.value === 'string' ? json.value : '';
    if (frame.keys.has(key)) this.#fault('a key stands twice');
    if (frame.keys.size < MAX_KEYS) frame.keys.add(key);
    return key;
  }

  #tellFact(path: string, start: number, end: number): void {
    if (this.#shape.facts.includes(path)) this.#handlers.onFact(path, fromUtf8(this.bytes, start, end));
  }

  #emit(start: number, end: number): void {
    this.from = start;
    this.to = end;
    this.#alone = -1;
  }

  /** Lets go of what is too long to be what it seemed. */
  #holdLess(): void {
    const { bytes } = this;
    const filled = this.#filled;
    if (this.#alone >= 0 && filled - this.#alone > MAX_ITEM) this.#alone = -1;
    if (this.#start < 0) return;
    if (this.#purpose === 'token' && filled - this.#start > MAX_TOKEN) this.#start = -1;
    if (this.#purpose !== 'item' || filled - this.#start <= MAX_ITEM) return;
    this.#handlers.onTooLong(this.line, bytes.subarray(this.#start, filled), !this.#isTooLong);
    this.#isTooLong = true;
    this.#start = filled;
  }

  /** At the end of the input: a number that nothing ends, or what was cut. */
  #takeLast(): boolean {
    const isItem = this.#purpose === 'item';
    const start = isItem ? this.#start : this.#alone;
    const isOpen = this.#frames.length > 0 || this.#purpose !== null;
    this.#frames.length = 0;
    this.#purpose = null;
    if (!isOpen) return false;
    this.isCut = true;
    if (isItem && this.#isTooLong) return false;
    if (start < 0) {
      this.#handlers.onCut(this.#currentLine);
      return false;
    }
    if (!isItem) {
      this.line = this.#aloneLine;
      this.#placeIn(undefined);
    }
    this.#start = -1;
    this.#emit(start, this.#filled);
    return true;
  }

  #fault(reason: string): void {
    if (!this.#isFaulty) this.#handlers.onFault(reason, this.#currentLine);
    this.#isFaulty = true;
  }
}

/** Keys of one object that are looked at for repeats: an object of the envelope has few. */
const MAX_KEYS = 1024;
