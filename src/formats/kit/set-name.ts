// The option `set` of formats whose file may hold several sets: only the one that is named is read, since the others may
// well be sets of what is allowed.

/** A name without characters that mean something to nft, ipset or a shell. */
export const SET_NAME = /^[a-z][a-z0-9_]*$/iu;

/** Sets of IPv4 and IPv6 addresses are apart in both, so one list is a pair of sets. */
export function isOfSet(name: string, set: string): boolean {
  return name === set || name === `${set}_v4` || name === `${set}_v6`;
}
