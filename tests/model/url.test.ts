import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChangeName, changesIn, type FaultCode, faultCodes } from '../../src/model/canonical.ts';
import { type Shape, shapeOf } from '../../src/model/entry-shape.ts';
import { canonicalUrl, canonicalUrlInto, splitUrl, urlHostEnd, urlHostStart } from '../../src/model/url.ts';
import { anyText, hostileText } from '../support/hostile-text.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function accepted(text: string): { text: string; changes: ChangeName[] } {
  const url = canonicalUrl(text);
  if (!url.ok) throw new Error(`refused: ${url.fault}`);
  return { text: url.text, changes: changesIn(url.changes) };
}

function refused(text: string): [FaultCode, number | null] {
  const url = canonicalUrl(text);
  if (url.ok) throw new Error('accepted');
  return [url.fault, url.at];
}

/** What the byte lane makes of a text, or null where it declines. */
function inLane(text: string): string | null {
  const src = encoder.encode(text);
  const dst = new Uint8Array(src.length + 2).fill(0xee);
  const length = canonicalUrlInto(src, 0, src.length, dst, 1);
  expect([dst[0], dst[dst.length - 1]]).toEqual([0xee, 0xee]);
  return length < 0 ? null : decoder.decode(dst.subarray(1, 1 + length));
}

type Row = [string, string, ChangeName[]];

function passes(text: string, url: string, changes: ChangeName[]): void {
  expect(accepted(text)).toEqual({ text: url, changes });
  const lane = inLane(text);
  if (lane !== null) expect([lane, changes]).toEqual([url, []]);
}

