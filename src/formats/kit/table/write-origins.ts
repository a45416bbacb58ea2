// Where the rows of a merged list came from, as a cell: `a.csv:12;b.csv:7:withdrawn`. A row with no history of its own
// leaves it to the file it stands in. Bytes only: a merge writes one for each of its millions of rows.
import type { Batch, Origins } from '../../../model/batch.ts';
import { fromUtf8, toUtf8 } from '../../../model/bytes.ts';
import type { NameTable } from '../../../model/opinions.ts';
import { operationOf, PRESENT } from '../../../model/scope.ts';
import { type Block, blockOf } from '../block.ts';
import { escapeItem } from './cells.ts';
import type { CellWriter } from './write-cells.ts';

const SEMICOLON = 59;
const COLON = 58;

/** The name of a source and a colon as spelled in a list cell, and whether it can stand there as it is. */
interface SourceName {
  readonly block: Block;
  readonly isPlain: boolean;
}

export class OriginCells {
  readonly #cells: CellWriter;
  readonly #sources: NameTable;
  readonly #names: SourceName[] = [];

  constructor(cells: CellWriter, sources: NameTable) {
    this.#cells = cells;
    this.#sources = sources;
  }

  write({ origins }: Batch, i: number): void {
    if (origins === null) return;
    const { out } = this.#cells;
    const from = origins.start[i]!;
    const to = origins.start[i + 1]!;
    const start = out.length;
    let isPlain = to - from < 2 || this.#cells.delimiter !== SEMICOLON;
    for (let n = from; n < to; n++) {
      if (n > from) out.byte(SEMICOLON);
      const name = this.#nameOf(origins.source[n]!);
      isPlain &&= name.isPlain;
      out.block(name.block);
      out.integer(origins.line[n]!);
      if (origins.op[n] === PRESENT) continue;
      out.byte(COLON);
      out.ascii(operationOf(origins.op[n]!));
    }
    if (isPlain) return;
    const text = fromUtf8(out.bytes, start, out.length);
    out.length = start;
    this.#cells.text(text, 'origins');
  }

  #nameOf(source: number): SourceName {
    const known = this.#names[source];
    if (known !== undefined) return known;
    const text = escapeItem(this.#sources.name(source));
    const name = { block: blockOf(`${text}:`), isPlain: this.#cells.isPlain(toUtf8(text)) };
    this.#names[source] = name;
    return name;
  }
}

/** Whether two rows have the same sources, lines and operations. */
export function sameOrigins({ start, source, line, op }: Origins, a: number, b: number): boolean {
  const first = start[a]!;
  const other = start[b]!;
  const count = start[a + 1]! - first;
  if (start[b + 1]! - other !== count) return false;
  for (let n = 0; n < count; n++) {
    const x = first + n;
    const y = other + n;
    if (source[x] !== source[y] || line[x] !== line[y] || op[x] !== op[y]) return false;
  }
  return true;
}
