// The only door for values: every text from a list, a file name or a system message passes here before it is printed.
// It must not phrase anything, and it never gives back a listed value unless `showValues` was asked for.

import type { EntryName } from '../model/entry.ts';
import { otherSpellings } from './spellings.ts';

export interface Redaction {
  readonly showValues: boolean;
}

/** What reports for machines use: they are attached to tickets, so no option opens them. */
export const HIDE_VALUES: Redaction = { showValues: false };

/**
 * Arguments that the user typed or configured: the name of a file, a source or a format. They may look like a value
 * (a file named after a digest) and are needed to find the place, so they are only made harmless.
 */
const OWN_NAMES = new Set(['input', 'output', 'profile', 'format', 'target']);

/** Names of sources: those of merged lists come from inside the list, so they pass the second lock. */
export const SOURCE_NAMES: ReadonlySet<string> = new Set(['source', 'other']);

/**
 * Names of columns and keys as the list has them. A list without a header gives its first row for them, and an object
 * may be keyed by host names, so what could be a host name is not shown; a column called `file.name` pays for it.
 */
const FIRST_ROW = new Set(['column', 'key']);
const HOST_LIKE = /^\S+\.(?:\p{L}{2,}|xn--[a-z0-9-]+)\.?$/iu;

/**
 * Codes of a list, and who says them. A profile may take any column for a label or a member, so only what can be nothing but
 * a code or a plain name is shown.
 */
const CODES = new Set(['label', 'otherLabel', 'scheme', 'member', 'otherMember', 'country']);
const CODE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} _#()/-]{0,31}$/u;

/** The text of an argument: described if it is sensitive, otherwise harmless and without anything that looks listed. */
export function redactedText(name: string, value: string, sensitive: readonly string[], redaction: Redaction): string {
  if (redaction.showValues) return OWN_NAMES.has(name) ? harmless(value) : shownValue(value);
  if (sensitive.includes(name)) return described(value);
  if (OWN_NAMES.has(name)) return harmless(value);
  if (SOURCE_NAMES.has(name)) return harmless(masked(value));
  if (CODES.has(name)) return CODE.test(value) && !/[0-9a-f]{12}/iu.test(value) ? value : described(value);
  return FIRST_ROW.has(name) && HOST_LIKE.test(value) ? described(value) : harmless(masked(value));
}

/** Free text that no catalogue entry stands for, such as a path inside a document or the reason of a detection. */
export function redactedNote(value: string, redaction: Redaction): string {
  return redaction.showValues ? shownValue(value) : harmless(masked(value));
}

/**
 * What a list says of itself, such as its title. Damage may leave a piece of a digest there (a line of an index of The Sleuth
 * Kit that lost its beginning), so shorter runs of digits are not shown either; those of a time are.
 */
export function redactedFact(value: string, redaction: Redaction): string {
  const pieces = (text: string): string =>
    text.replace(/[0-9a-f]{12,}/giu, (run) => (/^\d{1,14}$/u.test(run) ? run : described(run)));
  return redaction.showValues ? shownValue(value) : harmless(pieces(masked(value)));
}

/** A value that its owner asked to see, and behind it the other spelling of international names in it. */
export function shownValue(value: string): string {
  const others = otherSpellings(value);
  return `${harmless(value)}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
}

/**
 * An entry by its kind and alias: `domain e3k7-9m2q`; with its value where values were asked for. Empty where there is
 * nothing that tells it from others.
 */
export function entryText(entry: EntryName | undefined, redaction: Redaction): string {
  if (entry === undefined) return '';
  const { kind, alias, value } = entry;
  const name = `${kind ?? 'row'}${alias === null ? '' : ` ${alias}`}`;
  if (redaction.showValues && value !== undefined) return `${name}: ${harmless(value)}`;
  return alias === null ? '' : name;
}

/** A host name in a text, alone or with what makes a URL or a sentence of it. */
const HOST_WITHIN = /[^\s/.]\.(?:\p{L}{2,}|xn--[a-z0-9-]+)\.?(?=$|[\s/:?#@,;])/iu;

/** A name that comes from inside a list: described where it could be a host name, and without anything that looks listed. */
export function hostLikeName(name: string): string {
  return HOST_WITHIN.test(name) ? described(name) : masked(name);
}

/** What kind of text a value is and how long: `[url, 34 characters]`. */
export function described(value: string): string {
  const length = [...value].length;
  return length === 0 ? '[empty]' : `[${shapeOf(value)}, ${length} ${length === 1 ? 'character' : 'characters'}]`;
}

function shapeOf(value: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(value)) return 'url';
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?$/u.test(value) || /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*$/iu.test(value)) {
    return 'address';
  }
  if (/^\d+$/u.test(value)) return 'digits';
  if (/^[0-9a-f]+$/iu.test(value)) return 'hex';
  if (/^[\w-]+(?:\.[\w-]+)+\.?$/u.test(value)) return 'name';
  if (/^[a-z0-9+/]{16,}=*$/iu.test(value)) return 'base64';
  return 'text';
}

// The second lock. An argument that nobody marked as sensitive may still quote the list: JSON.parse of Node 20 and
// later puts the text it stumbled over into its message, and the "column names" of a list without a header are its
// first row. A bare host name cannot be told from a file name, so this lock does not replace the mark.
const LOOKALIKES: readonly RegExp[] = [
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]+/giu,
  /[0-9a-f]{32,}/giu,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/gu,
  /\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b|\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*::[0-9a-f:]*/giu,
  /[a-zA-Z0-9+/]{44,}={0,2}/gu,
];

/** Whether a text that people wrote holds what could be a digest, a URL or an address. */
export function looksListed(text: string): boolean {
  return masked(text) !== text;
}

/** Replaces every run of text that has the shape of a digest, a URL or an address by its description. */
function masked(text: string): string {
  return LOOKALIKES.reduce((rest, pattern) => rest.replace(pattern, describedRun), text);
}

/** A run of letters and slashes alone is a path rather than base64. */
function describedRun(run: string): string {
  return /^[a-z/]+$/iu.test(run) ? run : described(run);
}

/**
 * Makes control characters, terminal escapes, text direction marks and line breaks visible instead of effective, and
 * breaks the marks by which build servers know a command anywhere in a line (`##[group]`, `##vso[...]`).
 * Backslashes are left alone, so that the path of a file stays the path of the file.
 */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escaped).replaceAll(/##(?=\w*\[)/gu, '#\\x23');
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}

/**
 * A report with no line that starts with `::`. The runner of GitHub trims the blanks before it looks for a command, so
 * an indented file name such as `::error::` would be one. Blanks do not go over the end of a line: a line begins behind
 * each, and a text of returns would be looked through from each of them.
 */
export function safeLines(text: string): string {
  return text.replaceAll(/^([^\S\n\r\u2028\u2029]*):(?=:)/gmu, '$1\\x3a');
}

/** JSON that no terminal and no build server acts on. Nothing is lost: a parser gives back the same strings. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent)
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      character
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    )
    .replaceAll(/##(?=\w*\[)/gu, '#\\u0023');
}
