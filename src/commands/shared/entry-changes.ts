// Some entries of a list changed by hand: looked up by their values or aliases, and all others left as they are. An entry
// is a record: who looked at a file has looked at all of its digests.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Batch } from '../../model/batch.ts';
import { entryAt } from '../../model/entry.ts';
import { usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import type { Opinion } from '../../model/opinions.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import { aliasOf } from '../../pipeline/alias.ts';
import { Lookup } from '../../pipeline/lookup.ts';
import type { Batches } from '../../pipeline/stage.ts';
import { eventsOf } from '../../registry/since.ts';
import { aliasText } from './option-values.ts';
import type { Changing } from './registry-change.ts';
import { option } from './spec.ts';
import { typedValues } from './typed-values.ts';

export const aliasOptions = {
  alias: option({
    flags: '--alias <alias>',
    about: 'the entry that a report calls by this alias, instead of a value',
    group: 'Input',
    repeats: true,
    schema: z.array(aliasText).default([]),
    byHandOnly: true,
  }),
};

/** Which entries are meant. */
export interface Wanted {
  readonly values: readonly string[];
  readonly aliases: readonly string[];
}

interface EntryOptions {
  readonly alias: readonly string[];
  readonly aliasKey: string | undefined;
  readonly reason?: string | undefined;
}

/** Values as typed or on standard input, or aliases; at least one. */
export async function entriesWanted(
  operands: readonly string[],
  { alias: aliases, aliasKey, reason: why = '' }: EntryOptions,
  host: Host,
): Promise<Wanted> {
  const refuse = (reason: string): Error => usage('usage/bad-option', { option: '--alias', reason });
  if (aliases.length > 0 && operands.length > 0) throw refuse('name entries either by aliases or by values');
  if (aliases.length > 0) refuseKeyless(aliasKey);
  const values = await typedValues(operands, host);
  if (values.length === 0 && aliases.length === 0)
    throw usage('usage/command-line', {
      reason: 'name entries by their values (- reads them from standard input) or by --alias',
    });
  const trimmed = values.map((value) => value.trim());
  // It would stand in the history and in the audit log for good, where no values are.
  if (trimmed.some((value) => value !== '' && why.toLowerCase().includes(value.toLowerCase())))
    throw usage('usage/bad-option', {
      option: '--reason',
      reason: 'it names an entry, and is kept for everybody to read',
    });
  return { values: trimmed, aliases: [...new Set(aliases)] };
}

/** An edition is made of many files, and the key that each of them has of its own is not kept. */
export function refuseKeyless(aliasKey: string | undefined): void {
  if (aliasKey !== undefined) return;
  const reason = 'the registry knows aliases only with the --alias-key they were made with';
  throw usage('usage/bad-option', { option: '--alias', reason });
}

/** A record that is meant, and by what: rows side by side of one batch. */
export interface Found {
  /** The number of the value, from 0, or the alias. */
  readonly asked: number | string;
  readonly batch: Batch;
  readonly from: number;
  readonly to: number;
}

/** All rows of a list, and what of it is meant. */
export interface Searched {
  readonly batches: readonly Batch[];
  readonly found: readonly Found[];
}

/** Reads a list to its end; refused where one of the entries is not listed itself. */
export async function searchedEntries(
  rows: Batches,
  { values, aliases }: Wanted,
  { registry, list, job }: Changing,
): Promise<Searched> {
  const lookup = new Lookup(values, 0);
  const missing = new Set<string | number>([...values.keys(), ...aliases]);
  const named = new Map<string, string>();
  const batches: Batch[] = []; // nothing goes on until every entry was found
  const found: Found[] = [];
  const off = new Map<string | number, { readonly batch: Batch; readonly row: number }>();
  for await (const batch of rows) {
    batches.push(batch);
    const meant = new Map<number, number | string>();
    for await (const { value, relation, row } of lookup.search(only(batch))) {
      if (relation !== 'listed') continue;
      if (batch.op[row] === WITHDRAWN) {
        off.set(value, { batch, row });
        continue;
      }
      missing.delete(value);
      meant.set(row, value);
    }
    if (aliases.length > 0 && job.aliasSecret !== null) {
      for (const [row, name] of aliasesIn(batch, job.aliasSecret, aliases)) {
        const key = Buffer.from(entryAt(batch, row).bytes).toString('hex');
        if ((named.get(name) ?? key) !== key) throw ambiguous(name);
        named.set(name, key);
        missing.delete(name);
        meant.set(row, name);
      }
    }
    if (meant.size > 0) found.push(...recordsOf(batch, meant));
  }
  if (missing.size > 0) {
    const unusable = new Set<string | number>(lookup.unusable);
    const why = (each: string | number): string => {
      const place = off.get(each);
      if (place === undefined) return unusable.has(each) ? ' (no digest, URL, name or address)' : '';
      const last = eventsOf(registry, list, place.batch, place.row).findLast(({ what }) => what === 'withdrawn');
      return last === undefined ? ' (withdrawn)' : ` (withdrawn in edition ${last.edition} already)`;
    };
    throw usage('registry/not-listed', { list: list.name, which: whichText(missing, why) });
  }
  return { batches, found };
}

/** Entries that are told by number; the others are counted. */
const MOST_TOLD = 10;

/** `value 3`, `values 3, 17 (withdrawn)`: as they were given, never themselves. `why`: what is known of one. */
function whichText(missing: ReadonlySet<string | number>, why: (each: string | number) => string): string {
  const all = [...missing];
  const aliases = all.filter((each) => typeof each === 'string');
  const numbers = all.filter((each) => typeof each === 'number');
  const told = (word: string, those: readonly (string | number)[]): string[] => {
    const names = those.slice(0, MOST_TOLD).map((each) => `${typeof each === 'number' ? each + 1 : each}${why(each)}`);
    if (names.length === 0) return [];
    const more = those.length > MOST_TOLD ? ` and ${those.length - MOST_TOLD} more` : '';
    return [`${word}${those.length === 1 ? '' : word === 'alias' ? 'es' : 's'} ${names.join(', ')}${more}`];
  };
  return [...told('value', numbers), ...told('alias', aliases)].join('; ');
}

function ambiguous(name: string): Error {
  const reason = `several entries of the list go by ${name}; name the one that is meant by its value`;
  return usage('usage/bad-option', { option: '--alias', reason });
}

async function* only(batch: Batch): Batches {
  yield batch;
}

function* aliasesIn(batch: Batch, secret: string, aliases: readonly string[]): Generator<[row: number, alias: string]> {
  for (let row = 0; row < batch.count; row++) {
    if (batch.op[row] === WITHDRAWN) continue;
    const name = aliasOf(secret, entryAt(batch, row));
    if (aliases.includes(name)) yield [row, name];
  }
}

/** The records that these rows are of, each once. */
function recordsOf(batch: Batch, rows: ReadonlyMap<number, number | string>): Found[] {
  const { item, count } = batch;
  const found: Found[] = [];
  let done = 0;
  for (const [row, asked] of [...rows].sort(([a], [b]) => a - b)) {
    if (row < done) continue;
    let [from, to] = [row, row + 1];
    while (item !== null && from > 0 && item[from - 1] === item[row]) from--;
    while (item !== null && to < count && item[to] === item[row]) to++;
    found.push({ asked, batch, from, to });
    done = to;
  }
  return found;
}

/** What reports call these entries; none without the secret. */
export function namesOf(found: readonly Found[], secret: string | null): string[] {
  return secret === null ? [] : found.map(({ batch, from }) => aliasOf(secret, entryAt(batch, from)));
}

/** What becomes of the rows with these numbers. */
export type RowChange = (batch: Batch, rows: readonly number[]) => Batch;

/** The list with these records changed. */
export async function* withChanged({ batches }: Searched, found: readonly Found[], change: RowChange): Batches {
  const rowsOf = new Map<Batch, number[]>();
  for (const { batch, from, to } of found) {
    const rows = rowsOf.get(batch) ?? [];
    for (let row = from; row < to; row++) if (batch.op[row] !== WITHDRAWN) rows.push(row);
    rowsOf.set(batch, rows);
  }
  for (const batch of batches) {
    const rows = rowsOf.get(batch) ?? [];
    yield rows.length === 0 ? batch : change(batch, rows);
  }
}

/** The change, and the records as they are after it. */
export function noting({ found }: Searched, change: RowChange, after: Found[]): RowChange {
  return (batch, rows) => {
    const changed = change(batch, rows);
    for (const each of found) if (each.batch === batch) after.push({ ...each, batch: changed });
    return changed;
  };
}

/** The same text for the same record, however it was typed; it tells no value. */
export function subjectOf(action: string, { batch, from, to }: Found): string {
  const keys = createHash('sha256');
  for (let row = from; row < to; row++) {
    const { bytes } = entryAt(batch, row);
    keys.update(`${batch.kind[row]} ${batch.scope[row]} ${bytes.length}\n`).update(bytes);
  }
  return `${action} ${keys.digest('hex')}`;
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
