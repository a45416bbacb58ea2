// The plot of a question: one list in, for each value the rows that list or cover it.
import { type AnsweredRow, answeredRow } from './answered-row.ts';
import type { Job, Outcome, World } from './job.ts';
import { Lookup } from './lookup.ts';
import { latest } from './replay/latest.ts';
import { onScene } from './scene.ts';

export interface LookupOutcome extends Outcome {
  readonly answers: readonly {
    readonly number: number;
    readonly isUsable: boolean;
    readonly rows: readonly AnsweredRow[];
  }[];
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
