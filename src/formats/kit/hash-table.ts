// Reads the tables of hash sets: one line a file, columns whose names and meaning are published, so that a header is all
// there is to find out. NSRL has hundreds of millions of rows: no text is made of any cell but a name.
import type { Batch } from '../../model/batch.ts';
import { type ByteChunks, fromUtf8, indexOfByte } from '../../model/bytes.ts';
import { usage } from '../../model/failure.ts';
import { type Kind, type KindId, kinds } from '../../model/kinds.ts';
import type { ReadContext } from '../format.ts';
import { BROKEN, newShape, RAN_OUT, walkRecord } from './csv/walk.ts';
import { type LineScanner, readLines } from './lines.ts';
import { type Cell, RowProgram, wantedOf } from './row-program.ts';
import type { RowSink } from './row-sink.ts';
import { digitsEnd, MOST_DIGITS, numberIn } from './size-digits.ts';

/**
 * A digest, a fact of the file, or `told`: a fact that no row can hold, which is told once; `ignored` is no fact that
 * anybody would miss, such as a checksum or the number of a row.
 */
type Column = KindId | 'name' | 'note' | 'size' | 'label' | 'told' | 'ignored';

export interface HashTable {
  /** By the name in the header. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Whether cells may stand between quotation marks, and then hold commas. */
  readonly hasQuotes: boolean;
  /** Of the labels, where there is a column of them. */
  readonly scheme?: string;
}

/** Codes of which the set of labels is kept: a table has a few. */
const MOST_LABELS = 256;

const MOST_COLUMNS = 32;
const COMMA = 44;
const UPPER = 0xdf;

export function readHashTable<Options>(
  table: HashTable,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return readLines<Options>((rows, context) => {
    const reader = new HashTableReader(table, rows, context);
    return { line: (line) => reader.read(line), rows: () => reader.usual };
  });
}

/** The names in a header, or null where the line is none of this table. */
export function headerOf(table: HashTable, line: string): string[] | null {
  const names = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1'));
  const known = new Map(Object.keys(table.columns).map((name) => [name.toLowerCase(), name]));
  const found = names.map((name) => known.get(name.toLowerCase()) ?? '');
  const isHeader =
    found.filter((name) => name !== '').length * 2 > names.length && found.some((name) => isDigest(table, name));
  return isHeader ? found : null;
}

function isDigest({ columns }: HashTable, name: string): boolean {
  return Object.hasOwn(kinds, columns[name] ?? '');
}

class HashTableReader {
  readonly #table: HashTable;
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #shape = newShape(MOST_COLUMNS);
  /** Names of the columns, empty for one that is not known; null until the header was met. */
  #names: readonly string[] | null = null;
  /** The first letter of the header, which no row begins with. */
  #first = 0;
  /** The kind of digest in each column, null where there is none. */
  #kinds: readonly (Kind | null)[] = [];
  #name = -1;
  #note = -1;
  #size = -1;
  #label = -1;
  readonly #sets = new Map<string, number>();
  /** Columns whose facts are lost, until that was told. */
  #told: number[] = [];
  /** What nearly all rows look like: as many cells as the header has, no doubled quotation marks, nothing left to tell. */
  usual: RowProgram | null = null;

  constructor(table: HashTable, rows: RowSink, context: ReadContext<unknown>) {
    this.#table = table;
    this.#rows = rows;
    this.#context = context;
  }

