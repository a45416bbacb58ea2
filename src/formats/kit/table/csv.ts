// Reads delimited lists by a profile: the header once, then record after record from the scanner into the batch.
// A row that is no good costs that row; a list whose header names no key is refused whole.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import { usage } from '../../../model/failure.ts';
import type { ReadContext } from '../../format.ts';
import { type CsvFault, CsvScanner, csvLimits } from '../csv/scanner.ts';
import { toUtf8Chunks } from '../decode.ts';
import { tellMixedEnds } from '../lone-returns.ts';
import { holdsPicture } from '../picture.ts';
import { RowSink } from '../row-sink.ts';
import { CsvPlace } from './csv-place.ts';
import { TableDesk } from './desk.ts';
import { chooseDelimiter, firstRecords, headerFields } from './dialect.ts';
import { checkHeader, checkNames, Header, tellHeader } from './header.ts';
import type { TableProfile } from './profile.ts';
import { TableReader } from './reader.ts';
import { sepLine } from './sep-line.ts';

/** How much is looked at before the delimiter is settled. */
const HEAD_BYTES = 1 << 16;
const LF = 10;
const CR = 13;

/** The reader of a profile that only the options make known. */
export function readDelimited<Options>(
  profileOf: (options: Options) => TableProfile,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const profile = profileOf(context.options);
    context.header(profile.list);
    let table: CsvTable | null = null;
    for await (const chunk of withHead(toUtf8Chunks(input, context.report))) {
      table ??= new CsvTable(profile, chunk, context);
      table.feed(chunk);
      while (table.pump()) yield table.take();
    }
    if (table === null) return;
    table.end();
    while (table.pump()) yield table.take();
    table.tellLineEnds();
    if (table.hasRows) yield table.take();
  };
}

/** The same bytes; the first piece is as long as the head, however small the pieces that came were. */
async function* withHead(chunks: ByteChunks): ByteChunks {
  const head = new Uint8Array(HEAD_BYTES);
  let held = 0;
  for await (const chunk of chunks) {
    const taken = Math.min(chunk.length, HEAD_BYTES - held);
    if (taken > 0) {
      head.set(chunk.subarray(0, taken), held);
      held += taken;
      if (held === HEAD_BYTES) yield head;
    }
    if (taken < chunk.length) yield chunk.subarray(taken);
  }
  if (held > 0 && held < HEAD_BYTES) yield head.subarray(0, held);
}

class CsvTable {
  readonly #profile: TableProfile;
  readonly #context: ReadContext<unknown>;
  readonly #scanner: CsvScanner;
  readonly #place: CsvPlace;
  readonly #rows: RowSink;
  readonly #delimiter: number;
  readonly #head: Uint8Array;
  /** The first line only states the delimiter. */
  readonly #isStated: boolean;
  /** Null until the header is known. */
  #reader: TableReader | null = null;
  /** The header as sent, to know it again: rejects that were joined bring theirs along. */
  #header: Uint8Array | null = null;
  #width = 0;
  /** The most fields of a row whose surplus was told. */
  #widest = 0;
  #hasNul = false;
  /** The overlong line that is being passed on holds a picture. */
  #isPicture = false;
  /** A record is on the cursor that is not read yet, because the batch was full. */
  #isHeld = false;

  constructor(profile: TableProfile, head: Uint8Array, context: ReadContext<unknown>) {
    this.#profile = profile;
    this.#context = context;
    const stated = sepLine(head);
    this.#delimiter = stated?.delimiter ?? profile.delimiter ?? chooseDelimiter(profile, head);
    this.#head = head.subarray(stated?.length ?? 0);
    this.#isStated = stated !== null;
    const isSought = profile.header === 'comment';
    this.#scanner = new CsvScanner(
      { ...csvLimits, delimiter: this.#delimiter, comment: profile.comment ?? undefined },
      (fault) => this.#refuse(fault),
      isSought ? (line, raw) => this.#tryComment(line, raw) : undefined,
    );
    this.#place = new CsvPlace(this.#scanner, this.#delimiter);
    this.#rows = new RowSink(context, this.#place);
  }

  feed(chunk: Uint8Array): void {
    // As a buffer, which searches natively: the search of other arrays takes half as long as scanning them.
    this.#hasNul ||= Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).includes(0);
    this.#scanner.feed(chunk);
  }

  end(): void {
    this.#scanner.end();
  }

