// The policies that ship, for the commands and pages that show all of them.
import { policyOf, policyText } from '../../hygiene/policies/compile.ts';
import { presets } from '../../hygiene/policies/presets/index.ts';
import type { ShippedPolicy } from '../../report/markdown-policies.ts';

/** With their texts. */
export function presetPolicies(): ShippedPolicy[] {
  return [...presets].map(([id, text]) => ({ ...policyOf([policyText(text, id)], id), text }));
}
