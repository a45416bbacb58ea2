// listbridge why: which lists of the registry list a value, since which edition, and what is said of it. Values are told by
// their number: what was typed is not repeated.
import * as z from 'zod';
import { entryAt } from '../model/entry.ts';
import type { ExitCode } from '../model/failure.ts';
import { EXIT, usage } from '../model/failure.ts';
import type { Report } from '../model/findings.ts';
import { createInterns } from '../model/opinions.ts';
import { aliasOf } from '../pipeline/alias.ts';
import { type Hit, Lookup } from '../pipeline/lookup.ts';
import type { Edition } from '../registry/edition.ts';
import { neverLive } from '../registry/held.ts';
import type { ListEntry, Registry } from '../registry/registry.ts';
import { lookupJson, lookupText } from '../report/lookup-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { noticeText } from '../report/text.ts';
import { aliasSecretOf } from './shared/alias-key.ts';
import { answerOptions } from './shared/answer-options.ts';
import { aliasOptions, entriesWanted } from './shared/entry-changes.ts';
import { onceListed } from './shared/once-listed.ts';
import { registryOptions } from './shared/registry-options.ts';
import { editionAt, isFuture } from './shared/registry-place.ts';
import { jsonOptions, withRegistry } from './shared/registry-run.ts';
import { defineCommand, option } from './shared/spec.ts';
import { type ToldEntry, toldEntry, valueAt } from './shared/told-entry.ts';

