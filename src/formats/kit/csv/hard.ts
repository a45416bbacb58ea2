// Hard CSV records (doubled quotes, line breaks inside quotes), undoubled by csv-parse a block at a time.
// The only file that knows csv-parse. It decides no record's extent: each one comes here already delimited.
import { parse } from 'csv-parse/sync';
import type { CsvShape } from './walk.ts';

const LF = 10;
const QUOTE = 34;

/** Contents of the fields of one record as latin1 strings, so that every byte survives; null = csv-parse refuses it. */
export type HardFields = readonly string[] | null;

/** A queue: add records in file order, parse them all in one call, take them back in the same order. */
export class HardRecords {
  readonly #delimiter: number;
  readonly #records: { readonly start: number; readonly end: number; readonly columns: number }[] = [];
  #fields: HardFields[] = [];
  #taken = 0;
  #block: Buffer = Buffer.allocUnsafeSlow(4096);
  #size = 0;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  clear(): void {
    this.#records.length = 0;
    this.#fields = [];
    this.#taken = 0;
    this.#size = 0;
  }

  /** Queues a copy of the record at `start` that `shape` describes. */
  add(bytes: Buffer, start: number, shape: CsvShape): void {
    this.#reserve(shape.contentEnd - start + 1);
    if (shape.spaced) {
      // csv-parse either refuses spaces around quotes or trims unquoted fields as well, so they stay behind here.
      for (let i = 0; i < shape.count; i++) {
        const from = shape.starts[i]!;
        const quotes = from > start && bytes[from - 1] === QUOTE ? 1 : 0;
        if (i > 0) this.#block[this.#size++] = this.#delimiter;
        this.#copy(bytes, from - quotes, shape.ends[i]! + quotes);
      }
    } else {
      this.#copy(bytes, start, shape.contentEnd);
    }
    this.#records.push({ start, end: this.#size, columns: shape.count });
    this.#block[this.#size++] = LF;
  }

  /** Parses what was added. When the block fails each record is parsed alone: a bad one must cost only itself. */
  parse(): void {
    const block = this.#block.subarray(0, this.#size);
    const whole = this.#tryParse(block);
    let from = 0;
    for (const [i, record] of this.#records.entries()) {
      const to = record.end + 1;
      const alone = whole?.length === this.#records.length ? undefined : this.#tryParse(block.subarray(from, to));
      const fields = alone === undefined ? whole?.[i] : alone?.length === 1 ? alone[0] : undefined;
      this.#fields.push(fields?.length === record.columns ? fields : null);
      from = to;
    }
    this.#size = 0;
  }

  /** The fields of the record added as `start`; undefined when it is not the next one in the queue. */
  take(start: number): HardFields | undefined {
    return this.#records[this.#taken]?.start === start ? this.#fields[this.#taken++] : undefined;
  }

  #tryParse(block: Buffer): string[][] | null {
    try {
      return parse(block, {
        delimiter: String.fromCharCode(this.#delimiter),
        encoding: 'latin1',
        // Left to itself csv-parse takes the first line break it meets; a return in a record that comes here is text.
        record_delimiter: '\n',
        relax_column_count: true,
      });
    } catch {
      // Its message quotes the field; only the fact of the refusal may go further.
      return null;
    }
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#block.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#size + more, 2 * this.#block.length));
    this.#block.copy(grown, 0, 0, this.#size);
    this.#block = grown;
  }

  #copy(bytes: Buffer, from: number, to: number): void {
    bytes.copy(this.#block, this.#size, from, to);
    this.#size += to - from;
  }
}
