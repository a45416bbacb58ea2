// What the rows of a merge in progress say beside their keys: opinions, reviews, times, sizes, texts. A column each,
// settled by the merge policy. It knows no key and no item.
import type { Batch, Times } from '../../model/batch.ts';
import { type Extras, type TimeField, timeFields } from '../../model/fields.ts';
import type { Interns, Opinion, Review } from '../../model/opinions.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import { type ChosenSets, NumberColumn, type Placed, SetColumn, TextColumn } from './columns.ts';
import { KeysColumn } from './keys.ts';
import type { MergePolicy } from './policy.ts';

const textFields = ['name', 'note', 'spelling'] as const;
type TextField = (typeof textFields)[number];

/** Which sets stand, where a policy chose: what else was said is in the sets themselves. */
export interface Chosen {
  readonly opinions: ChosenSets | null;
  readonly reviews: ChosenSets | null;
}

type FactColumns = Pick<Batch, 'times' | 'size' | 'extras'> & { readonly partnerKey: (string | undefined)[] | null };

export class MergeFacts {
  readonly opinions: SetColumn<Opinion>;
  readonly reviews: SetColumn<Review>;
  readonly #times: Readonly<Record<TimeField, NumberColumn>>;
  readonly #size: NumberColumn;
  readonly #keys: KeysColumn;
  readonly #texts: Readonly<Record<TextField, TextColumn>>;

  constructor(interns: Interns, policy: MergePolicy) {
    this.opinions = new SetColumn(interns.opinions, policy.opinions);
    this.reviews = new SetColumn(interns.reviews, policy.reviews);
    this.#times = {
      firstSeen: new NumberColumn(policy.firstSeen),
      lastVerified: new NumberColumn(policy.lastVerified),
      lastReviewed: new NumberColumn(policy.lastReviewed),
      updated: new NumberColumn(policy.updated),
      expires: new NumberColumn(policy.expires),
    };
    this.#size = new NumberColumn(policy.size);
    this.#keys = new KeysColumn(policy.partnerKey);
    this.#texts = {
      name: new TextColumn(policy.name),
      note: new TextColumn(policy.note),
      spelling: new TextColumn(policy.spelling),
    };
  }

  get byteLength(): number {
    let bytes = this.opinions.byteLength + this.reviews.byteLength + this.#size.byteLength + this.#keys.byteLength;
    for (const field of timeFields) bytes += this.#times[field].byteLength;
    for (const field of textFields) bytes += this.#texts[field].byteLength;
    return bytes;
  }

  take(batch: Batch, placed: Placed): void {
    this.opinions.take(batch.opinions, batch.times.lastReviewed, placed);
    this.reviews.take(batch.reviews, batch.times.lastReviewed, placed);
    for (const field of timeFields) this.#times[field].take(batch.times[field], placed);
    this.#size.take(batch.size, placed);
    this.#keys.take(batch, placed);
    if (batch.extras !== null) this.#takeExtras(batch.extras, placed);
  }

  #takeExtras(extras: readonly (Extras | undefined)[], { from, to, target, fresh }: Placed): void {
    for (let i = from; i < to; i++) {
      const extra = extras[i];
      if (extra === undefined) continue;
      this.#texts.name.take(extra.name, target[i]!, fresh[i] === 1);
      this.#texts.note.take(extra.note, target[i]!, fresh[i] === 1);
      this.#texts.spelling.take(extra.spelling, target[i]!, fresh[i] === 1);
    }
  }

  /** Whether a merged row says already all that row i of a batch says. */
  says(row: number, batch: Batch, i: number): boolean {
    const reviewed = batch.times.lastReviewed?.[i] ?? Number.NaN;
    const extras = batch.extras?.[i];
    return (
      this.opinions.says(row, batch.opinions?.[i] ?? EMPTY_SET, reviewed) &&
      this.reviews.says(row, batch.reviews?.[i] ?? EMPTY_SET, reviewed) &&
      timeFields.every((field) => this.#times[field].says(row, batch.times[field]?.[i] ?? Number.NaN)) &&
      this.#size.says(row, batch.size?.[i] ?? Number.NaN) &&
      this.#keys.says(row, batch, i) &&
      this.#texts.name.says(row, extras?.name) &&
      this.#texts.note.says(row, extras?.note) &&
      this.#texts.spelling.says(row, extras?.spelling)
    );
  }

  /** Adds what is said of one row to another row of the same key. */
  fold(from: number, into: number): void {
    this.opinions.fold(from, into);
    this.reviews.fold(from, into);
    for (const field of timeFields) this.#times[field].fold(from, into);
    this.#size.fold(from, into);
    this.#keys.fold(from, into);
    for (const field of textFields) this.#texts[field].fold(from, into);
  }

  /** Calls `each` with the facts in which sources differ, and in how many rows. */
  differing(each: (field: string, count: number) => void): void {
    each('expires', this.#times.expires.differing);
    each('size', this.#size.differing);
    each('partnerKey', this.#keys.differing);
    for (const field of textFields) if (field !== 'spelling') each(field, this.#texts[field].differing);
  }

  /** Goes on counting differences where another merge stopped. */
  countOn(from: MergeFacts): void {
    for (const field of timeFields) this.#times[field].differing = from.#times[field].differing;
    this.#size.differing = from.#size.differing;
    this.#keys.countOn(from.#keys);
    for (const field of textFields) this.#texts[field].differing = from.#texts[field].differing;
  }

  /** Partner keys as they are held: `settleKeys` makes them what they are. */
  emit(rows: Uint32Array): FactColumns {
    return {
      times: {
        firstSeen: emitNumbers(this.#times.firstSeen, rows),
        lastVerified: emitNumbers(this.#times.lastVerified, rows),
        lastReviewed: emitNumbers(this.#times.lastReviewed, rows),
        updated: emitNumbers(this.#times.updated, rows),
        expires: emitNumbers(this.#times.expires, rows),
      } satisfies Times,
      size: emitNumbers(this.#size, rows),
      partnerKey: this.#keys.held(rows),
      extras: this.#emitExtras(rows),
    };
  }

  #emitExtras(rows: Uint32Array): (Extras | undefined)[] | null {
    const { name, note, spelling } = this.#texts;
    if (!name.isUsed && !note.isUsed && !spelling.isUsed) return null;
    return Array.from(rows, (row) => {
      const extras: { name?: string; note?: string; spelling?: string } = {};
      const [n, t, s] = [name.get(row), note.get(row), spelling.get(row)];
      if (n !== undefined) extras.name = n;
      if (t !== undefined) extras.note = t;
      if (s !== undefined) extras.spelling = s;
      return extras;
    });
  }

  chosen(rows: Uint32Array): Chosen | null {
    const chosen = { opinions: this.opinions.chosen(rows), reviews: this.reviews.chosen(rows) };
    return chosen.opinions === null && chosen.reviews === null ? null : chosen;
  }

  /** Takes up rows of another merge, made anew here. */
  restore(batch: Batch, chosen: Chosen | null, placed: Placed): void {
    this.take(batch, placed);
    this.opinions.restore(chosen?.opinions ?? null, placed);
    this.reviews.restore(chosen?.reviews ?? null, placed);
  }
}

function emitNumbers(column: NumberColumn, rows: Uint32Array): Float64Array | null {
  return column.pick(rows);
}
