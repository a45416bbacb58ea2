// Guesses the delimiter of a CSV from its first bytes: the one that cuts most records into the same number of fields.
// A guess for a caller that was told nothing; it does not look at headers and never overrules a stated dialect.
import { CsvScanner, csvLimits } from './scanner.ts';

export interface DelimiterGuess {
  readonly delimiter: number;
  readonly because: string; // counts only, no value of the list
}

const CANDIDATES = [
  { name: 'comma', delimiter: 44 },
  { name: 'semicolon', delimiter: 59 },
  { name: 'tab', delimiter: 9 },
  { name: 'pipe', delimiter: 124 },
] as const;

const ENOUGH_RECORDS = 1000;

/** `head` may be cut anywhere. Ties go to more fields, then to the order above. Comma when nothing divides the records. */
export function sniffDelimiter(head: Uint8Array, comment?: string): DelimiterGuess {
  let best: DelimiterGuess | undefined;
  let bestShare = 0.5;
  let bestFields = 0;
  for (const { name, delimiter } of CANDIDATES) {
    const { fields, hits, total } = commonWidth(head, delimiter, comment);
    const share = hits / total;
    if (fields < 2 || share < bestShare || (share === bestShare && fields <= bestFields)) continue;
    best = { delimiter, because: `cut at each ${name}, ${hits} of ${total} records have ${fields} fields` };
    bestShare = share;
    bestFields = fields;
  }
  return best ?? { delimiter: 44, because: 'no delimiter cuts most records into the same number of fields' };
}

// The commonest number of fields and how many records have it. A record the delimiter makes malformed has no width, so
// the comma inside `"a";"b,c"` speaks against the comma.
function commonWidth(head: Uint8Array, delimiter: number, comment: string | undefined) {
  const widths = new Map<number, number>();
  let total = 0;
  const scanner = new CsvScanner({ ...csvLimits, delimiter, comment }, (fault) => {
    if (fault.piece === 0) total++;
  });
  const read = (): void => {
    while (total < ENOUGH_RECORDS && scanner.next()) {
      total++;
      widths.set(scanner.count, (widths.get(scanner.count) ?? 0) + 1);
    }
  };
  scanner.feed(head);
  read();
  if (total === 0) {
    // Not one whole line: the only one there is will have to do.
    scanner.end();
    read();
  }
  let fields = 0;
  let hits = 0;
  for (const [width, times] of widths) {
    if (times > hits || (times === hits && width > fields)) {
      fields = width;
      hits = times;
    }
  }
  return { fields, hits, total };
}
