// A reader of JSON documents whose entries are objects.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { type EntryReader, readEntries, type Syntax } from '../document.ts';
import { isPictureText } from '../picture.ts';
import type { RowSink } from '../row-sink.ts';
import { type DocumentShape, JsonItems } from './items.ts';
import { type JsonObject, type JsonValue, parseJson, readJson } from './walk.ts';

export interface DocumentReader {
  item(entry: JsonObject): ReturnType<EntryReader<JsonObject>['item']>;
  /** A fact of the list, as its plain value. */
  fact?(path: string, value: JsonValue): void;
}

/** `setup` runs once per input. Entries that are no objects never reach it: they are refused and kept. */
export function readDocument<Options>(
  shape: DocumentShape,
  setup: (rows: RowSink, context: ReadContext<Options>) => DocumentReader,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  const syntax: Syntax<JsonObject> = {
    items: (handlers) => new JsonItems(shape, handlers),
    parse(bytes, from, to) {
      const parsed = readJson(bytes, from, to);
      if (!parsed.ok) return parsed;
      return parsed.value instanceof Map ? { ok: true, value: parsed.value } : { ok: false, reason: 'it is no object' };
    },
    bad: 'row/bad-json',
    withoutPictures(entry, found) {
      const clean = withoutPictures(entry, '', found);
      return clean instanceof Map ? clean : entry;
    },
  };
  return readEntries(syntax, (rows, context: ReadContext<Options>) => {
    const reader = setup(rows, context);
    return {
      item: (entry) => reader.item(entry),
      fact(path, written) {
        const parsed = parseJson(written);
        if (parsed.ok) reader.fact?.(path, parsed.value);
      },
    };
  });
}

/** The value without texts that are pictures; the same value where there are none, as nearly always. */
function withoutPictures(value: JsonValue, key: string, found: string[]): JsonValue | undefined {
  if (typeof value === 'string') {
    if (!isPictureText(value)) return value;
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
