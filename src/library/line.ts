// A finding of a report as one line, as compilers and editors have it: `error list.csv:3:1 message (code)`. Loads nothing:
// the report is plain data, and its messages and paths are made harmless already.
import type { ReportDiagnostic, ReportPlace } from '../report/report-data.ts';

/** One line of text: where a finding concerns no one file, or no line of it, the place is left out or shorter. */
export function lineOf({ severity, at, message, code }: ReportDiagnostic): string {
  return [severity, placeText(at), message, `(${code})`].filter((part) => part !== '').join(' ');
}

function placeText({ input, line, column, path, offset }: ReportPlace): string {
  // The name of a file may hold anything; what ends a line or moves a cursor is spelled as in a URL.
  const file = input === '-' ? '<stdin>' : input?.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, encodeURIComponent);
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const inside = path ?? (offset === undefined ? null : `byte ${offset}`);
  return inside === null ? place : `${place} [${inside}]`.trimStart();
}
