// How a file was read, as the history keeps it: the same bytes read in another way are another edition, and what was left out
// on demand must show. Files of rules stand there by their names and sums, so that a changed one differs; never list values.
import { hash } from 'node:crypto';
import type { Host } from '../../model/host.ts';
import type { Policy } from '../../model/policy.ts';
import { isoTime } from '../../model/times.ts';
import { pathOf } from '../../pipeline/save.ts';
import type { Source } from '../../pipeline/source.ts';
import { readText } from '../../pipeline/text-file.ts';
import type { ReadOptions } from './list-job.ts';

/** Those that decide about the rows. What `--from` says stands as the format of the edition, whoever chose it. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['--from-profile', '--from-option', '--drop', '--guard', '--own-names', '--as-of'],
]);

type Asked = Pick<ReadOptions, 'from' | 'refang' | 'drop' | 'guard' | 'ownNames' | 'asOf'>;

/** What was asked of the rows: rules by which none is left out only find something. */
export async function askedWords(
  { from, refang, drop, guard, ownNames, asOf }: Asked,
  policy: Policy | null,
  host: Host,
): Promise<string[]> {
  const words = [...from.flatMap((text) => ['--from', text]), ...(refang ? ['--refang'] : [])];
  if (policy !== null) words.push('--policy', drop.length === 0 ? policy.id : stamped(policy.id, policyText(policy)));
  if (drop.length === 0) return words;
  words.push(...[...new Set(drop)].sort().flatMap((code) => ['--drop', code]));
  if (asOf !== undefined) words.push('--as-of', isoTime(asOf));
  for (const [option, files] of [['--guard', guard] as const, ['--own-names', ownNames] as const]) {
    for (const file of files) words.push(option, stamped(file, await readText(pathOf(file, host))));
  }
  return words;
}

function policyText({ schemes, ...others }: Policy): string {
  return JSON.stringify([others, schemes === null ? null : [...schemes]]);
}

/** How the input was understood. */
export function layoutWords({ recipe, typed }: Source): string[] {
  const profile = recipe !== null && 'profile' in recipe ? stamped(recipe.file, recipe.profile) : null;
  return [
    ...(profile === null ? [] : ['--from-profile', profile]),
    ...Object.keys(typed)
      .sort()
      .flatMap((key) => ['--from-option', `${key}=${typed[key]}`]),
  ];
}

/** What of a command decided about the rows; none where an older version kept the command. */
export function readingIn(command: string): string {
  const words = command.match(/"[^"]*"|\S+/gu) ?? [];
  const kept: string[] = [];
  for (const [n, word] of words.entries()) {
    const value = words[n + 1] ?? '';
    if (word === '--refang') kept.push(word);
    else if (DECIDING.has(word) || (word === '--policy' && value.includes(STAMP))) kept.push(word, value);
  }
  return kept.join(' ');
}

const STAMP = '@sha256:';

function stamped(file: string, text: string): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}${STAMP}${hash('sha256', text, 'hex')}`;
}
