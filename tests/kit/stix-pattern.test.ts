// The list part of the STIX pattern language: what is read of it, what is refused and why, and that it can be written.
// Sources of the accepted and refused forms: STIX 2.1 section 9, and the OASIS pattern validator's corpus.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparison, parsePattern } from '../../src/formats/kit/stix/pattern.ts';
import { EXACT, PREFIX, SUBTREE } from '../../src/model/scope.ts';

const read = (text: string): unknown => {
  const pattern = parsePattern(text);
  return pattern.ok
    ? pattern.records.map((record) => record.map(({ kind, text: value }) => `${kind} ${value}`))
    : pattern.reason;
};

describe('patterns that are lists', () => {
  it.each([
    ["[file:hashes.MD5 = 'a']", [['md5 a']]],
    ["[file:hashes.'SHA-256' = 'a']", [['sha256 a']]],
    ["[file:hashes.'md5' = 'a']", [['md5 a']]],
    ["[ file:hashes.'SHA3-256'='a' ]", [['sha3-256 a']]],
    ["[file:hashes.MD5 = 'a' OR file:hashes.'SHA-1' = 'b']", [['md5 a'], ['sha1 b']]],
    [
      "[file:hashes.MD5 = 'a'] OR [url:value = 'http://example.com/it\\'s\\\\x']",
      [['md5 a'], ["url http://example.com/it's\\x"]],
    ],
    [
      "([domain-name:value = 'example.com'] OR ([ipv4-addr:value = '192.0.2.0/24']))",
      [['domain example.com'], ['address 192.0.2.0/24']],
    ],
    [
      "[url:value IN ('http://example.com/a','http://example.com/b')]",
      [['url http://example.com/a'], ['url http://example.com/b']],
    ],
    ["[file:hashes.MD5 = 'a' AND file:hashes.'SHA-1' = 'b']", [['md5 a', 'sha1 b']]],
    [
      "[(file:hashes.MD5 = 'a' OR file:hashes.MD5 = 'b') AND file:hashes.'SHA-1' = 'c']",
      [
        ['md5 a', 'sha1 c'],
        ['md5 b', 'sha1 c'],
      ],
    ],
    ["[file:hashes.PhotoDNA = 'a' OR (file:hashes.PDQ = 'b')]", [['photodna a'], ['pdq b']]],
  ])('%s', (text, records) => expect(read(text)).toEqual(records));
});

describe('patterns that are none', () => {
  it.each([
    ["[file:hashes.MD5 = 'a' AND file:name = 'b']", 'it looks at another property'],
    ["[file:hashes.MD5 = 'a' AND file:hashes.MD5 = 'b']", 'AND joins what are not different hashes of one file'],
    ["[file:hashes.MD5 = 'a' AND url:value = 'b']", 'AND joins what are not different hashes of one file'],
    ["[file:hashes.MD5 = 'a'] AND [file:hashes.MD5 = 'b']", 'AND narrows it'],
    ["[file:hashes.MD5 = 'a'] FOLLOWEDBY [file:hashes.MD5 = 'b']", 'FOLLOWEDBY narrows it'],
    ["[url:value = 'a'] WITHIN 5 SECONDS", 'WITHIN narrows it'],
    ["[NOT url:value = 'a']", 'a comparison is missing'],
    ["[url:value NOT = 'a']", 'it compares by NOT'],
    ["[url:value != 'a']", 'it is not of the part of the language that is a list'],
    ["[url:value LIKE 'http://example.com/%']", 'it compares by LIKE'],
    ["[url:value MATCHES '.*x']", 'it compares by a regular expression'],
    ["[domain-name:value MATCHES '^example.com$']", 'it compares by a regular expression'],
    ["[x509-certificate:hashes.'SHA-1' = 'a']", 'it looks at another property'],
    ["[file:hashes.ABC = 'a']", 'it looks at another property'],
    ['[file:size = 12]', 'it looks at another property'],
    ["[url:value = 'a'", 'it is cut short'],
    ["[url:value = 'a", 'it is not of the part of the language that is a list'],
    ['', 'it is cut short'],
    [`${'('.repeat(5000)}`, 'it is nested too deeply'],
  ])('%s', (text, reason) => expect(read(text)).toBe(reason));

  it('says why of anything, and never quotes it', () => {
    const token = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      "'secret'",
      'OR',
      'AND',
      'IN',
      '=',
      ',',
      'url:value',
      'file:hashes.MD5',
      "'",
      '\\',
      'NOT',
      ' ',
    );
    return fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const pattern = parsePattern(tokens.join(' '));
        if (!pattern.ok) expect(pattern.reason).not.toContain('secret');
      }),
    );
  });
});

it('reads back every comparison it writes', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  return fc.assert(
    fc.property(text, fc.constantFrom(EXACT, SUBTREE, PREFIX), (value, scope) => {
      const path = scope === SUBTREE ? 'domain-name:value' : 'url:value';
      const pattern = parsePattern(`[${comparison(path, scope, value)}]`);
      expect(pattern).toEqual({
        ok: true,
        records: [[{ kind: scope === SUBTREE ? 'domain' : 'url', scope, text: value }]],
      });
    }),
  );
});
