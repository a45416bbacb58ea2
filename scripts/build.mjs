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
 * What nearly every command loads, in few files: to find one, read it and link it takes longer than to compile it. The first
 * is all that `--version` needs.
 */
const GROUPS = [
  { name: 'start', test: /[\\/]src[\\/](?:model[\\/](?:failure|system-reason)|surroundings|tool)\.ts$/u },
  { name: 'schemas', test: /[\\/]node_modules[\\/]zod[\\/]/u },
  { name: 'registry', test: /[\\/]src[\\/](?:registry|sqlite)[\\/]/u },
  {
    name: 'command-line',
    test: /[\\/]src[\\/]commands[\\/]shared[\\/](?:answer-options|help|meanings|option-values|registry-(?:options|place)|spec)\.ts$/u,
  },
];

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
    codeSplitting: { groups: GROUPS },
  },
});
for (const name of BUNDLED) copyFileSync(`node_modules/${name}/LICENSE`, `dist/${name}.LICENSE`);
