// The values of one JSON object as fields: each path of the profile has a slot, each slot a range of one buffer.
// Numbers keep their meaning or cost the row, lists become one field with separators, and pictures are dropped here.
import { isPlainName } from '../../../model/plain-name.ts';
import { type JsonObject, type JsonValue, readJson } from '../json/walk.ts';
import { holdsPicture, isDigestLength, looksLikePicture, SHORTEST_PICTURE } from '../picture.ts';
import type { RowSink, SourceRecord } from '../row-sink.ts';
import type { TablePlace, TableRecord } from './desk.ts';
import { newNode, nodeAt, type PathNode } from './json-paths.ts';
import { type ColumnRef, type ListSyntax, listColumns, plainName, type TableProfile } from './profile.ts';
import type { SlotOf } from './sets.ts';

/** Keys whose meaning is kept; a list with more makes them up. */
const MOST_KEYS = 10_000;
/** How much of a text shows whether it is a picture. */
const PICTURE_HEAD = 256;

/** Where the object at hand stands: a line, or an entry of a document. */
interface JsonText extends SourceRecord {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

interface Slot {
  readonly number: number;
  readonly shown: string;
  readonly list: ListSyntax | null;
  readonly isKey: boolean;
  /** Where the value stands in the line, from 1. */
  column: number;
  isFilled: boolean;
}

const encoder = new TextEncoder();

export class JsonFields implements TableRecord, TablePlace, SourceRecord {
  bytes = new Uint8Array(1 << 12);
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly ahead = -1;
  readonly #profile: TableProfile;
  readonly #lines: JsonText;
  readonly #lists: ReadonlyMap<ColumnRef, ListSyntax>;
  readonly #keyColumns: ReadonlySet<ColumnRef>;
  readonly #root = newNode('');
  readonly #slots: Slot[] = [];
  #used = 0;
  #keysMet = 0;
  #rows: RowSink | null = null;
  #column = 0;
  /** Texts of the object on the cursor that are pictures; a line with one is never kept as sent. */
  readonly #pictures = new Set<string>();
  #object: JsonValue = null;

  constructor(profile: TableProfile, lines: JsonText) {
    this.#profile = profile;
    this.#lines = lines;
    this.#lists = listColumns(profile);
    this.#keyColumns = new Set(profile.keys.map(({ column }) => column));
  }

  /** Where refusals go: the sink needs this record first. */
  tellTo(rows: RowSink): void {
    this.#rows = rows;
  }

