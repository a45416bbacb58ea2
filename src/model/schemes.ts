// Category vocabularies. A label is (scheme, code), kept as sent; no scheme is ever mapped to another here.
import type { Opinion } from './opinions.ts';

/** Codes of the schemes that order them, the strictest first. Research hash-formats 1.2, 2.5, 8. */
const ordered: Readonly<Record<string, readonly string[]>> = {
  ncmec: ['A1', 'A2', 'B1', 'B2'],
  'vics-us': ['1', '2', '3', '4', '5'],
  'uk-abc': ['A', 'B', 'C'],
};

/** Whether an entry has one code of the scheme: two of them contradict each other, whoever says them. */
export function isExclusive(scheme: string): boolean {
  return Object.hasOwn(ordered, scheme) || scheme === 'vics' || scheme.startsWith('vics-');
}

/** Position in the scheme's order, or null for an unordered scheme or an unknown code. */
function rank(opinion: Opinion): number | null {
  const codes = ordered[opinion.scheme ?? ''];
  const at = codes?.indexOf(opinion.label ?? '') ?? -1;
  return at < 0 ? null : at;
}

/**
 * Of the opinions in one ordered scheme only the strictest; all others as they are. An unordered scheme has no
 * strictest label, so its opinions stay, and stay disputed.
 */
export function strictest(opinions: readonly Opinion[]): Opinion[] {
  const best = new Map<string, number>();
  for (const opinion of opinions) {
    const at = rank(opinion);
    const scheme = opinion.scheme ?? '';
    if (at !== null) best.set(scheme, Math.min(at, best.get(scheme) ?? at));
  }
  return opinions.filter((opinion) => {
    const at = rank(opinion);
    return at === null || at === best.get(opinion.scheme ?? '');
  });
}
