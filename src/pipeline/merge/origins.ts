// Where each merged key comes from: for every source the first line that listed it and what the source last said.
// The first source stands in two columns, further ones in a linked pool, because most keys have one source.
import type { Batch, Origins } from '../../model/batch.ts';
import { bytesColumn, shortsColumn, takeBack, wordsColumn } from '../../model/column-memory.ts';
import { hasRecordKey } from '../../model/record-key.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import { type NewRows, U32Column } from '../columns.ts';
import type { Placed } from './columns.ts';

export class OriginColumn {
  /** Source number and operation of the first origin, and its line. */
  readonly #who = new U32Column();
  readonly #line = new U32Column();
  /** Pool number + 1 of the second origin of a row, 0 where there is none. */
  readonly #more = new U32Column();
  readonly #poolWho = new U32Column();
  readonly #poolLine = new U32Column();
  readonly #poolNext = new U32Column();
  #pooled = 0;

  /** Notes where a new row comes from, so that findings about rows of the same batch can name it. */
  begin(row: number, { origins, source, line, op }: Batch, i: number): void {
    const first = origins === null ? i : origins.start[i]!;
    const who = origins === null ? pack(source, op[i]!) : pack(origins.source[first]!, origins.op[first]!);
    this.#add(row, true, who, origins === null ? line[i]! : origins.line[first]!);
  }

  /** As `begin`, for all new rows. */
  beginAll(batch: Batch, placed: NewRows): void {
    const { origins, source, op, line } = batch;
    const { from, to, target, fresh } = placed;
    if (origins !== null) {
      for (let i = from; i < to; i++) if (fresh[i] === 1) this.begin(target[i]!, batch, i);
      return;
    }
    const who = new Uint32Array(to);
    for (let i = from; i < to; i++) who[i] = pack(source, op[i]!);
    this.#who.put(placed, who);
    this.#line.put(placed, line);
  }

