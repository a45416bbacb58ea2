import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChangeName, changesIn, type FaultCode, faultCodes } from '../../src/model/canonical.ts';
import {
  canonicalHost,
  canonicalHostInto,
  hostChanges,
  isSubdomainOf,
  parentStart,
  toUnicode,
} from '../../src/model/host-name.ts';
import { anyText, hostileText } from '../support/hostile-text.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function accepted(text: string): { text: string; changes: ChangeName[] } {
  const host = canonicalHost(text);
  if (!host.ok) throw new Error(`refused: ${host.fault}`);
  return { text: host.text, changes: changesIn(host.changes) };
}

function refused(text: string): [FaultCode, number | null] {
  const host = canonicalHost(text);
  if (host.ok) throw new Error('accepted');
  return [host.fault, host.at];
}

/** What the byte lane makes of a text, or null where it declines. */
function inLane(text: string): string | null {
  const src = encoder.encode(text);
  const dst = new Uint8Array(src.length + 2).fill(0xee);
  const length = canonicalHostInto(src, 0, src.length, dst, 1);
  expect([dst[0], dst[dst.length - 1]]).toEqual([0xee, 0xee]);
  return length < 0 ? null : decoder.decode(dst.subarray(1, 1 + length));
}

const ofLength = (length: number): string => {
  const tail = '.example';
  const labels: string[] = [];
  let left = length - tail.length;
  while (left > 63) {
    const take = left === 64 ? 62 : 63;
    labels.push('a'.repeat(take));
    left -= take + 1;
  }
  labels.push('b'.repeat(left));
  return labels.join('.') + tail;
};

describe('names that pass', () => {
  test.each<[string, string, ChangeName[]]>([
    ['example.com', 'example.com', []],
    ['EXAMPLE.com', 'example.com', ['lower-cased']],
    ['example.com.', 'example.com', ['trailing-dot-removed']],
    ['Example.COM.', 'example.com', ['lower-cased', 'trailing-dot-removed']],
    ['A.example', 'a.example', ['lower-cased']],
    ['Z.example', 'z.example', ['lower-cased']],
    ['  example.com ', 'example.com', ['space-trimmed']],
    ['example.com\u00a0', 'example.com', ['space-trimmed']],
    ['\ufeffexample.com', 'example.com', ['space-trimmed']],
    ['\u200bexample.com\u200b', 'example.com', ['space-trimmed']],
    ['a_b.example.com', 'a_b.example.com', []],
    ['___id___.c.example.com', '___id___.c.example.com', []],
    ['-a.example.com', '-a.example.com', []],
    ['a-.example.com', 'a-.example.com', []],
    ['ab--c.example.com', 'ab--c.example.com', []],
    ['example', 'example', []],
    ['constructor', 'constructor', []],
    ['__proto__', '__proto__', []],
    ['1e2', '1e2', []],
    ['192.0.2.example', '192.0.2.example', []],
    ['0x1f.example', '0x1f.example', []],
    ['a'.repeat(62), 'a'.repeat(62), []],
  ])('%j', (text, name, changes) => {
    expect(accepted(text)).toEqual({ text: name, changes });
    expect(inLane(text)).toBe(changes.includes('space-trimmed') ? null : name);
    if (changes.includes('space-trimmed')) return;
    const src = encoder.encode(text);
    expect(changesIn(hostChanges(src, 0, src.length))).toEqual(changes);
  });

  test.each<[string, string, ChangeName[]]>([
    ['bücher.example', 'xn--bcher-kva.example', ['idn-to-ascii']],
    ['BÜCHER.example', 'xn--bcher-kva.example', ['lower-cased', 'idn-to-ascii']],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', []],
    ['XN--BCHER-KVA.Example.', 'xn--bcher-kva.example', ['lower-cased', 'trailing-dot-removed']],
    ['bücher.xn--bcher-kva.example', 'xn--bcher-kva.xn--bcher-kva.example', ['idn-to-ascii']],
    ['bücher。example．', 'xn--bcher-kva.example', ['trailing-dot-removed', 'idn-to-ascii']],
    ['faß.example', 'xn--fa-hia.example', ['idn-to-ascii']],
    ['fass.example', 'fass.example', []],
    ['☕.example', 'xn--53h.example', ['idn-to-ascii']],
    ['ＥＸＡＭＰＬＥ.com', 'example.com', ['idn-to-ascii']],
    ['a_ü.example', 'xn--a_-yka.example', ['idn-to-ascii']],
    // The Turkish capital i with a dot is not a plain i, whatever the machine's language.
    ['İ.example', 'xn--i-9bb.example', ['idn-to-ascii']],
    ['I.example', 'i.example', ['lower-cased']],
  ])('IDN %j', (text, name, changes) => {
    expect(accepted(text)).toEqual({ text: name, changes });
  });
});

