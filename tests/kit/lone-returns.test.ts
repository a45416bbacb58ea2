// Lone returns against a pattern, wherever the kernel's pieces and the chunks end.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoneReturns } from '../../src/formats/kit/lone-returns.ts';

function settled(text: string, sizes: readonly number[]): { text: string; places: number[] } {
  const input = Buffer.from(text, 'latin1');
  const target = Buffer.alloc(input.length + 1);
  const places: number[] = [];
  const returns = new LoneReturns((at) => places.push(at));
  let end = 0;
  for (let at = 0, i = 0; at < input.length; at += sizes[i++ % sizes.length] ?? 1) {
    const chunk = input.subarray(at, at + (sizes[i % sizes.length] ?? 1));
    expect(returns.room(chunk)).toBeLessThanOrEqual(input.length - end);
    end = returns.copy(chunk, target, end);
  }
  end = returns.rest(target, end);
  return { text: target.toString('latin1', 0, end), places };
}

const expected = (text: string): string => text.replaceAll(/\r+(?![\r\n])(?!$)/gu, (run) => '\n'.repeat(run.length));

describe('lone returns', () => {
  it('become line feeds, and no others do', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\r', '\n', 'a', '"', '\r\n', 'b'.repeat(20)), maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        (text, sizes) => {
          const got = settled(text, sizes);
          expect(got.text).toBe(expected(text));
          expect(got.places).toEqual([...got.text].flatMap((byte, i) => (byte === text[i] ? [] : [i])));
        },
      ),
    ));

  it.each([65_533, 65_534, 65_535, 65_536, 65_537, 131_069, 131_070])('are seen at byte %i of a chunk', (at) => {
    for (const end of ['\r', '\r\n', '\r\r', '\r\r\n']) {
      const text = `${'a'.repeat(at)}${end}${'b'.repeat(70_000)}\r\n`;
      expect(settled(text, [1 << 20]).text).toBe(expected(text));
    }
  });
});
