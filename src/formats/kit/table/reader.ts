// Reads one record after another into the batch, by a profile that was bound to the columns at hand. Everything that can
// be settled beforehand is: on the way of a row there are only these few loops, no look-up by name and no closure.
import { type FieldId, type TimeField, timeFields } from '../../../model/fields.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { PairTable, UNKNOWN } from '../byte-dictionary.ts';
import { CellReader, REFUSED } from './cells.ts';
import type { TableDesk, TableRecord } from './desk.ts';
import { type FactReader, OriginsReader, SizeReader, SkippedReader, TextReader, TimeReader } from './facts.ts';
import { ItemTracker } from './items.ts';
import { type Code, KeyReader } from './keys.ts';
import { OwnFacts } from './own.ts';
import { type ColumnRef, isCell, type Source } from './profile.ts';
import { opinionSource, reviewSource, type SetSource, type SlotOf } from './sets.ts';

export class TableReader {
  /** Null: every record is an item of its own. */
  readonly items: ItemTracker | null;
  /** Whether the columns hold any key at all. */
  readonly hasKeys: boolean;
  readonly #desk: TableDesk;
  readonly #operation: Code;
  readonly #required: readonly { readonly slot: number; readonly shown: string }[];
  readonly #keys: readonly KeyReader[];
  readonly #own: OwnFacts | null;
  readonly #opinions: readonly SetSource[];
  readonly #unlabelled: SetSource | null;
  readonly #reviews: readonly SetSource[];
  readonly #facts: readonly FactReader[];
  readonly #opinionPairs = new PairTable();
  readonly #reviewPairs = new PairTable();