describe('names that are refused', () => {
  test.each<[string, FaultCode, number | null]>([
    ['', 'url/no-host', 0],
    ['   ', 'url/no-host', 3],
    ['.', 'url/empty-label', 0],
    ['.example.com', 'url/empty-label', 0],
    ['a..example.com', 'url/empty-label', 2],
    ['example.com..', 'url/empty-label', 12],
    ['  a..example.com', 'url/empty-label', 4],
    ['*.example.com', 'url/wildcard', 0],
    ['a.*.example.com', 'url/wildcard', 2],
    ['*example.com', 'url/wildcard', 0],
    ['exa mple.com', 'url/bad-character', 3],
    ['example.com # c', 'url/bad-character', 11],
    ['example.com#c', 'url/bad-character', 11],
    ['example.com ; c', 'url/bad-character', 11],
    ['example.com\t', 'url/control-character', 11],
    ['example.com\r', 'url/control-character', 11],
    ['example\0.com', 'url/control-character', 7],
    ['example\x85.com', 'url/control-character', 7],
    ['b\ufffdcher.example', 'url/bad-character', 1],
    ['b\ud800cher.example', 'url/bad-character', 1],
    ['b\udc00\udc00.example', 'url/bad-character', 1],
    ['👾\ud83d.example', 'url/bad-character', 2],
    ['b@d', 'url/mail-address', 1],
    ['||example.com^', 'url/bad-character', 0],
    ['@@||example.com^', 'url/bad-character', 0],
    ['ex%41mple.com', 'url/bad-character', 2],
    ['example.com CNAME .', 'url/bad-character', 11],
    ['example.com CNAME rpz-passthru.', 'url/bad-character', 11],
    ['local-zone: "example.com" always_nxdomain', 'url/bad-character', 10],
    ['address=/example.com/', 'url/has-path', 8],
    ['http://example.com/', 'url/has-path', 5],
    ['example.com/', 'url/has-path', 11],
    ['example.com:8080', 'url/has-port', 11],
    ['hxxp://example[.]com', 'url/defanged', 0],
    ['example[.]com', 'url/defanged', 7],
    ['example(dot)com', 'url/defanged', 7],
    ['192.0.2.1', 'url/is-address', 0],
    ['192.0.2.1.', 'url/is-address', 0],
    ['2001:db8::1', 'url/is-address', 0],
    ['[2001:db8::1]', 'url/is-address', 0],
    ['::ffff:192.0.2.1', 'url/is-address', 0],
    ['192.0.2.0/24', 'url/is-address', 0],
    ['0.0.0.0/0', 'url/is-address', 0],
    ['192.0.2.010', 'url/octal-address', 0],
    ['192.0.2.300', 'url/odd-address', 0],
    ['192.0.2', 'url/odd-address', 0],
    ['192.0.2.1.5', 'url/odd-address', 0],
    ['0xc0000201', 'url/odd-address', 0],
    ['0XC0000201', 'url/odd-address', 0],
    ['3221225985', 'url/odd-address', 0],
    ['example.0x', 'url/odd-address', 0],
    ['example.42', 'url/odd-address', 0],
    ['a'.repeat(64), 'url/label-too-long', 0],
    [`a.${'b'.repeat(64)}.example`, 'url/label-too-long', 2],
  ])('%j', (text, fault, at) => {
    expect(refused(text)).toEqual([fault, at]);
    expect(inLane(text)).toBeNull();
  });

  test.each<[string, FaultCode, number | null]>([
    ['xn--a.example', 'url/bad-punycode', 0],
    ['www.xn--a.example', 'url/bad-punycode', 4],
    ['www.XN--A.bücher.example', 'url/bad-punycode', 4],
    ['xn--.example', 'url/bad-punycode', 0],
    ['example.xn--', 'url/bad-punycode', 8],
    // Decodes to plain ASCII: a second spelling of abc.example.
    ['xn--abc-.example', 'url/bad-punycode', 0],
    ['www.b\u200dcher.example', 'url/bad-idn', 4],
    ['℀.example', 'url/bad-idn', 0],
    ['\u1e9e.example', 'url/bad-idn', 0],
    ['a／b.example', 'url/bad-idn', 0],
    ['bücher！.example', 'url/bad-character', null],
    // A vanishing label would turn the entry into its parent.
    ['\u00ad.example', 'url/labels-changed', 0],
    ['example.\u00ad', 'url/labels-changed', 0],
    ['www.\u00ad.example', 'url/labels-changed', 0],
    ['\u00ad', 'url/labels-changed', 0],
    ['ü。。example', 'url/empty-label', 2],
    // Node's own domainToASCII makes 192.0.2.8 of this one.
    ['１９２.0.2.010', 'url/octal-address', 0],
    ['１９２.0.2.1', 'url/is-address', 0],
    ['ü'.repeat(60), 'url/label-too-long', null],
    [`${'ü.'.repeat(40)}example`, 'url/name-too-long', null],
    ['ü'.repeat(5000), 'url/name-too-long', null],
  ])('IDN %j', (text, fault, at) => {
    expect(refused(text)).toEqual([fault, at]);
    expect(inLane(text)).toBeNull();
  });
});

