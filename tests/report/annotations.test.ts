// Annotations as the runner reads them: a line that begins with `::` after blanks is a command, up to the next `::`.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { githubReport } from '../../src/report/annotations.ts';
import { markdownReport } from '../../src/report/markdown-report.ts';
import { findingsText } from '../../src/report/text.ts';
import { found, inputOf, inputTally, tallyOf } from './sample.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What actions/runner makes of a log: ActionCommand.TryParseV2, and the older `##[command]` anywhere in a line. */
function commandsIn(log: string): Command[] {
  const lines = log.split(/\r\n|\r|\n/u);
  expect(lines.filter((line) => /##\[\w/u.test(line))).toEqual([]);
  return lines
    .map((line) => line.trimStart())
    .filter((line) => line.startsWith('::'))
    .map((line) => {
      const end = line.indexOf('::', 2);
      const [name = '', ...rest] = line.slice(2, end).split(' ');
      const pairs = rest
        .join(' ')
        .split(',')
        .filter((pair) => pair !== '')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), decoded(pair.slice(pair.indexOf('=') + 1))]);
      return {
        name,
        properties: Object.fromEntries(pairs) as Command['properties'],
        message: decoded(line.slice(end + 2)),
      };
    });
}

function decoded(text: string): string {
  const marks: Readonly<Record<string, string>> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return text.replaceAll(/%(?:0D|0A|3A|2C|25)/gu, (mark) => marks[mark] ?? '');
}

const ten = (code: 'digest/not-hex' | 'digest/empty-file' | 'digest/wrong-length', count: number) =>
  found(
    code,
    count,
    Array.from({ length: 20 }, (_, i) => [{ kind: 'md5' }, { source: 0, line: i + 1, column: 3 }] as const),
  );

describe('annotations', () => {
  it('are ten errors and ten warnings at most, each code in its turn, and a word on the rest', () => {
    const findings = [ten('digest/not-hex', 900), ten('digest/wrong-length', 100), ten('digest/empty-file', 20)];
    const commands = commandsIn(githubReport(inputOf({ findings })));
    const of = (name: string): Command[] => commands.filter((each) => each.name === name);
    expect([of('error').length, of('warning').length, of('notice').length]).toEqual([10, 10, 1]);
    expect(of('error').filter(({ properties }) => properties['title'] === 'digest/not-hex')).toHaveLength(5);
    expect(of('notice')[0]?.message).toBe('this report shows 20 of 1,020 findings');
  });

  it('name the file from the root of the repository', () => {
    const tally = tallyOf({ inputs: [inputTally('acme', { input: 'acme.csv' })] });
    const log = githubReport(
      inputOf({ tally, cwd: '/repo/lists', root: '/repo', findings: [ten('digest/not-hex', 1)] }),
    );
    expect(commandsIn(log)[0]).toEqual({
      name: 'error',
      properties: { file: 'lists/acme.csv', line: '1', col: '3', title: 'digest/not-hex' },
      message:
        'MD5 holds a character that is no hexadecimal digit. Mend the row (--rejects FILE keeps it), or ask the sender.',
    });
  });

  it('tell a failure, and that which was only counted', () => {
    const failure = { code: 'output/would-be-empty', args: { output: 'out.txt' } } as const;
    const findings = [found('digest/not-hex', 12)];
    const commands = commandsIn(githubReport(inputOf({ failure, findings, exitCode: 3 })));
    expect(commands.map(({ properties }) => properties['title'])).toEqual([
      'output/would-be-empty',
      'digest/not-hex',
      undefined,
    ]);
  });

  const hostile = fc.string({
    unit: fc.constantFrom(
      '::',
      ':',
      '%',
      '%0A',
      '\n',
      '\r',
      ',',
      '=',
      ' ',
      '##[',
      'error',
      'x',
      '\u2028',
      '\u001b',
      ']',
    ),
    maxLength: 12,
  });

  it('are the only commands in any log, whatever list and file names say', () => {
    void fc.assert(
      fc.property(hostile, hostile, (name, column) => {
        const input = name === '' ? 'x' : name;
        const tally = tallyOf({ inputs: [inputTally('acme', { input, because: column })] });
        const findings = [
          found('input/no-column', 1, [
            [
              { input, column },
              { source: 0, line: 1, path: column },
            ],
          ]),
          found('input/empty', 1, [[{ input }, {}]]),
        ];
        const run = inputOf({ tally, findings, cwd: '/repo', root: '/repo', exitCode: 1 });
        expect(commandsIn(githubReport(run)).map(({ name: word }) => word)).toEqual(['error', 'error']);
        expect(commandsIn(findingsText(run) + markdownReport(run))).toEqual([]);
      }),
    );
  });
});
