// Streams of records in a spool: any number of them side by side. A record is its length in four bytes and its body; a
// record may lie across pieces. What the bodies say is the business of the row codec.
import { Buffer } from 'node:buffer';
import { PIECE, type Spool } from './spool.ts';

/** A written stream: its pieces in order, all full but the last. */
export interface Stream {
  readonly pieces: readonly number[];
  readonly length: number;
}

export class StreamWriter {
  readonly #spool: Spool;
  readonly #pieces: number[] = [];
  #written = 0;
  /** What is not in the spool yet. */
  bytes = Buffer.allocUnsafe(1 << 10);
  length = 0;
  #start = 0;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  /** Bytes of the stream so far. */
  get total(): number {
    return this.#written + this.length;
  }

  /** Starts a record of at most `room` bytes. */
  begin(room: number): void {
    this.#reserve(room + 4);
    this.#start = this.length;
    this.length += 4;
  }

  end(): void {
    this.bytes.writeUInt32LE(this.length - this.#start - 4, this.#start);
  }

  octet(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte. */
  number(value: number): void {
    let rest = value;
    for (; rest >= 0x8000_0000; rest = Math.floor(rest / 128)) this.bytes[this.length++] = (rest % 128) | 128;
    for (; rest >= 128; rest >>>= 7) this.bytes[this.length++] = (rest & 127) | 128;
    this.bytes[this.length++] = rest;
  }

  float(value: number): void {
    this.length = this.bytes.writeDoubleLE(value, this.length);
  }

  /** Text by its UTF-16 units, because UTF-8 cannot hold every string that JSON can. */
  text(value: string): void {
    const isWide = hasWide(value);
    this.number(value.length * 2 + (isWide ? 1 : 0));
    this.length += this.bytes.write(value, this.length, isWide ? 'utf16le' : 'latin1');
  }

  copy(from: Uint8Array, start: number, end: number): void {
    if (end - start > 96) {
      this.bytes.set(from.subarray(start, end), this.length);
      this.length += end - start;
      return;
    }
    for (let i = start; i < end; i++) this.bytes[this.length++] = from[i]!;
  }

  /** Copies a whole record, its length included. */
  record(from: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.copy(from, start, end);
  }

  /** Puts full pieces into the spool. To be called between records, often enough that the rest stays small. */
  async flush(): Promise<void> {
    if (this.length < PIECE) return;
    let at = 0;
    for (; this.length - at >= PIECE; at += PIECE) {
      this.#pieces.push(await this.#spool.write(this.bytes.subarray(at, at + PIECE)));
    }
    this.bytes.copyWithin(0, at, this.length);
    this.length -= at;
    this.#written += at;
  }

  /** Puts the rest into the spool; the stream takes no more records. */
  async finish(): Promise<Stream> {
    await this.flush();
    if (this.length > 0) this.#pieces.push(await this.#spool.write(this.bytes.subarray(0, this.length)));
    const stream = { pieces: this.#pieces, length: this.total };
    this.bytes = Buffer.alloc(0);
    this.length = 0;
    return stream;
  }

  #reserve(room: number): void {
    if (this.length + room <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.length + room, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

function hasWide(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return true;
  return false;
}

export class StreamReader {
  readonly #spool: Spool;
  readonly #stream: Stream;
  readonly #isLast: boolean;
  #next = 0;
  bytes = Buffer.alloc(0);
  /** Where the record at hand begins, and where what was read ends. */
  at = 0;
  #end = 0;

  /** `isLast`: nobody reads the stream again, so what was read gives its place to what is written. */
  constructor(spool: Spool, stream: Stream, isLast: boolean) {
    this.#spool = spool;
    this.#stream = stream;
    this.#isLast = isLast;
  }

  /** Whether a whole record stands at `at`. */
  get has(): boolean {
    return this.#end - this.at >= 4 && this.#end >= this.end;
  }

  /** Where the record at hand ends. */
  get end(): number {
    return this.at + 4 + this.bytes.readUInt32LE(this.at);
  }

  /** Reads on until a whole record stands at `at`; false at the end of the stream. */
  async more(): Promise<boolean> {
    while (!this.has) {
      const { pieces, length } = this.#stream;
      const piece = pieces[this.#next];
      if (piece === undefined) {
        this.bytes = Buffer.alloc(0);
        this.at = 0;
        this.#end = 0;
        return false;
      }
      const size = this.#next === pieces.length - 1 ? length - this.#next * PIECE : PIECE;
      this.#makeRoom(size);
      await this.#spool.read(piece, this.bytes, this.#end, size);
      this.#end += size;
      this.#next++;
      if (this.#isLast) this.#spool.release(piece);
    }
    return true;
  }

  #makeRoom(size: number): void {
    const rest = this.#end - this.at;
    if (rest + size > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(rest + size + (size >> 4)); // the rest is rarely longer next time
      larger.set(this.bytes.subarray(this.at, this.#end));
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, this.at, this.#end);
    }
    this.at = 0;
    this.#end = rest;
  }
}
