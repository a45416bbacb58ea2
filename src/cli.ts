// The program: parses the command line, runs one command, owns exit codes, signals and the only use of `process`.
// A command is loaded when it is called, because loading all of them costs more than many a run.
import type { CommandSpec } from './commands/shared/spec.ts';
import { EXIT, type ExitCode, Failure, unavailable } from './model/failure.ts';
import type { Host } from './model/host.ts';
import { reasonOf } from './model/system-reason.ts';
import { tool } from './tool.ts';

interface Verb {
  readonly summary: string;
  /** Of the registry: named in a row of their own where all commands are shown. */
  readonly isOfRegistry?: true;
  /** Reads lists beside other work, so that long ones are read by a second thread. */
  readonly movesLists?: true;
  load(): Promise<CommandSpec>;
}

// Summaries stand here so that `listbridge help` loads nothing; a test holds them against the commands.
export const verbs: Readonly<Record<string, Verb>> = {
  inspect: {
    summary: 'tell what a file is and what is in it, without values',
    load: async () => (await import('./commands/inspect.ts')).inspect as unknown as CommandSpec,
  },
  validate: {
    summary: 'check lists and exit 1 when something is wrong',
    load: async () => (await import('./commands/validate.ts')).validate as unknown as CommandSpec,
  },
  convert: {
    summary: 'write lists in another format, telling every loss',
    movesLists: true,
    load: async () => (await import('./commands/convert.ts')).convert as unknown as CommandSpec,
  },
  dedupe: {
    summary: 'keep every key once',
    movesLists: true,
    load: async () => (await import('./commands/dedupe.ts')).dedupe as unknown as CommandSpec,
  },
  merge: {
    summary: 'join partner lists into one, keeping every source, opinion and review',
    movesLists: true,
    load: async () => (await import('./commands/merge.ts')).merge as unknown as CommandSpec,
  },
  diff: {
    summary: 'tell what changed between two editions',
    load: async () => (await import('./commands/diff.ts')).diff as unknown as CommandSpec,
  },
  lookup: {
    summary: 'say whether and why digests, URLs or names are on a list',
    load: async () => (await import('./commands/lookup.ts')).lookup as unknown as CommandSpec,
  },
  import: {
    summary: 'keep a list in the registry: a whole edition, or a delta to the last one',
    isOfRegistry: true,
    movesLists: true,
    load: async () => (await import('./commands/import.ts')).importList as unknown as CommandSpec,
  },
  export: {
    summary: 'write an edition of the registry, of any day, in any format',
    isOfRegistry: true,
    load: async () => (await import('./commands/export.ts')).exportList as unknown as CommandSpec,
  },
  lists: {
    summary: 'show the lists of the registry',
    isOfRegistry: true,
    load: async () => (await import('./commands/lists.ts')).lists as unknown as CommandSpec,
  },
  history: {
    summary: 'tell who imported what into a list, and when',
    isOfRegistry: true,
    load: async () => (await import('./commands/history.ts')).history as unknown as CommandSpec,
  },
  why: {
    summary: 'say why values are listed: by which lists, since which edition, what is said of them',
    isOfRegistry: true,
    load: async () => (await import('./commands/why.ts')).why as unknown as CommandSpec,
  },
  accept: {
    summary: 'let the edition of a list go live that is held',
    isOfRegistry: true,
    load: async () => (await import('./commands/accept.ts')).accept as unknown as CommandSpec,
  },
  reject: {
    summary: 'decide that the edition of a list that is held never goes live',
    isOfRegistry: true,
    load: async () => (await import('./commands/reject.ts')).reject as unknown as CommandSpec,
  },
  rollback: {
    summary: 'make an earlier edition of a list the live one again',
    isOfRegistry: true,
    load: async () => (await import('./commands/rollback.ts')).rollback as unknown as CommandSpec,
  },
  withdraw: {
    summary: 'take entries off a list of the registry',
    isOfRegistry: true,
    load: async () => (await import('./commands/withdraw.ts')).withdraw as unknown as CommandSpec,
  },
  review: {
    summary: 'record that somebody looked at entries and confirms or refutes them',
    isOfRegistry: true,
    load: async () => (await import('./commands/review.ts')).review as unknown as CommandSpec,
  },
  appeal: {
    summary: 'record a complaint about an entry, and what was decided',
    isOfRegistry: true,
    load: async () => (await import('./commands/appeal.ts')).appeal as unknown as CommandSpec,
  },
  audit: {
    summary: 'print the audit log of the registry or its head, or verify that all is as it tells',
    isOfRegistry: true,
    load: async () => (await import('./commands/audit.ts')).audit as unknown as CommandSpec,
  },
  init: {
    summary: 'write a configuration, a policy and a job for CI to start from',
    load: async () => (await import('./commands/init.ts')).init as unknown as CommandSpec,
  },
  formats: {
    summary: 'list the formats, or describe one with its options',
    load: async () => (await import('./commands/formats.ts')).formats as unknown as CommandSpec,
  },
  policy: {
    summary: 'list the list policies, or explain one in plain words',
    load: async () => (await import('./commands/policy.ts')).policy as unknown as CommandSpec,
  },
  profile: {
    summary: 'list the column profiles, or tell column by column what one makes of a list',
    load: async () => (await import('./commands/profile.ts')).profile as unknown as CommandSpec,
  },
  crosswalk: {
    summary: 'list the crosswalks between label schemes, or show what one makes of each label',
    load: async () => (await import('./commands/crosswalk.ts')).crosswalk as unknown as CommandSpec,
  },
  explain: {
    summary: 'say what a finding means and what to do',
    load: async () => (await import('./commands/explain.ts')).explain as unknown as CommandSpec,
  },
  completion: {
    summary: 'print what makes bash, zsh or fish complete commands and values',
    load: async () => (await import('./commands/completion.ts')).completion as unknown as CommandSpec,
  },
  manual: {
    summary: 'print the manual page',
    load: async () => (await import('./commands/manual.ts')).manual as unknown as CommandSpec,
  },
};

