// The driver for SQLite that listbridge uses, alone: steps through the hashes of a database and makes nothing of them.
// Run as a program it does the work; imported it says whether it is installed.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
/** The module that listbridge itself is installed with. */
const ofListbridge = createRequire(new URL('../../package.json', import.meta.url));

function version() {
  try {
    return ofListbridge('better-sqlite3/package.json').version;
  } catch {
    return null;
  }
}

export const sqliteDriver = {
  missing: version() === null ? 'better-sqlite3 is not installed' : null,
  version: version(),
  command: (path) => [process.execPath, own, path],
};

function countRows(path) {
  const Database = ofListbridge('better-sqlite3');
  const database = new Database(path, { readonly: true });
  let rows = 0;
  for (const { md5 } of database.prepare('SELECT id, md5 FROM hashes ORDER BY id').iterate()) rows += md5.length >> 4;
  process.stdout.write(`${JSON.stringify({ rows })}\n`);
}

if (process.argv[1] === own) countRows(process.argv[2]);
