// A new edition made by hand from one that the registry has: accepted, gone back to, or with some entries changed.
import type { ExitCode } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import type { Job } from '../../pipeline/job.ts';
import { run } from '../../pipeline/run.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { Edition } from '../../registry/edition.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { personText } from '../../registry/votes.ts';
import { type Agreement, agreed } from './agreement.ts';
import { openedSource } from './edition-source.ts';
import { type ANSWER, readingJob } from './list-job.ts';
import { judgeOptions, reportOptions } from './options.ts';
import { editionOperand } from './registry-place.ts';
import {
  changed,
  type Decision,
  factsByHand,
  reasonOptions,
  tellClock,
  tellMade,
  timeOf,
  voterOptions,
  withRegistry,
} from './registry-run.ts';
import { refusingNamed } from './said-text.ts';
import { unsealed } from './seal-options.ts';
import { openSession, type Session } from './session.ts';
import type { OptionsOf } from './spec.ts';
import { WaitingCount } from './waiting.ts';

/** Rows are looked at by no check here, so no day is named: what is left of judging is what a finding means for the exit code. */
const { guard: _guard, ownNames: _ownNames, drop: _drop, asOf: _asOf, ...judging } = judgeOptions;

export const changeOptions = { ...voterOptions, ...reasonOptions, ...judging, ...reportOptions };

type ChangeOptions = OptionsOf<typeof changeOptions> & {
  readonly registry: string | undefined;
  /** Where the command answers, if it does. */
  readonly output?: typeof ANSWER;
};

export interface Changing {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly session: Session;
  readonly decision: Decision;
  /** Filled by a change that others must agree to. */
  readonly agreement: Agreement;
  readonly job: Job;
}

export interface Change {
  /** The edition whose rows the new one is made of. */
  readonly from: Edition;
  /**
   * Reads what it needs before the lock is taken. What it returns gives the rows of the new edition, inside the
   * transaction; null: there is none yet, because others must agree. It tells by what it is given.
   */
  readonly prepare: (rows: Batches) => Promise<(tell: Report) => Batches | null>;
  /** What was asked for beside the list, as typed, for the history. */
  readonly words?: readonly string[];
  /** Done with it in the same transaction. */
  readonly afterwards?: () => void;
  /** Told of the new edition, once it is there. */
  readonly tell?: (edition: Edition) => Promise<void>;
}

/** Decides, and where that is enough makes the new edition, all in one transaction. */
export async function changeByHand(
  action: string,
  name: string,
  options: ChangeOptions,
  host: Host,
  changeOf: (changing: Changing) => Change,
): Promise<ExitCode> {
  const unused = { guard: [], ownNames: [], drop: [], asOf: undefined };
  const session = openSession(action, { ...options, ...unused, isByHand: true }, host);
  const read = {
    ...options,
    ...unused,
    rejects: undefined,
    from: [],
    fromProfile: [],
    fromOption: [],
    refang: false,
    ...unsealed,
  };
  const job = await readingJob([], read, host, session);
  const decision = { action, by: options.as, reason: options.reason, now: timeOf(host) };
  return withRegistry(options.registry, host, 'write', async (registry) => {
    const list = registry.list(name);
    const agreement: Agreement = [];
    const {
      from,
      prepare,
      words = [],
      afterwards,
      tell,
    } = changeOf({ registry, list, session, decision, agreement, job });
    const sources = [openedSource(registry, list, from, editionOperand(name, String(from.number)))];
    const before = registry.current(list)?.number;
    const texts = { '--reason': options.reason, '--as': personText(options.as) };
    let made: Edition | null = null;
    const keep = async (rows: Batches): Promise<void> => {
      const ready = await prepare(refusingNamed(rows, texts));
      const { interns, findings } = session.world;
      await changed(registry, findings.report, async (report) => {
        registry.refuseChanged(list, before);
        tellClock(list, registry.editions(list).at(-1), decision.now, report);
        const rowsNow = ready(report);
        if (rowsNow === null) return;
        const waiting = new WaitingCount(list, interns, from.facts.partner);
        const edition = await registry.replace(
          list,
          waiting.counted(rowsNow),
          interns,
          () => factsByHand(list, from, decision, agreed(agreement, decision, registry, list), words),
          () => waiting.rows,
        );
        afterwards?.();
        tellMade(list, edition, waiting.count, report);
        waiting.tell(report);
        made = edition;
      });
    };
    const outcome = await run({ ...job, sources, checks: [], keep }, session.world);
    if (outcome.failure === null && made !== null) await tell?.(made);
    return session.finish(outcome);
  });
}
