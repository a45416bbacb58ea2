// Makes the synthetic lists, or takes those of an earlier run when they were made with the same parameters.
// Nothing in them comes from a real list: digests are pseudo-random digits, names are under reserved suffixes.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binarySets } from './lists/binary-sets.mjs';
import { digests } from './lists/digests.mjs';
import { editions } from './lists/editions.mjs';
import { hashSets } from './lists/hash-sets.mjs';
import { hosts } from './lists/hosts.mjs';
import { ncmec } from './lists/ncmec.mjs';
import { urls } from './lists/urls.mjs';
import { vics } from './lists/vics.mjs';
import { flawed, wide } from './lists/wide.mjs';

const lists = { digests, wide, flawed, hosts, urls, hashSets, binarySets, vics, ncmec, editions };

/** Returns `{ name: { paths, sizes, ...facts } }` for the lists named. */
export function prepareLists(names, scale, folder, say) {
  mkdirSync(folder, { recursive: true });
  return Object.fromEntries(names.map((name) => [name, prepare(name, scale, folder, say)]));
}

function prepare(name, scale, folder, say) {
  const list = lists[name];
  const paths = list.files.map((file) => join(folder, file));
  const note = join(folder, `${name}.json`);
  const params = list.params(scale);
  const before = readNote(note);
  if (before && isSame(before.params, params) && isSame(before.sizes, sizesOf(paths))) {
    return { paths, sizes: before.sizes, ...before.facts };
  }
  rmSync(note, { force: true });
  const started = performance.now();
  const facts = list.write(paths, params);
  const sizes = sizesOf(paths);
  // Last, so that a list without its note is made again.
  writeFileSync(note, `${JSON.stringify({ params, sizes, facts }, null, 1)}\n`);
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  say(`made ${name}: ${megabytes.toFixed(0)} MB in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return { paths, sizes, ...facts };
}

function readNote(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // absent or half-written: the list is made again
  }
}

function sizesOf(paths) {
  return paths.map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? -1);
}

function isSame(left, right) {
  return JSON.stringify(left) === JSON.stringify(right);
}
