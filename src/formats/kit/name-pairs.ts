// Names in lists of firewalls where `*.name` is the names below a name and not the name itself, so that a subtree is two
// lines: the name and its wildcard. What stands together is known at the end only, as in a policy zone.
import type { Batch } from '../../model/batch.ts';
import { EXACT, SUBTREE } from '../../model/scope.ts';
import type { ReadContext } from '../format.ts';
import type { ByteWriter } from './emit.ts';
import { findEntry, newEntry } from './entry-lines.ts';
import { readLines } from './lines.ts';
import { ZoneOwners } from './zone/owners.ts';

const STAR = 42;
const DOT = 46;
const CARET = 94;

export interface PairDialect {
  /** What begins a line about the name alone: `^`, or nothing. */
  readonly mark: '^' | '';
  /** What a name without mark lists; null: it is refused, because nobody has said it. */
  readonly bare: 'exact' | 'subtree' | null;
  /** Whether `*.name` alone is taken for `name` and all below it. */
  readonly isWidening: boolean;
}

export async function* readNamePairs<Options>(
  input: AsyncIterable<Uint8Array>,
  context: ReadContext<Options>,
  dialect: PairDialect,
): AsyncIterable<Batch> {
  const owners = new ZoneOwners(context, { isWidening: dialect.isWidening, isDeep: false });
  /** Lines as sent of the wildcards in the batch that is being built, by row. */
  const texts = new Map<number, Uint8Array>();
  const names = readLines<Options>((rows) => {
    const entry = newEntry();
    return (line) => {
      if (!findEntry(line, 'urls', entry)) return;
      const { bytes } = line;
      const { from, to } = entry;
      rows.begin();
      if (entry.blank >= 0) return rows.reject('row/bad-line', { want: 'one name' }, entry.blank - line.from + 1);
      const isWildcard = bytes[from] === STAR && bytes[from + 1] === DOT;
      const isMarked = dialect.mark === '^' && bytes[from] === CARET;
      const start = from + (isWildcard ? 2 : isMarked ? 1 : 0);
      const column = start - line.from + 1;
      if (!isWildcard && !isMarked && dialect.bare === null) {
        return rows.reject('row/bad-line', { want: 'a name that says how far it reaches (option bare)' }, column);
      }
      const isWhole = !isWildcard && !isMarked && dialect.bare === 'subtree';
      for (const scope of isWhole ? [EXACT, SUBTREE] : [isWildcard ? SUBTREE : EXACT]) {
        rows.begin();
        if (scope === SUBTREE) texts.set(rows.builder.count, line.raw().slice());
        if (!rows.host(bytes, start, to, scope, column)) return;
      }
      if (entry.hasComment) rows.report('row/inline-comment', {});
    };
  });
  for await (const batch of names(input, context)) {
    owners.add(batch, (i) => texts.get(i) ?? new Uint8Array());
    texts.clear();
  }
  yield* owners.rows(context.builder());
}

/** The lines of row i. */
export function writeNamePair(out: ByteWriter, batch: Batch, i: number, mark: '^' | ''): void {
  const from = batch.start[i]!;
  const to = batch.start[i + 1]!;
  out.ascii(mark);
  out.copy(batch.bytes, from, to);
  out.byte(10);
  if (batch.scope[i] !== SUBTREE) return;
  out.ascii('*.');
  out.copy(batch.bytes, from, to);
  out.byte(10);
}
