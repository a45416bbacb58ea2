// How far an entry reaches, and what the row does to it. Both are stored fields: a reader says what its line means,
// nothing downstream guesses (a listed name means three different things to three consumers).

export const scopes = ['exact', 'subtree', 'prefix'] as const;
/** `exact` this key only; `subtree` a name and every name below it; `prefix` every URL that starts so. */
export type Scope = (typeof scopes)[number];

export const operations = ['present', 'withdrawn', 'excepted'] as const;
/** `present` listed; `withdrawn` taken off the list; `excepted` never to be blocked, even below a listed name. */
export type Operation = (typeof operations)[number];

export const EXACT = 0;
export const SUBTREE = 1;
export const PREFIX = 2;

export const PRESENT = 0;
export const WITHDRAWN = 1;
export const EXCEPTED = 2;

export function scopeCode(scope: Scope): number {
  return scopes.indexOf(scope);
}

export function operationCode(operation: Operation): number {
  return operations.indexOf(operation);
}

/** The scope behind a batch column's code. */
export function scopeOf(code: number): Scope {
  const scope = scopes[code];
  if (scope === undefined) throw new RangeError(`no scope has code ${code}`);
  return scope;
}

/** The operation behind a batch column's code. */
export function operationOf(code: number): Operation {
  const operation = operations[code];
  if (operation === undefined) throw new RangeError(`no operation has code ${code}`);
  return operation;
}
