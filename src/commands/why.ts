// listbridge why: which lists of the registry list a value, since which edition, and what is said of it. Values are told by
// their number: what was typed is not repeated.
import * as z from 'zod';
import type { ExitCode } from '../model/failure.ts';
import { EXIT, usage } from '../model/failure.ts';
import { createInterns, type Interns } from '../model/opinions.ts';
import { type Hit, Lookup } from '../pipeline/lookup.ts';
import type { Edition } from '../registry/edition.ts';
import { neverLive } from '../registry/held.ts';
import type { ListEntry, Registry } from '../registry/registry.ts';
import { lookupJson, lookupText } from '../report/lookup-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { noticeText } from '../report/text.ts';
import { answerOptions } from './shared/answer-options.ts';
import { registryOptions } from './shared/registry-options.ts';
import { editionAt, isFuture } from './shared/registry-place.ts';
import { jsonOptions, withRegistry } from './shared/registry-run.ts';
import { defineCommand, option } from './shared/spec.ts';
import { type ToldEntry, toldEntry } from './shared/told-entry.ts';
import { typedValues } from './shared/typed-values.ts';

export const why = defineCommand({
  name: 'why',
  summary: 'say why values are listed: by which lists, since which edition, what is said of them',
  operands: [
    { usage: '<value...>', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
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
    showValues: answerOptions.showValues,
    color: answerOptions.color,
  },
  examples: [
    { line: 'why www.example.com', does: 'every list that lists it or a name above it, and since when' },
    { line: 'why www.example.com --at 2026-01-05', does: 'the same, as it was on that day' },
    { line: 'why - < values.txt', does: 'many values, which then never stand in the shell history' },
  ],
  async run(operands, { registry: named, at, json, showValues, color }, host): Promise<ExitCode> {
    const values = await typedValues(operands, host);
    if (values.length === 0) throw usage('usage/command-line', { reason: 'there is no value to look up' });
    const when = at === undefined ? null : editionAt(at);
    if (when !== null && 'number' in when) {
      throw usage('usage/bad-option', { option: '--at', reason: 'numbers differ from list to list: give a date' });
    }
    if (at !== undefined && isFuture(at, host.now())) {
      const plain = styleOf(colourLevel(color, host.env, host.stderr));
      const told = { code: 'registry/future', args: { at, list: 'every list' } } as const;
      await host.stderr.write(noticeText(told, plain, { showValues: false }));
    }
    return withRegistry(named, host, 'read', async (registry) => {
      const answers = await searched(registry, values, when === null ? null : when.time);
      const style = styleOf(colourLevel(color, host.env, host.stdout));
      const settings = { style, values: showValues ? values : null };
      await host.stdout.write(json ? lookupJson(answers, settings) : lookupText(answers, settings));
      return answers.every(({ rows }) => rows.some(stands)) ? EXIT.ok : EXIT.findings;
    });
  },
});

function stands({ operation, waits, isNeverLive }: ToldEntry): boolean {
  return operation === 'present' && !waits && !isNeverLive;
}

interface Answer {
  readonly number: number;
  readonly isUsable: boolean;
  readonly rows: readonly ToldEntry[];
}

async function searched(registry: Registry, values: readonly string[], time: number | null): Promise<Answer[]> {
  const interns = createInterns();
  const rows: ToldEntry[][] = values.map(() => []);
  const lookup = new Lookup(values, 0);
  for await (const { list, edition, hit } of hits(registry, lookup, time, interns)) {
    const { value, relation, batch, row } = hit;
    rows[value]?.push(toldEntry({ registry, list, edition, interns }, batch, row, relation));
  }
  const unusable = new Set(lookup.unusable);
  return rows.map((found, i) => ({ number: i + 1, isUsable: !unusable.has(i) || found.length > 0, rows: found }));
}

interface ListHit {
  readonly list: ListEntry;
  readonly edition: Edition;
  readonly hit: Hit;
}

async function* hits(
  registry: Registry,
  lookup: Lookup,
  time: number | null,
  interns: Interns,
): AsyncGenerator<ListHit> {
  for (const list of registry.lists()) {
    const listed = new Set<number>();
    for (const edition of editionsAt(registry, list, time)) {
      yield* untold(hitsIn(registry, { list, edition }, lookup, interns), listed);
    }
  }
}

/** What never went live is told only of values that the list does not list. */
async function* untold(hits: AsyncIterable<ListHit>, listed: Set<number>): AsyncGenerator<ListHit> {
  for await (const found of hits) {
    const { edition, hit } = found;
    if (edition.state === 'live') listed.add(hit.value);
    else if (listed.has(hit.value)) continue;
    yield found;
  }
}

async function* hitsIn(
  registry: Registry,
  { list, edition }: Omit<ListHit, 'hit'>,
  lookup: Lookup,
  interns: Interns,
): AsyncGenerator<ListHit> {
  for await (const hit of lookup.search(near(registry, list, edition, lookup, interns))) yield { list, edition, hit };
}

/** The edition that is live, or was, and then those until that time that never went live, the newest first. */
function editionsAt(registry: Registry, list: ListEntry, time: number | null): Edition[] {
  const editions = registry.editions(list).filter(({ at }) => time === null || at <= time);
  const live = editions.findLast(({ state }) => state === 'live');
  const held = editions.filter((each) => neverLive(each) !== null).reverse();
  return live === undefined ? held : [live, ...held];
}

async function* near(registry: Registry, list: ListEntry, edition: Edition, { ranges }: Lookup, interns: Interns) {
  yield* registry.near(list, edition, ranges, interns);
}
