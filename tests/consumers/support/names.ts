// Random small trees of names, every name near them that somebody could ask for, and the model of what a list of them
// blocks: the one that resolvers and proxies are held to. It knows nothing of formats and programs.
import type { Operation } from '../../../src/model/scope.ts';
import { oneOf, type Random } from './random.ts';
import type { Listed } from './written.ts';

/** The whole meaning of a list: a name is blocked when a listed entry covers it and no exception does. */
export function isBlocked(entries: readonly Listed[], name: string): boolean {
  const covering = entries.filter((entry) => covers(entry, name));
  return (
    covering.some(({ operation }) => isPresent(operation)) && covering.every(({ operation }) => isPresent(operation))
  );
}

/** Whether a name that is blocked is so by a subtree: where the target answers otherwise for a name alone. */
export function isInSubtree(entries: readonly Listed[], name: string): boolean {
  return entries.some((entry) => entry.scope === 'subtree' && isPresent(entry.operation) && covers(entry, name));
}

/** What stands in a list of which some entries were refused. */
export function standing(entries: readonly Listed[], unfit: ReadonlySet<number>): Listed[] {
  return entries.filter((_, i) => !unfit.has(i));
}

function covers({ text, scope }: Listed, name: string): boolean {
  return name === text || (scope === 'subtree' && name.endsWith(`.${text}`));
}

function isPresent(operation: Operation = 'present'): boolean {
  return operation === 'present';
}

// What a DNS name may hold though a host name may not, a name in A-labels, and lengths that are digits or letters in
// ASCII: a matcher that compares bytes of the wire would take such a length for one.
const LABELS = [
  'a',
  'b',
  'c',
  'www',
  'ok',
  'x-1',
  'a_b',
  '_x',
  '-a',
  '0',
  'xn--bcher-kva',
  'c'.repeat(49),
  'd'.repeat(63),
];
/** Unbound has answers of its own for other reserved names. */
const ROOTS = ['example.com', 'example.net', 'example.org'];

export interface TreeSettings {
  readonly trees: number;
  /** What may be excepted: nothing, names with all below them, or single names too. */
  readonly exceptions: 'none' | 'subtrees' | 'all';
}

/** Small trees, each below a name of its own, so that many fit in one list. */
export function randomNames(random: Random, { trees, exceptions }: TreeSettings): Listed[] {
  const entries = new Map<string, Listed>();
  for (let tree = 0; tree < trees; tree++) {
    const names = [`t${tree}.${oneOf(random, ROOTS)}`];
    for (let i = 2 + random(5); i > 0; i--) {
      const child = `${oneOf(random, LABELS)}.${oneOf(random, names)}`;
      if (child.length <= 230) names.push(child);
    }
    // A name may come up twice, in both scopes.
    for (const text of names) {
      const kind = random(6);
      if (kind === 0) continue;
      const operation = kind >= 4 && exceptions !== 'none' ? 'excepted' : 'present';
      const isSingle = random(3) === 0 && (operation === 'present' || exceptions === 'all');
      const scope = isSingle ? 'exact' : 'subtree';
      entries.set(`${operation} ${scope} ${text}`, { kind: 'domain', text, scope, operation });
    }
  }
  return [...entries.values()];
}

/** The names of the entries and those around them: above, below, beside, and names that only look alike. */
export function namesAround(entries: readonly Listed[]): string[] {
  const names = new Set<string>();
  entries.forEach(({ text }, i) => {
    const labels = text.split('.');
    const [first = '', ...rest] = labels;
    names.add(text);
    for (let from = 1; from < labels.length - 1; from++) names.add(labels.slice(from).join('.'));
    const label = LABELS[i % LABELS.length];
    for (const below of ['q', 'q.r', 'a.b.c.d', `${label}`, `${label}.z`]) names.add(`${below}.${text}`);
    for (const beside of ['q', `q${first}`, `${first}q`]) names.add([beside, ...rest].join('.'));
    for (const before of ['x', '-', `x${String.fromCharCode(first.length)}`]) names.add(before + text);
    names.add(`${text}x`).add(`${text}.evil.example.net`);
  });
  // A length that is no letter makes no name.
  const isName = (name: string): boolean =>
    /^[a-z0-9_.-]{1,253}$/u.test(name) && name.split('.').every((label) => label.length < 64);
  return [...names].filter(isName).sort();
}

/** A name as a client of a proxy spells it, and as it is meant. */
export interface Question {
  readonly host: string;
  readonly name: string;
}

/** Every name around the entries, and every other one again in another spelling. */
export function questionsAbout(entries: readonly Listed[]): Question[] {
  return namesAround(entries).flatMap((name, i) => {
    const spellings = [name, name.toUpperCase(), `${name}.`, `${name}:80`];
    return [...new Set([name, spellings[i % spellings.length] ?? name])].map((host) => ({ host, name }));
  });
}
