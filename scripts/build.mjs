// npm run build: bundles src into a few files under dist. Node takes close to a millisecond to find, read and link a
// module, and there are five hundred (docs/decisions/0011-one-bundle.md). Packages stay packages, but for one.
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/**
 * zod has a hundred modules, of which two thirds are messages in other languages; commander is found and read by the older
 * loader of Node. In the bundle is what is used of them, and the program starts sooner.
 */
const BUNDLED = ['zod', 'commander'];

/**
 * What commander would start subcommands with that are programs of their own. This program has none, starts none, and need
 * not load what Node has for it, which takes as long as all of commander.
 */
const isForPrograms = (id, from) => id === 'node:child_process' && /[\\/]commander[\\/]/u.test(from ?? '');
const withoutPrograms = {
  name: 'without-programs',
  resolveId: (id, from) => (isForPrograms(id, from) ? '\0no-programs' : null),
  load: (id) => (id === '\0no-programs' ? 'module.exports = {};' : null),
};

/**
 * Who loads what: to find a file, read it and link it takes longer than to compile what it holds, so that all that these
 * import before they do anything stands in few files. `start` is all that `--version` needs.
 */
const LOADERS = {
  start: ['process.ts'],
  words: ['commands/shared/command-line.ts'],
  questions: ['commands/why.ts'],
  threads: ['threads/reading-thread.ts'],
  lists: ['commands/convert.ts'],
  log: ['commands/audit.ts'],
  others: ['crosswalk', 'explain', 'history', 'init', 'lists', 'policy'].map((name) => `commands/${name}.ts`),
};

/** In this order, each without what stands in those before it. A file is read only by who needs all of it, or nearly. */
const GROUPS = [
  { name: 'start', of: ['start'] },
  { name: 'words', of: ['words'] },
  { name: 'common', of: ['questions', 'threads'] },
  { name: 'options', of: ['questions', 'lists'] },
  { name: 'registry', of: ['questions'] },
  { name: 'files', of: ['log', 'threads'] },
  { name: 'places', of: ['log', 'lists'] },
  { name: 'findings', of: ['others', 'lists'] },
  { name: 'formats', of: ['threads'] },
  { name: 'lists', of: ['lists'] },
];

const loaded = new Map();

/** All that these modules import, but not when it is needed; without themselves, which stay files of their own. */
function closure(loader, build) {
  const known = loaded.get(loader);
  if (known !== undefined) return known;
  const entries = LOADERS[loader].map((path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url)));
  const ids = new Set(entries);
  for (const id of ids) for (const imported of build.getModuleInfo(id)?.importedIds ?? []) ids.add(imported);
  for (const id of entries) ids.delete(id);
  loaded.set(loader, ids);
  return ids;
}

const groups = GROUPS.map(({ name, of }, i) => ({
  name: (id, build) => (of.every((loader) => closure(loader, build).has(id)) ? name : null),
  debugName: name,
  priority: GROUPS.length - i,
}));

await build({
  input: {
    process: 'src/process.ts',
    index: 'src/index.ts',
    'reading-thread': 'src/threads/reading-thread.ts',
    'writing-thread': 'src/threads/writing-thread.ts',
  },
  platform: 'node',
  external: (id, from) => !/^[./\0]/u.test(id) && !BUNDLED.includes(id) && !isForPrograms(id, from),
  plugins: [withoutPrograms],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups },
  },
});
for (const name of BUNDLED) copyFileSync(`node_modules/${name}/LICENSE`, `dist/${name}.LICENSE`);
