// Reads rules of YARA whose condition lists digests. A rule says what it means only once it has ended, so that its lines
// are held until then; a rule that never ends, or is too long to hold, is refused like one that looks at something else.
import { fromUtf8, toUtf8 } from '../../model/bytes.ts';
import { kinds } from '../../model/kinds.ts';
import type { ReadContext } from '../format.ts';
import type { LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';

interface Held {
  readonly line: number;
  readonly raw: Uint8Array;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

interface Digest {
  readonly kind: keyof typeof FUNCTIONS;
  readonly hex: string;
  readonly line: number;
}

const FUNCTIONS = { 'hash.md5': kinds.md5, 'hash.sha1': kinds.sha1, 'hash.sha256': kinds.sha256 } as const;
const TOKENS = /\/\/.*|"(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|\d+|==|\S/gu;
const MOST_BYTES = 1 << 22;
const MORE = 'a rule that looks at more than digests of the whole file is no list';
const UPPER = 'YARA never finds a digest in upper case';
const CUT = 'the rule does not end';

export class YaraRules {
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  /** Lines of the rule at hand. */
  #held: Held[] = [];
  #bytes = 0;
  #depth = 0;
  #hasOpened = false;
  /** The rule is refused already, and its lines are refused as they come. */
  #isRefused = false;
  #inComment = false;

  constructor(rows: RowSink, context: ReadContext<unknown>) {
    this.#rows = rows;
    this.#context = context;
  }

  read(line: LineScanner): void {
    const text = fromUtf8(line.bytes, line.from, line.to);
    if (this.#held.length === 0 && !this.#isRefused && !this.#opens(text, line)) return;
    const held = { line: line.line, raw: line.raw().slice() };
    if (this.#isRefused) this.#refuse([held], MORE);
    else this.#held.push(held);
    this.#bytes += held.raw.length + 1;
    for (const [token] of text.matchAll(TOKENS)) {
      if (token === '{') {
        this.#depth++;
        this.#hasOpened = true;
      } else if (token === '}') this.#depth--;
    }
    if (this.#hasOpened && this.#depth <= 0) this.#close();
    else if (this.#bytes > MOST_BYTES && !this.#isRefused) {
      this.#refuse(this.#held, MORE);
      this.#held = [];
      this.#isRefused = true;
    }
  }

  end(): void {
    const last = this.#held.at(-1);
    if (last === undefined) return;
    this.#refuse(this.#held, CUT);
    this.#rows.tellCut(last.line);
    this.#held = [];
  }

  /** Whether a line outside of rules opens one. */
  #opens(text: string, line: LineScanner): boolean {
    const plain = text.trim();
    if (this.#inComment || plain.startsWith('/*')) {
      this.#inComment = !plain.includes('*/');
      return false;
    }
    if (plain === '' || plain.startsWith('//') || /^import\s*"[^"]*"$/u.test(plain)) return false;
    if (/^(?:(?:private|global)\s+)*rule\b/u.test(plain)) return true;
    this.#refuse([{ line: line.line, raw: line.raw() }], 'it is no rule');
    return false;
  }

  #close(): void {
    const held = this.#held;
    this.#held = [];
    this.#bytes = 0;
    this.#depth = 0;
    this.#hasOpened = false;
    if (this.#isRefused) {
      this.#isRefused = false;
      return;
    }
    const digests = digestsOf(tokensOf(held));
    if (digests === null) this.#refuse(held, MORE);
    else if (digests.some(({ hex }) => hex !== hex.toLowerCase())) this.#refuse(held, UPPER);
    else for (const digest of digests) this.#add(digest);
  }

  #add({ kind, hex, line }: Digest): void {
    const { builder } = this.#rows;
    builder.begin(line);
    builder.addHex(FUNCTIONS[kind], toUtf8(hex), 0);
  }

  /** Each line of a refused rule is kept, so that the rule stands whole in the rejects file. */
  #refuse(held: readonly Held[], reason: string): void {
    const { source } = this.#context;
    for (const { line, raw } of held) this.#context.reject('row/no-list', { reason }, { source, line }, raw);
  }
}

function tokensOf(held: readonly Held[]): Token[] {
  return held.flatMap(({ line, raw }) =>
    [...fromUtf8(raw).matchAll(TOKENS)].flatMap(([text]) => (text.startsWith('//') ? [] : [{ text, line }])),
  );
}

/** The digests of a rule that is nothing but `or` between them, or null. */
function digestsOf(tokens: readonly Token[]): Digest[] | null {
  let at = 0;
  const take = (want: RegExp): Token | null => {
    const token = tokens[at];
    if (token === undefined || !want.test(token.text)) return null;
    at++;
    return token;
  };
  const takeAll = (...wants: readonly RegExp[]): boolean => wants.every((want) => take(want) !== null);
  if (!takeAll(/^rule$/u, /^\w+$/u)) return null;
  if (take(/^:$/u) !== null) while (take(/^\w+$/u) !== null);
  if (!takeAll(/^\{$/u)) return null;
  if (take(/^meta$/u) !== null) {
    if (!takeAll(/^:$/u)) return null;
    while (tokens[at]?.text !== 'condition') if (!takeAll(/^\w+$/u, /^=$/u, /^(?:".*"|\w+)$/u)) return null;
  }
  if (!takeAll(/^condition$/u, /^:$/u)) return null;
  const digests: Digest[] = [];
  do {
    const name = take(/^hash\.(?:md5|sha1|sha256)$/u);
    if (name === null || !takeAll(/^\($/u, /^0$/u, /^,$/u, /^filesize$/u, /^\)$/u, /^==$/u)) return null;
    const kind = name.text as keyof typeof FUNCTIONS; // one of those just asked for
    const literal = take(/^"[0-9a-f]+"$/iu);
    if (literal === null || literal.text.length !== FUNCTIONS[kind].width * 2 + 2) return null;
    digests.push({ kind, hex: literal.text.slice(1, -1), line: literal.line });
  } while (take(/^or$/u) !== null);
  return takeAll(/^\}$/u) && at === tokens.length ? digests : null;
}