  /** Takes all of new rows but what `begin` has noted. */
  take(batch: Batch, { from, to, target, fresh, known, met }: Placed): void {
    const { origins } = batch;
    this.#who.touch(met);
    this.#more.touch(met);
    if (origins === null) {
      for (const i of known) {
        const row = target[i]!;
        const who = pack(batch.source, batch.op[i]!);
        if (!this.#stands(row, who, batch, i)) this.#add(row, false, who, batch.line[i]!);
      }
      return;
    }
    for (let i = from; i < to; i++) {
      const row = target[i]!;
      for (let n = origins.start[i]!; n < origins.start[i + 1]!; n++) {
        const isFirst = fresh[i] === 1 && n === origins.start[i];
        const who = pack(origins.source[n]!, origins.op[n]!);
        if (isFirst || !this.#stands(row, who, batch, i)) this.#add(row, isFirst, who, origins.line[n]!);
      }
    }
  }

  /**
   * Whether a record that is taken back leaves a row as it is: its source may list the key through another record, before it
   * or behind it. Which states of records stand was settled before.
   */
  #stands(row: number, who: number, { op, partnerKey }: Batch, i: number): boolean {
    if (op[i] !== WITHDRAWN || partnerKey === null) return false;
    const keys = partnerKey[i];
    if (keys === undefined || !hasRecordKey(keys)) return false;
    let isListed = false;
    this.#each(row, (each) => {
      isListed ||= each >>> 2 === who >>> 2 && (each & 3) !== WITHDRAWN;
    });
    return isListed;
  }

  #add(row: number, isFirst: boolean, who: number, line: number): void {
    if (isFirst) {
      this.#who.set(row, who);
      this.#line.set(row, line);
      return;
    }
    if (this.#restate(row, who)) return;
    const at = this.#pooled++;
    this.#poolWho.set(at, who);
    this.#poolLine.set(at, line);
    this.#append(row, at + 1);
  }

  /** What a source says now, if the row has that source. */
  #restate(row: number, who: number): boolean {
    if (this.#who.get(row) >>> 2 === who >>> 2) {
      this.#who.set(row, who);
      return true;
    }
    for (let link = this.#more.get(row); link !== 0; link = this.#poolNext.get(link - 1)) {
      if (this.#poolWho.get(link - 1) >>> 2 !== who >>> 2) continue;
      this.#poolWho.set(link - 1, who);
      return true;
    }
    return false;
  }

  /** Lets the sources of row i of a batch say anew of a merged row what they say there, where they are its sources too. */
  restate(row: number, batch: Batch, i: number): void {
    const { origins, source, op } = batch;
    const say = (who: number): void => {
      if (!this.#stands(row, who, batch, i)) this.#restate(row, who);
    };
    if (origins === null) say(pack(source, op[i]!));
    else for (let n = origins.start[i]!; n < origins.start[i + 1]!; n++) say(pack(origins.source[n]!, origins.op[n]!));
  }

  /** Whether all sources of row i of a batch are sources of a merged row. */
  knows(row: number, { origins, source }: Batch, i: number): boolean {
    const known: number[] = [];
    this.sources(row, (each) => known.push(each));
    if (origins === null) return known.includes(source);
    return origins.source.subarray(origins.start[i], origins.start[i + 1]).every((each) => known.includes(each));
  }

  /** Puts a link at the end of the row's chain: origins stay in the order first met. */
  #append(row: number, link: number): void {
    let last = this.#more.get(row);
    if (last === 0) {
      this.#more.set(row, link);
      return;
    }
    for (let next = this.#poolNext.get(last - 1); next !== 0; next = this.#poolNext.get(last - 1)) last = next;
    this.#poolNext.set(last - 1, link);
  }

  /** Adds the origins of one row to another row of the same key. */
  fold(from: number, into: number): void {
    this.#add(into, false, this.#who.get(from), this.#line.get(from));
    for (let link = this.#more.get(from); link !== 0; link = this.#poolNext.get(link - 1)) {
      this.#add(into, false, this.#poolWho.get(link - 1), this.#poolLine.get(link - 1));
    }
  }

  firstSource(row: number): number {
    return this.#who.get(row) >>> 2;
  }

  firstLine(row: number): number {
    return this.#line.get(row);
  }

  /** Whether the row has one source. */
  isAlone(row: number): boolean {
    return this.#more.get(row) === 0;
  }

  /** First lines of these rows. */
  lines(rows: Uint32Array): Uint32Array {
    return this.#line.pick(rows);
  }

  /** What the sources of these rows say; `mixed` tells of row i that they disagree, and names the withdrawing source. */
  operations(rows: Uint32Array, mixed: (i: number, source: number) => void): Uint8Array {
    const op = bytesColumn(rows.length);
    const who = this.#who.pick(rows);
    const more = this.#more.pick(rows);
    for (let i = 0; i < rows.length; i++) op[i] = more[i] === 0 ? who[i]! & 3 : this.#operation(rows[i]!, i, mixed);
    takeBack([who.buffer, more.buffer]);
    return op;
  }

  /** Withdrawn only when every source withdrew it; one partner's withdrawal does not speak for the others. */
  #operation(row: number, i: number, mixed: (i: number, source: number) => void): number {
    const first = this.#who.get(row);
    let link = this.#more.get(row);
    let live = (first & 3) === WITHDRAWN ? -1 : first & 3;
    let withdrawn = live < 0 ? first >>> 2 : -1;
    for (; link !== 0; link = this.#poolNext.get(link - 1)) {
      const who = this.#poolWho.get(link - 1);
      if ((who & 3) === WITHDRAWN) withdrawn = withdrawn < 0 ? who >>> 2 : withdrawn;
      else if (live < 0) live = who & 3;
    }
    if (live >= 0 && withdrawn >= 0) mixed(i, withdrawn);
    return live < 0 ? WITHDRAWN : live;
  }

  /** Calls `each` with every source of a row, in the order first met. */
  sources(row: number, each: (source: number) => void): void {
    this.#each(row, (who) => each(who >>> 2));
  }

  /** As `sources`, with what each says. */
  #each(row: number, each: (who: number) => void): void {
    each(this.#who.get(row));
    for (let link = this.#more.get(row); link !== 0; link = this.#poolNext.get(link - 1)) {
      each(this.#poolWho.get(link - 1));
    }
  }

  /** The origins of these rows as a batch column. */
  emit(rows: Uint32Array): Origins {
    const firstWho = this.#who.pick(rows);
    const firstLine = this.#line.pick(rows);
    const more = this.#more.pick(rows);
    const start = wordsColumn(rows.length + 1);
    let total = 0;
    for (let i = 0; i < rows.length; i++) {
      total++;
      for (let link = more[i]!; link !== 0; link = this.#poolNext.get(link - 1)) total++;
      start[i + 1] = total;
    }
    const source = shortsColumn(total);
    const line = wordsColumn(total);
    const op = bytesColumn(total);
    for (let i = 0; i < rows.length; i++) {
      let at = start[i]!;
      const who = firstWho[i]!;
      source[at] = who >>> 2;
      line[at] = firstLine[i]!;
      op[at] = who & 3;
      for (let link = more[i]!; link !== 0; link = this.#poolNext.get(link - 1)) {
        at++;
        source[at] = this.#poolWho.get(link - 1) >>> 2;
        line[at] = this.#poolLine.get(link - 1);
        op[at] = this.#poolWho.get(link - 1) & 3;
      }
    }
    takeBack([firstWho.buffer, firstLine.buffer, more.buffer]);
    return { start, source, line, op };
  }

  get byteLength(): number {
    return (
      this.#who.byteLength +
      this.#line.byteLength +
      this.#more.byteLength +
      this.#poolWho.byteLength +
      this.#poolLine.byteLength +
      this.#poolNext.byteLength
    );
  }
}

function pack(source: number, op: number): number {
  return (source << 2) | op;
}
