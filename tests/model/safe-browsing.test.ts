// The canonical form `safe-browsing`: the published vectors, what version 5 adds, and the expressions of both versions.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../src/model/bytes.ts';
import { expressionOf, expressionsOf, safeBrowsingText, safeBrowsingUrl } from '../../src/model/safe-browsing.ts';
import { canonicalUrl } from '../../src/model/url.ts';
import { anyText, hostileText } from '../support/hostile-text.ts';
import { vectors } from './safe-browsing-vectors.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

function canonical(input: Uint8Array): string | null {
  const url = safeBrowsingUrl(input);
  return url === null ? null : safeBrowsingText(url);
}

function expressions(text: string, registrable?: (host: string) => string | null): string[] {
  const url = safeBrowsingUrl(toUtf8(text));
  if (url === null) throw new Error('no URL');
  return expressionsOf(url, registrable);
}

describe('the published vectors', () => {
  it('are all there', () => expect(vectors).toHaveLength(33));

  it.each(vectors.map(([url, want], i) => [i + 1, url, want] as const))('%i', (_n, url, want) => {
    expect(canonical(bytes(url))).toBe(want);
    expect(canonical(bytes(want))).toBe(want);
  });
});

describe('beyond the vectors', () => {
  it.each([
    ['http://[2001:0db8:0000::1]/', 'http://[2001:db8::1]/'],
    ['http://[::ffff:192.0.2.1]/x', 'http://192.0.2.1/x'],
    ['http://[64:ff9b::192.0.2.1]:8080/', 'http://192.0.2.1/'],
    ['http://[64:FF9B::C000:201]/', 'http://192.0.2.1/'],
    ['http://0xc0000201/', 'http://192.0.2.1/'],
    ['http://0300.0.2.1/', 'http://192.0.2.1/'],
    ['http://192.0.513/', 'http://192.0.2.1/'],
    ['http://192.513/', 'http://192.0.2.1/'],
    // No legal address: a name like any other.
    ['http://192.0.2.300/', 'http://192.0.2.300/'],
    ['http://192.0.2.1.5/', 'http://192.0.2.1.5/'],
    ['http://192.0.2.08/', 'http://192.0.2.08/'],
    ['http://user:pw@example.com:8080/p;x?q#f', 'http://example.com/p;x?q'],
    ['http://a@b@example.com/', 'http://example.com/'],
    ['http://..www...example../', 'http://www.example/'],
    ['http://bücher.example/ü?ü', 'http://xn--bcher-kva.example/%C3%BC?%C3%BC'],
    ['http://b%C3%BCcher.example/', 'http://xn--bcher-kva.example/'],
    ['http://example。com/', 'http://example.com/'],
    ['http://example.com/a%2Fb/../c', 'http://example.com/a/c'],
    ['http://example.com/a/./b/.', 'http://example.com/a/b/'],
    ['http://example.com/a\\b', 'http://example.com/a\\b'],
    ['http://example.com/%7e%2Fa', 'http://example.com/~/a'],
    ['http://example.com/%%34%31', 'http://example.com/A'],
    ['http://example.com?x/../y//z', 'http://example.com/?x/../y//z'],
    ['HTTPS://example.com:443', 'https://example.com/'],
    ['example.com:80/x', 'http://example.com/x'],
  ])('%s', (url, want) => {
    expect(canonical(toUtf8(url))).toBe(want);
    expect(canonical(toUtf8(want))).toBe(want);
  });

  it('takes bytes that are no text as they are, and lower-cases none of them', () => {
    expect(canonical(Uint8Array.of(0xc0, 0xa0, 0x80, 0x41))).toBe('http://%C0%A0%80a/');
  });

  it.each(['', '#', 'http://', 'http:///x', '/x', '//example.com/', 'http://.../', '?q'])('%j has no host', (text) => {
    expect(canonical(toUtf8(text))).toBeNull();
  });

  it('is its own canonical form, whatever the bytes are', () => {
    const any = fc.oneof(fc.uint8Array({ maxLength: 60 }), anyText.map(toUtf8), hostileText.map(toUtf8));
    return fc.assert(
      fc.property(any, (input) => {
        const text = canonical(input);
        if (text === null) return;
        expect(text).toMatch(/^[!-~]+$/);
        expect(text).not.toMatch(/[#\t\r\n]/);
        expect(canonical(bytes(text))).toBe(text);
      }),
    );
  });

  it('loses nothing by way of the form that is stored, but where a slash or a dot is escaped', () => {
    return fc.assert(
      fc.property(hostileText, (text) => {
        if (/%(?:25)*(?:2f|2e|5c|3f|23)/i.test(text)) return;
        const stored = canonicalUrl(text);
        if (!stored.ok) return;
        const direct = safeBrowsingUrl(toUtf8(text.replace(/^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g, '')));
        const twice = safeBrowsingUrl(toUtf8(stored.text));
        if (direct === null || twice === null) throw new Error('a stored URL has a host');
        // A blank before a dropped fragment is no part of what is stored.
        if (!/[\s\u200b\u2060\ufeff]#/.test(text)) expect(expressionOf(twice)).toBe(expressionOf(direct));
      }),
    );
  });

  it('costs no more than the length of what is escaped over and over', () => {
    expect(canonical(toUtf8(`http://example.com/${'%25'.repeat(1)}${'25'.repeat(300_000)}`))).toBe(
      'http://example.com/%25',
    );
  });
});

describe('expressions of version 4', () => {
  it('of a deep path', () => {
    expect(expressions('http://a.b.test/1/2.html?param=1')).toEqual([
      ...['a.b.test/1/2.html?param=1', 'a.b.test/1/2.html', 'a.b.test/', 'a.b.test/1/'],
      ...['b.test/1/2.html?param=1', 'b.test/1/2.html', 'b.test/', 'b.test/1/'],
    ]);
  });

  it('of a deep name: the last five labels, and the name itself', () => {
    expect(expressions('http://a.b.c.d.e.f.test/1.html')).toEqual(
      ['a.b.c.d.e.f.test', 'c.d.e.f.test', 'd.e.f.test', 'e.f.test', 'f.test'].flatMap((host) => [
        `${host}/1.html`,
        `${host}/`,
      ]),
    );
  });

  it('of an address', () => {
    expect(expressions('http://192.0.2.1/1/')).toEqual(['192.0.2.1/1/', '192.0.2.1/']);
    expect(expressions('http://[2001:db8::1]/')).toEqual(['[2001:db8::1]/']);
  });

  it('are thirty at most', () => {
    expect(expressions('http://a.b.c.d.e.f.test/1/2/3/4/5/6?q')).toHaveLength(30);
    expect(expressions('http://a.b.c.d.e.f.test/1/2/3/4/5/6?q').filter((text) => text.startsWith('f.test'))).toEqual([
      ...['f.test/1/2/3/4/5/6?q', 'f.test/1/2/3/4/5/6', 'f.test/', 'f.test/1/', 'f.test/1/2/', 'f.test/1/2/3/'],
    ]);
  });
});

describe('expressions of version 5', () => {
  const registrable = (host: string): string | null => /(?:^|\.)([^.]+\.co\.test)$/.exec(host)?.[1] ?? null;
  const hosts = (host: string): string[] =>
    expressions(`http://${host}/`, registrable).map((text) => text.slice(0, -1));

  it('begin at the registrable domain', () => {
    expect(hosts('a.b.example.co.test')).toEqual(['a.b.example.co.test', 'example.co.test', 'b.example.co.test']);
    expect(hosts('example.co.test')).toEqual(['example.co.test']);
    expect(hosts('1.2.3.4.5.example.co.test')).toEqual([
      '1.2.3.4.5.example.co.test',
      'example.co.test',
      '5.example.co.test',
      '4.5.example.co.test',
      '3.4.5.example.co.test',
    ]);
  });

  it('are those of the host alone where it is a public suffix or an address', () => {
    expect(hosts('co.test')).toEqual(['co.test']);
    expect(hosts('192.0.2.1')).toEqual(['192.0.2.1']);
  });
});

it('the published digests, cut as prefixes are', () => {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(digest('abc').slice(0, 8)).toBe('ba7816bf');
  expect(digest('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq').slice(0, 12)).toBe('248d6a61d206');
  expect(digest('a'.repeat(1_000_000)).slice(0, 24)).toBe('cdc76e5c9914fb9281a1c7e2');
});

// A pattern that begins anew at every dot or space takes minutes for these.
describe('long lines', () => {
  const MANY = 100_000;

  it.each([
    ['dots in a host', `http://a${'.'.repeat(MANY)}test/`, 'http://a.test/'],
    ['dots around a host', `http://${'.'.repeat(MANY)}a.test${'.'.repeat(MANY)}/`, 'http://a.test/'],
    ['spaces around a URL', `${' '.repeat(MANY)}http://a.test/c d\t${' '.repeat(MANY)}`, 'http://a.test/c%20d'],
    ['spaces in a URL', `http://a.test/${' '.repeat(MANY)}c`, `http://a.test/${'%20'.repeat(MANY)}c`],
    ['line ends around a URL', `${'\r\n'.repeat(MANY)}http://a.test/${' \t'.repeat(MANY)}\n`, 'http://a.test/'],
  ])('%s', (_name, text, want) => {
    expect(canonical(bytes(text)) === want).toBe(true);
  });
});
