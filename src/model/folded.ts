/** Names are the same whatever their letters and blanks are like. */
export function folded(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
