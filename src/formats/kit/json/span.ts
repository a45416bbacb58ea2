// Finds where one JSON value ends, across pieces of any size, without understanding it. The hot loop of document readers.

const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;

/** What a byte does to the search outside a text: opens, closes, begins a text, parts values, or nothing. */
const OPENS = 1;
const CLOSES = 2;
const PARTS = 3;
const classes = new Uint8Array(256);
for (const byte of [91, 123]) classes[byte] = OPENS; // [ {
for (const byte of [93, 125]) classes[byte] = CLOSES;
for (const byte of [9, 10, 13, 32, 44, 58]) classes[byte] = PARTS; // blanks, comma, colon

export class JsonSpan {
  /** Brackets that are open. */
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #isWord = false;
  /** Line ends met in the value so far. */
  lines = 0;

  /** Begins with the value whose first byte this is. */
  begin(first: number): void {
    this.#depth = 0;
    this.#isInText = false;
    this.#isEscaped = false;
    this.#isWord = first !== QUOTE && classes[first] !== OPENS;
    this.lines = 0;
  }

  /** Goes on in `bytes[at..end)`: where the value ends, or -1 when it does not end here. */
  scan(bytes: Uint8Array, at: number, end: number): number {
    if (this.#isWord) return wordEnd(bytes, at, end);
    let depth = this.#depth;
    let isInText = this.#isInText;
    let isEscaped = this.#isEscaped;
    let lines = 0;
    let found = -1;
    for (let i = at; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === LF) lines++;
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInText = false;
          if (depth === 0) {
            found = i + 1;
            break;
          }
        }
        continue;
      }
      if (byte === QUOTE) isInText = true;
      else if (classes[byte] === OPENS) depth++;
      else if (classes[byte] === CLOSES && --depth === 0) {
        found = i + 1;
        break;
      }
    }
    this.#depth = depth;
    this.#isInText = isInText;
    this.#isEscaped = isEscaped;
    this.lines += lines;
    return found;
  }
}

/** Numbers, `true`, and whatever else is no text and has no brackets. */
function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < end; i++) if (classes[bytes[i]!] !== 0 || bytes[i] === QUOTE) return i;
  return -1;
}
