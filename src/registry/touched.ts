// The records of an edition that a delta can change: those that hold a key of it or go by a name of it, and all that share
// a key or a name with one of these, because records that share a digest may be joined. What is left of the edition has
// nothing in common with any of them, so that whoever merges these with the delta does what a merge of all would do to them.
import { type Batch, pick } from '../model/batch.ts';
import { isRecordKey, keysIn } from '../model/record-key.ts';
import { type KeyRange, rangeAt } from './key-range.ts';
import { overlay } from './overlay.ts';

/** How an edition is looked into. */
export interface Look {
  /** Its records with one of these keys, in order. */
  near(keys: readonly KeyRange[]): Iterable<Batch>;
  /** Records that go, or once went, by one of these names. */
  named(names: ReadonlySet<string>): Iterable<Batch>;
}

/** Keys and names that rows have, each once. */
export class Asked {
  readonly #known = new Set<string>();
  readonly #names = new Set<string>();
  #freshKeys: KeyRange[] = [];
  #freshNames = new Set<string>();

  add(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) {
      const range = rangeAt(batch, i);
      const text = Buffer.from(range.from.buffer).toString('latin1');
      if (this.#known.has(text)) continue;
      this.#known.add(text);
      this.#freshKeys.push(range);
    }
    let last: string | undefined;
    for (const text of batch.partnerKey ?? []) {
      if (text === undefined || text === last) continue;
      last = text;
      for (const name of keysIn(text)) {
        if (!isRecordKey(name) || this.#names.has(name)) continue;
        this.#names.add(name);
        this.#freshNames.add(name);
      }
    }
  }

  /** What was added since it was last asked for. */
  take(): { readonly keys: readonly KeyRange[]; readonly names: ReadonlySet<string> } {
    const [keys, names] = [this.#freshKeys, this.#freshNames];
    this.#freshKeys = [];
    this.#freshNames = new Set();
    return { keys, names };
  }
}

/** In order. `asked` has the keys and names of the delta. */
export function touchedBy(asked: Asked, look: Look): Batch[] {
  let touched: Batch[] = [];
  for (;;) {
    const { keys, names } = asked.take();
    if (keys.length === 0 && names.size === 0) return touched;
    const found = keys.length === 0 ? [] : [...look.near(keys)];
    touched = touched.length === 0 ? found : [...overlay(touched, found)];
    for (const batch of found) asked.add(batch);
    // A later edition may have let a record go, or call it otherwise: as it is now is told by its keys.
    if (names.size > 0) for (const batch of look.named(names)) asked.add({ ...batch, partnerKey: null });
  }
}

/** The same rows in columns of their own. */
export function copyOf(batch: Batch): Batch {
  const all = Uint32Array.from({ length: batch.count }, (_, i) => i);
  return pick(batch, all);
}
