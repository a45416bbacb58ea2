// The options of the functions in index.ts: those of the command line, by their long names in camel case.
// tests/library/options.test.ts holds these names and values against the option tables of the commands.
import type { LossClass } from '../model/loss.ts';
import type { Omittable } from '../pipeline/omit.ts';

/** One or several. */
export type Many<Text extends string = string> = Text | readonly Text[];

/** Texts as on the command line (`'kind=md5'`, `'acme=csv'`), or an object of what stands before and behind the sign. */
export type Settings = Many | Readonly<Record<string, string | number | boolean>>;

/** What a program decides that calls: where files are, when to stop, what `-` stands for. */
export interface CallOptions {
  /** Folder that file names start from; default: that of the process. */
  readonly cwd?: string;
  /** Stops the call, which then throws `run/interrupted`. */
  readonly signal?: AbortSignal;
  /** What is read where a file is called `-`: a text, bytes, or a stream of them. */
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
}

export interface ReadOptions extends CallOptions {
  /** Format of the inputs, or of those with a name: `{ acme: 'csv' }`. Default: by content. */
  readonly from?: Settings;
  /** Column profile (YAML): a file, or one that comes along. */
  readonly fromProfile?: Settings;
  /** Options of the input format: `{ kind: 'md5' }`, or of one input: `{ 'acme:kind': 'md5' }`. */
  readonly fromOption?: Settings;
  /** Reads values written harmless (hxxp, [.]) as what they were. */
  readonly refang?: boolean;
  /** Public key (minisign) that must have signed the inputs. */
  readonly verifyWith?: Settings;
  /** Signature of the input; default: the file beside it with .minisig behind its name. */
  readonly signature?: Settings;
  /** Identity file (age) that opens encrypted inputs. */
  readonly decryptWith?: Many;
  /** File with the passphrase of an encrypted input or of a protected secret key. */
  readonly passphraseFile?: Many;
  /** Where `registry:LIST` is kept. */
  readonly registry?: string;
  /** Keeps refused rows here, as sent: in UTF-8, each with a line feed behind it. */
  readonly rejects?: string;
  /** Memory before temporary files are used: bytes, or a text such as `500M`. */
  readonly memory?: number | string;
  /** Names, addresses or networks that must not be blocked as a whole. */
  readonly guard?: Many;
  /** Your own names and addresses, which no list may block. */
  readonly ownNames?: Many;
  /** Leaves out rows with these findings. */
  readonly drop?: Many;
  /** Day that times are judged by, such as `2026-01-31`; makes a run repeatable. */
  readonly asOf?: string | Date;
  /** Severity from which on `exitCode` is 1. Default: error. */
  readonly failOn?: 'error' | 'warning' | 'info' | 'never';
  /** Findings, or groups of them (`expiry/*`), to be treated as errors, as warnings, as of no concern. */
  readonly deny?: Many;
  readonly warn?: Many;
  readonly allow?: Many;
  /** What the list must be like: a policy that ships, or a file of yours. */
  readonly policy?: string;
  /** Which labels of one scheme stand for which of another: a crosswalk that comes along, or a file of yours. */
  readonly crosswalk?: string;
  /** Positions kept for each code, 20 if not given; counts are always exact. */
  readonly maxExamples?: number;
  /** Lets messages and reports hold list values: mind who reads them. */
  readonly showValues?: boolean;
  /** File with the key of the aliases of entries, which then last from edition to edition. */
  readonly aliasKey?: string;
  /** Replaces a file of another format or kind, rejects of an earlier run, or writes a list without entries. */
  readonly force?: boolean;
}

export interface WriteOptions extends ReadOptions {
  /** Where to write. */
  readonly output?: string;
  /** Takes the pieces of the output where there is no file; the next piece waits for what it returns. */
  readonly stdout?: (piece: Uint8Array) => unknown;
  /** Format of the output. Default: by the name of the file; of a merge canonical rows. */
  readonly to?: string;
  /** Options of the output format: `{ kind: 'md5' }`. */
  readonly toOption?: Settings;
  /** Where clients are sent instead of what is listed: its name, or its addresses. */
  readonly stopPage?: string;
  /** Losses that are accepted, by name. */
  readonly allowLoss?: Many<LossClass>;
  /** Leaves out what the recipient must not see: `opinions`, `reviews`, `note`. */
  readonly omit?: Many<Omittable>;
  /** Secret key (minisign) that signs the output. */
  readonly signWith?: string;
  /** Recipients (age) who alone can read the output. */
  readonly encryptTo?: Many;
  /** Sorts by kind and key. */
  readonly sort?: boolean;
  /** Reads the output back and compares all keys before it is put in place. */
  readonly verify?: boolean;
  /** Refuses an output with so many per cent fewer, or more, entries than the file it replaces. */
  readonly maxShrink?: number | string;
  readonly maxGrowth?: number | string;
}

export type ValidateOptions = ReadOptions;

export interface ConvertOptions extends WriteOptions {
  /** Tells what may be lost, and writes nothing. */
  readonly plan?: boolean;
}

export interface MergeOptions extends WriteOptions {
  /** What stands when rows differ: `{ opinions: 'newest' }`. */
  readonly mergePolicy?: Settings;
  /** Digests that join records. Default: all. */
  readonly link?: 'all' | 'strong' | 'none';
}