describe('what the profile keeps and changes, step by step', () => {
  test.each<Row>([
    ['http://example.com/', 'http://example.com/', []],
    ['https://example.com/a/b.html?x=1&y=2', 'https://example.com/a/b.html?x=1&y=2', []],
    ['HTTP://example.com/', 'http://example.com/', ['lower-cased']],
    ['hTTps://example.com/', 'https://example.com/', ['lower-cased']],
    ['example.com/x', 'example.com/x', []],
    ['example.com', 'example.com/', ['slash-added']],
  ])('scheme: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    [' http://example.com/x ', 'http://example.com/x', ['space-trimmed']],
    ['http://example.com/x\u00a0', 'http://example.com/x', ['space-trimmed']],
    ['\ufeffhttp://example.com/x', 'http://example.com/x', ['space-trimmed']],
    ['http://example.com/x # note', 'http://example.com/x', ['space-trimmed', 'fragment-dropped']],
  ])('surrounding blanks: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    ['http://EXAMPLE.com/Path', 'http://example.com/Path', ['lower-cased']],
    ['http://example.com./', 'http://example.com/', ['trailing-dot-removed']],
    ['http://bücher.example/', 'http://xn--bcher-kva.example/', ['idn-to-ascii']],
    ['http://xn--bcher-kva.example/', 'http://xn--bcher-kva.example/', []],
    ['http://ex%41mple.com/', 'http://example.com/', ['lower-cased', 'percent-normalised']],
    ['http://example%2Ecom/', 'http://example.com/', ['percent-normalised']],
    ['http://b%C3%BCcher.example/', 'http://xn--bcher-kva.example/', ['idn-to-ascii', 'percent-normalised']],
    ['http://a_b.example.com/', 'http://a_b.example.com/', []],
  ])('host: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    ['http://example.com:80/', 'http://example.com/', ['default-port-dropped']],
    ['https://example.com:443/', 'https://example.com/', ['default-port-dropped']],
    ['http://example.com:/', 'http://example.com/', ['default-port-dropped']],
    ['http://example.com:443/', 'http://example.com:443/', []],
    ['https://example.com:80/', 'https://example.com:80/', []],
    ['http://example.com:8080/', 'http://example.com:8080/', []],
    ['http://example.com:08080/', 'http://example.com:8080/', ['port-respelled']],
    ['http://example.com:0080/', 'http://example.com/', ['default-port-dropped']],
    ['http://example.com:65535/', 'http://example.com:65535/', []],
    // Without a scheme no port is the default one.
    ['example.com:80/', 'example.com:80/', []],
    ['example.com:443/x', 'example.com:443/x', []],
    ['example:8080', 'example:8080/', ['slash-added']],
  ])('port: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    [
      'http://user:pw@example.com:8080/p;x?q#f',
      'http://example.com:8080/p;x?q',
      ['userinfo-dropped', 'fragment-dropped'],
    ],
    ['http://example.com@example.net/', 'http://example.net/', ['userinfo-dropped']],
    ['http://a@b@example.net/', 'http://example.net/', ['userinfo-dropped']],
    ['http://@example.com/', 'http://example.com/', ['userinfo-dropped']],
    ['http://user@[2001:db8::1]:8080/', 'http://[2001:db8::1]:8080/', ['userinfo-dropped']],
    ['http://example.com/a@b', 'http://example.com/a@b', []],
    ['http://example.com/#', 'http://example.com/', ['fragment-dropped']],
    ['http://example.com/#a\\b', 'http://example.com/', ['fragment-dropped']],
    ['http://example.com#f', 'http://example.com/', ['fragment-dropped', 'slash-added']],
    ['http://example.com/x#a?b#c', 'http://example.com/x', ['fragment-dropped']],
    ['example.com#c', 'example.com/', ['fragment-dropped', 'slash-added']],
  ])('login and fragment: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    ['http://example.com/%7e%2Fa', 'http://example.com/~%2Fa', ['percent-normalised']],
    ['http://example.com/%2f%3a', 'http://example.com/%2F%3A', ['percent-normalised']],
    ['http://example.com/%2F%3A%25', 'http://example.com/%2F%3A%25', []],
    ['http://example.com/%41%7A%30%2D%2e%5F', 'http://example.com/Az0-._', ['percent-normalised']],
    ['http://example.com/%zz%', 'http://example.com/%zz%', []],
    ['http://example.com/?%7e=%2f', 'http://example.com/?~=%2F', ['percent-normalised']],
    ['http://example.com/%2541', 'http://example.com/%2541', []],
    // Decoding must not build a new escape out of a stray percent sign.
    ['http://example.com/%%34%31', 'http://example.com/%%341', ['percent-normalised']],
    ['http://example.com/%4%31', 'http://example.com/%4%31', []],
    ['http://example.com/%%341', 'http://example.com/%%341', []],
    ['http://example.com/%g%31', 'http://example.com/%g1', ['percent-normalised']],
    ['http://example.com/a b', 'http://example.com/a%20b', ['percent-encoded']],
    ['http://example.com/ü?ü b', 'http://example.com/%C3%BC?%C3%BC%20b', ['percent-encoded']],
    ['http://example.com/%c3%bc', 'http://example.com/%C3%BC', ['percent-normalised']],
    ['http://example.com/👾', 'http://example.com/%F0%9F%91%BE', ['percent-encoded']],
    ['http://example.com/"<>`{}', 'http://example.com/%22%3C%3E%60%7B%7D', ['percent-encoded']],
    ['http://example.com/?"<>`{}', 'http://example.com/?%22%3C%3E`{}', ['percent-encoded']],
    [
      "http://example.com/|^[]!$&'()*+,;=:@?|^[]!$&'()*+,;=:@/?",
      "http://example.com/|^[]!$&'()*+,;=:@?|^[]!$&'()*+,;=:@/?",
      [],
    ],
  ])('percent signs: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    ['http://example.com', 'http://example.com/', ['slash-added']],
    ['http://example.com?q', 'http://example.com/?q', ['slash-added']],
    ['http://example.com/?', 'http://example.com/?', []],
    ['http://example.com/x??', 'http://example.com/x??', []],
    ['http://example.com//a/../b', 'http://example.com//b', ['dot-segments-removed']],
    ['http://example.com//x', 'http://example.com//x', []],
    ['http://example.com/a//../b', 'http://example.com/a/b', ['dot-segments-removed']],
    ['http://example.com/a/./b/', 'http://example.com/a/b/', ['dot-segments-removed']],
    ['http://example.com/a/b/..', 'http://example.com/a/', ['dot-segments-removed']],
    ['http://example.com/a/.', 'http://example.com/a/', ['dot-segments-removed']],
    ['http://example.com/../../a', 'http://example.com/a', ['dot-segments-removed']],
    ['http://example.com/a/%2e%2E/b', 'http://example.com/b', ['percent-normalised', 'dot-segments-removed']],
    ['http://example.com/...', 'http://example.com/...', []],
    ['http://example.com/.a/..b', 'http://example.com/.a/..b', []],
    ['http://example.com/?a/../b', 'http://example.com/?a/../b', []],
    ['http://example.com/CaSe?CaSe', 'http://example.com/CaSe?CaSe', []],
    ['http//example.com', 'http//example.com', []],
  ])('path and query: %j', (text, url, changes) => {
    passes(text, url, changes);
  });

  test.each<Row>([
    ['http://192.0.2.1/x', 'http://192.0.2.1/x', []],
    ['http://192.0.2.1./x', 'http://192.0.2.1/x', ['trailing-dot-removed']],
    ['http://[2001:db8::1]/', 'http://[2001:db8::1]/', []],
    ['http://[2001:0DB8:0:0::1]:8080/', 'http://[2001:db8::1]:8080/', ['address-respelled']],
    ['http://[::ffff:192.0.2.1]/', 'http://[::ffff:192.0.2.1]/', []],
    ['http://[::FFFF:C000:0201]/', 'http://[::ffff:192.0.2.1]/', ['address-respelled']],
    ['[2001:db8::1]', '[2001:db8::1]/', ['slash-added']],
  ])('address: %j', (text, url, changes) => {
    passes(text, url, changes);
  });
});

