// What `lookup` prints: for each value whether it is on the list, by which rows, and what they say. A value is told by
// its number unless its owner asked to see it.

import { type TimeField, timeFields } from '../model/fields.ts';
import type { KindId } from '../model/kinds.ts';
import type { Opinion, Review } from '../model/opinions.ts';
import { keysIn, WITHOUT } from '../model/record-key.ts';
import { PERHAPS } from '../model/relation.ts';
import type { Operation, Scope } from '../model/scope.ts';
import { isoTime } from '../model/times.ts';
import { counted, grouped } from './numbers.ts';
import { harmless, hostLikeName, redactedNote, safeLines, shownValue } from './redact.ts';
import type { Style } from './style.ts';
import { fieldName, kindTitle } from './words.ts';

export interface AnswerRow {
  /** `listed`, `below a listed name` and so on. */
  readonly relation: string;
  readonly file: string;
  /** 0 where it is not known: a row of a registry is found without counting those before it. */
  readonly line: number;
  readonly kind: KindId;
  readonly scope: Scope;
  readonly operation: Operation;
  readonly opinions: readonly Opinion[];
  readonly reviews: readonly Review[];
  readonly times: Partial<Readonly<Record<TimeField, number>>>;
  readonly partnerKey?: string;
  readonly origins: readonly { readonly source: string; readonly line: number }[];
  /** The value, only where its owner asked to see it. */
  readonly value?: string;
  /** It is in a registry, and has too few reviews to stand. */
  readonly waits?: boolean;
  /** It is only in an edition of a registry that was never in force. */
  readonly isNeverLive?: boolean;
  /** It is on the list of a registry no more, since this time in epoch seconds. */
  readonly until?: number;
  /** What the editions of a registry said of it, the oldest first. */
  readonly editions?: readonly EditionLine[];
}

interface EditionLine {
  readonly edition: number;
  /** Epoch seconds. */
  readonly at: number;
  readonly what: string;
  readonly action: string;
  readonly input: string | null;
  readonly by: string | null;
  readonly reason: string | null;
}

export interface Answer {
  /** From 1, in the order asked. */
  readonly number: number;
  /** Whether the value is a key of any kind at all. */
  readonly isUsable: boolean;
  readonly rows: readonly AnswerRow[];
  /** The alias that was asked for, where it was no value. */
  readonly alias?: string;
  /** Refused rows with that alias. */
  readonly refused?: readonly { readonly file: string; readonly line: number; readonly code: string }[];
}

interface Settings {
  readonly style: Style;
  /** The values as typed, to be shown; null hides them. */
  readonly values: readonly string[] | null;
  /** The list whose own key the aliases were taken to be made with; null or absent where a key was given. */
  readonly keyless?: string | null;
}

export function lookupText(answers: readonly Answer[], settings: Settings): string {
  return safeLines(answers.map((answer) => `${lines(answer, settings).join('\n')}\n`).join(''));
}

function lines(answer: Answer, { style, values, keyless = null }: Settings): string[] {
  const { isUsable, rows, refused = [] } = answer;
  const name = nameOf(answer, values);
  if (!isUsable) return [`${name}: ${style.bad('not a digest, URL, name or address')}`];
  const faults = refused.map(({ file, line, code }) => `  ${harmless(file)}:${line}  a refused row: ${code}`);
  if (rows.length === 0) {
    // An alias from the report on another file names nothing here, whatever this list holds.
    const other = answer.alias !== undefined && keyless !== null && faults.length === 0;
    const none = `no entry of ${harmless(keyless ?? '')} has it; without --alias-key it belongs to the file that the report names`;
    return [`${name}: ${other ? none : 'not on the list'}`, ...faults];
  }
  return [
    `${name}: ${style.strong(verdict(rows))}`,
    ...rows.flatMap((row) => [
      `  ${place(harmless(row.file), row.line)}  ${what(row)}`,
      ...(row.value === undefined ? [] : [`    ${shownValue(row.value)}`]),
      ...said(row).map((text) => `    ${text}`),
    ]),
    ...faults,
  ];
}

function place(file: string, line: number): string {
  return line === 0 ? file : `${file}:${line}`;
}

function nameOf({ number, alias }: Answer, values: Settings['values']): string {
  if (alias !== undefined) return `alias ${alias}`;
  return values === null
    ? `value ${grouped(number)}`
    : `value ${grouped(number)} ${shownValue(values[number - 1] ?? '')}`;
}

