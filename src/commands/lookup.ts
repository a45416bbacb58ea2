// listbridge lookup: whether and why values are on a list; for the desk that answers complaints.
// Values are told by their number: what was typed is not repeated, and no other entry is shown.
import * as z from 'zod';
import { EXIT, type ExitCode, Failure, usage } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { refang } from '../model/refang.ts';
import { PERHAPS } from '../model/relation.ts';
import { runLookup } from '../pipeline/run-lookup.ts';
import { readAll } from '../pipeline/text-file.ts';
import { lookupJson, lookupText } from '../report/lookup-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { readingJob } from './shared/list-job.ts';
import { inputOptions, judgeOptions, reportOptions } from './shared/options.ts';
import { openSession } from './shared/session.ts';
import { defineCommand, option } from './shared/spec.ts';

export const lookup = defineCommand({
  name: 'lookup',
  summary: 'say whether and why digests, URLs or names are on a list',
  operands: [
    { usage: '<list>', about: 'the list to look in' },
    { usage: '<value...>', about: 'digests, URLs, names or addresses; - reads them from standard input, one a line' },
  ],
  options: {
    ...inputOptions,
    json: option({
      flags: '--json',
      about: 'one JSON object a value on standard output',
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    ...judgeOptions,
    ...reportOptions,
  },
  examples: [
    { line: 'lookup list.jsonl www.example.com', does: 'the name, any name above it, and what lists it' },
    { line: 'lookup list.csv - < values.txt', does: 'many values, which then never stand in the shell history' },
  ],
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('lookup', { ...options, quiet: true }, host);
    const [list = '-', ...given] = operands;
    if (list === '-' && given.includes('-')) throw usage('usage/stdin-twice', {});
    const typed = await typedValues(given, host);
    const values = options.refang ? typed.map((value) => refang(value.trim()) ?? value) : typed;
    if (values.length === 0) throw usage('usage/command-line', { reason: 'there is no value to look up' });
    const outcome = await runLookup(await readingJob([list], options, host, session), session.world, values);
    if (!(outcome.failure instanceof Failure)) {
      const style = styleOf(colourLevel(options.color, host.env, host.stdout));
      const settings = { style, values: options.showValues ? values : null };
      await host.stdout.write(
        options.json ? lookupJson(outcome.answers, settings) : lookupText(outcome.answers, settings),
      );
    }
    const exit = await session.finish(outcome);
    if (outcome.failure !== null) return exit;
    return outcome.answers.every(isListed) ? EXIT.ok : EXIT.findings;
  },
});

/** On the list now: neither withdrawn nor excepted. */
function isListed({
  rows,
}: {
  readonly rows: readonly { readonly operation: string; readonly relation: string }[];
}): boolean {
  const operations = rows.filter(({ relation }) => relation !== PERHAPS).map(({ operation }) => operation);
  return operations.includes('present') && !operations.includes('excepted');
}

/** Values as typed; `-` stands for those on standard input, one a line. */
async function typedValues(given: readonly string[], host: Host): Promise<string[]> {
  const at = given.indexOf('-');
  if (at < 0) return [...given];
  if (given.indexOf('-', at + 1) >= 0) throw usage('usage/stdin-twice', {});
  if (host.stdin.isTTY) throw usage('usage/stdin-is-terminal', {});
  const text = await readAll(host.stdin);
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  return [...given.slice(0, at), ...lines, ...given.slice(at + 1)];
}
