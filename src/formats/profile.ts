// Column profiles: a partner's own layout, described in YAML or JSON by whoever knows the list, as a format at run time.
// A fault is told with its line and column. Nothing of the text is repeated but names of keys: it may be a list by mistake.

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { type FieldId, fieldIds, type ListFieldId } from '../model/fields.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import { EXCEPTED, type Scope, scopeOf, scopes, WITHDRAWN } from '../model/scope.ts';
import type { Format } from './format.ts';
import { readDelimited } from './kit/table/csv.ts';
import { delimiterByte } from './kit/table/dialect.ts';
import { readObjects } from './kit/table/json.ts';
import { isCell, type Source, type TableProfile } from './kit/table/profile.ts';
import { compileProfile } from './profile-compile.ts';
import { ProfileFault } from './profile-patterns.ts';
import { issuePath, profileSchema } from './profile-schema.ts';

/** No profile is longer; a file that is was named by mistake. */
const LONGEST = 1 << 20;

const options = z.strictObject({
  delimiter: z
    .string()
    .refine((text) => delimiterByte(text) !== null, 'expected one character, or comma, semicolon, tab or pipe')
    .optional()
    .describe('character between the columns, where the profile does not say'),
});
type ProfileOptions = z.infer<typeof options>;

/** The plain data of a profile; `file` is only its name. Throws usage/bad-profile. */
function readProfile(text: string, file: string): TableProfile {
  const fail = (reason: string, offset: number | null): never => {
    const { line, col } = offset === null ? { line: 0, col: 0 } : lines.linePos(offset);
    const where = line > 0 ? `line ${line}, column ${col}: ` : '';
    throw usage('usage/bad-profile', { profile: file, reason: `${where}${reason}` });
  };
  const lines = new LineCounter();
  if (text.length > LONGEST) return fail('it is too long for a profile', null);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: areAlike });
  const [error] = document.errors;
  // The parser's own message quotes the text.
  if (error !== undefined)
    return fail(`it is not YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`, error.pos[0]);
  if (!isMap(document.contents)) return fail('a profile begins with "profile: 1"', 0);
  keepSpelling(document);
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 100 });
  } catch {
    return fail('it repeats itself through too many aliases', null);
  }
  const parsed = profileSchema.safeParse(plain);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue === undefined ? [] : issuePath(issue);
    return fail(reasonOf(issue?.message ?? '', path), offsetOf(document.contents, path));
  }
  try {
    return compileProfile(parsed.data, parsed.data.id ?? 'profile');
  } catch (fault) {
    if (!(fault instanceof ProfileFault)) throw fault;
    return fail(reasonOf(fault.message, fault.path), offsetOf(document.contents, fault.path));
  }
}

/** Whether two keys are one. */
function areAlike(a: unknown, b: unknown): boolean {
  const spelling = (key: unknown): unknown => (isScalar(key) ? (key.source ?? key.value) : key);
  return spelling(a) === spelling(b);
}

/** YAML takes `01` for 1 and `1.10` for 1.1, but codes and versions are what they look like. */
function keepSpelling(document: Document): void {
  visit(document, {
    Scalar(where, node) {
      const { value, source } = node;
      if (source === undefined || typeof value === 'string') return;
      if (where === 'key' || (typeof value === 'number' && String(value) !== source)) node.value = source;
    },
  });
}

function reasonOf(message: string, path: readonly PropertyKey[]): string {
  const [group] = path;
  const isColumn = group === 'columns' && path.length > 1;
  const text = message.replace(/^[A-Z](?=[a-z ])/u, (letter) => letter.toLowerCase());
  return group === undefined ? text : `${isColumn ? 'columns' : path.map(String).join('.')}: ${text}`;
}

/** Where the deepest part of the path that exists begins. */
function offsetOf(root: Node, path: readonly PropertyKey[]): number | null {
  let node: Node = root;
  let offset = node.range?.[0] ?? null;
  for (const step of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(step));
      if (pair === undefined) return offset;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
      if (isNode(next)) offset = next.range?.[0] ?? offset;
    }
    if (!isNode(next) || isAlias(next)) return offset;
    node = next;
  }
  return offset;
}

/** The format that a profile describes. */
export function formatFromProfile(text: string, file: string): Format<ProfileOptions> {
  const profile = readProfile(text, file);
  const isJson = profile.container === 'json-lines';
  return {
    id: isJson ? 'json-lines' : 'csv',
    title: profile.title,
    about: { since: '0.1.0', status: 'stable' },
    files: { extensions: [] },
    carries: carriesOf(profile),
    ...(isJson ? {} : { options }),
    examples: [{ name: 'an empty list', text: '', rows: [] }],
    detectable: false,
    detect: () => null,
    read: isJson ? readObjects(() => profile) : readDelimited((given) => withDelimiter(profile, given)),
  };
}

function withDelimiter(profile: TableProfile, { delimiter }: ProfileOptions): TableProfile {
  return delimiter === undefined ? profile : { ...profile, delimiter: delimiterByte(delimiter) };
}

/** What rows of this profile can say. */
function carriesOf(profile: TableProfile): Carries {
  const { keys, opinions, unlabelled, operation } = profile;
  const found = new Set<KindId>(keys.flatMap(({ kind }) => valuesOf(kind).map(({ id }) => id)));
  const reaches = new Set<Scope>(['exact', ...keys.flatMap(({ scope }) => valuesOf(scope).map(scopeOf))]);
  const said = valuesOf(operation);
  const isMany = keys.length > 1 || profile.item !== null || keys.some(({ list }) => list !== null);
  const opinionCount = opinions.length + (unlabelled === null ? 0 : 1);
  const isList = opinions.some(({ label }) => isCell(label) && label.list !== null);
  const fields = fieldsOf(profile, found);
  return {
    kinds: kindIds.filter((id) => found.has(id)),
    scopes: scopes.filter((scope) => reaches.has(scope)),
    perItem: isMany ? 'many' : 'one',
    opinions: opinionCount === 0 ? 'none' : opinions.length > 1 || isList ? 'many' : 'one',
    withdrawals: said.includes(WITHDRAWN) ? 'rows' : 'none',
    exceptions: said.includes(EXCEPTED),
    fields: Object.fromEntries(fieldIds.filter((field) => fields.has(field)).map((field) => [field, 'exact'])),
    order: true,
    duplicates: true,
    list: Object.keys(profile.list) as ListFieldId[], // the schema knows no other keys
  };
}

function valuesOf<T>(source: Source<T>): T[] {
  if (!isCell(source)) return source.fixed === null ? [] : [source.fixed];
  const others = [source.otherwise, source.empty].map((value) => (typeof value === 'object' ? value.value : null));
  return [...(source.values?.values() ?? []), ...others].filter((value) => value !== null);
}

function fieldsOf(profile: TableProfile, kinds: ReadonlySet<KindId>): ReadonlySet<FieldId> {
  const fields = new Set<FieldId>([...profile.times, ...profile.texts].map(({ field }) => field));
  if (profile.reviews.length > 0) fields.add('reviews');
  if (profile.size !== null) fields.add('size');
  // Names and addresses that are brought into canonical form keep the sender's spelling.
  if ((['url', 'domain', 'ip', 'cidr'] as const).some((kind) => kinds.has(kind))) fields.add('spelling');
  return fields;
}
