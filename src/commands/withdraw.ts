// listbridge withdraw: entries taken off a list by hand. Where its policy asks for two reviewers, two give this command.
import type { ExitCode } from '../model/failure.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { changedEntries, entryValues, type RowChange, subjectOf } from './shared/entry-changes.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { defineCommand } from './shared/spec.ts';

export const withdraw = defineCommand({
  name: 'withdraw',
  summary: 'take entries off a list of the registry',
  operands: [
    { usage: '<list>', about: 'the name of the list in the registry' },
    { usage: '<value...>', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: { ...registryOptions, ...changeOptions },
  examples: [
    {
      line: 'withdraw acme - --as "maria@Example Hotline/SE" --reason "case closed" < values.txt',
      does: 'these entries; a later full edition of the sender may list them again',
    },
  ],
  async run([name = '', ...operands], options, host): Promise<ExitCode> {
    const values = await entryValues(operands, host);
    return changeByHand('withdraw', name, options, host, (changing) =>
      changedEntries(changing, values, withdrawn, subjectOf('withdraw', values)),
    );
  },
});

const withdrawn: RowChange = (batch, rows) => {
  const op = batch.op.slice();
  for (const row of rows) op[row] = WITHDRAWN;
  return { ...batch, op, uniform: false, origins: null };
};
