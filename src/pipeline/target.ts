// The list on its way out: rows are written to a temporary file, which is put in place only when the run allows it.
import type { Format, Head, WriteContext } from '../formats/format.ts';
import type { Carries } from '../model/carries.ts';
import { entryAt } from '../model/entry.ts';
import type { ListFacts } from '../model/fields.ts';
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import type { Otherwise } from '../model/loss.ts';
import type { Interns } from '../model/opinions.ts';
import { outputDatabase } from './database.ts';
import type { Output } from './file-output.ts';
import type { Omittable } from './omit.ts';
import { createOutput } from './save.ts';
import type { Sealing } from './seal/sealing.ts';
import { HeldRows, type HeldSettings } from './spill/held-rows.ts';
import { type Batches, placeOf } from './stage.ts';
import { type SecondWriters, writeShared } from './write-shared.ts';

export interface Target {
  /** A path, or `-` for standard output. */
  readonly operand: string;
  /** A device or a pipe is there, which is written to as standard output is. */
  readonly isStream?: boolean;
  readonly format: Format;
  readonly options: unknown;
  readonly carries: Carries;
  /** Facts that are left out though the format carries them; absent: none. */
  readonly omitted?: ReadonlySet<Omittable>;
  /** What the format carries with other options. */
  readonly otherwise?: readonly Otherwise[];
  /** Replace a file of another format, or by an empty list. */
  readonly force: boolean;
  /** How it is signed and encrypted. */
  readonly sealing?: Sealing | null;
}

/** Whether what is written cannot be taken back, and takes the place of no file. */
export function goesAtOnce({ operand, isStream }: Target): boolean {
  return operand === '-' || isStream === true;
}

/** What the output is called in a refusal. */
export function outputName({ operand }: { readonly operand: string }): string {
  return operand === '-' ? 'standard output' : operand;
}

export interface WriteSettings {
  readonly host: Host;
  readonly interns: Interns;
  readonly findings: Findings;
  /** Facts of the list, complete once rows flow. */
  readonly list: () => ListFacts;
  readonly now: number;
  readonly replaced: Head | null;
  /** How much of rows that wait for the end of the list stays in memory. */
  readonly held: HeldSettings;
  /** Another thread that writes; null where it has better to do. */
  readonly others: SecondWriters | null;
  /** Told after each row that the writer cannot express; may stop the run. */
  readonly onUnfit: () => void;
}

export interface Written {
  readonly output: Output;
  rows: number;
  /** Rows the writer could not express. */
  unfit: number;
}

/** Writes all rows to a temporary place (or standard output); the caller commits or abandons. */
export async function writeTarget(batches: Batches, target: Target, settings: WriteSettings): Promise<Written> {
  const { host, findings, interns, list, now, replaced, held, others, onUnfit } = settings;
  const written: Written = {
    output: await createOutput(target.operand, host, { sealing: target.sealing ?? null }),
    rows: 0,
    unfit: 0,
  };
  const context: WriteContext = {
    options: target.options,
    interns,
    get list() {
      return list();
    },
    now,
    replaced,
    hold: () => new HeldRows(held),
    newDatabase: () => outputDatabase({ operand: target.operand, folder: held.folder }),
    report: findings.report,
    unfit(reason, batch, row) {
      written.unfit++;
      const args = { target: target.format.id, reason };
      findings.report('output/unfit', args, placeOf(batch, row), () => entryAt(batch, row));
      onUnfit();
    },
  };
  try {
    const { format, options } = target;
    const rows = countRows(batches, written);
    const isShared = others !== null && format.apart?.(options) === true;
    const chunks = isShared ? writeShared(rows, format, context, others) : (format.write?.(rows, context) ?? []);
    for await (const chunk of chunks) {
      host.signal.throwIfAborted();
      await written.output.write(chunk);
    }
  } catch (error) {
    await giveUp(written.output, findings);
    throw error;
  }
  written.rows -= written.unfit;
  return written;
}

/** Removes what was written; what standard output got already stays there, and is told. No effect after a commit. */
export async function giveUp(output: Output, findings: Findings): Promise<void> {
  await output.abandon();
  if (output.released === 0) return;
  findings.report('output/partial', { output: outputName(output), bytes: output.released });
}

async function* countRows(batches: Batches, written: Written): Batches {
  for await (const batch of batches) {
    written.rows += batch.count;
    yield batch;
  }
}
