// The command lines of fixtures/cases, as tests/golden/cases.test.ts describes them.

export interface Step {
  readonly line: string;
  readonly argv: readonly string[];
  /** The file that is standard input. */
  readonly stdin: string | null;
}

export function stepsOf(text: string): Step[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/gu)].map((match) => match[1] ?? match[2] ?? '');
    const at = words.lastIndexOf('<');
    return at < 0 ? { line, argv: words, stdin: null } : { line, argv: words.slice(0, at), stdin: words[at + 1] ?? '' };
  });
}
