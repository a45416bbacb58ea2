// Binary examples as text: most of a database is zeros. Pieces in base64, and between them how many zeros stand there.

/** One character a byte. */
export function unpackedRuns(packed: string): string {
  return packed
    .split(' ')
    .map((piece, i) => (i % 2 === 0 ? Buffer.from(piece, 'base64').toString('latin1') : '\0'.repeat(Number(piece))))
    .join('');
}
