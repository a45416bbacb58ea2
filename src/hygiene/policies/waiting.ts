// Which entries have too few reviews to stand yet: those of which the rule of reviews says so.
import type { Batch } from '../../model/batch.ts';
import type { DiagnosticCode } from '../../model/diagnostics.ts';
import type { Interns } from '../../model/opinions.ts';
import type { ReviewPolicy } from '../../model/policy.ts';
import type { RuleContext } from '../check.ts';
import { reviewRule } from './rules/reviews.ts';

/** A refutation beside enough confirmations is for people to settle: one person must not take an entry off. */
export const waitingCodes: readonly DiagnosticCode[] = ['review/missing', 'review/not-independent'];

/** For each row whether it waits; null where none does. `partner`: whom the list comes from, as it says. */
export type Waiting = (batch: Batch, partner: string | undefined) => Uint8Array | null;

export function waitingBy(policy: ReviewPolicy | null, interns: Interns): Waiting {
  if (policy === null) return () => null;
  const rule = reviewRule(policy, interns);
  return (batch, partner) => {
    let waits: Uint8Array | null = null;
    const note = (code: DiagnosticCode, i: number): void => {
      if (!waitingCodes.includes(code)) return;
      waits ??= new Uint8Array(batch.count);
      waits[i] = 1;
    };
    const partnerOf = (): string | undefined => partner;
    const namesOf = (source: number): string[] => [interns.sources.name(source)];
    const context: RuleContext = { report: note, lacks: ({ code }, i) => note(code, i), namesOf, partnerOf };
    rule.judge(batch, context);
    return waits;
  };
}
