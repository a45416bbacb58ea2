// listbridge appeal: a site owner complains. The entry says so until it is decided, and afterwards how. It stays listed:
// withdraw takes it off, by the rules of the list.
import * as z from 'zod';
import type { ExitCode } from '../model/failure.ts';
import { changedEntries, entryValues, withOpinion } from './shared/entry-changes.ts';
import { changeByHand, changeOptions } from './shared/registry-change.ts';
import { registryOptions } from './shared/registry-options.ts';
import { defineCommand, option } from './shared/spec.ts';

const STATES = ['pending', 'upheld', 'rejected'] as const;

export const appeal = defineCommand({
  name: 'appeal',
  summary: 'record a complaint about an entry, and what was decided',
  operands: [
    { usage: '<list>', about: 'the name of the list in the registry' },
    { usage: '<value...>', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: {
    ...registryOptions,
    decision: option({
      flags: '--decision <state>',
      about: `${STATES.join(', ')}; default: pending`,
      group: 'Judging',
      schema: z.enum(STATES).default('pending'),
      byHandOnly: true,
    }),
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
    const values = await entryValues(operands, host);
    const { decision, as } = options;
    return changeByHand('appeal', name, { ...options, reason: `${decision}: ${options.reason}` }, host, (changing) => {
      const opinion = { member: as.organisation, scheme: 'appeal', label: decision };
      return changedEntries(changing, values, withOpinion(changing, opinion), null);
    });
  },
});
