// A YAML (or JSON) text that a person wrote, checked by a schema. A fault is told with its line and column. Nothing of the
// text is repeated but names of keys: it may be a list by mistake.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type * as z from 'zod';
import { issueWords } from '../model/issue-words.ts';
import { isPlainName } from '../model/plain-name.ts';
import { issuePath } from './schema.ts';

/** A fault of the text: where, and what. */
export class TextFault extends Error {
  readonly path: readonly PropertyKey[];

  constructor(path: readonly PropertyKey[], reason: string) {
    super(reason);
    this.name = 'TextFault';
    this.path = path;
  }
}

export interface DocumentKind<Data> {
  readonly schema: z.ZodType<Data>;
  /** What such a text is called: `profile`. */
  readonly name: string;
  /** What it begins with. */
  readonly beginning: string;
  /** Keys below which a path holds names from a list rather than words of ours. */
  readonly unnamed?: readonly string[];
}

/** No such text is longer; a file that is was named by mistake. */
const LONGEST = 1 << 20;

/**
 * What `make` makes of a text that fits its schema; `make` may throw a TextFault. `fail` is given the reason, with line and
 * column in front.
 */
export function readDocument<Data, Result>(
  text: string,
  kind: DocumentKind<Data>,
  make: (data: Data) => Result,
  fail: (reason: string) => Error,
): Result {
  const lines = new LineCounter();
  const refuse = (reason: string, offset: number | null): Error => {
    const { line, col } = offset === null ? { line: 0, col: 0 } : lines.linePos(offset);
    return fail(`${line > 0 ? `line ${line}, column ${col}: ` : ''}${reason}`);
  };
  if (text.length > LONGEST) throw refuse(`it is too long for a ${kind.name}`, null);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: areAlike });
  const [error] = document.errors;
  // The parser's own message quotes the text.
  if (error !== undefined) {
    throw refuse(`it is not YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`, error.pos[0]);
  }
  const { contents } = document;
  if (!isMap(contents)) throw refuse(`a ${kind.name} begins with "${kind.beginning}"`, 0);
  keepSpelling(document);
  const plain = plainOf(document);
  if (plain === null) throw refuse('it repeats itself through too many aliases', null);
  const refuseAt = (message: string, path: readonly PropertyKey[]): Error =>
    refuse(reasonOf(message, path, kind.unnamed ?? []), offsetOf(contents, path));
  const parsed = kind.schema.safeParse(plain, { error: issueWords });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuseAt(issue?.message ?? '', issue === undefined ? [] : issuePath(issue));
  }
  try {
    return make(parsed.data);
  } catch (fault) {
    if (!(fault instanceof TextFault)) throw fault;
    throw refuseAt(fault.message, fault.path);
  }
}

/** The document as plain data; null where aliases would unfold without end. */
function plainOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return null;
  }
}

/** Whether two keys are one. */
function areAlike(a: unknown, b: unknown): boolean {
  const spelling = (key: unknown): unknown => (isScalar(key) ? (key.source ?? key.value) : key);
  return spelling(a) === spelling(b);
}

/** YAML takes `01` for 1 and `1.10` for 1.1, but codes and versions are what they look like. */
function keepSpelling(document: Document): void {
  visit(document, {
    Scalar(where, node) {
      const { value, source } = node;
      if (source === undefined || typeof value === 'string') return;
      if (where === 'key' || (typeof value === 'number' && String(value) !== source)) node.value = source;
    },
  });
}

function reasonOf(message: string, path: readonly PropertyKey[], unnamed: readonly string[]): string {
  const [group] = path;
  const text = message.replace(/^[A-Z](?=[a-z ])/u, (letter) => letter.toLowerCase());
  if (group === undefined) return text;
  const isUnnamed = path.length > 1 && unnamed.includes(String(group));
  const words = (isUnnamed ? [group] : path).map(String);
  // A list that is read by mistake has its entries for keys.
  const end = words.findIndex((word) => !isPlainName(word) && !/^\d+$/u.test(word));
  const known = end < 0 ? words : words.slice(0, end);
  return known.length === 0 ? text : `${pathText(known)}: ${text}`;
}

/** `list.facts, entry 1`: people count from one. */
function pathText(words: readonly string[]): string {
  return words
    .map((word) => (/^\d+$/u.test(word) ? `, entry ${Number(word) + 1}, ` : `.${word}`))
    .join('')
    .replaceAll(/^\.|, $|(?<=, )[.,] ?/gu, '');
}

/** Where the deepest part of the path that exists begins. */
function offsetOf(root: Node, path: readonly PropertyKey[]): number | null {
  let node: Node = root;
  let offset = node.range?.[0] ?? null;
  for (const step of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(step));
      if (pair === undefined) return offset;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
      if (isNode(next)) offset = next.range?.[0] ?? offset;
    }
    if (!isNode(next) || isAlias(next)) return offset;
    node = next;
  }
  return offset;
}
