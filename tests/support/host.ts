// A host for tests: collects what is written, feeds what is read, and has a clock that stands still.
// It must never touch the process, and it has no defaults that differ from run to run.
import type { ByteSink, Host } from '../../src/model/host.ts';

/** 2026-01-05T12:00:00Z. */
export const NOW = 1_767_614_400;

export interface FakeHostSetup {
  /** A folder that exists; tests that write nothing need none. */
  readonly cwd?: string;
  /** What stands in standard input, whole or in pieces; nothing if not given. */
  readonly stdin?: string | Uint8Array | Iterable<Uint8Array>;
  readonly stdinIsTTY?: boolean;
  readonly outputIsTTY?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly now?: number;
  /** Standard output breaks with EPIPE after so many bytes, as when `head` has seen enough. */
  readonly pipeBreaksAfter?: number;
}

export interface FakeHost extends Host {
  readonly stdoutBytes: () => Buffer;
  readonly stdoutText: () => string;
  readonly stderrText: () => string;
  /** What SIGINT does. */
  readonly interrupt: () => void;
}

export function fakeHost(setup: FakeHostSetup = {}): FakeHost {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const controller = new AbortController();
  const look = { isTTY: setup.outputIsTTY ?? false, columns: setup.columns ?? 80 };
  return {
    stdin: Object.assign(piecesOf(setup.stdin ?? ''), { isTTY: setup.stdinIsTTY ?? false }),
    stdout: sink(out, look, setup.pipeBreaksAfter),
    stderr: sink(err, look),
    env: setup.env ?? {},
    cwd: setup.cwd ?? '/nowhere',
    now: () => setup.now ?? NOW,
    signal: controller.signal,
    runtime: 'v20.19.0',
    stdoutBytes: () => Buffer.concat(out),
    stdoutText: () => Buffer.concat(out).toString('utf8'),
    stderrText: () => Buffer.concat(err).toString('utf8'),
    interrupt: () => controller.abort(),
  };
}

function sink(pieces: Buffer[], look: { isTTY: boolean; columns: number }, limit = Number.POSITIVE_INFINITY): ByteSink {
  let length = 0;
  return {
    ...look,
    async write(chunk) {
      const piece = Buffer.from(chunk as Uint8Array); // a string is taken too; both copy
      length += piece.length;
      if (length > limit) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' });
      pieces.push(piece);
    },
  };
}

/** Pieces that are spoiled once the next is asked for, as a reader that reuses its buffer would. */
async function* piecesOf(input: string | Uint8Array | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = typeof input === 'string' ? [Buffer.from(input)] : input instanceof Uint8Array ? [input] : input;
  for (const piece of pieces) {
    const lent = Uint8Array.from(piece);
    if (lent.length > 0) yield lent;
    lent.fill(0x3f);
  }
}
