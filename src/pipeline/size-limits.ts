// How far an output may shrink or grow against the file it replaces. A list cut on its way shrinks, a file from the wrong
// folder makes it jump; both look like any other list line by line (research url-formats 6.2, 1 March 2012).
import { Failure, refused } from '../model/failure.ts';
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import { peekFile } from './files.ts';
import { isOwnFile } from './own-file.ts';
import { readBack } from './read-back.ts';
import { pathOf } from './save.ts';
import { goesAtOnce, type Target } from './target.ts';
import { unzippedHead } from './unzip.ts';

/** In per cent of the entries that are replaced; null: no limit. */
export interface SizeLimits {
  readonly shrink: number | null;
  readonly growth: number | null;
}

/** Refuses an output of so many rows where it goes past a limit. Rows are counted, not bytes: a comment is no entry. */
export async function checkSize(
  target: Target,
  after: number,
  limits: SizeLimits,
  { host, findings }: { readonly host: Host; readonly findings: Findings },
): Promise<void> {
  if (limits.shrink === null && limits.growth === null) return;
  const { format } = target;
  if (format.read === undefined) {
    // As an option that is refused; a policy is about many targets, and says so of the one it cannot be held to.
    findings.report('policy/not-judged', { rule: 'size limits', reason: `${format.id} cannot be read back` });
    return;
  }
  const before = await entriesIn(target, host);
  if (before === null || before === 0) return;
  const args = { output: target.operand, before, after };
  if (limits.shrink !== null && (before - after) * 100 > limits.shrink * before) {
    throw refused('output/would-shrink', { ...args, limit: limits.shrink });
  }
  if (limits.growth !== null && (after - before) * 100 > limits.growth * before) {
    throw refused('output/would-grow', { ...args, limit: limits.growth });
  }
}

/** Entries of the file at the place of the output; null where there is nothing that could be compared. */
async function entriesIn(target: Target, host: Host): Promise<number | null> {
  if (goesAtOnce(target)) return null;
  const existing = await peekFile(pathOf(target.operand, host));
  if (existing === null || existing.size === 0) return null;
  // --force replaces a file of another format, and the entries of that are none of this list.
  if (target.force && !(await isOwnFile(target, unzippedHead(existing.head), host))) return null;
  let count = 0;
  try {
    for await (const batch of readBack(target.operand, target, host)) count += batch.count;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw refused('output/uncounted', { output: target.operand }, error);
  }
  // A file with content and without a single entry that can be read says nothing of how many there were.
  if (count === 0) throw refused('output/uncounted', { output: target.operand });
  return count;
}
