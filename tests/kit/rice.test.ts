// The packing of hash prefixes: published vectors of its decoder, and back.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riceDecode, riceEncode } from '../../src/formats/kit/hashes/rice.ts';
import { type HashList, packed, unpack } from '../../src/formats/kit/hashes/rice-lists.ts';
import { parseJson } from '../../src/formats/kit/json/walk.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('Golomb-Rice coding', () => {
  // From the tests of the decoder in Chromium: differences 15 and 9, and three of 28 low bits each.
  it.each([
    [2, 'f702', [15, 9]],
    [28, 'bfa83ffbfcfb5e27e6c31dc638', [1777762129, 2093280223, 924369848]],
  ] as const)('parameter %i', (parameter, hex, differences) => {
    const coded = { first: 0n, parameter, count: differences.length, data: bytes(hex) };
    const numbers = riceDecode(coded, 64) ?? [];
    expect(numbers.slice(1).map((number, i) => Number(number - (numbers[i] ?? 0n)))).toEqual(differences);
    expect(riceDecode({ ...coded, count: differences.length + 20 }, 64)).toBeNull();
  });

  it('refuses what ends too soon, grows too large or claims too much', () => {
    expect(riceDecode({ first: 0n, parameter: 2, count: 2, data: bytes('f7') }, 32)).toBeNull();
    expect(riceDecode({ first: 2n ** 32n - 1n, parameter: 2, count: 1, data: bytes('f702') }, 32)).toBeNull();
    expect(riceDecode({ first: 2n ** 32n, parameter: 2, count: 0, data: bytes('') }, 32)).toBeNull();
    expect(riceDecode({ first: 0n, parameter: 0, count: 2 ** 31, data: bytes('00') }, 32)).toBeNull();
    expect(riceDecode({ first: 0n, parameter: 30, count: 8, data: bytes('ff') }, 32)).toBeNull();
  });

  it('gives back any numbers', () => {
    const widths = fc.constantFrom(32, 64, 128, 256);
    const list = widths.chain((bits) =>
      fc.tuple(
        fc.constant(bits),
        fc.uniqueArray(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), { minLength: 1, maxLength: 50 }),
      ),
    );
    return fc.assert(
      fc.property(list, ([bits, numbers]) => {
        const sorted = numbers.toSorted((a, b) => (a < b ? -1 : 1));
        // A single huge difference would be written in unary: bounds as those of each width keep that short.
        const coded = riceEncode(sorted, { least: bits - 29, most: bits - 2 });
        expect(riceDecode(coded, bits)).toEqual(sorted);
      }),
    );
  });
});

describe('lists of hash prefixes', () => {
  const listOf = (width: number, count: number): HashList => {
    const hashes = Array.from({ length: count }, (_, n) =>
      createHash('sha256').update(`fixture-${n}`).digest().subarray(0, width),
    );
    return { width, bytes: new Uint8Array(Buffer.concat(hashes.sort(Buffer.compare))) };
  };
  const read = (object: object) => {
    const json = parseJson(JSON.stringify(object));
    if (!json.ok || !(json.value instanceof Map)) throw new Error('no object');
    return unpack(json.value, () => {});
  };
  const sorted = ({ width, bytes: all }: HashList): string[] =>
    Array.from({ length: all.length / width }, (_, i) =>
      Buffer.from(all.subarray(i * width, (i + 1) * width)).toString('hex'),
    ).sort();

  it.each([
    [4, 4],
    [5, 4],
    [5, 8],
    [5, 16],
    [5, 32],
  ] as const)('version %i, %i bytes: what is packed is read again, and its checksum is right', (version, width) => {
    for (const count of [0, 1, 2, 1000]) {
      const list = listOf(width, count);
      const found = read(packed(list, version));
      if (!found.ok) throw new Error(found.field);
      expect(found.isChecked).toBe(true);
      expect(found.lists.flatMap(sorted)).toEqual(sorted(list));
    }
  });

  it('tells a list that is not the one of its checksum', () => {
    const other = packed(listOf(4, 3), 5) as { sha256Checksum: string };
    const found = read({ ...packed(listOf(4, 4), 5), sha256Checksum: other.sha256Checksum });
    expect(found).toMatchObject({ ok: true, isChecked: false });
  });

  it('reads plain prefixes, and refuses what is none', () => {
    const list = listOf(5, 3);
    const rawHashes = { prefixSize: 5, rawHashes: Buffer.from(list.bytes).toString('base64') };
    expect(read({ rawHashes })).toMatchObject({ ok: true, lists: [{ width: 5 }] });
    for (const broken of [
      {},
      { rawHashes: { prefixSize: 4, rawHashes: rawHashes.rawHashes } },
      { rawHashes: { prefixSize: 33, rawHashes: '' } },
      { rawHashes: { prefixSize: 5, rawHashes: '!' } },
      { riceHashes: { firstValue: '-1' } },
      { riceHashes: { firstValue: '1', numEntries: 3, riceParameter: 2 } },
      { additionsFourBytes: { firstValue: 4294967296 } },
      { additionsFourBytes: 1 },
      { additionsFourBytes: { firstValue: 1 }, partialUpdate: true },
    ]) {
      expect(read(broken).ok).toBe(false);
    }
  });
});
