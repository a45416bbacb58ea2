// listbridge lists: the lists of the registry, how old and how long they are, what waits, what lapses when.
import { EXIT, type ExitCode } from '../model/failure.ts';
import { createInterns } from '../model/opinions.ts';
import { heldIn } from '../registry/held.ts';
import type { ListEntry, Registry } from '../registry/registry.ts';
import { demandsOn } from '../registry/votes.ts';
import { type ListLine, listsJson, listsText } from '../report/lists-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { stateOf } from './shared/list-state.ts';
import { registryOptions } from './shared/registry-options.ts';
import { jsonOptions, withRegistry } from './shared/registry-run.ts';
import { defineCommand } from './shared/spec.ts';

export const lists = defineCommand({
  name: 'lists',
  summary: 'show the lists of the registry',
  operands: [{ usage: '[list...]', about: 'names of lists; default: all' }],
  options: { ...registryOptions, ...jsonOptions, asOf: answerOptions.asOf, color: answerOptions.color },
  examples: [
    {
      line: 'lists',
      does: 'each list with its entries, its age, what is held, what lapses when, and who looked at it',
    },
    { line: 'lists acme --json', does: 'the same of one list, for a program' },
  ],
  async run(names, { registry: named, json, asOf, color }, host): Promise<ExitCode> {
    const now = asOf ?? Math.floor(host.now());
    return withRegistry(named, host, 'read', async (registry) => {
      const wanted = names.length === 0 ? registry.lists() : names.map((name) => registry.list(name));
      const all = wanted.map((list) => lineOf(registry, list, now));
      const style = styleOf(colourLevel(color, host.env, host.stdout));
      await host.stdout.write(json ? listsJson(all) : listsText(all, now, style));
      return EXIT.ok;
    });
  },
});

function lineOf(registry: Registry, list: ListEntry, now: number): ListLine {
  const editions = registry.editions(list);
  const live = editions.filter(({ state }) => state === 'live');
  const current = live.at(-1) ?? null;
  const held = heldIn(editions).map((each) => each.number);
  const { number = 0, listed = 0, at = null, standing = null } = current ?? {};
  return {
    name: list.name,
    reviewers: standing?.reviews?.needed ?? 0,
    // Who changes a list by hand, or imports without a policy, leaves it under the last one.
    policy: editions.findLast((each) => each.policy !== null)?.policy ?? null,
    number,
    listed,
    at,
    editions: editions.length,
    held,
    asked: demandsOn(registry.database, list, held),
    state: current === null ? null : stateOf(registry, list, current, createInterns(), now),
  };
}
