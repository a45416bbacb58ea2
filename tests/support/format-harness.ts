// Drives one reader or writer in memory, as a run would but without files: what came out, what was told, what was refused.
// It judges nothing and must never print a row.
import { tmpdir } from 'node:os';
import type { Format, Head, ReadContext } from '../../src/formats/format.ts';
import { BATCH_ROWS, type Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import type { DiagnosticCode } from '../../src/model/diagnostics.ts';
import { type FieldId, fieldIds, type ListFacts } from '../../src/model/fields.ts';
import type { At, Finding } from '../../src/model/findings.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { type Row, rowAt } from '../../src/model/row.ts';
import { inputDatabase, outputDatabase } from '../../src/pipeline/database.ts';
import { HeldRows } from '../../src/pipeline/spill/held-rows.ts';

export interface ReadSetup {
  /** Share them with `writeText` to write what was read. */
  readonly interns?: Interns;
  readonly sourceName?: string;
  readonly want?: readonly FieldId[];
  /** Bytes of each piece of the input. */
  readonly chunk?: number;
  /** Rows of a batch. */
  readonly limit?: number;
  /** Bytes of rows that wait for the end of the list and stay in memory. */
  readonly memory?: number;
}

export interface Rejected {
  readonly code: DiagnosticCode;
  readonly at: At;
  /** The refused bytes, one character a byte. */
  readonly raw: string;
}

export interface ReadResult {
  readonly rows: readonly Row[];
  readonly batches: readonly Batch[];
  /** Everything told, refusals among them, in order. */
  readonly findings: readonly Finding[];
  readonly rejected: readonly Rejected[];
  readonly rejectHeaders: readonly string[];
  readonly list: ListFacts;
  /** How often each unwanted field was met. */
  readonly skipped: ReadonlyMap<FieldId, number>;
  readonly interns: Interns;
}

/** Code and line of each finding, the way examples list them. */
export function codesOf(findings: readonly Finding[]): [DiagnosticCode, number][] {
  return findings.map(({ code, at }) => [code, at.line ?? 0]);
}

/** All facts: made once, for readers ask and never add. */
const everyField: ReadonlySet<FieldId> = new Set(fieldIds);

export async function readText<O>(
  format: Format<O>,
  input: string | Uint8Array,
  options: Partial<O> = {},
  setup: ReadSetup = {},
): Promise<ReadResult> {
  if (format.read === undefined) throw new Error(`${format.id} cannot be read`);
  const interns = setup.interns ?? createInterns();
  const sourceName = setup.sourceName ?? 'input';
  const source = interns.sources.id(sourceName);
  const findings: Finding[] = [];
  const rejected: { code: DiagnosticCode; at: At; raw: string }[] = [];
  const rejectHeaders: string[] = [];
  const skipped = new Map<FieldId, number>();
  let list: ListFacts = {};
  const context: ReadContext<O> = {
    options: optionsOf(format, options),
    want: setup.want === undefined ? everyField : new Set(setup.want),
    interns,
    source,
    sourceName,
    builder: () => new BatchBuilder(source, setup.limit ?? BATCH_ROWS),
    hold: () => new HeldRows({ memory: setup.memory ?? Number.POSITIVE_INFINITY }),
    database: (bytes) => inputDatabase(bytes, null, { operand: 'input', folder: tmpdir() }),
    report: (code, args, at = {}) => findings.push({ code, args, at }),
    reject(code, args, at, raw, isKept = false) {
      findings.push({ code, args, at });
      if (isKept) return;
      rejected.push({ code, at, raw: Buffer.from(raw).toString('latin1') });
    },
    rejectMore(raw) {
      const last = rejected.at(-1);
      if (last !== undefined) last.raw += Buffer.from(raw).toString('latin1');
    },
    rejectHeader: (raw) => rejectHeaders.push(Buffer.from(raw).toString('latin1')),
    header(facts) {
      list = { ...list, ...facts };
    },
    skipped: (field, rows = 1) => skipped.set(field, (skipped.get(field) ?? 0) + rows),
  };
  const batches: Batch[] = [];
  for await (const batch of format.read(chunksOf(input, setup.chunk), context)) batches.push(batch);
  let rows: Row[] | null = null;
  return {
    // Most readings are judged by their columns.
    get rows() {
      rows ??= batches.flatMap((batch) => Array.from({ length: batch.count }, (_, i) => rowAt(batch, i, interns)));
      return rows;
    },
    batches,
    findings,
    rejected,
    rejectHeaders,
    list,
    skipped,
    interns,
  };
}

export interface WriteSetup {
  /** Those of the batches. */
  readonly interns?: Interns;
  readonly list?: ListFacts;
  /** Epoch seconds. */
  readonly now?: number;
  readonly replaced?: Head;
  /** Bytes of rows that wait for the end of the list and stay in memory. */
  readonly memory?: number;
}

export interface WriteResult {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Reason and row (counted over all batches, from 0) of each entry the writer could not hold. */
  readonly unfit: readonly (readonly [reason: string, row: number])[];
  readonly findings: readonly Finding[];
}

export async function writeText<O>(
  format: Format<O>,
  batches: readonly Batch[],
  options: Partial<O> = {},
  setup: WriteSetup = {},
): Promise<WriteResult> {
  if (format.write === undefined) throw new Error(`${format.id} cannot be written`);
  const unfit: [string, number][] = [];
  const findings: Finding[] = [];
  const before = new Map<Batch, number>();
  let rows = 0;
  for (const batch of batches) {
    before.set(batch, rows);
    rows += batch.count;
  }
  const pieces: Uint8Array[] = [];
  const written = format.write(each(batches), {
    options: optionsOf(format, options),
    interns: setup.interns ?? createInterns(),
    list: setup.list ?? {},
    now: setup.now ?? 0,
    replaced: setup.replaced ?? null,
    hold: () => new HeldRows({ memory: setup.memory ?? Number.POSITIVE_INFINITY }),
    newDatabase: () => outputDatabase({ operand: 'output', folder: tmpdir() }),
    report: (code, args, at = {}) => findings.push({ code, args, at }),
    unfit: (reason, batch, row) => unfit.push([reason, (before.get(batch) ?? 0) + row]),
  });
  for await (const piece of written) pieces.push(Uint8Array.from(piece)); // writers go on in the same buffer
  const bytes = Uint8Array.from(Buffer.concat(pieces));
  return { text: Buffer.from(bytes).toString('utf8'), bytes, unfit, findings };
}

function optionsOf<O>(format: Format<O>, options: Partial<O>): O {
  return format.options === undefined ? (options as O) : format.options.parse(options); // no schema: no options
}

/** The input in pieces that are spoiled once the next is asked for, as the file reader reuses its buffer. */
async function* chunksOf(input: string | Uint8Array, size = 65_536): AsyncIterable<Uint8Array> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = Uint8Array.from(bytes.subarray(at, at + size)); // not slice: that of a Buffer is no copy
    yield chunk;
    chunk.fill(0x3f);
  }
}

/** The values one by one, as stages and writers take them. */
export async function* each<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}
