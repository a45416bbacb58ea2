// The files of a run themselves, whatever stands in them: which they are, and what is told of them.
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import type { Output } from './file-output.ts';
import { pathOf } from './save.ts';
import { SIGNATURE_ENDING } from './seal/sealing.ts';
import type { Source } from './source.ts';
import { goesAtOnce, type Target } from './target.ts';
import { isThere } from './text-file.ts';

/** Inputs that are one file, and those whose signature was checked. */
export function tellInputs(sources: readonly Source[], findings: Findings): void {
  tellTwins(sources, findings);
  for (const { input, id } of sources) {
    if (input.signedBy === null) continue;
    findings.report('signature/verified', { input: input.operand, key: input.signedBy }, { source: id });
  }
}

/** What tells the files of the inputs, which must not be written over. */
export function identitiesOf(sources: readonly Source[]): Set<string> {
  return new Set(sources.map(({ input }) => input.identity).filter((identity) => identity !== null));
}

function tellTwins(sources: readonly Source[], findings: Findings): void {
  const met = new Set<string>();
  for (const { input, id } of sources) {
    if (input.identity === null) continue;
    if (met.has(input.identity)) findings.report('input/twice', { input: input.operand }, { source: id });
    met.add(input.identity);
  }
}

/** An output that is in its place. */
export async function tellPlaced(
  output: Output,
  target: Target,
  { findings, host }: { readonly findings: Findings; readonly host: Host },
): Promise<void> {
  const { operand, sealing } = target;
  if (output.losesRights) findings.report('output/rights-changed', { output: operand });
  const signature = `${operand}${SIGNATURE_ENDING}`;
  if (goesAtOnce(target) || sealing?.signer || !(await isThere(pathOf(signature, host)))) return;
  findings.report('signature/stale', { output: operand, signature });
}
