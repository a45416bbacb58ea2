// Finding -> sentence and position. Every sentence comes from the template in the catalogue; every argument passes
// redact.ts. It neither counts nor lays out.
import { type DiagnosticCode, diagnosticOf } from '../model/diagnostics.ts';
import { type At, type Finding, KEPT } from '../model/findings.ts';
import type { Loss } from '../model/loss.ts';
import { lossCode } from '../model/loss.ts';
import type { ArgValue } from '../model/message.ts';
import { grouped } from './numbers.ts';
import { harmless, type Redaction, redactedNote, redactedText } from './redact.ts';
import { wordsFor } from './words.ts';

type Args = Readonly<Record<string, ArgValue>>;

/** The sentence of a finding. */
export function sentence(code: DiagnosticCode, args: Args, redaction: Redaction): string {
  return filled(code, (name) => {
    const value = args[name];
    return value === undefined ? ELLIPSIS : shown(code, name, value, redaction);
  });
}

/**
 * One sentence for many findings of a code. What they do not share is said of the first two; where several arguments differ, or
 * lists do, the first sentence is said, and that others differ.
 */
export function commonSentence(code: DiagnosticCode, findings: readonly Finding[], redaction: Redaction): string {
  const [first] = findings;
  if (first === undefined) return filled(code, () => ELLIPSIS);
  const textsOf = (name: string): string[] => {
    const values = findings.map(({ args }) => args[name]);
    return [...new Set(values.map((each) => (each === undefined ? ELLIPSIS : shown(code, name, each, redaction))))];
  };
  const { names } = diagnosticOf(code).message;
  const differing = names.map(textsOf).filter(({ length }) => length > 1);
  const isPlain = differing.length <= 1 && differing.flat().every((text) => !text.includes(',') && text !== NO_LINE);
  const text = filled(code, (name) => {
    const texts = textsOf(name);
    if (texts.length > 1 && SOMETIMES.has(name)) return '';
    return isPlain ? anyOf(texts) : (texts[0] ?? '');
  });
  return isPlain ? text : `${text}; others differ`;
}

/** `a`, `a or b`, `a, b or others`. */
function anyOf([first = '', second, ...others]: readonly string[]): string {
  if (second === undefined) return first;
  return others.length === 0 ? `${first} or ${second}` : `${first}, ${second} or others`;
}

/** The sentence with its arguments as placeholders, for pages about the code itself. */
export function templateOf(code: DiagnosticCode): string {
  return filled(code, (name) => (SOMETIMES.has(name) ? '' : `<${name}>`));
}

/** Ends of sentences that are often empty: no placeholder of a page could say what they say. */
const SOMETIMES = new Set(['nearest', 'suggestion']);

/**
 * What a target loses. Where nothing was counted yet the sentence ends before the count: the templates of losses end
 * in `: COUNT ...`, so what stands before is a sentence of its own.
 */
export function lossSentence(loss: Loss, target: string, redaction: Redaction): string {
  const code = lossCode(loss.class);
  const { count, what } = loss;
  if (count !== null) return sentence(code, { target, what, count }, redaction);
  const { parts, names } = diagnosticOf(code).message;
  const end = (names as readonly string[]).indexOf('count');
  if (end < 0) return sentence(code, { target, what }, redaction);
  const args: Args = { target, what };
  const text = parts
    .slice(0, end + 1)
    .map((part, i) => part + (i < end ? shown(code, names[i] ?? '', args[names[i] ?? ''] ?? '', redaction) : ''))
    .join('');
  return text.replace(/: $/u, '');
}

const ELLIPSIS = '...';

/** Arguments that name a place: a line number takes no thousands separators, so that it can be typed into an editor. */
const PLACES = new Set(['line', 'column', 'offset']);

function shown(code: DiagnosticCode, name: string, value: ArgValue, redaction: Redaction): string {
  const sensitive = diagnosticOf(code).sensitive ?? [];
  if (typeof value === 'string') {
    const isHidden = sensitive.includes(name) && !redaction.showValues;
    return redactedText(name, isHidden ? value : wordsFor(code, name, value), sensitive, redaction);
  }
  if (sensitive.includes(name) && !redaction.showValues) return '[number]';
  return PLACES.has(name) ? String(value) : grouped(value);
}

const NO_LINE = String(KEPT);

function filled(code: DiagnosticCode, textOf: (name: string) => string): string {
  const { parts, names } = diagnosticOf(code).message;
  let text = parts[0] ?? '';
  for (const [i, name] of names.entries()) {
    const value = textOf(name);
    if (name === 'line' && value === NO_LINE) {
      text = `${text.replace(/ on line $/u, '')}${parts[i + 1] ?? ''}`;
      continue;
    }
    const next = parts[i + 1] ?? '';
    text += value + (value === '1' ? singular(next) : next);
  }
  return text;
}

const PLURALS: readonly (readonly [many: string, one: string])[] = [
  [' rows have ', ' row has '],
  [' rows were ', ' row was '],
  [' rows', ' row'],
  [' repeated rows', ' repeated row'],
  [' records fall ', ' record falls '],
  [' records', ' record'],
  [' entries', ' entry'],
  [' were read', ' was read'],
  [' characters', ' character'],
  [' bytes', ' byte'],
  [' fields', ' field'],
  [' columns', ' column'],
  [' days', ' day'],
  [' reviews', ' review'],
  [' sources', ' source'],
  [' exceptions', ' exception'],
];

/** The templates count in the plural; one row is not "1 rows". */
function singular(part: string): string {
  for (const [many, one] of PLURALS) if (part.startsWith(many)) return one + part.slice(many.length);
  return part;
}

/** How the file of a place is called. */
export type FileOf = (at: At) => string | undefined;

/** `file:line:column`, as editors and terminals understand it; a path or an offset where a document has no lines. */
export function position(at: At, fileOf: FileOf, redaction: Redaction): string {
  const file = fileOf(at);
  let text = file === undefined ? '' : file === '-' ? '<stdin>' : harmless(file);
  if (at.line !== undefined && at.line !== KEPT) {
    text += text === '' ? `line ${at.line}` : `:${at.line}`;
    if (at.column !== undefined) text += text.startsWith('line ') ? `, column ${at.column}` : `:${at.column}`;
  }
  const inside: string[] = [];
  if (at.path !== undefined) inside.push(redactedNote(at.path, redaction));
  if (at.offset !== undefined) inside.push(`byte ${at.offset}`);
  if (inside.length === 0) return text;
  return text === '' ? inside.join(', ') : `${text} (${inside.join(', ')})`;
}
