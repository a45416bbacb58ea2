import { describe, expect, it } from 'vitest';
import type { InputTally } from '../../src/model/tally.ts';
import { overlapLines } from '../../src/report/overlap.ts';
import { planText } from '../../src/report/plan.ts';
import { plain } from '../../src/report/style.ts';
import { summaryText } from '../../src/report/summary.ts';
import { found, fullRun, inputOf, inputTally, overlapOf, tallyOf } from './sample.ts';

describe('the summary', () => {
  it('tells what came in, what was left out, what went out, and how it ended', () => {
    expect(summaryText(fullRun)).toMatchInlineSnapshot(`
      "input           source  format          accepted  rejected  withdrawn  because
      lists/acme.csv  acme    csv            1,221,004     1,236          0  the header names sha256
      lists/beta.txt  beta    plain-digests     88,120         8         12  the lines are bare hexadecimal digests
      <stdin>         gamma   url-list          20,000         3          0  named with --from
      total                                  1,329,124     1,247         12

      keys        1,180,860 SHA-256 digests, 20,000 URLs, 1 domain name
      duplicates  40,112 repeated keys
      dropped     3,004 for expiry/past, 1 for digest/empty-file
      rejects     rejects.csv, 1,247 rows as sent (list values: keep the file private)
      output      out/merged.hosts, hosts-file, 1 row, 92.1 MB

      lost
        error  hosts-file cannot carry SHA-256 digests: 1 row
        info   hosts-file does not carry expiry dates: 88 rows
        info   hosts-file does not keep the order of rows
        to accept: --allow-loss kind-dropped

      overlap       keys  with 1  2
      1 acme   1,221,004
      2 beta      88,120  40,112
      3 gamma     20,000       0  3

      not ok: 1,243 errors, 2 warnings, 4,020 info; 17 switched off; as of 2026-11-23; exit 1
      "
    `);
  });

  it('says so when refused rows were not kept', () => {
    const tally = tallyOf({ inputs: [inputTally('acme', { rejected: 1 })] });
    expect(summaryText(inputOf({ tally }))).toContain('rejects  1 row, not kept; --rejects FILE keeps them as sent\n');
  });

  it('lists the worst of many inputs and counts them all', () => {
    const inputs = Array.from({ length: 30 }, (_, i) => inputTally(`s${i}`, { rejected: i }));
    const lines = summaryText(inputOf({ tally: tallyOf({ inputs }) })).split('\n');
    expect(lines[1]).toMatch(/^lists\/s10\.csv /u);
    expect(lines.slice(20, 23)).toEqual([
      'lists/s29.csv  csv           10        29  the header names sha256',
      'total                       300       435',
      'showing 20 of 30 inputs, those with most rows rejected',
    ]);
  });

  it('cuts long paths and makes odd ones harmless', () => {
    const input = `/srv/${'partner/'.repeat(9)}list.csv`;
    const inputs = [inputTally('a', { input }), inputTally('b', { input: '::error::\u001b[2J' })];
    const text = summaryText(inputOf({ tally: tallyOf({ inputs }) }));
    expect(text).toMatch(/^\.\.\.\S+partner\/list\.csv {2}csv/mu);
    expect(text).toContain('\\x3a:error::\\x1b[2J');
  });

  it.each([
    [0, 'ok: nothing found; as of 2026-11-23'],
    [1, 'not ok: as of 2026-11-23; exit 1'],
    [3, 'refused, nothing was written: as of 2026-11-23; exit 3'],
    [4, 'stopped: as of 2026-11-23; exit 4'],
    [70, 'internal error: as of 2026-11-23; exit 70'],
    [130, 'interrupted: as of 2026-11-23; exit 130'],
  ])('ends for exit code %d with %s', (exitCode, want) => {
    expect(summaryText(inputOf({ tally: tallyOf({ inputs: [] }), exitCode }))).toBe(`${want}\n`);
  });

  it('counts findings in the last line, those switched off apart', () => {
    const findings = [
      found('digest/not-hex', 1),
      found('digest/empty-file', 2),
      found('url/rewritten', 3_000),
      found('row/inline-comment', 1_700, [], 'off'),
    ];
    expect(
      summaryText(inputOf({ findings, exitCode: 1 }))
        .trimEnd()
        .split('\n')
        .at(-1),
    ).toBe('not ok: 1 error, 2 warnings, 3,000 info; 1,700 switched off; as of 2026-11-23; exit 1');
  });
});

