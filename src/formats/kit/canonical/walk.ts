// The fast reader of canonical rows: walks the bytes of a line that our writer wrote, keys in their order, plain strings.
// It tells nothing and judges nothing: at the first surprise it takes the row back and leaves the line to the patient
// reader, so the two cannot disagree about a row that both can read.
import { parseCidr, parseIp } from '../../../model/address.ts';
import { ADDED } from '../../../model/batch-builder.ts';
import { fromUtf8, toUtf8 } from '../../../model/bytes.ts';
import { type FieldId, fieldIds, type TimeField } from '../../../model/fields.ts';
import { canonicalHostInto } from '../../../model/host-name.ts';
import type { Kind } from '../../../model/kinds.ts';
import { EXACT, operationCode, PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { isZoneless, parseIsoTime } from '../../../model/times.ts';
import { canonicalUrlInto } from '../../../model/url.ts';
import { JsonCursor, Meanings } from '../json/cursor.ts';
import { type JsonValue, readJson } from '../json/walk.ts';
import type { LineScanner } from '../lines.ts';
import { type Head, Heads } from './heads.ts';
import type { CanonicalRows } from './rows.ts';
import { type FactKey, factKeys, MAX_LINE_NUMBER } from './shape.ts';

const ITEM = toUtf8('{"item":');
const FACTS = factKeys.map((key) => toUtf8(`,"${key}":`));
const FIRST_LETTERS = FACTS.map((fact) => fact[2]!);
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const ZULU = 90;
const BRACKET = 91;
const BRACKET_END = 93;
const BRACE = 123;
const END = 125;
const TRUE = toUtf8('true');
const FALSE = toUtf8('false');

/** `taken`; `full`: take the batch and come back; `other`: not the writer's own spelling, nothing was done. */
export type Walked = 'taken' | 'full' | 'other';

export class CanonicalWalk extends JsonCursor {
  readonly #rows: CanonicalRows;
  readonly #heads = new Heads();
  readonly #opinions = new Meanings();
  readonly #reviews = new Meanings();
  readonly #names = new Meanings();
  readonly #wanted: Readonly<Record<FieldId, boolean>>;
  /** Unwanted facts of the row, told once it is taken: a bit for each. */
  #skipped = 0;
  /** Name, line and operation of each origin of the row, one after another. */
  readonly #origins: number[] = [];
  #originCount = 0;
  #scratch = new Uint8Array(4096);

  constructor(rows: CanonicalRows) {
    super();
    this.#rows = rows;
    this.#wanted = Object.fromEntries(fieldIds.map((field) => [field, rows.wants(field)])) as Record<FieldId, boolean>;
  }

  walk(line: LineScanner): Walked {
    this.bytes = line.bytes;
    this.at = line.from;
    this.to = line.to;
    // A line that ends otherwise is left at once: other programs' JSON lines need not be walked to be refused.
    const item = line.bytes[line.to - 1] === END ? this.#item() : -1;
    if (item < 0) return 'other';
    const head = this.#heads.next(this);
    if (head === null) return 'other';
    const rows = this.#rows;
    if (!rows.hasRoom(item)) return 'full';
    rows.begin(head.op, item);
    this.#skipped = 0;
    this.#originCount = 0;
    if (!this.#key(head) || !this.#facts(head.op)) {
      rows.sink.builder.cancel();
      return 'other';
    }
    if (this.#skipped !== 0) this.#tellSkipped();
    rows.end(item);
    return 'taken';
  }

  /** Steps into the row; the item's number, 0 without one, -1 where the line is another. */
  #item(): number {
    if (!this.sees(ITEM)) return this.takes(BRACE) ? 0 : -1;
    const item = this.integer();
    return item > 0 && this.takes(COMMA) ? item : -1;
  }

  #key({ kind, scope }: Head): boolean {
    const { builder } = this.#rows.sink;
    const bytes = this.bytes;
    const from = this.at;
    if (kind.codec === 'hex') {
      if (kind.width === 0) return false;
      const to = from + kind.width * 2;
      if (to >= this.to || bytes[to] !== 34 || builder.addHex(kind, bytes, from) !== ADDED) return false;
      this.at = to + 1;
      return true;
    }
    const to = this.textEnd();
    if (to <= from) return false;
    switch (kind.codec) {
      case 'base64':
        return builder.addBase64(kind, bytes, from, to) === ADDED;
      case 'text':
        if (!this.#isCanonical(kind, from, to)) return false;
        builder.addBytes(kind.code, scope, bytes, from, to);
        return true;
      default: {
        const text = fromUtf8(bytes, from, to);
        const address = kind.codec === 'ip' ? parseIp(text) : parseCidr(text);
        if (!address.ok || address.changes !== 0) return false;
        builder.addBytes(kind.code, EXACT, address.bytes, 0, address.bytes.length);
        return true;
      }
    }
  }

  #isCanonical(kind: Kind, from: number, to: number): boolean {
    if (kind.family !== 'place') return true;
    const bytes = this.bytes;
    if (this.#scratch.length < to - from + 16) this.#scratch = new Uint8Array((to - from) * 2);
    const into = kind.id === 'domain' ? canonicalHostInto : canonicalUrlInto;
    if (into(bytes, from, to, this.#scratch, 0) !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[i] !== this.#scratch[i - from]) return false;
    return true;
  }

  #facts(op: number): boolean {
    for (let n = 0; ; n++) {
      if (this.at + 1 === this.to && this.takes(END)) return this.#addOrigins();
      const letter = this.bytes[this.at + 2];
      while (n < FACTS.length && (FIRST_LETTERS[n] !== letter || !this.sees(FACTS[n]!))) n++;
      if (n === FACTS.length || !this.#fact(factKeys[n]!, op)) return false;
    }
  }

  #fact(key: FactKey, op: number): boolean {
    switch (key) {
      case 'opinions':
      case 'reviews':
        return this.#set(key);
      case 'disputed':
        return this.sees(TRUE) || this.sees(FALSE);
      case 'size':
        return this.#size();
      case 'partnerKey':
      case 'name':
      case 'note':
      case 'spelling':
        return this.#text(key);
      case 'from':
        return this.#map(op);
      case 'presentBy':
        return this.#map(PRESENT);
      case 'withdrawnBy':
        return this.#map(operationCode('withdrawn'));
      case 'exceptedBy':
        return this.#map(operationCode('excepted'));
      default:
        return this.#time(key);
    }
  }

  /** Whether the run wants a field; that the row had one nobody wants is told once the row is taken. */
  #wants(field: FieldId): boolean {
    if (this.#wanted[field]) return true;
    this.#skipped |= 1 << fieldIds.indexOf(field);
    return false;
  }

  #tellSkipped(): void {
    fieldIds.forEach((field, n) => {
      if ((this.#skipped >> n) & 1) this.#rows.context.skipped(field);
    });
  }

  #time(field: TimeField): boolean {
    if (!this.takes(QUOTE)) return false;
    const from = this.at;
    // Nearly all end after the seconds; a time of another length has its end looked for.
    const isUsual = from + 20 < this.to && this.bytes[from + 19] === ZULU && this.bytes[from + 20] === QUOTE;
    if (isUsual) this.at += 21;
    const to = isUsual ? from + 20 : this.textEnd();
    const seconds = to < 0 ? Number.NaN : parseIsoTime(this.bytes, from, to);
    // Without its zone it is told, which the patient reader does.
    if (Number.isNaN(seconds) || (!isUsual && isZoneless(fromUtf8(this.bytes, from, to)))) return false;
    if (this.#wants(field)) this.#rows.sink.builder.setTime(field, seconds);
    return true;
  }

  #size(): boolean {
    const size = this.integer();
    if (size < 0) return false;
    if (this.#wants('size')) this.#rows.sink.builder.setSize(size);
    return true;
  }

  #text(field: 'partnerKey' | 'name' | 'note' | 'spelling'): boolean {
    if (!this.takes(QUOTE)) return false;
    const from = this.at;
    const to = this.textEnd();
    if (to < 0) return false;
    if (!this.#wants(field)) return true;
    const { builder } = this.#rows.sink;
    const text = fromUtf8(this.bytes, from, to);
    if (field === 'partnerKey') builder.setPartnerKey(text);
    else if (field === 'spelling') builder.setSpelling(text);
    else builder.setExtra(field, text);
    return true;
  }

  /** A list of opinions or reviews: each object is looked up by its bytes. */
  #set(field: 'opinions' | 'reviews'): boolean {
    const known = field === 'opinions' ? this.#opinions : this.#reviews;
    let set = EMPTY_SET;
    if (!this.takes(BRACKET)) return false;
    do {
      const from = this.at;
      const to = this.objectEnd();
      if (to < 0) return false;
      let single = known.of(this.bytes, from, to);
      if (single < 0) {
        single = this.#learnSingle(field, known, from, to);
        if (single < 0) return false;
      }
      set = set === EMPTY_SET ? single : this.#rows.union(field, set, single);
    } while (this.takes(COMMA));
    if (!this.takes(BRACKET_END)) return false;
    const { builder } = this.#rows.sink;
    if (field === 'opinions') builder.setOpinions(set);
    else if (this.#wants('reviews')) builder.setReviews(set);
    return true;
  }

  #learnSingle(field: 'opinions' | 'reviews', known: Meanings, from: number, to: number): number {
    const value = this.#value(from, to);
    let hasUnknown = false;
    const single =
      value === undefined
        ? -1
        : this.#rows.singleOf(field, value, () => {
            hasUnknown = true;
          });
    if (single < 0 || hasUnknown) return -1;
    known.learn(this.bytes, from, to, single);
    return single;
  }

  #value(from: number, to: number): JsonValue | undefined {
    const parsed = readJson(this.bytes, from, to);
    return parsed.ok ? parsed.value : undefined;
  }

  /** A map of sources to lines. */
  #map(op: number): boolean {
    this.#wants('origins');
    if (!this.takes(BRACE)) return false;
    do {
      const from = this.at;
      if (!this.takes(QUOTE)) return false;
      const to = this.textEnd() + 1;
      if (to === 0 || !this.takes(COLON)) return false;
      const name = this.#name(from, to);
      const line = this.integer();
      if (name < 0 || line < 0 || line > MAX_LINE_NUMBER) return false;
      for (let n = 0; n < this.#originCount; n += 3) if (this.#origins[n] === name) return false;
      this.#origins[this.#originCount++] = name;
      this.#origins[this.#originCount++] = line;
      this.#origins[this.#originCount++] = op;
    } while (this.takes(COMMA));
    return this.takes(END);
  }

  #name(from: number, to: number): number {
    const found = this.#names.of(this.bytes, from, to);
    if (found >= 0) return found;
    const text = this.#value(from, to);
    const name = typeof text === 'string' ? this.#rows.nameOf(text) : -1;
    if (name >= 0) this.#names.learn(this.bytes, from, to, name);
    return name;
  }

  #addOrigins(): boolean {
    const origins = this.#origins;
    if (!this.#wanted.origins) return true;
    for (let n = 0; n < this.#originCount; n += 3) {
      if (!this.#rows.addOrigin(origins[n]!, origins[n + 1]!, origins[n + 2]!)) return false;
    }
    return true;
  }
}
