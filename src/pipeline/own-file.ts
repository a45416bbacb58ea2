// Whether a file is an edition of what the target writes: yesterday's list must be replaced by today's without --force.
// Detection alone cannot tell: it is for files that nobody named, so it says nothing of bare hashes, or takes lines of
// JSON for another format. Here the format is named, so its own reader is asked (docs/decisions/0007).
import { headOf } from '../formats/detect.ts';
import type { Head } from '../formats/format.ts';
import { Failure } from '../model/failure.ts';
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import { type Faults, readBack } from './read-back.ts';
import { checkTarget } from './save.ts';
import { outputName, type Target } from './target.ts';

/** Rows after which it is clear what a file is. */
const ENOUGH = 1000;

interface World {
  readonly host: Host;
  readonly findings: Findings;
}

/** Refuses a place that holds an input, or a file of another format; gives the beginning of what will be replaced. */
export async function checkPlace(target: Target, inputs: ReadonlySet<string>, { host }: World): Promise<Head | null> {
  const head = await checkTarget(
    {
      operand: target.operand,
      inputs,
      format: target.format.id,
      isEncrypted: Boolean(target.sealing?.recipients),
      mayReplace: async (head) => target.force || isOwnFile(target, head, host),
    },
    host,
  );
  return head === null ? null : headOf(head, '', false);
}

/** A plan writes nothing: another file at the place does not stop it, and is told. */
export async function checkPlannedPlace(
  target: Target,
  inputs: ReadonlySet<string>,
  world: World,
): Promise<Head | null> {
  try {
    return await checkPlace(target, inputs, world);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'output/exists') throw error;
    world.findings.report('output/exists', { output: outputName(target), format: target.format.id });
    return null;
  }
}

/** `head`: the first bytes of the file at the place of the target, unpacked. */
export async function isOwnFile(target: Target, head: Uint8Array, host: Host): Promise<boolean> {
  return target.format.detect(headOf(head, '', false)) !== null || readsWell(target, host);
}

/** Nine rows in ten are read; an edition without rows is read without a word. */
async function readsWell(target: Target, host: Host): Promise<boolean> {
  if (target.format.read === undefined) return false;
  const faults: Faults = { rejected: 0, reported: 0 };
  let accepted = 0;
  try {
    for await (const { count } of readBack(target.operand, target, host, faults)) {
      accepted += count;
      if (accepted + faults.rejected >= ENOUGH) break;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false;
  }
  return accepted === 0 ? faults.rejected + faults.reported === 0 : faults.rejected * 9 <= accepted;
}
