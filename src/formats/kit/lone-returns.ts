// Lines that end in a carriage return alone, as those of old Macs and of some spreadsheets do, all of them or one here and
// there: one such end in a list of line feeds made one row of two, and nobody was told. A lone return is made a line feed
// before any scanner looks, so that there is one line end for all of them; who reads quoted text puts it back there.
// Returns right before a line feed or the end of the input belong to that end (CR LF, and the CR CR LF some tools leave).
import { type KernelMemory, kernel } from '../../model/kernel.ts';
import type { ReadContext } from '../format.ts';
import { code } from './lone-returns-kernel-code.ts';

interface ReturnsKernel {
  readonly memory: KernelMemory;
  isAnyLone(to: number): number;
}

const newKernel = kernel<ReturnsKernel>(code);
const PIECE = 65_536;

const LF = 10;
const CR = 13;

/** More returns in a row are no line ends. What they are, the limits of lines and records say. */
const MOST_RETURNS = 1 << 20;

export class LoneReturns {
  /** Returns at the end of what came, of which the next byte will tell what they are. */
  #held = 0;
  #hasFeed = false;
  /** Called with each place in the target where a lone return became a line feed, in order. */
  readonly #onLone: (at: number) => void;

  constructor(onLone: (at: number) => void) {
    this.#onLone = onLone;
  }

  /** Whether a line feed came that was sent as one. */
  get hasFeed(): boolean {
    return this.#hasFeed;
  }

  /** The most bytes that a copy of the chunk takes. */
  room(chunk: Uint8Array): number {
    return this.#held + chunk.length;
  }

  /** Copies the chunk, and what was held back before, to `at`. Returns where the copy ends. */
  copy(chunk: Uint8Array, target: Uint8Array, at: number): number {
    const from = at + this.#held;
    target.set(chunk, from);
    const end = from + chunk.length;
    // By way of Buffer, which searches natively.
    const sent = bufferOf(chunk, 0, chunk.length);
    this.#hasFeed ||= sent.includes(LF);
    if (this.#held === 0 && !sent.includes(CR)) return end; // as in most lists
    target.fill(CR, at, from);
    let settled = end;
    while (settled > at && target[settled - 1] === CR) settled--;
    if (mayHoldLone(target.subarray(at, settled))) this.#settle(target, at, settled);
    if (end - settled > MOST_RETURNS) settled = end;
    this.#held = end - settled;
    return settled;
  }

  /** No more chunks: what was held back is the end of the last line. Returns where it ends. */
  rest(target: Uint8Array, at: number): number {
    const end = at + this.#held;
    target.fill(CR, at, end);
    this.#held = 0;
    return end;
  }

  /** Makes line feeds of the lone returns in `target[from..to)`, the last byte of which is none. */
  #settle(target: Uint8Array, from: number, to: number): void {
    const bytes = bufferOf(target, from, to);
    for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at)) {
      let behind = at + 1;
      while (bytes[behind] === CR) behind++;
      if (bytes[behind] !== LF) {
        for (; at < behind; at++) {
          bytes[at] = LF;
          this.#onLone(from + at);
        }
      }
      at = behind;
    }
  }
}

export function feedsBefore(bytes: Uint8Array, to: number): number {
  let count = 0;
  for (let i = 0; i < to; i++) if (bytes[i] === LF) count++;
  return count;
}

/** Tells where lines end in a return alone, if others do not. */
export function tellMixedEnds({ mixedAt }: { readonly mixedAt: number }, context: ReadContext<unknown>): void {
  if (mixedAt > 0) context.report('input/mixed-line-ends', {}, { source: context.source, line: mixedAt });
}

/** Undefined until one is needed; null: there is none. */
let returns: { readonly kernel: ReturnsKernel; readonly input: Uint8Array } | null | undefined;

/** Whether it is worth to look at the returns one by one, which took a tenth of the time that a table of CR LF does. */
function mayHoldLone(bytes: Uint8Array): boolean {
  if (returns === undefined) {
    const made = newKernel();
    returns = made && { kernel: made, input: new Uint8Array(made.memory.buffer, 0, PIECE) };
  }
  if (returns === null) return true;
  // What follows the last byte of a piece is the second of the next.
  for (let at = 0; at < bytes.length; at += PIECE - 1) {
    const piece = bytes.subarray(at, at + PIECE);
    returns.input.set(piece);
    if (returns.kernel.isAnyLone(piece.length) !== 0) return true;
  }
  return false;
}

function bufferOf({ buffer, byteOffset }: Uint8Array, from: number, to: number): Buffer {
  return Buffer.from(buffer, byteOffset + from, to - from);
}
