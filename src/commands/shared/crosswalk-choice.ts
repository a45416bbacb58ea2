// From --crosswalk to the crosswalk: one that comes along, or a file.
import { shippedCrosswalks } from '../../crosswalks/examples/index.ts';
import { closest } from '../../model/closest.ts';
import type { Crosswalk } from '../../model/crosswalk.ts';
import { Failure, unavailable, usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { pathOf } from '../../pipeline/save.ts';
import { readText } from '../../pipeline/text-file.ts';

export async function crosswalkNamed(name: string, host: Host): Promise<Crosswalk> {
  const text = await crosswalkText(name, host);
  const { readCrosswalk } = await import('../../crosswalks/compile.ts'); // with a parser that takes time to load
  return readCrosswalk(text, name);
}

/** The text behind a name or in a file. */
export async function crosswalkText(name: string, host: Host): Promise<string> {
  const shipped = shippedCrosswalks.get(name);
  if (shipped !== undefined) return shipped;
  if (!/[./]/u.test(name)) throw usage('usage/unknown-crosswalk', { name, suggestion: hintFor(name) });
  try {
    return await readText(pathOf(name, host));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unavailable('input/file-unreadable', { file: name, role: 'the crosswalk', reason: reasonOf(error) }, error);
  }
}

function hintFor(name: string): string {
  const ids = [...shippedCrosswalks.keys()];
  const near = closest(name, ids);
  return near === null ? `; they are ${ids.join(', ')}, or a file such as ours.yaml` : `; did you mean ${near}?`;
}
