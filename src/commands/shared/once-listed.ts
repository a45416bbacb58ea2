// What a list listed once and lists no more. Whoever asks why a name was blocked this morning must hear who listed it, and who
// took it off, also where the last whole edition just left it out.
import { type Batch, pick } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import { EXCEPTED, PRESENT } from '../../model/scope.ts';
import { type Hit, Lookup } from '../../pipeline/lookup.ts';
import { GONE, GONE_EXCEPTION } from '../../registry/block-codec.ts';
import type { Edition } from '../../registry/edition.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';

/** A row of the edition that listed it last, and the one that did not any more. */
export interface OnceListed {
  readonly hit: Hit;
  readonly edition: Edition;
  readonly removed: Edition;
}

/**
 * Of these values, by their numbers, the rows that the list had last. Only what editions changed is looked at, the newest
 * first: of a value that was never listed that is one look at each of them.
 */
export async function* onceListed(
  registry: Registry,
  list: ListEntry,
  live: readonly Edition[],
  values: ReadonlyMap<number, string>,
  interns: Interns,
): AsyncGenerator<OnceListed> {
  const missing = new Map(values);
  for (const [n, removed] of [...live.entries()].reverse()) {
    const edition = live[n - 1];
    if (edition !== undefined) yield* takenOff(registry, list, { edition, removed }, missing, interns);
  }
}

/** Those that this edition took off, which are missing no more. */
async function* takenOff(
  registry: Registry,
  list: ListEntry,
  { edition, removed }: Omit<OnceListed, 'hit'>,
  missing: Map<number, string>,
  interns: Interns,
): AsyncGenerator<OnceListed> {
  if (removed.removed === 0 || missing.size === 0) return;
  const asked = new Asked(missing);
  const gone = new Map<number, string>();
  for await (const { value } of asked.search(goneIn(registry, list, removed, asked)))
    gone.set(value, missing.get(value) ?? '');
  if (gone.size === 0) return;
  const before = new Asked(gone);
  for await (const hit of before.search(registry.near(list, edition, before.ranges, interns))) {
    missing.delete(hit.value);
    yield { hit, edition, removed };
  }
}

/** Values that go by the numbers of another question. */
class Asked {
  readonly #lookup: Lookup;
  readonly #numbers: readonly number[];

  constructor(values: ReadonlyMap<number, string>) {
    this.#lookup = new Lookup([...values.values()], 0);
    this.#numbers = [...values.keys()];
  }

  get ranges(): Lookup['ranges'] {
    return this.#lookup.ranges;
  }

  async *search(batches: Iterable<Batch>): AsyncGenerator<Hit> {
    for await (const hit of this.#lookup.search(each(batches))) yield { ...hit, value: this.#numbers[hit.value] ?? 0 };
  }
}

async function* each(batches: Iterable<Batch>): AsyncGenerator<Batch> {
  yield* batches;
}

/** What an edition took off, as it was listed. */
function* goneIn(registry: Registry, list: ListEntry, edition: Edition, { ranges }: Asked): Generator<Batch> {
  for (const batch of registry.changesNear(list, edition, ranges)) {
    const rows = [...batch.op.keys()].filter((row) => row < batch.count && (batch.op[row] ?? 0) >= GONE);
    if (rows.length === 0) continue;
    const taken = pick(batch, Uint32Array.from(rows));
    const op = taken.op.map((code) => (code === GONE_EXCEPTION ? EXCEPTED : PRESENT));
    yield { ...taken, op, uniform: false };
  }
}
