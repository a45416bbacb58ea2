// Facts that a policy asks for and rows do not have. A list without a column of dates lacks them in every row, and a million
// findings of that say less than one: what no row of a list has is told once, of the list, with what to ask the sender for.
// Only the first few findings of a list are held back, whatever its length, and they are told as soon as one row has the fact.
import type { Lack } from '../hygiene/check.ts';
import type { Batch } from '../model/batch.ts';
import { entryAt } from '../model/entry.ts';
import type { Finding, Findings } from '../model/findings.ts';
import { placeOf } from './stage.ts';

/** A single row says nothing of its list. */
const FEWEST = 2;

interface Held {
  count: number;
  /** The first of them; null once a row of the list has the fact. */
  first: Finding[] | null;
}

export class Lacking {
  readonly #findings: Findings;
  /** By lack, then by source. */
  readonly #held = new Map<Lack, Held[]>();
  /** Rows looked at, by source. */
  readonly #rows: number[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** So many rows of this source are looked at. */
  row(source: number, rows: number): void {
    this.#rows[source] = (this.#rows[source] ?? 0) + rows;
  }

  /** Row i of the batch, which this source was the first to list, lacks a fact. */
  note(lack: Lack, source: number, batch: Batch, i: number): void {
    const held = this.#heldFor(lack, source);
    if (held.first === null) {
      if (this.#findings.hasEnough(lack.code, source)) this.#findings.addAll(lack.code, 1, [], source);
      else this.#findings.add(findingOf(lack, batch, i));
    } else if (held.count++ < this.#findings.examples) held.first.push(findingOf(lack, batch, i));
  }

  #heldFor(lack: Lack, source: number): Held {
    let bySource = this.#held.get(lack);
    if (bySource === undefined) {
      bySource = [];
      this.#held.set(lack, bySource);
    }
    bySource[source] ??= { count: 0, first: [] };
    return bySource[source];
  }

  /** A batch has been looked at: what lists have after all is told row by row. */
  settle(): void {
    for (const [lack, bySource] of this.#held) {
      for (const [source, held] of bySource.entries()) {
        if (held?.first && held.count < (this.#rows[source] ?? 0)) this.#release(lack, source, held);
      }
    }
  }

  /** All rows were looked at. */
  tell(): void {
    for (const [lack, bySource] of this.#held) {
      for (const [source, held] of bySource.entries()) {
        if (!held?.first) continue;
        // Whoever grades or drops the code has decided about the rows, and must not find the list in their place.
        const isOpen = this.#findings.severityOf(lack.code) === 'error';
        const args = { field: lack.field, rows: held.count };
        if (held.count < FEWEST || !isOpen) this.#release(lack, source, held);
        else this.#findings.report('policy/fact-missing', args, { source });
      }
    }
  }

  #release({ code }: Lack, source: number, held: Held): void {
    this.#findings.addAll(code, held.count, held.first ?? [], source);
    held.first = null;
  }
}

function findingOf({ code, args }: Lack, batch: Batch, i: number): Finding {
  return { code, args, at: placeOf(batch, i), about: entryAt(batch, i) };
}
