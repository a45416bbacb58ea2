// The catalogue: every finding and failure the tool can report, with its severity, sentence, reason and remedy; one
// group a file in diagnostics/. Codes are forever: never reused, never renamed. Arguments listed as sensitive may hold
// list values and are shown only with --show-values.
import { addressDiagnostics } from './diagnostics/address.ts';
import { configDiagnostics } from './diagnostics/config.ts';
import { crosswalkDiagnostics } from './diagnostics/crosswalk.ts';
import type { Diagnostic } from './diagnostics/define.ts';
import { detectDiagnostics } from './diagnostics/detect.ts';
import { digestDiagnostics } from './diagnostics/digest.ts';
import { inputDiagnostics } from './diagnostics/input.ts';
import { lossDiagnostics } from './diagnostics/loss.ts';
import { mergeDiagnostics } from './diagnostics/merge.ts';
import { outputDiagnostics } from './diagnostics/output.ts';
import { overBlockingDiagnostics } from './diagnostics/over-blocking.ts';
import { policyDiagnostics } from './diagnostics/policy.ts';
import { recordDiagnostics } from './diagnostics/record.ts';
import { registryDiagnostics } from './diagnostics/registry.ts';
import { rowDiagnostics } from './diagnostics/row.ts';
import { rulesDiagnostics } from './diagnostics/rules.ts';
import { runDiagnostics } from './diagnostics/run.ts';
import { sealDiagnostics } from './diagnostics/seal.ts';
import { sqliteDiagnostics } from './diagnostics/sqlite.ts';
import { timeDiagnostics } from './diagnostics/time.ts';
import { usageDiagnostics } from './diagnostics/usage.ts';
import type { ArgValue, Message } from './message.ts';

export type { Severity } from './diagnostics/define.ts';

export const diagnostics = {
  ...inputDiagnostics,
  ...detectDiagnostics,
  ...rowDiagnostics,
  ...digestDiagnostics,
  ...addressDiagnostics,
  ...overBlockingDiagnostics,
  ...rulesDiagnostics,
  ...mergeDiagnostics,
  ...recordDiagnostics,
  ...lossDiagnostics,
  ...timeDiagnostics,
  ...policyDiagnostics,
  ...crosswalkDiagnostics,
  ...outputDiagnostics,
  ...sealDiagnostics,
  ...configDiagnostics,
  ...sqliteDiagnostics,
  ...registryDiagnostics,
  ...usageDiagnostics,
  ...runDiagnostics,
} as const;

export type DiagnosticCode = keyof typeof diagnostics;

type NamesOf<C extends DiagnosticCode> = (typeof diagnostics)[C]['message'] extends Message<infer Name> ? Name : never;

/** The arguments a code needs: one value for each name in its message. */
export type ArgsOf<C extends DiagnosticCode> = Readonly<Record<NamesOf<C>, ArgValue>>;

export const diagnosticCodes = Object.keys(diagnostics) as readonly DiagnosticCode[];

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(diagnostics, text);
}

/** Severity, message, reason and remedy of a code, with the argument names widened to strings. */
export function diagnosticOf(code: DiagnosticCode): Diagnostic {
  return diagnostics[code] as Diagnostic; // widening the literal argument names
}
