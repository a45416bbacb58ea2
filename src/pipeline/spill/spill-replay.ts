// States of records beyond the memory. All rows are in a log by then; rows that name the same records go into one part, each
// part is judged by itself, in the old order, and the rows that stand are put together again by their places.
import type { Batch } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import { isRecordKey, keysIn } from '../../model/record-key.ts';
import { type Judged, Judgement } from '../replay/judgement.ts';
import { RecordStates } from '../replay/states.ts';
import { collate } from './collate.ts';
import { assignParts, type LinksOf } from './components.ts';
import type { SpillLog } from './log.ts';
import { readPart } from './read-part.ts';
import { putRow, type RecordCursor } from './row-codec.ts';
import type { PlacedRows } from './row-collector.ts';
import { LEAST_MEMORY, partCount } from './sizes.ts';
import type { Spool } from './spool.ts';
import { type Stream, StreamReader, StreamWriter } from './stream.ts';

export interface SpilledReplay {
  readonly spool: Spool;
  readonly log: SpillLog;
  readonly memory: number;
  readonly seed: number;
  readonly interns: Interns;
  /** The order of the inputs, as `RecordStates` numbers them. */
  readonly inputs: Map<number, number>;
  readonly pages: ReadonlySet<number>;
  /** Bytes of states that a row took. */
  readonly rowBytes: number;
  /** Whether a row may name several records. */
  readonly areShared: boolean;
  /** Tells what became of the rows of a batch. */
  readonly tell: (batch: Batch, judged: Judged) => void;
}

/** What stands of the rows in a log. */
export async function* replayParts(replay: SpilledReplay): AsyncGenerator<Batch> {
  const runs: Stream[] = [];
  for (const part of await partsOf(replay)) runs.push(await new Part(replay, part).judged());
  for await (const { batch } of collate(replay.spool, runs)) yield batch;
}

async function partsOf({ log, memory, seed, rowBytes, areShared }: SpilledReplay): Promise<Stream[]> {
  const parts = partCount(log.rows * rowBytes, { memory });
  const linksOf = linkedByRecord(seed);
  if (areShared) {
    const target = { part: log.bytes / parts, table: Math.max(memory, LEAST_MEMORY) / 2 };
    const partOf = await assignParts((each) => log.scan(each), log, target, linksOf);
    return log.part((_, record) => partOf(record));
  }
  let part = 0;
  const link = (hash: number): void => {
    part = hash % parts;
  };
  return log.part((row) => {
    part = 0; // rows that name no record need no states
    linksOf(row, link);
    return part;
  });
}

function linkedByRecord(seed: number): LinksOf {
  return (row: RecordCursor, link) => {
    const text = row.partnerKey();
    if (text === undefined) return;
    for (const key of keysIn(text)) if (isRecordKey(key)) link(nameHash(key, seed), nameHash(key, ~seed));
  };
}

/** Seeded, because lists can be crafted; names that share a hash by chance only share a part. */
function nameHash(name: string, seed: number): number {
  let hash = seed ^ name.length;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Rows of which no other part names a record. */
class Part {
  readonly #replay: SpilledReplay;
  readonly #rows: Stream;
  readonly #states: RecordStates;
  readonly #run: StreamWriter;

  constructor(replay: SpilledReplay, rows: Stream) {
    this.#replay = replay;
    this.#rows = rows;
    this.#states = new RecordStates(replay.seed, replay.inputs, replay.pages);
    this.#run = new StreamWriter(replay.spool);
  }

  /** What stands, in the order of its places: retractions that withdrew nothing else come behind all rows. */
  async judged(): Promise<Stream> {
    for await (const { batch } of this.#read(false)) this.#states.note(batch);
    if (this.#states.isPlain) return this.#rows;
    const { interns, log, tell } = this.#replay;
    const judgement = new Judgement(this.#states, interns);
    const matched = new StreamWriter(this.#replay.spool);
    for await (const { batch, places, records } of this.#read(true)) {
      const judged = judgement.of(batch);
      tell(batch, judged);
      judged.kept.forEach((i, n) => {
        putRow(this.#run, judged.rows!, n, places[i]!, places[i]! - records[i]!);
      });
      for (const i of judged.matched) putRow(matched, batch, i, log.rows + places[i]!, 0);
      await this.#run.flush();
      await matched.flush();
    }
    await this.#putOpen(await matched.finish());
    return this.#run.finish();
  }

  /** What the record listed is still listed through other records: only its name says that it is gone. */
  async #putOpen(matched: Stream): Promise<void> {
    for await (const { batch, places } of readPart(new StreamReader(this.#replay.spool, matched, true))) {
      for (const i of this.#states.openIn(batch)) putRow(this.#run, batch, i, places[i]!, 0);
      await this.#run.flush();
    }
  }

  #read(isLast: boolean): AsyncGenerator<PlacedRows> {
    return readPart(new StreamReader(this.#replay.spool, this.#rows, isLast));
  }
}
