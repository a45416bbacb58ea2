// What a profile makes of a list, column by column: what each column means, and how many of the first rows fill it.
// It counts and never repeats a cell; a name is repeated where it is one.
import { fromUtf8 } from '../model/bytes.ts';
import { isPlainName } from '../model/plain-name.ts';
import { operationOf, scopeOf } from '../model/scope.ts';
import { CsvScanner, csvLimits } from './kit/csv/scanner.ts';
import { type JsonValue, readJson } from './kit/json/walk.ts';
import { chooseDelimiter, headerOf } from './kit/table/dialect.ts';
import { Header } from './kit/table/header.ts';
import { type ColumnRef, isCell, plainName, type Source, type TableProfile } from './kit/table/profile.ts';
import { sepLine } from './kit/table/sep-line.ts';

/** What a column is, in the words of a profile, and what qualifies it: the kind of a key, the scheme of a label. */
export interface ColumnMeaning {
  readonly what: string;
  readonly of: string;
}

export interface ColumnCheck {
  /** The name in the list, or in the profile where the list has no such column. */
  readonly name: string;
  /** `described`: read; `ignored`: left out as the profile says; `unknown`: left out and told; `absent`: not in the list. */
  readonly state: 'described' | 'ignored' | 'unknown' | 'absent';
  readonly meanings: readonly ColumnMeaning[];
  /** Rows of the sample with something in the column, and with something that the profile's table does not have. */
  readonly filled: number;
  readonly foreign: number;
}

export interface ProfileCheck {
  readonly title: string;
  /** Rows looked at: those of the beginning of the list. */
  readonly rows: number;
  readonly columns: readonly ColumnCheck[];
}

interface Role {
  readonly column: ColumnRef;
  readonly meaning: ColumnMeaning;
  /** The tokens of its table, where others refuse the row. */
  readonly known: ReadonlySet<string> | null;
}

/** The beginning of a list as a table. */
interface Sample {
  readonly header: Header;
  /** Plain names of JSON paths; null for columns of a CSV. */
  readonly paths: readonly string[] | null;
  readonly width: number;
  readonly rows: readonly (readonly string[])[];
}

/** `head`: the first bytes of the list, as UTF-8. */
export function checkProfile(profile: TableProfile, head: Uint8Array): ProfileCheck {
  const sample = profile.container === 'json-lines' ? jsonSample(profile, head) : csvSample(profile, head);
  const slotOf = (column: ColumnRef): number =>
    sample.paths === null || column.path === undefined
      ? sample.header.slotOf(column)
      : sample.paths.indexOf(pathText(column.path));
  const blanks = new Set(['', ...profile.blanks]);
  const roles = rolesOf(profile);
  const columns: ColumnCheck[] = [];
  for (let slot = 0; slot < sample.width; slot++) {
    const mine = roles.filter(({ column }) => slotOf(column) === slot);
    const cells = sample.rows.map((row) => (row[slot] ?? '').trim().toLowerCase()).filter((cell) => !blanks.has(cell));
    const known = mine.find((role) => role.known !== null)?.known ?? null;
    columns.push({
      name: nameOf(sample, slot),
      state: mine.length > 0 ? 'described' : isIgnored(profile, sample, slot) ? 'ignored' : 'unknown',
      meanings: mine.map(({ meaning }) => meaning),
      filled: cells.length,
      foreign: known === null ? 0 : cells.filter((cell) => !known.has(cell)).length,
    });
  }
  const absent = roles.filter(({ column }) => slotOf(column) < 0);
  for (const shown of new Set(absent.map(({ column }) => column.shown))) {
    const mine = absent.filter(({ column }) => column.shown === shown).map(({ meaning }) => meaning);
    columns.push({ name: shown, state: 'absent', meanings: mine, filled: 0, foreign: 0 });
  }
  return { title: profile.title, rows: sample.rows.length, columns };
}

/** The name of a column where it is one, else its place: a file without header must not leak its first row. */
function nameOf({ header, paths }: Sample, slot: number): string {
  const path = paths === null ? '' : (header.names?.[slot] ?? '');
  const steps = path.replaceAll(/\[\d+\]/gu, '').split('.');
  return path !== '' && steps.every(isPlainName) ? path : header.nameOf(slot);
}

function isIgnored({ ignore }: TableProfile, { header, paths }: Sample, slot: number): boolean {
  if (ignore === null) return true;
  return ignore.indexes.has(slot) || ignore.names.has(paths?.[slot] ?? plainName(header.names?.[slot] ?? ''));
}

