import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { diagnosticCodes } from '../../src/model/diagnostics.ts';
import type { Finding } from '../../src/model/findings.ts';
import type { ReportInput } from '../../src/report/reporter.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { digest, found, fullRun, inputOf, inputTally, tallyOf } from './sample.ts';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri: string }[] };
      };
      readonly results: readonly Result[];
      readonly invocations: readonly object[];
    },
  ];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
      readonly region: object;
    };
  }[];
}

// The published schema is of draft 4: its name and the place of its name are all that today's Ajv does not know.
const {
  $schema: _draft,
  id: _id,
  ...published
} = JSON.parse(readFileSync(join(import.meta.dirname, '../schemas/sarif-2.1.0.json'), 'utf8')) as Record<
  string,
  unknown
>;
const isUri = (text: string): boolean => URL.canParse(text);
const isReference = (text: string): boolean => URL.canParse(text, 'file:///root/') && !/[\s\\]/u.test(text);
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: { uri: isUri, 'uri-reference': isReference, 'date-time': true },
});
const isValid = ajv.compile(published);

function logOf(input: ReportInput): Log {
  const log = JSON.parse(sarifReport(input)) as Log;
  expect(isValid(log) ? [] : isValid.errors).toEqual([]);
  return log;
}

const many = (code: (typeof diagnosticCodes)[number], count: number, kept = count) =>
  found(
    code,
    count,
    Array.from({ length: kept }, (_, i) => [{}, { source: 0, line: i + 1 }] as const),
  );

