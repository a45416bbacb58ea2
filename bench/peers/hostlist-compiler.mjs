// AdGuard HostlistCompiler: hosts lines to rules of its own syntax, which is the only one it writes. In a process of its
// own: `node hostlist-compiler.mjs FILE OUT TRANSFORMATION...`. It can also fetch lists; here a connection ends the run.
// Run as a program it does the work; imported it says whether it is installed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const about = fileURLToPath(new URL('../node_modules/@adguard/hostlist-compiler/package.json', import.meta.url));
const isInstalled = existsSync(about);

export const hostlistCompiler = {
  missing: isInstalled ? null : '@adguard/hostlist-compiler is not installed in bench',
  version: isInstalled ? JSON.parse(readFileSync(about, 'utf8')).version : null,
  command: (input, output, ...transformations) => [process.execPath, own, input, output, ...transformations],
};

async function compile(input, output, transformations) {
  // http, https, tls and fetch all go through here.
  Socket.prototype.connect = () => {
    throw new Error('a peer wanted to connect to somewhere');
  };
  const { default: run } = await import('@adguard/hostlist-compiler');
  const rules = await run({ name: 'bench', sources: [{ source: input, type: 'hosts' }], transformations });
  writeFileSync(output, rules.join('\n'));
}

if (process.argv[1] === own) {
  const [input, output, ...transformations] = process.argv.slice(2);
  await compile(input, output, transformations);
}
