// listbridge init: a configuration, a policy and a job for CI, to start from. It asks nothing and replaces nothing unasked.
import * as z from 'zod';
import { EXIT, type ExitCode } from '../model/failure.ts';
import { pathOf } from '../pipeline/save.ts';
import { initText } from '../report/init-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { ciChoices, initFiles, KEY_FILE } from './shared/init-files.ts';
import { makeKey, placeFiles } from './shared/init-write.ts';
import { policyChosen } from './shared/policy-choice.ts';
import { defineCommand, option } from './shared/spec.ts';

export const init = defineCommand({
  name: 'init',
  summary: 'write a configuration, a policy and a job for CI to start from',
  operands: [{ usage: '[folder]', about: 'the root of the repository; default: this folder' }],
  options: {
    extends: option({
      flags: '--extends <policy>',
      about: 'the policy that yours extends (listbridge policy list)',
      group: 'Output',
      schema: z
        .string()
        .regex(/^[\w./-]+$/u, 'expected the name of a policy, or of a file')
        .default('isp-default'),
    }),
    ci: option({
      flags: '--ci <which>',
      about: `build servers to write a job for: ${ciChoices.join(', ')}, or none; default: ${ciChoices.join(' and ')}`,
      group: 'Output',
      repeats: true,
      schema: z.array(z.enum([...ciChoices, 'none'])).default([...ciChoices]),
    }),
    aliasKey: option({
      flags: '--alias-key',
      about: `also make ${KEY_FILE} (mode 0600): with it entries keep their aliases from edition to edition`,
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    force: option({
      flags: '-f, --force',
      about: 'replace files that are there; a key is never replaced',
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    color: answerOptions.color,
  },
  examples: [
    { line: 'init', does: 'in this folder, for GitHub Actions and GitLab CI' },
    { line: 'init lists --ci github --extends iwol', does: 'for one build server, by the policy of a list' },
    { line: 'init --ci none --alias-key', does: 'no job, and a key for aliases that last' },
  ],
  async run([folder = '.'], options, host): Promise<ExitCode> {
    const ci = ciChoices.filter((each) => options.ci.includes(each)); // none is none of them
    const files = initFiles(options.extends, ci);
    // A policy that ships; a file of yours is looked for when the policy is used.
    if (!/[./]/u.test(options.extends)) await policyChosen(options.extends, host);
    const root = pathOf(folder, host);
    const written = await placeFiles(root, files, options.force);
    const all = options.aliasKey ? written.concat(await makeKey(root)) : written;
    await host.stdout.write(initText(all, styleOf(colourLevel(options.color, host.env, host.stdout))));
    return EXIT.ok;
  },
});
