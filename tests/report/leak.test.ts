// No listed value in any report: sentinels are planted wherever a value could get into a finding or a tally.
import { describe, expect, it } from 'vitest';
import { diagnosticCodes, diagnosticOf } from '../../src/model/diagnostics.ts';
import type { FindingCount } from '../../src/model/findings.ts';
import { withoutForeignNames } from '../../src/report/foreign-names.ts';
import { redactedText } from '../../src/report/redact.ts';
import { reportKinds, reports } from '../../src/report/reports.ts';
import { styleOf } from '../../src/report/style.ts';
import { failureText } from '../../src/report/text.ts';
import { digest, found, inputOf, inputTally, tallyOf } from './sample.ts';

const SENTINELS = [digest(77), 'https://sentinel.example.com/path', '198.51.100.77', '2001:db8:77::77'];

/** What the user typed to name files and sources; a value there is the user's own doing. */
const OWN_NAMES = ['input', 'output', 'profile', 'source', 'other', 'format', 'target'];

function planted(sentinel: string): FindingCount[] {
  return diagnosticCodes.map((code) => {
    const names = diagnosticOf(code).message.names.filter((name) => !OWN_NAMES.includes(name));
    const args = Object.fromEntries(names.map((name) => [name, `a ${sentinel}'`]));
    return found(code, 9, [
      [args, { source: 0, line: 3, path: `items["${sentinel}"]` }],
      [
        { ...args, again: sentinel },
        { source: 0, line: 4 },
      ],
    ]);
  });
}

function runWith(sentinel: string, showValues: boolean) {
  const list = { partner: sentinel, title: sentinel, version: sentinel, marking: sentinel };
  return inputOf({
    findings: planted(sentinel),
    tally: tallyOf({
      inputs: [inputTally('acme', { because: `line 1 is ${sentinel}`, list })],
      losses: [{ class: 'field-dropped', what: sentinel, count: 1 }],
    }),
    showValues,
    style: styleOf(1),
  });
}

describe.each(SENTINELS)('the value %s', (sentinel) => {
  it.each(reportKinds)('is not in the %s report, in no case', (kind) => {
    const text = reports[kind].render(runWith(sentinel, false));
    expect(text.length).toBeGreaterThan(1000);
    expect(text).not.toContain(sentinel);
    expect(text).not.toMatch(/sentinel|198\.51|db8:77/u);
  });

  it('is not in reports for machines even where values were asked for', () => {
    const run = runWith(sentinel, true);
    // A source of a merged list may be called anything.
    const inside = { source: run.sourceNames.length, line: 1 };
    const findings = [...run.findings, found('row/bad-quote', 1, [[{}, inside]])];
    const input = { ...run, findings, sourceNames: [...run.sourceNames, sentinel] };
    expect(reports.json.render(input)).not.toContain(sentinel);
    expect(reports.ndjson.render(input)).not.toContain(sentinel);
  });

  it('is no name of a source from inside a list, in any report', () => {
    const overlap = {
      sources: ['acme', sentinel],
      keys: [2, 2],
      alone: [1, 1],
      pairs: [{ first: 0, second: 1, shared: 1 }],
    };
    const run = runWith(sentinel, false);
    const input = { ...run, sourceNames: ['acme', sentinel], tally: { ...run.tally, overlap } };
    for (const kind of reportKinds)
      expect(reports[kind].render(withoutForeignNames(input)), kind).not.toContain(sentinel);
  });

  it('is in the text report where values were asked for', () => {
    expect(reports.text.render(runWith(sentinel, true))).toContain(sentinel);
  });

  it('is in no failure', () => {
    for (const { code, examples } of planted(sentinel)) {
      const args = examples[0]?.args ?? {};
      expect(failureText({ code, args }, styleOf(0), { showValues: false })).not.toContain(sentinel);
    }
  });
});

describe('arguments that the catalogue marks as sensitive', () => {
  const marked = diagnosticCodes.flatMap((code) =>
    (diagnosticOf(code).sensitive ?? []).map((name) => ({ code, name })),
  );

  it('are never shown, whatever they are', () => {
    for (const { code, name } of [...marked, { code: 'digest/not-hex' as const, name: 'kind' }]) {
      const sensitive = diagnosticOf(code).sensitive ?? ['kind'];
      expect(redactedText(name, 'sentinel', sensitive, { showValues: false })).toBe('[text, 8 characters]');
      if (!marked.some((each) => each.code === code)) continue;
      const args = {
        ...Object.fromEntries(diagnosticOf(code).message.names.map((each) => [each, 'x'])),
        [name]: 'sentinel',
      };
      const input = inputOf({ findings: [found(code, 1, [[args, {}]])] });
      for (const kind of reportKinds) expect(reports[kind].render(input)).not.toContain('sentinel');
    }
  });
});