  read(line: LineScanner): void {
    if (line.isBlank) return;
    const { bytes, from, to } = line;
    if (this.#names === null || this.#isHeader(line)) {
      this.#header(line);
      return;
    }
    const rows = this.#rows;
    rows.begin();
    const want = this.#names.length;
    const got = this.#cut(bytes, from, to);
    if (got < 0) return;
    if (got < want) rows.reject('row/missing-field', { field: this.#names[got] || `column ${got + 1}` }, to - from + 1);
    else if (got > want) rows.reject('row/extra-field', { got, want });
    else this.#row(bytes, from);
  }

  #row(bytes: Uint8Array, from: number): void {
    const rows = this.#rows;
    const { starts, ends } = this.#shape;
    for (const [slot, kind] of this.#kinds.entries()) {
      const start = starts[slot]!;
      const end = ends[slot]!;
      if (kind !== null && start !== end && !rows.digest(kind, bytes, start, end, start - from + 1)) return;
    }
    if (rows.builder.recordRows === 0) {
      rows.reject('row/missing-field', { field: 'digest' });
      return;
    }
    this.#facts(bytes, from);
  }

  /** What is said of the file besides its digests. */
  #facts(bytes: Uint8Array, from: number): void {
    const { starts, ends } = this.#shape;
    if (this.#size >= 0 && !this.#readSize(bytes, starts[this.#size]!, ends[this.#size]!, from)) return;
    if (this.#name >= 0) this.#text('name', bytes, this.#name);
    if (this.#note >= 0) this.#text('note', bytes, this.#note);
    if (this.#label >= 0) this.#setLabel(bytes, starts[this.#label]!, ends[this.#label]!);
    if (this.#told.length > 0) this.#tell();
  }

  /** The number of cells, or -1 where the line was refused. */
  #cut(bytes: Uint8Array, from: number, to: number): number {
    const shape = this.#shape;
    if (this.#table.hasQuotes) {
      const found = walkRecord(bytes, from, to, true, COMMA, shape);
      if (found === BROKEN) this.#rows.reject('row/bad-quote', {}, shape.flaw - from + 1);
      if (found === RAN_OUT) this.#rows.reject('row/unclosed-quote', {});
      return found === BROKEN || found === RAN_OUT ? -1 : shape.count;
    }
    let count = 0;
    for (let at = from; ; count++) {
      const comma = indexOfByte(bytes, COMMA, at, to);
      if (count < MOST_COLUMNS) {
        shape.starts[count] = at;
        shape.ends[count] = comma < 0 ? to : comma;
      }
      if (comma < 0) return count + 1;
      at = comma + 1;
    }
  }

  #readSize(bytes: Uint8Array, start: number, end: number, from: number): boolean {
    if (start === end) return true;
    if (end - start > MOST_DIGITS || digitsEnd(bytes, start, end) < end) {
      this.#rows.reject('row/bad-value', { field: 'size', want: 'a whole number from 0' }, start - from + 1);
      return false;
    }
    if (this.#context.want.has('size')) this.#rows.builder.setSize(numberIn(bytes, start, end));
    else this.#context.skipped('size');
    return true;
  }

  #text(field: 'name' | 'note', bytes: Uint8Array, slot: number): void {
    const start = this.#shape.starts[slot]!;
    const end = this.#shape.ends[slot]!;
    if (start === end) return;
    if (!this.#shape.doubled || !this.#context.want.has(field)) this.#rows.extra(field, bytes, start, end);
    else this.#rows.builder.setExtra(field, this.#rows.text(bytes, start, end).replaceAll('""', '"'));
  }

  #setLabel(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const label = this.#rows.text(bytes, start, end).trim();
    if (label === '') return;
    const { member, sourceName, interns } = this.#context;
    const scheme = this.#table.scheme ?? '';
    const set = this.#sets.get(label) ?? interns.opinions.of([{ member: member ?? sourceName, scheme, label }]);
    if (this.#sets.size < MOST_LABELS) this.#sets.set(label, set);
    this.#rows.builder.setOpinions(set);
  }

  #tell(): void {
    const { starts, ends } = this.#shape;
    for (const slot of this.#told) {
      if (starts[slot]! === ends[slot]!) continue;
      this.#rows.report('row/unknown-column', { column: this.#names?.[slot] || `${slot + 1}` });
      this.#told = this.#told.filter((each) => each !== slot);
      this.usual = this.#usual();
    }
  }

  #usual(): RowProgram {
    const { hasQuotes } = this.#table;
    const cells = (this.#names ?? []).map((_, slot): Cell => {
      const kind = this.#kinds[slot] ?? null;
      if (kind !== null) return kind;
      if (slot === this.#name) return 'name';
      if (slot === this.#note) return 'note';
      if (slot === this.#size) return 'size';
      return slot === this.#label || this.#told.includes(slot) ? 'empty' : 'ignored'; // filled in few rows
    });
    const shape = {
      cells,
      between: 'comma',
      hasQuotes,
      mayLack: true,
      mayBeNameless: true,
      never: this.#first,
    } as const;
    return new RowProgram(shape, wantedOf(this.#context));
  }

  #isHeader({ bytes, from, to }: LineScanner): boolean {
    const at = bytes[from] === 34 && from + 1 < to ? from + 1 : from;
    return (bytes[at]! & UPPER) === this.#first;
  }

  /** Sets were cut into files, each with its header, which people put together again. */
  #header(line: LineScanner): void {
    const text = fromUtf8(line.bytes, line.from, line.to);
    const names = text.length > 1 << 12 ? null : headerOf(this.#table, text);
    if (names === null) {
      if (this.#names === null) throw usage('input/no-key-column', { input: this.#context.sourceName, taken: '' });
      this.#rows.begin();
      this.#rows.reject('row/bad-line', { want: 'a row of the table' });
      return;
    }
    this.#names = names;
    this.#first = (/[a-z]/iu.exec(text)?.[0] ?? '').charCodeAt(0) & UPPER;
    const meaning = names.map((name) => this.#table.columns[name] ?? 'told');
    this.#kinds = meaning.map((each) => (Object.hasOwn(kinds, each) ? kinds[each as KindId] : null));
    this.#name = meaning.indexOf('name');
    this.#note = meaning.indexOf('note');
    this.#size = meaning.indexOf('size');
    this.#label = meaning.indexOf('label');
    this.#told = meaning.flatMap((each, slot) => (each === 'told' ? [slot] : []));
    this.usual = this.#usual();
    this.#context.rejectHeader(line.raw());
  }
}
