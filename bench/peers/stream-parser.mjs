// @streamparser/json, parse only: counts the elements of `value` as it meets them, and keeps none.
// Run as a program it does the work; imported it says whether it is installed.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const about = fileURLToPath(new URL('../node_modules/@streamparser/json/package.json', import.meta.url));
const isInstalled = existsSync(about);

export const streamParser = {
  missing: isInstalled ? null : '@streamparser/json is not installed in bench',
  version: isInstalled ? JSON.parse(readFileSync(about, 'utf8')).version : null,
  command: (path) => [process.execPath, own, path],
};

async function countMedia(path) {
  const { JSONParser } = await import('@streamparser/json');
  const parser = new JSONParser({ paths: ['$.value.*'], keepStack: false });
  let media = 0;
  parser.onValue = () => media++;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) parser.write(chunk);
  process.stdout.write(`${JSON.stringify({ rows: media })}\n`);
}

if (process.argv[1] === own) await countMedia(process.argv[2]);
