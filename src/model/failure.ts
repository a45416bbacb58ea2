// Failures: what stops a run, expected and explained. Findings about data are diagnostics, anything else is a bug.
import type { ArgsOf, DiagnosticCode } from './diagnostics.ts';

export const EXIT = {
  ok: 0,
  findings: 1,
  usage: 2,
  refused: 3,
  world: 4,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export class Failure extends Error {
  readonly code: DiagnosticCode;
  readonly args: Readonly<Record<string, string | number>>;
  readonly exit: ExitCode;

  constructor(exit: ExitCode, code: DiagnosticCode, args: Readonly<Record<string, string | number>>, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.args = args;
    this.exit = exit;
  }
}

/** The command line is wrong: exit 2. */
export function usage<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, cause?: unknown): Failure {
  return new Failure(EXIT.usage, code, args, cause);
}

/** Refused to protect data: exit 3. */
export function refused<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, cause?: unknown): Failure {
  return new Failure(EXIT.refused, code, args, cause);
}

/** The world is in the way, such as an unreadable file or a full disk: exit 4. */
export function unavailable<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, cause?: unknown): Failure {
  return new Failure(EXIT.world, code, args, cause);
}
