// Keeps refused rows exactly as sent, so that they can be mended and fed back. With several inputs each group begins
// with a comment line naming its list. The file holds raw list values and is therefore private (mode 0600).
import { toUtf8 } from '../model/bytes.ts';
import type { Host } from '../model/host.ts';
import { createOutput, type Output } from './save.ts';

const NEWLINE = toUtf8('\n');

export class Rejects {
  readonly #operand: string;
  readonly #host: Host;
  readonly #named: boolean;
  #output: Output | null = null;
  #source: string | null = null;
  #header: Uint8Array | null = null;
  /** Pieces waiting to be written: readers are synchronous between batches. */
  #pending: Uint8Array[] = [];
  #isOpenLine = false;
  rows = 0;

  /** `named`: whether groups are named, for runs with several inputs. */
  constructor(operand: string, host: Host, named: boolean) {
    this.#operand = operand;
    this.#host = host;
    this.#named = named;
  }

  /** What follows comes from this list. */
  begin(source: string): void {
    this.#source = source;
    this.#header = null;
  }

  /** A line that rows of this list need in front to be read again. */
  header(raw: Uint8Array): void {
    this.#header = raw.slice();
  }

  add(raw: Uint8Array): void {
    this.#endLine();
    if (this.#source !== null && this.#named) this.#push(toUtf8(`# rejected from ${this.#source}\n`));
    this.#source = null;
    if (this.#header !== null) {
      this.#push(this.#header);
      if (this.#header.at(-1) !== 10) this.#push(NEWLINE);
      this.#header = null;
    }
    this.rows++;
    this.#push(raw.slice());
    this.#isOpenLine = raw.at(-1) !== 10;
  }

  /** More of a line too long to hold in one piece. */
  more(raw: Uint8Array): void {
    this.#push(raw.slice());
    this.#isOpenLine = raw.at(-1) !== 10;
  }

  /** Writes what has gathered; to be called between batches. */
  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    this.#output ??= await createOutput(this.#operand, this.#host);
    const pieces = this.#pending;
    this.#pending = [];
    await this.#output.write(joined(pieces));
  }

  /** Puts the file in place, empty when nothing was refused: yesterday's rejects must not pass for today's. */
  async commit(): Promise<void> {
    this.#endLine();
    await this.flush();
    this.#output ??= await createOutput(this.#operand, this.#host);
    await this.#output.commit();
  }

  async abandon(): Promise<void> {
    await this.#output?.abandon();
  }

  #endLine(): void {
    if (this.#isOpenLine) this.#push(NEWLINE);
    this.#isOpenLine = false;
  }

  #push(piece: Uint8Array): void {
    this.#pending.push(piece);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
