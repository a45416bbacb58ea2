// A code explained at length: what it says, why it matters, what to do. No findings, no values.
import { type DiagnosticCode, diagnosticCodes, diagnosticOf } from '../model/diagnostics.ts';
import { templateOf } from './phrase.ts';
import type { Style } from './style.ts';
import { joined, padded } from './table.ts';

export function explainText(code: DiagnosticCode, style: Style): string {
  const { severity, why, fix } = diagnosticOf(code);
  return [
    `${style.severity(severity, severity)}  ${style.strong(code)}`,
    `  says: ${templateOf(code)}`,
    `  why:  ${why}`,
    `  fix:  ${fix}`,
    '',
  ].join('\n');
}

/** Every code with its severity and sentence, in the order of the catalogue. */
export function explainList(style: Style, codes: readonly DiagnosticCode[] = diagnosticCodes): string {
  const rows = codes.map((code) => [diagnosticOf(code).severity, code, templateOf(code)]);
  return padded(rows, ['left', 'left', 'left'])
    .map(([severity = '', code = '', says = ''], i) => {
      const word = diagnosticOf(codes[i] ?? 'run/bug').severity;
      return `${joined([style.severity(word, severity), style.strong(code), says])}\n`;
    })
    .join('');
}
