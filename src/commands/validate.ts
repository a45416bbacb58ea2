// listbridge validate: reads lists to the end, judges them, writes nothing but reports. For CI.
import { defineListCommand, runOptions } from './shared/list-command.ts';
import { readingJob } from './shared/list-job.ts';
import { inputOptions } from './shared/options.ts';

export const validate = defineListCommand({
  name: 'validate',
  summary: 'check lists and exit 1 when something is wrong',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...runOptions,
  },
  examples: [
    { line: 'validate partner.csv', does: 'check, with the format recognised by content' },
    {
      line: 'validate partner.csv --rejects mend-0131.csv --report json=report.json',
      does: 'keep refused rows, for CI',
    },
    { line: 'validate list.csv --policy iwol --as-of 2026-01-31', does: 'two reviews, verified within three months' },
    { line: 'validate list.csv --deny expiry/* --as-of 2026-01-31', does: 'expired entries fail the check' },
  ],
  job: readingJob,
});
