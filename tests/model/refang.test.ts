import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refang } from '../../src/model/refang.ts';
import { canonicalUrl } from '../../src/model/url.ts';
import { anyText } from '../support/hostile-text.ts';

describe('refanging', () => {
  it.each([
    ['hxxp://example.com/a', 'http://example.com/a'],
    ['hXXps://example.com/a', 'https://example.com/a'],
    ['h**p://example.com/', 'http://example.com/'],
    ['h__ps://example.com/', 'https://example.com/'],
    ['http[:]//example.com/', 'http://example.com/'],
    ['hxxps[://]example[.]com/x', 'https://example.com/x'],
    ['[http]://example.com/', 'http://example.com/'],
    ['[https]://example[.]com[:]8080/', 'https://example.com:8080/'],
    ['hxxp://www[.]example[.]com[/]a', 'http://www.example.com/a'],
    ['example[.]com', 'example.com'],
    ['example(.)com/x', 'example.com/x'],
    ['example{.}com', 'example.com'],
    ['example[dot]com', 'example.com'],
    ['example(DOT)com', 'example.com'],
    ['www dot example dot com', 'www.example.com'],
    ['example [.] com/a b', 'example.com/a b'],
    ['example\\.com/a', 'example.com/a'],
    ['user[@]example[.]com', 'user@example.com'],
    ['192.0.2[.]1', '192.0.2.1'],
    ['192[.]0[.]2[.]0[/]24', '192.0.2.0/24'],
    ['hxxp://[2001[:]db8[:][:]1]/', 'http://[2001:db8::1]/'],
    // Where the host was defanged with brackets, so were the dots of the path.
    ['hxxp://example[.]com/index[.]html', 'http://example.com/index.html'],
    // Other brackets may stand in a path.
    ['hxxp://example[.]com/a(.)b{.}c\\.d', 'http://example.com/a(.)b{.}c\\.d'],
  ])('%s', (text, plain) => expect(refang(text)).toBe(plain));

  it.each([
    'http://example.com/a',
    'http://example.com/a(.)b',
    'http://example.com/a[.]b',
    'http://[2001:db8::1]/',
    'HTTP://example.com/',
    'example.com',
    'dot.example.com',
    '',
  ])('leaves %j alone', (text) => expect(refang(text)).toBeNull());

  it('never throws, and makes no other entry of a URL that is one', () => {
    return fc.assert(
      fc.property(anyText, (text) => {
        const plain = refang(text);
        const url = canonicalUrl(text);
        if (plain === null || !url.ok) return;
        // Readers ask for it only where the text is nothing as it stands; that a scheme in capitals is one they see too.
        expect(plain).not.toBe(text);
      }),
    );
  });
});
