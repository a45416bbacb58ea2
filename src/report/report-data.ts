// The report as plain data: what --report json writes and what a program that imports this one is given.
// schemas/report.schema.json is its published description. Keys are only ever added.

export interface Report {
  readonly type: 'report';
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** The verb, such as `validate`. */
  readonly command: string;
  /** The day the run was judged by, ISO 8601. */
  readonly asOf: string;
  readonly inputs: readonly ReportInputFile[];
  /** Findings by severity, exact; `off` are those that were switched off. */
  readonly counts: ReportCounts;
  /** Every code found, and how often: exact. */
  readonly codes: readonly ReportCode[];
  /** The first findings of each code, worst first. */
  readonly diagnostics: readonly ReportDiagnostic[];
  /** Whether there were more findings than are listed. */
  readonly truncated: boolean;
  readonly tally: ReportTally;
  /** What changed between two editions; null where none were compared. */
  readonly changes: ReportChanges | null;
  readonly losses: readonly ReportLoss[];
  /** What stopped the run; null where nothing did. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** 0 done, 1 findings at or above --fail-on, 2 usage, 3 refused, 4 the world is in the way, 130 interrupted. */
  readonly exitCode: number;
}

export type ReportChanges = Readonly<Record<'added' | 'removed' | 'changed' | 'unchanged', number>>;

export interface ReportInputFile {
  /** Name of the source, as used in provenance. */
  readonly source: string;
  /** The file as it was given. */
  readonly input: string;
  readonly format: string;
  /** Why this format was chosen. */
  readonly because: string;
  /** Of the file as stored; null where it was not read to its end. */
  readonly sha256: string | null;
  readonly bytes: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly withdrawn: number;
  /** What the file says about itself. */
  readonly list: {
    readonly partner?: string;
    readonly title?: string;
    readonly version?: string;
    readonly issuedAt?: string;
    readonly claimedCount?: number;
    readonly marking?: string;
    readonly edition?: 'full' | 'delta';
  };
}

export type ReportCounts = Readonly<Record<'error' | 'warning' | 'info' | 'off', number>>;

export interface ReportCode {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info' | 'off';
  readonly count: number;
  /** What to do. */
  readonly fix: string;
}

export interface ReportDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly at: ReportPlace;
  /** The entry it is about, by its kind and alias; its value only where values were asked for. */
  readonly entry?: { readonly kind: string | null; readonly alias: string | null; readonly value?: string };
  readonly args: Readonly<Record<string, string | number>>;
  /** The refused row, only where values were asked for. */
  readonly raw?: string;
}

/** Lines, columns and items count from 1, offsets from 0; empty where it concerns no one place. */
export interface ReportPlace {
  readonly input?: string;
  readonly line?: number;
  readonly column?: number;
  /** Path inside a JSON or XML document. */
  readonly path?: string;
  readonly offset?: number;
}

export interface ReportTally {
  /** Keys by kind and by scope, as they reached the output or the end of a validation. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly scopes: Readonly<Record<string, number>>;
  /** Rows left out because of a finding. */
  readonly dropped: readonly { readonly code: string; readonly count: number }[];
  /** Repeated keys left out or merged. */
  readonly duplicates: number;
  /** What the sources have in common; null where there are fewer than two, or nothing was merged. */
  readonly overlap: ReportOverlap | null;
  /** How many entries lapse when, by the policy of the list. */
  readonly forecast: ReportForecast | null;
  /** Where refused rows were kept. */
  readonly rejects: string | null;
  /** Ages, expiry and reviews of what reached the output or the end of a validation. */
  readonly upkeep: ReportUpkeep | null;
  readonly output: {
    readonly output: string;
    readonly format: string;
    readonly rows: number;
    readonly bytes: number;
  } | null;
}

export interface ReportOverlap {
  /** Each source, how many keys it has, and how many no other has. */
  readonly sources: readonly { readonly source: string; readonly keys: number; readonly alone: number }[];
  /** Pairs that share keys; those that share none are left out. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly shared: number }[];
}

export interface ReportForecast {
  readonly lapsed: number;
  readonly within: readonly { readonly days: number; readonly count: number }[];
  readonly later: number;
  readonly open: number;
}

export interface ReportUpkeep {
  readonly entries: number;
  readonly ages: Readonly<Record<'lastVerified' | 'lastReviewed' | 'firstSeen', ReportAges>>;
  readonly expiry: { readonly bands: readonly ReportBand[]; readonly past: number; readonly never: number };
  readonly reviews: {
    readonly persons: Readonly<Record<'none' | 'one' | 'two' | 'more', number>>;
    readonly twoOrganisations: number;
    readonly twoCountries: number;
    readonly disputed: number;
  };
}

export interface ReportAges {
  readonly bands: readonly ReportBand[];
  readonly future: number;
  readonly unknown: number;
}

/** Entries up to so many days from the day of the run; null is beyond the last. */
export interface ReportBand {
  readonly days: number | null;
  readonly entries: number;
}

export interface ReportLoss {
  /** What `allowLoss` takes. */
  readonly class: string;
  readonly code: string;
  readonly what: string;
  /** Null in a plan, which counts nothing. */
  readonly count: number | null;
  readonly message: string;
}
