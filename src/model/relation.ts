// How a listed row can concern a value that somebody looks up.

/** Many addresses share the beginning of a hash: such a row is no proof. */
export const PERHAPS = 'its hash begins so';

export type Relation =
  | 'listed'
  | 'below a listed name'
  | 'on a listed host'
  | 'below a listed prefix'
  | 'in a listed network'
  | 'listed by its hash'
  | typeof PERHAPS;
