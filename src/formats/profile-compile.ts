// Turns the words of a profile into the plain data that the column readers are built from. What contradicts itself, or
// cannot be read that way, is a fault with a path; nothing is guessed and nothing is left out in silence.
import { type Kind, kinds } from '../model/kinds.ts';
import type { Decision, Polarity } from '../model/opinions.ts';
import { EXACT, operationCode, type Scope, scopeCode } from '../model/scope.ts';
import { TextFault } from '../yaml/document.ts';
import { kindTable } from './kit/table/builtin.ts';
import { delimiterByte } from './kit/table/dialect.ts';
import type {
  Cell,
  ColumnRef,
  KeyColumn,
  OpinionColumns,
  ReviewColumns,
  Source,
  TableProfile,
  TextColumn,
  TimeColumn,
} from './kit/table/profile.ts';
import { type Choice, ProfileColumns } from './profile-columns.ts';
import { reviewerPattern, timePatterns } from './profile-patterns.ts';
import type { KeyText, LabelText, OperationText, ProfileText, ReviewerText, TimeText } from './profile-schema.ts';

export function compileProfile(text: ProfileText, id: string): TableProfile {
  return new Compiler(text).profile(id);
}

/** How a cell of free text is taken: as it stands, and empty as absent. */
const free = {
  value: String,
  values: null,
  otherwise: 'keep',
  empty: { value: null },
  want: 'a known value',
} as const;

class Compiler {
  readonly #text: ProfileText;
  readonly #columns: ProfileColumns;
  readonly #keys: KeyColumn[] = [];
  readonly #opinions: OpinionColumns[] = [];
  readonly #reviews: ReviewColumns[] = [];
  readonly #times: TimeColumn[] = [];
  readonly #texts: TextColumn[] = [];
  readonly #ignored: ColumnRef[] = [];
  #operation: Source<number>;
  #item: ColumnRef | null = null;
  #size: ColumnRef | null = null;

  constructor(text: ProfileText) {
    this.#text = text;
    this.#columns = new ProfileColumns(text);
    this.#operation = { fixed: operationCode(text.operation) };
  }

