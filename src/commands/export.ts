// listbridge export: an edition of the registry in any format. The same run as convert, from the registry.
import type { ExitCode } from '../model/failure.ts';
import { run } from '../pipeline/run.ts';
import { planText } from '../report/plan.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { crosswalkOptions } from './shared/crosswalk-options.ts';
import { formatNamed } from './shared/format-choice.ts';
import { formatByEnding, writingJob } from './shared/list-job.ts';
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
import { registryOptions } from './shared/registry-options.ts';
import { editionOperand } from './shared/registry-place.ts';
import { atOptions } from './shared/registry-run.ts';
import { openSession } from './shared/session.ts';
import { defineCommand } from './shared/spec.ts';

export const exportList = defineCommand({
  name: 'export',
  summary: 'write an edition of the registry, of any day, in any format',
  operands: [{ usage: '<list>', about: 'the name of the list in the registry' }],
  options: {
    ...registryOptions,
    ...atOptions,
    decryptWith: inputOptions.decryptWith,
    passphraseFile: inputOptions.passphraseFile,
    rejects: inputOptions.rejects,
    ...outputOptions,
    ...planOptions,
    ...crosswalkOptions,
    ...memoryOptions,
    ...judgeOptions,
    ...policyOptions,
    ...reportOptions,
    force: outputOptions.force,
  },
  examples: [
    { line: 'export acme --to rpz-zone -o block.rpz', does: 'the live edition, for a name server' },
    { line: 'export acme --at 2026-01-05 -o acme.jsonl', does: 'what was live that day, as it was' },
    { line: 'export iwol --policy iwol --drop policy/reviews -o live.txt', does: 'only entries with enough reviews' },
  ],
  async run([list = ''], options, host): Promise<ExitCode> {
    const session = openSession('export', options, host, await policyChosen(options.policy, host));
    const read = {
      ...options,
      from: [],
      fromProfile: [],
      fromOption: [],
      refang: false,
      verifyWith: [],
      signature: [],
    };
    const job = await writingJob([editionOperand(list, options.at)], read, host, session, 'keep', () =>
      options.output === '-' ? formatNamed('canonical') : (formatByEnding(options.output) ?? formatNamed('canonical')),
    );
    const outcome = await run(job, session.world);
    if (!options.plan || outcome.failure !== null) return session.finish(outcome);
    const style = styleOf(colourLevel(options.color, host.env, host.stdout));
    const to = outcome.tally.target ?? '';
    const losses = outcome.plan;
    await host.stdout.write(planText({ from: 'registry', to, losses, graded: session.world.findings.list(), style }));
    return 0;
  },
});
