// A reader of JSON documents: entry by entry, whatever the size of the whole. Pictures inside entries are dropped here,
// before a format sees them, and never reach the rejects.
import type { Batch } from '../../../model/batch.ts';
import { type ByteChunks, toUtf8 } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { toUtf8Chunks } from '../decode.ts';
import { holdsPicture, isDigestLength, looksLikePicture, SHORTEST_PICTURE } from '../picture.ts';
import { RowSink, type SourceRecord } from '../row-sink.ts';
import { type DocumentShape, JsonItems, MAX_ITEM } from './items.ts';
import { type JsonObject, type JsonValue, parseJson, readJson } from './walk.ts';

export interface DocumentReader {
  /**
   * What to do with an entry; `rows.begin` was called. Called synchronously, nothing may be kept of `rows`. An entry of
   * any number of rows returns steps that add one each: they go on in the next batch where this one is full.
   */
  item(entry: JsonObject): Iterator<void> | void;
  /** A fact of the list, as its plain value. */
  fact?(path: string, value: JsonValue): void;
}

/** How much of a text shows whether it is a picture. */
const PICTURE_HEAD = 192;

/** `setup` runs once per input. Entries that are no objects never reach it: they are refused and kept. */
export function readDocument<Options>(
  shape: DocumentShape,
  setup: (rows: RowSink, context: ReadContext<Options>) => DocumentReader,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const document = new Document(shape, context, setup);
    const { builder } = document.rows;
    for await (const chunk of toUtf8Chunks(input, context.report)) {
      document.items.feed(chunk);
      while (document.pump()) yield builder.take();
    }
    document.items.finish();
    while (document.pump()) yield builder.take();
    if (builder.count > 0) yield builder.take();
  };
}

class Document<Options> implements SourceRecord {
  readonly items: JsonItems;
  readonly rows: RowSink;
  readonly #reader: DocumentReader;
  /** What is left of the entry read last. */
  #steps: Iterator<void> | null = null;
  /** The overlong entry that is being passed on holds a picture. */
  #isPicture = false;

  constructor(
    shape: DocumentShape,
    context: ReadContext<Options>,
    setup: (rows: RowSink, context: ReadContext<Options>) => DocumentReader,
  ) {
    const { source } = context;
    this.items = new JsonItems(shape, {
      onFact: (path, json) => {
        const parsed = parseJson(json);
        if (parsed.ok) this.#reader.fact?.(path, parsed.value);
      },
      onFault: (reason, line) => context.report('input/bad-document', { reason }, { source, line }),
      onCut: (line) => context.report('input/cut-short', {}, { source, line }),
      onTooLong: (line, piece, isFirst) => {
        if (isFirst) this.#isPicture = false;
        this.#isPicture ||= holdsPicture(piece);
        const kept = this.#isPicture ? piece.subarray(0, 0) : piece;
        if (isFirst) context.reject('input/line-too-long', { limit: MAX_ITEM }, { source, line }, kept);
        else context.rejectMore(kept);
      },
    });
    this.rows = new RowSink(context, this);
    this.#reader = setup(this.rows, context);
  }

  get line(): number {
    return this.items.line;
  }

  get path(): string {
    return this.items.path;
  }

  /** The rejects file must hold no pictures either. */
  raw(): Uint8Array {
    const raw = this.items.raw();
    return holdsPicture(raw) ? raw.subarray(0, 0) : raw;
  }

  /** Reads entries until the batch is full (true) or the bytes run out (false). The hot loop: no await. */
  pump(): boolean {
    const { items, rows } = this;
    if (this.#fill()) return true;
    while (items.next()) {
      rows.begin();
      if (items.isCut) {
        rows.reject('input/cut-short', {});
        return false;
      }
      const parsed = readJson(items.bytes, items.from, items.to);
      if (!parsed.ok) rows.reject('row/bad-json', { reason: parsed.reason });
      else if (!(parsed.value instanceof Map)) rows.reject('row/bad-json', { reason: 'it is no object' });
      else this.#steps = this.#reader.item(this.#withoutPictures(parsed.value)) ?? null;
      if (this.#fill()) return true;
    }
    return false;
  }

  /** Takes the steps of the entry at hand; whether the batch is full. */
  #fill(): boolean {
    const { builder } = this.rows;
    while (this.#steps !== null && !builder.isFull) if (this.#steps.next().done === true) this.#steps = null;
    return builder.isFull;
  }

  #withoutPictures(entry: JsonObject): JsonObject {
    const names: string[] = [];
    const clean = withoutPictures(entry, '', names);
    for (const name of names) this.rows.report('row/imagery', { field: name });
    return clean instanceof Map ? clean : entry;
  }
}

/** The value without texts that are pictures; the same value where there are none, as nearly always. */
function withoutPictures(value: JsonValue, key: string, found: string[]): JsonValue | undefined {
  if (typeof value === 'string') {
    if (value.length < SHORTEST_PICTURE || isDigestLength(value.length)) return value;
    const head = toUtf8(value.slice(0, PICTURE_HEAD));
    if (!looksLikePicture(head, 0, head.length)) return value;
    found.push(key);
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = found.length;
  if (value instanceof Map) {
    const kept = [...value].map(([name, each]) => [name, withoutPictures(each, name, found)] as const);
    if (found.length === before) return value;
    return new Map(kept.filter((pair): pair is [string, JsonValue] => pair[1] !== undefined));
  }
  const list = value as readonly JsonValue[]; // not a Map
  const kept = list.map((each) => withoutPictures(each, key, found));
  return found.length === before ? value : kept.filter((each) => each !== undefined);
}
