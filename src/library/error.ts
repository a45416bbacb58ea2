// The one error that calls throw. It holds no listed value, unless the caller asked to see values. It imports nothing that
// runs, so that whoever imports the package pays for the engine at the first call.
import type { Report } from '../report/report-data.ts';

export class ListbridgeError extends Error {
  /** As in docs/diagnostics.md; `run/bug` where it is a fault of this package. */
  readonly code: string;
  /** What the command line would have exited with: 2 usage, 3 refused, 4 the world is in the way, 130 interrupted, 70 a bug. */
  readonly exitCode: number;
  /** What to do. */
  readonly fix: string;
  /** What was found before the run stopped; null where it had not begun. */
  readonly report: Report | null;

  constructor(message: string, facts: Pick<ListbridgeError, 'code' | 'exitCode' | 'fix' | 'report'>) {
    super(message);
    this.name = 'ListbridgeError';
    this.code = facts.code;
    this.exitCode = facts.exitCode;
    this.fix = facts.fix;
    this.report = facts.report;
  }
}
