// Deterministic pseudo-random numbers: the same list on every machine, so that two people measure the same work.
// Not cryptography: digests made from these words only look like digests.

/** A bijection of 32-bit integers (the finaliser of MurmurHash3), so that distinct counters give distinct first words. */
export function mix(value) {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The word number `lane` that belongs to a counter; for each lane a bijection of the counter. */
export function word(counter, lane) {
  return mix(mix(counter + Math.imul(lane + 1, 0x9e3779b9)) ^ Math.imul(lane + 1, 0x27d4eb2f));
}

/** Row number -> id. Ids 0..distinct-1 all occur; the other rows repeat one of them; the order is shuffled. */
export function shuffledIds(rows, distinct, seed) {
  const ids = new Uint32Array(rows);
  for (let i = 0; i < distinct; i++) ids[i] = i;
  for (let i = distinct; i < rows; i++) ids[i] = word(i ^ seed, 21) % distinct;
  for (let i = rows - 1; i > 0; i--) {
    const j = word(i ^ seed, 22) % (i + 1);
    const kept = ids[i];
    ids[i] = ids[j];
    ids[j] = kept;
  }
  return ids;
}
