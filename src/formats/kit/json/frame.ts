// An object or array on the way to the entries of a JSON document.

export interface Frame {
  readonly isArray: boolean;
  /** Path of the frame itself, with `[]` at its end where it is an array. */
  readonly path: string;
  /** Whether its elements are entries. */
  readonly isWanted: boolean;
  /** Whether its elements may hold the entries instead. */
  readonly mayHold: boolean;
  /** Elements met so far. */
  count: number;
  /** The key whose value comes next; null where a key is due. */
  key: string | null;
  readonly keys: Set<string>;
}

/** Path of the value that comes next in this frame. */
export function pathWithin(frame: Frame | undefined): string {
  if (frame === undefined) return '';
  if (frame.isArray) return frame.path;
  return frame.path === '' ? (frame.key ?? '') : `${frame.path}.${frame.key ?? ''}`;
}
