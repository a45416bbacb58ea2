// Reads the canonical form: line by line with the byte walker, and with the patient reader below whatever the walker
// leaves. All findings come from here, so that a row is judged in one place.
import type { Batch } from '../../../model/batch.ts';
import { type ByteChunks, toUtf8 } from '../../../model/bytes.ts';
import { refused } from '../../../model/failure.ts';
import { isKindId, type Kind, kinds } from '../../../model/kinds.ts';
import { type Operation, operationCode, scopeCode } from '../../../model/scope.ts';
import type { ReadContext } from '../../format.ts';
import { toUtf8Chunks } from '../decode.ts';
import { type JsonObject, readJson } from '../json/walk.ts';
import { isBlankByte, LineScanner, MAX_LINE } from '../lines.ts';
import { tellMixedEnds } from '../lone-returns.ts';
import { isCount } from './facts.ts';
import { CanonicalRows } from './rows.ts';
import {
  headerKeys,
  isOperation,
  isScope,
  listFactsOf,
  MAX_LINE_NUMBER,
  MAX_SOURCES,
  mayScope,
  type originKeys,
  rowKeys,
  VERSION,
} from './shape.ts';
import { CanonicalWalk } from './walk.ts';

export async function* readCanonical(input: ByteChunks, context: ReadContext<unknown>): AsyncIterable<Batch> {
  const scanner = new LineScanner((line, piece, isFirst) => {
    const at = { source: context.source, line };
    if (isFirst) context.reject('input/line-too-long', { limit: MAX_LINE }, at, piece);
    else context.rejectMore(piece);
  });
  const reader = new CanonicalReader(context, scanner);
  for await (const chunk of toUtf8Chunks(input, context.report)) {
    scanner.feed(chunk);
    while (reader.pump()) yield reader.take();
  }
  scanner.finish();
  while (reader.pump()) yield reader.take();
  tellMixedEnds(scanner, context);
  if (!reader.isEmpty) yield reader.take();
}

class CanonicalReader {
  readonly #scanner: LineScanner;
  readonly #context: ReadContext<unknown>;
  readonly #rows: CanonicalRows;
  readonly #walk: CanonicalWalk;
  /** The line at hand waits for the batch to be taken. */
  #isWaiting = false;
  #hasHeader = false;

  constructor(context: ReadContext<unknown>, scanner: LineScanner) {
    this.#scanner = scanner;
    this.#context = context;
    this.#rows = new CanonicalRows(context, scanner);
    this.#walk = new CanonicalWalk(this.#rows);
  }

  get isEmpty(): boolean {
    return this.#rows.sink.builder.count === 0;
  }

  take(): Batch {
    return this.#rows.sink.builder.take();
  }

  /** Reads lines until the batch is full (true) or the bytes run out (false). The hot loop: no await. */
  pump(): boolean {
    const scanner = this.#scanner;
    while (this.#isWaiting || scanner.next()) {
      const walked = this.#walk.walk(scanner);
      // A batch is full only once a row comes that has no room: the rows of an item are never parted.
      this.#isWaiting = walked === 'full' || (walked === 'other' && !this.#read());
      if (this.#isWaiting) return true;
    }
    return false;
  }

  /** The line at hand, whatever it is; false when the batch must be taken first. */
  #read(): boolean {
    const line = this.#scanner;
    if (isBlankLine(line)) return true;
    const { sink } = this.#rows;
    const parsed = readJson(line.bytes, line.from, line.to);
    if (!parsed.ok) {
      sink.begin();
      if (line.raw().includes(0)) sink.reject('input/nul-byte', {});
      else sink.reject('row/bad-json', { reason: parsed.reason }, parsed.at === null ? undefined : parsed.at + 1);
      return true;
    }
    if (!(parsed.value instanceof Map)) {
      sink.begin();
      sink.reject('row/bad-json', { reason: 'it is another value' });
      return true;
    }
    const object: JsonObject = parsed.value;
    if (object.has('canonical')) {
      this.#header(object);
      return true;
    }
    const given = object.get('item');
    const item = isCount(given, Number.MAX_SAFE_INTEGER) && given !== 0 ? given : 0;
    if (!this.#rows.hasRoom(item)) return false;
    sink.begin();
    if (given !== undefined && item === 0) this.#bad('item', 'a whole number from 1');
    else this.#row(object, item, parsed.starts);
    this.#rows.end(item);
    return true;
  }

  #bad(field: string, want: string): false {
    this.#rows.sink.reject('row/bad-value', { field, want });
    return false;
  }

