// listbridge convert: one or more lists into one list of another format, as they are.
import { defineListCommand, runOptions } from './shared/list-command.ts';
import { writingJob } from './shared/list-job.ts';
import { inputOptions, outputOptions, planOptions } from './shared/options.ts';

export const convert = defineListCommand({
  name: 'convert',
  summary: 'write lists in another format, telling every loss',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...outputOptions,
    ...planOptions,
    ...runOptions,
    force: outputOptions.force,
  },
  examples: [
    {
      line: 'convert partner.csv --to plain-digests --to-option kind=md5 --allow-loss kind-dropped -o md5.txt',
      does: 'the MD5 column as a bare list, without other digests',
    },
    { line: 'convert hosts.txt --to rpz-zone -o block.rpz', does: 'hosts file to a response policy zone' },
    { line: 'convert partner.csv --to rpz-zone --plan', does: 'what would be lost, without writing' },
  ],
  job: (operands, options, host, session) => writingJob(operands, options, host, session, 'keep', () => null),
});
