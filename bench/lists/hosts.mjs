// One million hosts(5) lines under reserved names: 10 % repeats, some in capitals, and a fifth of the names below
// another listed name. What is right is counted here by the plainest means there is, a Set of strings.
import { createFingerprint } from '../fingerprint.mjs';
import { shuffledIds, word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const suffixes = ['example', 'test', 'invalid', 'example.com', 'example.net', 'example.org'];

/** Ids below `parents` are sites (b7.test); the others are names below a site, of which only a quarter is listed. */
function nameOf(id, parents) {
  if (id < parents) return `b${id}.${suffixes[id % suffixes.length]}`;
  const site = word(id, 51) % (4 * parents);
  const below = id % 10 === 0 ? `w${id % 7}.` : '';
  return `${below}a${id}.b${site}.${suffixes[site % suffixes.length]}`;
}

/** Whether a name above this one is among them. */
export function isCovered(name, names) {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    if (names.has(name.slice(dot + 1))) return true;
  }
  return false;
}

export const hosts = {
  files: ['hosts.txt'],
  params: (scale) => ({ made: 2, rows: Math.round(1_000_000 * scale), repeats: 0.1, parents: 0.05, seed: 43 }),
  write(paths, { rows, repeats, parents, seed }) {
    const distinct = Math.round(rows * (1 - repeats));
    const sites = Math.round(distinct * parents);
    const names = new Set();
    const sink = new Sink(paths[0]);
    for (const [row, id] of shuffledIds(rows, distinct, seed).entries()) {
      const name = nameOf(id, sites);
      names.add(name);
      sink.room(100);
      sink.text(`0.0.0.0 ${word(row, 52) % 100 === 0 ? name.toUpperCase() : name}\n`);
    }
    sink.close();
    const exact = createFingerprint();
    const uncovered = createFingerprint();
    let probe = ''; // one that a name server may be asked for: some have answers of their own under reserved last labels
    for (const name of names) {
      exact.addText(name);
      if (isCovered(name, names)) continue;
      uncovered.addText(name);
      if (name.endsWith('.example.net')) probe = name;
    }
    return { rows, distinct: exact.value(), uncovered: uncovered.value(), probe };
  },
};
