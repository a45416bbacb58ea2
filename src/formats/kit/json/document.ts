// A reader of JSON documents whose entries are objects.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { type EntryReader, readEntries, type Syntax } from '../document.ts';
import type { RowSink } from '../row-sink.ts';
import { type DocumentShape, JsonItems } from './items.ts';
import { withoutPictures } from './pictures.ts';
import { JsonRecord } from './record.ts';
import { type JsonObject, type JsonValue, parseJson, readJson } from './walk.ts';

export interface DocumentReader {
  item(entry: JsonObject): ReturnType<EntryReader<JsonObject>['item']>;
  /** A fact of the list, as its plain value. */
  fact?(path: string, value: JsonValue): void;
  /** The document is read; it had so many entries, those that could not be read among them. What was cut may lack facts. */
  end?(entries: number, isCut: boolean): void;
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
  return readEntries(syntax, (rows, context: ReadContext<Options>) => plainFacts(setup(rows, context)));
}

export interface RecordReader extends Pick<EntryReader<JsonRecord>, 'item'> {
  /** A fact of the list, as its plain value. */
  fact?(path: string, value: JsonValue): void;
}

/** As `readDocument`, for documents of gigabytes: the record is the same for all entries, valid until the next is read. */
export function readRecords<Options>(
  shape: DocumentShape,
  keys: readonly string[],
  setup: (rows: RowSink, context: ReadContext<Options>) => RecordReader,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return (input, context) => {
    const record = new JsonRecord(keys);
    const isRead = { ok: true, value: record } as const;
    const syntax: Syntax<JsonRecord> = {
      items: (handlers) => new JsonItems(shape, handlers),
      parse(bytes, from, to) {
        const reason = record.read(bytes, from, to);
        return reason === null ? isRead : { ok: false, reason };
      },
      bad: 'row/bad-json',
      withoutPictures(entry, found) {
        if (entry.pictures.length > 0) found.push(...entry.pictures);
        return entry;
      },
    };
    return readEntries(syntax, (rows, given: ReadContext<Options>) => plainFacts(setup(rows, given)))(input, context);
  };
}

function plainFacts<Entry>(
  reader: Pick<EntryReader<Entry>, 'item' | 'end'> & { fact?(path: string, value: JsonValue): void },
): EntryReader<Entry> {
  return {
    item: (entry, around) => reader.item(entry, around),
    fact(path, written) {
      const parsed = parseJson(written);
      if (parsed.ok) reader.fact?.(path, parsed.value);
    },
    end: (entries, isCut) => reader.end?.(entries, isCut),
  };
}