export const why = defineCommand({
  name: 'why',
  summary: 'say why values are listed: by which lists, since which edition, what is said of them',
  operands: [
    { usage: '[value...]', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: {
    ...registryOptions,
    at: option({
      flags: '--at <date>',
      about: 'as it was at the end of that day; default: now',
      group: 'Input',
      schema: z.string().optional(),
      byHandOnly: true,
    }),
    ...jsonOptions,
    ...aliasOptions,
    aliasKey: answerOptions.aliasKey,
    showValues: answerOptions.showValues,
    color: answerOptions.color,
  },
  examples: [
    { line: 'why www.example.com', does: 'every list that lists it or a name above it, and since when' },
    { line: 'why www.example.com --at 2026-01-05', does: 'the same, as it was on that day' },
    {
      line: 'why --alias e3k7-9m2q --alias-key aliases.key',
      does: 'the entry that a report on the registry calls so',
    },
    { line: 'why - < values.txt', does: 'many values, which then never stand in the shell history' },
  ],
  async run(operands, options, host): Promise<ExitCode> {
    const { registry: named, at, json, showValues, color, aliasKey } = options;
    const { values, aliases } = await entriesWanted(operands, options, host);
    const when = at === undefined ? null : editionAt(at);
    if (when !== null && 'number' in when) {
      throw usage('usage/bad-option', { option: '--at', reason: 'numbers differ from list to list: give a date' });
    }
    const notices: string[] = [];
    const plain = styleOf(colourLevel(color, host.env, host.stderr));
    const report: Report = (code, args) => void notices.push(noticeText({ code, args }, plain, { showValues: false }));
    if (at !== undefined && isFuture(at, host.now())) report('registry/future', { at, list: 'every list' });
    const secret = aliasKey === undefined ? null : await aliasSecretOf(aliasKey, host, report);
    await host.stderr.write(notices.join(''));
    return withRegistry(named, host, 'read', async (registry) => {
      const time = when === null ? null : when.time;
      const answers =
        secret === null || aliases.length === 0
          ? await ofValues(registry, values, time)
          : await ofAliases(registry, aliases, secret, { time, showsValues: showValues });
      const style = styleOf(colourLevel(color, host.env, host.stdout));
      const settings = { style, values: showValues ? values : null };
      await host.stdout.write(json ? lookupJson(answers, settings) : lookupText(answers, settings));
      return answers.every(({ rows }) => rows.some(stands)) ? EXIT.ok : EXIT.findings;
    });
  },
});

function stands({ operation, waits, isNeverLive, until }: ToldEntry): boolean {
  return operation === 'present' && !waits && !isNeverLive && until === undefined;
}

interface Answer {
  readonly number: number;
  readonly isUsable: boolean;
  readonly rows: readonly ToldEntry[];
  readonly alias?: string;
}

async function ofValues(registry: Registry, values: readonly string[], time: number | null): Promise<Answer[]> {
  const interns = createInterns();
  const lookup = new Lookup(values, 0);
  const near = async function* (list: ListEntry, edition: Edition) {
    yield* registry.near(list, edition, lookup.ranges, interns);
  };
  const rows: ToldEntry[][] = values.map(() => []);
  const unusable = new Set(lookup.unusable);
  const search: Search = (list, edition) => lookup.search(near(list, edition));
  const former: Former = (list, live, listed) => {
    const missing = [...values.entries()].filter(([value]) => !listed.has(value) && !unusable.has(value));
    return onceListed(registry, list, live, new Map(missing), interns);
  };
  for await (const { list, edition, hit, removed } of hits(registry, search, time, former)) {
    const { value, relation, batch, row } = hit;
    rows[value]?.push(toldEntry({ registry, list, edition, interns, removed }, batch, row, relation));
  }
  return rows.map((found, i) => ({ number: i + 1, isUsable: !unusable.has(i) || found.length > 0, rows: found }));
}

/** No index knows aliases, so each list is read whole. */
async function ofAliases(
  registry: Registry,
  aliases: readonly string[],
  secret: string,
  { time, showsValues }: { readonly time: number | null; readonly showsValues: boolean },
): Promise<Answer[]> {
  const interns = createInterns();
  const search: Search = async function* (list, edition) {
    for (const batch of registry.keptRows(list, edition, interns)) {
      for (let row = 0; row < batch.count; row++) {
        const value = aliases.indexOf(aliasOf(secret, entryAt(batch, row)));
        if (value >= 0) yield { value, relation: 'listed', batch, row };
      }
    }
  };
  const rows: ToldEntry[][] = aliases.map(() => []);
  for await (const { list, edition, hit } of hits(registry, search, time)) {
    const { value, relation, batch, row } = hit;
    const told = toldEntry({ registry, list, edition, interns }, batch, row, relation);
    rows[value]?.push(showsValues ? { ...told, value: valueAt(batch, row) } : told);
  }
  return rows.map((found, i) => ({ number: i + 1, alias: aliases[i] ?? '', isUsable: true, rows: found }));
}

interface ListHit {
  readonly list: ListEntry;
  readonly edition: Edition;
  readonly hit: Hit;
  /** The edition that lists it no more, where it is not on the list. */
  readonly removed?: Edition;
}

type Search = (list: ListEntry, edition: Edition) => AsyncIterable<Hit>;
/** Looks up what these live editions listed, beside what the last of them lists. */
type Former = (
  list: ListEntry,
  live: readonly Edition[],
  listed: ReadonlySet<number>,
) => AsyncIterable<Omit<Required<ListHit>, 'list'>>;

async function* hits(
  registry: Registry,
  search: Search,
  time: number | null,
  former: Former | null = null,
): AsyncGenerator<ListHit> {
  for (const list of registry.lists()) {
    const listed = new Set<number>();
    const { live, never } = editionsAt(registry, list, time);
    const current = live.at(-1);
    if (current !== undefined) yield* untold(list, current, search, listed);
    if (former !== null) yield* inList(list, former(list, live, listed));
    for (const edition of never) yield* untold(list, edition, search, listed);
  }
}

async function* inList(list: ListEntry, found: ReturnType<Former>): AsyncGenerator<ListHit> {
  for await (const each of found) yield { list, ...each };
}

/** What never went live is told only of values that the list does not list. */
async function* untold(
  list: ListEntry,
  edition: Edition,
  search: Search,
  listed: Set<number>,
): AsyncGenerator<ListHit> {
  for await (const hit of search(list, edition)) {
    if (edition.state === 'live') listed.add(hit.value);
    else if (listed.has(hit.value)) continue;
    yield { list, edition, hit };
  }
}

/** The editions until that time that went live, and those that never did, the newest of these first. */
function editionsAt(registry: Registry, list: ListEntry, time: number | null) {
  const editions = registry.editions(list).filter(({ at }) => time === null || at <= time);
  const live = editions.filter(({ state }) => state === 'live');
  return { live, never: editions.filter((each) => neverLive(each) !== null).reverse() };
}
