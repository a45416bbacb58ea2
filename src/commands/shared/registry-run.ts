// What the commands that change the registry share: the registry, opened and closed, a run whose rows become the next
// edition, and who says so.
import * as z from 'zod';
import { countryIn } from '../../model/countries.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { isoTime } from '../../model/times.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { Edition, EditionFacts } from '../../registry/edition.ts';
import { openRegistry } from '../../registry/open.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import type { Voter } from '../../registry/votes.ts';
import { grouped } from '../../report/numbers.ts';
import type { OpenMode } from '../../sqlite/driver.ts';
import { tool } from '../../tool.ts';
import { registryFile } from './registry-place.ts';
import { isKeepable, KEPT } from './said-text.ts';
import { option } from './spec.ts';

/** `maria@Example Hotline/SE`: who reviews, for whom, in which country. */
export const voter = z
  .string()
  .refine(isKeepable, KEPT)
  .transform((text, context): Voter => {
    const parts = /^([^@/]+)@([^@/]+)\/([A-Z]{2})$/u.exec(text);
    if (parts !== null) {
      const [, reviewer = '', organisation = '', country = ''] = parts;
      // EU, or a slip: a code of no country would count as another country beside any.
      if (countryIn(country) !== '') return { reviewer, organisation, country };
      const message = `${country} is no country of ISO 3166-1: name the one that the reviewer works in`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    context.addIssue({
      code: 'custom',
      message: 'it is NAME@ORGANISATION/COUNTRY, the country as two capital letters',
    });
    return z.NEVER;
  });

/** Who decides: a name that stands in the audit log, and that a second reviewer is told from. */
export const voterOptions = {
  as: option({
    flags: '--as <name@organisation/country>',
    about: 'who decides this; it stands in the audit log',
    group: 'Judging',
    schema: voter,
    byHandOnly: true,
  }),
};

export const reasonOptions = {
  reason: option({
    flags: '--reason <text>',
    about: 'why, in words without list values; it stands in the audit log',
    group: 'Judging',
    schema: z.string().max(500).refine(isKeepable, KEPT).default(''),
    byHandOnly: true,
  }),
};

export const atOptions = {
  at: option({
    flags: '--at <date|edition>',
    about: 'the edition of this number, or the one that was live at the end of that day; default: the live one',
    group: 'Input',
    schema: z.string().optional(),
    byHandOnly: true,
  }),
};

export const jsonOptions = {
  json: option({
    flags: '--json',
    about: 'one JSON object a line on standard output',
    group: 'Output',
    schema: z.boolean().default(false),
    byHandOnly: true,
  }),
};

/** Opens the registry for one command and closes it, however that ends. */
export async function withRegistry<T>(
  named: string | undefined,
  host: Host,
  mode: OpenMode,
  work: (registry: Registry) => Promise<T>,
): Promise<T> {
  const registry = await openRegistry(registryFile(named, host), mode);
  try {
    return await work(registry);
  } finally {
    registry.close();
  }
}

/** Rows whose first batch has been asked for: what they are made from has been read, and no lock was held for it. */
export async function begun(rows: Batches): Promise<Batches> {
  const iterator = rows[Symbol.asyncIterator]();
  let next = await iterator.next();
  return (async function* () {
    for (; next.done !== true; next = await iterator.next()) yield next.value;
  })();
}

/**
 * What the history and the audit log say of the time, which no option sets: with a day of somebody's choosing they
 * would say that an entry was listed, or withdrawn, when it was not. A date that the sender gives is kept beside it.
 */
export function timeOf(host: Host): number {
  return Math.floor(host.now());
}

/**
 * A change, in one transaction. What it tells is told once all of it is in the file: a disk that is full undoes it to the
 * end, and a report would say that an edition is live which never was.
 */
export async function changed(
  registry: Registry,
  report: Report,
  work: (tell: Report) => Promise<void>,
): Promise<void> {
  const told: (() => void)[] = [];
  await registry.database.transaction(() => work((...finding) => told.push(() => report(...finding))));
  for (const tellNow of told) tellNow();
}

/** A change that somebody decides. */
export interface Decision {
  readonly action: string;
  readonly by: Voter;
  readonly reason: string;
  readonly now: number;
}

/** Who decided it, all of them, and why, in words. */
export interface Agreed {
  readonly person: string;
  readonly reason: string | null;
}

/** As one would type it; never a list value, which would stand in the history. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (/[\s'"]/u.test(word) ? `"${word.replaceAll('"', '')}"` : word)).join(' ');
}

/** Facts of an edition that was made by hand from `from`; `words`: what was asked for beside the list. */
export function factsByHand(
  list: ListEntry,
  from: Edition,
  { action, now }: Decision,
  { person, reason }: Agreed,
  words: readonly string[],
): EditionFacts {
  const { input, sha256, format, facts, policy } = from;
  const file = action === 'accept' ? { input, sha256, format } : { input: null, sha256: null, format: null };
  const command = commandText([action, list.name, ...words]);
  const common = { state: 'live', at: now, tool: tool.version, held: null } as const;
  return {
    ...common,
    ...file,
    action,
    person,
    command,
    facts,
    policy,
    standing: list.standing,
    reason,
    issued: null,
  };
}

/** Editions are put in order by number; a clock that went back is told, because days would name the wrong one. */
export function tellClock(list: ListEntry, last: Edition | undefined, now: number, tell: Report): void {
  if (last === undefined || last.at <= now) return;
  tell('registry/clock', { list: list.name, now: isoTime(now), last: isoTime(last.at) });
}

/** What a command made: the number by which it is gone back to, and how much it changed. */
export function tellMade(
  list: ListEntry,
  { number, listed, added, removed, changed: other }: Edition,
  waits: number,
  tell: Report,
): void {
  const waiting = waits === 0 ? '' : `, of which ${grouped(waits)} ${waits === 1 ? 'waits' : 'wait'}`;
  const changes = `${grouped(added)} added, ${grouped(removed)} removed, ${grouped(other)} changed`;
  tell('registry/made', { edition: number, list: list.name, listed, waiting, changes });
}