  readonly slotOf: SlotOf = (column) => {
    const nodes =
      column.path === undefined
        ? column.names.map((name) => nodeAt(this.#root, [name]))
        : [nodeAt(this.#root, column.path)];
    const known = nodes.find((node) => node.slot >= 0)?.slot ?? this.#slots.length;
    if (known === this.#slots.length) {
      const list = this.#lists.get(column) ?? null;
      const isKey = this.#keyColumns.has(column);
      this.#slots.push({ number: known, shown: column.shown, list, isKey, column: 0, isFilled: false });
      this.starts.push(0);
      this.ends.push(0);
    }
    for (const node of nodes) if (node.slot < 0) node.slot = known;
    return known;
  };

  // --- the record ---

  get line(): number {
    return this.#lines.line;
  }

  get isOpen(): boolean {
    return this.#lines.isOpen === true;
  }

  columnOf(slot: number): number {
    return this.#slots[slot]!.column;
  }

  keepsBlanks(): boolean {
    return true;
  }

  know(): null {
    return null;
  }

  raw(): Uint8Array {
    if (this.#pictures.size === 0) return this.#lines.raw();
    return encoder.encode(this.#object === null ? '' : this.#spelled(this.#object));
  }

  // --- reading ---

  /** Reads the line on the cursor. False: it was refused. */
  read(): boolean {
    const { bytes, from, to } = this.#lines;
    this.#used = 0;
    this.#column = 1;
    this.#pictures.clear();
    this.starts.fill(0);
    this.ends.fill(0);
    for (const slot of this.#slots) {
      slot.column = 1;
      slot.isFilled = false;
    }
    const json = readJson(bytes, from, to);
    this.#object = json.ok ? json.value : null;
    if (!json.ok) {
      if (holdsPicture(this.#lines.raw())) this.#tellPicture('the line', '');
      return this.#refuse('row/bad-json', { reason: json.reason }, (json.at ?? 0) + 1);
    }
    if (!(json.value instanceof Map)) return this.#refuse('row/bad-json', { reason: 'it is no object' }, 1);
    // Pictures first: whatever costs the row afterwards, its bytes must be fit to keep.
    this.#findPictures(json.value, this.#root);
    return this.#walk(json.value as JsonObject, this.#root, json.starts);
  }

  #walk(object: JsonObject, node: PathNode, starts: ReadonlyMap<string, number> | null): boolean {
    for (const [key, value] of object) {
      if (starts !== null) this.#column = (starts.get(key) ?? 0) + 1;
      const next = this.#meaning(node, key);
      if (next !== null && !this.#fill(next, value)) return false;
    }
    return true;
  }

  #meaning(node: PathNode, key: string): PathNode | null {
    const known = node.met.get(key);
    if (known !== undefined) return known;
    const plain = plainName(key);
    const next = node.steps.get(plain) ?? null;
    if (this.#keysMet < MOST_KEYS) {
      this.#keysMet++;
      node.met.set(key, next);
      if (next === null) this.#tellUnknown(node, key, plain);
    }
    return next;
  }

  #tellUnknown(node: PathNode, key: string, plain: string): void {
    const { ignore } = this.#profile;
    const before = node.path === '' ? '' : `${node.path}.`;
    if (ignore === null || ignore.names.has(`${before}${plain}`)) return;
    const column = isPlainName(key) ? `${before}${key}` : `${before}(a key that is no plain word)`;
    this.#rows?.report('row/unknown-column', { column });
  }

  #fill(node: PathNode, value: JsonValue): boolean {
    const slot = this.#slots[node.slot];
    if (value === null) return true;
    if (value instanceof Map) {
      if (node.steps.size > 0) return this.#walk(value as JsonObject, node, null);
      return this.#bad(slot?.shown ?? node.path, 'a plain value');
    }
    if (Array.isArray(value)) {
      const items = value as readonly JsonValue[];
      if (slot?.list) return this.#put(slot, items);
      if (slot?.isKey === true && items.every(Number.isInteger)) return this.#put(slot, [items.join(',')]);
      if (![...node.steps.keys()].some(Number.isInteger)) return this.#bad(slot?.shown ?? node.path, 'one value');
      for (const [step, next] of node.steps) {
        if (typeof step === 'number' && !this.#fill(next, items[step] ?? null)) return false;
      }
      return true;
    }
    return slot === undefined ? this.#bad(node.path, 'an object or a list') : this.#put(slot, [value]);
  }

  /** Puts values into the field of a slot, with separators between them. */
  #put(slot: Slot, values: readonly JsonValue[]): boolean {
    if (slot.isFilled) return this.#refuse('row/bad-json', { reason: 'two of its keys mean the same' }, this.#column);
    const separator = slot.list === null ? '' : String.fromCharCode(slot.list.separator);
    const inText = slot.list?.inText ?? null;
    slot.isFilled = true;
    slot.column = this.#column;
    this.starts[slot.number] = this.#used;
    for (const [i, value] of values.entries()) {
      const text = scalarText(value);
      if (text === null) return this.#bad(slot.shown, 'a plain value that every reader of JSON takes alike');
      if (i > 0) this.#write(separator);
      if (this.#pictures.has(text)) continue;
      if (separator !== '' && text.includes(separator)) return this.#bad(slot.shown, 'free of control characters');
      this.#write(inText === null ? text : text.replaceAll(inText, separator));
    }
    const length = this.#used - this.starts[slot.number]!;
    this.ends[slot.number] = this.#used;
    if (length <= this.#profile.maxField) return true;
    return this.#bad(slot.shown, `at most ${this.#profile.maxField} bytes long`);
  }

  #write(text: string): void {
    if (this.#used + text.length * 3 > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.#used + text.length * 3, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.#used += encoder.encodeInto(text, this.bytes.subarray(this.#used)).written;
  }

  // --- pictures ---

  /** Looks through the whole object, also where no path of the profile leads. Short texts are passed by first of all. */
  #findPictures(value: JsonValue, node: PathNode | null): void {
    if (typeof value === 'string') {
      if (value.length < SHORTEST_PICTURE || this.#pictures.has(value)) return;
      const slot = node === null ? undefined : this.#slots[node.slot];
      if (slot?.isKey === true && isDigestLength(value.length)) return;
      const head = encoder.encode(value.slice(0, PICTURE_HEAD));
      if (looksLikePicture(head, 0, head.length)) this.#tellPicture(slot?.shown ?? 'a text', value);
    } else if (value instanceof Map) {
      for (const [key, item] of value as JsonObject) {
        if (mayHoldPicture(item)) this.#findPictures(item, node?.steps.get(plainName(key)) ?? null);
      }
    } else if (Array.isArray(value)) {
      for (const [i, item] of (value as readonly JsonValue[]).entries()) {
        if (mayHoldPicture(item)) this.#findPictures(item, node?.steps.get(i) ?? node);
      }
    }
  }

  #tellPicture(field: string, text: string): void {
    this.#pictures.add(text);
    this.#rows?.report('row/imagery', { field });
  }

  /** JSON of the value without its pictures. */
  #spelled(value: JsonValue): string {
    if (typeof value === 'string') return this.#pictures.has(value) ? '""' : JSON.stringify(value);
    if (value instanceof Map) {
      const parts = [...(value as JsonObject)].map(([key, item]) => `${JSON.stringify(key)}:${this.#spelled(item)}`);
      return `{${parts.join(',')}}`;
    }
    if (Array.isArray(value))
      return `[${(value as readonly JsonValue[]).map((item) => this.#spelled(item)).join(',')}]`;
    return JSON.stringify(value);
  }

  // --- refusals ---

  #bad(field: string, want: string): false {
    return this.#refuse('row/bad-value', { field, want }, this.#column);
  }

  #refuse<C extends 'row/bad-json' | 'row/bad-value'>(
    code: C,
    args: Parameters<typeof RowSink.prototype.reject<C>>[1],
    column: number,
  ): false {
    this.#rows?.begin();
    this.#rows?.reject(code, args, column);
    return false;
  }
}

function mayHoldPicture(value: JsonValue): boolean {
  return typeof value === 'string' ? value.length >= SHORTEST_PICTURE : typeof value === 'object' && value !== null;
}

/** Null: no plain value, or a whole number that some readers would round. */
function scalarText(value: JsonValue): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return String(value);
    case 'number':
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
    default:
      return value === null ? '' : null;
  }
}
