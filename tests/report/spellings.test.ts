// International names are shown in both spellings, unless one of them could be taken for another name.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHost } from '../../src/model/host-name.ts';
import { harmless, shownValue } from '../../src/report/redact.ts';
import { otherSpellings } from '../../src/report/spellings.ts';

const ace = (name: string): string => {
  const canonical = canonicalHost(name);
  if (!canonical.ok) throw new Error('the name of a test is none');
  return canonical.text;
};

describe('the other spelling', () => {
  it.each([
    'bücher.example',
    'straße.example',
    'łódź.example',
    'việt.example',
    'пример.example',
    'παράδειγμα.example',
    '例え.example',
    'テスト.例え.example',
    '한국.example',
    'ไทย.example',
    'हिन्दी.example',
    'www.bücher.пример.example',
  ])('%s', (name) => {
    expect(otherSpellings(ace(name))).toEqual([name]);
    expect(otherSpellings(`1,http://${ace(name).toUpperCase()}:80/a?b,x`)).toEqual([name]);
    expect(otherSpellings(name)).toEqual([ace(name)]);
  });

  it.each([
    ['two scripts', 'аpple.example'],
    ['Greek in Latin', 'gοogle.example'],
    ['Cyrillic that passes for Latin', 'аррӏе.example'],
    ['Cyrillic that passes for Latin below another', 'www.сосо.example'],
    ['a dotless i', 'ıbm.example'],
    ['from right to left', 'דוגמה.example'],
    ['from right to left too', 'مثال.example'],
    ['a letter like a slash among Latin ones', 'aノb.example'],
    ['a dot in the middle', 'l·l.example'],
    ['Armenian', 'օո.example'],
    ['symbols', '☕.example'],
  ])('is not told where it could deceive: %s', (_why, name) => {
    expect(otherSpellings(ace(name))).toEqual([]);
    expect(shownValue(ace(name))).toBe(ace(name));
    expect(otherSpellings(name)).toEqual([ace(name)].filter(() => /^[\p{L}\p{M}.]+$/u.test(name)));
  });

  it('is told once each, for five names, and not for words, addresses and digests', () => {
    const many = Array.from({ length: 9 }, (_, i) => ace(`ü${i}.example`));
    expect(otherSpellings(many.concat(many).join(' '))).toHaveLength(5);
    expect(otherSpellings('Bücher über 192.0.2.1 xn--, xn--a.example www.example.com')).toEqual([]);
  });

  it('takes no time for long text', () => {
    const started = performance.now();
    for (const text of ['xn--'.repeat(250_000), 'ü.'.repeat(500_000), '.'.repeat(1_000_000), 'ü'.repeat(1_000_000)]) {
      expect(otherSpellings(text)).toEqual([]);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

it('whatever is shown holds no control character, and begins with the text itself', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('xn--bcher-kva.example', '\u202e', '\u001b[2J', 'ü.test'),
  );
  return fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const shown = shownValue(pieces.join(' '));
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(shown.startsWith(harmless(pieces.join(' ')))).toBe(true);
    }),
  );
});
