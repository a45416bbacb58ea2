import { describe, expect, it } from 'vitest';
import { changeBits, faultCodes } from '../../src/model/canonical.ts';
import { type DiagnosticCode, diagnosticCodes, diagnosticOf } from '../../src/model/diagnostics.ts';
import { type At, KEPT } from '../../src/model/findings.ts';
import { lossClasses, lossCode } from '../../src/model/loss.ts';
import { commonSentence, lossSentence, position, sentence, templateOf } from '../../src/report/phrase.ts';
import { kindTitle, wordsFor } from '../../src/report/words.ts';

const hidden = { showValues: false };
const fileOf = ({ source }: At): string | undefined => ['lists/a.csv', '-', 'evil\n::error::.csv'][source ?? -1];

/** Arguments for any code: counts where the names say so, a word elsewhere. */
function dummies(code: DiagnosticCode, count: number): Record<string, string | number> {
  const numbers = new Set(
    'want got limit count length claimed counted line before after share days months age need have'.split(' '),
  );
  // `row/bad-value` wants a word such as "a date", not a number.
  if (code.startsWith('row/bad-')) numbers.delete('want');
  return Object.fromEntries(
    diagnosticOf(code).message.names.map((name) => [name, numbers.has(name) ? count : name.toUpperCase()]),
  );
}

describe('the catalogue', () => {
  it('reads well, with many and with one', async () => {
    const lines = diagnosticCodes.map((code) => {
      const [many, one] = [1234, 1].map((count) => sentence(code, dummies(code, count), hidden));
      return `${diagnosticOf(code).severity.padEnd(7)}  ${code}\n  ${many}\n${one === many ? '' : `  ${one}\n`}`;
    });
    await expect(lines.join('')).toMatchFileSnapshot('./catalogue.expected.txt');
  });

  it('has no sentence with a hole left open', () => {
    for (const code of diagnosticCodes) {
      expect(sentence(code, dummies(code, 2), hidden)).not.toMatch(/undefined|null|NaN|\.\.\./u);
      expect(templateOf(code)).not.toBe('');
    }
  });
});

describe('a sentence', () => {
  it('says what ids mean', () => {
    expect(sentence('digest/wrong-length', { kind: 'sha256', want: 64, got: 1200 }, hidden)).toBe(
      'SHA-256 needs 64 characters, found 1,200',
    );
    expect(sentence('url/unusable', { kind: 'domain', fault: 'url/has-path' }, hidden)).toBe(
      'not a usable domain name: it has a path',
    );
    expect(sentence('url/rewritten', { changes: 'lower-cased, slash-added' }, hidden)).toBe(
      'brought into canonical form: lower case, slash added',
    );
    expect(sentence('row/missing-field', { field: 'sha256' }, hidden)).toBe('the row has no SHA-256');
    expect(sentence('time/future', { field: 'lastVerified' }, hidden)).toBe('last verified date lies in the future');
    expect(sentence('loss/field-dropped', { target: 'hosts-file', what: 'expires', count: 1 }, hidden)).toBe(
      'hosts-file does not carry expiry dates: 1 row',
    );
  });

  it('leaves what is no id as it is', () => {
    expect(sentence('row/missing-field', { field: 'Hash Value' }, hidden)).toBe('the row has no Hash Value');
  });

  it('has words for every fault and change', () => {
    for (const fault of faultCodes) expect(wordsFor('url/unusable', 'fault', fault)).toMatch(/^[a-z][^/]+/u);
    for (const change of Object.keys(changeBits)) expect(wordsFor('url/rewritten', 'changes', change)).not.toBe(change);
    expect(kindTitle('ip')).toBe('IP address');
  });

  it('says what a flag of a policy asks', () => {
    const text = sentence('policy/fact-missing', { field: 'real', rows: 9 }, hidden);
    expect(text).toBe('no row has what the policy asks for: real (whether the child is a real one) (rows: 9)');
  });

  it('writes line numbers as editors take them', () => {
    const args = { kind: 'md5', line: 12_041, source: 'beta' };
    expect(sentence('merge/group-conflict', args, hidden)).toContain('line 12041 of beta');
  });

  it('leaves open what is missing, and says of what is not shared the first two', () => {
    expect(sentence('digest/wrong-length', { kind: 'md5' }, hidden)).toBe('MD5 needs ... characters, found ...');
    const findings = [40, 63].map((got) => ({
      code: 'digest/wrong-length' as const,
      args: { kind: 'sha256', want: 64, got },
      at: {},
    }));
    // "not a usable ...: ..." told nothing to whoever read only the table.
    expect(commonSentence('digest/wrong-length', findings, hidden)).toBe('SHA-256 needs 64 characters, found 40 or 63');
    const more = [...findings, { ...findings[0]!, args: { kind: 'sha256', want: 64, got: 32 } }];
    expect(commonSentence('digest/wrong-length', more, hidden)).toBe(
      'SHA-256 needs 64 characters, found 40, 63 or others',
    );
    expect(commonSentence('digest/wrong-length', [], hidden)).toBe('... needs ... characters, found ...');
  });
});

describe('a planned loss', () => {
  it.each(lossClasses)('%s is a sentence without a count', (lossClass) => {
    const text = lossSentence({ class: lossClass, what: 'WHAT', count: null }, 'TARGET', hidden);
    expect(text).toMatch(/^TARGET [a-z].*[a-zA-Z)]$/u);
    const settled = sentence(lossCode(lossClass), { target: 'TARGET', what: 'WHAT', count: 1234 }, hidden);
    expect(settled.startsWith(text)).toBe(true);
  });
});

describe('a position', () => {
  it.each([
    [{}, ''],
    [{ source: 0 }, 'lists/a.csv'],
    [{ source: 0, line: 1234 }, 'lists/a.csv:1234'],
    [{ source: 0, line: 12, column: 3 }, 'lists/a.csv:12:3'],
    [{ source: 0, line: KEPT }, 'lists/a.csv'],
    [{ source: 1, line: 12, column: 3 }, '<stdin>:12:3'],
    [{ source: 9, line: 12, column: 3 }, 'line 12, column 3'],
    [{ line: 12 }, 'line 12'],
    [{ source: 0, path: 'value[3].hashes' }, 'lists/a.csv (value[3].hashes)'],
    [{ source: 0, offset: 1152 }, 'lists/a.csv (byte 1152)'],
    [{ path: 'a', offset: 2 }, 'a, byte 2'],
    [{ source: 2, line: 1 }, 'evil\\n::error::.csv:1'],
    [{ source: 0, path: 'https://example.com/' }, 'lists/a.csv ([url, 20 characters])'],
  ])('%j is %s', (at, want) => expect(position(at, fileOf, hidden)).toBe(want));
});