  profile(id: string): TableProfile {
    const { file, list, columns, required, ignore, opinion } = this.#text;
    const seen = new Set<string>();
    for (const [name, column] of Object.entries(columns)) {
      const { names, index, path } = this.#column(name, column);
      const place = JSON.stringify([names, index, path]);
      if (seen.has(place)) throw new TextFault(['columns', name], 'the column stands twice, in two spellings');
      seen.add(place);
    }
    if (this.#keys.length === 0) throw new TextFault(['columns'], 'no column holds a key, such as sha256 or url');
    const requiredColumns = required.map((name, i) => this.#columns.ref(name, ['required', i], 'must'));
    const ignored = Array.isArray(ignore) ? ignore.map((name, i) => this.#columns.ref(name, ['ignore', i], 'may')) : [];
    return {
      id,
      title: this.#text.title ?? id,
      container: this.#columns.isJson ? 'json-lines' : 'delimited',
      delimiter: this.#delimiter(),
      comment: file.comment === 'none' ? null : (file.comment ?? '#'),
      header: file.header === 'first line' ? 'line' : file.header,
      ragged: file.ragged,
      maxField: file['longest-field'],
      apostrophes: false,
      list: Object.fromEntries(Object.entries(list).filter(([, fact]) => fact !== undefined)),
      blanks: this.#text.empty.map((token) => token.trim().toLowerCase()),
      keys: this.#keys,
      operation: this.#operation,
      item: this.#item,
      opinions: this.#opinions,
      unlabelled:
        opinion.member === undefined && opinion.polarity === undefined ? null : this.#opinion({ fixed: null }, {}, []),
      member: list.partner ?? null,
      reviews: this.#reviews,
      times: this.#times,
      texts: this.#texts,
      size: this.#size,
      origins: null,
      required: requiredColumns,
      ignore: ignore === 'rest' ? null : ignoredColumns([...this.#ignored, ...ignored]),
    };
  }

  #delimiter(): number | null {
    const { file } = this.#text;
    if (file.delimiter === undefined) return null;
    if (this.#columns.isJson) throw new TextFault(['file', 'delimiter'], 'JSON lines have no delimiter');
    const byte = delimiterByte(file.delimiter);
    if (byte === null) {
      throw new TextFault(['file', 'delimiter'], 'a delimiter is one character, or comma, semicolon, tab or pipe');
    }
    return byte;
  }

  #column(name: string, column: ProfileText['columns'][string]): ColumnRef {
    const path = ['columns', name];
    const ref = this.#columns.ref(name, path);
    if ('key' in column) this.#keys.push(this.#key(ref, column, path));
    else if ('label' in column) this.#opinions.push(this.#label(ref, column, path));
    else if ('reviewer' in column) this.#reviews.push(this.#review(ref, column, path));
    else if ('time' in column) this.#times.push(timeColumn(ref, column, path));
    else if ('operation' in column) this.#setOperation(ref, column, path);
    else this.#plain(ref, column.plain, path);
    return ref;
  }

  #plain(ref: ColumnRef, plain: 'item' | 'size' | 'name' | 'note' | 'partnerKey' | 'ignore', path: string[]): void {
    if (plain === 'ignore') this.#ignored.push(ref);
    else if (plain === 'item' || plain === 'size') {
      if ((plain === 'item' ? this.#item : this.#size) !== null) throw second(plain, path);
      if (plain === 'item') this.#item = ref;
      else this.#size = ref;
    } else {
      if (this.#texts.some(({ field }) => field === plain)) throw second(plain, path);
      this.#texts.push({ column: ref, field: plain });
    }
  }

  #setOperation(ref: ColumnRef, { operation, otherwise, empty }: OperationText, path: string[]): void {
    if ('column' in this.#operation) throw second('operation', path);
    const choice = { column: ref.shown, values: operation, otherwise, empty };
    this.#operation = this.#columns.choice(choice, path, {
      value: operationCode,
      values: null,
      otherwise: 'refuse',
      empty: 'refuse',
      want: 'a known operation',
    });
  }

  #key(column: ColumnRef, text: KeyText, path: string[]): KeyColumn {
    const source = this.#columns.choice<keyof typeof kinds, Kind>(text.key, [...path, 'key'], {
      value: (id) => kinds[id],
      values: kindTable(),
      otherwise: 'refuse',
      empty: 'refuse',
      want: 'the name of a kind of key',
    });
    const reach: Source<number> =
      text.scope === undefined
        ? { fixed: EXACT }
        : this.#columns.choice<Scope, number>(text.scope, [...path, 'scope'], {
            value: scopeCode,
            values: new Map([
              ['exact', 0],
              ['subtree', 1],
              ['prefix', 2],
            ]),
            otherwise: 'refuse',
            empty: 'refuse',
            want: 'a known scope',
          });
    checkKey(source, reach, text, path);
    const strip = text.strip === undefined ? [] : typeof text.strip === 'string' ? [text.strip] : text.strip;
    return {
      column,
      kind: source,
      scope: reach,
      encoding: text.encoding ?? null,
      strip,
      list: this.#columns.list(text.split, path),
    };
  }

  #label(column: ColumnRef, text: LabelText, path: string[]): OpinionColumns {
    const label = this.#columns.choice<string, string>(
      { column: column.shown, values: text.values, otherwise: text.otherwise, empty: null },
      path,
      { value: String, values: null, otherwise: 'keep', empty: { value: null }, want: 'a known label' },
    );
    const cell = { ...(label as Cell<string>), column, list: this.#columns.list(text.split, path) };
    return this.#opinion(
      cell,
      { ...text, scheme: text.scheme ?? (text.label === true ? undefined : text.label) },
      path,
    );
  }

  #opinion(
    label: Source<string>,
    own: Pick<LabelText, 'member' | 'polarity' | 'scheme'>,
    path: string[],
  ): OpinionColumns {
    const { opinion } = this.#text;
    const text = (choice: Choice<string> | undefined, at: string[]): Source<string> =>
      choice === undefined ? { fixed: null } : this.#columns.choice<string, string>(choice, at, free);
    const isOwn = own.member !== undefined;
    const polarity = own.polarity ?? opinion.polarity;
    return {
      label,
      member: text(own.member ?? opinion.member, isOwn ? [...path, 'member'] : ['opinion', 'member']),
      scheme: text(own.scheme, [...path, 'scheme']),
      polarity:
        polarity === undefined
          ? { fixed: null }
          : this.#columns.choice<Polarity, Polarity>(
              polarity,
              own.polarity ? [...path, 'polarity'] : ['opinion', 'polarity'],
              {
                ...free,
                value: (word) => word,
                values: new Map((['deny', 'allow', 'none'] as const).map((word) => [word, word])),
                otherwise: 'refuse',
                want: 'a known polarity',
              },
            ),
    };
  }

  #review(column: ColumnRef, text: ReviewerText, path: string[]): ReviewColumns {
    const patterns = text.reviewer === true ? [] : typeof text.reviewer === 'string' ? [text.reviewer] : text.reviewer;
    const part = (choice: Choice<string> | undefined, name: string): Source<string> =>
      choice === undefined ? { fixed: null } : this.#columns.choice<string, string>(choice, [...path, name], free);
    const list = this.#columns.list(text.split, path);
    return {
      reviewer: { column, values: null, otherwise: 'keep', empty: { value: null }, list, want: 'a reviewer' },
      patterns: patterns.map((pattern) => reviewerPattern(pattern, [...path, 'reviewer'])),
      organisation: part(text.organisation, 'organisation'),
      country: part(text.country, 'country'),
      checksCountry: true,
      decision:
        text.decision === undefined
          ? { fixed: 'confirmed' }
          : this.#columns.choice<Decision, Decision>(text.decision, [...path, 'decision'], {
              value: (word) => word,
              values: new Map((['confirmed', 'refuted', 'unsure'] as const).map((word) => [word, word])),
              otherwise: 'refuse',
              empty: 'refuse',
              want: 'a known decision',
            }),
    };
  }
}

