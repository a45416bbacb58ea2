// What the commands of the registry print: editions, and the audit log.
import { isoTime } from '../model/times.ts';
import { grouped } from './numbers.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { type Align, joined, padded } from './table.ts';

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
  readonly rejected: { readonly at: number; readonly by: string; readonly reason: string | null } | null;
  readonly listed: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

export function historyText(editions: readonly EditionLine[], style: Style): string {
  const rows = editions.map(
    ({ number, state, action, at, person, input, listed, added, removed, changed, held, reason, rejected }) => [
      String(number),
      isoTime(at),
      state === 'live' ? action : `${action}, ${state}`,
      grouped(listed),
      `+${grouped(added)}`,
      `-${grouped(removed)}`,
      `~${grouped(changed)}`,
      told([person, input]),
      told([held, reason, rejectionText(rejected)]),
    ],
  );
  const aligns: Align[] = ['right', 'left', 'left', 'right', 'right', 'right', 'right', 'left', 'left'];
  const heads = ['edition', 'when', 'what', 'entries', 'added', 'removed', 'changed', 'by, from', 'why'];
  const [head = '', ...each] = table(heads, aligns, rows, style).trimEnd().split('\n');
  const below = editions.map(({ command, tool }) =>
    style.faint(`  listbridge ${harmless(tool)}: ${harmless(command)}`),
  );
  return `${[head, ...each.flatMap((line, i) => [line, below[i] ?? ''])].join('\n')}\n`;
}

function told(texts: readonly (string | null)[]): string {
  return texts
    .filter((text) => text !== null)
    .map(harmless)
    .join('; ');
}

function rejectionText(rejected: EditionLine['rejected']): string | null {
  if (rejected === null) return null;
  return `rejected by ${rejected.by}${rejected.reason === null ? '' : `: ${rejected.reason}`}`;
}

export function table(
  heads: readonly string[],
  aligns: readonly Align[],
  rows: readonly string[][],
  style: Style,
): string {
  const [head = [], ...lines] = padded([heads, ...rows], aligns);
  return `${[style.faint(joined(head)), ...lines.map((line) => joined(line))].join('\n')}\n`;
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
        rejected,
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
          rejected: rejected === null ? null : { ...rejected, at: isoTime(rejected.at) },
        },
        ...{ listed, added, removed, changed },
      }),
    ),
  );
}

export function lines(objects: readonly object[]): string {
  return objects.map((each) => `${JSON.stringify(each)}\n`).join('');
}

export interface AuditLine {
  readonly number: number;
  readonly at: number;
  readonly action: string;
  readonly list?: string;
  readonly edition?: number;
  readonly by?: string;
  readonly note?: string;
  readonly what?: string;
  readonly aliases?: readonly string[];
}

export function auditLines(entries: readonly AuditLine[]): string {
  // The sums of a record are for audit verify.
  return lines(
    entries.map(({ number, at, action, list, edition, by, note, what, aliases }) => {
      return { number, at: isoTime(at), action, list, edition, by, note, what, aliases };
    }),
  );
}

export function headText({ number, hash }: { readonly number: number; readonly hash: string }): string {
  return `${number} ${hash}\n`;
}
