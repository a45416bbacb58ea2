// The name of a record that its sender updates and takes back by that name: the partner key of its rows. It is told by its
// beginning, because a plain partner key (a case number, a file number) may stand on many rows that are no states of one
// record. A row of a merged list has the keys of all records that list its key, so that one of them can be taken back
// without the others. How the keys are used: docs/decisions/0012-records.md.

/** Senders whose records have an identity, and how their keys begin. Kept in lists: never renamed, never reused. */
export const recordSystems = ['ncmec', 'stopncii', 'tat', 'threatexchange', 'misp', 'stix'] as const;
export type RecordSystem = (typeof recordSystems)[number];

/** `ncmec:` or `ncmec-npo:`, where one partner runs several databases whose numbers mean different records. */
const BEGINNING = new RegExp(`^(?:${recordSystems.join('|')})(?:-[a-z0-9]+)*:`, 'u');
/** Between the keys of one row: the only character no key may have. */
const SEPARATOR = '\n';
/** Stands for a row that has no key: the key is listed without any record as well. */
export const WITHOUT = '';

/**
 * The key of a record: `ncmec:17/ex1` for entry `ex1` of member 17. `id` may hold anything but a line end; what would end
 * the member's part is escaped in that.
 */
export function recordKey(system: RecordSystem, database: string, member: string | null, id: string): string {
  const beginning = database === '' ? system : `${system}-${database}`;
  if (member === null) return `${beginning}:${id}`;
  const isPlain = !member.includes('/') && !member.includes('%');
  return `${beginning}:${isPlain ? member : member.replaceAll(/[%/]/gu, encodeURIComponent)}/${id}`;
}

interface RecordName {
  readonly system: string;
  readonly member: string;
  readonly id: string;
}

/** The parts of a key whose records have members; null for any other text. */
export function recordName(key: string): RecordName | null {
  const colon = key.indexOf(':');
  const slash = key.indexOf('/', colon);
  if (!isRecordKey(key) || slash < 0) return null;
  const member = key
    .slice(colon + 1, slash)
    .replaceAll('%2F', '/')
    .replaceAll('%25', '%');
  return { system: key.slice(0, colon), member, id: key.slice(slash + 1) };
}

export function isRecordKey(text: string): boolean {
  return BEGINNING.test(text);
}

/** Whether any of the keys is one of a record. */
export function hasRecordKey(keys: string): boolean {
  return keys.includes(SEPARATOR) ? keysIn(keys).some(isRecordKey) : isRecordKey(keys);
}

/** Whether a row has several keys, as rows of merged lists have. */
export function hasSeveralKeys(partnerKey: string): boolean {
  return partnerKey.includes(SEPARATOR);
}

/** The keys in the partner key of a row; `WITHOUT` among them where the row is listed without any as well. */
export function keysIn(partnerKey: string): readonly string[] {
  return partnerKey.split(SEPARATOR);
}

/** One text for these keys, the same for any order of them; undefined where none is left. */
export function joinKeys(keys: Iterable<string>): string | undefined {
  const all = [...new Set(keys)].sort();
  return all.length === 0 || (all.length === 1 && all[0] === WITHOUT) ? undefined : all.join(SEPARATOR);
}

/** The keys of both rows; undefined stands for a row without key. */
export function unionOfKeys(a: string | undefined, b: string | undefined): string | undefined {
  if (a === b) return a;
  return joinKeys([...keysIn(a ?? WITHOUT), ...keysIn(b ?? WITHOUT)]);
}

/** How a member is called who has both a name and a number in its partner's system: `Example ESP (17)`. */
export function memberText(name: string, number: string): string {
  if (number === '') return name;
  return name === '' ? `(${number})` : `${name} (${number})`;
}

/** The parts of a member as `memberText` spells it. */
export function memberParts(member: string): { readonly name: string; readonly number: string } {
  const parts = /^(?:(.*) )?\(([^()]*)\)$/su.exec(member);
  return { name: parts === null ? member : (parts[1] ?? ''), number: parts?.[2] ?? '' };
}

/** Whether it is this member's record. */
export function isRecordOf(key: string, member: string): boolean {
  const name = recordName(key);
  return name !== null && (name.member === memberParts(member).number || name.member === member);
}
