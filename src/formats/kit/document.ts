// A reader of documents, JSON or XML: entry by entry, whatever the size of the whole. Pictures inside entries are dropped
// here, before a format sees them, and never reach the rejects.
import type { Batch } from '../../model/batch.ts';
import type { ByteChunks } from '../../model/bytes.ts';
import type { DiagnosticCode } from '../../model/diagnostics.ts';
import type { ReadContext } from '../format.ts';
import { toUtf8Chunks } from './decode.ts';
import { holdsPicture } from './picture.ts';
import { RowSink, type SourceRecord } from './row-sink.ts';

/** No entry is longer; a document that has one is another format, or lost a bracket. */
export const MAX_ITEM = 16 << 20;

const NOTHING: readonly string[] = [];

/** What the walk over a document tells beside its entries. */
export interface DocumentHandlers {
  /** A fact of the list: its path, and the value as it is written. */
  onFact(path: string, written: string): void;
  /** A fault of the document around its entries; told once. */
  onFault(reason: string, line: number): void;
  /** The document ends between its entries. */
  onCut(line: number): void;
  /** A piece of an entry too long to hold. */
  onTooLong(line: number, piece: Uint8Array, isFirst: boolean): void;
}

/** The walk over a document: bytes in, one entry after another out. */
export interface DocumentItems extends SourceRecord {
  readonly bytes: Uint8Array;
  /** Byte range of the entry at hand. */
  readonly from: number;
  readonly to: number;
  /** Whether the document ends inside it. */
  readonly isCut: boolean;
  /** Takes over the bytes of the next piece; the piece itself is not kept. */
  feed(chunk: Uint8Array): void;
  /** No more pieces: what is open was cut. */
  finish(): void;
  /** What the elements around the entry at hand say that a format asks for, the outermost first. */
  readonly around?: readonly string[];
  /** Moves to the next entry; false when more bytes are needed, or when there are none. */
  next(): boolean;
}

export type Parsed<Entry> =
  | { readonly ok: true; readonly value: Entry }
  | { readonly ok: false; readonly reason: string };

/** How documents of one syntax are walked and their entries read. */
export interface Syntax<Entry> {
  items(handlers: DocumentHandlers): DocumentItems;
  parse(bytes: Uint8Array, from: number, to: number): Parsed<Entry>;
  /** The code of an entry that cannot be read. */
  readonly bad: Extract<DiagnosticCode, 'row/bad-json' | 'row/bad-xml'>;
  /** The entry without texts that are pictures, of which `found` gets the names; the same where there are none. */
  withoutPictures(entry: Entry, found: string[]): Entry;
}

export interface EntryReader<Entry> {
  /**
   * What to do with an entry, and with what the elements around it say; `rows.begin` was called. Called synchronously, nothing may be kept of `rows`. An entry of
   * any number of rows returns steps that add one each: they go on in the next batch where this one is full.
   */
  item(entry: Entry, around: readonly string[]): Iterator<void> | void;
  /** A fact of the list, as it is written. */
  fact?(path: string, written: string): void;
  /** The document is read; it had so many entries, those that could not be read among them. What was cut may lack facts. */
  end?(entries: number, isCut: boolean): void;
}

/** `setup` runs once per input. Entries that cannot be read never reach it: they are refused and kept. */
export function readEntries<Entry, Options>(
  syntax: Syntax<Entry>,
  setup: (rows: RowSink, context: ReadContext<Options>) => EntryReader<Entry>,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const document = new Document(syntax, context, setup);
    const { builder } = document.rows;
    for await (const chunk of toUtf8Chunks(input, context.report)) {
      document.items.feed(chunk);
      while (document.pump()) yield builder.take();
    }
    document.items.finish();
    while (document.pump()) yield builder.take();
    document.end();
    if (builder.count > 0) yield builder.take();
  };
}

class Document<Entry, Options> implements SourceRecord {
  readonly items: DocumentItems;
  readonly rows: RowSink;
  readonly #syntax: Syntax<Entry>;
  readonly #reader: EntryReader<Entry>;
  /** What is left of the entry read last. */
  #steps: Iterator<void> | null = null;
  #entries = 0;
  /** The document ends before its end. */
  #isCut = false;
  /** The overlong entry that is being passed on holds a picture. */
  #isPicture = false;

  constructor(
    syntax: Syntax<Entry>,
    context: ReadContext<Options>,
    setup: (rows: RowSink, context: ReadContext<Options>) => EntryReader<Entry>,
  ) {
    const { source } = context;
    this.#syntax = syntax;
    this.items = syntax.items({
      onFact: (path, written) => this.#reader.fact?.(path, written),
      onFault: (reason, line) => context.report('input/bad-document', { reason }, { source, line }),
      onCut: (line) => {
        this.#isCut = true;
        context.report('input/cut-short', {}, { source, line });
      },
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
    return this.items.path ?? '';
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
      this.#entries++;
      rows.begin();
      if (items.isCut) {
        this.#isCut = true;
        rows.reject('input/cut-short', {});
        return false;
      }
      const parsed = this.#syntax.parse(items.bytes, items.from, items.to);
      if (!parsed.ok) rows.reject(this.#syntax.bad, { reason: parsed.reason });
      else this.#steps = this.#reader.item(this.#withoutPictures(parsed.value), items.around ?? NOTHING) ?? null;
      if (this.#fill()) return true;
    }
    return false;
  }

  end(): void {
    this.#reader.end?.(this.#entries, this.#isCut);
  }

  /** Takes the steps of the entry at hand; whether the batch is full. */
  #fill(): boolean {
    const { builder } = this.rows;
    while (this.#steps !== null && !builder.isFull) if (this.#steps.next().done === true) this.#steps = null;
    return builder.isFull;
  }

  #withoutPictures(entry: Entry): Entry {
    const names: string[] = [];
    const clean = this.#syntax.withoutPictures(entry, names);
    for (const name of names) this.rows.report('row/imagery', { field: name });
    return clean;
  }
}
