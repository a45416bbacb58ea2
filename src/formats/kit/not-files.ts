// Digests that look like those of files and are of something else: listed as files they match nothing, or what nobody meant. Their
// layouts are known, so that a list of them is refused by its name, also where somebody says it was another format.
import { fromUtf8 } from '../../model/bytes.ts';
import { usage } from '../../model/failure.ts';
import type { Head } from '../format.ts';
import { areMost } from './entry-lines.ts';

/** `hashes.csv` of a MISP feed (research hash-formats 5.2). */
const CACHE = 'values of attributes, in the cache of a MISP feed';
const CACHE_LINE = /^"?[0-9a-f]{32,128}"?,"?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"?$/iu;
/** Size and digest change places with those of files (research hash-formats 5.4). */
export const SECTION = 'a section of a program (.mdb, .msb)';
export const SECTION_LINE = /^(?:\d+|\*):(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}):[^:]+(?::\d+){0,2}\s*$/iu;
/** Spelled as hashes of files are: the ending is all that tells them. */
const IMPORTS = 'the import table of programs (.imp)';
const FILE_LINE = /^[0-9a-f]{32}:(?:\d+|\*):/iu;
/** Pieces of files, which thousands of others have too (research hash-formats 4.17). */
const BLOCK = 'a block of a file (NPS hashdb)';
const BLOCK_LINE = /^\{.*"block_hash"\s*:/u;
/** Longer lines are none of these. */
const LONGEST = 512;

/** What the digest of the line is of, where that is no file; null where nothing tells. */
export function notOfFile(bytes: Uint8Array, from: number, to: number): string | null {
  if (to - from > LONGEST || !hasMark(bytes, from, to)) return null;
  const line = fromUtf8(bytes, from, to);
  if (CACHE_LINE.test(line)) return CACHE;
  if (SECTION_LINE.test(line)) return SECTION;
  return BLOCK_LINE.test(line) ? BLOCK : null;
}

/** A comma, a colon or a brace; a line without is made into no text. */
function hasMark(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 44 || byte === 58 || byte === 123) return true;
  }
  return false;
}

/** Refuses a list of which most lines are such; for the detectors of formats that would read them as files. */
export function refuseNotOfFiles(head: Head): void {
  const lines = head.lines
    .slice(0, 20)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (/\.imp$/iu.test(head.name) && areMost(lines, (line) => FILE_LINE.test(line))) throw refusal(IMPORTS);
  if (areMost(lines, (line) => CACHE_LINE.test(line))) throw refusal(CACHE);
}

function refusal(what: string): Error {
  return usage('digest/not-of-a-file', { what });
}
