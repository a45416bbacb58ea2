// The generated pages are fresh: docs/formats.md, docs/diagnostics.md and docs/policies.md say what the program says.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verbs } from '../src/cli.ts';
import { manualOf } from '../src/commands/manual.ts';
import { allFormatFacts } from '../src/commands/shared/format-facts.ts';
import { presetPolicies } from '../src/commands/shared/preset-policies.ts';
import { diagnosticCodes } from '../src/model/diagnostics.ts';
import { diagnosticsPage } from '../src/report/markdown.ts';
import { formatsPage } from '../src/report/markdown-formats.ts';
import { policiesPage } from '../src/report/markdown-policies.ts';

const root = new URL('..', import.meta.url);
const page = (name: string): string => readFileSync(new URL(name, root), 'utf8');

describe('generated pages are fresh (npm run docs)', () => {
  it('docs/formats.md', () => {
    expect(page('docs/formats.md')).toBe(formatsPage(allFormatFacts()));
  });

  it('docs/policies.md', () => {
    expect(page('docs/policies.md')).toBe(policiesPage(presetPolicies()));
  });

  it('docs/diagnostics.md', () => {
    expect(page('docs/diagnostics.md')).toBe(diagnosticsPage(diagnosticCodes));
  });

  it('docs/man/listbridge.1', async () => {
    expect(page('docs/man/listbridge.1')).toBe(
      manualOf(await Promise.all(Object.values(verbs).map((verb) => verb.load()))),
    );
  });
});

describe('hand-written pages name what exists', () => {
  it('every relative link leads to a file', () => {
    for (const name of [
      'README.md',
      'CONTRIBUTING.md',
      'docs/architecture.md',
      'docs/library.md',
      'docs/merging.md',
      'docs/profiles.md',
      'docs/reports.md',
    ]) {
      for (const [, target = ''] of page(name).matchAll(/\]\((?!https?:|#)([^)#]+)/gu)) {
        const from = new URL(name, root);
        expect(() => readFileSync(new URL(target, from)), `${name} links to ${target}`).not.toThrow(/ENOENT/u);
      }
    }
  });
});
