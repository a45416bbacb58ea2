// Writes a long file past the cache of the system, in blocks. Two gigabytes that go through the cache cost a virtual machine
// more time than merging their rows: the system finds a page for every four kilobytes, copies into it, and copies it to the
// disk from a thread of its own; and the lists that others read from the cache are pushed out of it (docs/decisions/0021).
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Also the length of what is written the usual way before anything goes past the cache: most outputs are shorter. */
const BLOCK = 1 << 20;
/** Blocks of memory: one piece of a writer is written while the next is copied. */
const BLOCKS = 4;
/** Where there is no way past the cache, so many bytes are pushed to the disk at a time while more are written. */
const PUSH_BYTES = 1 << 27;

/** Of the types of a browser only this is needed. */
declare const WebAssembly: {
  readonly Memory: new (pages: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
};

/** A second way into the same file; its blocks begin where a page of memory does, as the disk wants them. */
interface Direct {
  readonly handle: FileHandle;
  readonly memory: ArrayBuffer;
}

export class BlockFile {
  readonly #handle: FileHandle;
  readonly #path: string;
  #filling = new Uint8Array(0);
  #used = 0;
  /** Null: not asked for yet, or there is no such way. */
  #direct: Direct | null = null;
  #isLong = false;
  /** Where all blocks lie but the first: that one begins at no page, and used again it would go through the cache each time. */
  #memory: ArrayBuffer | null = null;
  #free: Uint8Array<ArrayBuffer>[] = [];
  #full: Uint8Array<ArrayBuffer>[] = [];
  #position = 0;
  #pushed = 0;
  #pushing: Promise<void> | null = null;
  /** What is being written; settled when nothing is. */
  #writing: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;

  /** `handle` is an empty file at `path`, which nobody else writes to. */
  constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  /** Takes the bytes over; throws what went wrong with those before. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      if (this.#used === this.#filling.length) await this.#makeRoom(bytes.length - at);
      const taken = Math.min(bytes.length - at, this.#filling.length - this.#used);
      this.#filling.set(bytes.subarray(at, at + taken), this.#used);
      this.#used += taken;
      at += taken;
    }
  }

  /** Waits until all was given to the system. Nothing may be written after it. */
  async end(): Promise<void> {
    if (this.#used > 0) this.#send(this.#filling.subarray(0, this.#used));
    this.#used = 0;
    await this.settled();
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Waits until nothing is being written any more, whatever became of it. */
  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    await this.#pushing;
    const direct = this.#direct;
    this.#direct = null;
    await direct?.handle.close().catch((error) => {
      this.#failure ??= { error }; // for the end to tell: whoever gives up has still to remove the file
    });
  }

  /** Small outputs get small buffers. */
  async #makeRoom(wanted: number): Promise<void> {
    const { length } = this.#filling;
    if (length < BLOCK) {
      const larger = new Uint8Array(Math.min(BLOCK, Math.max(length * 2, wanted, 1 << 13)));
      larger.set(this.#filling);
      this.#filling = larger;
      return;
    }
    if (!this.#isLong) {
      this.#isLong = true;
      this.#direct = await pastTheCache(this.#path);
      this.#memory = this.#direct?.memory ?? new ArrayBuffer(BLOCK * BLOCKS);
      this.#free = blocksOf(this.#memory);
    }
    this.#send(this.#filling);
    this.#used = 0;
    while (this.#free.length === 0 && this.#failure === null) await this.#writing;
    if (this.#failure !== null) throw this.#failure.error;
    this.#filling = this.#free.pop() as Uint8Array<ArrayBuffer>; // one was there
  }

  #send(block: Uint8Array<ArrayBuffer>): void {
    this.#full.push(block);
    this.#writing ??= this.#writeFull();
  }

  /** All that is full by now; whoever waits is woken, and what was filled meanwhile is next. */
  async #writeFull(): Promise<void> {
    const blocks = this.#full.splice(0);
    try {
      await this.#writeOut(blocks);
      for (const block of blocks) if (block.buffer === this.#memory) this.#free.push(block);
    } catch (error) {
      this.#failure = { error };
    }
    this.#writing = this.#full.length > 0 && this.#failure === null ? this.#writeFull() : null;
  }

  async #writeOut(blocks: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    const aligned: Uint8Array[] = [];
    for (const block of blocks) {
      if (block.buffer === this.#direct?.memory && block.length === BLOCK) aligned.push(block);
      else {
        await this.#writeAligned(aligned.splice(0));
        await this.#writeUsual(block);
      }
    }
    await this.#writeAligned(aligned);
    this.#push();
  }

  async #writeAligned(blocks: readonly Uint8Array[]): Promise<void> {
    if (blocks.length === 0) return;
    let written = 0;
    try {
      written = (await this.#direct?.handle.writev(blocks, this.#position))?.bytesWritten ?? 0;
    } catch (error) {
      // Some file systems let a file be opened so, and refuse to write. Anything else is found again by the usual way.
      if ((error as { code?: string }).code !== 'EINVAL') throw error;
    }
    this.#position += written;
    for (const block of blocks) {
      await this.#writeUsual(block.subarray(Math.min(written, BLOCK)));
      written = Math.max(0, written - BLOCK);
    }
  }

  async #writeUsual(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.#position);
      at += bytesWritten;
      this.#position += bytesWritten;
    }
  }

  /** Left to the end, two gigabytes would keep a run waiting for a second. */
  #push(): void {
    if (this.#direct !== null || this.#pushing !== null || this.#position - this.#pushed < PUSH_BYTES) return;
    this.#pushed = this.#position;
    this.#pushing = this.#handle
      .datasync()
      .catch((error) => {
        this.#failure ??= { error }; // for good: the system tells a failure once
      })
      .then(() => {
        this.#pushing = null;
      });
  }
}

/** Null where the system or the memory of the process does not allow it. */
async function pastTheCache(path: string): Promise<Direct | null> {
  if (constants.O_DIRECT === undefined) return null;
  const pages = (BLOCK * BLOCKS) >> 16;
  try {
    // The one memory of JavaScript that begins at a page.
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer;
    return { memory, handle: await open(path, constants.O_WRONLY | constants.O_DIRECT) };
  } catch {
    return null; // the usual way remains, and tells if nothing can be written
  }
}

function blocksOf(memory: ArrayBuffer): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: BLOCKS }, (_, n) => new Uint8Array(memory, n * BLOCK, BLOCK));
}