describe('what is refused', () => {
  test.each<[string, FaultCode, number | null]>([
    ['', 'url/no-host', 0],
    ['#', 'url/no-host', 0],
    ['/x', 'url/no-host', 0],
    ['//example.com/x', 'url/no-host', 0],
    ['http://', 'url/no-host', 7],
    ['http:///x', 'url/no-host', 7],
    ['http://user:pw@/x', 'url/no-host', 15],
    ['http:example.com', 'url/unparsable', 0],
    ['http:/example.com/x', 'url/unparsable', 0],
    ['ht%74p:443/', 'url/unparsable', 0],
    ['http:443/', 'url/unparsable', 0],
    ['https:80/', 'url/unparsable', 0],
    ['ftp://example.com/', 'url/other-scheme', 0],
    ['javascript:alert(1)', 'url/other-scheme', 0],
    ['magnet:?xt=x', 'url/other-scheme', 0],
    ['c:/x', 'url/other-scheme', 0],
    ['mailto:a@example.com', 'url/mail-address', 8],
    ['a@example.com', 'url/mail-address', 1],
    ['hxxp://example[.]com', 'url/defanged', 0],
    ['hXXps://example.com/', 'url/defanged', 0],
    ['h**p://example.com/', 'url/defanged', 0],
    ['http[:]//example.com/', 'url/defanged', 4],
    ['[http]://example.com/', 'url/defanged', 0],
    ['http://example[.]com/x', 'url/defanged', 14],
    ['http://example(dot)com/x', 'url/defanged', 14],
    ['http://exa\tmple.com/', 'url/control-character', 10],
    ['http://example.com/\r', 'url/control-character', 19],
    ['http://example.com/a\nb', 'url/control-character', 20],
    ['http://example.com/\t', 'url/control-character', 19],
    ['http://example.com/\0', 'url/control-character', 19],
    ['http://example.com/a\u2028b', 'url/control-character', 20],
    ['http://example.com/b\ufffdcher', 'url/bad-character', 20],
    ['http://example.com/b\udc00cher', 'url/bad-character', 20],
    ['http://example.com\\x', 'url/backslash', 18],
    ['http:\\\\example.com', 'url/backslash', 5],
    ['http://example.com/x\\y', 'url/backslash', 20],
    ['http://example.com/?x\\y', 'url/backslash', 21],
    ['http://exa mple.com/', 'url/bad-character', 10],
    ['http://exa%20mple.com/', 'url/bad-character', 7],
    ['http://example.com%2Fx/', 'url/bad-character', 7],
    ['http://example.com%40example.net/', 'url/bad-character', 7],
    ['http://ex%2541mple.com/', 'url/bad-character', 7],
    ['http://ex%zzmple.com/', 'url/bad-character', 9],
    ['http://ex%ffmple.com/', 'url/bad-character', 9],
    ['http://%00.example/', 'url/bad-character', 7],
    ['http://*.example.com/', 'url/wildcard', 7],
    ['*.example.com/x', 'url/wildcard', 0],
    ['http://.example.com/', 'url/empty-label', 7],
    ['http://a..example.com/', 'url/empty-label', 9],
    ['http://example.com../', 'url/empty-label', 19],
    [`http://${'a'.repeat(64)}.example/`, 'url/label-too-long', 7],
    [`http://${'a.'.repeat(130)}example/`, 'url/name-too-long', 260],
    [`http://${'a.'.repeat(124)}aaaaaa/`, 'url/name-too-long', 260],
    ['http://xn--a.example/', 'url/bad-punycode', 7],
    ['http://example.\u00ad/', 'url/labels-changed', 7],
    ['http://example.com:0/', 'url/bad-port', 18],
    ['http://example.com:65536/', 'url/bad-port', 18],
    ['http://example.com:8o/', 'url/bad-port', 18],
    ['http://example.com:80:80/', 'url/bad-character', 18],
    ['example.com:/x', 'url/bad-port', 11],
    ['http://192.0.2.010/', 'url/octal-address', 7],
    ['http://192.0.2.300/', 'url/odd-address', 7],
    ['http://192.0.513/', 'url/odd-address', 7],
    ['http://0xc0000201/', 'url/odd-address', 7],
    ['http://3221225985/', 'url/odd-address', 7],
    ['http://192.0.2.1.5/', 'url/odd-address', 7],
    ['http://１９２.0.2.010/', 'url/octal-address', 7],
    ['http://192%2E0%2E2%2E010/', 'url/octal-address', 7],
    ['http://[192.0.2.1]/', 'url/odd-address', 7],
    ['http://[2001:db8::1::2]/', 'url/odd-address', 7],
    ['http://[::ffff:192.0.2.010]/', 'url/octal-address', 7],
    ['http://[2001:db8::1/', 'url/bad-character', 7],
    ['http://[2001:db8::1%25eth0]/', 'url/bad-character', 7],
    ['http://[2001:db8::1]x/', 'url/bad-character', 20],
    ['||example.com^', 'url/bad-character', 0],
    ['@@||example.com^', 'url/bad-character', 1],
    ['address=/example.com/', 'url/bad-character', 7],
    ['local-zone: "example.com" always_nxdomain', 'url/bad-character', 11],
    ['example.com CNAME .', 'url/bad-character', 11],
    ['0.0.0.0 example.com', 'url/bad-character', 7],
    ['<html>', 'url/bad-character', 0],
  ])('%j', (text, fault, at) => {
    expect(refused(text)).toEqual([fault, at]);
    expect(inLane(text)).toBeNull();
  });
});

