// A row as it is told to whoever asked for a value. A file of its own: the registry answers without running a job.
import type { Batch } from '../model/batch.ts';
import type { Interns } from '../model/opinions.ts';
import { originsAt, type Row, rowAt } from '../model/row.ts';

export interface AnsweredRow extends Omit<Row, 'key' | 'extras'> {
  readonly relation: string;
  /** The list as named on the command line, and the line in it. */
  readonly file: string;
  /** The value, only where the user asked to see values. */
  readonly value?: string;
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
