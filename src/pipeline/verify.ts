// Reads an output back with our own reader before it is put in place, and compares the keys. Whoever publishes a list
// wants to know that it says what was meant, not only that the disk took it.
import type { Format } from '../formats/format.ts';
import type { Batch } from '../model/batch.ts';
import { refused } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { laneNumber } from './index/key-index.ts';
import { readBack } from './read-back.ts';
import { type Stage, tap } from './stage.ts';
import type { Target, Written } from './target.ts';

/** How many keys went by, and a sum over them that does not depend on their order. */
export class KeySum {
  count = 0;
  #sum = 0;
  readonly #skipsWithdrawn: boolean;

  /** A format that withdraws by absence leaves withdrawn rows out. */
  constructor(format: Format) {
    this.#skipsWithdrawn = format.carries.withdrawals !== 'rows';
  }

  readonly look = (batch: Batch): void => {
    for (let i = 0; i < batch.count; i++) {
      if (this.#skipsWithdrawn && batch.op[i] === WITHDRAWN) continue;
      let hash = laneNumber(batch.kind[i]!, batch.scope[i]!, batch.op[i]!);
      for (let k = batch.start[i]!; k < batch.start[i + 1]!; k++) hash = Math.imul(hash ^ batch.bytes[k]!, 0x01000193);
      this.#sum = (this.#sum + Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)) | 0;
      this.count++;
    }
  };

  get tap(): Stage {
    return tap(this.look);
  }

  equals(other: KeySum): boolean {
    return this.count === other.count && this.#sum === other.#sum;
  }
}

/** Refuses when what stands in the temporary file is not what was given to the writer. */
export async function verify(target: Target, written: Written, want: KeySum, host: Host): Promise<void> {
  const { operand } = target;
  const { temporary } = written.output;
  if (temporary === null) return;
  await written.output.flush();
  const got = new KeySum(target.format);
  for await (const batch of readBack(temporary, target, host)) got.look(batch);
  if (!got.equals(want)) throw refused('output/verify-failed', { output: operand, got: got.count, want: want.count });
}
