// Where a run writes besides its list: rejects and reports. No input is written over, no two outputs are one file, and
// nothing is replaced but what the same command wrote: rejects once took the place of a live zone, and stood on standard
// output between the entries of a list.
import { refused, usage } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { isStream, peekFile } from './files.ts';
import { pathOf } from './save.ts';
import { unzippedHead } from './unzip.ts';

/** Refuses before anything is opened when an output is an input, or two outputs are the same file or both standard output. */
export async function checkPlaces(inputs: readonly string[], outputs: readonly string[], host: Host): Promise<void> {
  const read = new Set<string>();
  for (const input of inputs) if (input !== '-') read.add(await placeOf(input, host));
  const written = new Set<string>();
  for (const output of outputs) {
    const isStandard = output === '-';
    if (!isStandard && (await isStream(pathOf(output, host)))) continue; // what is passed on is written over by nothing
    const place = isStandard ? output : await placeOf(output, host);
    if (read.has(place)) throw refused('output/is-input', { output });
    if (written.has(place)) throw usage('usage/written-twice', { output: isStandard ? 'standard output' : output });
    written.add(place);
  }
}

export interface Place {
  readonly operand: string;
  /** What may be replaced there, in words behind `is not`. */
  readonly what: string;
  /** Whether a file that begins so may be replaced. */
  readonly isOwn: (head: Uint8Array) => boolean;
}

/** Refuses a place where something else stands. */
export async function checkReplaced(places: readonly Place[], host: Host): Promise<void> {
  for (const { operand, what, isOwn } of places) {
    const existing = operand === '-' ? null : await peekFile(pathOf(operand, host));
    if (existing === null || existing.size === 0 || isOwn(unzippedHead(existing.head))) continue;
    throw refused('output/exists', { output: operand, format: what });
  }
}

/** What tells a file whatever name it goes by: its identity, or its path where there is none yet. */
async function placeOf(operand: string, host: Host): Promise<string> {
  const path = pathOf(operand, host);
  return (await peekFile(path))?.identity ?? path;
}