/** Runs the program on these arguments. Expected failures and bugs end in an exit code; nothing is thrown. */
export async function main(argv: readonly string[], host: Host): Promise<ExitCode> {
  const [verb = ''] = argv;
  if (verb === '--version' || verb === '-V') {
    await host.stdout.write(`${tool.version}\n`);
    return EXIT.ok;
  }
  try {
    const { runCommandLine } = await import('./commands/shared/command-line.ts');
    return await runCommandLine(argv, verbs, host);
  } catch (error) {
    return explainEnd(error, verb, host);
  }
}

/** What to print and return for an error: a failure is explained, a signal or a closed pipe is quiet, a bug is told. */
async function explainEnd(error: unknown, verb: string, host: Host): Promise<ExitCode> {
  if (isClosedPipe(error)) return EXIT.ok;
  const failure = host.signal.aborted ? interrupted(host.signal) : (asUnwritable(error) ?? error);
  if (failure instanceof Failure) {
    const [{ failureText }, { colourLevel, styleOf }] = await Promise.all([
      import('./report/text.ts'),
      import('./report/style.ts'),
    ]);
    const style = styleOf(colourLevel('auto', host.env, host.stderr));
    await say(host, failureText(failure, style, { showValues: false }));
    return failure.exit;
  }
  const { bugBanner } = await import('./report/bug.ts');
  await say(host, bugBanner(error, { tool, command: verb, node: host.runtime }));
  return EXIT.bug;
}

/** A full disk behind standard output is no fault of the tool. */
function asUnwritable(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'write') return null;
  return unavailable('output/unwritable', { output: 'standard output', reason: reasonOf(error) }, error);
}

function interrupted({ reason }: AbortSignal): Failure {
  return new Failure(reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted, 'run/interrupted', {});
}

/** The last words; whoever has closed standard error does not get them. */
async function say(host: Host, text: string): Promise<void> {
  await host.stderr.write(text).catch(() => {});
}

/** The reader of our output has gone, as `head` does: that is no failure. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
