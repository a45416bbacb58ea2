// How a delimited list is cut: the delimiter that makes its header name the columns of the profile, else the likeliest.
import { CsvScanner, csvLimits } from '../csv/scanner.ts';
import { sniffDelimiter } from '../csv/sniff.ts';
import { Header } from './header.ts';
import { isCell, type TableProfile } from './profile.ts';
import { sepLine } from './sep-line.ts';

const DELIMITERS = [44, 59, 9, 124];
const NAMES = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
]);
const LF = 10;
const CR = 13;

/** The delimiter that a user writes as a character or a word; null where it is none. */
export function delimiterByte(text: string): number | null {
  const found = NAMES.get(text) ?? text;
  const byte = found.charCodeAt(0);
  return found.length === 1 && byte < 128 && byte !== 34 && byte !== 10 && byte !== 13 ? byte : null;
}

/** The delimiter of a list whose profile states none; `head` are its first bytes. */
export function chooseDelimiter(profile: TableProfile, head: Uint8Array): number {
  const stated = sepLine(head);
  if (stated !== null) return stated.delimiter;
  const likeliest = sniffDelimiter(head, profile.comment ?? undefined).delimiter;
  if (profile.header === 'none') return likeliest;
  for (const delimiter of [likeliest, ...DELIMITERS]) {
    const names = headerOf(profile, head, delimiter);
    if (names !== null && keyNames(profile, names).length > 0) return delimiter;
  }
  return likeliest;
}

/** The names of the first key columns that the header has: nothing else makes it the header of such a list. */
export function keyNames(profile: TableProfile, names: readonly string[]): string[] {
  const header = new Header(names, names.length);
  return profile.keys
    .filter(({ column, kind }) => header.has(column) && (!isCell(kind) || header.has(kind.column)))
    .map(({ column }) => column.shown);
}

/** The fields of the header, wherever the profile says it stands. */
export function headerOf(profile: TableProfile, head: Uint8Array, delimiter: number): string[] | null {
  if (profile.header !== 'comment' || profile.comment === null) {
    return headerFields(head.subarray(sepLine(head)?.length ?? 0), delimiter, profile.comment ?? '');
  }
  let found: string[] | null = null;
  for (let from = 0; from < head.length; ) {
    let to = from;
    while (to < head.length && head[to] !== LF && head[to] !== CR) to++;
    const line = head.subarray(from, to);
    const isComment = startsWith(line, profile.comment);
    if (!isComment && line.length > 0) break;
    const names = isComment ? headerFields(line.subarray(profile.comment.length), delimiter, '') : null;
    if (names !== null && keyNames(profile, names).length > 0) found = names;
    from = to + 1;
  }
  return found;
}

/** The fields of the first record, or null where there is none. */
export function headerFields(bytes: Uint8Array, delimiter: number, comment: string): string[] | null {
  return firstRecords(bytes, delimiter, comment, 1)[0] ?? null;
}

/** The fields of the first records, up to one that is broken. */
export function firstRecords(bytes: Uint8Array, delimiter: number, comment: string, count: number): string[][] {
  let isBroken = false;
  let isEnded = false;
  const scanner = new CsvScanner({ ...csvLimits, delimiter, comment }, () => (isBroken = true));
  scanner.feed(bytes);
  const records: string[][] = [];
  while (records.length < count) {
    const isFound = scanner.next();
    if (isBroken || (!isFound && isEnded)) break;
    if (isFound) {
      records.push(Array.from({ length: scanner.count }, (_, slot) => scanner.text(slot).trim()));
      continue;
    }
    scanner.end();
    isEnded = true;
  }
  return records;
}

function startsWith(line: Uint8Array, prefix: string): boolean {
  for (let i = 0; i < prefix.length; i++) if (line[i] !== prefix.charCodeAt(i)) return false;
  return true;
}
