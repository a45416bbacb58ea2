// Between a run, which hands on what it reads, and a reader who asks for it: one thing at a time, and the run waits while it
// is looked at. That is all the memory there is between them.

interface Offer<T> {
  readonly value: T;
  /** The reader is done with the value. */
  readonly done: () => void;
}

export class Handoff<T> {
  #offer: Offer<T> | null = null;
  #isOver = false;
  #hasLeft = false;
  #wake = (): void => {};

  /** Offers a value; resolves once the reader is done with it, or has left. */
  give(value: T): Promise<void> {
    if (this.#hasLeft) return Promise.resolve();
    return new Promise((done) => {
      this.#offer = { value, done };
      this.#wake();
    });
  }

  /** There is no more. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** The values to the end; each is good until the one after is asked for. */
  async *values(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      if (this.#offer === null && !this.#isOver) await this.#something();
      if (this.#offer === null) return;
      yield this.#offer.value;
      this.#finish();
    }
  }

  /** The reader wants no more; whoever gives is stopped by other means. */
  leave(): void {
    this.#hasLeft = true;
    this.#finish();
  }

  #finish(): void {
    this.#offer?.done();
    this.#offer = null;
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
