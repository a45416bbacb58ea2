// Columns of numbers for some rows, put together for a batch that leaves a merge.

/** What `get` gives for these rows; null where that is 0 for all. */
export function collect(rows: Uint32Array, get: (row: number) => number): Uint32Array | null {
  return orNull(Uint32Array.from(rows, get));
}

/** Null where all are 0. */
export function orNull(column: Uint32Array): Uint32Array | null {
  return column.some((value) => value !== 0) ? column : null;
}

/** Where each row stands in an order. */
export function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) places[order[i]!] = i;
  return places;
}

/** Whether any rows next to each other have one head. */
export function isGroupedList(heads: ArrayLike<number>): boolean {
  for (let i = 1; i < heads.length; i++) if (heads[i] === heads[i - 1]) return true;
  return false;
}
