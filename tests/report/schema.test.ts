// The published schema against real runs: every command, what it finds, and what stops it.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { inventedHex } from '../support/batches.ts';
import { fakeHost } from '../support/host.ts';
import { schemaFaults } from '../support/report-schema.ts';

const row = (n: number, more: object): string =>
  `${JSON.stringify({ kind: 'sha256', key: inventedHex('sha256', n), ...more })}\n`;

const list = [
  '{"canonical":1,"list":{"partner":"A","issuedAt":"2026-01-01"}}\n',
  row(1, { lastVerified: '2026-01-05', expires: '2026-01-20' }),
  row(2, { lastVerified: '2024-01-05', expires: '2025-12-01' }),
  row(3, {
    lastVerified: '2026-06-01',
    reviews: [
      { reviewer: 'one', organisation: 'A', country: 'DE', decision: 'confirmed' },
      { reviewer: 'two', organisation: 'B', country: 'FR', decision: 'confirmed' },
      { reviewer: 'three', organisation: 'B', country: 'FR', decision: 'refuted' },
    ],
  }),
  row(4, { reviews: [{ reviewer: 'one', organisation: 'A', decision: 'confirmed' }] }),
  row(5, { operation: 'withdrawn', lastVerified: '2026-01-05' }),
].join('');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-schema-'));
  writeFileSync(join(folder, 'a.jsonl'), list);
  writeFileSync(
    join(folder, 'b.txt'),
    `${inventedHex('sha256', 1)}\n${inventedHex('sha256', 2).slice(1)}\n${inventedHex('sha256', 9)}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KIND = ['--from', 'b=plain-digests', '--from-option', 'b:kind=sha256'];
const LINE = ['--report', 'json=r.json', '--report', 'ndjson=r.ndjson', '--as-of', '2026-01-05'];

async function reportOf(...argv: string[]): Promise<Record<string, unknown>> {
  await main([...argv, ...LINE], fakeHost({ cwd: folder }));
  const report = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as Record<string, unknown>;
  expect(schemaFaults(report)).toEqual([]);
  for (const line of readFileSync(join(folder, 'r.ndjson'), 'utf8').trimEnd().split('\n')) {
    expect(schemaFaults(JSON.parse(line))).toEqual([]);
  }
  return report;
}

describe('a real run keeps to the published schema', () => {
  it.each<[exitCode: number, command: string, ...rest: string[]]>([
    [0, 'inspect', 'a.jsonl'],
    [1, 'validate', 'a.jsonl', 'b.txt', ...KIND],
    [0, 'validate', 'a.jsonl', '--drop', 'expiry/*'],
    [0, 'convert', 'a.jsonl', '--to', 'csv', '-o', 'c.csv'],
    [3, 'convert', 'a.jsonl', '--to', 'rpz-zone', '-o', 'refused.rpz'],
    [1, 'dedupe', 'b.txt', '-o', 'd.txt', ...KIND],
    [1, 'merge', 'a.jsonl', 'b.txt', '-o', 'm.jsonl', ...KIND],
    [1, 'diff', 'a.jsonl', 'b.txt', ...KIND],
    [0, 'lookup', 'a.jsonl', inventedHex('sha256', 1)],
    [4, 'validate', 'gone.csv'],
    [2, 'validate', 'b.txt'],
  ])('exit %i: %s %s', async (exitCode, command, ...argv) => {
    expect(await reportOf(command, ...argv)).toMatchObject({ command, exitCode });
  });
});

describe('upkeep', () => {
  it('is counted over what is listed, in bands that end with their last day', async () => {
    const report = await reportOf('validate', 'a.jsonl');
    const band = (entries: number[], days: (number | null)[]) =>
      days.map((each, i) => ({ days: each, entries: entries[i] }));
    expect(report['tally']).toMatchObject({
      upkeep: {
        entries: 4,
        ages: {
          lastVerified: { bands: band([1, 0, 0, 0, 0, 0, 1], [7, 30, 90, 180, 365, 730, null]), future: 1, unknown: 1 },
          firstSeen: { future: 0, unknown: 4 },
        },
        expiry: { bands: band([0, 1, 0, 0, 0, 0], [7, 30, 90, 180, 365, null]), past: 1, never: 2 },
        reviews: {
          persons: { none: 2, one: 1, two: 1, more: 0 },
          twoOrganisations: 1,
          twoCountries: 1,
          disputed: 1,
        },
      },
    });
  });

  it('is counted of a merge once for each key, and says what each source has alone', async () => {
    const report = await reportOf('merge', 'a.jsonl', 'b.txt', '-o', 'm.jsonl', ...KIND);
    expect(report['tally']).toMatchObject({
      upkeep: { entries: 5 },
      overlap: {
        sources: [
          { source: 'a', keys: 5, alone: 4 },
          { source: 'b', keys: 2, alone: 1 },
        ],
        pairs: [{ first: 'a', second: 'b', shared: 1 }],
      },
    });
  });

  it('is not counted where nobody asked', async () => {
    await main(['validate', 'a.jsonl', '--report', 'junit=r.xml'], fakeHost({ cwd: folder }));
    const report = await reportOf('diff', 'a.jsonl', 'b.txt', ...KIND);
    expect(report['tally']).toMatchObject({ upkeep: null });
    expect(report['changes']).toEqual({ added: 1, removed: 3, changed: 1, unchanged: 0 });
  });
});
