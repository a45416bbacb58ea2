// Colour, and nothing else: the only file that knows chalk. It reads no environment of its own; the level of a stream
// is computed once by the caller, because chalk 5 ignores NO_COLOR (research peers-and-dependencies C.3).
import { Chalk } from 'chalk';
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
  const chalk = new Chalk({ level });
  const bySeverity = { error: chalk.red.bold, warning: chalk.yellow.bold, info: chalk.cyan };
  return {
    severity: (severity, text) => bySeverity[severity](text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red.bold(text),
  };
}

export const plain: Style = styleOf(0);
