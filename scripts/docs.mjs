// Writes the pages that come from the program itself. tests/docs.test.ts fails when they are stale.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const page = (...argv) => execFileSync(process.execPath, ['bin/listbridge.js', ...argv]);

writeFileSync('docs/formats.md', page('formats', '--markdown'));
writeFileSync('docs/diagnostics.md', page('explain', '--markdown'));
writeFileSync('docs/policies.md', page('policy', '--markdown'));
mkdirSync('docs/man', { recursive: true });
writeFileSync('docs/man/listbridge.1', page('manual'));
