// Counts what is in the rows on their way to a writer: the settled loss is worked out from it, never guessed.
import type { Batch } from '../model/batch.ts';
import { type FieldId, type ListFacts, type ListFieldId, timeFields } from '../model/fields.ts';
import { type KindId, kindOf } from '../model/kinds.ts';
import type { Presence } from '../model/loss.ts';
import type { Interns } from '../model/opinions.ts';
import { EXCEPTED, PRESENT, type Scope, scopeOf, WITHDRAWN } from '../model/scope.ts';
import { EMPTY_SET } from '../model/set-table.ts';
import type { Upkeep } from '../model/upkeep.ts';
import type { PassedBy } from './job.ts';
import { UpkeepCount } from './upkeep.ts';

export class Seen {
  readonly #interns: Interns;
  readonly #kinds = new Float64Array(64);
  /** Rows by scope. */
  readonly #scopes = new Float64Array(64 * 4);
  readonly #fields = new Map<FieldId, number>();
  #withdrawals = 0;
  #exceptions = 0;
  #groups = 0;
  #opinions = 0;
  #manyOpinions = 0;
  readonly #upkeep: UpkeepCount | null;
  rows = 0;

  /** `asOf`: the day that ages are told by, epoch seconds; null where nobody asks for them. */
  constructor(interns: Interns, asOf: number | null) {
    this.#interns = interns;
    this.#upkeep = asOf === null ? null : new UpkeepCount(interns, asOf);
  }

  get exceptions(): number {
    return this.#exceptions;
  }

  readonly look = (batch: Batch): void => {
    const { count } = batch;
    this.rows += count;
    if (batch.uniform && count > 0) this.#countKeys(batch, 0, count);
    else this.#countUnlike(batch);
    if (batch.item !== null) this.#groups += countGroups(batch.item);
    if (batch.opinions !== null) this.#lookAtOpinions(batch.opinions);
    if (batch.reviews !== null) this.add('reviews', countSets(batch.reviews));
    for (const field of timeFields) this.add(field, countNumbers(batch.times[field]));
    this.add('size', countNumbers(batch.size));
    if (batch.partnerKey !== null) this.add('partnerKey', batch.partnerKey.filter((key) => key !== undefined).length);
    if (batch.extras !== null) this.#lookAtExtras(batch.extras);
    if (batch.origins !== null) this.add('origins', count);
    this.#upkeep?.look(batch);
  };

  /** A reader met this field and skipped it, because the target does not carry it. */
  readonly add = (field: FieldId, count: number): void => {
    if (count > 0) this.#fields.set(field, (this.#fields.get(field) ?? 0) + count);
  };

  /** Rows that passed by unseen. */
  addPassedBy({ keys, exceptions }: PassedBy): void {
    for (const [key, rows] of keys) {
      this.#kinds[key >> 2]! += rows;
      this.#scopes[key]! += rows;
    }
    this.#exceptions += exceptions;
  }

  /** Counts `rows` rows that are like row i. */
  #countKeys({ kind, scope, op }: Batch, i: number, rows: number): void {
    this.#kinds[kind[i]!]! += rows;
    this.#scopes[kind[i]! * 4 + scope[i]!]! += rows;
    if (op[i] === WITHDRAWN) this.#withdrawals += rows;
    else if (op[i] === EXCEPTED) this.#exceptions += rows;
  }

  #countUnlike({ kind, scope, op, count }: Batch): void {
    const [kinds, scopes] = [this.#kinds, this.#scopes];
    for (let i = 0; i < count; i++) {
      kinds[kind[i]!]!++;
      scopes[kind[i]! * 4 + scope[i]!]!++;
      if (op[i] === PRESENT) continue;
      if (op[i] === WITHDRAWN) this.#withdrawals++;
      else if (op[i] === EXCEPTED) this.#exceptions++;
    }
  }

  #lookAtOpinions(sets: Uint32Array): void {
    for (const set of sets) {
      if (set === EMPTY_SET) continue;
      this.#opinions++;
      if (this.#interns.opinions.size(set) > 1) this.#manyOpinions++;
    }
  }

  #lookAtExtras(rows: NonNullable<Batch['extras']>): void {
    let [names, notes, spellings] = [0, 0, 0];
    for (const extras of rows) {
      if (extras === undefined) continue;
      if (extras.name !== undefined) names++;
      if (extras.note !== undefined) notes++;
      if (extras.spelling !== undefined) spellings++;
    }
    this.add('name', names);
    this.add('note', notes);
    this.add('spelling', spellings);
  }

  upkeep(): Upkeep | null {
    return this.#upkeep?.upkeep() ?? null;
  }

  kinds(): Map<KindId, number> {
    const counts = new Map<KindId, number>();
    for (let code = 0; code < 64; code++) if (this.#kinds[code]! > 0) counts.set(kindOf(code).id, this.#kinds[code]!);
    return counts;
  }

  scopes(): Map<Scope, number> {
    const counts = new Map<Scope, number>();
    for (const { scope, count } of this.#kindScopes()) counts.set(scope, (counts.get(scope) ?? 0) + count);
    return counts;
  }

  #kindScopes(): { kind: KindId; scope: Scope; count: number }[] {
    const found: { kind: KindId; scope: Scope; count: number }[] = [];
    for (const [at, count] of this.#scopes.entries()) {
      if (count > 0) found.push({ kind: kindOf(at >> 2).id, scope: scopeOf(at & 3), count });
    }
    return found;
  }

  presence(repeats: number, facts: ListFacts): Presence {
    return {
      kinds: this.kinds(),
      scopes: this.#kindScopes(),
      withdrawals: this.#withdrawals,
      exceptions: this.#exceptions,
      groups: this.#groups,
      opinions: this.#opinions,
      manyOpinions: this.#manyOpinions,
      fields: this.#fields,
      repeats,
      list: Object.keys(facts) as ListFieldId[], // its keys
      isDelta: facts.edition === 'delta',
    };
  }
}

function countGroups(item: Uint32Array): number {
  let groups = 0;
  for (let i = 1; i < item.length; i++) {
    if (item[i] === item[i - 1] && (i === 1 || item[i - 1] !== item[i - 2])) groups++;
  }
  return groups;
}

function countSets(sets: Uint32Array): number {
  let count = 0;
  for (const set of sets) if (set !== EMPTY_SET) count++;
  return count;
}

function countNumbers(column: Float64Array | null): number {
  let count = 0;
  if (column !== null) for (const value of column) if (!Number.isNaN(value)) count++;
  return count;
}
