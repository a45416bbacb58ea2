import { describe, expect, it } from 'vitest';
import type { Carries } from '../../src/model/carries.ts';
import { diagnosticCodes } from '../../src/model/diagnostics.ts';
import { kindIds, kinds } from '../../src/model/kinds.ts';
import { cell, code, diagnosticsPage, literal } from '../../src/report/markdown.ts';
import { type FormatFacts, formatsPage } from '../../src/report/markdown-formats.ts';

const nothing: Carries = {
  kinds: ['domain'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'none',
  exceptions: false,
  fields: {},
  order: false,
  duplicates: false,
  list: [],
};

const formats: readonly FormatFacts[] = [
  {
    id: 'bare',
    title: 'Bare names | one a line',
    about: { since: '0.1.0', status: 'stable' },
    extensions: ['.txt'],
    carries: nothing,
    fields: [],
    readsMore: { kinds: [], hasOpinions: true },
    reads: true,
    writes: true,
    detectable: false,
    options: [{ name: 'sep', values: 'tab | comma', default: '|', meaning: 'what stands between <two>' }],
  },
  {
    id: 'rich',
    title: 'Everything',
    about: { since: '0.2.0', status: 'trial', partner: 'A hotline', spec: 'Handbook 3.2' },
    extensions: [],
    carries: {
      kinds: kindIds.filter((id) => kinds[id].family === 'exact' || id === 'pdq' || id === 'url'),
      scopes: ['exact', 'subtree', 'prefix'],
      perItem: 'many',
      opinions: 'many',
      withdrawals: 'rows',
      exceptions: true,
      fields: { name: 'exact', expires: 'coarse' },
      order: true,
      duplicates: true,
      list: ['title'],
    },
    fields: [],
    readsMore: { kinds: ['photodna-edge-v2'], hasOpinions: false },
    reads: true,
    writes: false,
    detectable: true,
    options: [],
  },
];

describe('the page of formats', () => {
  const page = formatsPage(formats);

  it('has the matrix, the losses and a section for each', async () => {
    await expect(page).toMatchFileSnapshot('./formats-page.expected.md');
  });

  it('has tables in which every row has as many cells as the heading', () => {
    for (const block of page.split('\n\n').filter((part) => part.startsWith('| '))) {
      const counts = block
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/u).length);
      expect(new Set(counts).size).toBe(1);
    }
  });

  it('links to headings that are there', () => {
    for (const [, id] of page.matchAll(/\]\(#([^)]+)\)/gu)) expect(page).toContain(`\n### ${id}\n`);
  });
});

describe('the page of diagnostics', () => {
  it('tells every code once, with why and fix', () => {
    const page = diagnosticsPage(diagnosticCodes);
    for (const each of diagnosticCodes) expect(page.split(`### \`${each}\`\n`)).toHaveLength(2);
    expect(page.match(/^- Why: /gmu)).toHaveLength(diagnosticCodes.length);
    expect(page.match(/^- Fix: /gmu)).toHaveLength(diagnosticCodes.length);
    expect(page.match(/^## /gmu)).toHaveLength(new Set(diagnosticCodes.map((each) => each.split('/')[0])).size);
    expect(page).not.toMatch(/\n{3}/u);
  });

  it('of two codes', () => {
    expect(diagnosticsPage(['input/directory', 'digest/wrong-length'])).toMatchInlineSnapshot(`
      "# Diagnostics

      <!-- Written by \`npm run docs\`. Changes made here are lost: change the source instead. -->

      Every finding and failure has a code, which is never renamed or reused. \`listbridge explain CODE\` prints the same. An error fails the run (exit 1) unless \`--fail-on\` says otherwise; \`--deny\`, \`--warn\` and \`--allow\` change the severity of a code or of a group such as \`url/*\`.

      ## input

      ### \`input/directory\`

      Error: \`<input> is a directory\`

      - Why: A list is one file; a directory could hold anything.
      - Fix: Name the files, for example with a shell pattern such as lists/\\*.csv.

      ## digest

      ### \`digest/wrong-length\`

      Error: \`<kind> needs <want> characters, found <got>\`

      - Why: A digest of another length belongs to another algorithm or was cut.
      - Fix: Ask the sender again, or name the kind if the list holds another algorithm.
      "
    `);
  });
});

describe('Markdown', () => {
  it('takes text as text', () => {
    expect(cell('a|b <c> *d* \\ e\nf')).toBe('a\\|b &lt;c> \\*d\\* \\\\ e f');
    expect(code('a|b')).toBe('`a\\|b`');
    expect(code('`x')).toBe('`` `x ``');
  });
});

describe('text of others in a report', () => {
  it.each([
    ['[x](javascript:alert)', '&#91;x&#93;(javascript&#58;alert)'],
    ['a | b', 'a &#124; b'],
    ['<img src=x>', '&#60;img src&#61;x&#62;'],
    ['**bold** _it_ `code` ~~no~~', '&#42;&#42;bold&#42;&#42; &#95;it&#95; &#96;code&#96; &#126;&#126;no&#126;&#126;'],
    ['www.example.com', 'www&#46;example&#46;com'],
    ['@someone #1 &amp;', '&#64;&#8288;someone &#35;1 &#38;amp;'],
    ['- item', '&#45; item'],
    ['1. item', '1&#46; item'],
    ['a\n# heading', 'a &#35; heading'],
    ['well-formed, 48.2 MB (half): done.', 'well-formed, 48.2 MB (half): done.'],
  ])('%j means itself', (text, want) => expect(literal(text)).toBe(want));

  it('does not end the code it stands in', () => {
    expect(code('a``b`')).toBe('``` a``b` ```');
    expect(code('a|b')).toBe('`a\\|b`');
  });
});
