// Reads the replies of a hash exchange: one record after another, whatever is around them. Pages may stand one behind the
// other in a file, and records alone, one a line: that is what rejects are.
import type { Batch } from '../../../model/batch.ts';
import { type ByteChunks, toUtf8 } from '../../../model/bytes.ts';
import { kinds } from '../../../model/kinds.ts';
import { EXACT, PRESENT, WITHDRAWN } from '../../../model/scope.ts';
import type { ReadContext } from '../../format.ts';
import { addKey } from '../add-key.ts';
import { FactsReader } from '../canonical/facts.ts';
import { shownKey } from '../canonical/shape.ts';
import { type DocumentReader, readDocument } from '../json/document.ts';
import type { DocumentShape } from '../json/items.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import type { RowSink } from '../row-sink.ts';
import { ToldOnce } from '../told-once.ts';
import { type Exchange, isFault, type Said, type Told } from './said.ts';

/** What the reply around its records says. */
interface Reply {
  readonly shape: DocumentShape;
  /** A fact of the list. */
  fact?(path: string, value: JsonValue, context: ReadContext<unknown>): void;
  /** The fact that is the number of records in the reply. */
  readonly count?: string;
}

export function readExchange(
  exchange: Exchange,
  reply: Reply,
): (input: ByteChunks, context: ReadContext<unknown>) => AsyncIterable<Batch> {
  return readDocument<unknown>(reply.shape, (rows, context) => new RecordReader(exchange, reply, rows, context));
}

class RecordReader implements DocumentReader, Told {
  readonly #exchange: Exchange;
  readonly #reply: Reply;
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #facts: FactsReader;
  readonly #told = new ToldOnce();
  #claimed = Number.NaN;

  constructor(exchange: Exchange, reply: Reply, rows: RowSink, context: ReadContext<unknown>) {
    this.#exchange = exchange;
    this.#reply = reply;
    this.#rows = rows;
    this.#context = context;
    this.#facts = new FactsReader(rows, context, (key) => this.key(key));
  }

  fact(path: string, value: JsonValue): void {
    if (path === this.#reply.count && typeof value === 'number' && Number.isSafeInteger(value)) {
      this.#claimed = (Number.isNaN(this.#claimed) ? 0 : this.#claimed) + value;
    } else this.#reply.fact?.(path, value, this.#context);
  }

  end(counted: number): void {
    const { source } = this.#context;
    if (Number.isNaN(this.#claimed) || this.#claimed === counted) return;
    this.#context.report('list/count-mismatch', { claimed: this.#claimed, counted }, { source });
  }

  item(record: JsonObject): void {
    const said = this.#exchange.understand(record, this);
    if (!isFault(said)) this.#add(said);
    else if (said.code === 'row/missing-field') this.#rows.reject(said.code, said.args);
    else this.#rows.reject(said.code, said.args);
  }

  #add({ kind, key, isWithdrawn, partnerKey, opinions, updated, firstSeen, note }: Said): void {
    const rows = this.#rows;
    rows.begin(isWithdrawn ? WITHDRAWN : PRESENT);
    if (kinds[kind].codec === 'text') {
      const bytes = toUtf8(key);
      rows.builder.addBytes(kinds[kind].code, EXACT, bytes, 0, bytes.length);
    } else if (!addKey(rows, kind, EXACT, key)) return;
    rows.builder.setOpinions(this.#context.interns.opinions.of(opinions));
    const facts = new Map<string, JsonValue>([['partnerKey', partnerKey]]);
    if (!Number.isNaN(updated)) facts.set('updated', updated);
    if (!Number.isNaN(firstSeen)) facts.set('firstSeen', firstSeen);
    if (note !== '') facts.set('note', note);
    this.#facts.read(facts);
  }

  key(key: string): void {
    if (this.#told.isNew(`key ${key}`)) this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }

  value(field: string): void {
    this.#rows.report('row/unknown-value', { field });
  }

  nobody(): void {
    this.#rows.report('row/said-by-nobody', {});
  }

  gone(): void {
    this.#rows.report('row/gone-by-absence', {});
  }

  time(field: string): void {
    this.#rows.report('time/unreadable', { field });
  }

  zone(field: string): void {
    if (this.#told.isNew(`zone ${field}`)) this.#rows.report('time/no-zone', { field });
  }
}
