// listbridge accept: a held edition goes live. Where the policy of the list asks for two, two people give this command.
import type { ExitCode } from '../model/failure.ts';
import { refused, usage } from '../model/failure.ts';
import { heldIn, outdatedBy } from '../registry/held.ts';
import { acceptOf } from '../registry/votes.ts';
import { decided } from './shared/agreement.ts';
import { withSaid } from './shared/by-hand.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { begun } from './shared/registry-run.ts';
import { defineCommand } from './shared/spec.ts';

export const accept = defineCommand({
  name: 'accept',
  summary: 'let the edition of a list go live that is held',
  operands: [{ usage: '<list>', about: 'the name of the list in the registry' }],
  options: { ...registryOptions, ...changeOptions },
  examples: [
    { line: 'accept acme --as "maria@Example Hotline/SE"', does: 'the last held edition becomes the live one' },
  ],
  async run([name = ''], options, host): Promise<ExitCode> {
    return changeByHand('accept', name, options, host, (changing) => {
      const { registry, list, session } = changing;
      const { interns } = session.world;
      const editions = registry.editions(list);
      const live = registry.current(list);
      // One that a later whole edition replaced waits no more; that it does not is what they want to know.
      const held = heldIn(editions).at(-1) ?? editions.findLast(({ state }) => state === 'held') ?? null;
      if (held === null) throw usage('registry/nothing-held', { list: name });
      const since = outdatedBy(held, editions);
      if (since !== null) throw refused('registry/outdated', { edition: held.number, list: name, since: since.number });
      const subject = acceptOf(held);
      return {
        from: held,
        prepare: async (rows) => {
          const ready = await begun(rows);
          // It was held before the last reviews.
          const all = withSaid(
            ready,
            editions,
            () => (live === null ? [] : registry.rows(list, live, interns)),
            interns,
          );
          return (tell) => {
            registry.refuseSettled(list, held);
            return decided(changing, [subject], () => subject, tell).has(subject) ? all : null;
          };
        },
        afterwards: () => registry.settle(list, held),
      };
    });
  },
});
