// A file written through one big buffer: a list of 10 million lines must not become 10 million strings or writes.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

const capacity = 4 << 20;
const low = hexTable('0123456789abcdef');
const high = hexTable('0123456789ABCDEF');

function hexTable(digits) {
  const table = new Uint8Array(512);
  for (let byte = 0; byte < 256; byte++) {
    table[2 * byte] = digits.charCodeAt(byte >> 4);
    table[2 * byte + 1] = digits.charCodeAt(byte & 15);
  }
  return table;
}

export class Sink {
  constructor(path) {
    this.path = path;
    this.file = openSync(`${path}.part`, 'w');
    this.bytes = Buffer.allocUnsafe(capacity);
    this.at = 0;
    this.flushed = 0;
  }

  /** Call before every row with the most bytes it can take. */
  room(size) {
    if (this.at + size > capacity) this.flush();
  }

  byte(value) {
    this.bytes[this.at++] = value;
  }

  text(ascii) {
    this.at += this.bytes.latin1Write(ascii, this.at);
  }

  copy(source) {
    this.bytes.set(source, this.at);
    this.at += source.length;
  }

  hex(value, upper) {
    const table = upper ? high : low;
    for (let shift = 24; shift >= 0; shift -= 8) {
      const pair = ((value >>> shift) & 255) << 1;
      this.bytes[this.at++] = table[pair];
      this.bytes[this.at++] = table[pair + 1];
    }
  }

  get size() {
    return this.flushed + this.at;
  }

  flush() {
    for (let from = 0; from < this.at; ) from += writeSync(this.file, this.bytes, from, this.at - from);
    this.flushed += this.at;
    this.at = 0;
  }

  /** The name appears only when the file is whole: an interrupted run must not leave half a list to be reused. */
  close() {
    this.flush();
    closeSync(this.file);
    renameSync(`${this.path}.part`, this.path);
    return this.flushed;
  }
}
