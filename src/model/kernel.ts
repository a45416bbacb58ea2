// Inner loops in WebAssembly, for what a profile shows and nothing else: a loop that only moves and compares bytes takes
// half the time there (docs/decisions/0001-columns-and-the-key-index.md).

export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Of the types of a browser only these are needed. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

export const PAGE_BYTES = 1 << 16;

/**
 * Makes instances of a kernel, each with a memory of its own; null where none can be had. Each takes ten gigabytes of
 * addresses, which some systems limit; `node --jitless` has no WebAssembly, and a processor without SSE 4.1, as some virtual
 * machines pretend to be, takes no kernel that works on 16 bytes at once.
 */
export function kernel<Exports extends object>(code: string): () => Exports | null {
  let module: object | null = null;
  return () => {
    if (typeof WebAssembly === 'undefined') return null;
    try {
      module ??= moduleOf(Buffer.from(code, 'base64'));
      return module && (new WebAssembly.Instance(module).exports as Exports); // the test compiles them from the text that says so
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
}

function moduleOf(bytes: Uint8Array): object | null {
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}
