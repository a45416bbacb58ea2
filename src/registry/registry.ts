// The registry: lists over time in one SQLite file. Every change is one transaction, which also writes the audit record of
// it. How rows are kept is the business of blocks.ts and changes.ts.
import type { Batch } from '../model/batch.ts';
import { closest } from '../model/closest.ts';
import { unavailable, usage } from '../model/failure.ts';
import type { Interns } from '../model/opinions.ts';
import type { Standing } from '../model/policy.ts';
import type { Database, DatabaseFile } from '../sqlite/driver.ts';
import { audit, boundCensus, REJECT, summedTerms } from './audit.ts';
import { ALL, Blocks, CHANGES } from './blocks.ts';
import {
  type Census,
  CensusCount,
  censusOf,
  censusSum,
  countedWithout,
  NOTHING_COUNTED,
  putCensus,
  type Touched,
  type WaitingRows,
} from './census.ts';
import { type Counts, noCounts, writeChanges } from './changes.ts';
import {
  addEdition,
  type Edition,
  type EditionFacts,
  editionOf,
  putRejection,
  type Rejection,
  standingOf,
} from './edition.ts';
import { type EditionAt, editionAmong, whyNone } from './edition-at.ts';
import type { KeyRange } from './key-range.ts';
import { Layers } from './layers.ts';
import { overlay, withoutGone } from './overlay.ts';
import { inFullOrder } from './records.ts';
import { contentSum, editionSum, NO_BLOCKS, type PartSums } from './sums.ts';
import { TermTable } from './terms.ts';
import { type Asked, copyOf, touchedBy } from './touched.ts';
import { acceptOf, forget, votesSum } from './votes.ts';

export interface ListEntry {
  readonly id: number;
  readonly name: string;
  /** What its policy asks for; null where it never had one. */
  readonly standing: Standing | null;
}

export class Registry {
  readonly file: DatabaseFile;
  readonly database: Database;
  readonly #blocks: Blocks;
  readonly #layers: Layers;
  #terms: TermTable | null = null;

