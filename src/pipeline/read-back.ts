// Reads a file of the target's own format, as it was or will be put in place, with our own reader and the options it is
// written with. What that reader would tell of it is nobody's business: it is looked at, not taken in.
import { BatchBuilder } from '../model/batch-builder.ts';
import type { Host } from '../model/host.ts';
import { createInterns } from '../model/opinions.ts';
import { inputDatabase } from './database.ts';
import { openInput } from './open.ts';
import { HeldRows } from './spill/held-rows.ts';
import { temporaryFolder } from './spill/spool.ts';
import type { Batches } from './stage.ts';
import type { Target } from './target.ts';

/** Bytes of rows that wait for the end of the file. */
const HELD = 2 ** 28;

/** How much the reader found fault with; counted while the rows go by. */
export interface Faults {
  rejected: number;
  reported: number;
}

/** The rows of the file; none where the format can only be written. */
export async function* readBack(
  file: string,
  { format, options, sealing }: Target,
  host: Host,
  faults: Faults = { rejected: 0, reported: 0 },
): Batches {
  const interns = createInterns();
  const source = interns.sources.id('written');
  const input = await openInput(
    file,
    host,
    { sha256: false },
    { verify: null, identities: sealing?.identities ?? null },
  );
  try {
    const ignore = (): void => {};
    yield* format.read?.(input.chunks(), {
      options,
      want: new Set(),
      interns,
      source,
      sourceName: 'written',
      builder: () => new BatchBuilder(source),
      hold: () => new HeldRows({ memory: HELD, folder: temporaryFolder(host.env) }),
      database: (chunks) => inputDatabase(chunks, input, { operand: file, folder: temporaryFolder(host.env) }),
      report: () => void faults.reported++,
      reject: () => void faults.rejected++,
      rejectMore: ignore,
      rejectHeader: ignore,
      header: ignore,
      skipped: ignore,
    }) ?? [];
  } finally {
    await input.close();
  }
}
