// listbridge accept: a held edition goes live. Where the policy of the list asks for two, two people give this command.
import type { ExitCode } from '../model/failure.ts';
import { usage } from '../model/failure.ts';
import { changeByHand, changeOptions, heldOf } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
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
    return changeByHand('accept', name, options, host, ({ registry, list }) => {
      const held = heldOf(registry, list);
      if (held === null) throw usage('registry/nothing-held', { list: name });
      return { from: held, subject: `accept ${held.number}`, afterwards: () => registry.settle(list, held) };
    });
  },
});
