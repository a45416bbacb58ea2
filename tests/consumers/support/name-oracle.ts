// Random small trees of names with exceptions among them, every name near them, and what such a list means: the model
// that resolvers are held to. Proxies know no exceptions, and more spellings of a name: `names.ts`.
import type { Operation, Scope } from '../../../src/model/scope.ts';
import { oneOf, type Random } from './random.ts';

export interface Entry {
  readonly name: string;
  readonly scope: Scope;
  readonly operation: Operation;
}

/** The whole meaning of a list: a name is blocked when a listed entry covers it and no exception does. */
export function isBlocked(name: string, entries: readonly Entry[]): boolean {
  const covers = (entry: Entry): boolean =>
    name === entry.name || (entry.scope === 'subtree' && name.endsWith(`.${entry.name}`));
  const hit = entries.filter(covers);
  return hit.some(({ operation }) => operation === 'present') && !hit.some(({ operation }) => operation === 'excepted');
}

/** The seed of this run: printed, and taken from the environment to play a run again. */
export function seedOfRun(title: string): number {
  const given = process.env['LISTBRIDGE_SEED'];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  process.stderr.write(`${title}: LISTBRIDGE_SEED=${seed}\n`);
  return seed;
}

// The long ones have lengths that are digits in ASCII: a matcher that compares bytes would take the length for a letter.
const LABELS = ['a', 'b', 'www', 'ok', 'x-1', 'a_b', 'c'.repeat(49), 'd'.repeat(63)];
const ROOTS = ['example.com', 'example.net', 'example.org'];

export interface TreeSettings {
  readonly trees: number;
  /** Whether single names may be excepted, without those below them. */
  readonly hasSingleExceptions: boolean;
}

/** Small trees, each below a name of its own, so that many fit in one list. */
export function randomEntries(random: Random, { trees, hasSingleExceptions }: TreeSettings): Entry[] {
  const entries = new Map<string, Entry>();
  for (let tree = 0; tree < trees; tree++) {
    const top = `t${tree}.${oneOf(random, ROOTS)}`;
    const names = [top];
    for (let i = 2 + random(5); i > 0; i--) {
      const child = `${oneOf(random, LABELS)}.${oneOf(random, names)}`;
      if (child.length <= 230) names.push(child);
    }
    for (const name of names) {
      const kind = random(6);
      if (kind === 0) continue;
      const operation = kind >= 4 ? 'excepted' : 'present';
      const isSingle = random(3) === 0 && (operation === 'present' || hasSingleExceptions);
      entries.set(`${operation} ${name}`, { name, scope: isSingle ? 'exact' : 'subtree', operation });
    }
  }
  return [...entries.values()];
}

/** The names of the entries and those around them: above, below, beside, and names that only look alike. */
export function namesAround(entries: readonly Entry[], random: Random): string[] {
  const names = new Set<string>();
  for (const { name } of entries) {
    const [first = '', ...rest] = name.split('.');
    for (let at = 0; name.slice(at).split('.').length > 2; at = name.indexOf('.', at) + 1) names.add(name.slice(at));
    const label = LABELS[random(6)];
    names.add(`y.${name}`).add(`${label}.z.${name}`).add(`${label}.${name}`);
    names
      .add(`z.${rest.join('.')}`)
      .add(`x${name}`)
      .add(`x${String.fromCharCode(first.length)}${name}`);
    names.add(`${name}.example.net`);
  }
  // A length that is no letter makes no name.
  return [...names].filter((name) => /^[a-z0-9_.-]{1,253}$/u.test(name) && name.split('.').every((l) => l.length < 64));
}
