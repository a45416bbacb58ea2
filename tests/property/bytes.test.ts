// The byte codecs against those of Node, for valid input, and the place of the first bad character, where Node is silent.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareBytes,
  decodeBase64,
  decodeHex,
  encodeBase64,
  encodeHex,
  equalsAscii,
  firstBadHex,
  hexText,
  startsWithAscii,
  toUtf8,
  viewOf,
} from '../../src/model/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 80 });
/** What stands before the text in its buffer, because the codecs work in the middle of chunks. */
const before = fc.integer({ min: 0, max: 5 });

/** The text in the middle of a buffer whose other bytes are digits too. */
function placed(text: string, from: number): Uint8Array {
  return toUtf8('a'.repeat(from) + text + 'a'.repeat(3));
}

function mixCase(text: string, cases: readonly boolean[]): string {
  return [...text].map((c, i) => (cases[i % Math.max(1, cases.length)] ? c.toUpperCase() : c)).join('');
}

describe('hexadecimal', () => {
  it('decodes what Node decodes, in either case, anywhere in a buffer', () => {
    return fc.assert(
      fc.property(bytes, before, fc.array(fc.boolean()), (data, from, cases) => {
        const text = mixCase(Buffer.from(data).toString('hex'), cases);
        const dst = new Uint8Array(data.length + 6).fill(0xee);
        expect(decodeHex(viewOf(placed(text, from)), from, data.length, viewOf(dst), 2)).toBe(-1);
        expect([...dst.subarray(2, 2 + data.length)]).toEqual([...data]);
        expect([...dst.subarray(0, 2), ...dst.subarray(2 + data.length)]).toEqual(new Array(6).fill(0xee));
      }),
    );
  });

  it('tells the first character that is no digit', () => {
    return fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 64 }),
        before,
        (codes, from) => {
          const text = codes.slice(0, codes.length & ~1);
          const src = Uint8Array.from([...new Array(from).fill(0x61), ...text]);
          const bad = text.findIndex((code) => !/^[0-9a-fA-F]$/u.test(String.fromCharCode(code)));
          expect(decodeHex(viewOf(src), from, text.length / 2, new DataView(new ArrayBuffer(64)), 0)).toBe(bad);
          expect(firstBadHex(src, from, src.length) - from).toBe(bad < 0 ? text.length : bad);
        },
      ),
    );
  });

  it('tells one bad character among good ones', () => {
    return fc.assert(
      fc.property(bytes, fc.nat(), fc.constantFrom('g', 'G', ' ', '/', ':', '@', '`', '\0', '\x7f'), (data, n, bad) => {
        fc.pre(data.length > 0);
        const text = Buffer.from(data).toString('hex');
        const at = n % text.length;
        const src = toUtf8(text.slice(0, at) + bad + text.slice(at + 1));
        expect(decodeHex(viewOf(src), 0, data.length, new DataView(new ArrayBuffer(data.length)), 0)).toBe(at);
      }),
    );
  });

  it('encodes as Node does', () => {
    return fc.assert(
      fc.property(bytes, fc.nat(), (data, n) => {
        const from = data.length === 0 ? 0 : n % data.length;
        const want = Buffer.from(data.subarray(from)).toString('hex');
        const dst = new Uint8Array(want.length + 1);
        expect(encodeHex(data, from, data.length, viewOf(dst), 1)).toBe(want.length + 1);
        expect(Buffer.from(dst.subarray(1)).toString('latin1')).toBe(want);
        expect(hexText(data, from)).toBe(want);
      }),
    );
  });
});

describe('base64', () => {
  it('decodes what Node decodes: both alphabets, with and without padding', () => {
    return fc.assert(
      fc.property(
        bytes,
        before,
        fc.constantFrom('base64', 'base64url'),
        fc.boolean(),
        (data, from, alphabet, padded) => {
          const text = Buffer.from(data)
            .toString(alphabet as 'base64' | 'base64url')
            .replace(/=+$/u, '');
          const whole = padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text;
          const dst = new Uint8Array(data.length + 4).fill(0xee);
          expect(decodeBase64(placed(whole, from), from, from + whole.length, dst, 1)).toBe(data.length);
          expect([...dst.subarray(1, 1 + data.length)]).toEqual([...data]);
        },
      ),
    );
  });

  it('tells the first bad character', () => {
    return fc.assert(
      fc.property(
        bytes,
        fc.nat(),
        fc.constantFrom('=', ' ', '\n', '.', '*', '\0', '\xff'),
        before,
        (data, n, bad, from) => {
          fc.pre(data.length >= 3);
          const text = Buffer.from(data).toString('base64').replace(/=+$/u, '');
          // Not among the last two: there an equals sign is padding, which the lengths below judge.
          const at = n % (text.length - 2);
          const src = Uint8Array.from([...new Array(from).fill(0x61), ...Buffer.from(text, 'latin1')]);
          src[from + at] = bad.charCodeAt(0);
          const result = decodeBase64(src, from, src.length, new Uint8Array(200), 0);
          if (text.length % 4 === 1) expect(result).toBeLessThan(0);
          else expect(result).toBe(-1 - at);
        },
      ),
    );
  });

  it('refuses lengths and bits that no encoder makes', () => {
    const refused = ['a', 'abcda', 'ab=', 'abc==', 'a===', '=', '==', 'abcd=', 'abcd==', 'ab==cd', 'ab', 'abd'];
    const left = (text: string): number => decodeBase64(toUtf8(text), 0, text.length, new Uint8Array(8), 0);
    // 'ab' and 'abd' leave bits that are not zero: two texts would stand for one key.
    expect(refused.map((text) => [text, left(text) < 0])).toEqual(refused.map((text) => [text, true]));
    expect(['', 'aA==', 'aA', 'aaA=', 'aaA', 'aaaa'].map(left)).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it('accepts no two spellings of the same bytes but for alphabet and padding', () => {
    return fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abAB01+/-_='), maxLength: 12 }), (text) => {
        const dst = new Uint8Array(16);
        const written = decodeBase64(toUtf8(text), 0, text.length, dst, 0);
        if (written < 0) return;
        const again = Buffer.from(dst.subarray(0, written)).toString('base64url');
        expect(text.replace(/=+$/u, '').replaceAll('+', '-').replaceAll('/', '_')).toBe(again);
      }),
    );
  });

  it('encodes as Node does', () => {
    return fc.assert(
      fc.property(bytes, (data) => {
        const want = Buffer.from(data).toString('base64');
        const dst = new Uint8Array(want.length + 1);
        expect(encodeBase64(data, 0, data.length, dst, 1)).toBe(want.length + 1);
        expect(Buffer.from(dst.subarray(1)).toString('latin1')).toBe(want);
      }),
    );
  });
});

describe('comparison', () => {
  const few = fc.uint8Array({ maxLength: 4, max: 2 });

  it('orders as memcmp does', () => {
    return fc.assert(
      fc.property(few, few, before, (a, b, from) => {
        const shifted = Uint8Array.from([...new Array(from).fill(9), ...b, 9]);
        const order = compareBytes(a, 0, a.length, shifted, from, from + b.length);
        expect(Math.sign(order)).toBe(Buffer.compare(a, b));
      }),
    );
  });

  it('finds ASCII at the start and in whole', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
    return fc.assert(
      fc.property(word, word, before, (text, want, from) => {
        const src = placed(text, from);
        expect(equalsAscii(src, from, from + text.length, want)).toBe(text === want);
        expect(startsWithAscii(src, from, from + text.length, want)).toBe(text.startsWith(want));
      }),
    );
  });
});
