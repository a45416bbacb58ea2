// What one diagnostic states, whether it is a finding about data or a failure.
import type { Message } from '../message.ts';

export type Severity = 'error' | 'warning' | 'info';

export interface Diagnostic<Name extends string = string> {
  readonly severity: Severity;
  readonly message: Message<Name>;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** Arguments that may contain list values. */
  readonly sensitive?: readonly NoInfer<Name>[];
}

export function define<Name extends string>(diagnostic: Diagnostic<Name>): Diagnostic<Name> {
  return diagnostic;
}
