// Every policy that ships, against lists that break each rule it states as often as it states it, and nothing else:
//   fixtures/policies/<policy>/*.jsonl        the lists, in one run
//   fixtures/policies/<policy>/findings.txt   severity, code and place of every finding
// `vitest -u` rewrites the tables; that each stated rule is broken is held against what the policy says of itself.
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { presetPolicies } from '../../src/commands/shared/preset-policies.ts';
import { policySections } from '../../src/report/policy-text.ts';
import { fakeHost } from '../support/host.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/policies');
const AS_OF = '2026-06-30T12:00:00Z';

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly at: { readonly input?: string; readonly line?: number };
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-policies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All findings of a run over the lists of a policy, but for how they were recognised and that they are of a test. */
async function findingsOf(id: string): Promise<Found[]> {
  const lists = readdirSync(join(ROOT, id)).filter((file) => file.endsWith('.jsonl'));
  const report = join(folder, `${id}.json`);
  const options = [
    '--as-of',
    AS_OF,
    '--max-examples',
    '1000',
    '--allow',
    'url/documentation',
    '--report',
    `json=${report}`,
  ];
  const exit = await main(['validate', ...lists, '--policy', id, ...options], fakeHost({ cwd: join(ROOT, id) }));
  expect(exit).toBe(1);
  const { diagnostics, truncated, codes } = JSON.parse(readFileSync(report, 'utf8')) as {
    diagnostics: Found[];
    truncated: boolean;
    codes: { severity: string; count: number }[];
  };
  const shown = codes.filter(({ severity }) => severity !== 'off').reduce((sum, { count }) => sum + count, 0);
  expect(diagnostics).toHaveLength(shown);
  expect(truncated).toBe(false);
  return diagnostics.filter(({ code }) => code !== 'detect/chosen');
}

/** Codes that a policy names where it explains itself, as often as it does. */
function statedBy(says: readonly string[]): string[] {
  return says.flatMap((text) => [...text.matchAll(/\(([a-z]+\/[a-z-]+)/gu)].map((match) => match[1] ?? ''));
}

const counted = (codes: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
};

describe.each(presetPolicies().map((policy) => [policy.id, policy] as const))('%s', (id, policy) => {
  it('finds each rule that it states broken, as often as it states it', async () => {
    const found = await findingsOf(id);
    // How far an edition moves shows only where one replaces another: fixtures/cases/policy-limits.
    const stated = statedBy(policySections(policy).flatMap(({ says }) => says)).filter(
      (code) => !code.startsWith('output/'),
    );
    expect(stated.length).toBeGreaterThan(3);
    const others = new Set(stated);
    expect(counted(found.map(({ code }) => code).filter((code) => others.has(code)))).toEqual(counted(stated));
    for (const { code, severity } of policy.grades) {
      expect(found.filter((each) => each.code === code).map((each) => each.severity)).toContain(severity);
    }
  });

  it('finds that and no more', async () => {
    const lines = (await findingsOf(id)).map(
      ({ severity, code, at }) => `${severity} ${code} ${at.input ?? ''}${at.line === undefined ? '' : `:${at.line}`}`,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(ROOT, id, 'findings.txt'));
  });

  it('names where it is published and what it leaves open', () => {
    expect(policy.basis.length).toBeGreaterThan(0);
    expect(policy.open.length).toBeGreaterThan(0);
  });
});
