// npm run build: bundles src into a few files under dist. Node takes close to a millisecond to find, read and link a
// module, and there are five hundred (docs/decisions/0011-one-bundle.md). Packages stay packages, but for one.
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** A hundred modules, of which two thirds are messages in other languages: left out, both threads start sooner. */
const BUNDLED = 'zod';

await build({
  input: {
    process: 'src/process.ts',
    index: 'src/index.ts',
    'reading-thread': 'src/threads/reading-thread.ts',
    'writing-thread': 'src/threads/writing-thread.ts',
  },
  platform: 'node',
  external: (id) => !/^[./]/u.test(id) && id !== BUNDLED,
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
});
copyFileSync(`node_modules/${BUNDLED}/LICENSE`, `dist/${BUNDLED}.LICENSE`);
