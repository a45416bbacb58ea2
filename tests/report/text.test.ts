import { describe, expect, it } from 'vitest';
import { explainList, explainText } from '../../src/report/explain.ts';
import { isReportKind, reports } from '../../src/report/reports.ts';
import { plain, styleOf } from '../../src/report/style.ts';
import { failureText, findingsText } from '../../src/report/text.ts';
import { inventedHex } from '../support/batches.ts';
import { found, fullRun, inputOf, inputTally, tallyOf } from './sample.ts';

describe('the text report', () => {
  it('groups by code, errors first, and counts exactly', () => {
    expect(findingsText(fullRun)).toMatchInlineSnapshot(`
      "error    digest/not-hex           8
        SHA-256 holds a character that is no hexadecimal digit
        lists/beta.txt:5:30  lists/beta.txt:9:30  lists/beta.txt:12:30
        lists/beta.txt:100:30  lists/beta.txt:101:30
        showing 5 of 8
        fix: Mend the row (--rejects FILE keeps it), or ask the sender.

      error    digest/wrong-length  1,234
        lists/acme.csv:14:3     SHA-256 needs 64 characters, found 63
        lists/acme.csv:190:3    SHA-256 needs 64 characters, found 12
        lists/acme.csv:2041:3   SHA-256 needs 64 characters, found 40
        lists/acme.csv:2042:3   SHA-256 needs 64 characters, found 63
        lists/acme.csv:90112:3  SHA-256 needs 64 characters, found 63
        showing 5 of 1,234
        fix: Ask the sender again, or name the kind if the list holds another algorithm.

      error    loss/kind-dropped        1
        hosts-file cannot carry SHA-256 digests: 1 row
        fix: Choose another target, or accept with --allow-loss kind-dropped. Where there is another way in, the run says it.

      warning  digest/empty-file        1
        lists/acme.csv:88:3  SHA-256 is the digest of an empty file
        fix: Leave it out with --drop digest/empty-file and tell the sender.

      warning  list/count-mismatch      1
        lists/acme.csv  the list claims 1,222,240 entries, 1,221,004 were read
        fix: Fetch the list again.

      info     input/bom-removed        1  removed the byte order mark (at lists/acme.csv)
      info     url/rewritten        4,018  brought into canonical form: lower case, slash added; others differ (first at <stdin>:1:1)
      info     loss/field-dropped       1  hosts-file does not carry expiry dates: 88 rows

      why: listbridge explain digest/not-hex (or any code above)
      "
    `);
  });

  it('is nothing when nothing was found, or only what was switched off', () => {
    expect(findingsText(inputOf())).toBe('');
    expect(findingsText(inputOf({ findings: [found('row/inline-comment', 3, [], 'off')] }))).toBe('');
  });

  it('shows as many positions as asked for', () => {
    const lines = findingsText({ ...fullRun, examples: 2 }).split('\n');
    expect(lines).toContain('  showing 2 of 1,234');
    expect(lines).toContain('  lists/beta.txt:5:30  lists/beta.txt:9:30');
  });

  it('tells a finding that was only counted', () => {
    const findings = [found('merge/exception-overlaps', 12), found('merge/duplicate', 40_112)];
    expect(findingsText(inputOf({ findings }))).toMatchInlineSnapshot(`
      "warning  merge/exception-overlaps      12
        listed, and excepted by ... on line ...
        fix: Ask the two senders which is meant, and remove one of the two rows.

      info     merge/duplicate           40,112  already listed by ...

      why: listbridge explain merge/exception-overlaps (or any code above)
      "
    `);
  });

  it('does not name a file twice', () => {
    const findings = [found('input/empty', 1, [[{ input: 'lists/acme.csv' }, { source: 0 }]])];
    expect(findingsText(inputOf({ findings }))).toContain('\n  lists/acme.csv is empty\n');
  });

  it('follows the severities that the user gave', () => {
    const findings = [
      found('digest/not-hex', 1, [], 'info'),
      found('digest/empty-file', 2, [[{ kind: 'md5' }, { source: 0, line: 2 }]], 'error'),
    ];
    const text = findingsText(inputOf({ findings }));
    expect(text.split('\n')[0]).toBe('error  digest/empty-file  2');
    expect(text).toContain('info   digest/not-hex     1  ... holds a character');
  });

  it('never starts a line with a command of a build server', () => {
    const tally = tallyOf({ inputs: [inputTally('x', { input: '::error file=a::b' })] });
    const findings = [
      found('digest/not-hex', 2, [
        [{ kind: '::set-env::x' }, { source: 0, line: 1 }],
        [{ kind: '\n::error::y' }, { source: 0, line: 2 }],
      ]),
      found('input/empty', 1, [[{ input: '::warning::z\r\n##[command]' }, {}]]),
    ];
    const text = reports.text.render(inputOf({ tally, findings }));
    expect(text).toContain('\\x3a:error file=a::b:1');
    expect(text).not.toMatch(/^\s*::/mu);
    expect(text).not.toContain('##[');
    expect(text).not.toContain('\r');
  });

  it('is the same text under the colours', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are what this is about.
    const bare = findingsText({ ...fullRun, style: styleOf(1) }).replaceAll(/\u001b\[\d+m/gu, '');
    expect(bare).toBe(findingsText(fullRun));
  });
});

