// The one interface every partner format implements, and the contexts it is given.
// A format is a plain object in a file named after its id; it never touches files, clocks or other formats.
import type { z } from 'zod';
import type { Batch } from '../model/batch.ts';
import type { BatchBuilder } from '../model/batch-builder.ts';
import type { ByteChunks } from '../model/bytes.ts';
import type { Carries, Needs } from '../model/carries.ts';
import type { ArgsOf, DiagnosticCode } from '../model/diagnostics.ts';
import type { FieldId, ListFacts } from '../model/fields.ts';
import type { At, Report } from '../model/findings.ts';
import type { KindId } from '../model/kinds.ts';
import type { Interns } from '../model/opinions.ts';
import type { RecordSystem } from '../model/record-key.ts';
import type { Operation, Scope } from '../model/scope.ts';
import type { Database } from '../sqlite/driver.ts';

/** A field of a form that is our own, for its page. `example` is a value as JSON. */
export interface FormatField {
  /** What it stands in, such as `row`. */
  readonly place: string;
  readonly name: string;
  readonly takes: string;
  readonly example: string;
  readonly meaning: string;
}

/** The beginning of an input for detection: at most 64 KiB, unzipped, as UTF-8 text without byte order mark. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Whole lines of the head without line ends; the last, cut one is left out unless it is the only one. */
  readonly lines: readonly string[];
  /** Base name of the file, or empty for standard input. */
  readonly name: string;
  /** Whether the head is all there is. */
  readonly whole: boolean;
}

export interface Detection {
  /**
   * `certain`: structure only this format has; `likely`: nearly every sampled line parses. By the content alone: the name
   * is looked at by `detect.ts`. Two words, because scores out of a hundred drift and cannot be reviewed.
   */
  readonly sure: 'certain' | 'likely';
  readonly because: string;
}

/** Rows that a reader may not give on before the end of the list: in memory, or beyond it in a temporary file. */
export interface Held {
  add(batch: Batch): Promise<void>;
  /** All of them in order, once. */
  rows(): AsyncIterable<Batch>;
  /** To be called however reading ends. */
  close(): Promise<void>;
}

/** A database that an output is built in; nobody else sees it. */
export interface NewDatabase extends Pick<Database, 'exec' | 'prepare' | 'transaction'> {
  /** The finished file; nothing can be written to it any more. */
  bytes(): ByteChunks;
  /** To be called however writing ends. */
  discard(): Promise<void>;
}

export interface ReadContext<Options = unknown> {
  readonly options: Options;
  /** Optional fields the run will use; a reader may skip decoding the others after telling `skipped`. */
  readonly want: ReadonlySet<FieldId>;
  readonly interns: Interns;
  /** Number and name of the source in the run's name table. */
  readonly source: number;
  readonly sourceName: string;
  /** Whose the opinions are that name no member, where that is not the name of the source. */
  readonly member?: string | undefined;
  /** Whether values written harmless (`hxxp`, `[.]`) may be read as what they were. */
  readonly refang?: boolean;
  builder(): BatchBuilder;
  hold(): Held;
  /** The input as an open database, to be read from and closed; reads the input to its end. For lists that are one. */
  database(input: ByteChunks): Promise<Database>;
  /** A finding that costs nothing. */
  readonly report: Report;
  /**
   * A finding that costs the row: counts it and keeps its bytes for the rejects file, without the line end. With `isKept` they
   * were kept for another entry of the same line: once more for each would make gigabytes of one long line.
   */
  reject<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, at: At, raw: Uint8Array, isKept?: boolean): void;
  /** A part of a line too long to hold, for the rejects file; the finding was reported with the first part. */
  rejectMore(raw: Uint8Array): void;
  /** A line the rejects file must begin with to be readable again, such as a CSV header. */
  rejectHeader(raw: Uint8Array): void;
  /** Facts of the list, as they are met. */
  header(facts: ListFacts): void;
  /** A row had this field and the run does not want it. */
  skipped(field: FieldId, rows?: number): void;
}