/** Every column that the profile describes, and what for. */
function rolesOf(profile: TableProfile): Role[] {
  const roles: Role[] = [];
  const add = (column: ColumnRef | null, what: string, of = '', known: Role['known'] = null): void => {
    if (column !== null) roles.push({ column, meaning: { what, of }, known });
  };
  const addCell = <T>(source: Source<T>, what: string, of = ''): void => {
    if (!isCell(source)) return;
    const { values, otherwise } = source;
    add(source.column, what, of, values !== null && otherwise === 'refuse' ? new Set(values.keys()) : null);
  };
  for (const { column, kind, scope } of profile.keys) {
    const reach = isCell(scope) || scope.fixed === null || scope.fixed === 0 ? '' : `, ${scopeOf(scope.fixed)}`;
    add(column, 'key', `${isCell(kind) ? 'of several kinds' : (kind.fixed?.id ?? '')}${reach}`);
    addCell(kind, 'kind');
    addCell(scope, 'scope');
  }
  for (const { label, member, scheme, polarity } of profile.opinions) {
    addCell(label, 'label', isCell(scheme) ? '' : (scheme.fixed ?? ''));
    addCell(member, 'member');
    addCell(scheme, 'scheme');
    addCell(polarity, 'polarity');
  }
  for (const { reviewer, organisation, country, decision } of profile.reviews) {
    addCell(reviewer, 'reviewer');
    addCell(organisation, 'organisation');
    addCell(country, 'country');
    addCell(decision, 'decision');
  }
  for (const { column, field } of profile.times) add(column, 'time', field);
  for (const { column, field } of profile.texts) add(column, field);
  const { operation } = profile;
  if (isCell(operation)) {
    const meant = [...(operation.values?.values() ?? [])].map((code) => operationOf(code ?? 0));
    addCell(operation, 'operation', [...new Set(meant)].join(' or '));
  }
  add(profile.item, 'item');
  add(profile.size, 'size');
  return roles;
}

function csvSample(profile: TableProfile, bytes: Uint8Array): Sample {
  const stated = sepLine(bytes);
  const delimiter = stated?.delimiter ?? profile.delimiter ?? chooseDelimiter(profile, bytes);
  const head = bytes.subarray(stated?.length ?? 0);
  const rows: string[][] = [];
  const scanner = new CsvScanner({ ...csvLimits, delimiter, comment: profile.comment ?? undefined }, () => {});
  scanner.feed(wholeLines(head));
  scanner.end();
  while (scanner.next()) rows.push(Array.from({ length: scanner.count }, (_, slot) => scanner.text(slot)));
  const names = profile.header === 'none' ? null : headerOf(profile, head, delimiter);
  const width = names?.length ?? Math.max(0, ...rows.map((row) => row.length));
  if (profile.header === 'line') rows.shift();
  return { header: new Header(names, width), paths: null, width, rows };
}

/** Without the last line, which the head may have cut. */
function wholeLines(head: Uint8Array): Uint8Array {
  const end = Math.max(head.lastIndexOf(10), head.lastIndexOf(13));
  return end < 0 ? head : head.subarray(0, end + 1);
}

/** The values of each object by their paths; an array is one cell. */
function jsonSample(profile: TableProfile, head: Uint8Array): Sample {
  const names: string[] = [];
  const paths: string[] = [];
  const rows: string[][] = [];
  const put = (value: JsonValue, name: string, path: string, row: string[]): void => {
    if (value instanceof Map) {
      for (const [key, each] of value) {
        put(
          each,
          name === '' ? key : `${name}.${key}`,
          path === '' ? plainName(key) : `${path}.${plainName(key)}`,
          row,
        );
      }
      return;
    }
    if (Array.isArray(value) && value.some((each) => each instanceof Map)) {
      for (const [i, each] of value.entries()) put(each, `${name}[${i}]`, `${path}[${i}]`, row);
      return;
    }
    let slot = paths.indexOf(path);
    if (slot < 0) {
      slot = paths.push(path) - 1;
      names.push(name);
    }
    row[slot] = value === null ? '' : String(value);
  };
  for (const line of fromUtf8(wholeLines(head)).split(/[\r\n]/u)) {
    if (line.trim() === '' || (profile.comment !== null && line.startsWith(profile.comment))) continue;
    const bytes = Buffer.from(line);
    const read = readJson(bytes, 0, bytes.length);
    if (!read.ok || !(read.value instanceof Map)) continue;
    const row: string[] = [];
    put(read.value, '', '', row);
    rows.push(row);
  }
  return { header: new Header(names, names.length), paths, width: names.length, rows };
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
