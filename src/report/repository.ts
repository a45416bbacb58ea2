// Where a file is for those who have the repository and not this machine: by its path from the root of the repository.
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { type At, KEPT } from '../model/findings.ts';
import type { ReportInput } from './reporter.ts';

export interface FilePlace {
  /** With slashes on every machine; the bare name of a file that is not in the repository. */
  readonly path: string;
  readonly isInside: boolean;
}

/** Where the file of an operand is. */
export function filePlace(operand: string, { cwd, root = cwd }: Pick<ReportInput, 'cwd' | 'root'>): FilePlace {
  if (operand === '-') return { path: 'stdin', isInside: false };
  if (cwd === undefined || root === undefined) return { path: operand, isInside: !isAbsolute(operand) };
  const path = relative(root, resolve(cwd, operand));
  const isInside = path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  return { path: isInside ? path.split(sep).join('/') : basename(operand), isInside };
}

/** The input that a place is in, by the operand; undefined for a name from inside a merged list, and for a list as it is kept. */
export function operandOf({ source, line }: At, { sourceNames, tally }: ReportInput): string | undefined {
  const name = source === undefined || line === KEPT ? undefined : sourceNames[source];
  return tally.inputs.findLast((each) => each.source === name)?.input;
}
