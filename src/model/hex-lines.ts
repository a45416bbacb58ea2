// Lines that are a digest in hexadecimal and nothing else, read and written many at a time: by a kernel (hex-kernel.wat) in
// less than half of the time that tables of digits take, and by those where there is none.
import { decodeHex, encodeHex } from './bytes.ts';
import { code } from './hex-kernel-code.ts';
import { type KernelMemory, kernel } from './kernel.ts';

interface HexKernel {
  readonly memory: KernelMemory;
  decode(lines: number, width: number, stride: number): number;
  encode(lines: number, width: number): void;
}

const LF = 10;
const CR = 13;

/** Bytes, and a view over them. */
export interface Viewed {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

// What the text of the kernel says.
const BYTES = 32_768;
const LEAST_WIDTH = 16;
/** Bytes of lines in one call: they and their digests stay in the nearest caches. */
const CALL = 16_384;
/** A run that ends sooner is not worth copying bytes for. */
const FEW = 16;

interface Lines extends HexKernel {
  readonly text: Uint8Array;
  readonly bytes: Uint8Array;
}

const newKernel = kernel<HexKernel>(code);
/** The one of this thread, made when it is needed; null where there is none. */
let made: Lines | null | undefined;

function lines(): Lines | null {
  if (made !== undefined) return made;
  const exports = newKernel();
  made = exports && {
    ...exports,
    text: new Uint8Array(exports.memory.buffer, 0, BYTES),
    bytes: new Uint8Array(exports.memory.buffer, BYTES),
  };
  return made;
}

/**
 * Decodes up to `most` lines of `width * 2` digits at `src[from]`, `stride` bytes apart: LF behind the digits, or CR and LF.
 * The digests go to `dst[at..)`, one behind the other. Returns how many lines are before the first that is anything else,
 * of which some of the digits may have been decoded.
 */
export function decodeHexLines(
  { bytes: src, view }: Viewed,
  from: number,
  { most, width, stride }: { readonly most: number; readonly width: number; readonly stride: number },
  dst: Viewed,
  at: number,
): number {
  const all = width < LEAST_WIDTH ? null : lines();
  const few = all === null ? most : Math.min(most, FEW);
  let n = 0;
  const hasReturn = stride > width * 2 + 1;
  for (let s = from, d = at; n < few; n++, s += stride, d += width) {
    if (view.getUint8(s + stride - 1) !== LF || (hasReturn && view.getUint8(s + stride - 2) !== CR)) return n;
    if (decodeHex(view, s, width, dst.view, d) >= 0) return n;
  }
  if (all === null) return n;
  const call = Math.floor(CALL / stride);
  // More and more: all that follows is not copied for a run that ends soon.
  for (let next = FEW * 4; n < most; next *= 4) {
    const asked = Math.min(call, next, most - n);
    all.text.set(src.subarray(from + n * stride, from + (n + asked) * stride));
    const done = all.decode(asked, width, stride);
    dst.bytes.set(all.bytes.subarray(0, done * width), at + n * width);
    n += done;
    if (done < asked) break;
  }
  return n;
}

/**
 * Writes `count` digests of `width` bytes each, one behind the other at `src[from]`, to `dst[at..)` as a line of lower-case
 * digits each. Returns the index after the last line.
 */
export function encodeHexLines(
  src: Uint8Array,
  from: number,
  { count, width }: { readonly count: number; readonly width: number },
  dst: Viewed,
  at: number,
): number {
  const length = width * 2 + 1;
  const all = width < LEAST_WIDTH || count < FEW ? null : lines();
  if (all === null) {
    let to = at;
    for (let i = 0, s = from; i < count; i++, s += width) {
      to = encodeHex(src, s, s + width, dst.view, to);
      dst.view.setInt8(to++, LF);
    }
    return to;
  }
  const call = Math.floor(CALL / length);
  for (let n = 0; n < count; n += call) {
    const asked = Math.min(call, count - n);
    all.bytes.set(src.subarray(from + n * width, from + (n + asked) * width));
    all.encode(asked, width);
    dst.bytes.set(all.text.subarray(0, asked * length), at + n * length);
  }
  return at + count * length;
}
