// Numbers merged rows in the order first met, and maps between rows and keys of the index.
// While all keys are of one kind and scope, a row number is its ordinal and nothing is stored.
import type { Batch } from '../../model/batch.ts';
import { bytesColumn, wordsColumn } from '../../model/column-memory.ts';
import { PRESENT } from '../../model/scope.ts';
import { runIn, U8Column, U32Column } from '../columns.ts';
import { KeyIndex, laneNumber } from '../index/key-index.ts';
import type { Lane } from '../index/lane.ts';

export class MergeRows {
  readonly #index: KeyIndex;
  readonly #lanes: Lane[] = [];
  /** Row + 1 by ordinal, per lane. */
  readonly #rowOf: U32Column[] = [];
  /** By lane, the one with exceptions from its keys; -1 where there are none. */
  #exceptions: readonly number[] = [];
  readonly #laneOf = new U8Column();
  readonly #ordinalOf = new U32Column();
  #isIdentity = true;
  count = 0;
  #ordinals = new Uint32Array(0);
  #laneIds = new Uint8Array(0);

  constructor(seed: number, expected: () => number = () => 0) {
    this.#index = new KeyIndex(seed, expected);
  }

  /** For each row of the batch the first merged row with its key; `fresh[i]` is 1 where it was made for this row. */
  locate(batch: Batch, target: Uint32Array, fresh: Uint8Array): void {
    const { count } = batch;
    if (this.#ordinals.length < count) {
      this.#ordinals = new Uint32Array(count);
      this.#laneIds = new Uint8Array(count);
    }
    const ordinals = this.#ordinals;
    const laneIds = this.#laneIds;
    if (batch.uniform) {
      const id = this.#laneId(laneNumber(batch.kind[0]!, batch.scope[0]!, batch.op[0]!));
      this.#lanes[id]!.putRows(batch, null, count, ordinals);
      laneIds.fill(id, 0, count);
    } else {
      for (let i = 0; i < count; i++) {
        laneIds[i] = this.#laneId(laneNumber(batch.kind[i]!, batch.scope[i]!, batch.op[i]!));
      }
      this.#putByLane(batch, laneIds, ordinals);
    }
    if (this.#isIdentity) {
      for (let i = 0; i < count; i++) {
        const row = ordinals[i]!;
        fresh[i] = row === this.count ? 1 : 0;
        if (row === this.count) this.count++;
        target[i] = row;
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const rowOf = this.#rowOf[laneIds[i]!]!;
      const known = rowOf.get(ordinals[i]!);
      fresh[i] = known === 0 ? 1 : 0;
      target[i] = known === 0 ? this.#newRow(laneIds[i]!, ordinals[i]!) : known - 1;
    }
  }

  /** A second row for the key of a row, for a record that must stay apart. */
  shadow(row: number): number {
    this.#storeMaps();
    const id = this.#laneOf.get(row);
    const lane = this.#lanes[id]!;
    const ordinal = this.#ordinalOf.get(row);
    const bytes = new Uint8Array(lane.lengthOf(ordinal));
    lane.copyTo(ordinal, bytes, 0);
    return this.#newRow(id, lane.append(bytes, 0, bytes.length));
  }

  /** Lane number (see `laneNumber`) of a row. */
  laneNumberOf(row: number): number {
    return this.#lanes[this.#isIdentity ? 0 : this.#laneOf.get(row)]!.number;
  }

  /** Kind, scope and key bytes of these rows, as batch columns. */
  keysOf(rows: Uint32Array): Pick<Batch, 'count' | 'kind' | 'scope' | 'start' | 'bytes'> {
    const count = rows.length;
    const kind = bytesColumn(count);
    const scope = bytesColumn(count);
    const start = wordsColumn(count + 1);
    if (this.#isIdentity && runIn(rows) >= 0) {
      const lane = this.#lanes[0]!;
      kind.fill(lane.number >> 3);
      scope.fill((lane.number >> 1) & 3);
      const bytes = lane.copyRun(rows[0]!, start);
      return { count, kind, scope, start, bytes };
    }
    for (let i = 0; i < count; i++) {
      const lane = this.laneNumberOf(rows[i]!);
      kind[i] = lane >> 3;
      scope[i] = (lane >> 1) & 3;
      start[i + 1] = start[i]! + this.keyLength(rows[i]!);
    }
    const bytes = bytesColumn(start[count]!);
    for (let i = 0; i < count; i++) this.copyKey(rows[i]!, bytes, start[i]!);
    return { count, kind, scope, start, bytes };
  }

  /** Calls `each` with the rows of a batch that are listed and whose key is excepted too, and the row of the exception. */
  excepted(rows: Uint32Array, { start, bytes, op }: Batch, each: (i: number, exception: number) => void): void {
    if (this.#isIdentity) return; // one lane holds no two of one key
    for (let i = 0; i < rows.length; i++) {
      if (op[i] !== PRESENT) continue;
      const id = this.#exceptions[this.#laneOf.get(rows[i]!)]!;
      if (id < 0) continue;
      const ordinal = this.#lanes[id]!.find(bytes, start[i]!, start[i + 1]!);
      if (ordinal >= 0) each(i, this.#rowOf[id]!.get(ordinal) - 1);
    }
  }

  keyLength(row: number): number {
    return this.#lanes[this.#isIdentity ? 0 : this.#laneOf.get(row)]!.lengthOf(this.#ordinal(row));
  }

  copyKey(row: number, dst: Uint8Array, at: number): void {
    this.#lanes[this.#isIdentity ? 0 : this.#laneOf.get(row)]!.copyTo(this.#ordinal(row), dst, at);
  }

  /** Whether all rows share kind, scope and exception, so that a batch of them is uniform but for withdrawals. */
  get isIdentity(): boolean {
    return this.#isIdentity;
  }

  get byteLength(): number {
    const maps = this.#rowOf.reduce((sum, column) => sum + column.byteLength, 0);
    return this.#index.byteLength + maps + this.#laneOf.byteLength + this.#ordinalOf.byteLength;
  }

  #ordinal(row: number): number {
    return this.#isIdentity ? row : this.#ordinalOf.get(row);
  }

  #putByLane(batch: Batch, laneIds: Uint8Array, ordinals: Uint32Array): void {
    const { count } = batch;
    const rows = new Uint32Array(count);
    const found = new Uint32Array(count);
    for (let id = 0; id < this.#lanes.length; id++) {
      let n = 0;
      for (let i = 0; i < count; i++) if (laneIds[i] === id) rows[n++] = i;
      if (n === 0) continue;
      this.#lanes[id]!.putRows(batch, rows, n, found);
      for (let k = 0; k < n; k++) ordinals[rows[k]!] = found[k]!;
    }
  }

  #laneId(number: number): number {
    for (let id = 0; id < this.#lanes.length; id++) if (this.#lanes[id]!.number === number) return id;
    if (this.#lanes.length > 0) this.#storeMaps();
    this.#lanes.push(this.#index.lane(number));
    this.#rowOf.push(new U32Column());
    this.#exceptions = this.#lanes.map((lane) => this.#lanes.findIndex((each) => each.number === (lane.number | 1)));
    return this.#lanes.length - 1;
  }

  /** From here on a row number is no longer its ordinal: writes the maps down for the rows there are. */
  #storeMaps(): void {
    if (!this.#isIdentity) return;
    this.#isIdentity = false;
    for (let row = 0; row < this.count; row++) {
      this.#rowOf[0]!.set(row, row + 1);
      this.#laneOf.set(row, 0);
      this.#ordinalOf.set(row, row);
    }
  }

  #newRow(id: number, ordinal: number): number {
    const row = this.count++;
    this.#rowOf[id]!.set(ordinal, row + 1);
    this.#laneOf.set(row, id);
    this.#ordinalOf.set(row, ordinal);
    return row;
  }
}
