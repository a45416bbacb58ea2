// Random small trees of names, every name near them that somebody could ask for, and the model of what a list of them
// blocks. The model knows nothing of formats and programs: an entry and a name, yes or no.
import type { Random } from './random.ts';
import { oneOf } from './random.ts';
import type { Listed } from './written.ts';

/** A name as a client spells it, and as it is meant. */
export interface Question {
  readonly host: string;
  readonly name: string;
}

const LABELS = ['a', 'b', 'c', 'www', 'x-1', '_x', '-a', '0', 'xn--bcher-kva', 'a'.repeat(63), 'ads'];
const ENDINGS = ['example.com', 'example.net', 'example.org', 'site.example', 'example.invalid'];

export function randomNames(random: Random, count: number): Listed[] {
  return Array.from({ length: count }, (): Listed => {
    const depth = random(4);
    const labels = Array.from({ length: depth }, () => oneOf(random, LABELS));
    const text = [...labels, oneOf(random, ENDINGS)].join('.');
    return { kind: 'domain', text, scope: random(3) === 0 ? 'subtree' : 'exact' };
  });
}

/** The model: itself, or any name that ends in a dot and a listed subtree. */
export function isNameListed(entries: readonly Listed[], name: string): boolean {
  return entries.some(({ text, scope }) => name === text || (scope === 'subtree' && name.endsWith(`.${text}`)));
}

/** Listed names, what is above, below and beside them, what looks like them, and other spellings of some. */
export function questionsAbout(entries: readonly Listed[]): Question[] {
  const names = new Set<string>();
  for (const { text } of entries) {
    const labels = text.split('.');
    for (let i = 0; i < labels.length; i++) names.add(labels.slice(i).join('.'));
    for (const below of ['q', 'www', 'q.r', 'a.b.c.d']) names.add(`${below}.${text}`);
    names.add([`q${labels[0]}`, ...labels.slice(1)].join('.'));
    names.add(['q', ...labels.slice(1)].join('.'));
    names.add(`x${text}`).add(`-${text}`).add(`${text}.evil.test`).add(`${text}x`);
  }
  const usable = [...names].filter((name) => name.length <= 253 && name.split('.').every((label) => label.length < 64));
  return usable.sort().flatMap((name, i) => {
    const spellings = [name, name.toUpperCase(), `${name}.`, `${name}:80`];
    return [...new Set([name, spellings[i % spellings.length] ?? name])].map((host) => ({ host, name }));
  });
}
