// listbridge lookup: whether and why values are on a list; for the desk that answers complaints.
// Values are told by their number: what was typed is not repeated, and no other entry is shown.
import * as z from 'zod';
import { EXIT, type ExitCode, Failure, usage } from '../model/failure.ts';
import { refang } from '../model/refang.ts';
import { PERHAPS } from '../model/relation.ts';
import type { Outcome } from '../pipeline/job.ts';
import { runAliasLookup } from '../pipeline/run-alias-lookup.ts';
import { runLookup } from '../pipeline/run-lookup.ts';
import { lookupJson, lookupText } from '../report/lookup-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { aliasOptions, refuseKeyless } from './shared/entry-changes.ts';
import { ANSWER, readingJob } from './shared/list-job.ts';
import { inputOptions, judgeOptions, reportOptions } from './shared/options.ts';
import { isEdition } from './shared/registry-place.ts';
import { openSession } from './shared/session.ts';
import { defineCommand, option } from './shared/spec.ts';
import { typedValues } from './shared/typed-values.ts';

export const lookup = defineCommand({
  name: 'lookup',
  summary: 'say whether and why digests, URLs or names are on a list',
  operands: [
    { usage: '<list>', about: 'the list to look in' },
    { usage: '[value...]', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: {
    ...inputOptions,
    ...aliasOptions,
    json: option({
      flags: '--json',
      about: 'one JSON object a value on standard output',
      group: 'Output',
      schema: z.boolean().default(false),
      byHandOnly: true,
    }),
    ...judgeOptions,
    ...reportOptions,
  },
  examples: [
    { line: 'lookup list.jsonl www.example.com', does: 'the name, any name above it, and what lists it' },
    {
      line: 'lookup list.csv --alias e3k7-9m2q',
      does: 'the entry that a report names so: where it is, what is said of it',
    },
    { line: 'lookup list.csv - < values.txt', does: 'many values, which then never stand in the shell history' },
  ],
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('lookup', { ...options, quiet: true }, host);
    const [list = '-', ...given] = operands;
    if (list === '-' && given.includes('-')) throw usage('usage/stdin-twice', {});
    const typed = await typedValues(given, host);
    const values = options.refang ? typed.map((value) => refang(value.trim()) ?? value) : typed;
    const { alias: aliases } = options;
    if (values.length === 0 && aliases.length === 0) {
      throw usage('usage/command-line', { reason: 'there is no value to look up' });
    }
    if (values.length > 0 && aliases.length > 0) {
      throw usage('usage/bad-option', { option: '--alias', reason: 'look up either aliases or values' });
    }
    if (aliases.length > 0 && isEdition(list)) refuseKeyless(options.aliasKey);
    const job = await readingJob([list], { ...options, output: ANSWER }, host, session);
    const outcome = await (aliases.length > 0
      ? runAliasLookup(job, session.world, [...new Set(aliases)])
      : runLookup(job, session.world, values));
    if (!(outcome.failure instanceof Failure)) {
      const style = styleOf(colourLevel(options.color, host.env, host.stdout));
      const keyless = options.aliasKey === undefined ? list : null;
      const settings = { style, values: options.showValues ? values : null, keyless };
      await host.stdout.write(
        options.json ? lookupJson(outcome.answers, settings) : lookupText(outcome.answers, settings),
      );
    }
    const exit = await session.finish(inOrder(outcome));
    if (outcome.failure !== null) return exit;
    return outcome.answers.every(isListed) ? EXIT.ok : EXIT.findings;
  },
});

/** A value where the list belongs is a file that cannot be read. */
function inOrder<O extends Outcome>(outcome: O): O {
  const { failure } = outcome;
  if (failure?.code !== 'input/unreadable') return outcome;
  const reason = `${failure.args['reason']} (lookup takes the list first, then the values)`;
  return { ...outcome, failure: new Failure(failure.exit, failure.code, { ...failure.args, reason }, failure.cause) };
}

/** On the list now: neither withdrawn nor excepted. */
function isListed({
  rows,
}: {
  readonly rows: readonly { readonly operation: string; readonly relation: string }[];
}): boolean {
  const operations = rows.filter(({ relation }) => relation !== PERHAPS).map(({ operation }) => operation);
  return operations.includes('present') && !operations.includes('excepted');
}
