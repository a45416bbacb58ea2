// Names of sources from inside a merged list are list text: whoever wrote the list may have called a source by a host name.
// The names of the files of this run are those of whoever runs it, and are needed to find the place.
import type { Finding } from '../model/findings.ts';
import { hostLikeName, SOURCE_NAMES } from './redact.ts';
import type { ReportInput } from './reporter.ts';

/** The same, without names from inside lists that could be host names. */
export function withoutForeignNames(input: ReportInput): ReportInput {
  const { tally, findings, sourceNames } = input;
  const own = new Set(tally.inputs.map(({ source }) => source));
  const shown = (name: string): string => (own.has(name) ? name : hostLikeName(name));
  if (sourceNames.every((name) => shown(name) === name)) return input;
  const argsOf = ({ args }: Finding): Finding['args'] =>
    Object.fromEntries(
      Object.entries(args).map(([name, value]) => [
        name,
        typeof value === 'string' && SOURCE_NAMES.has(name) ? shown(value) : value,
      ]),
    );
  return {
    ...input,
    sourceNames: sourceNames.map(shown),
    findings: findings.map((each) => ({
      ...each,
      examples: each.examples.map((finding) => ({ ...finding, args: argsOf(finding) })),
    })),
    tally: {
      ...tally,
      overlap: tally.overlap === null ? null : { ...tally.overlap, sources: tally.overlap.sources.map(shown) },
    },
  };
}
