// npm run build: bundles src into a few files under dist. Node takes close to a millisecond to find, read and link a
// module, and there are five hundred (docs/decisions/0011-one-bundle.md). Packages stay packages.
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

await build({
  input: { process: 'src/process.ts', 'reading-thread': 'src/threads/reading-thread.ts' },
  platform: 'node',
  external: (id) => !/^[./]/u.test(id),
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
});
