// listbridge diff: what changed between two editions of a list; optionally the change itself, as a delta.

import * as z from 'zod';
import { type ExitCode, Failure } from '../model/failure.ts';
import { runDiff } from '../pipeline/run-diff.ts';
import { diffText } from '../report/diff-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { formatNamed, nameOf } from './shared/format-choice.ts';
import { formatByEnding, writingJob } from './shared/list-job.ts';
import { inputOptions, judgeOptions, memoryOptions, outputOptions, reportOptions } from './shared/options.ts';
import { openSession } from './shared/session.ts';
import { defineCommand, option } from './shared/spec.ts';

export const diff = defineCommand({
  name: 'diff',
  summary: 'tell what changed between two editions',
  operands: [
    { usage: '<older>', about: 'the edition before' },
    { usage: '<newer>', about: 'the edition now' },
  ],
  options: {
    ...inputOptions,
    ...outputOptions,
    output: option({
      flags: '-o, --output <file>',
      about:
        'write the delta here, in the format of its ending: added and changed rows, removed keys as withdrawn; - is standard output',
      group: 'Output',
      schema: z.string().optional(),
      byHandOnly: true,
    }),
    ...memoryOptions,
    ...judgeOptions,
    ...reportOptions,
    force: outputOptions.force,
  },
  examples: [
    { line: 'diff yesterday.csv today.csv', does: 'how many were added, removed, changed; exit 1 when any' },
    { line: 'diff old.txt new.txt --from-option kind=md5 -o delta.jsonl', does: 'the delta as a canonical list' },
  ],
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('diff', options, host);
    const output = options.output ?? null;
    const byEnding = output === null || output === '-' ? null : formatByEnding(output);
    const job = await writingJob(
      operands,
      { ...options, output: output ?? '-' },
      host,
      session,
      'keep',
      () => byEnding ?? formatNamed('canonical'),
    );
    // Opinions without a member are the list's own, and both editions are the same list, which goes by the name of the
    // newer; the older goes by another, or nobody could say which of the two has a bad row.
    const member = nameOf(operands[1] ?? '-');
    const older = job.sources[0]?.name === member ? { name: operands[0] ?? '-' } : {};
    const sources = job.sources.map((source, i) => ({ ...source, ...(i === 1 ? { name: member } : older), member }));
    const target = output === null ? null : job.target;
    const outcome = await runDiff({ ...job, sources, target, countsUpkeep: false }, session.world);
    if (!(outcome.failure instanceof Failure)) {
      // The delta itself may be on standard output.
      const stream = output === '-' ? host.stderr : host.stdout;
      if (output === null || !options.quiet) {
        await stream.write(diffText(outcome.count, styleOf(colourLevel(options.color, host.env, stream))));
      }
    }
    return session.finish(outcome, outcome.failure === null ? outcome.count : undefined);
  },
});
