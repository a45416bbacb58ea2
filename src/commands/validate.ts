// listbridge validate: reads lists to the end, judges them, writes nothing but reports. For CI.
import type { ExitCode } from '../model/failure.ts';
import { run } from '../pipeline/run.ts';
import { crosswalkOptions } from './shared/crosswalk-options.ts';
import { readingJob } from './shared/list-job.ts';
import { inputOptions, judgeOptions, memoryOptions, policyOptions, reportOptions } from './shared/options.ts';
import { policyChosen } from './shared/policy-choice.ts';
import { openSession } from './shared/session.ts';
import { defineCommand } from './shared/spec.ts';

export const validate = defineCommand({
  name: 'validate',
  summary: 'check lists and exit 1 when something is wrong',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...memoryOptions,
    ...judgeOptions,
    ...crosswalkOptions,
    ...policyOptions,
    ...reportOptions,
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
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('validate', options, host, await policyChosen(options.policy, host));
    return session.finish(await run(await readingJob(operands, options, host, session), session.world));
  },
});
