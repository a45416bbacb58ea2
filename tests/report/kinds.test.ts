// One rich run as every kind of report, as whole files: what a build server, a code scanning page or a person gets.
// `npx vitest run tests/report -u` rewrites them; the difference is for a person to judge.
import { describe, expect, it } from 'vitest';
import { reportKinds, reports } from '../../src/report/reports.ts';
import { fullRun, inputOf, tallyOf } from './sample.ts';

const ENDINGS: Readonly<Record<string, string>> = { junit: 'xml', markdown: 'md' };

/** Hashes in a report say nothing of the run, and look like digests of a list. */
function withoutHashes(text: string): string {
  return text.replaceAll(/'sha256-[A-Za-z0-9+/]+=*'/gu, "'sha256-HASH'");
}

describe('a rich run', () => {
  it.each(reportKinds)('as %s', async (kind) => {
    const text = reports[kind].render(fullRun);
    expect(text.endsWith('\n')).toBe(true);
    await expect(withoutHashes(text)).toMatchFileSnapshot(`./rich.${kind}.expected.${ENDINGS[kind] ?? 'txt'}`);
  });
});

describe.each(reportKinds)('the %s report', (kind) => {
  const render = (input: typeof fullRun): string => reports[kind].render(input);

  it('is the same bytes for the same run', () => expect(render(fullRun)).toBe(render({ ...fullRun })));

  it.each([
    ['a run that found nothing', inputOf()],
    ['a run that read nothing', inputOf({ tally: tallyOf({ inputs: [] }), exitCode: 4 })],
    [
      'a run that stopped',
      inputOf({
        tally: tallyOf({ inputs: [] }),
        exitCode: 4,
        failure: { code: 'input/unreadable', args: { file: 'gone.csv', reason: 'it is not there' } },
      }),
    ],
  ])('copes with %s', (_, input) => expect(() => render(input)).not.toThrow());
});