describe('the inputs', () => {
  const many = (count: number): InputTally[] =>
    Array.from({ length: count }, (_, i) =>
      inputTally(`package-${i}`, { input: `/srv/lists/of/${i}/package-${i}.txt`, accepted: (i * 7919) % 100_000 }),
    );
  const textOf = (inputs: InputTally[], width?: number): string[] => {
    const { pairs, ...overlap } = overlapOf(inputs.length, 0);
    const sources = inputs.map(({ source }) => source);
    return summaryText(inputOf({ tally: tallyOf({ inputs, overlap: { ...overlap, sources, pairs } }), width })).split(
      '\n',
    );
  };

  it('fit the terminal: what is said elsewhere gives way', () => {
    const wide = textOf(many(3));
    expect(wide[0]).toMatch(/^input +source +format +accepted +rejected +because$/u);
    for (const width of [80, 60]) {
      const lines = textOf(many(3), width);
      expect(lines[0]).toMatch(width === 80 ? /^input +source +format +accepted +rejected$/u : /^input +format/u);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it('are told from each other by their sources where their files do not', () => {
    const same = ['first', 'second'].map((source) => inputTally(source, { input: 'a-long-folder-of-lists/list.txt' }));
    expect(textOf(same, 60)[0]).toMatch(/^input +source +format/u);
  });

  it('are the longest of very many where nothing was refused', () => {
    const lines = textOf(many(100));
    expect(lines).toContain('showing 20 of 100 inputs, those with most rows');
    expect(lines.some((line) => line.includes('package-63'))).toBe(true); // 98,897 rows
    expect(lines.some((line) => line.includes('package-0.'))).toBe(false);
  });
});

describe('the overlap', () => {
  it('is nothing for no source and for one', () => {
    expect(overlapLines(null, plain)).toEqual([]);
    expect(overlapLines(overlapOf(1, 0), plain)).toEqual([]);
  });

  it('of two sources', () => {
    expect(overlapLines(overlapOf(2, 1500), plain)).toEqual([
      'overlap       keys  with 1',
      '1 partner-1  1,000',
      '2 partner-2  2,000   1,500',
    ]);
  });

  it('of three sources', () => {
    expect(overlapLines(overlapOf(3, 7), plain)).toEqual([
      'overlap       keys  with 1  2',
      '1 partner-1  1,000',
      '2 partner-2  2,000       7',
      '3 partner-3  3,000       7  7',
    ]);
  });

  it('of ten sources is still a table, and lines up', () => {
    const lines = overlapLines(overlapOf(10, 999_999), plain);
    expect(lines).toHaveLength(11);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines[1]).toBe(' 1 partner-1    1,000');
    expect(lines.at(-1)).toMatch(/^10 partner-10 {2}10,000(?: {2}999,999){9}$/u);
  });

  it('of twelve sources is the largest pairs', () => {
    const none = overlapOf(12, 0);
    const pairs = [1, 2, 3, 4, 5].map((i) => ({ first: i, second: 11 - i, shared: 100 * i }));
    expect(overlapLines({ ...none, pairs }, plain)).toEqual([
      'overlap: 5 of 66 pairs of sources share keys',
      '  first      second      shared  of first  of second',
      '  partner-6  partner-7      500      8.3%       7.1%',
      '  partner-5  partner-8      400      8.0%       5.0%',
      '  partner-4  partner-9      300      7.5%       3.3%',
      '  partner-3  partner-10     200      6.7%       2.0%',
      '  partner-2  partner-11     100      5.0%       0.9%',
    ]);
    expect(overlapLines(overlapOf(12, 0), plain)).toEqual(['overlap: 0 of 66 pairs of sources share keys']);
    expect(overlapLines(overlapOf(12, 1), plain).at(-1)).toBe('  showing the largest 10 of 66');
  });

  it('of few sources with numbers too wide for a table is pairs, too', () => {
    const wide = overlapOf(10, 1_234_567_890);
    expect(overlapLines(wide, plain)[0]).toBe('overlap: 45 of 45 pairs of sources share keys');
    expect(overlapLines(overlapOf(10, 100_000), plain, 80)[0]).toBe('overlap: 45 of 45 pairs of sources share keys');
  });
});

describe('the plan', () => {
  it('tells what may be lost, the worst first, each class once', () => {
    const text = planText({
      from: 'misp-event',
      to: 'hosts-file',
      style: plain,
      losses: [
        { class: 'kind-dropped', what: 'md5', count: null },
        { class: 'kind-dropped', what: 'sha256', count: null },
        { class: 'kind-dropped', what: 'url', count: null },
        { class: 'scope-widened', what: 'exact to subtree', count: null },
        { class: 'grouping-split', what: 'records', count: null },
        { class: 'field-dropped', what: 'note', count: null },
        { class: 'field-dropped', what: 'expires', count: null },
        { class: 'order-lost', what: 'order', count: null },
        { class: 'marking-dropped', what: 'marking', count: null },
      ],
    });
    expect(text).toMatchInlineSnapshot(`
      "misp-event -> hosts-file: what may be lost, if the list has it
        error    hosts-file cannot carry MD5, SHA-256 digests, URLs
        error    hosts-file would block more than listed (exact to subtree)
        warning  hosts-file holds one digest a row
        warning  hosts-file does not carry the handling marking of the list
        info     hosts-file does not carry notes, expiry dates
        info     hosts-file does not keep the order of rows
      An error stops the run when it happens. To accept: --allow-loss kind-dropped --allow-loss scope-widened
      "
    `);
  });

  it('says when nothing is lost, and when nothing stops the run', () => {
    expect(planText({ from: 'a', to: 'b', losses: [], style: plain })).toBe('a -> b: nothing is lost\n');
    const losses = [{ class: 'kind-dropped' as const, what: 'md5', count: null }];
    const graded = [found('loss/kind-dropped', 1, [], 'off')];
    expect(planText({ from: 'a', to: 'b', losses, graded, style: plain })).toBe(
      'a -> b: what may be lost, if the list has it\n' +
        '  allowed  b cannot carry MD5 digests\n' +
        'Nothing of this stops the run.\n',
    );
  });
});
