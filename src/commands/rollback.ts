// listbridge rollback: an earlier edition becomes the live one again, as a new edition: nothing is taken out of the history.
import * as z from 'zod';
import { type ExitCode, usage } from '../model/failure.ts';
import type { Edition } from '../registry/edition.ts';
import { heldIn, neverLive, outdatedBy } from '../registry/held.ts';
import type { ListEntry, Registry } from '../registry/registry.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { editionAt, isFuture } from './shared/registry-place.ts';
import { begun } from './shared/registry-run.ts';
import { defineCommand, option } from './shared/spec.ts';

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'make an earlier edition of a list the live one again',
  operands: [{ usage: '<list>', about: 'the name of the list in the registry' }],
  options: {
    ...registryOptions,
    at: option({
      flags: '--at <date|edition>',
      about: 'the edition of this number, or the one that was live on that day',
      group: 'Input',
      schema: z.string(),
      byHandOnly: true,
    }),
    ...changeOptions,
  },
  examples: [
    {
      line: 'rollback acme --at 12 --as "maria@Example Hotline/SE" --reason "wrong file"',
      does: 'edition 12, as the newest',
    },
  ],
  async run([name = ''], options, host): Promise<ExitCode> {
    if (isFuture(options.at, host.now()))
      throw usage('usage/bad-option', { option: '--at', reason: 'that day has not come yet' });
    // Back to what was live before: fast, and the way out of an accident, so one person may do it.
    return changeByHand('rollback', name, options, host, ({ registry, list }) => ({
      from: liveOnce(registry, list, options.at),
      words: ['--at', options.at],
      prepare: async (rows) => {
        const ready = await begun(rows);
        return () => ready;
      },
    }));
  },
});

/** What is held was never live: it needs as many people as the list asks for, and accept counts them. */
function liveOnce(registry: Registry, list: ListEntry, at: string): Edition {
  const edition = registry.edition(list, editionAt(at));
  const never = neverLive(edition);
  if (never === null) return edition;
  const editions = registry.editions(list);
  const since = outdatedBy(edition, editions);
  const last = heldIn(editions).at(-1);
  const hint =
    edition.number === last?.number && since === null
      ? 'listbridge accept lets it go live'
      : since !== null
        ? `edition ${since.number} went live since, so import its file again`
        : 'import its file again';
  throw usage('registry/no-edition', { list: list.name, reason: `${never} and was never live; ${hint}` });
}
