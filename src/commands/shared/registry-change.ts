// A new edition made by hand from one that the registry has: accepted, gone back to, or with some entries changed.
import type { ExitCode } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { run } from '../../pipeline/run.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { Edition } from '../../registry/edition.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { openedSource } from './edition-source.ts';
import { readingJob } from './list-job.ts';
import { judgeOptions, reportOptions } from './options.ts';
import { editionOperand } from './registry-place.ts';
import { begun, factsByHand, isDecided, reasonOptions, tellClock, voterOptions, withRegistry } from './registry-run.ts';
import { unsealed } from './seal-options.ts';
import { openSession, type Session } from './session.ts';
import type { OptionsOf } from './spec.ts';

export const changeOptions = { ...voterOptions, ...reasonOptions, ...judgeOptions, ...reportOptions };

type ChangeOptions = OptionsOf<typeof changeOptions> & { readonly registry: string | undefined };

export interface Changing {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly session: Session;
}

export interface Change {
  /** The edition whose rows the new one has. */
  readonly from: Edition;
  /** What is voted on; null: one person is enough. */
  readonly subject: string | null;
  /** What the new edition has instead. */
  readonly rows?: (rows: Batches) => Batches;
  /** Done with it in the same transaction. */
  readonly afterwards?: () => void;
}

/** The last edition that waits. */
export function heldOf(registry: Registry, list: ListEntry): Edition | null {
  return registry.editions(list).findLast(({ state }) => state === 'held') ?? null;
}

/** Decides, and where that is enough makes the new edition, all in one transaction. */
export async function changeByHand(
  action: string,
  name: string,
  options: ChangeOptions,
  host: Host,
  changeOf: (changing: Changing) => Change,
): Promise<ExitCode> {
  const session = openSession(action, options, host);
  const read = {
    ...options,
    rejects: undefined,
    from: [],
    fromProfile: [],
    fromOption: [],
    refang: false,
    ...unsealed,
  };
  const job = await readingJob([], read, host, session);
  const decision = { action, by: options.as, reason: options.reason, now: job.asOf };
  return withRegistry(options.registry, host, 'write', async (registry) => {
    const list = registry.list(name);
    const {
      from,
      subject,
      rows: changed = (rows: Batches) => rows,
      afterwards,
    } = changeOf({ registry, list, session });
    const sources = [openedSource(registry, list, from, editionOperand(name, String(from.number)))];
    const before = registry.current(list)?.number;
    const keep = async (rows: Batches): Promise<void> => {
      const ready = await begun(changed(rows));
      await registry.database.transaction(async () => {
        registry.refuseChanged(list, before);
        tellClock(list, registry.editions(list).at(-1), decision.now, session);
        if (subject !== null && !isDecided(registry, list, subject, decision, session)) return;
        await registry.replace(list, ready, session.world.interns, () => factsByHand(list, from, decision));
        afterwards?.();
      });
    };
    return session.finish(await run({ ...job, sources, checks: [], keep }, session.world));
  });
}
