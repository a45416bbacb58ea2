// Puts excepted rows before all others, for writers that must know the exceptions while they write the list.
// Holds all other rows, because an exception may come last.
import { type Batch, pick } from '../model/batch.ts';
import { EXCEPTED } from '../model/scope.ts';
import { HeldRows, type HeldSettings } from './spill/held-rows.ts';
import type { Stage } from './stage.ts';

export function exceptionsFirst(settings: HeldSettings): Stage {
  return async function* exceptionsLead(batches) {
    const held = new HeldRows(settings);
    try {
      for await (const batch of batches) {
        const excepted = rowsWhere(batch, (i) => batch.op[i] === EXCEPTED);
        if (excepted.length === 0) {
          await held.add(batch);
          continue;
        }
        yield pick(batch, excepted);
        const others = rowsWhere(batch, (i) => batch.op[i] !== EXCEPTED);
        if (others.length > 0) await held.add(pick(batch, others));
      }
      yield* held.rows();
    } finally {
      await held.close();
    }
  };
}

function rowsWhere({ count }: Batch, is: (i: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < count; i++) if (is(i)) rows[n++] = i;
  return rows.subarray(0, n);
}