  constructor(file: DatabaseFile, database: Database) {
    this.file = file;
    this.database = database;
    this.#blocks = new Blocks(database, file.operand);
    this.#layers = new Layers(database, this.#blocks);
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
  edition(list: ListEntry, at: EditionAt): Edition {
    const editions = this.editions(list);
    const found = editionAmong(editions, at);
    if (found === null) throw usage('registry/no-edition', { list: list.name, reason: whyNone(editions, at) });
    return found;
  }

  /** All rows of an edition, in order, as rows of a run. */
  *rows(list: ListEntry, edition: Edition, interns: Interns): Generator<Batch> {
    yield* this.#toRun(list, this.#layers.read(list.id, edition), interns);
  }

  /** The same for the edition after it: their lines are `KEPT`, which tells them from what comes in. */
  *keptRows(list: ListEntry, edition: Edition, interns: Interns): Generator<Batch> {
    for (const batch of this.#layers.read(list.id, edition)) yield this.#placeless(list, batch, interns);
  }

  /** The records of an edition that hold one of these keys. Their lines are `KEPT`: where they stand was not counted. */
  *near(list: ListEntry, edition: Edition, keys: readonly KeyRange[], interns: Interns): Generator<Batch> {
    for (const batch of this.#layers.near(list.id, edition, keys)) yield this.#placeless(list, batch, interns);
  }

  /** What is counted of the live edition; null where an older version made it, or somebody who did not tell the audit log. */
  census(list: ListEntry, live: Edition): Census | null {
    const bound = boundCensus(this.database, list.name, live.number);
    if (bound === null || censusSum(this.database, list.id, live.number) !== bound) return null;
    return censusOf(this.database, list.id, live.number);
  }

  /** What a delta with these keys and names may change of the live edition. */
  touched(list: ListEntry, live: Edition, asked: Asked, census: Census): Touched {
    const kept = touchedBy(asked, {
      near: (keys) => this.#layers.near(list.id, live, keys),
      named: (names) => this.#layers.named(list.id, live, names),
    });
    return { kept, census };
  }

  /** The same as rows of a run, which uses the memory of columns again. Lines are `KEPT`: where they stand was not counted. */
  *touchedRows(list: ListEntry, { kept }: Touched, interns: Interns): Generator<Batch> {
    for (const batch of kept) yield this.#placeless(list, copyOf(batch), interns);
  }

  #placeless({ name }: ListEntry, batch: Batch, interns: Interns): Batch {
    return { ...this.#termsOf(interns).toRun(batch, name, null), source: interns.sources.id(name) };
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
   * are counted, and so is how many wait. `touched`: the rows are to stand in place of these; null: of all.
   */
  async replace(
    list: ListEntry,
    rows: AsyncIterable<Batch>,
    interns: Interns,
    facts: (counts: Counts) => EditionFacts,
    waiting: () => WaitingRows,
    touched: Touched | null = null,
  ): Promise<Edition> {
    const before = this.current(list);
    const number = (this.editions(list).at(-1)?.number ?? 0) + 1;
    const counts = noCounts();
    const isPart = touched !== null && before !== null;
    const counted = isPart ? countedWithout(touched, before) : new CensusCount(NOTHING_COUNTED);
    const older = touched?.kept ?? (before === null ? [] : this.#layers.read(list.id, before));
    const write = this.#blocks.writer(list.id, number, CHANGES);
    await writeChanges(older, this.#toKept(list, rows, interns, counted), write.add, counts);
    const changes = write.end();
    Object.assign(counts, { rows: counted.rows, listed: counted.listed, grouped: counted.isGrouped });
    const edition = addEdition(this.database, list.id, {
      ...facts(counts),
      ...counts,
      number,
      base: before?.base ?? 0,
      rejected: null,
    });
    const census =
      edition.state === 'live' ? putCensus(this.database, list.id, number, counted.census(waiting())) : null;
    let parts: PartSums = { changes, all: NO_BLOCKS };
    if (edition.state === 'held') parts = { changes: NO_BLOCKS, all: this.#holdChanges(list, edition, before) };
    else if (this.#layers.needsFull(list.id, edition)) parts = { changes, all: this.#writeFull(list, edition) };
    const { action, at, person, input, held, reason } = edition;
    const note = [input ?? '', held ?? '', reason ?? ''].filter((text) => text !== '').join('; ');
    this.record({
      at,
      action: edition.state === 'held' ? `${action} held` : action,
      list: list.name,
      edition: number,
      ...(person === null ? {} : { by: person }),
      ...(note === '' ? {} : { note }),
      ...(census === null ? {} : { census }),
      ...editionSum(this.database, list.id, number, contentSum(parts), summedTerms(this.database)),
    });
    return edition;
  }

  /** A held edition is kept in full: what it would change depends on when it is accepted. */
  #holdChanges(list: ListEntry, edition: Edition, before: Edition | null): string {
    const changes = this.#blocks.read(list.id, edition.number, CHANGES);
    const all = before === null ? changes : withoutGone(overlay(this.#layers.read(list.id, before), changes));
    const write = this.#blocks.writer(list.id, edition.number, ALL);
    for (const batch of all) write.add(batch);
    const sum = write.end();
    this.#blocks.drop(list.id, edition.number, CHANGES);
    return sum;
  }

  #writeFull(list: ListEntry, edition: Edition): string {
    const write = this.#blocks.writer(list.id, edition.number, ALL);
    for (const batch of this.#layers.read(list.id, edition)) write.add(batch);
    this.database
      .prepare('UPDATE edition SET base = number WHERE list = ? AND number = ?')
      .run(list.id, edition.number);
    return write.end();
  }

  /** What was held when it was looked at may have been accepted or rejected by another process since. Inside a transaction. */
  refuseSettled(list: ListEntry, { number }: Edition): void {
    const now = this.editions(list).find((each) => each.number === number);
    if (now?.state !== 'held') throw unavailable('registry/changed-meanwhile', { list: list.name });
  }

  /** A held edition that never goes live, whoever asked for it; its rows stay, to be looked at. Inside a transaction. */
  reject(list: ListEntry, held: Edition, rejection: Rejection): void {
    const { at, by, reason } = rejection;
    const { number: edition } = held;
    putRejection(this.database, list.id, edition, rejection);
    forget(this.database, list, acceptOf(held));
    const note = reason === null ? {} : { note: reason };
    const votes = votesSum(this.database, list);
    this.record({ at, action: REJECT, list: list.name, edition, by, ...note, votes });
  }

  /** A held edition that became another one needs its rows no more. */
  settle(list: ListEntry, { number }: Edition): void {
    this.database.prepare("UPDATE edition SET state = 'accepted' WHERE list = ? AND number = ?").run(list.id, number);
    this.#blocks.drop(list.id, number, ALL);
  }

  async *#toKept(
    { name }: ListEntry,
    rows: AsyncIterable<Batch>,
    interns: Interns,
    counted: CensusCount,
  ): AsyncGenerator<Batch> {
    const terms = this.#termsOf(interns);
    for await (const batch of inFullOrder(rows)) {
      const kept = terms.toKept(batch, name);
      counted.count(kept);
      yield kept;
    }
  }

  record(entry: Parameters<typeof audit>[1]): void {
    audit(this.database, entry);
  }
}

function listOf(row: Readonly<Record<string, unknown>>): ListEntry {
  return {
    id: Number(row['id']),
    name: String(row['name']),
    standing: standingOf(row['standing'], 'what a list asks for'),
  };
}
