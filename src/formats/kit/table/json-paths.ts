// The paths of a profile into JSON objects, as a tree: what the value under a key is for.

export interface PathNode {
  /** From the outermost object, in plain names. */
  readonly path: string;
  /** The slot of the value here, -1 where no path ends. */
  slot: number;
  readonly steps: Map<string | number, PathNode>;
  /** What the keys met here mean, by their spelling; null: nothing. */
  readonly met: Map<string, PathNode | null>;
}

export function newNode(path: string): PathNode {
  return { path, slot: -1, steps: new Map(), met: new Map() };
}

/** The node at the end of a path, made where it is not there yet. */
export function nodeAt(root: PathNode, path: readonly (string | number)[]): PathNode {
  let node = root;
  for (const step of path) {
    let next = node.steps.get(step);
    if (next === undefined) {
      const before = node.path === '' ? '' : `${node.path}.`;
      next = newNode(typeof step === 'number' ? `${node.path}[${step}]` : `${before}${step}`);
      node.steps.set(step, next);
    }
    node = next;
  }
  return node;
}
