// listbridge reject: a held edition never goes live. One person is enough, because all stays as it is.
import type { ExitCode } from '../model/failure.ts';
import { usage } from '../model/failure.ts';
import { heldIn } from '../registry/held.ts';
import { personText } from '../registry/votes.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { defineCommand } from './shared/spec.ts';

export const reject = defineCommand({
  name: 'reject',
  summary: 'decide that the edition of a list that is held never goes live',
  operands: [{ usage: '<list>', about: 'the name of the list in the registry' }],
  options: { ...registryOptions, ...changeOptions },
  examples: [
    {
      line: 'reject acme --as "maria@Example Hotline/SE" --reason "wrong file"',
      does: 'the last held edition is held no more; what is live stays so',
    },
  ],
  async run([name = ''], options, host): Promise<ExitCode> {
    return changeByHand('reject', name, options, host, ({ registry, list, decision }) => {
      const held = heldIn(registry.editions(list)).at(-1);
      if (held === undefined) throw usage('registry/nothing-held', { list: name });
      const { by, now, reason } = decision;
      return {
        from: held,
        prepare: async (rows) => {
          for await (const _ of rows); // a reason that names an entry is refused by them
          return (tell) => {
            registry.refuseSettled(list, held);
            registry.reject(list, held, { at: now, by: personText(by), reason: reason === '' ? null : reason });
            tell('registry/rejected', { edition: held.number, list: name });
            return null;
          };
        },
      };
    });
  },
});
