// Where line feeds of a CSV window were sent as returns: behind a record they are its end, inside quotes they are text, and
// which of the two is known only when the record is. So all are line feeds until then.
const LF = 10;
const CR = 13;

export class LonePlaces {
  #places: number[] = [];

  /** Places come in order. */
  add(at: number): void {
    this.#places.push(at);
  }

  /** The window now begins at what was `from`. */
  move(from: number): void {
    if (this.#places.length > 0) this.#places = this.#places.slice(this.#first(from)).map((at) => at - from);
  }

  has(at: number): boolean {
    return this.#places.length > 0 && this.#places[this.#first(at)] === at;
  }

  /** Puts the returns in `bytes[from..to)` back. */
  restore(bytes: Uint8Array, from: number, to: number): void {
    this.#spell(bytes, from, to, CR);
  }

  /** Makes line feeds of them again, where what is there is still to be looked at. */
  undo(bytes: Uint8Array, from: number, to: number): void {
    this.#spell(bytes, from, to, LF);
  }

  #spell(bytes: Uint8Array, from: number, to: number, byte: number): void {
    const places = this.#places;
    if (places.length === 0) return;
    for (let i = this.#first(from); i < places.length && places[i]! < to; i++) bytes[places[i]!] = byte;
  }

  /** The index of the first that is not before `at`. */
  #first(at: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
