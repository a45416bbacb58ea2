// The kernel that cuts records and looks up their cells (cut-kernel.wat), and the places that its text names: one for all windows.
import { type KernelMemory, kernel } from '../../../model/kernel.ts';
import { code } from './cut-kernel-code.ts';

interface CutKernel {
  readonly memory: KernelMemory;
  cut(at: number, to: number, delimiter: number, comment: number, most: number, longest: number): number;
  look(table: number, numbers: number, field: number, start: number, count: number): number;
  learn(table: number, length: number, number: number): void;
}

const newKernel = kernel<CutKernel>(code);

export const PIECE = 32_768;
const ENDS = 65_536;
const RECORDS = 131_072;
const CELL = 229_376;
/** A longer cell is not looked up. */
export const LONGEST_CELL = 48;

export interface Places {
  readonly kernel: CutKernel;
  readonly input: Uint8Array;
  readonly ends: Uint16Array;
  readonly records: Uint16Array;
  readonly cell: Uint8Array;
}

let places: Places | null | undefined;

/** Null where there is no kernel. */
export function placesOf(): Places | null {
  if (places !== undefined) return places;
  const made = newKernel();
  if (made === null) places = null;
  else {
    const { buffer } = made.memory;
    places = {
      kernel: made,
      input: new Uint8Array(buffer, 0, PIECE),
      ends: new Uint16Array(buffer, ENDS, PIECE),
      records: new Uint16Array(buffer, RECORDS),
      cell: new Uint8Array(buffer, CELL, LONGEST_CELL),
    };
  }
  return places;
}