test('limits: 63 octets a label, 253 a name, the trailing dot not counted', () => {
  for (const length of [244, 245, 253]) {
    const name = ofLength(length);
    expect(name).toHaveLength(length);
    expect(accepted(name).text).toBe(name);
    expect(accepted(`${name}.`)).toEqual({ text: name, changes: ['trailing-dot-removed'] });
    expect(inLane(`${name}.`)).toBe(name);
  }
  expect(refused(ofLength(254))).toEqual(['url/name-too-long', 253]);
  expect(inLane(ofLength(254))).toBeNull();
  const label = 'a'.repeat(63);
  expect(accepted(`${label}.example`).text).toBe(`${label}.example`);
  expect(inLane(`${label}.example`)).toBe(`${label}.example`);
  expect(inLane(`${label}a.example`)).toBeNull();
  expect(inLane(`example.${label}a`)).toBeNull();
});

test('never throws, names a known fault inside the text, and is its own canonical form', () => {
  return fc.assert(
    fc.property(
      fc.oneof(
        anyText,
        anyText.map((text) => `${text}.example`),
      ),
      (text) => {
        const host = canonicalHost(text);
        if (!host.ok) {
          expect(faultCodes).toContain(host.fault);
          if (host.at !== null) expect(host.at >= 0 && host.at <= text.length).toBe(true);
          return;
        }
        expect(host.text).toMatch(/^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/);
        expect(host.text.length).toBeLessThanOrEqual(253);
        expect(host.changes !== 0).toBe(host.text !== text);
        expect(canonicalHost(host.text)).toEqual({ ok: true, text: host.text, changes: 0 });
      },
    ),
  );
});

