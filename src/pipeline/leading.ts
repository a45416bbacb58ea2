// Puts some rows before all others, for writers that must know them while they write the list, or have a part for each sort.
// Holds all other rows, because one that leads may come last.
import { type Batch, pick } from '../model/batch.ts';
import { EXCEPTED } from '../model/scope.ts';
import { HeldRows, type HeldSettings } from './spill/held-rows.ts';
import type { Stage } from './stage.ts';

export type Leads = (batch: Batch, row: number) => boolean;

/** What a response policy zone must look like depends on its exceptions. */
export const isException: Leads = (batch, row) => batch.op[row] === EXCEPTED;

export function leading(leads: Leads, settings: HeldSettings): Stage {
  return async function* led(batches) {
    const held = new HeldRows(settings);
    try {
      for await (const batch of batches) {
        const [first, others] = parted(batch, leads);
        if (first.length === 0) {
          await held.add(batch);
          continue;
        }
        yield others.length === 0 ? batch : pick(batch, first);
        if (others.length > 0) await held.add(pick(batch, others));
      }
      yield* held.rows();
    } finally {
      await held.close();
    }
  };
}

function parted(batch: Batch, leads: Leads): [first: Uint32Array, others: Uint32Array] {
  const { count } = batch;
  const [first, others] = [new Uint32Array(count), new Uint32Array(count)];
  let [f, o] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (leads(batch, i)) first[f++] = i;
    else others[o++] = i;
  }
  return [first.subarray(0, f), others.subarray(0, o)];
}
