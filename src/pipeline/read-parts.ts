// A list as a reader gives it, in parts: a batch, and what was told on the way to it. The same in every thread, so that
// a list read elsewhere gives the same rows, findings and refused rows as one read here.
import type { Recipe } from '../formats/detect.ts';
import type { Format, ReadContext } from '../formats/format.ts';
import type { Batch } from '../model/batch.ts';
import { BatchBuilder } from '../model/batch-builder.ts';
import type { ByteChunks } from '../model/bytes.ts';
import { entryOnLine } from '../model/entry.ts';
import type { FieldId } from '../model/fields.ts';
import type { Finding } from '../model/findings.ts';
import { lend } from '../model/lending.ts';
import type { Interns } from '../model/opinions.ts';
import { inputDatabase } from './database.ts';
import { Gather, HEADER, MORE, type Told } from './gather.ts';
import type { HashWishes } from './hashes.ts';
import type { Input, Progress } from './open.ts';
import type { OpenFile } from './open-file.ts';
import { HeldRows, type HeldSettings } from './spill/held-rows.ts';

/** As much of refused rows and findings as may gather while no batch comes. */
const HEAVY = 1 << 20;

export interface Part {
  /** Null: there was much to tell and no batch yet, or no batch any more. */
  readonly batch: Batch | null;
  readonly told: Told;
  readonly progress: Readonly<Progress>;
}

/** What reading needs to know beside the input and the format. Plain data. */
export interface ReadWishes {
  readonly source: number;
  readonly sourceName: string;
  /** Whose the opinions are that name no member, where that is not the name of the source. */
  readonly member?: string | undefined;
  readonly want: ReadonlySet<FieldId>;
  /** Findings of each code that are told whole; the others are counted. */
  readonly examples: number;
  readonly keepsRows: boolean;
  /** Whether values written harmless are read as what they were. */
  readonly refang: boolean;
  /** How much of rows that wait for the end of the list stays in memory. */
  readonly held: HeldSettings;
  /** Whether examples of refused rows keep the row itself. */
  readonly showsValues?: boolean;
}

/** A list for another thread to read. Plain data. */
export interface ReadRequest extends ReadWishes {
  readonly operand: string;
  readonly file: OpenFile;
  readonly hashed: HashWishes;
  readonly recipe: Recipe;
  /** Options as typed for the format: its schema makes of them what it made of them here. */
  readonly typed: Readonly<Record<string, string>>;
  /** Seed of the key index of the reader's share of the keys; null: it looks up none. */
  readonly seed: number | null;
}

/** Another thread that reads lists. */
export interface Elsewhere {
  /** Stored bytes from which lists are read sooner there than here. */
  readonly worth: number;
  /** Parts as `readParts` gives them. Nothing reads from the file any more once it has ended. */
  read(request: ReadRequest, interns: Interns, signal: AbortSignal): AsyncIterable<Part>;
  /** There is nothing more to read: gives back the memory of the thread. */
  release(): Promise<void>;
}

export interface Reading extends ReadWishes {
  readonly input: Input;
  readonly format: Format;
  readonly options: unknown;
  readonly interns: Interns;
  /** Takes a part without batch, so that a list of refused rows alone does not fill the memory. */
  readonly relieve: (part: Part) => Promise<void>;
}

export async function* readParts(reading: Reading): AsyncIterable<Part> {
  const { format, input, relieve } = reading;
  const gather = new Gather(reading);
  const part = (batch: Batch | null): Part => {
    const told = gather.take();
    return {
      batch: batch && lend(batch),
      told: batch === null ? told : withEntries(told, batch),
      progress: { ...input.progress },
    };
  };
  async function* relieved(): ByteChunks {
    for await (const chunk of input.chunks()) {
      if (gather.weight > HEAVY) await relieve(part(null));
      yield chunk;
    }
  }
  const { operand } = input;
  const { folder } = reading.held;
  const context = contextOf(
    { ...reading, database: (chunks) => inputDatabase(chunks, input, { operand, folder }) },
    gather,
  );
  try {
    for await (const batch of format.read?.(relieved(), context) ?? []) yield part(batch);
  } catch (error) {
    yield part(null);
    throw error;
  }
  yield part(null);
}

/** Findings about a line of the batch with the entry of that line: readers tell before the key is in its column. */
function withEntries(told: Told, batch: Batch): Told {
  if (told.findings.every(({ examples }) => examples.length === 0)) return told;
  const named = (finding: Finding): Finding => {
    const { about, at } = finding;
    if (about !== undefined || at.line === undefined) return finding;
    return { ...finding, about: entryOnLine(batch, at.line) };
  };
  const findings = told.findings.map((each) => ({ ...each, examples: each.examples.map(named) }));
  return { ...told, findings };
}

/** The context of a reader that tells everything to `gather`. */
export function contextOf(
  {
    options,
    want,
    interns,
    source,
    sourceName,
    member,
    refang,
    held,
    database,
  }: Pick<Reading, 'options' | 'want' | 'interns' | 'source' | 'sourceName' | 'member' | 'refang' | 'held'> &
    Pick<ReadContext, 'database'>,
  gather: Gather,
): ReadContext {
  return {
    options,
    want,
    interns,
    source,
    sourceName,
    member,
    refang,
    builder: () => new BatchBuilder(source),
    hold: () => new HeldRows(held),
    database,
    report: (code, args, at) => gather.report(code, args, { source, ...at }),
    reject(code, args, at, raw, isKept = false) {
      gather.report(code, args, { source, ...at }, raw);
      gather.reject(raw, isKept);
    },
    rejectMore: (raw) => gather.keep(MORE, raw),
    rejectHeader: (raw) => gather.keep(HEADER, raw),
    header: (facts) => gather.header(facts),
    skipped: (field, rows) => gather.skipped(field, rows),
  };
}
