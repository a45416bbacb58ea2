// Chooses the format of an input, says why, and refuses a tie: the same line means different things in different formats.
// The rule: the content decides; of formats that are as sure of it the file name decides; a name alone chooses nothing. A
// name that disagrees is a warning.
import { fromUtf8, toUtf8 } from '../model/bytes.ts';
import { shapeOf } from '../model/entry-shape.ts';
import { usage } from '../model/failure.ts';
import type { Report } from '../model/findings.ts';
import { kindsOfHexLength } from '../model/kinds.ts';
import type { Detection, Format, Head } from './format.ts';
import { sniffEncoding } from './kit/decode.ts';

/** Lines a detector may look at. */
const SAMPLE_LINES = 1000;

/** The head as detectors see it: UTF-8 text without byte order mark, in whole lines. */
export function headOf(bytes: Uint8Array, name: string, whole: boolean): Head {
  const { label, mark } = sniffEncoding(bytes);
  const body = bytes.subarray(mark);
  const text = label === 'utf-8' ? fromUtf8(body) : new TextDecoder(label).decode(body);
  const lines = text.split(/\r*\n|\r+/u, SAMPLE_LINES + 1);
  if (lines.length > 1 && (!whole || lines.length > SAMPLE_LINES || lines.at(-1) === '')) lines.pop();
  return { bytes: label === 'utf-8' ? body : toUtf8(text), text, lines: undamaged(lines), name, whole };
}

/**
 * Without lines that hold NUL, which no text has: in a short list one such row, or zeros where a disk had failed, made it a
 * list of no format, and a bad row costs that row. Where most lines hold it, it is no text, and nothing is looked past.
 */
function undamaged(lines: string[]): string[] {
  const whole = lines.filter((line) => !line.includes('\0'));
  return whole.length * 2 < lines.length ? lines : whole;
}

export interface Choice {
  readonly format: Format;
  readonly because: string;
  readonly recipe?: Recipe;
}

/** How the same format is found again in another thread: by its id, or by the text of its profile and that file's name. */
export type Recipe = { readonly id: string } | { readonly profile: string; readonly file: string };

interface Candidate {
  readonly format: Format;
  /** `possible`: the file name and nothing in the content. */
  readonly sure: Detection['sure'] | 'possible';
  readonly because: string;
}

