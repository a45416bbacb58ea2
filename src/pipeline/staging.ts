// Gathers the pieces of an output into larger ones, of which one is written while the next fills. Writers hand out their
// own buffer and go on in it: a buffer for each of a thousand pieces was a fifth of the garbage of a long run.

const STAGE_BYTES = 1 << 20;

export class Staging {
  readonly #writeOut: (piece: Uint8Array) => Promise<void>;
  #filling = new Uint8Array(0);
  #used = 0;
  /** The other buffer, which is being written or free. */
  #other = new Uint8Array(0);
  #pending: Promise<void> = Promise.resolve();

  constructor(writeOut: (piece: Uint8Array) => Promise<void>) {
    this.#writeOut = writeOut;
  }

  /**
   * Takes the bytes over; throws what went wrong with those before. A long piece is taken whole: taken in parts, its end
   * waits until its beginning is written, and nothing is rendered meanwhile.
   */
  async add(bytes: Uint8Array): Promise<void> {
    if (this.#used > 0 && this.#used + bytes.length > Math.max(STAGE_BYTES, this.#filling.length)) await this.#send();
    this.#makeRoom(this.#used + bytes.length);
    this.#filling.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Waits until all is written. */
  async end(): Promise<void> {
    if (this.#used > 0) await this.#send();
    await this.#pending;
  }

  /** Waits until nothing is being written any more, whatever became of it. */
  async settled(): Promise<void> {
    await this.#pending.catch(() => {});
  }

  async #send(): Promise<void> {
    await this.#pending;
    const full = this.#filling.subarray(0, this.#used);
    [this.#filling, this.#other] = [this.#other, this.#filling];
    this.#used = 0;
    this.#pending = this.#writeOut(full);
    this.#pending.catch(() => {}); // told at the next piece or at the end
  }

  /** Small outputs get small buffers. */
  #makeRoom(wanted: number): void {
    if (wanted <= this.#filling.length) return;
    const larger = new Uint8Array(Math.max(wanted, Math.min(STAGE_BYTES, this.#filling.length * 2), 1 << 13));
    larger.set(this.#filling.subarray(0, this.#used));
    this.#filling = larger;
  }
}
