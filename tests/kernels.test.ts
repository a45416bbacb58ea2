// Kernels are what their texts say (npm run kernels): nobody reads the bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import wabt from 'wabt';
import { kernel } from '../src/model/kernel.ts';
import { code } from '../src/pipeline/index/word-kernel-code.ts';

const root = new URL('../src/', import.meta.url);
const texts = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wat'));

describe('the module of a kernel is fresh', () => {
  it('there are kernels', () => {
    expect(texts.length).toBeGreaterThan(0);
  });

  it.each(texts)('%s', async (name) => {
    const { parseWat } = await wabt();
    const { buffer } = parseWat(name, readFileSync(new URL(name, root), 'utf8')).toBinary({});
    const generated = readFileSync(new URL(name.replace(/\.wat$/u, '-code.ts'), root), 'utf8');
    expect(/'([^']*)'/u.exec(generated)?.[1]).toBe(Buffer.from(buffer).toString('base64'));
  });
});

describe('a kernel that cannot be had', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is null where there is no WebAssembly, as under --jitless', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(kernel(code)()).toBeNull();
  });

  const failing = (error: Error) => ({
    validate: () => true,
    Module: class {},
    Instance: class {
      constructor() {
        throw error;
      }
    },
  });

  it('is null where its memory is not given, as under a limit of addresses', () => {
    vi.stubGlobal('WebAssembly', failing(new RangeError('WebAssembly.Instance(): Out of memory')));
    expect(kernel(code)()).toBeNull();
  });

  it('is null where the processor has not got what it needs', () => {
    vi.stubGlobal('WebAssembly', { validate: () => false });
    expect(kernel(code)()).toBeNull();
  });

  it('is no reason to hide another fault', () => {
    vi.stubGlobal('WebAssembly', failing(new TypeError('no such import')));
    expect(() => kernel(code)()).toThrow('no such import');
  });
});
