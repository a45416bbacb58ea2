// A profile that takes the wrong columns makes labels, schemes and members of listed values. No report may hold one.
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-leak-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const VALUES = [
  'sentinel.example',
  'http://sentinel.example/page',
  'see sentinel.example there',
  '192.0.2.77',
  'ab'.repeat(16),
];

const POLICY = `policy: 1
kinds: [md5]
scopes: [exact]
parties: [Nobody]
schemes: { ncmec: [A1] }
flags: { real: yes, age: { below: 13 } }
reviews: { needed: 2, max-age: 1 day, reporter-may-review: no }
verification: { max-age: 1 day }
expiry: { lifetime: 1 day, required: yes }
list: { facts: [partner, claimedCount], max-age: 1 day }
contradictions: yes
`;

it('no report of a run under a policy holds a value, wherever the list has it', async () => {
  const reviews = VALUES.map((value) => ({
    reviewer: value,
    organisation: value,
    country: value,
    decision: 'confirmed',
  }));
  const rows = VALUES.flatMap((value) => [
    { kind: 'domain', key: 'sentinel.example', opinions: [{ member: value, scheme: value, label: value }], reviews },
    { kind: 'domain', key: 'sentinel.example', opinions: [{ member: value, scheme: 'ncmec', label: value }] },
    {
      kind: 'domain',
      key: 'b.sentinel.example',
      opinions: [{ member: value, scheme: 'real', label: value }],
      reviews: reviews.slice(0, 1),
    },
    { kind: 'domain', key: 'c.sentinel.example', opinions: [{ member: value, scheme: 'age', label: value }] },
  ]);
  const head = { canonical: 1, list: { issuedAt: '2026-01-01' } };
  writeFileSync(join(folder, 'list.jsonl'), [head, ...rows].map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(folder, 'policy.yaml'), POLICY);
  const kinds = ['text', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown', 'html'];
  const reports = kinds.flatMap((kind) => ['--report', `${kind}=report.${kind}`]);
  const host = fakeHost({ cwd: folder });
  expect(await main(['validate', 'list.jsonl', '--policy', 'policy.yaml', ...reports], host)).toBe(1);
  const written = readdirSync(folder).filter((file) => file.startsWith('report.'));
  expect(written).toHaveLength(kinds.length);
  const texts = [
    host.stderrText(),
    host.stdoutText(),
    ...written.map((file) => readFileSync(join(folder, file), 'utf8')),
  ];
  for (const text of texts) {
    expect(text).not.toMatch(/sentinel/u);
    for (const value of VALUES) expect(text).not.toContain(value);
  }
  for (const code of ['source/unknown', 'policy/scheme', 'policy/label', 'policy/fact-missing', 'merge/disputed']) {
    expect(texts[0]).toContain(code);
  }
});
