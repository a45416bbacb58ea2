// One line of progress on a terminal, at most ten times a second. On anything else it writes nothing.
import type { Host } from '../model/host.ts';
import type { ReadSoFar } from '../model/tally.ts';
import { grouped, size } from './numbers.ts';

const EVERY = 0.1;
/** Short runs show nothing: a line that flashes by only disturbs. */
const DELAY = 0.5;

export class ProgressLine {
  readonly #host: Host;
  readonly #isShown: boolean;
  readonly #started: number;
  #last: number;
  #isDrawn = false;

  constructor(host: Host) {
    this.#host = host;
    this.#isShown = host.stderr.isTTY && !host.env['CI'] && host.env['TERM'] !== 'dumb';
    this.#started = host.now();
    this.#last = this.#started + DELAY;
  }

  /** Asked for only where it is shown: of thousands of inputs it is a long sum, and every batch of them shows itself. */
  show(soFar: () => ReadSoFar): void {
    if (!this.#isShown) return;
    const now = this.#host.now();
    if (now < this.#last) return;
    const { read, total, rows } = soFar();
    this.#last = now + EVERY;
    this.#isDrawn = true;
    const share = total === null || total === 0 ? size(read) : `${Math.floor((Math.min(read, total) / total) * 100)} %`;
    const pace = rows / Math.max(now - this.#started, EVERY);
    const line = `${share}  ${grouped(rows)} rows  ${grouped(Math.round(pace))} rows/s`;
    void this.#host.stderr
      .write(`\r\x1b[K${line.slice(0, Math.max(20, this.#host.stderr.columns - 1))}`)
      .catch(() => {});
  }

  async clear(): Promise<void> {
    if (this.#isDrawn) await this.#host.stderr.write('\r\x1b[K');
    this.#isDrawn = false;
  }
}
