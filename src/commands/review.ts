// listbridge review: somebody looked at entries. One review a reviewer and entry: who looks again says it anew.
import * as z from 'zod';
import { type ExitCode, usage } from '../model/failure.ts';
import type { Review } from '../model/opinions.ts';
import { aliasOptions, entriesWanted, type RowChange, searchedEntries, withChanged } from './shared/entry-changes.ts';
import { type Changing, changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { tellWorth } from './shared/review-worth.ts';
import { defineCommand, option } from './shared/spec.ts';

export const review = defineCommand({
  name: 'review',
  summary: 'record that somebody looked at entries and confirms or refutes them',
  operands: [
    { usage: '<list>', about: 'the name of the list in the registry' },
    { usage: '[value...]', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: {
    ...registryOptions,
    ...aliasOptions,
    confirm: option({
      flags: '--confirm',
      about: 'the entries belong on the list',
      group: 'Judging',
      schema: z.boolean().default(false),
      byHandOnly: true,
    }),
    refute: option({
      flags: '--refute',
      about: 'they do not',
      group: 'Judging',
      schema: z.boolean().default(false),
      byHandOnly: true,
    }),
    ...changeOptions,
  },
  examples: [
    {
      line: 'review acme --alias e3k7-9m2q --alias-key aliases.key --confirm --as "maria@Example Hotline/SE"',
      does: 'the entry that a report calls so',
    },
    { line: 'review acme - --confirm --as "maria@Example Hotline/SE" < values.txt', does: 'one review for each value' },
  ],
  async run([name = '', ...operands], options, host): Promise<ExitCode> {
    if (options.confirm === options.refute) {
      throw usage('usage/command-line', { reason: 'give one of --confirm and --refute' });
    }
    const wanted = await entriesWanted(operands, options, host);
    const decision = options.confirm ? 'confirmed' : 'refuted';
    const reason = [decision, options.reason].filter((text) => text !== '').join(': ');
    return changeByHand('review', name, { ...options, reason }, host, (changing) => ({
      from: changing.registry.edition(changing.list, null),
      words: [options.confirm ? '--confirm' : '--refute'],
      prepare: async (rows) => {
        const searched = await searchedEntries(rows, wanted, changing);
        const given = { ...options.as, decision } as const;
        const after = (before: readonly Review[]): readonly Review[] => [...withoutOwn(before, given), given];
        return (tell) => {
          tellWorth(changing, searched, given, after, tell);
          return withChanged(searched, searched.found, reviewed(changing, after));
        };
      },
    }));
  },
});

/** Who looks again says it anew. */
function withoutOwn(reviews: readonly Review[], { reviewer, organisation }: Review): readonly Review[] {
  return reviews.filter((each) => reviewer !== each.reviewer || organisation !== each.organisation);
}

function reviewed({ session, decision }: Changing, after: (before: readonly Review[]) => readonly Review[]): RowChange {
  const { reviews } = session.world.interns;
  return (batch, rows) => {
    const column = batch.reviews?.slice() ?? new Uint32Array(batch.count);
    const lastReviewed = batch.times.lastReviewed?.slice() ?? new Float64Array(batch.count).fill(Number.NaN);
    for (const row of rows) {
      column[row] = reviews.of(after(reviews.list(column[row] ?? 0)));
      lastReviewed[row] = decision.now;
    }
    return { ...batch, reviews: column, times: { ...batch.times, lastReviewed } };
  };
}
