// The part of the STIX pattern language that is a list: equalities joined by OR, in any brackets. Anything that narrows
// (AND of unlike properties, NOT, LIKE, qualifiers) would list more than the sender meant, and is refused with a reason
// (research hash-formats 5.1). Hashes of one file joined by AND are one record. Specification: STIX 2.1, section 9.
import { type KindId, kindNamed } from '../../../model/kinds.ts';
import { EXACT, PREFIX, SUBTREE } from '../../../model/scope.ts';

/** One thing the pattern lists. */
export interface Term {
  readonly kind: KindId | 'address';
  readonly scope: number;
  /** As the sender spelled it. */
  readonly text: string;
}

export type Pattern =
  /** The terms of one record stand together. */
  | { readonly ok: true; readonly records: readonly (readonly Term[])[] }
  | { readonly ok: false; readonly reason: string };

/** Patterns come from outside: without a bound, brackets could exhaust the stack. */
const MAX_DEPTH = 32;
/** AND over OR multiplies out; no list does that. */
const MAX_RECORDS = 1 << 16;

const TOKEN = /\s*(?:('(?:[^'\\]|\\['\\])*')|([A-Za-z0-9_-]+(?::[A-Za-z0-9_.'-]+)?)|([[\]()=,]))/y;

class Refused extends Error {}

/** Only this file sees the exception: it leaves a recursive descent whose results are records. */
function refuse(reason: string): never {
  throw new Refused(reason);
}

export function parsePattern(text: string): Pattern {
  try {
    return { ok: true, records: new PatternParser(text).whole() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    throw error;
  }
}

class PatternParser {
  readonly #text: string;
  #at = 0;
  #token = '';
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#next();
  }

  whole(): Term[][] {
    const records = this.#either(() => this.#observation());
    if (this.#token !== '') refuse(joinsOf(this.#token) ?? 'something follows the pattern');
    return records;
  }

  #next(): void {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    if (found === null) {
      if (this.#text.slice(this.#at).trim() !== '') refuse('it is not of the part of the language that is a list');
      this.#token = '';
      return;
    }
    this.#at = TOKEN.lastIndex;
    this.#token = found[1] ?? found[2] ?? found[3] ?? '';
  }

  /** Steps over this token if it stands here. */
  #takes(token: string): boolean {
    if (this.#token !== token) return false;
    this.#next();
    return true;
  }

  #expect(token: string): void {
    if (!this.#takes(token))
      refuse(this.#token === '' ? 'it is cut short' : (joinsOf(this.#token) ?? 'a bracket is missing'));
  }

  #either(read: () => Term[][]): Term[][] {
    if (++this.#depth > MAX_DEPTH) refuse('it is nested too deeply');
    const records = read();
    while (this.#takes('OR')) records.push(...read());
    this.#depth--;
    return records;
  }

  #observation(): Term[][] {
    if (this.#takes('(')) {
      const records = this.#either(() => this.#observation());
      this.#expect(')');
      return records;
    }
    this.#expect('[');
    const records = this.#either(() => this.#all());
    this.#expect(']');
    return records;
  }

  /** Comparisons joined by AND: only hashes of one file say the same of it. */
  #all(): Term[][] {
    let records = this.#comparison();
    while (this.#takes('AND')) {
      const others = this.#comparison();
      if (records.length * others.length > MAX_RECORDS) refuse('it lists too much');
      records = records.flatMap((record) => others.map((other) => [...record, ...other]));
      if (!records.every(isOneFile)) refuse('AND joins what are not different hashes of one file');
    }
    return records;
  }

  #comparison(): Term[][] {
    if (this.#takes('(')) {
      const records = this.#either(() => this.#all());
      this.#expect(')');
      return records;
    }
    const path = this.#token;
    const kind = kindOfPath(path);
    if (kind === null) refuse(path.includes(':') ? 'it looks at another property' : 'a comparison is missing');
    this.#next();
    if (this.#takes('=')) return [[{ kind, scope: EXACT, text: this.#string() }]];
    if (this.#takes('MATCHES')) return [[reachOf(kind, this.#string())]];
    if (!this.#takes('IN')) refuse(`it compares by ${/^[A-Z]+$/u.test(this.#token) ? this.#token : 'something else'}`);
    const records: Term[][] = [];
    this.#expect('(');
    do records.push([{ kind, scope: EXACT, text: this.#string() }]);
    while (this.#takes(','));
    this.#expect(')');
    return records;
  }

  #string(): string {
    const token = this.#token;
    if (!token.startsWith("'")) refuse('a value is no text');
    this.#next();
    return token.slice(1, -1).replaceAll(/\\(['\\])/gu, '$1');
  }
}

/** Words that join observations in ways a list cannot. */
function joinsOf(token: string): string | null {
  return ['AND', 'FOLLOWEDBY', 'WITHIN', 'REPEATS', 'START', 'NOT'].includes(token) ? `${token} narrows it` : null;
}

function isOneFile(record: readonly Term[]): boolean {
  const kinds = new Set(record.map(({ kind }) => kind));
  return kinds.size === record.length && ![...kinds].some((kind) => PLACES.has(kind));
}

const PLACES: ReadonlySet<Term['kind']> = new Set(['url', 'domain', 'address']);

/** What the property holds, or null where it is none of a list. */
function kindOfPath(path: string): Term['kind'] | null {
  switch (path) {
    case 'url:value':
      return 'url';
    case 'domain-name:value':
      return 'domain';
    case 'ipv4-addr:value':
    case 'ipv6-addr:value':
      return 'address';
    default: {
      const name = /^file:hashes\.(?:'([^']+)'|([A-Za-z0-9_-]+))$/u.exec(path);
      return name === null ? null : kindNamed(name[1] ?? name[2] ?? '');
    }
  }
}

// --- how far an entry reaches ---------------------------------------------------------------------------------------

const BELOW = String.raw`^(.+\.)?`;
const ESCAPED = /[.*+?^${}()|[\]\\/-]/gu;

/** Whole subtrees and prefixes as regular expressions: LIKE has no way to write a name with an underscore. */
function reachOf(kind: Term['kind'], expression: string): Term {
  const text = unescaped(
    kind === 'domain' && expression.startsWith(BELOW) && expression.endsWith('$')
      ? expression.slice(BELOW.length, -1)
      : kind === 'url' && expression.startsWith('^')
        ? expression.slice(1)
        : '*',
  );
  if (text === null) refuse('it compares by a regular expression');
  return { kind, scope: kind === 'domain' ? SUBTREE : PREFIX, text };
}

/** The text of an expression that matches only itself, or null. */
function unescaped(expression: string): string | null {
  const text = expression.replaceAll(/\\(.)/gu, '$1');
  return escaped(text) === expression ? text : null;
}

function escaped(text: string): string {
  return text.replaceAll(ESCAPED, String.raw`\$&`);
}

/** A comparison that `parsePattern` reads as this term. */
export function comparison(path: string, scope: number, text: string): string {
  if (scope === EXACT) return `${path} = ${quoted(text)}`;
  const expression = scope === SUBTREE ? `${BELOW}${escaped(text)}$` : `^${escaped(text)}`;
  return `${path} MATCHES ${quoted(expression)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
}
