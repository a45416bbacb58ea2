// What is left of a URL for consumers that do not look at all of it: a table, and what holds for any URL.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, toUtf8 } from '../../src/model/bytes.ts';
import { coarserUrl } from '../../src/model/coarser-url.ts';
import { canonicalUrl } from '../../src/model/url.ts';
import { type UrlPart, urlParts, withoutUrlParts } from '../../src/model/url-parts.ts';

const table: [string, UrlPart[], string][] = [
  ['http://example.com/a', ['scheme'], 'example.com/a'],
  ['https://example.com:8080/a', ['scheme'], 'example.com:8080/a'],
  ['https://[2001:db8::1]:8443/a', ['scheme', 'port'], '[2001:db8::1]/a'],
  ['http://http:8080/a', ['scheme'], 'http://http:8080/a'],
  ['http://http:8080/a', ['scheme', 'port'], 'http/a'],
  ['example.com/a?b=c', ['query'], 'example.com/a'],
  ['example.com/a%3Fb', ['query'], 'example.com/a%3Fb'],
  ['example.com/a%3Fb', ['query', 'escapes'], 'example.com/a%3Fb'],
  ['example.com/a%3Fb', ['query', 'escapes', 'query-escapes'], 'example.com/a'],
  ['example.com/a%?b%zz', ['escapes'], 'example.com/a%25?b%zz'],
  ['example.com/a%?b%zz%28', ['query-escapes'], 'example.com/a%?b%25zz('],
  ['example.com/a%28b%29%2Fc%3Fd', ['escapes', 'query-escapes'], 'example.com/a(b)/c?d'],
  ['example.com/a%3F%7B', ['escapes', 'query-escapes'], 'example.com/a?{'],
  ['example.com/a%20%22%25%23%5C%C3%BC', ['escapes'], 'example.com/a%20%22%25%23%5C%C3%BC'],
  ['example.com/a%2F..%2Fb', ['escapes'], 'example.com/b'],
  ['example.com//a///b?c=//d', ['slashes'], 'example.com/a/b?c=//d'],
  ['example.com/a%2F%2Fb', ['slashes', 'escapes'], 'example.com/a/b'],
  ['example.com/A%C3%BC?B', ['case'], 'example.com/a%C3%BC?b'],
  ['www.example.com/a', ['www'], 'example.com/a'],
  ['http://ftp2.example.com/a', ['www'], 'http://example.com/a'],
  ['www.web.example.com/a', ['www'], 'www.web.example.com/a'],
  ['wwwx.example.com/a', ['www'], 'wwwx.example.com/a'],
  ['http://example.com/A', [], 'http://example.com/A'],
];

describe('withoutUrlParts', () => {
  it.each(table)('%s without %j', (url, ignored, want) => {
    expect(withoutUrlParts(url, ignored)).toBe(want);
  });

  const piece = fc.constantFrom(
    '/',
    '//',
    'a',
    'A',
    '?',
    '%2F',
    '%3F',
    '%25',
    '%7B',
    '{',
    '%',
    '%2e',
    '..',
    '.',
    '%41',
    '4',
    '%20',
    '%C3%BC',
    '%28',
  );
  const url = fc
    .tuple(
      fc.constantFrom('', 'http://', 'https://'),
      fc.constantFrom(
        'example.com',
        'http',
        '192.0.2.1',
        '[2001:db8::1]',
        'www.www2.example.com',
        'ftp1.example.com',
        'web.http',
      ),
      fc.constantFrom('', ':8080'),
      fc.array(piece),
    )
    .map(([scheme, host, port, rest]) => canonicalUrl(`${scheme}${host}${port}/${rest.join('')}`))
    .filter((found) => found.ok)
    .map((found) => (found.ok ? found.text : ''));

  it('gives canonical URLs and changes nothing when applied again', () => {
    return fc.assert(
      fc.property(url, fc.subarray([...urlParts]), (text, ignored) => {
        const once = withoutUrlParts(text, ignored);
        expect(canonicalUrl(once)).toEqual({ ok: true, text: once, changes: 0 });
        expect(withoutUrlParts(once, ignored)).toBe(once);
      }),
    );
  });

  it('names what is lost, exactly where something is', () => {
    return fc.assert(
      fc.property(url, fc.subarray([...urlParts]), (text, ignored) => {
        const coarser = coarserUrl(toUtf8(text), ignored);
        expect(coarser === null ? text : fromUtf8(coarser.key)).toBe(withoutUrlParts(text, ignored));
        // A part is lost where leaving it out changes the URL, by itself or together with those before it.
        const upTo = (count: number): string => withoutUrlParts(text, ignored.slice(0, count));
        const lost = ignored.filter((part, k) => withoutUrlParts(text, [part]) !== text || upTo(k) !== upTo(k + 1));
        if (coarser === null) return;
        expect(coarser.lost).toEqual(lost);
        expect(lost.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
