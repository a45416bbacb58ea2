// Whether the registry has a file already, and what is to be told of that instead of importing it once more.
import type { Report } from '../../model/findings.ts';
import type { Edition } from '../../registry/edition.ts';
import { neverLive, outdatedBy } from '../../registry/held.ts';
import { readingIn } from './reading-words.ts';

interface File {
  readonly operand: string;
  readonly sha256: string | null;
  readonly format: string;
  /** The command that was given, as the history keeps it. */
  readonly command: string;
}

interface Asked {
  readonly mode: 'replace' | 'apply';
  /** The number of the live edition, 0 where there is none. */
  readonly live: number;
  /** Whether the list is to be held against another policy from now on. */
  readonly isOther: boolean;
}

/** The edition that the file is already, of which nothing new is to be made; null where it is to be imported. */
export function sameFile(
  { sha256, format, command }: File,
  editions: readonly Edition[],
  asked: Asked,
): Edition | null {
  const same = editions.filter((each) => each.sha256 === sha256 && each.state !== 'accepted');
  const last = same.at(-1) ?? null;
  // What was rejected stays so however often it comes, also once it would fit the limits; who wants it in asks in another way.
  if (last?.state === 'rejected' && isAskedAlike(last.command, command)) return last;
  // What somebody went back behind may come again.
  const back = editions.findLast(({ action }) => action === 'rollback')?.number ?? 0;
  const twin = same.findLast((each) => {
    if (each.number <= back || each.state === 'rejected') return false;
    return each.state !== 'held' || (outdatedBy(each, editions) === null && isAskedAlike(each.command, command));
  });
  // Read in another way it says something else: so a list that was misread is corrected.
  if (twin === undefined || twin.format !== format || readingOf(twin, editions) !== readingIn(command)) return null;
  // An older full edition that comes again is a step back, and somebody wants it; the last one that comes again is not.
  const isLast = twin.number >= asked.live;
  return (asked.mode === 'apply' ? !isLast || !asked.isOther : isLast && !asked.isOther) ? twin : null;
}

/** One that was accepted was read as when it came. */
function readingOf(edition: Edition, editions: readonly Edition[]): string {
  const came = (each: Edition): boolean =>
    each.state === 'accepted' && each.sha256 === edition.sha256 && each.number < edition.number;
  return readingIn((edition.action === 'accept' ? (editions.findLast(came) ?? edition) : edition).command);
}

export function tellSame(same: Edition, { operand: input }: File, list: string, report: Report): void {
  const { number: edition, state, held } = same;
  if (state === 'held' && held !== null) report('registry/held', { edition, list, reason: held });
  else if (state === 'rejected') report('registry/rejected-before', { input, list, never: neverLive(same) ?? '' });
  else report('registry/already-imported', { input, edition, list });
}

/** Whether two commands ask for the same, whatever the file is called: a file that is held may be let in by another limit. */
function isAskedAlike(one: string, other: string): boolean {
  const asked = (command: string): string => command.slice(command.lastIndexOf(' --list '));
  return asked(one) === asked(other);
}
