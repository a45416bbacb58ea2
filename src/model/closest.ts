// The nearest known word to a mistyped one, for "did you mean". Never acted on.
// It must not hold on to what was typed: a file that is no profile may be a list.

/**
 * The candidate that begins with the word or is within two edits of it (one for short words), else the only one that has
 * a part of it (`bind-rpz`, `rpz-zone`), or null.
 */
export function closest(word: string, candidates: readonly string[]): string | null {
  const most = word.length < 5 ? 1 : 2;
  let best: string | null = null;
  let fewest = most + 1;
  for (const candidate of candidates) {
    const isBeginning = word.length > 2 && candidate.startsWith(word);
    if (!isBeginning && Math.abs(candidate.length - word.length) > most) continue;
    const edits = isBeginning ? 1 : distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits >= fewest) continue;
    best = candidate;
    fewest = edits;
  }
  return best ?? onlyWithPartOf(word, candidates);
}

function onlyWithPartOf(word: string, candidates: readonly string[]): string | null {
  const parts = word
    .toLowerCase()
    .split('-')
    .filter((part) => part.length > 2);
  if (parts.length < 2) return null;
  const [only = null, ...others] = candidates.filter((each) => each.split('-').some((part) => parts.includes(part)));
  return others.length === 0 ? only : null;
}

/** Edits from one word to the other; two letters that changed places are one. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
