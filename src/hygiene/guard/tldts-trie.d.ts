// The rules inside tldts, which its own functions answer from but do not hand out. The version is pinned, and a property
// test holds what is read here against the answers of those functions.
declare module 'tldts/dist/cjs/src/data/trie.js' {
  /** 1 a rule of the registries, 2 a rule of a platform, 0 none. */
  export const nodeFlags: Uint8Array;
  /** Edges of node n are `edgeStart[n]..edgeStart[n + 1])`. */
  export const edgeStart: ArrayLike<number>;
  export const edgeLength: ArrayLike<number>;
  export const edgeChild: ArrayLike<number>;
  /** The labels of all edges, one behind the other. */
  export const labelText: string;
  export const rulesRoot: number;
  export const exceptionsRoot: number;
}