/** An exception beats what lists the value, and a withdrawal is no listing. */
function verdict(all: readonly AnswerRow[]): string {
  if (all.length === 0) return 'not on the list';
  const rows = all.filter(({ isNeverLive, until }) => isNeverLive !== true && until === undefined);
  const ends = all.map(({ operation, waits, until }) => (operation === 'present' && waits !== true ? (until ?? 0) : 0));
  if (rows.length === 0 && Math.max(...ends) > 0) return `not on the list, but until ${isoTime(Math.max(...ends))}`;
  if (rows.length === 0 && all.some(({ until }) => until !== undefined)) return 'not on the list';
  if (rows.length === 0) return 'not on the list, only in an edition that was never in force';
  if (rows.some(({ operation }) => operation === 'excepted')) return 'excepted';
  const present = rows.filter(({ operation, relation }) => operation === 'present' && relation !== PERHAPS);
  const live = present.filter(({ waits }) => waits !== true);
  if (live.length === 0 && present.length > 0) return 'waits for reviews, so not on the list';
  if (live.length === 0 && rows.some(({ operation }) => operation === 'present')) {
    return 'perhaps on the list: only the beginning of a hash fits';
  }
  return live.length === 0 ? 'withdrawn' : `on the list (${counted(live.length, 'row')})`;
}

function what({ relation, kind, scope, operation, waits, isNeverLive, until }: AnswerRow): string {
  const said = waits === true ? ', waits for reviews' : '';
  const state = isNeverLive === true ? `${said}, never in force` : until !== undefined ? `${said}, no more` : said;
  return `${related(relation, operation)}, as ${kindTitle(kind)} with ${scope} scope${state}`;
}

/** A row that takes a value off does not list it: `withdrawn`, `below an excepted name`. */
function related(relation: string, operation: Operation): string {
  if (operation === 'present') return relation;
  if (!relation.includes('listed')) return `${relation}, ${operation}`;
  return relation.replace('a listed', operation === 'excepted' ? 'an listed' : 'a listed').replace('listed', operation);
}

function said({ opinions, reviews, times, partnerKey, origins, editions = [] }: AnswerRow): string[] {
  const note = (text: string): string => redactedNote(text, { showValues: false });
  const texts = opinions.map(({ member, scheme, label, polarity }) => {
    const words = [scheme, label, polarity].filter((word) => word !== undefined).map(note);
    return `${note(member)} says ${words.join(' ') || 'nothing more'}`;
  });
  for (const { reviewer, organisation, country, decision } of reviews) {
    const who = [reviewer, organisation, country].filter((word) => word !== undefined).map(note);
    texts.push(`${decision} by ${who.join(', ')}`);
  }
  for (const field of timeFields) {
    const seconds = times[field];
    if (seconds !== undefined) texts.push(`${fieldName(field)}: ${isoTime(seconds)}`);
  }
  if (partnerKey !== undefined) {
    const keys = keysIn(partnerKey).map((key) => (key === WITHOUT ? 'none' : note(key)));
    texts.push(`partner key: ${keys.join(', ')}`);
  }
  if (origins.length > 1)
    texts.push(`from ${origins.map(({ source, line }) => place(note(hostLikeName(source)), line)).join(', ')}`);
  return [...texts, ...editions.map(editionText)];
}

function editionText({ edition, at, what, action, input, by, reason }: EditionLine): string {
  const state = what === 'present' ? 'listed' : what;
  const source = input === null ? action : `${action} of ${input}`;
  return harmless(
    `edition ${edition}, ${isoTime(at)}: ${state} (${source}${by === null ? '' : `, by ${by}`})${reason === null ? '' : `: ${reason}`}`,
  );
}

/** One object a value; the value itself only when its owner asked. */
export function lookupJson(answers: readonly Answer[], { values }: Settings): string {
  return answers
    .map(({ number, isUsable, rows, alias, refused }) => {
      const value = values?.[number - 1];
      return `${JSON.stringify({
        value: number,
        ...(alias === undefined ? {} : { alias, refused }),
        ...(value === undefined ? {} : { text: value }),
        usable: isUsable,
        listed: verdict(rows).startsWith('on the list'),
        rows: rows.map((row) => ({
          ...placed(row),
          ...(row.until === undefined ? {} : { until: isoTime(row.until) }),
          origins: row.origins.map(named),
          times: isoTimes(row.times),
          editions: row.editions?.map((each) => ({ ...each, at: isoTime(each.at) })),
        })),
      })}\n`;
    })
    .join('');
}

/** Names of sources come from inside the list. */
function named(origin: AnswerRow['origins'][number]): object {
  return { ...placed(origin), source: hostLikeName(origin.source) };
}

/** Without a line that is not known. */
function placed<T extends { readonly line: number }>(row: T): object {
  const { line, ...others } = row;
  return line === 0 ? others : row;
}

function isoTimes(times: AnswerRow['times']): Partial<Record<TimeField, string>> {
  return Object.fromEntries(Object.entries(times).map(([field, seconds]) => [field, isoTime(seconds)]));
}
