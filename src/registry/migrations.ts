// From any older version of the file to this one, step by step: `user_version` says how many a file has seen. A step is
// never changed once released.
import { refused, unavailable } from '../model/failure.ts';
import type { Database, DatabaseFile, OpenMode } from '../sqlite/driver.ts';
import { ALL, Blocks, CHANGES } from './blocks.ts';
import { APPLICATION, CENSUS, REJECTED, TABLES } from './schema.ts';

const STEPS: readonly ((database: Database, file: DatabaseFile) => void)[] = [
  (database) => database.exec(TABLES),
  // Numbers of 16 bits in blocks, which older versions cannot read, and pointers to the keys of records.
  pointAll,
  // Pointers to the names of records as well, what is counted of live editions, when a delta that came late was issued.
  (database, file) => {
    pointAll(database, file);
    database.exec(CENSUS);
  },
  // Held editions that somebody rejected, which an older version would let go live.
  (database) => database.exec(REJECTED),
];

function pointAll(database: Database, file: DatabaseFile): void {
  const blocks = new Blocks(database, file.operand);
  const editions = database
    .prepare(`SELECT DISTINCT list, edition, part FROM block WHERE part IN (${CHANGES}, ${ALL})`)
    .all();
  for (const { list, edition, part } of editions) {
    blocks.point(Number(list), Number(edition), part === ALL ? ALL : CHANGES);
  }
}

/** Makes the tables of a new file, and brings an older one up to date where it may be written to. */
export async function migrate(file: DatabaseFile, database: Database, mode: OpenMode): Promise<void> {
  const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  const application = pragma('application_id');
  const version = pragma('user_version');
  const isNew =
    version === 0 && application === 0 && database.prepare('SELECT 1 AS n FROM sqlite_schema').get() === undefined;
  if (!isNew && application !== APPLICATION) throw refused('registry/other-database', { input: file.operand });
  if (version > STEPS.length) throw unavailable('registry/newer', { input: file.operand });
  // A first import that was killed leaves such a file; only another import makes something of it.
  if (isNew && mode !== 'create') throw unavailable('registry/none', { input: file.operand });
  if (mode === 'read') {
    if (version < STEPS.length) throw unavailable('registry/older', { input: file.operand });
    return;
  }
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  if (version === STEPS.length) return;
  await database.transaction(async () => {
    // Another process may have done it while this one waited.
    for (let step = pragma('user_version'); step < STEPS.length; step++) {
      STEPS[step]?.(database, file);
      database.exec(`PRAGMA user_version = ${step + 1}; PRAGMA application_id = ${APPLICATION};`);
    }
  });
}
