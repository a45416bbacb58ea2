// The careful reading of one CSV record: where its fields and its end are, or the first byte that makes it wrong.
// It finds structure only: it undoubles no quote, copies nothing, and knows no limit but the `stop` it is given.

export const CLOSED = 0;
export const BROKEN = 1;
export const RAN_OUT = 2;

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

/** What a walk found. One object is reused for every record, so offsets are only good until the next walk. */
export interface CsvShape {
  readonly starts: Int32Array; // content of each field, quotes excluded; only the first starts.length fields are kept
  readonly ends: Int32Array;
  count: number; // all fields, kept or not
  end: number; // CLOSED: offset of the line feed, or `stop` when the input ended without one
  contentEnd: number; // CLOSED: end of the record without its line end
  flaw: number; // BROKEN: offset of the first byte that cannot be there
  opened: number; // opening quote of the first field that holds a line feed or the end of the input, or -1
  surplus: number; // start of the first field that was not kept, or -1
  lines: number; // line feeds inside quotes
  doubled: boolean; // some field holds a doubled quote
  spaced: boolean; // spaces stand between a quote and its delimiter
  inside: boolean; // RAN_OUT: whether the walk stopped inside quotes
}

export function newShape(maxColumns: number): CsvShape {
  return {
    starts: new Int32Array(maxColumns),
    ends: new Int32Array(maxColumns),
    count: 0,
    end: 0,
    contentEnd: 0,
    flaw: 0,
    opened: -1,
    surplus: -1,
    lines: 0,
    doubled: false,
    spaced: false,
    inside: false,
  };
}

/**
 * Walks the record at `start`, looking at no byte at or after `stop`. `final` says that the input ends at `stop`.
 * A quote opens a field only as its first byte (spaces before and after the quotes are tolerated: abuse.ch writes
 * `"a", "b"`), and must be followed by the delimiter or the line end when it closes.
 */
export function walkRecord(
  bytes: Uint8Array,
  start: number,
  stop: number,
  final: boolean,
  delimiter: number,
  shape: CsvShape,
): typeof CLOSED | typeof BROKEN | typeof RAN_OUT {
  const { starts, ends } = shape;
  const most = starts.length;
  shape.opened = -1;
  shape.surplus = -1;
  shape.lines = 0;
  shape.doubled = false;
  shape.spaced = false;
  shape.inside = false;
  let count = 0;
  let at = start;
  for (;;) {
    const from = at;
    if (count === most) shape.surplus = from;
    if (delimiter !== SPACE) while (at < stop && bytes[at] === SPACE) at++;
    if (at < stop && bytes[at] === QUOTE) {
      const open = at;
      if (open !== from) shape.spaced = true;
      at = closingQuote(bytes, open, stop, shape);
      if (at === stop) return RAN_OUT;
      if (count < most) {
        starts[count] = open + 1;
        ends[count] = at;
      }
      count++;
      at++;
      if (delimiter !== SPACE) {
        while (at < stop && bytes[at] === SPACE) {
          shape.spaced = true;
          at++;
        }
      }
      if (at < stop && bytes[at] === delimiter) {
        at++;
        continue;
      }
      const after = at;
      while (at < stop && bytes[at] === CR) at++;
      if (at === stop && !final) return RAN_OUT;
      if (at < stop && bytes[at] !== LF) {
        shape.flaw = after;
        return BROKEN;
      }
      shape.contentEnd = after;
    } else {
      while (at < stop && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== QUOTE) at++;
      if (at === stop && !final) return RAN_OUT;
      if (at < stop && bytes[at] === QUOTE) {
        shape.flaw = at;
        return BROKEN;
      }
      const more = at < stop && bytes[at] === delimiter;
      let to = at;
      if (!more) while (to > from && bytes[to - 1] === CR) to--;
      if (count < most) {
        starts[count] = from;
        ends[count] = to;
      }
      count++;
      if (more) {
        at++;
        continue;
      }
      shape.contentEnd = to;
    }
    shape.count = count;
    shape.end = at;
    return CLOSED;
  }
}

// Offset of the quote that closes the field opened at `open`, or `stop` when it is not to be seen.
function closingQuote(bytes: Uint8Array, open: number, stop: number, shape: CsvShape): number {
  let at = open + 1;
  for (;;) {
    while (at < stop && bytes[at] !== QUOTE && bytes[at] !== LF) at++;
    if (at >= stop) {
      if (shape.opened < 0) shape.opened = open;
      shape.inside = true;
      return stop;
    }
    if (bytes[at] === LF) {
      if (shape.opened < 0) shape.opened = open;
      shape.lines++;
      at++;
    } else if (at + 1 < stop && bytes[at + 1] === QUOTE) {
      shape.doubled = true;
      at += 2;
    } else {
      return at;
    }
  }
}
