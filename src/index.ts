// The package from code: import { openList, merge, convert, validate } from 'listbridge' (docs/library.md).
// The same engine as the command line and the same reports, as plain data. It writes to no stream of the process, listens to
// no signal, reads no configuration file; calls at the same time do not know of each other.
import { rowsOf } from './library/open-list.ts';
import type { ConvertOptions, Many, MergeOptions, ReadOptions, ValidateOptions } from './library/options.ts';
import type { ListRow } from './library/rows.ts';
import type { Report } from './report/report-data.ts';

export { ListbridgeError } from './library/error.ts';
export { lineOf } from './library/line.ts';
export type {
  CallOptions,
  ConvertOptions,
  Many,
  MergeOptions,
  ReadOptions,
  Settings,
  ValidateOptions,
  WriteOptions,
} from './library/options.ts';
export type { ListRow } from './library/rows.ts';
export type * from './report/report-data.ts';

/** Loaded with the first call: it takes longer than most of what is imported. */
const engine = () => import('./library/call.ts');

/** Joins partner lists into one: every source, opinion and review kept, every conflict told. */
export async function merge(files: Many, options: MergeOptions): Promise<Report> {
  const [{ call }, { merge: command }] = await Promise.all([engine(), import('./commands/merge.ts')]);
  return call(command, files, options);
}

/** Writes lists in another format, telling every loss. */
export async function convert(files: Many, options: ConvertOptions): Promise<Report> {
  const [{ call }, { convert: command }] = await Promise.all([engine(), import('./commands/convert.ts')]);
  return call(command, files, options);
}

/** Checks lists; `exitCode` of the report is 1 where something is wrong. */
export async function validate(files: Many, options: ValidateOptions = {}): Promise<Report> {
  const [{ call }, { validate: command }] = await Promise.all([engine(), import('./commands/validate.ts')]);
  return call(command, files, options);
}

/** Rows, and once they are read what was found. */
export interface OpenList extends AsyncIterable<ListRow> {
  /** The report, as `validate` gives it; throws until all rows were read. */
  report(): Report;
}

/** A list as rows, in order and in bounded memory. Nothing is opened before the first row is asked for. */
export function openList(files: Many, options: ReadOptions = {}): OpenList {
  let report: Report | null = null;
  return {
    [Symbol.asyncIterator]: () =>
      rowsOf(files, options, (told) => {
        report = told;
      }),
    report() {
      if (report === null) throw new Error('there is no report until all rows of the list were read');
      return report;
    },
  };
}
