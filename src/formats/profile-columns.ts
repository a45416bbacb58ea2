// References from a profile to columns, and the tables of what their cells mean.

import { TextFault } from '../yaml/document.ts';
import { delimiterByte } from './kit/table/dialect.ts';
import {
  ARRAY_SEPARATOR,
  type Cell,
  type ColumnRef,
  type ListSyntax,
  plainName,
  type Source,
} from './kit/table/profile.ts';
import { jsonPath } from './profile-patterns.ts';
import type { ProfileText } from './profile-schema.ts';

/** A cell of a profile's column: the same for all rows, or a column and a table. */
export type Choice<T> = T | ByColumn<T>;

export interface ByColumn<T> {
  readonly column: string;
  readonly values?: Readonly<Record<string, T | null>> | undefined;
  readonly otherwise?: T | null | undefined;
  readonly empty?: T | null | undefined;
}

/** How a choice is read where the profile says nothing. */
export interface ChoiceRules<T, V> {
  readonly value: (text: T) => V;
  readonly values: ReadonlyMap<string, V | null> | null;
  readonly otherwise: Cell<V>['otherwise'];
  readonly empty: Cell<V>['empty'];
  readonly want: string;
}

/** The `otherwise` of a column of text that keeps what is not in its table. */
const AS_SENT = 'as sent';

function isByColumn<T>(choice: Choice<T>): choice is ByColumn<T> {
  return typeof choice === 'object' && choice !== null;
}

export class ProfileColumns {
  readonly isJson: boolean;
  readonly #text: ProfileText;
  readonly #required: ReadonlySet<string>;

  constructor(text: ProfileText) {
    this.#text = text;
    this.isJson = text.file.type === 'json-lines';
    this.#required = new Set(text.required.map(plainName));
  }

  /** A constant, or a column with its table; `true` and `false` in the table stand for all the profile's booleans. */
  choice<T, V>(choice: Choice<T>, path: string[], rules: ChoiceRules<T, V>): Source<V> {
    if (!isByColumn(choice)) return { fixed: rules.value(choice) };
    const { column, values, otherwise, empty } = choice;
    const of = (value: T | null): V | null => (value === null ? null : rules.value(value));
    const isKept = otherwise === AS_SENT && rules.otherwise === 'keep';
    const blank = empty === undefined && !isKept ? otherwise : empty;
    const isBound = rules.empty === 'refuse' && blank === undefined;
    return {
      column: this.ref(column, [...path, 'column'], isBound ? 'must' : undefined),
      values: values === undefined ? rules.values : this.#table(values, of),
      otherwise:
        otherwise !== undefined && !isKept
          ? { value: of(otherwise) }
          : values === undefined || isKept
            ? rules.otherwise
            : 'refuse',
      empty: blank === undefined ? rules.empty : { value: of(blank) },
      list: null,
      want: rules.want,
    };
  }

  #table<T, V>(values: Readonly<Record<string, T | null>>, of: (value: T | null) => V | null): Map<string, V | null> {
    const { booleans } = this.#text;
    const table = new Map<string, V | null>();
    for (const [token, value] of Object.entries(values)) {
      const plain = token.trim().toLowerCase();
      if (plain === 'true' || plain === 'false')
        for (const each of booleans[plain]) table.set(each.toLowerCase(), of(value));
    }
    for (const [token, value] of Object.entries(values)) table.set(token.trim().toLowerCase(), of(value));
    return table;
  }

  list(split: string | undefined, path: string[]): ListSyntax | null {
    const byte = split === undefined ? null : delimiterByte(split);
    if (split !== undefined && byte === null) throw new TextFault([...path, 'split'], 'expected one plain character');
    if (this.isJson) return { separator: ARRAY_SEPARATOR, escapes: false, inText: split ?? null };
    return byte === null ? null : { separator: byte, escapes: false, inText: null };
  }

  ref(name: string, path: readonly PropertyKey[], need?: ColumnRef['need']): ColumnRef {
    const wanted = need ?? (this.#required.has(plainName(name)) ? 'must' : 'should');
    if (this.isJson) return { shown: name, names: [], path: jsonPath(name, path), need: wanted };
    const place =
      /^#(\d{1,4})$/u.exec(name)?.[1] ?? (this.#text.file.header === 'none' ? /^\d{1,4}$/u.exec(name)?.[0] : undefined);
    if (place !== undefined) {
      if (Number(place) < 1) throw new TextFault(path, 'columns are counted from 1');
      return { shown: name, names: [], index: Number(place) - 1, need: wanted };
    }
    if (this.#text.file.header === 'none') {
      throw new TextFault(path, 'a list without header has no names: columns go by their number, from 1');
    }
    const plain = plainName(name);
    if (plain === '') throw new TextFault(path, 'a column name has letters or digits');
    return { shown: name, names: [plain], need: wanted };
  }
}
