import { describe, expect, it } from 'vitest';
import { Findings } from '../../src/model/findings.ts';

describe('findings', () => {
  it('are counted by code and by source, and kept the first few of each', () => {
    const findings = new Findings({ examples: 8 });
    for (let source = 0; source < 3; source++) {
      for (let line = 1; line <= 100; line++) findings.report('row/bad-quote', {}, { source, line });
    }
    findings.report('row/bad-quote', {});
    const [group] = findings.list();
    expect(group).toMatchObject({ count: 301, bySource: new Map([0, 1, 2].map((source) => [source, 100])) });
    const lines = [0, 1, 2].map((source) =>
      group?.examples.filter(({ at }) => at.source === source).map(({ at }) => at.line),
    );
    expect(lines).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
  });

  it('are counted for their source where they were gathered elsewhere', () => {
    const findings = new Findings({ examples: 2 });
    const code = 'row/bad-quote';
    const examples = [{ code, args: {}, at: { source: 4, line: 1 } }] as const;
    findings.addAll(code, 50, examples, 4, 30);
    expect(findings.list()[0]).toMatchObject({
      count: 50,
      refused: 30,
      bySource: new Map([[4, 50]]),
      examples: [{ at: { line: 1 } }],
    });
  });

  it('are only counted where no example is wanted', () => {
    const findings = new Findings({ examples: 0 });
    findings.report('row/bad-quote', {}, { source: 1 });
    expect(findings.list()[0]).toMatchObject({ count: 1, examples: [] });
  });
});
