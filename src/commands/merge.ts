// listbridge merge: partner lists into one, every source on record, every conflict told.

import { isNamedFor } from '../formats/detect.ts';
import type { Format } from '../formats/format.ts';
import type { Report } from '../model/findings.ts';
import { formatNamed } from './shared/format-choice.ts';
import { defineListCommand, runOptions } from './shared/list-command.ts';
import { formatByEnding, writingJob } from './shared/list-job.ts';
import { inputOptions, mergeOptions, outputOptions } from './shared/options.ts';

export const merge = defineListCommand({
  name: 'merge',
  summary: 'join partner lists into one, keeping every source, opinion and review',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...outputOptions,
    ...mergeOptions,
    ...runOptions,
    force: outputOptions.force,
  },
  examples: [
    { line: 'merge a.csv b.txt -o merged.jsonl', does: 'two partners into one canonical list, with their overlap' },
    { line: 'merge a.csv b.csv --from-profile partner.yaml -o merged.jsonl', does: 'columns explained by a profile' },
    { line: 'merge *.csv --merge-policy opinions=strictest --to csv -o all.csv', does: 'the strictest label stands' },
  ],
  job: (operands, options, host, session) =>
    writingJob(
      operands,
      options,
      host,
      session,
      'merge',
      () => formatByEnding(options.output) ?? canonicalFor(options.output, session.world.findings.report),
    ),
});

/** What holds all that a merge knows; told where the name of a file promises something else. */
function canonicalFor(output: string, report: Report): Format {
  const canonical = formatNamed('canonical');
  if (output !== '-' && !isNamedFor(canonical, output))
    report('output/format-assumed', { output, format: canonical.id });
  return canonical;
}