describe('the whole report', () => {
  it('tells a loss once', () => {
    const text = reports.text.render(fullRun);
    expect(text.match(/hosts-file cannot carry/gu)).toHaveLength(1);
    expect(text).not.toContain('loss/kind-dropped');
    expect(text).toContain('--allow-loss kind-dropped');
    expect(text.endsWith('exit 1\n')).toBe(true);
  });

  it('is the summary alone when nothing was found', () => {
    expect(reports.text.render(inputOf())).toBe(
      'input           format  accepted  rejected  because\n' +
        'lists/acme.csv  csv           10         0  the header names sha256\n' +
        '\n' +
        'ok: nothing found; as of 2026-11-23\n',
    );
  });

  it('knows its kinds', () => {
    expect(['text', 'json', 'ndjson'].every(isReportKind)).toBe(true);
    expect(isReportKind('toString')).toBe(false);
  });
});

describe('a failure', () => {
  it('says what, what to do and where to read on', () => {
    const failure = { code: 'input/unreadable' as const, args: { file: 'a\u001b[2J.csv', reason: 'no such file' } };
    expect(failureText(failure, plain, { showValues: false })).toBe(
      'error  cannot read a\\x1b[2J.csv: no such file\n' +
        '  fix: Check the path and the permissions; use - for standard input.\n' +
        '  why: listbridge explain input/unreadable\n',
    );
  });

  it('does not repeat a value typed where a file belongs', () => {
    const failure = {
      code: 'input/unreadable' as const,
      args: { file: inventedHex('md5', 1), reason: 'no such file' },
    };
    expect(failureText(failure, plain, { showValues: false })).toContain('cannot read [hex, 32 characters]:');
  });

  it('of the command line needs no further reading', () => {
    const failure = { code: 'usage/unknown-format' as const, args: { name: 'cvs', suggestion: '; did you mean csv?' } };
    expect(failureText(failure, plain, { showValues: false })).toBe(
      'error  there is no format cvs; did you mean csv?\n  fix: listbridge formats shows them all.\n',
    );
  });
});

describe('explain', () => {
  it('tells one code at length and all codes in short', () => {
    expect(explainText('digest/wrong-length', plain)).toMatchInlineSnapshot(`
      "error  digest/wrong-length
        says: <kind> needs <want> characters, found <got>
        why:  A digest of another length belongs to another algorithm or was cut.
        fix:  Ask the sender again, or name the kind if the list holds another algorithm.
      "
    `);
    expect(explainList(plain, ['input/empty', 'url/rewritten'])).toBe(
      'error  input/empty    <input> is empty\ninfo   url/rewritten  brought into canonical form: <changes>\n',
    );
  });
});
