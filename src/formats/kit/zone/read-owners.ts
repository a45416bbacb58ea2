// Reads lists in which two rules for one name together make an entry, wherever the two stand: `name` and `*.name` of a
// policy zone or of dnsmasq. Rules are gathered to the end of the file; what they list is told then.
import type { Batch } from '../../../model/batch.ts';
import { type ByteChunks, toUtf8 } from '../../../model/bytes.ts';
import { kinds } from '../../../model/kinds.ts';
import { EXACT, SUBTREE } from '../../../model/scope.ts';
import type { ReadContext } from '../../format.ts';
import { ByteWriter } from '../emit.ts';
import { type LineScanner, readLines } from '../lines.ts';
import type { RowSink } from '../row-sink.ts';
import { type Reach, ZoneOwners } from './owners.ts';

/** The rules of the lines just read, with those lines as sent: a rule may have to be refused long after its line. */
export class OwnerRows {
  readonly #rows: RowSink;
  readonly #texts = new ByteWriter();
  /** Where the line of each row begins and ends in the texts; a line stands there once, however many names it has. */
  #starts: number[] = [];
  #ends: number[] = [];
  #keptLine = 0;

  constructor(rows: RowSink) {
    this.#rows = rows;
  }

  /** Adds the rule of a name, or of the names below it; false when the line was refused. */
  add(line: LineScanner, op: number, isBelow: boolean, bytes: Uint8Array, from: number, to: number, column: number) {
    this.#rows.begin(op);
    if (!this.#rows.host(bytes, from, to, isBelow ? SUBTREE : EXACT, column)) return false;
    this.#keep(line);
    return true;
  }

  /** Adds a rule about an address, by its owner: what it is an address of stands in the spelling of the owner. */
  addAddress(line: LineScanner, op: number, owner: string): void {
    const bytes = toUtf8(owner);
    this.#rows.begin(op);
    this.#rows.builder.addBytes(kinds.opaque.code, EXACT, bytes, 0, bytes.length);
    this.#keep(line);
  }

  #keep(line: LineScanner): void {
    const texts = this.#texts;
    const isKept = line.line === this.#keptLine;
    this.#starts.push(isKept ? this.#starts.at(-1)! : texts.length);
    if (!isKept) texts.copy(line.raw());
    this.#ends.push(texts.length);
    this.#keptLine = line.line;
  }

  /** The line that gave row i of the batch taken last. */
  lineOf(i: number): Uint8Array {
    return this.#texts.bytes.subarray(this.#starts[i], this.#ends[i]);
  }

  forget(): void {
    this.#texts.length = 0;
    this.#starts = [];
    this.#ends = [];
    this.#keptLine = 0;
  }
}

interface LineReader {
  line(line: LineScanner): void;
  /** The end of the file. */
  finish?(): void;
}

/** A reader of such a list; `setup` runs once per input and says what to do with each line. */
export function readOwners<Options>(
  reach: (options: Options) => Reach,
  setup: (rows: RowSink, owners: OwnerRows, context: ReadContext<Options>) => LineReader,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const owners = new ZoneOwners(context, reach(context.options));
    const current: { rows?: OwnerRows; reader?: LineReader } = {};
    const lines = readLines<Options>((rows) => {
      const ownerRows = new OwnerRows(rows);
      const reader = setup(rows, ownerRows, context);
      current.rows = ownerRows;
      current.reader = reader;
      return (line) => reader.line(line);
    });
    for await (const batch of lines(input, context)) {
      const { rows } = current;
      if (rows === undefined) continue;
      owners.add(batch, (i) => rows.lineOf(i));
      rows.forget();
    }
    current.reader?.finish?.();
    yield* owners.rows(context.builder());
  };
}