  constructor(desk: TableDesk, slotOf: SlotOf) {
    const { profile, context } = desk;
    this.#desk = desk;
    const itemSlot = profile.item === null ? -1 : slotOf(profile.item);
    this.items = itemSlot < 0 || profile.item === null ? null : new ItemTracker(desk, itemSlot, profile.item.shown);
    this.#operation = codeOf(desk, profile.operation, slotOf, (code) => code);
    this.#required = profile.required
      .map((column) => ({ slot: slotOf(column), shown: column.shown }))
      .filter(({ slot }) => slot >= 0);
    this.#keys = profile.keys.flatMap((key) => {
      const slot = slotOf(key.column);
      if (slot < 0 || (isCell(key.kind) && slotOf(key.kind.column) < 0)) return [];
      const kind = codeOf(desk, key.kind, slotOf, ({ code }) => code);
      return [
        new KeyReader(
          desk,
          key,
          slot,
          kind,
          codeOf(desk, key.scope, slotOf, (code) => code),
        ),
      ];
    });
    this.hasKeys = this.#keys.length > 0;
    const ownSlot = profile.own === undefined ? -1 : slotOf(profile.own);
    this.#own = ownSlot < 0 ? null : new OwnFacts(desk, ownSlot, profile.own?.shown ?? '');
    const member = profile.member ?? context.member ?? context.sourceName;
    const sets = (sources: readonly (SetSource | null)[]): SetSource[] => sources.filter((source) => source !== null);
    this.#opinions = sets(profile.opinions.map((columns) => opinionSource(desk, columns, member, slotOf)));
    this.#unlabelled = profile.unlabelled && opinionSource(desk, profile.unlabelled, member, slotOf);
    const reviews = sets(profile.reviews.map((columns) => reviewSource(desk, columns, slotOf)));
    this.#reviews = context.want.has('reviews') ? reviews : [];
    this.#facts = [
      ...(context.want.has('reviews') ? [] : skippedReviews(desk, slotOf)),
      ...timeReaders(desk, slotOf),
      ...otherFacts(desk, slotOf),
    ];
  }

  get keySlots(): ReadonlySet<number> {
    return new Set(this.#keys.map((key) => key.slot));
  }

  /** The columns that hold keys, for a row that has none. */
  get keyNames(): string {
    return this.#keys.map((key) => key.shown).join(' or ');
  }

  /** Whether the record goes on with the item of the row before it: the batch may not end between them. */
  joins(record: TableRecord): boolean {
    return this.items?.joins(record) ?? false;
  }

  /** Reads the record; whatever is wrong with it is told, and costs the record. */
  read(record: TableRecord): void {
    const { rows } = this.#desk;
    const { items } = this;
    if (items === null) rows.begin();
    else if (!items.begin(record)) return;
    let op = this.#operation;
    if (typeof op !== 'number') {
      op = op.read(record);
      if (op === REFUSED) return;
    }
    if (op !== PRESENT) {
      if (items === null) rows.begin(op);
      else items.beginAgain(op);
    }
    for (const { slot, shown } of this.#required) {
      if (record.starts[slot]! !== record.ends[slot]!) continue;
      this.#desk.missing(shown, slot);
      return;
    }
    if (this.#own?.has(record) === true) {
      if (this.#own.read(record, this.#keys, op)) items?.accepted();
      return;
    }
    for (const key of this.#keys) if (!key.read(record)) return;
    if (rows.builder.recordRows === 0) {
      this.#desk.missing(this.keyNames, this.#keys[0]!.slot);
      return;
    }
    const opinions = this.#unionOf(this.#opinions, record, this.#desk.context.interns.opinions, this.#opinionPairs);
    if (opinions === REFUSED) return;
    if (opinions !== EMPTY_SET) rows.builder.setOpinions(opinions);
    else if (this.#unlabelled !== null && !this.#setUnlabelled(this.#unlabelled, record)) return;
    const reviews = this.#unionOf(this.#reviews, record, this.#desk.context.interns.reviews, this.#reviewPairs);
    if (reviews === REFUSED) return;
    rows.builder.setReviews(reviews);
    for (const fact of this.#facts) if (!fact.read(record)) return;
    items?.accepted();
  }

  #setUnlabelled(source: SetSource, record: TableRecord): boolean {
    const set = typeof source === 'number' ? source : source.read(record);
    if (set === REFUSED) return false;
    this.#desk.rows.builder.setOpinions(set);
    return true;
  }

  /** The union of what these columns say. Rows repeat pairs of sets, so the union of a pair is looked up by number. */
  #unionOf(
    sources: readonly SetSource[],
    record: TableRecord,
    table: { union(a: number, b: number): number },
    pairs: PairTable,
  ): number {
    let union: number = EMPTY_SET;
    for (const source of sources) {
      const set = typeof source === 'number' ? source : source.read(record);
      if (set === REFUSED) return REFUSED;
      if (union === EMPTY_SET) union = set;
      else if (set !== EMPTY_SET && set !== union) {
        // Smaller number first: the order of two reviewers tells nothing, and the table has half the pairs to hold.
        const low = Math.min(union, set);
        const high = Math.max(union, set);
        let both = pairs.find(low, high);
        if (both === UNKNOWN) {
          both = table.union(low, high);
          if (pairs.isFull) pairs.clear();
          pairs.set(low, high, both);
        }
        union = both;
      }
    }
    return union;
  }
}

/** A number for every row, or a reader of numbers. */
function codeOf<T>(desk: TableDesk, source: Source<T>, slotOf: SlotOf, code: (value: T) => number): Code {
  if (!isCell(source)) return source.fixed === null ? 0 : code(source.fixed);
  const slot = slotOf(source.column);
  const { empty } = source;
  if (slot < 0) return empty === 'refuse' || empty.value === null ? 0 : code(empty.value);
  const make = ([values]: readonly (readonly unknown[])[]): number | null => {
    const value = values?.[0];
    return values?.length !== 1 || value === null ? null : code(value as T); // the one cell holds values of T
  };
  return new CellReader(desk, [source], [slot], make, source.want);
}

function timeReaders(desk: TableDesk, slotOf: SlotOf): FactReader[] {
  return timeFields.flatMap((field: TimeField): FactReader[] => {
    const slots = desk.profile.times
      .filter((time) => time.field === field)
      .map(({ column, patterns, isZoneUnsaid = false }) => ({
        slot: slotOf(column),
        shown: column.shown,
        patterns,
        isZoneUnsaid,
      }))
      .filter(({ slot }) => slot >= 0);
    if (slots.length === 0) return [];
    if (desk.context.want.has(field)) return [new TimeReader(desk, field, slots)];
    return [
      new SkippedReader(
        desk,
        field,
        slots.map(({ slot }) => slot),
      ),
    ];
  });
}

function skippedReviews(desk: TableDesk, slotOf: SlotOf): FactReader[] {
  const slots = desk.profile.reviews.map(({ reviewer }) => slotOf(reviewer.column)).filter((slot) => slot >= 0);
  return slots.length === 0 ? [] : [new SkippedReader(desk, 'reviews', slots)];
}

function otherFacts(desk: TableDesk, slotOf: SlotOf): FactReader[] {
  const { profile, context } = desk;
  const facts: FactReader[] = [];
  const add = (field: FieldId, column: ColumnRef | null, read: (slot: number, shown: string) => FactReader): void => {
    const slot = column === null ? -1 : slotOf(column);
    if (column === null || slot < 0) return;
    facts.push(context.want.has(field) ? read(slot, column.shown) : new SkippedReader(desk, field, [slot]));
  };
  add('size', profile.size, (slot, shown) => new SizeReader(desk, slot, shown));
  for (const { column, field } of profile.texts) add(field, column, (slot) => new TextReader(desk, field, slot));
  const { origins } = profile;
  if (origins !== null) {
    add('origins', origins.column, (slot, shown) => new OriginsReader(desk, slot, shown, origins.list));
  }
  return facts;
}
