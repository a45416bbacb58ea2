// What exceptions leave of a list of names, for writers that must know while they write. An exception stands against
// every listed name it covers: it is the more deliberate of the two. Rows come exceptions first (`needs.exceptionsFirst`),
// listed names once and not below a listed subtree (`needs.unique`, `needs.noCovered`).
import type { Batch } from '../../model/batch.ts';
import { fromUtf8 } from '../../model/bytes.ts';
import type { At } from '../../model/findings.ts';
import { EXCEPTED, SUBTREE } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';

/** A listed name: `all` of it stands, or only what is `below` it, because the name itself is excepted. */
export type Standing = 'all' | 'below';

export interface Exception {
  readonly name: string;
  readonly isSubtree: boolean;
  /** Names above it up to the listed subtree that it is an exception to, nearest first, without that one; null where none is. */
  readonly between: readonly string[] | null;
  /** Whether the name is a listed subtree itself. */
  readonly isListed: boolean;
  readonly at: At;
}

interface Known {
  readonly scope: number;
  readonly at: At;
}

export class Exceptions {
  readonly #context: WriteContext<unknown>;
  readonly #known = new Map<string, Known>();
  /** Names with an exception somewhere below them. */
  readonly #above = new Set<string>();
  /** Listed subtrees with an exception at or below them. */
  readonly #opened = new Set<string>();
  #hasListed = false;

  constructor(context: WriteContext<unknown>) {
    this.#context = context;
  }

  /** What stands of listed row i; null where an exception covers it, which is told. */
  standing(batch: Batch, i: number): Standing | null {
    this.#hasListed = true;
    if (this.#known.size === 0) return 'all';
    const name = fromUtf8(batch.bytes, batch.start[i]!, batch.start[i + 1]!);
    const isSubtree = batch.scope[i] === SUBTREE;
    const own = this.#known.get(name);
    if (own?.scope === SUBTREE || (own !== undefined && !isSubtree) || this.#isExceptedAbove(name)) {
      this.#context.unfit('an exception covers it', batch, i);
      return null;
    }
    if (isSubtree && (own !== undefined || this.#above.has(name))) this.#opened.add(name);
    return own === undefined ? 'all' : 'below';
  }

  /** Takes excepted row i. */
  add(batch: Batch, i: number): void {
    // A listed name may already be out with a rule that the exception would have changed.
    if (this.#hasListed) throw new Error('exceptions must come first');
    if (batch.op[i] !== EXCEPTED) throw new Error('no exception');
    const name = fromUtf8(batch.bytes, batch.start[i]!, batch.start[i + 1]!);
    const at: At = { source: batch.source, line: batch.line[i]! };
    const known = this.#known.get(name);
    if (known !== undefined) this.#context.report('merge/covered', { by: 'another exception' }, at);
    if (known?.scope !== SUBTREE) this.#known.set(name, { scope: batch.scope[i]!, at });
    for (const above of namesAbove(name)) this.#above.add(above);
  }

  /** The exceptions that no other covers, once all listed names are through. */
  *all(): Iterable<Exception> {
    for (const [name, { scope, at }] of this.#known) {
      if (this.#isExceptedAbove(name)) {
        this.#context.report('merge/covered', { by: 'another exception' }, at);
        continue;
      }
      const above = namesAbove(name);
      const isListed = this.#opened.has(name);
      const cover = above.findIndex((one) => this.#opened.has(one));
      const between = cover >= 0 ? above.slice(0, cover) : null;
      yield { name, isSubtree: scope === SUBTREE, between, isListed, at };
    }
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  #isExceptedAbove(name: string): boolean {
    for (const above of namesAbove(name)) if (this.#known.get(above)?.scope === SUBTREE) return true;
    return false;
  }
}

/** The names above a name, nearest first. */
function namesAbove(name: string): string[] {
  const names: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) names.push(name.slice(dot + 1));
  return names;
}
