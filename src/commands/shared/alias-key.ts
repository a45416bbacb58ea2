// --alias-key: the key that makes aliases last from edition to edition. It is only ever read from a file: what stands on a
// command line or in the environment is seen by whoever lists the processes of the machine.
import { unavailable, usage } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { modeOf } from '../../pipeline/files.ts';
import { pathOf } from '../../pipeline/save.ts';
import { readText } from '../../pipeline/text-file.ts';

/** Characters of a key that nobody guesses: 160 bits of base32, more of hexadecimal. */
const LEAST = 32;

/** Whoever may read the file beside its owner. */
const OTHERS = 0o077;

export async function aliasSecretOf(file: string, host: Host, report: Report): Promise<string> {
  const path = pathOf(file, host);
  let text: string;
  let mode: number;
  try {
    text = (await readText(path)).trim();
    mode = await modeOf(path);
  } catch (error) {
    throw unavailable('input/file-unreadable', { file, role: 'the key of aliases', reason: reasonOf(error) }, error);
  }
  if (text.length < LEAST) throw usage('usage/bad-alias-key', { input: file, want: LEAST });
  if ((mode & OTHERS) !== 0) report('run/alias-key-exposed', { input: file });
  return text;
}
