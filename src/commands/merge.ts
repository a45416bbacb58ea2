// listbridge merge: partner lists into one, every source on record, every conflict told.

import { isNamedFor } from '../formats/detect.ts';
import type { Format } from '../formats/format.ts';
import type { ExitCode } from '../model/failure.ts';
import type { Report } from '../model/findings.ts';
import { run } from '../pipeline/run.ts';
import { crosswalkOptions } from './shared/crosswalk-options.ts';
import { formatNamed } from './shared/format-choice.ts';
import { formatByEnding, writingJob } from './shared/list-job.ts';
import {
  inputOptions,
  judgeOptions,
  memoryOptions,
  mergeOptions,
  outputOptions,
  policyOptions,
  reportOptions,
} from './shared/options.ts';
import { policyChosen } from './shared/policy-choice.ts';
import { openSession } from './shared/session.ts';
import { defineCommand } from './shared/spec.ts';

export const merge = defineCommand({
  name: 'merge',
  summary: 'join partner lists into one, keeping every source, opinion and review',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...outputOptions,
    ...mergeOptions,
    ...memoryOptions,
    ...judgeOptions,
    ...crosswalkOptions,
    ...policyOptions,
    ...reportOptions,
    force: outputOptions.force,
  },
  examples: [
    { line: 'merge a.csv b.txt -o merged.jsonl', does: 'two partners into one canonical list, with their overlap' },
    { line: 'merge a.csv b.csv --from-profile partner.yaml -o merged.jsonl', does: 'columns explained by a profile' },
    { line: 'merge *.csv --merge-policy opinions=strictest --to csv -o all.csv', does: 'the strictest label stands' },
  ],
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('merge', options, host, await policyChosen(options.policy, host));
    const job = await writingJob(
      operands,
      options,
      host,
      session,
      'merge',
      () => formatByEnding(options.output) ?? canonicalFor(options.output, session.world.findings.report),
    );
    return session.finish(await run(job, session.world));
  },
});

/** What holds all that a merge knows; told where the name of a file promises something else. */
function canonicalFor(output: string, report: Report): Format {
  const canonical = formatNamed('canonical');
  if (output !== '-' && !isNamedFor(canonical, output))
    report('output/format-assumed', { output, format: canonical.id });
  return canonical;
}
