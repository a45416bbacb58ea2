// From whatever stopped a call to the error it throws: a code and a sentence. What caused it stays behind, because the words
// of a parser quote what it stumbled over.
import { diagnosticOf } from '../model/diagnostics.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { bugBanner } from '../report/bug.ts';
import { sentence } from '../report/phrase.ts';
import type { Redaction } from '../report/redact.ts';
import type { Report } from '../report/report-data.ts';
import { tool } from '../tool.ts';
import { ListbridgeError } from './error.ts';

export function errorOf(
  { code, args, exit }: Pick<Failure, 'code' | 'args' | 'exit'>,
  redaction: Redaction,
  report: Report | null = null,
): ListbridgeError {
  const { fix } = diagnosticOf(code);
  return new ListbridgeError(sentence(code, args, redaction), { code, exitCode: exit, fix, report });
}

export interface Circumstances {
  readonly command: string;
  readonly runtime: string;
  readonly signal: AbortSignal;
  readonly redaction: Redaction;
}

/** Whatever a call came to, as the error it throws. */
export function explained(error: unknown, { command, runtime, signal, redaction }: Circumstances): ListbridgeError {
  if (error instanceof ListbridgeError) return error;
  if (signal.aborted) return errorOf(new Failure(EXIT.interrupted, 'run/interrupted', {}), redaction);
  if (error instanceof Failure) return errorOf(error, redaction);
  const { fix } = diagnosticOf('run/bug');
  const message = bugBanner(error, { tool, command, node: runtime }).trimEnd();
  return new ListbridgeError(message, { code: 'run/bug', exitCode: EXIT.bug, fix, report: null });
}
