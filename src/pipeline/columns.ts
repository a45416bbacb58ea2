// Growing typed columns in segments: growth copies nothing and wastes at most one segment, which a doubling array
// cannot promise at ten million rows.

const SHIFT = 16;
const SEGMENT = 1 << SHIFT;
const MASK = SEGMENT - 1;

export class U8Column {
  readonly #segments: Uint8Array[] = [];

  get(i: number): number {
    return this.#segments[i >>> SHIFT]![i & MASK]!;
  }

  set(i: number, value: number): void {
    const segment = i >>> SHIFT;
    while (segment >= this.#segments.length) this.#segments.push(new Uint8Array(SEGMENT));
    this.#segments[segment]![i & MASK] = value;
  }

  get byteLength(): number {
    return this.#segments.length * SEGMENT;
  }
}

/** Rows never set read as 0. */
export class U32Column {
  readonly #segments: Uint32Array[] = [];

  get(i: number): number {
    const segment = this.#segments[i >>> SHIFT];
    return segment === undefined ? 0 : segment[i & MASK]!;
  }

  set(i: number, value: number): void {
    const segment = i >>> SHIFT;
    while (segment >= this.#segments.length) this.#segments.push(new Uint32Array(SEGMENT));
    this.#segments[segment]![i & MASK] = value;
  }

  get byteLength(): number {
    return this.#segments.length * SEGMENT * 4;
  }
}

/** Rows never set read as NaN. */
export class F64Column {
  readonly #segments: Float64Array[] = [];

  get(i: number): number {
    const segment = this.#segments[i >>> SHIFT];
    return segment === undefined ? Number.NaN : segment[i & MASK]!;
  }

  set(i: number, value: number): void {
    const segment = i >>> SHIFT;
    while (segment >= this.#segments.length) this.#segments.push(new Float64Array(SEGMENT).fill(Number.NaN));
    this.#segments[segment]![i & MASK] = value;
  }

  get byteLength(): number {
    return this.#segments.length * SEGMENT * 8;
  }
}