function timeColumn(column: ColumnRef, text: TimeText, path: string[]): TimeColumn {
  const isZoneUnsaid = text.zone === undefined && !/utc/iu.test(column.shown);
  return { column, field: text.time, patterns: timePatterns(text, path), isZoneUnsaid };
}

function second(what: string, path: readonly PropertyKey[]): TextFault {
  return new TextFault(path, `another column is the ${what} already`);
}

function ignoredColumns(columns: readonly ColumnRef[]): NonNullable<TableProfile['ignore']> {
  const paths = columns.map(({ path }) => path?.join('.') ?? null).filter((path) => path !== null);
  return {
    names: new Set([...columns.flatMap(({ names }) => names), ...paths]),
    indexes: new Set(columns.map(({ index }) => index ?? -1)),
  };
}

/** Scopes are for names and URLs: a digest is exact, and a scope on it is a mistake in the profile. */
function checkKey(kind: Source<Kind>, scope: Source<number>, text: KeyText, path: string[]): void {
  if ('column' in kind || kind.fixed === null) return;
  const { id, codec } = kind.fixed;
  const reaches = 'column' in scope || scope.fixed !== EXACT;
  if (reaches && id !== 'url' && id !== 'domain') throw new TextFault([...path, 'scope'], `${id} has no scope`);
  if (scope && 'fixed' in scope && scope.fixed === 2 && id === 'domain') {
    throw new TextFault([...path, 'scope'], 'a domain is exact or subtree');
  }
  if ('fixed' in scope && scope.fixed === 1 && id === 'url') {
    throw new TextFault([...path, 'scope'], 'a URL is exact or prefix');
  }
  if (text.encoding !== undefined && codec !== 'hex' && codec !== 'base64') {
    throw new TextFault([...path, 'encoding'], `${id} is plain text`);
  }
}
