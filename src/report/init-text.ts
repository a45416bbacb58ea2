// What `init` prints: every file it wrote with what it is for, and what to do next.
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { joined, padded } from './table.ts';

export interface WrittenFile {
  readonly name: string;
  readonly about: string;
}

export function initText(files: readonly WrittenFile[], style: Style): string {
  const rows = padded(
    files.map(({ name, about }) => [harmless(name), harmless(about)]),
    ['left', 'left'],
  );
  return [
    ...rows.map(([name = '', about = '']) => joined([style.strong(name), about])),
    '',
    'Next: put your lists into lists/, then run',
    '  listbridge validate lists/*',
    'A job for a build server says which file it installs the program from; npm pack makes it.',
    '',
  ].join('\n');
}