test('never throws, names a known fault inside the text, and is its own canonical form', () => {
  return fc.assert(
    fc.property(anyText, (text) => {
      const url = canonicalUrl(text);
      if (!url.ok) {
        expect(faultCodes).toContain(url.fault);
        if (url.at !== null) expect(url.at >= 0 && url.at <= text.length).toBe(true);
        return;
      }
      expect(url.text).toMatch(/^[!-~]+$/);
      expect(url.text).not.toMatch(/[#\\"<>]/);
      expect(url.changes !== 0).toBe(url.text !== text);
      expect(canonicalUrl(url.text)).toEqual({ ok: true, text: url.text, changes: 0 });
    }),
  );
});

test('a very long path costs no more than its length', () => {
  const path = '/%41/..'.repeat(100_000);
  expect(accepted(`http://example.com${path}`).text).toBe('http://example.com/');
  expect(refused(`http://${'a.'.repeat(200_000)}/`)[0]).toBe('url/name-too-long');
  expect(refused(`http://xn--${'a'.repeat(200_000)}/`)[0]).toBe('url/label-too-long');
});

describe('byte lane', () => {
  test.each([
    'http://example.com/',
    'https://www.example.com/a/b.html?x=1',
    'example.com/x?y/../z',
    'http://192.0.2.1:8080/x',
    'http://example.com:443/%2F%C3%BC/.a/...',
    'a_b.example.com:8080/',
    'http://example.com/?`{}%25',
  ])('takes %j as it is', (text) => {
    expect(inLane(text)).toBe(text);
    expect(accepted(text)).toEqual({ text, changes: [] });
  });

  test('agrees with the slow path, and takes every plain URL that needs no change', () => {
    return fc.assert(
      fc.property(fc.oneof(hostileText, fc.webUrl({ withQueryParameters: true, withFragments: true })), (raw) => {
        fc.pre(!/[\ud800-\udfff]/.test(raw.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
        const slow = canonicalUrl(raw);
        for (const text of slow.ok ? [raw, slow.text] : [raw]) {
          const lane = inLane(text);
          if (lane !== null)
            expect(slow).toEqual({ ok: true, text: lane, changes: text === raw ? 0 : expect.anything() });
        }
        if (!slow.ok) return;
        // Left to the slow path: what needs a table of Unicode, brackets, a stray `%`, a scheme-less `h...:port`.
        const hasStray = slow.text.replace(/%[0-9A-F]{2}/g, '').includes('%');
        const isPlain = !hasStray && !/xn--|\[|^h[^/]*:[0-9]/.test(slow.text);
        if (isPlain) expect(inLane(slow.text)).toBe(slow.text);
      }),
    );
  });

  test('reads and writes only its window', () => {
    const text = 'http://example.com/a/.';
    const src = encoder.encode(`${text}./b%41`);
    const dst = new Uint8Array(30).fill(0x21);
    // Cut before the dot: what follows the window must not make a dot segment or an escape of its end.
    expect(canonicalUrlInto(src, 0, text.length - 1, dst, 3)).toBe(21);
    expect(decoder.decode(dst)).toBe('!!!http://example.com/a/!!!!!!');
    expect(canonicalUrlInto(src, 0, text.length, dst, 0)).toBe(-1);
    expect(canonicalUrlInto(src, 0, text.length + 4, dst, 0)).toBe(-1);
    expect(() => canonicalUrlInto(src, 0, 21, new Uint8Array(20), 0)).toThrow(RangeError);
    expect(() => canonicalUrlInto(src, 0, src.length + 1, new Uint8Array(90), 0)).toThrow(RangeError);
    expect(canonicalUrlInto(encoder.encode('http://example.com/%2F'), 0, 21, dst, 0)).toBe(-1);
    expect(canonicalUrlInto(encoder.encode('http://example.com:80/'), 0, 20, dst, 0)).toBe(-1);
    for (const cut of ['http://example.com/%', 'http://example.com/%4', 'http://', 'http://example.com', '']) {
      expect(inLane(cut)).toBeNull();
    }
  });
});

test('the parts of a key make the key again, and the byte helpers find the same host', () => {
  expect(splitUrl('http://example.com:8080/p?q')).toEqual({
    scheme: 'http',
    host: 'example.com',
    port: 8080,
    path: '/p',
    query: 'q',
  });
  expect(splitUrl('[2001:db8::1]/?')).toEqual({ scheme: '', host: '[2001:db8::1]', port: null, path: '/', query: '' });
  expect(() => splitUrl('example.com')).toThrow(RangeError);
  return fc.assert(
    fc.property(anyText, (text) => {
      const url = canonicalUrl(text);
      if (!url.ok) return;
      const { scheme, host, port, path, query } = splitUrl(url.text);
      const tail = `${port === null ? '' : `:${port}`}${path}${query === null ? '' : `?${query}`}`;
      expect(`${scheme === '' ? '' : `${scheme}://`}${host}${tail}`).toBe(url.text);
      const src = encoder.encode(`zz${url.text}zz`);
      const start = urlHostStart(src, 2, src.length - 2);
      expect(decoder.decode(src.subarray(start, urlHostEnd(src, start, src.length - 2)))).toBe(host);
    }),
  );
});

describe('shapeOf', () => {
  test.each<[string, Shape]>([
    ['example.com', 'host'],
    ['  example.com ', 'host'],
    ['EXAMPLE.com.', 'host'],
    ['bücher.example', 'host'],
    ['example', 'host'],
    ['deadbeef', 'host'],
    ['0xc0000201', 'host'],
    ['example.com/', 'url'],
    ['example.com:8080', 'url'],
    ['example.com?x', 'url'],
    ['http://example.com', 'url'],
    ['http://user;pw@example.com/', 'url'],
    ['hxxp://example[.]com', 'url'],
    ['h**p://example.com/', 'url'],
    ['example[.]com', 'url'],
    ['[2001:db8::1]', 'url'],
    ['a@example.com', 'url'],
    ['192.0.2.1', 'ip'],
    ['192.0.2.010', 'ip'],
    ['192.0.2.300', 'ip'],
    ['3221225985', 'ip'],
    ['2001:db8::1', 'ip'],
    ['::', 'ip'],
    ['::ffff:192.0.2.1', 'ip'],
    ['192.0.2.1/24', 'cidr'],
    ['0.0.0.0/0', 'cidr'],
    ['2001:db8::/32', 'cidr'],
    ['192.0.2.1/x', 'url'],
    ['192.0.2.1/2400', 'url'],
    ['192.0.2.1?24', 'url'],
    ['192.0.2.1:80/24', 'url'],
    ['', 'other'],
    ['   ', 'other'],
    ['# comment', 'other'],
    ['//example.com', 'other'],
    ['*.example.com', 'other'],
    ['||example.com^', 'other'],
    ['address=/example.com/', 'other'],
    ['0.0.0.0 example.com', 'other'],
    ['local-zone: "example.com" x', 'other'],
    ['example.com\t', 'other'],
  ])('%j is %s', (text, shape) => {
    const src = encoder.encode(`/${text}/`);
    expect(shapeOf(src, 1, src.length - 1)).toBe(shape);
  });

  test('every name and URL that is already canonical is sent to its own reader', () => {
    return fc.assert(
      fc.property(anyText, (text) => {
        const url = canonicalUrl(text);
        if (!url.ok) return;
        const src = encoder.encode(url.text);
        expect(['url', 'cidr']).toContain(shapeOf(src, 0, src.length));
        const start = urlHostStart(src, 0, src.length);
        const { host } = splitUrl(url.text);
        const shape = shapeOf(src, start, start + host.length);
        expect(shape).toBe(host.startsWith('[') ? 'url' : /^[0-9.]+$/.test(host) ? 'ip' : 'host');
      }),
    );
  });
});
