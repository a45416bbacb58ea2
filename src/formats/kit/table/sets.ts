// Turns the cells of opinion and review columns into numbers of interned sets. Members may disagree, so each label
// keeps its member; a direction is only ever what the profile or a cell says (research hash-formats, facts 2 and 5).
import type { Decision, Interns, Opinion, Polarity, Review } from '../../../model/opinions.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { CellReader, type MakeNumber, type Values } from './cells.ts';
import type { TableDesk } from './desk.ts';
import {
  type Cell,
  type ColumnRef,
  isCell,
  type OpinionColumns,
  type ReviewColumns,
  type ReviewerPart,
  type ReviewerPattern,
  type Source,
} from './profile.ts';

/** The slot of a column, or -1 where the list does not have it. */
export type SlotOf = (column: ColumnRef) => number;

/** A reader of sets, or the set that every row has. */
export type SetSource = CellReader | number;

/** The cells of a group that the list has; the others give the same values for every row. */
class Group {
  readonly cells: Cell<unknown>[] = [];
  readonly slots: number[] = [];
  readonly #slotOf: SlotOf;

  constructor(slotOf: SlotOf) {
    this.#slotOf = slotOf;
  }

  /** How to get the values of this source out of those of the group's cells. */
  add<T>(source: Source<T>): (values: readonly Values<unknown>[]) => Values<T> {
    if (!isCell(source)) return always(source.fixed === null ? [] : [source.fixed]);
    const slot = this.#slotOf(source.column);
    if (slot < 0) return always(source.empty === 'refuse' || source.empty.value === null ? [] : [source.empty.value]);
    const place = this.cells.length;
    this.cells.push(source);
    this.slots.push(slot);
    return (values) => (values[place] ?? []) as Values<T>; // the cell at this place is this source
  }

  reader(desk: TableDesk, make: MakeNumber, want: string): SetSource {
    return this.cells.length === 0 ? (make([]) ?? EMPTY_SET) : new CellReader(desk, this.cells, this.slots, make, want);
  }
}

function always<T>(values: Values<T>): () => Values<T> {
  return () => values;
}

/** How many items the lists have together: one item stands for all, other lengths must agree. Null: they do not. */
function common(...lists: readonly Values<unknown>[]): number | null {
  let count = 0;
  for (const { length } of lists) if (length > count) count = length;
  return lists.every(({ length }) => length <= 1 || length === count) ? count : null;
}

function at<T>(list: Values<T>, i: number): T | null {
  return (list.length === 1 ? list[0] : list[i]) ?? null;
}

/** Null: nothing in it can ever say anything. */
export function opinionSource(
  desk: TableDesk,
  columns: OpinionColumns,
  member: string,
  slotOf: SlotOf,
): SetSource | null {
  const group = new Group(slotOf);
  // Labels first: the first cell is the one that findings name, and the one that varies most.
  const labels = group.add(columns.label);
  const members = group.add(columns.member);
  const schemes = group.add(columns.scheme);
  const polarities = group.add(columns.polarity);
  const { opinions } = desk.context.interns;
  const memberIsRead = isCell(columns.member);
  const schemeIsRead = isCell(columns.scheme);
  const isUnlabelled = !isCell(columns.label) || schemeIsRead;
  const make: MakeNumber = (values) => {
    const label = labels(values);
    const who = members(values);
    const scheme = schemes(values);
    const polarity = polarities(values);
    const count = common(label, who, scheme, polarity);
    if (count === null) return null;
    const atoms: Opinion[] = [];
    for (let i = 0; i < count; i++) {
      const opinion = opinionOf(at(who, i), member, at(scheme, i), at(label, i), at(polarity, i));
      const says =
        opinion.label !== undefined ||
        (isUnlabelled &&
          (opinion.polarity !== undefined ||
            (memberIsRead && at(who, i) !== null) ||
            (schemeIsRead && at(scheme, i) !== null)));
      if (says) atoms.push(opinion);
    }
    return opinions.of(atoms);
  };
  const source = group.reader(desk, make, 'as many items as the other lists of the row');
  return source === EMPTY_SET ? null : source;
}

function opinionOf(
  member: string | null,
  otherwise: string,
  scheme: string | null,
  label: string | null,
  polarity: Polarity | null,
): Opinion {
  return {
    member: member ?? otherwise,
    ...(scheme === null ? {} : { scheme }),
    ...(label === null ? {} : { label }),
    ...(polarity === null ? {} : { polarity }),
  };
}

/** Null: the list has no such column. */
export function reviewSource(desk: TableDesk, columns: ReviewColumns, slotOf: SlotOf): SetSource | null {
  if (slotOf(columns.reviewer.column) < 0) return null;
  const group = new Group(slotOf);
  const reviewers = group.add(columns.reviewer);
  const organisations = group.add(columns.organisation);
  const countries = group.add(columns.country);
  const decisions = group.add(columns.decision);
  const { reviews }: Interns = desk.context.interns;
  const make: MakeNumber = (values) => {
    const names = reviewers(values);
    const organisation = organisations(values);
    const country = countries(values);
    const decision = decisions(values);
    const count = common(names, organisation, country, decision);
    if (count === null) return null;
    const atoms: Review[] = [];
    for (let i = 0; i < count; i++) {
      const name = at(names, i);
      if (name === null) continue;
      const parts = takeApart(name, columns.patterns);
      if (parts === null) return null;
      const land = parts.country ?? at(country, i);
      const code = columns.checksCountry ? countryCode(land) : land;
      if (code === undefined) return null;
      atoms.push(reviewOf(parts, at(organisation, i), code, at(decision, i) ?? 'confirmed'));
    }
    return reviews.of(atoms);
  };
  const source = group.reader(desk, make, 'a reviewer of the expected form');
  return source === EMPTY_SET ? null : source;
}

type Parts = Partial<Record<ReviewerPart, string>>;

/** Undefined: no two letters. */
function countryCode(text: string | null): string | null | undefined {
  const code = text?.toUpperCase() ?? null;
  return code === null || /^[A-Z]{2}$/u.test(code) ? code : undefined;
}

function reviewOf(parts: Parts, organisation: string | null, country: string | null, decision: Decision): Review {
  const office = parts.organisation ?? organisation;
  return {
    reviewer: parts.reviewer ?? '',
    ...(office === null ? {} : { organisation: office }),
    ...(country === null ? {} : { country }),
    decision,
  };
}

/** The parts of a reviewer's cell by the first pattern that fits; null where none does. */
function takeApart(text: string, patterns: readonly ReviewerPattern[]): Parts | null {
  if (patterns.length === 0) return { reviewer: text };
  for (const pattern of patterns) {
    const parts = partsBy(text, pattern);
    if (parts !== null) return parts;
  }
  return null;
}

function partsBy(text: string, { parts, between }: ReviewerPattern): Parts | null {
  const found: Parts = {};
  const opening = between[0] ?? '';
  if (!text.startsWith(opening)) return null;
  let from = opening.length;
  for (const [i, part] of parts.entries()) {
    const next = between[i + 1] ?? '';
    const isLast = i === parts.length - 1;
    // The last part runs to the end: an organisation may well have the separator in its name, a country never has.
    const to = isLast ? (text.endsWith(next) ? text.length - next.length : -1) : text.indexOf(next, from);
    if (to <= from) return null;
    found[part] = text.slice(from, to).trim();
    from = to + next.length;
  }
  return Object.values(found).includes('') ? null : found;
}
