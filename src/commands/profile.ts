// listbridge profile: the profiles that come along, and what a profile makes of a list, column by column.
import * as z from 'zod';
import { headOf } from '../formats/detect.ts';
import { readProfile } from '../formats/profile.ts';
import { checkProfile } from '../formats/profile-check.ts';
import { shippedProfiles } from '../formats/profiles/index.ts';
import { closest } from '../model/closest.ts';
import { EXIT, type ExitCode, usage } from '../model/failure.ts';
import { openInput } from '../pipeline/open.ts';
import { run } from '../pipeline/run.ts';
import { profileCheckText, profilesText } from '../report/profile-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { profileText } from './shared/format-choice.ts';
import { ANSWER, readingJob } from './shared/list-job.ts';
import { inputOptions, judgeOptions, reportOptions } from './shared/options.ts';
import { openingOptions } from './shared/seal-options.ts';
import { openSession } from './shared/session.ts';
import { defineCommand, option } from './shared/spec.ts';

const ACTIONS = ['list', 'show', 'check'];

export const profile = defineCommand({
  name: 'profile',
  summary: 'list the column profiles, or tell column by column what one makes of a list',
  operands: [
    { usage: '[action]', about: 'list, show or check; default: list', values: ['list', 'show', 'check'] },
    { usage: '[name...]', about: 'the profiles to show, or the list to check' },
  ],
  options: {
    profile: option({
      flags: '--profile <name|file>',
      about: 'the profile to check: a file, or one that comes along',
      group: 'Input',
      schema: z.string().optional(),
    }),
    fromOption: inputOptions.fromOption,
    ...openingOptions,
    rejects: inputOptions.rejects,
    ...judgeOptions,
    ...reportOptions,
  },
  examples: [
    { line: 'profile list', does: 'the profiles that come along' },
    { line: 'profile show iwol > ours.yaml', does: 'one of them, to put the names of your columns into' },
    {
      line: 'profile check partner.csv --profile ours.yaml',
      does: 'what each column is read as, and how many rows fill it',
    },
  ],
  async run([action = 'list', ...names], options, host): Promise<ExitCode> {
    const style = styleOf(colourLevel(options.color, host.env, host.stdout));
    if (action === 'check') return check();
    if (action === 'list') await host.stdout.write(profilesText(shippedProfiles, style));
    else if (action === 'show') await host.stdout.write(wanted(names).map(textOf).join('\n'));
    else throw unknownAction(action);
    return EXIT.ok;

    async function check(): Promise<ExitCode> {
      const [list] = names;
      const { profile: file } = options;
      if (list === undefined || names.length > 1) throw usage('usage/command-line', { reason: 'check takes one list' });
      if (list === '-') throw usage('usage/command-line', { reason: 'check reads a list twice: name a file' });
      if (file === undefined) throw usage('usage/command-line', { reason: 'which profile? name it with --profile' });
      const described = readProfile(await profileText(file, host), file);
      const session = openSession('profile', options, host);
      const read = { ...options, registry: undefined, from: [], fromProfile: [file], refang: false, output: ANSWER };
      const job = await readingJob([list], read, host, session);
      const input = await openInput(list, host, { sha256: false }, job.sources[0]?.opening);
      try {
        const { bytes } = headOf(input.head, input.name, input.whole);
        await host.stdout.write(profileCheckText(checkProfile(described, bytes), style));
      } finally {
        await input.close();
      }
      return session.finish(await run(job, session.world));
    }
  },
});

function wanted(names: readonly string[]): readonly string[] {
  if (names.length > 0) return names;
  throw usage('usage/command-line', { reason: `show which? ${shippedProfiles.map(({ id }) => id).join(', ')}` });
}

function textOf(name: string): string {
  const shipped = shippedProfiles.find(({ id }) => id === name);
  if (shipped !== undefined) return shipped.text;
  const ids = shippedProfiles.map(({ id }) => id);
  const near = closest(name, ids);
  throw usage('usage/command-line', {
    reason: `no profile of that name comes along${near === null ? `: ${ids.join(', ')}` : `; did you mean ${near}?`}`,
  });
}

function unknownAction(action: string): Error {
  const near = closest(action, ACTIONS);
  const hint = near === null ? `it is ${ACTIONS.join(', ')}` : `did you mean ${near}?`;
  return usage('usage/command-line', { reason: `that is no action of profile; ${hint}` });
}