export interface WriteContext<Options = unknown> {
  readonly options: Options;
  readonly interns: Interns;
  /** Facts of the list; complete only once the first batch has been asked for. */
  readonly list: ListFacts;
  /** Epoch seconds, fixed for the run. */
  readonly now: number;
  /** The beginning of the file that the output will replace: an edition may have to say that it is the later one. */
  readonly replaced: Head | null;
  hold(): Held;
  newDatabase(): Promise<NewDatabase>;
  readonly report: Report;
  /** An entry this writer cannot express although the format declares its kind; the row is left out and counted. */
  unfit(reason: string, batch: Batch, row: number): void;
}

/** An input as a partner would send it, with the rows it means. Examples drive the contract tests and the docs. */
export interface Example<Options = unknown> {
  readonly name: string;
  readonly text: string;
  /** Of a binary format: each character of the text is a byte. */
  readonly encoding?: 'latin1';
  readonly options?: Partial<Options>;
  readonly rows: readonly ExampleRow[];
  /** Codes of the findings it gives, each with its line. */
  readonly findings?: readonly (readonly [DiagnosticCode, number])[];
}

/** Rows are compared on the facts given here; the key is the text of the kind's codec. */
export interface ExampleRow {
  readonly kind: KindId;
  readonly key: string;
  readonly scope?: Scope;
  readonly operation?: Operation;
  readonly label?: string;
  readonly name?: string;
  /** Rows with the same number stay together. */
  readonly item?: number;
}

export interface Format<Options = unknown> {
  /** File name, value of --from and --to, anchor in the docs. Never renamed. */
  readonly id: string;
  readonly title: string;
  readonly about: {
    readonly spec?: string;
    readonly partner?: string;
    readonly since: string;
    readonly status: 'stable' | 'trial' | 'retired';
  };
  readonly files: { readonly extensions: readonly string[]; readonly names?: readonly RegExp[] };
  /**
   * Whose records these are, where the partner updates and takes back records by a name: every partner key that it reads is
   * made by `recordKey`, and `updated` says when the record was last changed. The run then lets the latest state stand.
   */
  readonly records?: RecordSystem;
  /** What may stand in it, in its order, where the form is our own. */
  readonly fields?: readonly FormatField[];
  /** The most the format can carry, with any options. */
  readonly carries: Carries;
  /** What its reader gives beyond what its writer takes: facts that stand in such lists and cannot be put into one. */
  readonly reads?: Partial<Carries>;
  /** What it carries with these options, where that is less: a bare digest list of one kind. */
  carriesWith?(options: Options): Carries;
  readonly needs?: Needs;
  /**
   * Why no list of this format can hold row `row`, whatever else is in it; null where one can. The writer refuses such a row
   * (`unfit`), and with `needs.noCovered` nothing is left out as covered by it.
   */
  misfit?(options: Options): (batch: Batch, row: number) => string | null;
  /** Rows that must come before all others, where the format has a part for each of two sorts; all of an item or none. */
  leads?(interns: Interns): (batch: Batch, row: number) => boolean;
  readonly options?: z.ZodType<Options>;
  readonly examples: readonly [Example<Options>, ...Example<Options>[]];
  /** Whether detection may choose it; false for formats that only a profile or an option can tell. */
  readonly detectable?: false;
  detect(head: Head): Detection | null;
  /** A batch is given away with its columns: it may go to another thread, so none may be looked at or used again. */
  read?(input: ByteChunks, context: ReadContext<Options>): AsyncIterable<Batch>;
  /**
   * Whether its writer makes one piece of each batch, of nothing but the batch as long as no rows of it belong together, and
   * what stands before the first batch. Two writers may then share the batches of a list.
   */
  apart?(options: Options): boolean;
  /** A piece is valid until the next one is asked for. */
  write?(batches: AsyncIterable<Batch>, context: WriteContext<Options>): ByteChunks;
}

/** Only checks types: a format stays the plain object it is. */
export function defineFormat<Options>(format: Format<Options>): Format<Options> {
  return format;
}