describe('the SARIF log', () => {
  it('keeps to the schema, whatever was found', () => {
    const everything = diagnosticCodes.map((code) =>
      found(code, 3, [[{}, { source: 0, line: 1, column: 2, path: 'a' }]]),
    );
    logOf(inputOf({ findings: everything }));
    logOf(inputOf());
    expect(isValid({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  it('names a rule for each code, with help, and points results at it', () => {
    const [run] = logOf(fullRun).runs;
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    for (const rule of run.tool.driver.rules) {
      expect(rule).toMatchObject({ help: { text: expect.stringContaining(`listbridge explain ${rule.id}`) } });
      expect(rule.helpUri).toContain(rule.id);
    }
  });

  it('shows 5,000 results at most, fairly, and says how many were cut', () => {
    const findings = [
      many('digest/not-hex', 1_000_000, 5000),
      many('digest/wrong-length', 7),
      many('row/bad-quote', 5000),
    ];
    const [{ results }] = logOf(inputOf({ findings })).runs;
    expect(results).toHaveLength(5000);
    expect(results.filter(({ ruleId }) => ruleId === 'digest/wrong-length')).toHaveLength(7);
    expect(results.filter(({ ruleId }) => ruleId === 'row/bad-quote').length).toBeGreaterThan(2400);
    expect(results.at(-1)).toMatchObject({
      ruleId: 'run/report-cut',
      level: 'note',
      message: { text: 'this report shows 4,999 of 1,005,007 findings' },
    });
  });

  it('leaves warnings for errors where there is no room for both', () => {
    const findings = [many('digest/not-hex', 6000), many('digest/empty-file', 6000)];
    const [{ results }] = logOf(inputOf({ findings })).runs;
    expect(new Set(results.map(({ ruleId }) => ruleId))).toEqual(new Set(['digest/not-hex', 'run/report-cut']));
  });

  it('gives a result the same fingerprint in every run, and another at another place', () => {
    const prints = (input: ReportInput): string[] =>
      logOf(input).runs[0].results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    const findings = [many('digest/not-hex', 3), many('row/bad-quote', 3)];
    expect(prints(inputOf({ findings }))).toEqual(prints(inputOf({ findings })));
    expect(new Set(prints(inputOf({ findings }))).size).toBe(6);
  });

  it('tells two findings of one entry apart, in one file and in two', () => {
    const entry = { kind: 'domain', alias: 'e3k7-9m2q' } as const;
    const flag = (source: number, name: string, line: number): Finding => ({
      code: 'policy/flag',
      args: { flag: name, said: 'no', want: 'yes' },
      at: { source, line },
      entry,
    });
    const examples = [flag(0, 'real', 2), flag(0, 'severe', 2), flag(0, 'real', 3), flag(1, 'real', 2)];
    const findings = [{ ...found('policy/flag', examples.length), examples }];
    const base = { findings, sourceNames: ['a', 'b'], hasLastingAliases: true };
    const inputs = [inputTally('a'), inputTally('b')];
    for (const hasLastingAliases of [true, false]) {
      const input = inputOf({ ...base, hasLastingAliases, tally: tallyOf({ inputs }) });
      const prints = logOf(input).runs[0].results.map((each) => each.partialFingerprints['primaryLocationLineHash']);
      expect(new Set(prints).size).toBe(4);
    }
  });

  it('has no length of a digest in a fingerprint', () => {
    for (const { partialFingerprints } of logOf(inputOf({ findings: [many('digest/not-hex', 3)] })).runs[0].results) {
      for (const print of Object.values(partialFingerprints)) expect([32, 40, 64, 128]).not.toContain(print.length);
    }
  });

  it.each([
    ['lists/acme.csv', '/repo', '/repo', 'lists/acme.csv', true],
    ['acme.csv', '/repo/lists', '/repo', 'lists/acme.csv', true],
    ['/repo/lists/a b.csv', '/repo', '/repo', 'lists/a%20b.csv', true],
    ['../other/acme.csv', '/repo/lists', '/repo', 'other/acme.csv', true],
    ['/srv/secret/acme.csv', '/repo', '/repo', 'acme.csv', false],
    ['../acme.csv', '/repo', '/repo', 'acme.csv', false],
    ['-', '/repo', '/repo', 'stdin', false],
    ['javascript:alert(1)', '/repo', '/repo', 'javascript%3Aalert(1)', true],
    ['a\n::error::\u202e.csv', '/repo', '/repo', 'a%0A%3A%3Aerror%3A%3A%E2%80%AE.csv', true],
    ['half\ud800.csv', '/repo', '/repo', 'half%EF%BF%BD.csv', true],
  ])('names %j of %s as others know it', (input, cwd, root, uri, isInside) => {
    const tally = tallyOf({ inputs: [inputTally('acme', { input })] });
    const log = logOf(inputOf({ tally, cwd, root, findings: [many('digest/not-hex', 1)] }));
    const location = log.runs[0].results[0]?.locations[0]?.physicalLocation.artifactLocation;
    expect(location).toEqual({ uri, ...(isInside ? { uriBaseId: '%SRCROOT%' } : {}) });
  });

  it('gives every result a file, also where there is none, and tells the place inside a merged list in words', () => {
    const findings = [
      found('loss/order-lost', 1, [[{}, {}]]),
      found('digest/not-hex', 1, [[{}, { source: 1, line: 9 }]]),
    ];
    const { results } = logOf(inputOf({ sourceNames: ['acme', 'inner'], findings })).runs[0];
    for (const { locations } of results) expect(locations).toHaveLength(1);
    expect(results[0]?.message.text).toContain('(inner:9)');
    expect(results[0]?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
  });

  it('tells a failure as a result, for a log without any looks like a clean list', () => {
    const failure = { code: 'input/unreadable', args: { file: 'lists/gone.csv', reason: 'it is not there' } } as const;
    const log = logOf(inputOf({ tally: tallyOf({ inputs: [] }), exitCode: 4, failure }));
    expect(log.runs[0].results).toMatchObject([
      {
        ruleId: 'input/unreadable',
        level: 'error',
        locations: [{ physicalLocation: { artifactLocation: { uri: 'lists/gone.csv' } } }],
      },
    ]);
    expect(log.runs[0].invocations).toMatchObject([{ executionSuccessful: false, exitCode: 4 }]);
  });

  it('holds no value, though a path leads through one', () => {
    const findings = [
      found('digest/not-hex', 1, [[{ kind: digest(5) }, { source: 0, line: 1, path: `items["${digest(5)}"]` }]]),
    ];
    expect(sarifReport(inputOf({ findings, showValues: true }))).not.toContain(digest(5));
  });
});
