// Memory of columns that is used again. A batch has a dozen of them and a long run thousands of batches; V8 collects
// whenever 30 MB of them have come and gone, and marks the whole heap on all cores while it does: of a merge of five
// million rows that was a tenth of the processor time.

/** Bytes kept at most: a dozen batches of digests. */
const MOST_KEPT = 8 << 20;
/** Sizes are rounded up to one in so many, so that a column of a few rows more fits as well. */
const GRAIN = 1 << 12;

const free = new Map<number, ArrayBuffer[]>();
let kept = 0;

/** At least so many bytes, of which nobody cleared what stands there. */
function memory(bytes: number): ArrayBuffer {
  const size = Math.ceil(bytes / GRAIN) * GRAIN;
  const buffer = free.get(size)?.pop();
  if (buffer === undefined) return new ArrayBuffer(size);
  kept -= size;
  return buffer;
}

/** Columns of zeros. */
export function bytesColumn(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(memory(length), 0, length).fill(0);
}

export function wordsColumn(length: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(memory(length * 4), 0, length).fill(0);
}

export function shortsColumn(length: number): Uint16Array<ArrayBuffer> {
  return new Uint16Array(memory(length * 2), 0, length).fill(0);
}

/** A column of absent numbers. */
export function floatsColumn(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(memory(length * 8), 0, length).fill(Number.NaN);
}

/** Takes memory back that nobody looks at any more. */
export function takeBack(buffers: Iterable<ArrayBuffer>): void {
  for (const buffer of buffers) {
    const size = buffer.byteLength;
    if (size === 0 || size % GRAIN !== 0 || kept + size > MOST_KEPT) continue;
    kept += size;
    const same = free.get(size);
    if (same === undefined) free.set(size, [buffer]);
    else same.push(buffer);
  }
}

/** The memory of all columns in a value. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    found.add(value.buffer as ArrayBuffer); // columns share no memory between threads
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return found;
}
