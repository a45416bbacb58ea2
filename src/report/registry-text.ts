// What the commands of the registry print: lists, editions, and since when an entry is listed.
import { isoTime } from '../model/times.ts';
import { grouped } from './numbers.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { type Align, joined, padded } from './table.ts';

export interface ListLine {
  readonly name: string;
  readonly reviewers: number;
  /** The live edition; 0 where there is none. */
  readonly number: number;
  readonly listed: number;
  readonly at: number | null;
  readonly editions: number;
  readonly held: readonly number[];
}

export interface EditionLine {
  readonly number: number;
  readonly state: string;
  readonly action: string;
  readonly at: number;
  readonly person: string | null;
  readonly input: string | null;
  readonly sha256: string | null;
  readonly format: string | null;
  readonly tool: string;
  readonly command: string;
  readonly policy: string | null;
  readonly held: string | null;
  readonly reason: string | null;
  readonly listed: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

const DAY = 86_400;

export function listsText(lists: readonly ListLine[], now: number, style: Style): string {
  if (lists.length === 0)
    return 'The registry has no list yet; listbridge import FILE --list NAME --replace makes one.\n';
  const rows = lists.map(({ name, number, listed, at, reviewers, held }) => [
    harmless(name),
    number === 0 ? '-' : String(number),
    grouped(listed),
    at === null ? '-' : ageText(now - at),
    reviewers > 1 ? `${reviewers} reviewers` : '',
    held.length === 0 ? '' : `edition ${held.join(', ')} held`,
  ]);
  return table(
    ['list', 'edition', 'entries', 'age', '', ''],
    ['left', 'right', 'right', 'right', 'left', 'left'],
    rows,
    style,
  );
}

export function historyText(editions: readonly EditionLine[], style: Style): string {
  const rows = editions.map(
    ({ number, state, action, at, person, input, listed, added, removed, changed, held, reason }) => [
      String(number),
      isoTime(at),
      state === 'live' ? action : `${action}, ${state}`,
      grouped(listed),
      `+${grouped(added)}`,
      `-${grouped(removed)}`,
      `~${grouped(changed)}`,
      [person, input, held, reason]
        .filter((text) => text !== null)
        .map(harmless)
        .join('; '),
    ],
  );
  const aligns: Align[] = ['right', 'left', 'left', 'right', 'right', 'right', 'right', 'left'];
  return table(['edition', 'when', 'what', 'entries', 'added', 'removed', 'changed', 'by, from'], aligns, rows, style);
}

function table(heads: readonly string[], aligns: readonly Align[], rows: readonly string[][], style: Style): string {
  const [head = [], ...lines] = padded([heads, ...rows], aligns);
  return `${[style.faint(joined(head)), ...lines.map((line) => joined(line))].join('\n')}\n`;
}

function ageText(seconds: number): string {
  if (seconds < 0) return 'in the future';
  return seconds < 2 * DAY ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / DAY)} days`;
}

export function listsJson(lists: readonly ListLine[]): string {
  return lines(lists.map((list) => ({ ...list, at: list.at === null ? null : isoTime(list.at) })));
}

export function historyJson(editions: readonly EditionLine[]): string {
  return lines(
    editions.map(
      ({
        number,
        state,
        action,
        at,
        person,
        input,
        sha256,
        format,
        tool,
        command,
        policy,
        held,
        reason,
        listed,
        added,
        removed,
        changed,
      }) => ({
        ...{
          number,
          state,
          action,
          at: isoTime(at),
          person,
          input,
          sha256,
          format,
          tool,
          command,
          policy,
          held,
          reason,
        },
        ...{ listed, added, removed, changed },
      }),
    ),
  );
}

function lines(objects: readonly object[]): string {
  return objects.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** Since when values are listed, one line an entry. */
export interface Since {
  /** Number of the value, from 1. */
  readonly value: number;
  readonly list: string;
  readonly events: readonly { readonly edition: number; readonly at: number; readonly what: string }[];
}

export function sinceText(all: readonly Since[], style: Style): string {
  return all
    .flatMap(({ value, list, events }) => [
      `value ${value} in ${harmless(list)}`,
      ...events.map(({ edition, at, what }) => `  edition ${edition}, ${isoTime(at)}: ${what}`),
    ])
    .map((line) => `${line.startsWith(' ') ? line : style.faint(line)}\n`)
    .join('');
}

export interface AuditLine {
  readonly number: number;
  readonly at: number;
  readonly action: string;
  readonly list?: string;
  readonly edition?: number;
  readonly by?: string;
  readonly note?: string;
}

export function auditLines(entries: readonly AuditLine[]): string {
  return lines(entries.map(({ number, at, ...entry }) => ({ number, at: isoTime(at), ...entry })));
}

export function headText({ number, hash }: { readonly number: number; readonly hash: string }): string {
  return `${number} ${hash}\n`;
}
