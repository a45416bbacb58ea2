// The kind of a digest by its length alone, where the length leaves one candidate. It must never choose between several:
// 64 characters are SHA-256, SHA3-256 or PDQ, and a digest under the wrong name matches nothing.
import { usage } from '../../model/failure.ts';
import { type Kind, type KindId, kinds, kindsOfHexLength } from '../../model/kinds.ts';
import type { RowSink } from './row-sink.ts';

export class KindByLength {
  readonly #rows: RowSink;
  readonly #possible: readonly KindId[];
  readonly #known = new Map<number, Kind>();
  /** The kind inferred last: lists are mostly of one kind, so a reader tries its width first. */
  last: Kind | null = null;

  constructor(rows: RowSink, possible: readonly KindId[]) {
    this.#rows = rows;
    this.#possible = possible;
  }

  /** The only kind of this length; null when there is none. Told once a length; several candidates are a failure. */
  of(length: number): Kind | null {
    const kind = this.#known.get(length) ?? this.#infer(length);
    if (kind !== null) this.last = kind;
    return kind;
  }

  #infer(length: number): Kind | null {
    const candidates = kindsOfHexLength(length).filter((kind) => this.#possible.includes(kind));
    const [only] = candidates;
    if (only === undefined) return null;
    if (candidates.length > 1) throw usage('digest/kind-ambiguous', { length, candidates: candidates.join(', ') });
    this.#rows.report('digest/kind-inferred', { length, kind: only });
    this.#known.set(length, kinds[only]);
    return kinds[only];
  }
}
