// How far an edition may shrink or grow against the one that is live before it waits for somebody to accept it.
import type { Standing } from '../../model/policy.ts';
import type { Counts } from '../../registry/changes.ts';
import type { Edition } from '../../registry/edition.ts';
import { grouped } from '../../report/numbers.ts';

/** In per cent of the live edition, where neither an option nor a policy says it. */
export const SHRINK = 20;
export const GROWTH = 100;

interface SizeLimits {
  readonly shrink: number;
  readonly growth: number;
}

export function limitsOf(
  { shrink, growth }: { readonly shrink: number | null; readonly growth: number | null },
  standing: Standing | null,
): SizeLimits {
  return {
    shrink: shrink ?? standing?.list.maxShrink ?? SHRINK,
    growth: growth ?? standing?.list.maxGrowth ?? GROWTH,
  };
}

/** Why an edition must not go live by itself; null where it may. */
export function whyHeld(before: Edition | null, { listed }: Counts, { shrink, growth }: SizeLimits): string | null {
  if (before === null || before.listed === 0) return null;
  const change = ((listed - before.listed) * 100) / before.listed;
  const numbers = `${grouped(listed)} entries where ${grouped(before.listed)} are live`;
  if (-change > shrink) return `it has ${numbers}, more than ${shrink} % fewer`;
  return change > growth ? `it has ${numbers}, more than ${growth} % more` : null;
}
