// The profile that `csv` and `json-lines` read without being given one: the names that columns commonly have.
// Only names that leave no doubt are here; `type`, `value` or `status` mean something else in every list.
import type { TimeField } from '../../../model/fields.ts';
import { type Kind, type KindId, kindIds, kindNamed, kinds } from '../../../model/kinds.ts';
import type { Decision, Polarity } from '../../../model/opinions.ts';
import { operations, PRESENT, scopes } from '../../../model/scope.ts';
import { isoPattern } from '../time/pattern.ts';
import {
  ARRAY_SEPARATOR,
  type Cell,
  type ColumnRef,
  type KeyColumn,
  type ListSyntax,
  plainName,
  type ReviewColumns,
  type Source,
  type TableProfile,
} from './profile.ts';

export interface BuiltinOptions {
  readonly container: TableProfile['container'];
  /** The delimiter, where it is known. */
  readonly delimiter: number | null;
  /** Kind of the values under `key` or `hash`, where no column names it. */
  readonly kind: KindId | null;
  /** How far names and URLs reach, where no column says. A scope code, or UNSAID. */
  readonly scope: number;
}

/** A cell holds several values with semicolons between them; a JSON value is an array. */
const LIST_CELL: ListSyntax = { separator: 59, escapes: true, inText: null };
const ARRAY: ListSyntax = { separator: ARRAY_SEPARATOR, escapes: false, inText: null };

const KEY_NAMES: Partial<Record<KindId, readonly string[]>> = {
  photodna: ['photodna', 'pdna', 'photodnahash'],
  url: ['url', 'uri'],
  domain: ['domain', 'host', 'hostname', 'fqdn', 'domain name'],
  ip: ['ip', 'ip address', 'ipv4', 'ipv6'],
  cidr: ['cidr', 'network', 'subnet'],
};

const TIME_NAMES: Record<TimeField, readonly string[]> = {
  firstSeen: ['first_seen'],
  lastVerified: ['last_verified', 'last_seen', 'verified_at'],
  lastReviewed: ['last_reviewed', 'reviewed_at', 'review_date'],
  updated: ['updated', 'modified', 'updated_at'],
  expires: ['expires', 'expires_at', 'expiry', 'valid_until'],
};

/** Columns whose name says that times in it are in UTC. */
const UTC_NAMES: Partial<Record<TimeField, readonly string[]>> = {
  firstSeen: ['first_seen_utc'],
  lastVerified: ['last_seen_utc'],
};