const HASH = 35;
/** A key of records for plug-ins of Griffeye, which are no list to exchange (research hash-formats 2.10). */
const PLUG_IN = /^\s*[[{][^\0]{0,4096}"Md5Hex"\s*:/u;

/** Where a database of SQLite says whose it is, and what the registry says there (registry/schema.ts). */
const APPLICATION_AT = 68;
const REGISTRY = [0x6c, 0x62, 0x72, 0x67];

const RANK = { certain: 2, likely: 1, possible: 0 } as const;

/** Everything any detector says about the head, the surest first. */
export function candidates(head: Head, formats: readonly Format[]): Candidate[] {
  const found: Candidate[] = [];
  for (const format of formats) {
    if (format.read === undefined) continue;
    const detection = format.detect(head);
    if (detection !== null) found.push({ format, ...detection });
    else if (isNamedFor(format, head.name) && !isDatabase(head)) {
      found.push({ format, sure: 'possible', because: 'the file name says so' });
    }
  }
  return found.sort((a, b) => RANK[b.sure] - RANK[a.sure]);
}

/** The one format of an input. Throws a usage failure when nothing, or more than one thing, fits. */
export function detect(head: Head, formats: readonly Format[], input: string, report: Report): Choice {
  const found = candidates(head, formats);
  const [first] = found;
  if (first === undefined || first.sure === 'possible') {
    throw usage('detect/unknown', { input, nearest: nearestTo(head) || namedAlone(found, head) });
  }
  const equals = found.filter(({ sure }) => sure === first.sure);
  const named = equals.filter(({ format }) => isNamedFor(format, head.name));
  const [best = first] = equals.length === 1 ? equals : named;
  if (equals.length > 1 && named.length !== 1) {
    throw usage('detect/ambiguous', { input, candidates: equals.map(toldOf).join(', ') });
  }
  const namedFor = formats.find((format) => format !== best.format && isNamedFor(format, head.name));
  const isPlain = best.sure === 'certain' && isInContainer(head);
  if (namedFor !== undefined && !isPlain && !isNamedFor(best.format, head.name)) {
    report('detect/name-disagrees', { format: best.format.id, named: namedFor.id });
  }
  const others = equals.filter((each) => each !== best).map(toldOf);
  const against = others.length === 0 ? '' : `; the file name speaks for it and not for ${others.join(', ')}`;
  return { format: best.format, because: `${best.because}${against}` };
}

function toldOf({ format, because }: Candidate): string {
  return `${format.id} (${because})`;
}

function namedAlone(found: readonly Candidate[], head: Head): string {
  if (found.length === 0) return '';
  const ids = found.map(({ format }) => format.id).join(', ');
  return `; its content says nothing${headerTaken(head)}, its name could be that of ${ids}`;
}

/** Which line of a table was taken for its header: above that of a sheet often stands a title. */
function headerTaken({ name, lines }: Head): string {
  const at = lines.findIndex((line) => line.trim() !== '' && line.charCodeAt(0) !== HASH && !/^"?sep=/iu.test(line));
  return /\.[ct]sv$/iu.test(name) && at >= 0 ? ` (line ${at + 1}, taken for its header, names no known column)` : '';
}

/** Its name says nothing of it: many programs call theirs so. */
function isDatabase({ text }: Head): boolean {
  return text.startsWith('SQLite format 3\0');
}

/** What most lines of an unknown list look like: names and URLs in one file are neither a list of names nor one of URLs. */
function nearestTo(head: Head): string {
  if (/^\s*<(?:!doctype\s+)?html[\s>]/iu.test(head.text)) {
    return '; it looks like an HTML page: fetch the list again, and check the login';
  }
  if (PLUG_IN.test(head.text)) return '; it holds records that Griffeye hands to plug-ins: export a VICS file instead';
  if (isDatabase(head) && REGISTRY.every((byte, i) => head.bytes[APPLICATION_AT + i] === byte))
    return '; it is a registry of listbridge: listbridge lists --registry FILE';
  if (isDatabase(head)) return '; it is a database with other tables than those of any list known here';
  const entries = head.lines.map((line) => toUtf8(line.trim())).filter((line) => line.length > 0 && line[0] !== HASH);
  const shapes = entries.map((line) => shapeOf(line, 0, line.length));
  const share = (shape: string): number => shapes.filter((each) => each === shape).length / shapes.length;
  const digests = entries.filter((line) => isDigest(fromUtf8(line))).length;
  if (digests * 2 > entries.length) return '; most lines look like digests (--from plain-digests)';
  // One column of digests under its name is a table, however short it is.
  const [first = '', ...others] = entries.map((line) => fromUtf8(line));
  if (others.length > 0 && others.every(isDigest)) {
    const possible = /^(?:key|hash|digest|hash[ _-]?value)$/iu.test(first)
      ? kindsOfHexLength(others[0]?.length ?? 0)
      : [];
    const options = possible.map((kind) => `--from-option kind=${kind}`).join(' or ');
    return options === '' ? '' : `; it looks like digests under a header (--from csv ${options})`;
  }
  const [urls, names] = [share('url'), share('host')];
  if (shapes.length === 0 || urls + names < 0.9) return '';
  return urls > 0.1 && names > 0
    ? '; its lines are names and URLs, as --from url-list --from-option bare=exact (or bare=subtree) reads them'
    : `; most lines look like ${urls > names ? 'URLs (--from url-list)' : 'words or names (--from domain-list)'}`;
}

function isDigest(word: string): boolean {
  return /^[0-9a-f]+$/iu.test(word) && kindsOfHexLength(word.length).length > 0;
}

/**
 * Endings that many formats share say what a file is made of, not which format it is: an export of ICSE is called .csv.
 * Whether the head is made of that.
 */
function isInContainer({ name, text }: Head): boolean {
  const first = text.trimStart()[0] ?? '';
  const ending = /\.(csv|tsv|json|xml)$/iu.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined || text.includes('\0')) return false;
  if (ending === 'json') return first === '{' || first === '[';
  return ending === 'xml' ? first === '<' : first !== '{' && first !== '[' && first !== '<';
}

export function isNamedFor(format: Format, name: string): boolean {
  if (name === '') return false;
  const lower = name.toLowerCase();
  if (format.files.names?.some((pattern) => pattern.test(name)) === true) return true;
  // Half of all lists are called .txt, so that ending tells nothing.
  return format.files.extensions.some((ending) => ending !== '.txt' && lower.endsWith(ending));
}
