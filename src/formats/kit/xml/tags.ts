// Tags, comments and their like in bytes: where they end, where a name does, and the attributes of a tag.
import { fromUtf8, indexOfByte, startsWithAscii } from '../../../model/bytes.ts';
import { GREATER, LESS, SLASH } from './characters.ts';
import { ASIDES, readXml, type XmlResult } from './walk.ts';

const BLANK = 32;
const QUOTE = 34;
const APOSTROPHE = 39;

/**
 * Behind the tag whose inside begins at `from`; -1 where it does not end before `to`. A bracket that opens stands in no
 * tag: where one does, the tag has lost its end, and ends there.
 */
export function tagEnd(bytes: Uint8Array, from: number, to: number): number {
  let quote = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === LESS) return i;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
    else if (byte === GREATER) return i + 1;
  }
  return -1;
}

/** Where the next tag stands that closes an element, or what is no element; also a bracket at the very end. -1: nowhere. */
export function markAt(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    at = indexOfByte(bytes, LESS, at, to);
    if (at < 0) return -1;
    const next = at + 1 < to ? bytes[at + 1] : SLASH;
    if (next === SLASH || next === 33 || next === 63) return at;
  }
  return -1;
}

/** Where the name that begins at `from` ends. */
export function nameEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at]! > BLANK && bytes[at] !== GREATER && bytes[at] !== SLASH) at++;
  return at;
}

/** Where the first byte stands that is no blank, or -1. */
export function inkIn(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if (bytes[i]! > BLANK) return i;
  return -1;
}

export function isAt(bytes: Uint8Array, at: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false;
  return true;
}

/** The tag of an element, as an element with nothing in it: attributes are understood in one place. */
export function readTag(bytes: Uint8Array, open: number, close: number, isEmpty: boolean): XmlResult {
  const tag = bytes.slice(open, isEmpty ? close : close + 1);
  if (!isEmpty) tag.set([SLASH, GREATER], tag.length - 2);
  return readXml(tag, 0, tag.length);
}

/** As long as `<![CDATA[`: of fewer bytes nobody can tell what begins there. */
export const LONGEST_MARK = 9;

/** How the comment, instruction or CDATA section that begins here begins and ends. */
export function asideAt(bytes: Uint8Array, open: number, to: number): (typeof ASIDES)[number] | undefined {
  return ASIDES.find(([start]) => startsWithAscii(bytes, open, to, start));
}

/** Behind its end, which is looked for from `from` on; -1 where there is none. */
export function behindAside(bytes: Uint8Array, from: number, to: number, end: string): number {
  const last = end.charCodeAt(end.length - 1);
  for (let at = from + end.length - 1; at < to; at++) {
    at = indexOfByte(bytes, last, at, to);
    if (at < 0) return -1;
    if (startsWithAscii(bytes, at + 1 - end.length, to, end)) return at + 1;
  }
  return -1;
}

/** What an open element says by the attribute that changes the meaning of entries in it (`Indicator@operator`), or null. */
export function sayingOf(
  around: string | undefined,
  name: string,
  bytes: Uint8Array,
  open: number,
  close: number,
): string | null {
  const [element, attribute = ''] = around?.split('@') ?? [];
  if (name !== element) return null;
  const read = readTag(bytes, open, close, false);
  return read.ok ? (read.value.attributes.get(attribute) ?? '') : '';
}

/** Whether a root is in another namespace than it must be: a document of another version may mean other things by its names. */
export function isInOther(
  namespace: string | undefined,
  name: string,
  bytes: Uint8Array,
  open: number,
  close: number,
): boolean {
  if (namespace === undefined) return false;
  const prefix = name.includes(':') ? `:${name.slice(0, name.indexOf(':'))}` : '';
  const tag = fromUtf8(bytes, open, close);
  for (const [, declared, , value] of tag.matchAll(/\sxmlns(:[^\s=]+)?\s*=\s*(["'])(.*?)\2/gsu)) {
    if ((declared ?? '') === prefix) return value !== namespace;
  }
  return true;
}
