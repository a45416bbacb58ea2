// The dry plan of a conversion: what the target may lose of what the source may hold, before anything was read.
import type { FindingCount } from '../model/findings.ts';
import type { Loss } from '../model/loss.ts';
import { acceptOptions, insteadLines, lossLines, lossTable, optionLines } from './loss-lines.ts';
import { HIDE_VALUES, harmless, safeLines } from './redact.ts';
import type { Style } from './style.ts';

export interface Plan {
  readonly from: string;
  readonly to: string;
  readonly losses: readonly Loss[];
  /** Only their severities count: how the user has graded the losses. */
  readonly graded?: readonly FindingCount[];
  readonly style: Style;
}

export function planText({ from, to, losses, graded = [], style }: Plan): string {
  const [source, target] = [harmless(from), harmless(to)];
  const heading = style.strong(`${source} -> ${target}`);
  const lines = lossLines(losses, target, graded, HIDE_VALUES);
  const isInTheWay = graded.some(({ code }) => code === 'output/exists');
  const refusal = isInTheWay
    ? [`The run itself will be refused: a file that is no ${target} stands in the place of the output (output/exists).`]
    : [];
  if (lines.length === 0) return safeLines([`${heading}: nothing is lost`, ...refusal, ''].join('\n'));
  const accept = acceptOptions(lines);
  return safeLines(
    [
      `${heading}: what may be lost, if the list has it`,
      ...lossTable(lines, style).map((line) => `  ${line}`),
      ...optionLines(losses, lines, target),
      accept === ''
        ? 'Nothing of this stops the run.'
        : `An error stops the run when it happens. To accept: ${style.strong(accept)}`,
      ...insteadLines(losses, lines),
      ...refusal,
      '',
    ].join('\n'),
  );
}
