// Keeps refused rows as sent, in UTF-8 and each with a line feed behind it, so that they can be mended and fed back. With
// several inputs each group begins with a comment line naming its list. The file holds raw list values and is therefore private (mode 0600).
import { toUtf8 } from '../model/bytes.ts';
import type { Host } from '../model/host.ts';
import type { Output } from './file-output.ts';
import { HEADER, MORE, type Refused } from './gather.ts';
import { createOutput, holdsData } from './save.ts';

const NEWLINE = toUtf8('\n');

export class Rejects {
  readonly operand: string;
  readonly #host: Host;
  readonly #named: boolean;
  readonly #output: Output;
  #hasRows = false;
  #source: string | null = null;
  /** A line that rows of this list need in front to be read again. */
  #header: Uint8Array | null = null;
  /** Pieces waiting to be written. */
  #pending: Uint8Array[] = [];
  #isOpenLine = false;

  private constructor(operand: string, host: Host, named: boolean, output: Output) {
    this.operand = operand;
    this.#host = host;
    this.#named = named;
    this.#output = output;
  }

  /** Takes the place at once, so that a run does not work in vain. `named`: groups are named, for several inputs. */
  static async open(operand: string, host: Host, named: boolean): Promise<Rejects> {
    return new Rejects(operand, host, named, await createOutput(operand, host, { isPrivate: true }));
  }

  /** What follows comes from this list. */
  begin(source: string): void {
    this.#source = source;
    this.#header = null;
  }

  async take({ bytes, pieces }: Refused): Promise<void> {
    let from = 0;
    for (let i = 0; i < pieces.length; i += 2) {
      const to = pieces[i + 1] ?? from;
      const raw = bytes.subarray(from, to);
      if (pieces[i] === HEADER) this.#header = raw;
      else if (pieces[i] === MORE) this.#line(raw);
      else this.#row(raw);
      from = to;
    }
    await this.#flush();
  }

  #row(raw: Uint8Array): void {
    this.#endLine();
    if (this.#source !== null && this.#named) this.#push(toUtf8(`# rejected from ${this.#source}\n`));
    this.#source = null;
    if (this.#header !== null) {
      this.#push(this.#header);
      if (this.#header.at(-1) !== 10) this.#push(NEWLINE);
      this.#header = null;
    }
    this.#line(raw);
  }

  #line(raw: Uint8Array): void {
    this.#push(raw);
    this.#isOpenLine = raw.at(-1) !== 10;
  }

  /** Puts the file in place; an earlier one is never replaced by an empty one. Tells whether the file is this run's. */
  async commit(): Promise<boolean> {
    this.#endLine();
    await this.#flush();
    if (!this.#hasRows && (await holdsData(this.operand, this.#host))) {
      await this.#output.abandon();
      return false;
    }
    await this.#output.commit();
    return true;
  }

  async abandon(): Promise<void> {
    await this.#output.abandon();
  }

  async #flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const pieces = this.#pending;
    this.#pending = [];
    this.#hasRows = true;
    await this.#output.write(joined(pieces));
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