/** Columns reviewer_1 to reviewer_9, each with its own organisation, country and decision. */
const REVIEWERS = ['', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const polarities: readonly Polarity[] = ['deny', 'allow', 'none'];
const decisions: readonly Decision[] = ['confirmed', 'refuted', 'unsure'];

export function builtinProfile(options: BuiltinOptions): TableProfile {
  const list = options.container === 'delimited' ? LIST_CELL : ARRAY;
  return {
    id: options.container === 'delimited' ? 'csv' : 'json-lines',
    title: 'columns known by their names',
    container: options.container,
    delimiter: options.delimiter,
    comment: '#',
    header: 'line',
    ragged: false,
    maxField: 1 << 16,
    apostrophes: options.container === 'delimited',
    list: {},
    blanks: [],
    keys: keyColumns(options),
    operation: codes(['operation'], operations, PRESENT),
    item: ref('item'),
    opinions: [
      {
        label: texts(['label', 'labels', 'category', 'categories', 'classification', 'grade', 'tag', 'tags'], list),
        member: texts(['member', 'members'], list),
        scheme: texts(['scheme', 'schemes', 'vocabulary'], list),
        polarity: words(['polarity', 'direction'], polarities, 'deny, allow or none', list),
      },
    ],
    unlabelled: null,
    member: null,
    reviews: REVIEWERS.map((number) => reviewColumns(number, list)),
    times: [...timeColumns(TIME_NAMES, true), ...timeColumns(UTC_NAMES, false)],
    texts: [
      { column: ref('id', 'partner_key', 'record_id', 'external_id'), field: 'partnerKey' },
      { column: ref('name', 'file_name'), field: 'name' },
      { column: ref('note', 'notes', 'comment', 'comments'), field: 'note' },
      { column: ref('spelling'), field: 'spelling' },
    ],
    size: ref('size', 'file_size', 'size_bytes'),
    origins: { column: ref('origins'), list },
    required: [],
    ignore: { names: new Set(), indexes: new Set() },
  };
}

function timeColumns(
  names: Partial<Record<TimeField, readonly string[]>>,
  isZoneUnsaid: boolean,
): TableProfile['times'][number][] {
  const all = Object.entries(names) as [TimeField, readonly string[]][]; // keys of a record of times
  return all.map(([field, each]) => ({ column: ref(...each), field, patterns: [isoPattern], isZoneUnsaid }));
}

function ref(...names: readonly string[]): ColumnRef {
  return { shown: names[0] ?? '', names: names.map(plainName), need: 'may' };
}

function keyColumns({ kind, scope }: BuiltinOptions): KeyColumn[] {
  const reach = codes(['scope'], scopes, scope);
  const column = (names: readonly string[], source: Source<Kind>): KeyColumn => ({
    column: ref(...names),
    kind: source,
    scope: reach,
    encoding: null,
    strip: [],
    list: null,
  });
  const named = kindIds
    .filter((id) => kinds[id].family !== 'opaque' && id !== 'record')
    .map((id) => column(KEY_NAMES[id] ?? [id, `${id} hash`, `hash ${id}`, `${id} sum`], { fixed: kinds[id] }));
  const kindCell: Cell<Kind> = {
    column: ref('kind', 'algorithm', 'hash_type', 'hash_algorithm'),
    values: kindTable(),
    otherwise: 'refuse',
    empty: 'refuse',
    list: null,
    want: 'the name of a kind of key',
  };
  return [...named, column(['key', 'hash', 'digest', 'hash_value'], kind === null ? kindCell : { fixed: kinds[kind] })];
}

/** Every spelling of a kind that cells are found to have; `kindNamed` knows more, but only by being asked. */
export function kindTable(): ReadonlyMap<string, Kind> {
  const table = new Map<string, Kind>();
  const spellings = kindIds.flatMap((id) => [
    id,
    id.replace('sha', 'sha-'),
    id.replace('sha', 'sha_'),
    id.replace('sha', 'sha '),
  ]);
  const others = [
    'md-5',
    'md5sum',
    'sha1sum',
    'sha256sum',
    'sha512sum',
    'pdna',
    'host',
    'hostname',
    'fqdn',
    'uri',
    'ipv4',
    'ipv6',
  ];
  for (const spelling of [...spellings, ...others]) {
    const id = kindNamed(spelling);
    if (id !== null) table.set(spelling, kinds[id]);
  }
  return table;
}

function texts(names: readonly string[], list: ListSyntax): Cell<string> {
  return { column: ref(...names), values: null, otherwise: 'keep', empty: { value: null }, list, want: 'text' };
}

function words<T extends string>(
  names: readonly string[],
  values: readonly T[],
  want: string,
  list: ListSyntax,
): Cell<T> {
  return {
    column: ref(...names),
    values: new Map(values.map((value) => [value, value])),
    otherwise: 'refuse',
    empty: { value: null },
    list,
    want,
  };
}

function codes(names: readonly string[], values: readonly string[], empty: number): Cell<number> {
  return {
    column: ref(...names),
    values: new Map(values.map((value, code) => [value, code])),
    otherwise: 'refuse',
    empty: { value: empty },
    list: null,
    want: values.join(' or '),
  };
}

function reviewColumns(number: string, list: ListSyntax): ReviewColumns {
  const named = (...names: readonly string[]): string[] => names.map((name) => `${name}${number}`);
  return {
    reviewer: texts(number === '' ? ['reviewer', 'reviewers', 'reviewed_by'] : named('reviewer'), list),
    patterns: [],
    organisation: texts(named('organisation', 'organization', 'reviewer_organisation', 'reviewer_organization'), list),
    country: texts(named('country', 'reviewer_country'), list),
    checksCountry: false,
    decision: words(named('decision', 'reviewer_decision'), decisions, 'confirmed, refuted or unsure', list),
  };
}
