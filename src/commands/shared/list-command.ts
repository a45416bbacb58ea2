// A command that is one run over lists: told by its options and the job they make. Whoever plays it, the command line or
// another program (src/index.ts), plays the same job in the same session.
import type { ExitCode } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import type { Job, Outcome } from '../../pipeline/job.ts';
import { run } from '../../pipeline/run.ts';
import { planText } from '../../report/plan.ts';
import { colourLevel, styleOf } from '../../report/style.ts';
import { crosswalkOptions } from './crosswalk-options.ts';
import {
  type JudgeOptions,
  judgeOptions,
  memoryOptions,
  type PolicyOptions,
  type planOptions,
  policyOptions,
  type ReportOptions,
  reportOptions,
} from './options.ts';
import { policyChosen } from './policy-choice.ts';
import { openSession, type Session } from './session.ts';
import type { CommandSpec, OptionsOf, OptionTable } from './spec.ts';

/** What all of them take beside their inputs and outputs. */
export const runOptions = {
  ...memoryOptions,
  ...judgeOptions,
  ...crosswalkOptions,
  ...policyOptions,
  ...reportOptions,
};

/** The options that the session asks for itself. */
type SessionTable = ReportOptions & JudgeOptions & PolicyOptions;
export type ListTable = OptionTable & SessionTable;
type SessionOptions = OptionsOf<SessionTable> & Partial<OptionsOf<typeof planOptions>>;

export interface ListCommand<Table extends OptionTable = OptionTable> extends CommandSpec<Table> {
  job(operands: readonly string[], options: OptionsOf<Table>, host: Host, session: Session): Promise<Job>;
}

export interface Played {
  readonly session: Session;
  readonly outcome: Outcome;
}

/** Plays the command to its end; `also` is what a caller wants of the run beside it. */
export async function playList<Table extends ListTable>(
  { name, job }: Pick<ListCommand<Table>, 'name' | 'job'>,
  operands: readonly string[],
  options: OptionsOf<Table>,
  host: Host,
  also: (session: Session) => Pick<Job, 'watch'> = () => ({}),
): Promise<Played> {
  const judged: SessionOptions = options;
  const session = openSession(name, judged, host, await policyChosen(judged.policy, host));
  const asked = await job(operands, options, host, session);
  return { session, outcome: await run({ ...asked, ...also(session) }, session.world) };
}

export function defineListCommand<const Table extends ListTable>(
  spec: Omit<ListCommand<Table>, 'run'>,
): ListCommand<Table> {
  return {
    ...spec,
    async run(operands, options, host): Promise<ExitCode> {
      const played = await playList(spec, operands, options, host);
      const judged: SessionOptions = options;
      const isPlan = judged.plan === true && played.outcome.failure === null;
      return isPlan ? showPlan(played, judged, host) : played.session.finish(played.outcome);
    },
  };
}

async function showPlan({ session, outcome }: Played, options: SessionOptions, host: Host): Promise<ExitCode> {
  const style = styleOf(colourLevel(options.color, host.env, host.stdout));
  const from = [...new Set(outcome.tally.inputs.map(({ format }) => format))].join(', ');
  const to = outcome.tally.target ?? '';
  await host.stdout.write(planText({ from, to, losses: outcome.plan, graded: session.world.findings.list(), style }));
  // Asked for on the command line or in a file; the text for people is the plan itself.
  if (options.report.length > 0) await session.finish(outcome);
  return 0;
}
