// What a reader tells beside its rows, gathered until the next batch goes out: plain data, so that it may come from
// another thread. It is bounded by the number of codes, except for refused rows, which `weight` tells to send on.
import { fromUtf8 } from '../model/bytes.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import { refusedEntry } from '../model/entry.ts';
import type { FieldId, ListFacts } from '../model/fields.ts';
import type { At, Finding } from '../model/findings.ts';
import type { ArgValue } from '../model/message.ts';

/** What a piece of a refused row is: a row, more of a row too long to hold, a line that rows need in front. */
export const ROW = 0;
export const MORE = 1;
export const HEADER = 2;

/** Refused rows as sent, one after another: for each piece what it is, and where it ends. */
export interface Refused {
  readonly bytes: Uint8Array;
  readonly pieces: Uint32Array;
}

export interface Told {
  /** Exact counts; the examples are the first of the whole reading. */
  readonly findings: readonly {
    readonly code: DiagnosticCode;
    readonly count: number;
    /** Of these, so many cost a row. */
    readonly refused: number;
    readonly examples: readonly Finding[];
  }[];
  readonly rejected: number;
  readonly refused: Refused | null;
  readonly list: ListFacts | null;
  /** Rows that had a field the run does not want. */
  readonly skipped: readonly (readonly [field: FieldId, rows: number])[];
}

/** As much of a refused row as is shown beside its finding. */
const MOST_SHOWN = 300;

export class Gather {
  readonly #wanted: number;
  readonly #keepsRows: boolean;
  readonly #showsValues: boolean;
  readonly #findings = new Map<DiagnosticCode, { count: number; refused: number; told: number; examples: Finding[] }>();
  readonly #skipped = new Map<FieldId, number>();
  #rejected = 0;
  #list: ListFacts | null = null;
  #bytes = new Uint8Array(0);
  #used = 0;
  #pieces: number[] = [];
  /** About as many bytes as is held; codes and fields weigh nothing. */
  weight = 0;

  /** `examples`: findings of each code that are kept whole; `keepsRows`: whether refused rows are. */
  constructor(settings: { readonly examples: number; readonly keepsRows: boolean; readonly showsValues?: boolean }) {
    this.#showsValues = settings.showsValues ?? false;
    this.#wanted = settings.examples;
    this.#keepsRows = settings.keepsRows;
  }

  /** `raw`: the row that was refused for it. */
  report(code: DiagnosticCode, args: Readonly<Record<string, ArgValue>>, at: At, raw?: Uint8Array): void {
    let entry = this.#findings.get(code);
    if (entry === undefined) {
      entry = { count: 0, refused: 0, told: 0, examples: [] };
      this.#findings.set(code, entry);
    }
    entry.count++;
    if (raw !== undefined) entry.refused++;
    if (entry.told === this.#wanted) return;
    entry.told++;
    const isShown = this.#showsValues && raw !== undefined;
    entry.examples.push({
      code,
      args,
      at,
      ...(raw === undefined ? {} : { about: refusedEntry(raw) }),
      ...(isShown ? { raw: fromUtf8(raw.subarray(0, MOST_SHOWN)) } : {}),
    });
    this.weight += 256;
  }

  /** A row that was refused; the finding is reported apart. */
  reject(raw: Uint8Array, isKept: boolean): void {
    this.#rejected++;
    if (!isKept) this.keep(ROW, raw);
  }

  keep(what: typeof ROW | typeof MORE | typeof HEADER, raw: Uint8Array): void {
    if (!this.#keepsRows) return;
    const end = this.#used + raw.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2, 4096));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    this.#bytes.set(raw, this.#used);
    this.#used = end;
    this.#pieces.push(what, end);
    this.weight += raw.length + 16;
  }

  header(facts: ListFacts): void {
    this.#list = { ...this.#list, ...facts };
  }

  skipped(field: FieldId, rows = 1): void {
    this.#skipped.set(field, (this.#skipped.get(field) ?? 0) + rows);
  }

  /** What was gathered since it was last asked for. */
  take(): Told {
    const told = {
      findings: this.#takeFindings(),
      rejected: this.#rejected,
      refused: this.#takeRefused(),
      list: this.#list,
      skipped: [...this.#skipped],
    };
    this.#rejected = 0;
    this.#list = null;
    this.#skipped.clear();
    this.weight = 0;
    return told;
  }

  #takeFindings(): Told['findings'] {
    const taken = [];
    for (const [code, entry] of this.#findings) {
      if (entry.count === 0) continue;
      taken.push({ code, count: entry.count, refused: entry.refused, examples: entry.examples });
      entry.count = 0;
      entry.refused = 0;
      entry.examples = [];
    }
    return taken;
  }

  #takeRefused(): Refused | null {
    if (this.#pieces.length === 0) return null;
    const refused = { bytes: this.#bytes.subarray(0, this.#used), pieces: Uint32Array.from(this.#pieces) };
    this.#bytes = new Uint8Array(0);
    this.#used = 0;
    this.#pieces = [];
    return refused;
  }
}
