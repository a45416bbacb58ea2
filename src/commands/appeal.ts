// listbridge appeal: a site owner complains. The entry says so until it is decided, and afterwards how. It stays listed:
// withdraw takes it off, by the rules of the list.
import * as z from 'zod';
import type { ExitCode } from '../model/failure.ts';
import { lookupJson, lookupText } from '../report/lookup-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { APPEAL } from './shared/by-hand.ts';
import {
  aliasOptions,
  entriesWanted,
  type Found,
  noting,
  searchedEntries,
  withChanged,
  withOpinion,
} from './shared/entry-changes.ts';
import { ANSWER } from './shared/list-job.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { jsonOptions } from './shared/registry-run.ts';
import { defineCommand, option } from './shared/spec.ts';
import { answersOf } from './shared/told-entry.ts';

const STATES = ['pending', 'upheld', 'rejected'] as const;

export const appeal = defineCommand({
  name: 'appeal',
  summary: 'record a complaint about an entry, and what was decided',
  operands: [
    { usage: '<list>', about: 'the name of the list in the registry' },
    { usage: '[value...]', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: {
    ...registryOptions,
    ...aliasOptions,
    decision: option({
      flags: '--decision <state>',
      about: `${STATES.join(', ')}; default: pending`,
      group: 'Judging',
      schema: z.enum(STATES).default('pending'),
      byHandOnly: true,
    }),
    ...jsonOptions,
    ...changeOptions,
  },
  examples: [
    {
      line: 'appeal acme www.example.com --as "maria@Example Hotline/SE" --reason "case 12"',
      does: 'the entry is disputed',
    },
    {
      line: 'appeal acme www.example.com --decision upheld --as "maria@Example Hotline/SE"',
      does: 'the owner was right',
    },
  ],
  async run([name = '', ...operands], options, host): Promise<ExitCode> {
    const wanted = await entriesWanted(operands, options, host);
    const { decision, as, json, showValues } = options;
    const reason = [decision, options.reason].filter((text) => text !== '').join(': ');
    return changeByHand('appeal', name, { ...options, reason, output: ANSWER }, host, (changing) => {
      const { registry, list, session } = changing;
      const { interns } = session.world;
      const opinion = { member: as.organisation, scheme: APPEAL, label: decision };
      const told: Found[] = [];
      return {
        from: registry.edition(list, null),
        words: ['--decision', decision],
        prepare: async (rows) => {
          const searched = await searchedEntries(rows, wanted, changing);
          const change = noting(searched, withOpinion(changing, opinion), told);
          return () => withChanged(searched, searched.found, change);
        },
        // Whoever decides on a complaint asks first where the entry comes from and who has looked at it.
        tell: async (edition) => {
          const answers = answersOf(told, { registry, list, edition, interns }, showValues);
          const style = styleOf(colourLevel(options.color, host.env, host.stdout));
          const settings = { style, values: showValues ? wanted.values : null };
          await host.stdout.write(json ? lookupJson(answers, settings) : lookupText(answers, settings));
        },
      };
    });
  },
});
