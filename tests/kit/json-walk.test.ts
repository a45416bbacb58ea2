// The strict JSON reader against JSON.parse: the same values, the same refusals, but for the two things it is there for.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonValue, MAX_DEPTH, parseJson, readJson } from '../../src/formats/kit/json/walk.ts';

/** Objects as sorted pairs, so that a Map and an object can be compared; negative zero stays apart. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : value;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.map(([key, each]) => [key, plain(each)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function theirs(text: string): unknown {
  try {
    return plain(JSON.parse(text));
  } catch {
    return 'refused';
  }
}

function ours(text: string): unknown {
  const result = parseJson(text);
  return result.ok ? plain(result.value) : 'refused';
}

const reasonOf = (text: string): unknown => {
  const result = parseJson(text);
  return result.ok ? null : [result.reason, result.at];
};

const json = fc.json({ stringUnit: 'binary', maxDepth: 5 });
const piece = fc.constantFrom(
  ...'{}[]",:\\/ -+.0123456789eEtrufalsn\t\n\u0000\u0001\u00a0\ufeff\ud800x'.split(''),
  ...['true', 'null', '"a"', '\\u00', '"b":'],
);
const pieces = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
const nearlyJson = fc
  .tuple(fc.json({ maxDepth: 2 }), fc.array(fc.tuple(fc.nat(40), piece), { maxLength: 3 }))
  .map(([whole, changes]) => changes.reduce((text, [at, by]) => text.slice(0, at) + by + text.slice(at + 1), whole));

describe('parseJson', () => {
  it('reads what JSON.parse reads', () =>
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const again = JSON.stringify(JSON.parse(text), null, indent);
        expect(ours(again)).toEqual(theirs(again));
      }),
    ));

  it('refuses what JSON.parse refuses', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(nearlyJson, pieces), { minLength: 10, maxLength: 10 }), (texts) => {
        const judged = texts.filter((text) => !String(reasonOf(text)).startsWith('a key stands twice'));
        expect(judged.map(ours)).toEqual(judged.map(theirs));
      }),
    ));

  it.each([
    '01',
    '-',
    '1.',
    '.5',
    '1e',
    '+1',
    '-0',
    '1E+2',
    '0x1',
    'NaN',
    '1e999',
    '"\\x"',
    '"\\u12g4"',
    '"\t"',
    '',
    ' ',
    '{,}',
    '[1,]',
  ])('judges %j as JSON.parse does', (text) => expect(ours(text)).toEqual(theirs(text)));

  it('refuses a key that stands twice, however it is spelled', () => {
    expect(reasonOf('{"a":1,"a":2}')).toEqual(['a key stands twice', 7]);
    expect(reasonOf('[{"b":{"a":1,"\\u0061":2}}]')).toEqual(['a key stands twice', 13]);
    expect(reasonOf('{"a":1,"A":2,"b":{"a":3}}')).toBeNull();
  });

  it('keeps keys in their order and takes none for a prototype', () => {
    const result = parseJson('{"b":1,"10":2,"__proto__":{"x":3},"2":4}');
    expect(result.ok && [...(result.value as ReadonlyMap<string, JsonValue>).keys()]).toEqual([
      'b',
      '10',
      '__proto__',
      '2',
    ]);
  });

  it('bounds the depth', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(reasonOf(nested(MAX_DEPTH))).toBeNull();
    expect(reasonOf(nested(MAX_DEPTH + 1))).toEqual(['it is nested too deeply', MAX_DEPTH]);
    expect(reasonOf('['.repeat(1_000_000))).toEqual(['it is nested too deeply', MAX_DEPTH]);
    expect(reasonOf('{"a":'.repeat(1_000_000))).toEqual(['it is nested too deeply', MAX_DEPTH * 5]);
  });

  it('says where the outermost values begin', () => {
    const result = parseJson('{ "a" : 1,"b":{"c":2} , "d":"x"}');
    expect(result.ok && [...result.starts]).toEqual([
      ['a', 8],
      ['b', 14],
      ['d', 28],
    ]);
  });

  it.each([
    ['{"a":1', 'it is cut short'],
    ['{"a', 'it is cut short'],
    ['"\\', 'it is cut short'],
    ['{"a" 1}', 'a colon is missing'],
    ['{a:1}', 'a key is missing'],
    ['[1 2]', 'a comma is missing'],
    ['{"a":}', 'a value is missing'],
    ['"\\q"', 'a text holds a bad escape'],
    ['"\n"', 'a text holds a control character'],
    ['1 2', 'something follows the value'],
  ])('says of %j: %s', (text, reason) => expect(reasonOf(text)).toEqual([reason, expect.any(Number)]));
});

describe('readJson', () => {
  it('refuses bytes that are not UTF-8, and keeps a byte order mark as the fault it is', () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22);
    expect(readJson(bytes, 0, 3)).toEqual({ ok: false, reason: 'it is not UTF-8', at: null });
    expect(readJson(bytes, 1, 1)).toEqual({ ok: false, reason: 'it is cut short', at: 0 });
    expect(readJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), 0, 4)).toMatchObject({ ok: false, at: 0 });
    expect(readJson(new TextEncoder().encode('x"ü"x'), 1, 5)).toMatchObject({ ok: true, value: 'ü' });
  });
});
