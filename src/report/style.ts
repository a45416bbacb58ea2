// Colour, and nothing else: the only file that knows of escape sequences. It reads no environment of its own; the level of a
// stream is computed once by the caller.
import { styleText } from 'node:util';
import type { Severity } from '../model/diagnostics.ts';

export type ColourMode = 'always' | 'never' | 'auto';

/** None, or the sixteen colours that every terminal has and every theme keeps legible. */
export type ColourLevel = 0 | 1;

/**
 * `--color` beats NO_COLOR, which beats FORCE_COLOR, which beats TERM=dumb, which beats what the stream is.
 * An empty variable counts as absent.
 */
export function colourLevel(
  mode: ColourMode,
  env: Readonly<Record<string, string | undefined>>,
  stream: { readonly isTTY: boolean },
): ColourLevel {
  if (mode !== 'auto') return mode === 'always' ? 1 : 0;
  if (env['NO_COLOR']) return 0;
  const force = env['FORCE_COLOR'];
  if (force) return force === '0' || force === 'false' ? 0 : 1;
  if (env['TERM'] === 'dumb') return 0;
  return stream.isTTY ? 1 : 0;
}

export interface Style {
  severity(severity: Severity, text: string): string;
  /** Names worth finding again: a code, a total. */
  strong(text: string): string;
  /** What may be skipped at the first reading. */
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

export function styleOf(level: ColourLevel): Style {
  // Node would look at standard output and its own variables, which have been looked at.
  const painted = (...format: Parameters<typeof styleText>[0][]) => {
    return (text: string): string => (level === 0 ? text : styleText(format.flat(), text, { validateStream: false }));
  };
  const bad = painted('red', 'bold');
  const bySeverity = { error: bad, warning: painted('yellow', 'bold'), info: painted('cyan') };
  return {
    severity: (severity, text) => bySeverity[severity](text),
    strong: painted('bold'),
    faint: painted('dim'),
    good: painted('green'),
    bad,
  };
}

export const plain: Style = styleOf(0);
