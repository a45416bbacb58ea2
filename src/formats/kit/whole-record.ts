// What a record is refused for although it is whole: for what it means, and not for how it is written. Anything else that
// the last record is refused for may be because the input was cut inside it.
import type { DiagnosticCode } from '../../model/diagnostics.ts';

const CODES: ReadonlySet<DiagnosticCode> = new Set([
  'digest/contradictory',
  'digest/kind-unknown',
  'digest/not-of-a-file',
  'row/no-list',
  'rule/not-understood',
  'zone/local-data',
  'zone/out-of-zone',
  'zone/trigger',
]);

export function isOfWholeRecord(code: DiagnosticCode): boolean {
  return CODES.has(code);
}
