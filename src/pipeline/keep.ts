// Which rows of a batch stay: those without a finding that the user wants left out. The only place where a finding removes a
// row, so the tally of what was left out, and why, is complete.
import { type Batch, compact } from '../model/batch.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';

export interface DropSettings {
  readonly drop: ReadonlySet<DiagnosticCode>;
  /** Rows removed so far, by the first code that removed them. */
  readonly dropped: Map<DiagnosticCode, number>;
}

export class Keep {
  readonly #batch: Batch;
  readonly #settings: DropSettings;
  #mask: Uint8Array | null = null;
  #removed = 0;

  constructor(batch: Batch, settings: DropSettings) {
    this.#batch = batch;
    this.#settings = settings;
  }

  /** Row i has a finding of this code. */
  note(code: DiagnosticCode, i: number): void {
    const { drop, dropped } = this.#settings;
    if (!drop.has(code)) return;
    this.#mask ??= new Uint8Array(this.#batch.count).fill(1);
    if (this.#mask[i] === 0) return;
    this.#mask[i] = 0;
    this.#removed++;
    dropped.set(code, (dropped.get(code) ?? 0) + 1);
  }

  /** The rows that stay. */
  kept(): Batch {
    return this.#mask === null ? this.#batch : compact(this.#batch, this.#mask, this.#batch.count - this.#removed);
  }
}
