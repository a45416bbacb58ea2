// csv-parse, parse only: counts the records of a CSV in its fastest mode (arrays, `readable` + `read`).
// Run as a program it does the work; imported it says whether it is installed.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const about = fileURLToPath(new URL('../node_modules/csv-parse/package.json', import.meta.url));
const isInstalled = existsSync(about);

export const csvParse = {
  missing: isInstalled ? null : 'csv-parse is not installed in bench',
  version: isInstalled ? JSON.parse(readFileSync(about, 'utf8')).version : null,
  command: (path) => [process.execPath, own, path],
};

async function countRecords(path) {
  const { parse } = await import('csv-parse');
  const parser = createReadStream(path, { highWaterMark: 1 << 18 }).pipe(parse());
  let records = 0;
  parser.on('readable', () => {
    while (parser.read() !== null) records++;
  });
  await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  process.stdout.write(`${JSON.stringify({ rows: records - 1 })}\n`);
}

if (process.argv[1] === own) await countRecords(process.argv[2]);
