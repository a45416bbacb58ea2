import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitReport } from '../../src/report/junit.ts';
import { type Element, parseXml } from '../support/xml.ts';
import { found, fullRun, inputOf, inputTally, tallyOf } from './sample.ts';

function suitesOf(text: string): Element[] {
  const root = parseXml(text);
  expect(root.name).toBe('testsuites');
  return root.children;
}

const attribute = (element: Element | undefined, name: string): string => element?.attributes[name] ?? '';

describe('the JUnit report', () => {
  it('has a case for each file and rule, and counts what failed', () => {
    const suites = suitesOf(junitReport(fullRun));
    expect(suites.map((each) => attribute(each, 'name'))).toEqual([
      'lists/acme.csv',
      'lists/beta.txt',
      'stdin',
      'listbridge merge',
    ]);
    const cases = suites.flatMap(({ children }) => children);
    const failed = cases.filter(({ children }) => children[0]?.name === 'failure');
    const root = parseXml(junitReport(fullRun));
    expect(attribute(root, 'tests')).toBe(String(cases.length));
    expect(attribute(root, 'failures')).toBe(String(failed.length));
    expect(failed.map((each) => attribute(each, 'name')).sort()).toEqual([
      'digest/not-hex',
      'digest/wrong-length',
      'loss/kind-dropped',
    ]);
  });

  it('counts each file by itself, exactly, with places of its own', () => {
    const examples = [
      [{ kind: 'md5' }, { source: 0, line: 1 }],
      [{ kind: 'md5' }, { source: 1, line: 7 }],
    ] as const;
    const group = {
      ...found('digest/not-hex', 1_000_008, examples),
      bySource: new Map([
        [0, 1_000_000],
        [1, 8],
      ]),
    };
    const tally = tallyOf({ inputs: [inputTally('a'), inputTally('b')] });
    const [a, b] = suitesOf(junitReport(inputOf({ tally, findings: [group] })));
    expect(attribute(a?.children[0]?.children[0], 'message')).toMatch(/^1,000,000: /u);
    expect(attribute(b?.children[0]?.children[0], 'message')).toMatch(/^8: /u);
    expect(b?.children[0]?.children[0]?.text).toContain('lists/b.csv:7  MD5 holds');
    expect(b?.children[0]?.children[0]?.text).toContain('showing 1 of 8');
  });

  it('fails from the severity on that fails the run', () => {
    const findings = [found('digest/empty-file', 1, [[{}, { source: 0 }]])];
    const failures = (failOn: 'error' | 'warning' | 'never'): string =>
      attribute(parseXml(junitReport(inputOf({ findings, failOn }))), 'failures');
    expect([failures('error'), failures('warning'), failures('never')]).toEqual(['0', '1', '0']);
  });

  it('passes a file in which nothing was found', () => {
    const [suite] = suitesOf(junitReport(inputOf()));
    expect(suite?.children.map((each) => attribute(each, 'name'))).toEqual(['nothing found']);
  });

  it('tells what stopped the run as an error', () => {
    const failure = { code: 'input/unreadable', args: { file: 'gone.csv', reason: 'it is not there' } } as const;
    const root = parseXml(junitReport(inputOf({ tally: tallyOf({ inputs: [] }), failure, exitCode: 4 })));
    expect([attribute(root, 'errors'), root.children[0]?.children[0]?.children[0]?.name]).toEqual(['1', 'error']);
  });

  it('is well-formed whatever names and lists say, and says the same', () => {
    const odd = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '<!--',
        '&#0;',
        '\u0000',
        '\ud800',
        '\ufffe',
        '\n',
        'a',
        '\u202e',
      ),
    });
    void fc.assert(
      fc.property(odd, (text) => {
        const tally = tallyOf({ inputs: [inputTally('a', { input: `x${text}` })] });
        const findings = [
          found('input/no-column', 1, [
            [
              { input: text, column: text },
              { source: 0, path: text },
            ],
          ]),
        ];
        const [suite] = suitesOf(junitReport(inputOf({ tally, findings })));
        expect(attribute(suite?.children[0], 'name')).toBe('input/no-column');
      }),
    );
  });
});
