// The dictionary of cells against a Map of texts, also where it forgets; and the pairs against a Map of pairs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary, PairTable, UNKNOWN } from '../../src/formats/kit/byte-dictionary.ts';

/** What the dictionary says, adding what it does not know. */
function number(dictionary: ByteDictionary, bytes: Uint8Array, from = 0, to = bytes.length): number {
  const known = dictionary.find(bytes, from, to);
  return known === UNKNOWN ? dictionary.add(bytes, from, to) : known;
}

describe('ByteDictionary', () => {
  it('gives equal bytes equal numbers, wherever they stand', () => {
    const texts = fc.array(fc.uint8Array({ maxLength: 20, max: 2 }), { maxLength: 200 });
    fc.assert(
      fc.property(texts, fc.nat(7), (parts, shift) => {
        const dictionary = new ByteDictionary();
        const model = new Map<string, number>();
        // One buffer for all, so that neighbours could be mistaken for part of a text.
        const bytes = Buffer.concat([Buffer.alloc(shift, 1), ...parts, Buffer.alloc(4, 1)]);
        let from = shift;
        for (const part of parts) {
          const text = part.join();
          const to = from + part.length;
          const want = model.get(text) ?? model.size;
          model.set(text, want);
          expect(number(dictionary, bytes, from, to)).toBe(want);
          from = to;
        }
        expect(dictionary.count).toBe(model.size);
      }),
    );
  });

  it('tells apart what differs in length, in the last byte, or by zeros', () => {
    const dictionary = new ByteDictionary();
    const texts = ['', '\0', '\0\0', '\0\0\0\0', 'abcd', 'abcd\0', 'abce', 'abc', 'abcdabcd', 'abcdabce'];
    const numbers = texts.map((text) => number(dictionary, Buffer.from(text)));
    expect(new Set(numbers).size).toBe(texts.length);
    expect(texts.map((text) => number(dictionary, Buffer.from(text)))).toEqual(numbers);
  });

  it('starts again with number 0 when it is full, and is right ever after', () => {
    const dictionary = new ByteDictionary();
    const bytes = Buffer.alloc(4);
    let forgotten = 0;
    for (let n = 0; n < 600_000; n++) {
      bytes.writeUInt32LE(n);
      const entry = number(dictionary, bytes);
      if (entry === 0 && n > 0) forgotten++;
    }
    expect(forgotten).toBe(2);
    bytes.writeUInt32LE(1);
    expect(dictionary.find(bytes, 0, 4)).toBe(UNKNOWN);
    bytes.writeUInt32LE(599_999);
    expect(dictionary.find(bytes, 0, 4)).toBe(dictionary.count - 1);
  });

  it('holds a text of a million bytes, and starts again before it holds too many', () => {
    const dictionary = new ByteDictionary();
    for (let n = 0; n < 40; n++) number(dictionary, Buffer.alloc(1 << 20, n));
    expect(dictionary.count).toBeLessThan(20);
    expect(dictionary.find(Buffer.alloc(1 << 20, 39), 0, 1 << 20)).toBe(dictionary.count - 1);
  });
});

describe('PairTable', () => {
  it('keeps the value of each pair', () => {
    const number = fc.oneof(fc.nat(50), fc.nat(5000), fc.integer({ min: 65_000, max: 67_000 }), fc.nat(2 ** 31 - 1));
    const pairs = fc.array(fc.tuple(number, number), { maxLength: 2000 });
    fc.assert(
      fc.property(pairs, (list) => {
        const table = new PairTable();
        const model = new Map<string, number>();
        for (const [a, b] of list) {
          const want = model.get(`${a} ${b}`);
          expect(table.find(a, b)).toBe(want ?? UNKNOWN);
          if (want !== undefined) continue;
          table.set(a, b, model.size);
          model.set(`${a} ${b}`, model.size);
        }
        table.clear();
        for (const [a, b] of list) expect(table.find(a, b)).toBe(UNKNOWN);
      }),
    );
  });

  it('keeps pairs of more numbers than have a place of their own', () => {
    const table = new PairTable();
    const numbers = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 70_000);
    for (const [i, a] of numbers.entries()) {
      for (const [k, b] of [a, numbers[(i * 31) % 3000] ?? 0, 2 ** 30 + i].entries()) {
        if (table.find(a, b) === UNKNOWN) table.set(a, b, i * 3 + k);
        if (table.find(b, a) === UNKNOWN) table.set(b, a, 1_000_000 + i * 3 + k);
      }
    }
    for (const [i, a] of numbers.entries()) {
      expect([table.find(a, 2 ** 30 + i), table.find(2 ** 30 + i, a)]).toEqual([i * 3 + 2, 1_000_000 + i * 3 + 2]);
      expect([table.find(a, 2 ** 30 + i + 1), table.find(a, 2 ** 31 - 1)]).toEqual([UNKNOWN, UNKNOWN]);
      expect(table.find(a, a)).toBe(i * 3);
    }
  });
});
