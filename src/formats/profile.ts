// Column profiles: a partner's own layout, described in YAML or JSON by whoever knows the list, as a format at run time.
// A fault is told with its line and column. Nothing of the text is repeated but names of keys: it may be a list by mistake.

import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { type FieldId, fieldIds, type ListFieldId } from '../model/fields.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import { EXCEPTED, type Scope, scopeOf, scopes, WITHDRAWN } from '../model/scope.ts';
import { readDocument } from '../yaml/document.ts';
import type { Format } from './format.ts';
import { readDelimited } from './kit/table/csv.ts';
import { delimiterByte } from './kit/table/dialect.ts';
import { readObjects } from './kit/table/json.ts';
import { isCell, type Source, type TableProfile } from './kit/table/profile.ts';
import { compileProfile } from './profile-compile.ts';
import { profileSchema } from './profile-schema.ts';

const options = z.strictObject({
  delimiter: z
    .string()
    .refine((text) => delimiterByte(text) !== null, 'expected one character, or comma, semicolon, tab or pipe')
    .optional()
    .describe('character between the columns, where the profile does not say'),
});
type ProfileOptions = z.infer<typeof options>;

/** The plain data of a profile; `file` is only its name. Throws usage/bad-profile. */
export function readProfile(text: string, file: string): TableProfile {
  return readDocument(
    text,
    { schema: profileSchema, name: 'profile', beginning: 'profile: 1', unnamed: ['columns'] },
    (profile) => compileProfile(profile, profile.id ?? 'profile'),
    (reason) => usage('usage/bad-profile', { profile: file, reason }),
  );
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
  if (found.has('photodna')) found.add('photodna-edge-v2'); // told apart by its length
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