  #header(object: JsonObject): void {
    const { sink } = this.#rows;
    const version = object.get('canonical');
    sink.begin();
    if (typeof version === 'number' && version > VERSION) {
      throw refused('input/newer-version', { version, known: VERSION });
    }
    if (version !== VERSION) {
      this.#bad('canonical', `the number ${VERSION}`);
      return;
    }
    this.#rows.forgetItems();
    if (this.#hasHeader) {
      sink.report('row/not-an-entry', { what: 'the header of another list' });
      return;
    }
    this.#hasHeader = true;
    this.#knows(object, headerKeys);
    const onBad = (field: string): void => void this.#bad(field, 'such a fact of a list');
    const facts = listFactsOf(object.get('list') ?? new Map(), onBad, this.#rows.unknown);
    // One that was misread counts for nothing: with a slip in `edition` a delta would replace a list.
    if (sink.isRejected) return;
    this.#context.rejectHeader(this.#scanner.raw());
    this.#context.header(facts);
  }

  /** Whether the object has these keys and no others. */
  #knows(object: JsonObject, known: readonly string[]): boolean {
    for (const key of object.keys()) if (!known.includes(key)) this.#rows.unknown(key, known);
    return !this.#rows.sink.isRejected;
  }

  #row(object: JsonObject, item: number, starts: ReadonlyMap<string, number>): void {
    const { sink } = this.#rows;
    const kindName = object.get('kind');
    const scope = object.get('scope') ?? 'exact';
    const operation = object.get('operation') ?? 'present';
    const key = object.get('key');
    if (!this.#knows(object, rowKeys)) return;
    if (kindName === undefined) sink.reject('row/missing-field', { field: 'kind' });
    else if (key === undefined || key === '') sink.reject('row/missing-field', { field: 'key' });
    else if (typeof kindName !== 'string' || !isKindId(kindName)) sink.reject('digest/kind-unknown', {});
    else if (!isScope(scope) || !mayScope(kinds[kindName], scope)) this.#bad('scope', `a scope of ${kindName}`);
    else if (!isOperation(operation)) this.#bad('operation', 'present, withdrawn or excepted');
    else if (typeof key !== 'string' || LONE_SURROGATE.test(key)) this.#bad('key', 'a text');
    else {
      this.#rows.begin(operationCode(operation), item);
      const isAdded = this.#key(kinds[kindName], scopeCode(scope), key, (starts.get('key') ?? 0) + 2);
      if (isAdded) this.#facts(object, operation);
    }
  }

  #key(kind: Kind, scope: number, text: string, column: number): boolean {
    const { sink } = this.#rows;
    const bytes = toUtf8(text);
    switch (kind.id) {
      case 'domain':
        return sink.host(bytes, 0, bytes.length, scope, column);
      case 'url':
        return sink.url(bytes, 0, bytes.length, scope, column);
      case 'ip':
      case 'cidr': {
        // The sink tells the two apart by the slash; here the row has said which it is.
        const fault = kind.id === 'ip' ? 'address/has-prefix' : 'address/prefix';
        if (text.includes('/') === (kind.id === 'cidr')) return sink.address(bytes, 0, bytes.length, column);
        sink.reject('url/unusable', { kind: kind.id, fault }, column);
        return false;
      }
      default:
        return sink.digest(kind, bytes, 0, bytes.length, column);
    }
  }

  /** Every fact of the row; the first bad one refuses it. */
  #facts(object: JsonObject, operation: Operation): boolean {
    return this.#rows.facts.read(object) && this.#origins(object, operation);
  }

  #origins(object: JsonObject, operation: Operation): boolean {
    const origins = new Map<number, readonly [line: number, op: number]>();
    let isAny = false;
    for (const [key, op] of [['from', operation] as const, ...byOperation]) {
      const map = object.get(key);
      if (map === undefined) continue;
      isAny = true;
      if (!(map instanceof Map)) return this.#bad(key, 'a map of sources to lines');
      for (const [name, line] of map as JsonObject) {
        if (!isCount(line, MAX_LINE_NUMBER)) return this.#bad(key, 'a map of sources to lines');
        const source = this.#rows.nameOf(name);
        if (source < 0) return this.#bad(key, FEW_SOURCES);
        if (origins.has(source)) return this.#bad(key, 'a map that names each source once');
        origins.set(source, [line, operationCode(op)]);
      }
    }
    if (!isAny) return true;
    if (!this.#rows.wants('origins')) {
      this.#context.skipped('origins');
      return true;
    }
    for (const [source, [line, op]] of origins) {
      if (!this.#rows.addOrigin(source, line, op)) return this.#bad('from', FEW_SOURCES);
    }
    return true;
  }
}

/** Not by trimming: a refused row is kept as it was sent. */
function isBlankLine({ bytes, from, to }: LineScanner): boolean {
  for (let i = from; i < to; i++) if (!isBlankByte(bytes[i]!)) return false;
  return true;
}

const byOperation: readonly (readonly [(typeof originKeys)[number], Operation])[] = [
  ['presentBy', 'present'],
  ['withdrawnBy', 'withdrawn'],
  ['exceptedBy', 'excepted'],
];
const FEW_SOURCES = `of the ${MAX_SOURCES} sources a run can tell apart`;
/** Half a character: as bytes it would become another one without a word. */
const LONE_SURROGATE = /\p{Surrogate}/u;
