// The registry: lists over time in one SQLite file. Every change is one transaction, which also writes the audit record of
// it. How rows are kept is the business of blocks.ts and changes.ts.
import type { Batch } from '../model/batch.ts';
import { closest } from '../model/closest.ts';
import { Failure, unavailable, usage } from '../model/failure.ts';
import type { Interns } from '../model/opinions.ts';
import type { Standing } from '../model/policy.ts';
import { isoTime } from '../model/times.ts';
import { type Database, type DatabaseFile, EMPTY, type OpenMode, openDatabase } from '../sqlite/driver.ts';
import { audit, summedTerms } from './audit.ts';
import { ALL, Blocks, CHANGES } from './blocks.ts';
import { type Counts, noCounts, writeChanges } from './changes.ts';
import { addEdition, type Edition, type EditionFacts, editionOf, standingOf } from './edition.ts';
import type { KeyRange } from './key-range.ts';
import { migrate } from './migrations.ts';
import { overlay, withoutGone } from './overlay.ts';
import { inFullOrder } from './records.ts';
import { contentSum, editionSum, NO_BLOCKS, type PartSums } from './sums.ts';
import { TermTable } from './terms.ts';

export interface ListEntry {
  readonly id: number;
  readonly name: string;
  /** What its policy asks for; null where it never had one. */
  readonly standing: Standing | null;
}

/** Once so many changes lie over a full edition, or half as many rows as it has, the next is kept in full, too. */
const MOST_CHANGES = 24;

export class Registry {
  readonly file: DatabaseFile;
  readonly database: Database;
  readonly #blocks: Blocks;
  #terms: TermTable | null = null;

  constructor(file: DatabaseFile, database: Database) {
    this.file = file;
    this.database = database;
    this.#blocks = new Blocks(database, file.operand);
  }

  close(): void {
    this.database.close();
  }

  lists(): ListEntry[] {
    return this.database.prepare('SELECT * FROM list ORDER BY name').all().map(listOf);
  }

  find(name: string): ListEntry | null {
    const row = this.database.prepare('SELECT * FROM list WHERE name = ?').get(name);
    return row === undefined ? null : listOf(row);
  }

  /** The list of this name; a failure where there is none. */
  list(name: string): ListEntry {
    const list = this.find(name);
    if (list !== null) return list;
    const near = closest(
      name,
      this.lists().map((each) => each.name),
    );
    throw usage('registry/no-list', { list: name, nearest: near === null ? '' : `; did you mean ${near}?` });
  }

  editions({ id }: ListEntry): Edition[] {
    return this.database.prepare('SELECT * FROM edition WHERE list = ? ORDER BY number').all(id).map(editionOf);
  }

  /** The edition that is live; null where none ever was. */
  current(list: ListEntry): Edition | null {
    return this.editions(list).findLast(({ state }) => state === 'live') ?? null;
  }

  /** The live edition of this number, or the one that was live on a day. */
  edition(list: ListEntry, at: { readonly number: number } | { readonly time: number } | null): Edition {
    const editions = this.editions(list);
    const live = editions.filter(({ state }) => state === 'live');
    const found =
      at === null
        ? live.at(-1)
        : 'number' in at
          ? editions.find(({ number, state }) => number === at.number && state !== 'accepted')
          : live.findLast((edition) => edition.at <= at.time);
    if (found === undefined) throw usage('registry/no-edition', { list: list.name, reason: whyNone(editions, at) });
    return found;
  }

  /** All rows of an edition, in order, as rows of a run. */
  *rows(list: ListEntry, edition: Edition, interns: Interns): Generator<Batch> {
    yield* this.#toRun(list, this.#kept(list, edition), interns);
  }

  /** The records of an edition that hold one of these keys. Their lines are 0: where they stand was not counted. */
  *near(list: ListEntry, edition: Edition, keys: readonly KeyRange[], interns: Interns): Generator<Batch> {
    const layers = this.#layers(list, edition, (number, part) => this.#blocks.near(list.id, number, part, keys));
    const terms = this.#termsOf(interns);
    const source = interns.sources.id(list.name);
    for (const batch of layers) yield { ...terms.toRun(batch, list.name, null), source };
  }

