// listbridge dedupe: every key once, in the order first met. What the repeats say beside the key is kept.
import type { Format } from '../formats/format.ts';
import type { Source } from '../pipeline/source.ts';
import { defineListCommand, runOptions } from './shared/list-command.ts';
import { writingJob } from './shared/list-job.ts';
import { inputOptions, mergeOptions, outputOptions } from './shared/options.ts';

export const dedupe = defineListCommand({
  name: 'dedupe',
  summary: 'keep every key once',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...outputOptions,
    ...mergeOptions,
    ...runOptions,
    force: outputOptions.force,
  },
  examples: [
    { line: 'dedupe md5.txt --from-option kind=md5 -o unique.txt', does: 'a bare list, same format out' },
    { line: 'dedupe partner.csv -o unique.csv', does: 'rows of one file merged, labels and reviews kept' },
  ],
  job: (operands, options, host, session) => writingJob(operands, options, host, session, 'dedupe', sameFormat),
});

/** The format of the inputs, where they share one that can be written. */
function sameFormat(sources: readonly Source[]): Format | null {
  const [first, ...others] = sources.map(({ format }) => format);
  if (first?.write === undefined || others.some((format) => format !== first)) return null;
  return first;
}
