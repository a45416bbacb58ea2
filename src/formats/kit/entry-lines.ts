// Finds the entry on a line of a one-entry-a-line list: what stands between blanks and comments. It moves nothing of the
// line itself, so that a refused line is kept as sent.

import { toUtf8 } from '../../model/bytes.ts';
import { shapeOf } from '../../model/entry-shape.ts';
import type { Head } from '../format.ts';
import { isBlankByte, type LineScanner } from './lines.ts';

/** One object per reader, reused for every line. */
export interface Entry {
  from: number;
  to: number;
  /** The first blank inside the entry, or -1. */
  blank: number;
  hasComment: boolean;
}

export function newEntry(): Entry {
  return { from: 0, to: 0, blank: -1, hasComment: false };
}

const HASH = 35;
const SLASH = 47;
const BANG = 33;
const SEMICOLON = 59;

/** `urls`: behind a URL only `#` opens a comment, since `;` and `!` may belong to a path with a raw blank in it. */
type Comments = 'names' | 'urls';

/**
 * The entry of the line; false when there is none. A comment opens at the start of the line or after a blank, nowhere
 * else: inside a URL `#` begins a fragment and `;` is part of the path (research url-formats 4.2).
 */
export function findEntry(line: LineScanner, comments: Comments, entry: Entry): boolean {
  const { bytes } = line;
  let { from, to } = line;
  while (from < to && isBlankByte(bytes[from]!)) from++;
  if (from === to || opensComment(bytes, from, to, 'names')) return false;
  entry.from = from;
  entry.hasComment = false;
  for (let i = from + 1; i < to; i++) {
    if (isBlankByte(bytes[i - 1]!) && !isBlankByte(bytes[i]!) && opensComment(bytes, i, to, comments)) {
      entry.hasComment = true;
      to = i;
    }
  }
  while (isBlankByte(bytes[to - 1]!)) to--;
  entry.to = to;
  entry.blank = -1;
  for (let i = from; i < to; i++) {
    if (!isBlankByte(bytes[i]!)) continue;
    entry.blank = i;
    break;
  }
  return true;
}

/** `//` opens one only before a blank: `//host/path` is a URL without its scheme, and must be refused, not passed over. */
function opensComment(bytes: Uint8Array, at: number, to: number, comments: Comments): boolean {
  const byte = bytes[at]!;
  if (byte === HASH) return true;
  if (comments === 'urls') return false;
  if (byte === SEMICOLON || byte === BANG) return true;
  return byte === SLASH && bytes[at + 1] === SLASH && at + 1 < to && (at + 2 === to || isBlankByte(bytes[at + 2]!));
}

/** Entries of the head, with what shape each has, for detection. Comments are cut as `findEntry` cuts them. */
export function shapesIn(head: Head): { text: string; shape: ReturnType<typeof shapeOf> }[] {
  return head.lines
    .map((line) => line.replace(/(?:^|\s)(?:[#;!]|\/\/(?:\s|$)).*$/su, '').trim())
    .filter((text) => text !== '')
    .map((text) => {
      const bytes = toUtf8(text);
      return { text, shape: shapeOf(bytes, 0, bytes.length) };
    });
}

/** Whether at least nine in ten are good: one bad row in a long list must not make it another format. */
export function areMost<T>(all: readonly T[], isGood: (one: T) => boolean): boolean {
  return all.length > 0 && all.filter(isGood).length * 10 >= all.length * 9;
}
