import { describe, expect, it } from 'vitest';
import { diagnosticCodes, diagnosticOf } from '../../src/model/diagnostics.ts';
import { lossClasses } from '../../src/model/loss.ts';
import { jsonReport } from '../../src/report/json.ts';
import { ndjsonReport } from '../../src/report/ndjson.ts';
import type { ReportInput } from '../../src/report/reporter.ts';
import { schemaFaults } from '../support/report-schema.ts';
import { found, fullRun, inputOf, inputTally, tallyOf } from './sample.ts';

function linesOf(input: ReportInput): unknown[] {
  const text = ndjsonReport(input);
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const everything = inputOf({
  findings: diagnosticCodes.map((code) => {
    const args = Object.fromEntries(diagnosticOf(code).message.names.map((name, i) => [name, i % 2 === 0 ? 'x' : i]));
    return found(code, 3, [[args, { source: 0, line: 1, column: 2, path: 'a.b', offset: 0 }]]);
  }),
  tally: tallyOf({
    inputs: [
      inputTally('acme', {
        list: {
          partner: 'P',
          title: 'T',
          version: '1',
          issuedAt: '2026-01-05',
          claimedCount: 2,
          marking: 'M',
          edition: 'full',
        },
      }),
    ],
    losses: lossClasses.map((each, i) => ({ class: each, what: 'x', count: i % 2 === 0 ? i : null })),
  }),
});

describe('the JSON report', () => {
  it.each([
    ['a full run', fullRun],
    ['a run that found nothing', inputOf()],
    ['a run that read nothing', inputOf({ tally: tallyOf({ inputs: [] }), exitCode: 4 })],
    ['a run that found everything', everything],
  ])('keeps to the published schema: %s', (_, input) => {
    expect(schemaFaults(JSON.parse(jsonReport(input)))).toEqual([]);
    for (const line of linesOf(input)) expect(schemaFaults(line)).toEqual([]);
  });

  it('is refused by the schema when it is not as described', () => {
    const report = JSON.parse(jsonReport(fullRun)) as Record<string, unknown>;
    for (const wrong of [
      { ...report, exitCode: '1' },
      { ...report, schemaVersion: 2 },
      { ...report, extra: 1 },
      { ...report, counts: { error: 1 } },
      { ...report, diagnostics: [{}] },
    ]) {
      expect(schemaFaults(wrong)).not.toEqual([]);
    }
  });

  it('counts exactly by severity and by code, those switched off apart', () => {
    const report = JSON.parse(jsonReport(fullRun)) as { counts: unknown; codes: { code: string; count: number }[] };
    expect(report.counts).toEqual({ error: 1243, warning: 2, info: 4020, off: 17 });
    expect(report.codes.find(({ code }) => code === 'digest/wrong-length')?.count).toBe(1234);
    expect(report.codes.at(-1)).toEqual({
      code: 'row/inline-comment',
      severity: 'off',
      count: 17,
      fix: 'Nothing to do.',
    });
  });

  it('lists the worst first, with places, and says when there were more', () => {
    const report = JSON.parse(jsonReport(fullRun)) as { diagnostics: unknown[]; truncated: boolean };
    expect(report.diagnostics[0]).toEqual({
      code: 'digest/not-hex',
      severity: 'error',
      message: 'SHA-256 holds a character that is no hexadecimal digit',
      at: { input: 'lists/beta.txt', line: 5, column: 30 },
      args: { kind: 'sha256' },
    });
    expect(report.truncated).toBe(true);
    const whole = JSON.parse(jsonReport(inputOf({ findings: [found('row/bad-quote', 1, [[{}, {}]])] }))) as object;
    expect(whole).toMatchObject({ truncated: false, diagnostics: [{ at: {} }] });
  });

  it('stops at a thousand diagnostics and counts on', () => {
    const many = Array.from({ length: 1500 }, (_, i) => [{}, { line: i + 1 }] as const);
    const report = JSON.parse(jsonReport(inputOf({ findings: [found('row/bad-quote', 1500, many)] }))) as object;
    expect(report).toMatchObject({ counts: { error: 1500 }, truncated: true, diagnostics: { length: 1000 } });
  });

  it('is the same as lines, and the summary is the last of them', () => {
    const report = JSON.parse(jsonReport(fullRun)) as { diagnostics: object[] } & Record<string, unknown>;
    const lines = linesOf(fullRun) as Record<string, unknown>[];
    const { diagnostics, ...rest } = report;
    expect(lines.slice(0, -1)).toEqual(diagnostics.map((each) => ({ type: 'diagnostic', ...each })));
    expect(lines.at(-1)).toEqual({ ...rest, type: 'summary', listed: diagnostics.length });
  });

  it('is the same bytes for the same run', () => {
    expect(jsonReport(fullRun)).toBe(jsonReport(structuredCloneOf(fullRun)));
  });
});

/** Functions do not clone; the style has no part in JSON. */
function structuredCloneOf({ style, ...rest }: ReportInput): ReportInput {
  return { ...structuredClone(rest), style };
}