describe('byte lane', () => {
  const nearlyHost = fc
    .array(
      fc.constantFrom(
        'a',
        'Z',
        '7',
        '0',
        '0x',
        '.',
        '.',
        '-',
        '_',
        'xn--',
        'X',
        'n',
        '192.0.2.1',
        'example',
        'é',
        ' ',
        '*',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(''));
  const longHost = fc
    .array(fc.tuple(fc.constantFrom('a', 'B', '9'), fc.integer({ min: 1, max: 66 })), { minLength: 1, maxLength: 6 })
    .map((labels) => labels.map(([letter, length]) => letter.repeat(length)).join('.'));

  test('agrees with the slow path, and declines nothing that it could take', () => {
    return fc.assert(
      fc.property(fc.oneof(nearlyHost, longHost, hostileText, fc.domain()), (text) => {
        fc.pre(!/[\ud800-\udfff\ufffd]/.test(text));
        const lane = inLane(text);
        const slow = canonicalHost(text);
        const isEasy = slow.ok && /^[!-~]*$/.test(text) && !slow.text.includes('xn--');
        if (lane === null) {
          expect(isEasy).toBe(false);
          return;
        }
        const src = encoder.encode(text);
        expect({ ok: true, text: lane, changes: hostChanges(src, 0, src.length) }).toEqual(slow);
      }),
    );
  });

  test('reads and writes only its window', () => {
    const src = encoder.encode('xxWWW.Example.COM.yy');
    const dst = new Uint8Array(24).fill(0x21);
    expect(canonicalHostInto(src, 2, 18, dst, 4)).toBe(15);
    expect(decoder.decode(dst)).toBe('!!!!www.example.com!!!!!');
    expect(changesIn(hostChanges(src, 2, 18))).toEqual(['lower-cased', 'trailing-dot-removed']);
    expect(changesIn(hostChanges(src, 3, 4))).toEqual(['lower-cased']);
    expect(hostChanges(src, 0, 2)).toBe(0);
  });

  test('a name that does not fit is an error, never a shortened name', () => {
    const src = encoder.encode('example.com');
    expect(() => canonicalHostInto(src, 0, src.length, new Uint8Array(10), 0)).toThrow(RangeError);
    expect(() => canonicalHostInto(src, 0, src.length + 1, new Uint8Array(20), 0)).toThrow(RangeError);
    expect(canonicalHostInto(src, 0, src.length, new Uint8Array(11), 0)).toBe(11);
    expect(canonicalHostInto(src, 3, 3, new Uint8Array(0), 0)).toBe(-1);
  });
});

describe('parents', () => {
  test('isSubdomainOf is strict and stops at label borders', () => {
    expect(isSubdomainOf('www.example.com', 'example.com')).toBe(true);
    expect(isSubdomainOf('a.b.example.com', 'example.com')).toBe(true);
    expect(isSubdomainOf('a.b.example.com', 'com')).toBe(true);
    expect(isSubdomainOf('example.com', 'example.com')).toBe(false);
    expect(isSubdomainOf('xwww.example.com', 'www.example.com')).toBe(false);
    expect(isSubdomainOf('example.com', 'www.example.com')).toBe(false);
    expect(isSubdomainOf('example.com.example', 'example.com')).toBe(false);
  });

  test('parentStart walks every parent', () => {
    const label = fc.constantFrom('a', 'bb', 'c-c', 'www', 'example');
    return fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 6 }), (labels) => {
        const name = labels.join('.');
        const src = encoder.encode(`zz.${name}.zz`);
        const to = src.length - 3;
        const parents: string[] = [];
        for (let p = parentStart(src, 3, to); p >= 0; p = parentStart(src, p, to)) {
          parents.push(decoder.decode(src.subarray(p, to)));
        }
        expect(parents).toEqual(labels.slice(1).map((_, i) => labels.slice(i + 1).join('.')));
        for (const parent of parents) expect(isSubdomainOf(name, parent)).toBe(true);
      }),
    );
  });
});

test('toUnicode shows the name and falls back to what is stored', () => {
  expect(toUnicode('xn--bcher-kva.example')).toBe('bücher.example');
  expect(toUnicode('a_b.example')).toBe('a_b.example');
  expect(toUnicode('xn--a.example')).toBe('xn--a.example');
});
