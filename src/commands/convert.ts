// listbridge convert: one or more lists into one list of another format, as they are.
import type { ExitCode } from '../model/failure.ts';
import { run } from '../pipeline/run.ts';
import { planText } from '../report/plan.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { crosswalkOptions } from './shared/crosswalk-options.ts';
import { writingJob } from './shared/list-job.ts';
import {
  inputOptions,
  judgeOptions,
  memoryOptions,
  outputOptions,
  planOptions,
  policyOptions,
  reportOptions,
} from './shared/options.ts';
import { policyChosen } from './shared/policy-choice.ts';
import { openSession } from './shared/session.ts';
import { defineCommand } from './shared/spec.ts';

export const convert = defineCommand({
  name: 'convert',
  summary: 'write lists in another format, telling every loss',
  operands: [{ usage: '<file...>', about: 'lists; - is standard input' }],
  options: {
    ...inputOptions,
    ...outputOptions,
    ...planOptions,
    ...memoryOptions,
    ...judgeOptions,
    ...crosswalkOptions,
    ...policyOptions,
    ...reportOptions,
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
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('convert', options, host, await policyChosen(options.policy, host));
    const job = await writingJob(operands, options, host, session, 'keep', () => null);
    const outcome = await run(job, session.world);
    if (!options.plan || outcome.failure !== null) return session.finish(outcome);
    const style = styleOf(colourLevel(options.color, host.env, host.stdout));
    const from = [...new Set(outcome.tally.inputs.map(({ format }) => format))].join(', ');
    const to = outcome.tally.target ?? '';
    await host.stdout.write(planText({ from, to, losses: outcome.plan, graded: session.world.findings.list(), style }));
    // Asked for on the command line or in a file; the text for people is the plan itself.
    if (options.report.length > 0)
      await session.finish({ ...outcome, tally: { ...outcome.tally, losses: outcome.plan } });
    return 0;
  },
});
