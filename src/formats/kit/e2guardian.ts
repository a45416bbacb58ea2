// Comments of e2guardian that are none: `#time:` switches a list on and off, `#listcategory:` names it. They list
// nothing, and must not be passed over in silence: a list that holds from nine to five is read as one that always does.
import type { LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';

const SPECIAL = { '#time:': 'a time limit of the list', '#listcategory:': 'the category of the list' };

export function e2guardianComment(line: LineScanner, rows: RowSink): boolean {
  const found = Object.entries(SPECIAL).find(([start]) => line.startsWith(start));
  if (found === undefined) return false;
  rows.report('row/not-an-entry', { what: found[1] });
  return true;
}
