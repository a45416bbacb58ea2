// Where the registry is, and how its editions are named among files: registry:LIST, registry:LIST@12, registry:LIST@2026-01-05.
// Loads nothing of the registry itself.
import { isAbsolute, join } from 'node:path';
import { usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { parseIsoText } from '../../model/times.ts';
import type { EditionAt } from '../../registry/edition-at.ts';
import type { DatabaseFile } from '../../sqlite/driver.ts';

const BEGINNING = 'registry:';
const NAME = 'registry.db';
const DAY = 86_400;

export function isEdition(operand: string): boolean {
  return operand.startsWith(BEGINNING);
}

export function editionNamed(operand: string): {
  readonly list: string;
  readonly at: EditionAt;
  readonly text: string | null;
} {
  const [list = '', at] = operand.slice(BEGINNING.length).split('@', 2);
  if (list === '') throw usage('usage/command-line', { reason: 'registry: wants the name of a list behind it' });
  return { list, at: at === undefined ? null : editionAt(at), text: at ?? null };
}

/** The list with what says which edition of it, as it was typed. */
export function editionName(operand: string): string {
  return operand.slice(BEGINNING.length);
}

/** `12`, `2026-01-05` (the end of that day), `2026-01-05T09:00:00Z`. */
export function editionAt(text: string): EditionAt {
  if (/^\d{1,9}$/u.test(text)) return { number: Number(text) };
  const time = parseIsoText(text);
  if (Number.isNaN(time)) {
    throw usage('usage/bad-option', {
      option: '--at',
      reason: 'it is the number of an edition or a date, such as 2026-01-05',
    });
  }
  return { time: text.length === 'yyyy-mm-dd'.length ? time + DAY - 1 : time };
}

/** Whether it is a time that has not come: an edition of then is asked for by a slip. */
export function isFuture(at: string, now: number): boolean {
  return !/^\d{1,9}$/u.test(at) && parseIsoText(at) > now;
}

export function editionOperand(list: string, at?: string): string {
  return `${BEGINNING}${list}${at === undefined ? '' : `@${at}`}`;
}

/** The file named by --registry, or the one in the data directory of this user. */
export function registryFile(named: string | undefined, { env, cwd }: Host): DatabaseFile {
  const operand = named ?? join(dataFolder(env), NAME);
  return { operand, path: isAbsolute(operand) ? operand : join(cwd, operand) };
}

function dataFolder(env: Host['env']): string {
  const { XDG_DATA_HOME: data, HOME: home } = env;
  if (data !== undefined && isAbsolute(data)) return join(data, 'listbridge');
  if (home !== undefined && home !== '') return join(home, '.local/share/listbridge');
  throw usage('usage/bad-option', { option: '--registry', reason: 'there is no data directory here; name a file' });
}
