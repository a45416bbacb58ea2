// Splits TypeScript or JavaScript into code and literals, just well enough for the tests that read our own sources.
// It must not become a parser: it knows comments, strings, templates and regular expressions, and nothing of grammar.

export interface Literal {
  /** Offset of the opening quote in the source. */
  readonly start: number;
  readonly quote: "'" | '"' | '`' | '/';
  /** What the literal means, escapes resolved; every `${...}` of a template is one HOLE. */
  readonly text: string;
  /** For every character of the text, its offset in the source. */
  readonly offsets: readonly number[];
}

export interface Lexed {
  /** The source with comments and the insides of literals blanked. Same length, same line breaks. */
  readonly code: string;
  readonly literals: readonly Literal[];
}

export const HOLE = '\uFFFC';

/** After these words a slash opens a regular expression; after any other word it divides. */
const BEFORE_REGEX = new Set(
  'return typeof case in of delete void throw new await yield else do instanceof default'.split(' '),
);

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

export function lex(source: string): Lexed {
  const code = source.split('');
  const literals: Literal[] = [];

  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (code[i] !== '\n' && code[i] !== '\r') code[i] = ' ';
  };

  /** Reads code from `i` to the end, or to the brace that closes a template's hole. */
  const readCode = (from: number, inHole: boolean): number => {
    let i = from;
    let depth = 0;
    let last = '';
    while (i < source.length) {
      const char = source.charAt(i);
      if (char === '/' && source[i + 1] === '/') {
        const end = endOfLine(source, i);
        blank(i, end);
        i = end;
      } else if (char === '/' && source[i + 1] === '*') {
        const close = source.indexOf('*/', i + 2);
        const end = close < 0 ? source.length : close + 2;
        blank(i, end);
        i = end;
      } else if (char === "'" || char === '"') {
        i = readQuoted(i, char);
        last = char;
      } else if (char === '`') {
        i = readTemplate(i);
        last = char;
      } else if (char === '/' && opensRegex(last)) {
        i = readRegex(i);
        last = ')';
      } else if (/[\p{L}\p{N}_$]/u.test(char)) {
        const word = /^[\p{L}\p{N}_$]+/u.exec(source.slice(i, i + 200))?.[0] ?? char;
        last = word;
        i += word.length;
      } else if (/\s/.test(char)) {
        i++;
      } else {
        if (char === '{') depth++;
        if (char === '}' && inHole && depth === 0) return i;
        if (char === '}') depth--;
        // `a[0]! / 2` divides, `!/x/.test(a)` does not: the mark of a non-null touches what it follows.
        const isNonNull = char === '!' && i > 0 && /[\p{L}\p{N}_$)\]]/u.test(source.charAt(i - 1));
        last = isNonNull ? ')' : char;
        i++;
      }
    }
    return i;
  };

  const readQuoted = (start: number, quote: "'" | '"'): number => {
    const text: string[] = [];
    const offsets: number[] = [];
    let i = start + 1;
    while (i < source.length && source[i] !== quote && source[i] !== '\n') i = readCharacter(i, text, offsets);
    blank(start + 1, i);
    literals.push({ start, quote, text: text.join(''), offsets });
    return i + 1;
  };

  const readTemplate = (start: number): number => {
    const text: string[] = [];
    const offsets: number[] = [];
    let i = start + 1;
    let blankFrom = i;
    while (i < source.length && source[i] !== '`') {
      if (source[i] === '$' && source[i + 1] === '{') {
        text.push(HOLE);
        offsets.push(i);
        blank(blankFrom, i);
        i = readCode(i + 2, true) + 1;
        blankFrom = i;
      } else i = readCharacter(i, text, offsets);
    }
    blank(blankFrom, i);
    literals.push({ start, quote: '`', text: text.join(''), offsets });
    return i + 1;
  };

  const readRegex = (start: number): number => {
    const text: string[] = [];
    const offsets: number[] = [];
    let inClass = false;
    let i = start + 1;
    while (i < source.length && source[i] !== '\n' && (inClass || source[i] !== '/')) {
      if (source[i] === '[') inClass = true;
      if (source[i] === ']') inClass = false;
      for (let left = source[i] === '\\' ? 2 : 1; left > 0; left--) {
        text.push(source.charAt(i));
        offsets.push(i++);
      }
    }
    blank(start + 1, i);
    literals.push({ start, quote: '/', text: text.join(''), offsets });
    return i + 1;
  };

  /** One character of a string or template, an escape counting as the character it stands for. */
  const readCharacter = (at: number, text: string[], offsets: number[]): number => {
    if (source[at] !== '\\') {
      text.push(source.charAt(at));
      offsets.push(at);
      return at + 1;
    }
    const coded = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/.exec(source.slice(at, at + 10));
    if (coded) {
      const value = String.fromCodePoint(Number.parseInt(coded[1] ?? coded[2] ?? coded[3] ?? '0', 16));
      for (const unit of value.split('')) {
        text.push(unit);
        offsets.push(at);
      }
      return at + coded[0].length;
    }
    const next = source.charAt(at + 1);
    if (next !== '\n') {
      text.push(ESCAPES[next] ?? next);
      offsets.push(at);
    }
    return at + 2;
  };

  readCode(0, false);
  return { code: code.join(''), literals };
}

/** Line and column, both from 1, of an offset. */
export function lineAndColumn(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function opensRegex(last: string): boolean {
  if (last === '') return true;
  if (/^[\p{L}\p{N}_$]/u.test(last)) return BEFORE_REGEX.has(last);
  return !/^[)\]'"`]$/.test(last);
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}
