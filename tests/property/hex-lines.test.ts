// Lines of digits many at a time, by the kernel and without one, against one byte after another as Node has it.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { viewOf } from '../../src/model/bytes.ts';
import { inventedBytes } from '../support/batches.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** With a kernel, or as where none can be had. */
async function hexLines(isKernel: boolean): Promise<typeof import('../../src/model/hex-lines.ts')> {
  vi.resetModules();
  if (!isKernel) vi.stubGlobal('WebAssembly', undefined);
  return import('../../src/model/hex-lines.ts');
}

const viewed = (bytes: Uint8Array) => ({ bytes, view: viewOf(bytes) });
const MARK = 0xa5;

describe.each([8, 16, 17, 20, 28, 31, 32, 35, 48, 64])('digests of %i bytes', (width) => {
  const pool = inventedBytes(width, 1500 * width);

  it.each([true, false])('are decoded up to the first other line (kernel: %s)', async (isKernel) => {
    const { decodeHexLines } = await hexLines(isKernel);
    return fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.boolean(),
        fc.nat(3),
        fc.option(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))),
        (most, hasReturn, shift, change) => {
          const stride = width * 2 + (hasReturn ? 2 : 1);
          const hex = Buffer.from(pool.subarray(0, most * width)).toString('hex');
          let text = '';
          for (let i = 0; i < most; i++) {
            const digits = hex.slice(i * width * 2, (i + 1) * width * 2);
            text += (i % 3 === 0 ? digits.toUpperCase() : digits) + (hasReturn ? '\r\n' : '\n');
          }
          const src = new Uint8Array(shift + text.length + 1).fill(48).subarray(shift);
          src.set(Buffer.from(text));
          if (change !== null && text.length > 0) src[change[0] % text.length] = change[1];
          const good = (i: number): boolean =>
            /^[0-9a-fA-F]+\r?\n$/u.test(Buffer.from(src.subarray(i * stride, (i + 1) * stride)).toString('latin1')) &&
            (!hasReturn || src[(i + 1) * stride - 2] === 13);
          let lines = 0;
          while (lines < most && good(lines)) lines++;
          const dst = new Uint8Array(3 + most * width + 5).fill(MARK);
          expect(decodeHexLines(viewed(src), 0, { most, width, stride }, viewed(dst), 3)).toBe(lines);
          const wanted = Buffer.alloc(lines * width);
          for (let i = 0; i < lines; i++) {
            wanted.write(Buffer.from(src.subarray(i * stride, i * stride + width * 2)).toString(), i * width, 'hex');
          }
          expect(Buffer.from(dst.subarray(3, 3 + lines * width)).equals(wanted)).toBe(true);
          expect([...dst.subarray(0, 3), ...dst.subarray(3 + most * width)]).toEqual(new Array(8).fill(MARK));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([true, false])('are encoded as lines (kernel: %s)', async (isKernel) => {
    const { encodeHexLines } = await hexLines(isKernel);
    return fc.assert(
      fc.property(fc.integer({ min: 0, max: 1400 }), fc.nat(50), (count, from) => {
        const src = pool.subarray(0, from + count * width);
        const length = count * (width * 2 + 1);
        const dst = new Uint8Array(3 + length + 5).fill(MARK);
        expect(encodeHexLines(src, from, { count, width }, viewed(dst), 3)).toBe(3 + length);
        const hex = Buffer.from(src.subarray(from)).toString('hex');
        const wanted = hex.replaceAll(new RegExp(`.{${width * 2}}`, 'gu'), '$&\n');
        expect(Buffer.from(dst.subarray(3, 3 + length)).toString('latin1')).toBe(wanted);
        expect([...dst.subarray(0, 3), ...dst.subarray(3 + length)]).toEqual(new Array(8).fill(MARK));
      }),
      { numRuns: 40 },
    );
  });
});

it.each([16, 20])('no byte but a digit is taken for one at any place of %i bytes', async (width) => {
  const { decodeHexLines } = await hexLines(true);
  const stride = width * 2 + 1;
  const lines = 40;
  const changed = 30; // where the kernel is at work
  const dst = viewed(new Uint8Array(lines * width));
  const src = Buffer.from(`${'0'.repeat(width * 2)}\n`.repeat(lines));
  for (let place = 0; place < stride; place++) {
    for (let byte = 0; byte < 256; byte++) {
      src[changed * stride + place] = byte;
      const isRight =
        place === stride - 1 ? byte === 10 : /^[0-9a-fA-F]$/u.test(Buffer.from([byte]).toString('latin1'));
      const n = decodeHexLines(viewed(src), 0, { most: lines, width, stride }, dst, 0);
      if (n !== (isRight ? lines : changed)) expect.unreachable(`byte ${byte} at place ${place}`);
    }
    src[changed * stride + place] = place === stride - 1 ? 10 : 48;
  }
});

it('runs that end soon are not paid for with copies of all that follows', async () => {
  const { decodeHexLines } = await hexLines(true);
  const run = 20;
  const text = Buffer.from(`${`${'0'.repeat(32)}\n`.repeat(run)}# note\n`.repeat(100));
  const dst = viewed(new Uint8Array(10_000));
  const copies = vi.spyOn(Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array, 'set');
  try {
    for (let at = 0; at < text.length; at += run * 33 + 7) {
      const most = Math.floor((text.length - at) / 33);
      expect(decodeHexLines(viewed(text), at, { most, width: 16, stride: 33 }, dst, 0)).toBe(run);
    }
    expect(copies.mock.calls.reduce((sum, [from]) => sum + from.length, 0)).toBeLessThan(4 * text.length);
  } finally {
    copies.mockRestore();
  }
});
