// listbridge withdraw: entries taken off a list by hand. Where its policy asks for two reviewers, two give this command.
import type { ExitCode } from '../model/failure.ts';
import { joinKeys, keysIn, WITHOUT } from '../model/record-key.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { EMPTY_SET } from '../model/set-table.ts';
import { counted } from '../report/numbers.ts';
import { decided } from './shared/agreement.ts';
import {
  aliasOptions,
  entriesWanted,
  namesOf,
  type RowChange,
  searchedEntries,
  subjectOf,
  withChanged,
} from './shared/entry-changes.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { defineCommand } from './shared/spec.ts';

export const withdraw = defineCommand({
  name: 'withdraw',
  summary: 'take entries off a list of the registry',
  operands: [
    { usage: '<list>', about: 'the name of the list in the registry' },
    { usage: '[value...]', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: { ...registryOptions, ...aliasOptions, ...changeOptions },
  examples: [
    {
      line: 'withdraw acme - --as "maria@Example Hotline/SE" --reason "case closed" < values.txt',
      does: 'these entries; a later full edition of the sender may list them again',
    },
  ],
  async run([name = '', ...operands], options, host): Promise<ExitCode> {
    const wanted = await entriesWanted(operands, options, host);
    return changeByHand('withdraw', name, options, host, (changing) => ({
      from: changing.registry.edition(changing.list, null),
      prepare: async (rows) => {
        const searched = await searchedEntries(rows, wanted, changing);
        const subjects = new Map(searched.found.map((each) => [each, subjectOf('withdraw', each)]));
        const aliases = namesOf(searched.found, changing.job.aliasSecret);
        return (tell) => {
          const distinct = [...new Set(subjects.values())];
          const enough = decided(changing, distinct, waitingText, tell, aliases);
          const off = searched.found.filter((each) => enough.has(subjects.get(each) ?? ''));
          return off.length === 0 ? null : withChanged(searched, off, withdrawn);
        };
      },
    }));
  },
});

const withdrawn: RowChange = (batch, rows) => {
  const op = batch.op.slice();
  const partnerKey = batch.partnerKey?.slice() ?? null;
  const reviews = batch.reviews?.slice() ?? null;
  for (const row of rows) {
    op[row] = WITHDRAWN;
    // Who confirmed it before does not confirm what a later delta lists again.
    if (reviews !== null) reviews[row] = EMPTY_SET;
    // As a merge leaves it, which would change the row with the next delta.
    const names = partnerKey?.[row];
    if (partnerKey !== null && names !== undefined) partnerKey[row] = joinKeys(keysIn(names).filter(isName));
  }
  return { ...batch, op, uniform: false, partnerKey, reviews, origins: null };
};

function isName(key: string): boolean {
  return key !== WITHOUT;
}

function waitingText(waiting: number): string {
  return `withdraw of ${counted(waiting, 'entry', 'entries')}`;
}
