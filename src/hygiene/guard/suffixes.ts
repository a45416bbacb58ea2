// The rules of the public suffix list, both sections, as tldts carries them. Asking tldts name by name takes longer than
// all the rest of a conversion, so its rules are read out once and go into the name table.
import * as trie from 'tldts/dist/cjs/src/data/trie.js';
import { EXCEPTION, PRIVATE, PUBLIC, WILD_PRIVATE, WILD_PUBLIC } from './bits.ts';

const OF_REGISTRIES = 1;

/** Calls `add` with every rule: the name it is about, and what it says of that name. */
export function eachSuffixRule(add: (name: string, bits: number) => void): void {
  const { nodeFlags, rulesRoot, exceptionsRoot } = trie;
  walk(rulesRoot, '', (rule, node) => {
    const flag = nodeFlags[node] ?? 0;
    if (flag === 0) return;
    const isPublic = flag === OF_REGISTRIES;
    if (rule.startsWith('*.')) add(rule.slice(2), isPublic ? WILD_PUBLIC : WILD_PRIVATE);
    else add(rule, isPublic ? PUBLIC : PRIVATE);
  });
  walk(exceptionsRoot, '', (rule, node) => {
    if (nodeFlags[node] !== 0) add(rule, EXCEPTION);
  });
}

let starts: Uint32Array | null = null;

function labelStarts(): Uint32Array {
  if (starts !== null) return starts;
  starts = new Uint32Array(trie.edgeLength.length);
  for (let edge = 1; edge < starts.length; edge++) {
    starts[edge] = (starts[edge - 1] ?? 0) + (trie.edgeLength[edge - 1] ?? 0);
  }
  return starts;
}

function walk(node: number, suffix: string, visit: (name: string, node: number) => void): void {
  const { edgeStart, edgeLength, edgeChild, labelText } = trie;
  for (let edge = edgeStart[node] ?? 0; edge < (edgeStart[node + 1] ?? 0); edge++) {
    const start = labelStarts()[edge] ?? 0;
    const label = labelText.slice(start, start + (edgeLength[edge] ?? 0));
    // Keys are A-labels; the list names those too.
    if (/[^\0-\x7f]/u.test(label)) continue;
    const name = suffix === '' ? label : `${label}.${suffix}`;
    const child = edgeChild[edge] ?? 0;
    visit(name, child);
    walk(child, name, visit);
  }
}
