// Finds the columns of a profile in the header of a list. What is there and not understood is told once, by its name;
// a name that could be a value of the list is told by its place, because a file without header must not leak its first row.
import { usage } from '../../../model/failure.ts';
import type { At, Report } from '../../../model/findings.ts';
import { isPlainName } from '../../../model/plain-name.ts';
import { type ColumnRef, isCell, plainName, type Source, type TableProfile } from './profile.ts';
import { signOfRow } from './row-like.ts';
import type { SlotOf } from './sets.ts';

export class Header {
  /** Names as sent; null: the list has no header, columns go by their place. */
  readonly names: readonly string[] | null;
  readonly #width: number;
  readonly #isPlain: boolean;
  readonly #byName = new Map<string, number>();
  readonly #used = new Set<number>();

  constructor(names: readonly string[] | null, width: number) {
    this.names = names;
    // One cell that could be a value, and the header may have run into the first row: then no cell of it is repeated.
    this.#isPlain = (names ?? []).every((name) => name.trim() === '' || isPlainName(name.trim()));
    this.#width = width;
    for (const [slot, name] of (names ?? []).entries()) {
      const plain = plainName(name);
      if (!this.#byName.has(plain)) this.#byName.set(plain, slot);
    }
  }

  readonly slotOf: SlotOf = (column) => {
    const slot = this.#find(column);
    if (slot >= 0) this.#used.add(slot);
    return slot;
  };

  #find({ index, names }: ColumnRef): number {
    if (index !== undefined) return index < this.#width ? index : -1;
    for (const name of names) {
      const slot = this.#byName.get(name);
      if (slot !== undefined) return slot;
    }
    return -1;
  }

  has(column: ColumnRef): boolean {
    return this.#find(column) >= 0;
  }

  /** The name of a column for findings. */
  nameOf(slot: number): string {
    const name = this.names?.[slot]?.trim() ?? '';
    return this.#isPlain && name !== '' ? name : `number ${slot + 1}`;
  }

  isUsed(slot: number): boolean {
    return this.#used.has(slot);
  }

  /** Columns that nothing has asked for. */
  unused(): number[] {
    return Array.from({ length: this.#width }, (_, slot) => slot).filter((slot) => !this.isUsed(slot));
  }
}

/** Every column that the profile names. */
function columnsOf(profile: TableProfile): ColumnRef[] {
  const columns: (ColumnRef | null)[] = [
    profile.item,
    profile.size,
    profile.origins?.column ?? null,
    ...profile.required,
  ];
  const add = <T>(source: Source<T>): void => {
    if (isCell(source)) columns.push(source.column);
  };
  add(profile.operation);
  for (const { column, kind, scope } of profile.keys) {
    columns.push(column);
    add(kind);
    add(scope);
  }
  const opinions = profile.unlabelled === null ? profile.opinions : [...profile.opinions, profile.unlabelled];
  for (const { member, scheme, label, polarity } of opinions) {
    for (const source of [member, scheme, label]) add(source);
    add(polarity);
  }
  for (const { reviewer, organisation, country, decision } of profile.reviews) {
    for (const source of [reviewer, organisation, country]) add(source);
    add(decision);
  }
  for (const { column } of [...profile.times, ...profile.texts]) columns.push(column);
  return columns.filter((column) => column !== null);
}

/** Refuses a list whose header is a row of it; `next` is the record behind the header. */
export function checkNames(
  profile: TableProfile,
  names: readonly string[],
  next: () => readonly string[],
  at: { readonly input: string; readonly line: number },
): void {
  const known = new Set(columnsOf(profile).flatMap((column) => column.names));
  const sign = signOfRow(names, next, (plain) => known.has(plain) || profile.ignore?.names.has(plain) === true);
  if (sign !== null) throw usage('input/no-header', { ...at, column: sign.slot + 1, what: sign.what });
}

/** Refuses a list that lacks a column it must have. `line`: that of its header, 0 where it has none. */
export function checkHeader(
  profile: TableProfile,
  header: Header,
  hasKeys: boolean,
  { input, line }: { readonly input: string; readonly line: number },
): void {
  const taken = line === 0 ? '' : `; line ${line} was taken for its header`;
  for (const column of columnsOf(profile)) {
    if (column.need === 'must' && !header.has(column)) {
      throw usage('input/no-column', { input, column: column.shown, taken });
    }
  }
  if (!hasKeys) throw usage('input/no-key-column', { input, taken });
}

/** Tells what the list has and the profile does not, and the other way round. */
export function tellHeader(profile: TableProfile, header: Header, report: Report, at: At): void {
  const absent = columnsOf(profile).filter((column) => column.need === 'should' && !header.has(column));
  for (const shown of new Set(absent.map((column) => column.shown))) {
    report('row/absent-column', { column: shown }, at);
  }
  if (profile.ignore === null) return;
  const { names, indexes } = profile.ignore;
  for (const slot of header.unused()) {
    if (indexes.has(slot) || names.has(plainName(header.names?.[slot] ?? ''))) continue;
    report('row/unknown-column', { column: header.nameOf(slot) }, at);
  }
}
