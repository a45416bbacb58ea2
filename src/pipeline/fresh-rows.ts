// Which rows of a batch have a key that was not met before: the inner loop of dropping repeated keys.
import { BATCH_ROWS, type Batch } from '../model/batch.ts';
import { rowsOfShare, type Share } from './firsts.ts';
import { type KeyIndex, laneNumber } from './index/key-index.ts';

/** Finds the rows whose key is new. It uses its arrays again and again: two a batch were a tenth of the garbage of a run. */
export class FreshRows {
  #ordinals = new Uint32Array(BATCH_ROWS);
  #rows = new Uint32Array(BATCH_ROWS);
  #fresh = new Uint32Array(BATCH_ROWS);

  /** The rows whose key was not in the index; it is now. `share`: only keys of this share. Valid until the next call. */
  of(index: KeyIndex, batch: Batch, share: Share | null = null): Uint32Array {
    if (batch.count > this.#fresh.length) {
      this.#ordinals = new Uint32Array(batch.count);
      this.#rows = new Uint32Array(batch.count);
      this.#fresh = new Uint32Array(batch.count);
    }
    const rows = share === null ? null : this.#rows.subarray(0, rowsOfShare(batch, share, this.#rows));
    const n = batch.uniform ? this.#inUniform(index, batch, rows) : this.#inMixed(index, batch, rows);
    return this.#fresh.subarray(0, n);
  }

  #inUniform(index: KeyIndex, batch: Batch, rows: Uint32Array | null): number {
    const lane = index.lane(laneNumber(batch.kind[0]!, batch.scope[0]!, batch.op[0]!));
    let next = lane.count;
    const ordinals = this.#ordinals;
    const count = rows === null ? batch.count : rows.length;
    lane.putRows(batch, rows, count, ordinals);
    const fresh = this.#fresh;
    let n = 0;
    for (let i = 0; i < count; i++) {
      if (ordinals[i] !== next) continue;
      next++;
      fresh[n++] = rows === null ? i : rows[i]!;
    }
    return n;
  }

  #inMixed(index: KeyIndex, batch: Batch, rows: Uint32Array | null): number {
    const fresh = this.#fresh;
    const row = new Uint32Array(1);
    const ordinal = new Uint32Array(1);
    let n = 0;
    const count = rows === null ? batch.count : rows.length;
    for (let k = 0; k < count; k++) {
      const i = rows === null ? k : rows[k]!;
      const lane = index.lane(laneNumber(batch.kind[i]!, batch.scope[i]!, batch.op[i]!));
      const next = lane.count;
      row[0] = i;
      lane.putRows(batch, row, 1, ordinal);
      if (ordinal[0] === next) fresh[n++] = i;
    }
    return n;
  }
}

/** The rows whose key is not in the index; it stays as it is. */
export function unknownRows(index: KeyIndex, batch: Batch): Uint32Array {
  const { kind, scope, op, start, bytes } = batch;
  const unknown = new Uint32Array(batch.count);
  let n = 0;
  for (let i = 0; i < batch.count; i++) {
    const lane = index.existing(laneNumber(kind[i]!, scope[i]!, op[i]!));
    if (lane === undefined || lane.find(bytes, start[i]!, start[i + 1]!) < 0) unknown[n++] = i;
  }
  return unknown.subarray(0, n);
}
