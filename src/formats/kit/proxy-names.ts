// Lists of names as proxies load them: one name a line, `#` comments, and one meaning of a bare name and of a leading
// dot for each proxy (research url-formats section 2). What a proxy would take without a word and never match, such as
// `*.name` or a URL, is refused.
import type { Batch } from '../../model/batch.ts';
import type { Carries } from '../../model/carries.ts';
import { EXACT, SUBTREE, WITHDRAWN } from '../../model/scope.ts';
import type { ReadContext, WriteContext } from '../format.ts';
import { bannerOf } from './banner.ts';
import { type ByteWriter, writeRows } from './emit.ts';
import { findEntry, newEntry } from './entry-lines.ts';
import { type LineScanner, readLines } from './lines.ts';
import type { RowSink } from './row-sink.ts';

/**
 * `dotted`: a bare name lists itself, with a leading dot all names below it too. `subtree`: a bare name lists both.
 * `ending`: so too, but a name of one label has a leading dot, without which it never matches, and no other has.
 */
export type NameSpelling = 'dotted' | 'subtree' | 'ending';

const DOT = 46;
const HYPHEN = 45;

export function carriesNames(spelling: NameSpelling): Carries {
  return {
    kinds: ['domain'],
    scopes: spelling === 'dotted' ? ['exact', 'subtree'] : ['subtree'],
    perItem: 'one',
    opinions: 'none',
    withdrawals: 'by-absence',
    exceptions: false,
    fields: {},
    order: true,
    duplicates: false,
    list: [],
  };
}

/** `isSpecial` may take a line that is no comment although it looks like one. */
export function readNames<Options>(
  spelling: NameSpelling,
  isSpecial: (line: LineScanner, rows: RowSink) => boolean = () => false,
): (input: AsyncIterable<Uint8Array>, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return readLines<Options>((rows) => {
    const entry = newEntry();
    return (line) => {
      if (isSpecial(line, rows) || !findEntry(line, 'urls', entry)) return;
      const { bytes } = line;
      const hasDot = bytes[entry.from] === DOT;
      const column = entry.from - line.from + 1;
      rows.begin();
      if (entry.blank >= 0) return rows.reject('row/bad-line', { want: 'one name' }, entry.blank - line.from + 1);
      const from = hasDot ? entry.from + 1 : entry.from;
      const isEnding = spelling === 'ending' && isOneLabel(bytes, from, entry.to);
      if (hasDot && spelling !== 'dotted' && !isEnding) {
        return rows.reject('row/bad-line', { want: 'a name without a leading dot, which would never match' }, column);
      }
      const scope = hasDot || spelling !== 'dotted' ? SUBTREE : EXACT;
      if (!rows.host(bytes, from, entry.to, scope, from - line.from + 1)) return;
      if (isEnding && !hasDot) {
        return rows.reject('row/bad-line', { want: 'a name of one label with a leading dot' }, column);
      }
      if (entry.hasComment) rows.report('row/inline-comment', {});
    };
  });
}

export function writeNames<Options>(
  id: string,
  spelling: NameSpelling,
): (batches: AsyncIterable<Batch>, context: WriteContext<Options>) => AsyncIterable<Uint8Array> {
  return writeRows<Options>({
    banner: (out) => out.ascii(bannerOf(id)),
    row: (context) => (out, batch, i) => {
      if (batch.op[i] !== WITHDRAWN) writeName(out, batch, i, spelling, context);
    },
  });
}

function writeName<Options>(
  out: ByteWriter,
  batch: Batch,
  i: number,
  spelling: NameSpelling,
  context: WriteContext<Options>,
): void {
  const fault = misfitOf(spelling)(batch, i);
  if (fault !== null) {
    context.unfit(fault, batch, i);
    return;
  }
  if (isDotted(batch, i, spelling)) out.byte(DOT);
  out.copy(batch.bytes, batch.start[i]!, batch.start[i + 1]!);
  out.byte(10);
}

/** Letters beyond ASCII have full stops of their own among them, so such a name is never taken for one label. */
function isOneLabel(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === DOT || bytes[i]! > 127) return false;
  return true;
}

function isDotted({ bytes, start, scope }: Batch, i: number, spelling: NameSpelling): boolean {
  if (spelling === 'ending') return isOneLabel(bytes, start[i]!, start[i + 1]!);
  return spelling === 'dotted' && scope[i] === SUBTREE;
}

/** Squid looks for flags such as `-i` at the start of the values, wherever these come from. */
export function misfitOf(spelling: NameSpelling): (batch: Batch, i: number) => string | null {
  return (batch, i) => {
    if (isDotted(batch, i, spelling) || batch.bytes[batch.start[i]!] !== HYPHEN) return null;
    return 'a name that starts with a hyphen is a flag';
  };
}
