// How the registry is opened: made where there is none, brought up to date, and put in order after a process was killed.
import { Failure, unavailable } from '../model/failure.ts';
import { type DatabaseFile, EMPTY, type OpenMode, openDatabase, ownerOf } from '../sqlite/driver.ts';
import { migrate } from './migrations.ts';
import { Registry } from './registry.ts';
import { APPLICATION } from './schema.ts';

/**
 * Opens the registry; brings an older one up to date where it may be written to. What a killed process left half written
 * is put back, also for those who only read: to refuse them would leave an ISP without its list until the next import.
 */
export async function openRegistry(file: DatabaseFile, mode: OpenMode): Promise<Registry> {
  try {
    return await opened(file, mode);
  } catch (error) {
    if (mode !== 'read' || !(error instanceof Failure) || error.code !== 'sqlite/half-written') throw error;
    if (!isOurs(file)) throw error;
    await putBack(file).catch(() => {
      throw error;
    });
    return opened(file, mode);
  }
}

/** Another database that was named by mistake is left alone. A first import writes only the header before it is done. */
function isOurs(file: DatabaseFile): boolean {
  const { application, pages } = ownerOf(file);
  return application === APPLICATION || (application === 0 && pages <= 1);
}

/** The first look of a process that may write does it. */
async function putBack(file: DatabaseFile): Promise<void> {
  const database = await openDatabase(file, 'write');
  try {
    database.prepare('SELECT 1 FROM sqlite_schema').get();
  } finally {
    database.close();
  }
}

async function opened(file: DatabaseFile, mode: OpenMode): Promise<Registry> {
  const database = await openDatabase(file, mode).catch((error: unknown) => {
    if (mode === 'create' || !isMissing(error)) throw error;
    throw unavailable('registry/none', { input: file.operand }, error);
  });
  try {
    await migrate(file, database, mode);
    return new Registry(file, database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Not there, or empty, as a first import leaves it that was killed. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Failure ? (error.cause as { code?: unknown } | undefined)?.code : undefined;
  return code === 'ENOENT' || code === EMPTY;
}
