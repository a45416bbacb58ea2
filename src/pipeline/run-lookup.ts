// The plot of a question: one list in, for each value the rows that list or cover it.
import type { Batch } from '../model/batch.ts';
import type { Interns } from '../model/opinions.ts';
import { originsAt, type Row, rowAt } from '../model/row.ts';
import type { Job, Outcome, World } from './job.ts';
import { Lookup } from './lookup.ts';
import { latest } from './replay/latest.ts';
import { onScene } from './scene.ts';

export interface AnsweredRow extends Omit<Row, 'key' | 'extras'> {
  readonly relation: string;
  /** The list as named on the command line, and the line in it. */
  readonly file: string;
  /** The value, only where the user asked to see values. */
  readonly value?: string;
}

export interface LookupOutcome extends Outcome {
  readonly answers: readonly {
    readonly number: number;
    readonly isUsable: boolean;
    readonly rows: readonly AnsweredRow[];
  }[];
}

/** A row as it is told: without its key and its texts. */
export function answeredRow(
  batch: Batch,
  row: number,
  { relation, file, interns }: Pick<AnsweredRow, 'relation' | 'file'> & { readonly interns: Interns },
): AnsweredRow {
  const { key: _key, extras: _extras, ...told } = rowAt(batch, row, interns);
  return { ...told, relation, file, origins: originsAt(batch, row, interns) };
}

/** Looks the values up in the first source of a job. Keys and names stay behind: an answer holds no list values. */
export async function runLookup(job: Job, world: World, values: readonly string[]): Promise<LookupOutcome> {
  const rows: AnsweredRow[][] = values.map(() => []);
  const unusable = new Set<number>();
  const outcome = await onScene(job, world, async (scene) => {
    const lookup = new Lookup(values, scene.seed);
    for (const value of lookup.unusable) unusable.add(value);
    const file = scene.sources[0]?.input.operand ?? '';
    for await (const { value, relation, batch, row } of lookup.search(latest(scene, scene.read()))) {
      rows[value]?.push(answeredRow(batch, row, { relation, file, interns: world.interns }));
    }
  });
  const answers = values.map((_, i) => ({
    number: i + 1,
    isUsable: !unusable.has(i) || (rows[i]?.length ?? 0) > 0,
    rows: rows[i] ?? [],
  }));
  return { ...outcome, answers };
}