  /** The records with one of these keys that an edition changed; `op` is GONE or above of what it took away. */
  changesNear(list: ListEntry, edition: Edition, keys: readonly KeyRange[]): Iterable<Batch> {
    return this.#blocks.near(list.id, edition.number, CHANGES, keys);
  }

  *#toRun(list: ListEntry, batches: Iterable<Batch>, interns: Interns): Generator<Batch> {
    const terms = this.#termsOf(interns);
    let line = 1;
    for (const batch of batches) {
      yield terms.toRun(batch, list.name, line);
      line += batch.count;
    }
  }

  /** Numbers of sets are those of one run. */
  #termsOf(interns: Interns): TermTable {
    if (this.#terms?.interns !== interns) this.#terms = new TermTable(this.database, interns);
    return this.#terms;
  }

  #kept(list: ListEntry, edition: Edition): Iterable<Batch> {
    return this.#layers(list, edition, (number, part) => this.#blocks.read(list.id, number, part));
  }

  /** The last full edition with every change since laid over it. The newest changes are joined first: they are small. */
  #layers(
    list: ListEntry,
    edition: Edition,
    read: (number: number, part: typeof ALL | typeof CHANGES) => Iterable<Batch>,
  ): Iterable<Batch> {
    if (edition.state === 'held') return read(edition.number, ALL);
    const { base, number: last } = edition;
    const numbers = this.editions(list)
      .filter(({ state, number }) => state === 'live' && number > base && number <= last)
      .map(({ number }) => number);
    const bottom = base > 0 ? read(base, ALL) : read(numbers.shift() ?? 0, CHANGES);
    if (numbers.length === 0) return bottom;
    const [newest, ...others] = numbers.toReversed().map((number) => read(number, CHANGES));
    const changes = others.reduce((above: Iterable<Batch>, below) => overlay(below, above), newest ?? []);
    return withoutGone(overlay(bottom, changes));
  }

  /** What was read from an edition is no base for the next one when another came between. Inside a transaction. */
  refuseChanged(list: ListEntry, before: number | undefined): void {
    if (this.current(list)?.number !== before) throw unavailable('registry/changed-meanwhile', { list: list.name });
  }

  /** The list of this name, made where there is none. Inside a transaction. */
  ensure(name: string): ListEntry {
    this.database.prepare('INSERT INTO list (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
    return this.list(name);
  }

  /** From now on the list is held against this. Inside a transaction. */
  demand(list: ListEntry, standing: Standing): ListEntry {
    this.database.prepare('UPDATE list SET standing = ? WHERE id = ?').run(JSON.stringify(standing), list.id);
    return { ...list, standing };
  }

  /**
   * Makes these rows the next edition, in a transaction of the caller. What it is, live or held, is asked once the rows
   * are counted.
   */
  async replace(
    list: ListEntry,
    rows: AsyncIterable<Batch>,
    interns: Interns,
    facts: (counts: Counts) => EditionFacts,
  ): Promise<Edition> {
    const before = this.current(list);
    const number = (this.editions(list).at(-1)?.number ?? 0) + 1;
    const counts = noCounts();
    const older = before === null ? [] : this.#kept(list, before);
    const write = this.#blocks.writer(list.id, number, CHANGES);
    await writeChanges(older, this.#toKept(list, rows, interns), write.add, counts);
    const changes = write.end();
    const edition = addEdition(this.database, list.id, {
      ...facts(counts),
      ...counts,
      number,
      base: before?.base ?? 0,
    });
    let parts: PartSums = { changes, all: NO_BLOCKS };
    if (edition.state === 'held') parts = { changes: NO_BLOCKS, all: this.#holdChanges(list, edition, before) };
    else if (this.#needsFull(list, edition)) parts = { changes, all: this.#writeFull(list, edition) };
    const { action, at, person, input, held, reason } = edition;
    const note = [input ?? '', held ?? '', reason ?? ''].filter((text) => text !== '').join('; ');
    this.record({
      at,
      action: edition.state === 'held' ? `${action} held` : action,
      list: list.name,
      edition: number,
      ...(person === null ? {} : { by: person }),
      ...(note === '' ? {} : { note }),
      ...editionSum(this.database, list.id, number, contentSum(parts), summedTerms(this.database)),
    });
    return edition;
  }

  /** A held edition is kept in full: what it would change depends on when it is accepted. */
  #holdChanges(list: ListEntry, edition: Edition, before: Edition | null): string {
    const changes = this.#blocks.read(list.id, edition.number, CHANGES);
    const all = before === null ? changes : withoutGone(overlay(this.#kept(list, before), changes));
    const write = this.#blocks.writer(list.id, edition.number, ALL);
    for (const batch of all) write.add(batch);
    const sum = write.end();
    this.#blocks.drop(list.id, edition.number, CHANGES);
    return sum;
  }

  #needsFull(list: ListEntry, { base, number, rows }: Edition): boolean {
    const since = this.editions(list).filter(
      (each) => each.state === 'live' && each.number > base && each.number <= number,
    );
    const changes = base > 0 ? since : since.slice(1);
    const changed = changes.reduce((sum, each) => sum + each.added + each.removed + each.changed, 0);
    return changes.length > MOST_CHANGES || (changes.length > 0 && changed * 2 > rows);
  }

  #writeFull(list: ListEntry, edition: Edition): string {
    const write = this.#blocks.writer(list.id, edition.number, ALL);
    for (const batch of this.#kept(list, edition)) write.add(batch);
    this.database
      .prepare('UPDATE edition SET base = number WHERE list = ? AND number = ?')
      .run(list.id, edition.number);
    return write.end();
  }

  /** A held edition that became another one needs its rows no more. */
  settle(list: ListEntry, { number }: Edition): void {
    this.database.prepare("UPDATE edition SET state = 'accepted' WHERE list = ? AND number = ?").run(list.id, number);
    this.#blocks.drop(list.id, number, ALL);
  }

  async *#toKept({ name }: ListEntry, rows: AsyncIterable<Batch>, interns: Interns): AsyncGenerator<Batch> {
    const terms = this.#termsOf(interns);
    for await (const batch of inFullOrder(rows)) yield terms.toKept(batch, name);
  }

  record(entry: Parameters<typeof audit>[1]): void {
    audit(this.database, entry);
  }
}

/** Opens the registry; brings an older one up to date where it may be written to. */
export async function openRegistry(file: DatabaseFile, mode: OpenMode): Promise<Registry> {
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

function listOf(row: Readonly<Record<string, unknown>>): ListEntry {
  return { id: Number(row['id']), name: String(row['name']), standing: standingOf(row['standing']) };
}

/** Not there, or empty, as a first import leaves it that was killed. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Failure ? (error.cause as { code?: unknown } | undefined)?.code : undefined;
  return code === 'ENOENT' || code === EMPTY;
}

function whyNone(editions: readonly Edition[], at: Parameters<Registry['edition']>[1]): string {
  const live = editions.filter(({ state }) => state === 'live');
  const [first] = live;
  const last = editions.at(-1);
  if (first === undefined || last === undefined) return 'none of it is live yet';
  if (at === null || 'time' in at) return `the first was live from ${isoTime(first.at)} on`;
  const accepted = editions.find(({ number, state }) => number === at.number && state === 'accepted');
  const after = live.find(({ number, action, sha256 }) => {
    return action === 'accept' && number > at.number && sha256 === accepted?.sha256;
  });
  if (accepted === undefined) return last.number === 1 ? 'it has only one' : `they are numbered 1 to ${last.number}`;
  return `edition ${at.number} was held, and went live as ${after?.number ?? 'another'}`;
}
