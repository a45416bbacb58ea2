// Some entries of a list changed by hand: looked up by their values, and all others left as they are.
import { hash } from 'node:crypto';
import type { Batch } from '../../model/batch.ts';
import { usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import type { Opinion } from '../../model/opinions.ts';
import { Lookup } from '../../pipeline/lookup.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { Change, Changing } from './registry-change.ts';
import { typedValues } from './typed-values.ts';

/** What becomes of the rows with these numbers. */
export type RowChange = (batch: Batch, rows: readonly number[]) => Batch;

/** Values as typed or on standard input; at least one. */
export async function entryValues(operands: readonly string[], host: Host): Promise<string[]> {
  const values = await typedValues(operands, host);
  if (values.length === 0) throw usage('usage/command-line', { reason: 'there is no value' });
  return values.map((value) => value.trim());
}

/** The live edition with the rows of these values changed; refused where one of them is not listed itself. */
export function changedEntries(
  { registry, list }: Changing,
  values: readonly string[],
  change: RowChange,
  subject: string | null,
): Change {
  const from = registry.edition(list, null);
  return { from, subject, rows: (rows) => changed(rows, values, list.name, change) };
}

/** The same text for the same values in any order; it tells none of them. */
export function subjectOf(action: string, values: readonly string[]): string {
  return `${action} ${hash('sha256', [...new Set(values)].sort().join('\n'), 'hex')}`;
}

async function* changed(rows: Batches, values: readonly string[], list: string, change: RowChange): Batches {
  const lookup = new Lookup(values, 0);
  const missing = new Set(values.keys());
  const held: Batch[] = []; // nothing goes on until every value was found
  for await (const batch of rows) held.push(await changedIn(batch, lookup, missing, change));
  if (missing.size > 0) throw usage('registry/not-listed', { list, count: missing.size });
  yield* held;
}

async function changedIn(batch: Batch, lookup: Lookup, missing: Set<number>, change: RowChange): Promise<Batch> {
  const found = new Set<number>();
  for await (const { value, relation, row } of lookup.search(only(batch))) {
    if (relation !== 'listed') continue;
    missing.delete(value);
    found.add(row);
  }
  return found.size === 0 ? batch : change(batch, [...found]);
}

async function* only(batch: Batch): Batches {
  yield batch;
}

/** The rows say this, too, in place of what that member said in that scheme before. */
export function withOpinion({ session }: Changing, opinion: Opinion): RowChange {
  const { opinions } = session.world.interns;
  return (batch, rows) => {
    const column = batch.opinions?.slice() ?? new Uint32Array(batch.count);
    for (const row of rows) {
      const others = opinions
        .list(column[row] ?? 0)
        .filter(({ member, scheme }) => member !== opinion.member || scheme !== opinion.scheme);
      column[row] = opinions.of([...others, opinion]);
    }
    return { ...batch, opinions: column };
  };
}
