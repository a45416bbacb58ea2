// saxes, parse only: counts the entries of a page with namespaces and positions, as a strict reader would use it.
// Run as a program it does the work; imported it says whether it is installed.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const about = fileURLToPath(new URL('../node_modules/saxes/package.json', import.meta.url));
const isInstalled = existsSync(about);

export const saxes = {
  missing: isInstalled ? null : 'saxes is not installed in bench',
  version: isInstalled ? JSON.parse(readFileSync(about, 'utf8')).version : null,
  command: (path) => [process.execPath, own, path],
};

async function countEntries(path) {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: true, position: true });
  let rows = 0;
  parser.on('opentag', ({ local }) => {
    if (local === 'image') rows++;
  });
  parser.on('error', (error) => {
    throw error;
  });
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) parser.write(chunk);
  parser.close();
  process.stdout.write(`${JSON.stringify({ rows })}\n`);
}

if (process.argv[1] === own) await countEntries(process.argv[2]);
