// A list as rows that are asked for one by one: the run of `validate`, whose rows are handed out on their way.
import type { Batch } from '../model/batch.ts';
import type { Interns } from '../model/opinions.ts';
import { Handoff } from '../pipeline/handoff.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { Report } from '../report/report-data.ts';
import { isGiven, isSignal } from './given.ts';
import type { Many, ReadOptions } from './options.ts';
import { type ListRow, PlainRows } from './rows.ts';

interface Lent {
  readonly batch: Batch;
  readonly rows: PlainRows;
}

/** The rows; `onEnd` is given the report of a run that was read to its end. Left early, nothing stays open. */
export async function* rowsOf(
  files: Many,
  options: ReadOptions,
  onEnd: (report: Report) => void,
): AsyncGenerator<ListRow, void, undefined> {
  const handoff = new Handoff<Lent>();
  const left = new AbortController();
  const theirs = isGiven(options) ? options.signal : undefined;
  const signal = isSignal(theirs) ? AbortSignal.any([theirs, left.signal]) : left.signal;
  // What is no signal, or no options, goes on as it is, and the call refuses it.
  const given = isGiven(options) && (theirs === undefined || isSignal(theirs)) ? { ...options, signal } : options;
  const [{ call }, { validate }] = await Promise.all([import('./call.ts'), import('../commands/validate.ts')]);
  const played = call(validate, files, given, (interns) => watching(handoff, interns, signal));
  const ended = played.finally(() => handoff.end());
  ended.catch(() => {}); // told below
  try {
    for await (const lent of handoff.values()) {
      for (const row of lent.rows.of(lent.batch)) yield row;
    }
    onEnd(await ended);
  } finally {
    left.abort();
    handoff.leave();
    await ended.catch(() => {}); // files are closed and the thread has ended by then
  }
}

function watching(handoff: Handoff<Lent>, interns: Interns, signal: AbortSignal): Stage {
  const rows = new PlainRows(interns);
  return async function* watched(batches) {
    for await (const batch of batches) {
      await handoff.give({ batch, rows });
      signal.throwIfAborted(); // a list that was left is not one that ended: its rejects are not kept
      yield batch;
    }
  };
}