  tellLineEnds(): void {
    tellMixedEnds(this.#scanner, this.#context);
  }

  get hasRows(): boolean {
    return this.#rows.builder.count > 0;
  }

  take(): Batch {
    return this.#rows.builder.take();
  }

  /** Reads records until the batch is full (true) or the bytes run out (false). The hot loop: no await. */
  pump(): boolean {
    const scanner = this.#scanner;
    const { builder } = this.#rows;
    while (this.#isHeld || scanner.next()) {
      const reader = this.#reader ?? this.#begin();
      if (reader === null) continue;
      // The rows of an item are never parted, so only the record after it can say that it is over.
      if (builder.isFull && !reader.joins(scanner)) {
        this.#isHeld = true;
        scanner.hold();
        return true;
      }
      this.#isHeld = false;
      if (this.#isHeader() || !this.#isSound()) continue;
      reader.read(this.#place.record);
    }
    return false;
  }

  /** Takes the first record for the header; null: it was one, and holds no entry. */
  #begin(): TableReader | null {
    const scanner = this.#scanner;
    if (this.#isStated && scanner.line === 1) return null;
    const input = this.#context.sourceName;
    if (this.#profile.header === 'comment') throw usage('input/no-key-column', { input, taken: '' });
    if (this.#profile.header === 'none') return this.#bind(new Header(null, scanner.count), scanner.line);
    const names = Array.from({ length: scanner.count }, (_, slot) => scanner.text(slot));
    const next = () => firstRecords(this.#head, this.#delimiter, this.#profile.comment ?? '', 2)[1] ?? [];
    checkNames(this.#profile, names, next, { input, line: scanner.line });
    this.#bind(new Header(names, scanner.count), scanner.line);
    const { bytes } = scanner;
    this.#header = bytes.slice(scanner.starts[0]!, scanner.ends[scanner.count - 1]!);
    this.#context.rejectHeader(scanner.raw());
    return null;
  }

  /** A comment before the first record that names the columns: abuse.ch writes its header so. */
  #tryComment(line: number, raw: Uint8Array): void {
    if (this.#reader !== null) return;
    const names = headerFields(raw.subarray(this.#profile.comment?.length ?? 0), this.#delimiter, '');
    if (names === null) return;
    const header = new Header(names, names.length);
    if (!this.#profile.keys.some(({ column }) => header.has(column))) return;
    this.#bind(header, line);
    this.#context.rejectHeader(raw);
  }

  #bind(header: Header, line: number): TableReader {
    const at = { source: this.#context.source, line };
    const desk = new TableDesk(this.#rows, this.#context, this.#profile, this.#place);
    const reader = new TableReader(desk, header.slotOf);
    checkHeader(this.#profile, header, reader.hasKeys, {
      input: this.#context.sourceName,
      line: header.names === null ? 0 : line,
    });
    tellHeader(this.#profile, header, this.#context.report, at);
    this.#width = header.names?.length ?? this.#scanner.count;
    this.#scanner.width = this.#width;
    this.#widest = this.#width;
    this.#place.bind(header, this.#rows, reader.keySlots, this.#profile.maxField);
    this.#reader = reader;
    return reader;
  }

  #isHeader(): boolean {
    const scanner = this.#scanner;
    const header = this.#header;
    if (header === null) return false;
    const from = scanner.starts[0]!;
    if (scanner.ends[scanner.count - 1]! - from !== header.length) return false;
    const { bytes } = scanner;
    for (let i = 0; i < header.length; i++) if (bytes[from + i] !== header[i]) return false;
    return true;
  }

  /** Whether the record has the shape of a row; tells and refuses it otherwise. */
  #isSound(): boolean {
    const scanner = this.#scanner;
    if (!this.#place.look()) return false;
    if (this.#hasNul && scanner.raw().includes(0)) {
      this.#rows.begin();
      this.#rows.reject('input/nul-byte', {});
      return false;
    }
    if (scanner.count === this.#width) return true;
    if (!this.#profile.ragged) return this.#isBearable();
    this.#tellSurplus();
    this.#tellCut();
    return true;
  }

  /** Rows of any width hide a cut in the middle of one; that nothing ends it gives it away. */
  #tellCut(): void {
    const { count, isOpen, line } = this.#scanner;
    if (count < this.#width && isOpen) this.#rows.tellCut(line);
  }

  /** Fields behind the last column have no name; the first of them is told once, like any unknown column. */
  #tellSurplus(): void {
    const scanner = this.#scanner;
    for (let slot = this.#widest; slot < scanner.count; slot++) {
      if (this.#profile.ignore === null || scanner.starts[slot]! === scanner.ends[slot]!) continue;
      const at = { source: this.#context.source, line: scanner.line };
      this.#context.report('row/unknown-column', { column: this.#place.nameOf(slot) }, at);
      this.#widest = slot + 1;
    }
  }

  /** Empty fields behind the last column lose nothing; any other row of the wrong width has shifted values. */
  #isBearable(): boolean {
    const scanner = this.#scanner;
    const want = this.#width;
    const got = scanner.count;
    if (got < want) {
      this.#rows.begin();
      this.#rows.reject('row/missing-field', { field: this.#place.nameOf(got) });
      return false;
    }
    for (let slot = want; slot < got; slot++) {
      if (scanner.starts[slot]! === scanner.ends[slot]!) continue;
      this.#rows.begin();
      this.#rows.reject('row/extra-field', { got, want });
      return false;
    }
    return true;
  }

  #refuse({ kind, line, column, raw, piece, more }: CsvFault): void {
    const context = this.#context;
    const at = { source: context.source, line, ...(column > 0 ? { column } : {}) };
    if (piece === 0) this.#isPicture = false;
    if (!this.#isPicture && holdsPicture(raw)) {
      // What cannot be cut into fields is not kept at all: the rejects file must not hold pictures either.
      this.#isPicture = true;
      context.report('row/imagery', { field: 'the line' }, at);
    }
    const bytes = this.#isPicture ? raw.subarray(0, 0) : more ? raw : withoutEnd(raw);
    if (piece > 0) context.rejectMore(bytes);
    else if (kind === 'too-long') context.reject('input/line-too-long', { limit: csvLimits.maxRecord }, at, bytes);
    else if (kind === 'too-many-columns') {
      context.reject('row/too-many-columns', { limit: csvLimits.maxColumns }, at, bytes);
    } else context.reject(kind === 'bad-quote' ? 'row/bad-quote' : 'row/unclosed-quote', {}, at, bytes);
    if (!more && raw.at(-1) !== LF && line > 1) this.#rows.tellCut(line);
  }
}

function withoutEnd(raw: Uint8Array): Uint8Array {
  let to = raw.length;
  if (raw[to - 1] === LF) to--;
  while (raw[to - 1] === CR) to--;
  return raw.subarray(0, to);
}
