// listbridge lists: the lists of the registry, how old and how long they are, and what waits.
import { EXIT, type ExitCode } from '../model/failure.ts';
import { listsJson, listsText } from '../report/registry-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { judgeOptions, reportOptions } from './shared/options.ts';
import { registryOptions } from './shared/registry-options.ts';
import { jsonOptions, withRegistry } from './shared/registry-run.ts';
import { defineCommand } from './shared/spec.ts';

export const lists = defineCommand({
  name: 'lists',
  summary: 'show the lists of the registry',
  operands: [],
  options: { ...registryOptions, ...jsonOptions, asOf: judgeOptions.asOf, color: reportOptions.color },
  examples: [
    { line: 'lists --registry ours.db', does: 'each list with its entries, the age of its edition, and what is held' },
  ],
  async run(_operands, { registry: named, json, asOf, color }, host): Promise<ExitCode> {
    const now = asOf ?? Math.floor(host.now());
    return withRegistry(named, host, 'read', async (registry) => {
      const all = registry.lists().map((list) => {
        const editions = registry.editions(list);
        const held = editions.filter(({ state }) => state === 'held').map(({ number }) => number);
        const { number = 0, listed = 0, at = null } = registry.current(list) ?? {};
        return { name: list.name, reviewers: list.reviewers, number, listed, at, editions: editions.length, held };
      });
      const style = styleOf(colourLevel(color, host.env, host.stdout));
      await host.stdout.write(json ? listsJson(all) : listsText(all, now, style));
      return EXIT.ok;
    });
  },
});
