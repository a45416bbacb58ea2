// Lists full of traps, as partners send them (research url-formats 3B), and what is left of them in a format: one bad line
// would cost many programs the whole list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convert } from '../../support/convert.ts';
import { formatNamed } from './written.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/formats');

export interface Traps {
  readonly format: string;
  readonly file: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

export const NAME_TRAPS: Traps = { format: 'domain-list', file: 'domain-list/every-trap.txt' };
export const URL_TRAPS: Traps = { format: 'url-list', file: 'url-list/every-trap.txt', options: { scope: 'exact' } };
export const ADDRESS_TRAPS: Traps = { format: 'ip-list', file: 'ip-list/partner.txt' };

/** `mayRefuse`: whether the run may refuse to write anything. */
export async function trapsIn(
  traps: Traps,
  to: string,
  options: Readonly<Record<string, unknown>> = {},
  { mayRefuse = false } = {},
): Promise<Buffer> {
  const source = { format: formatNamed(traps.format), options: { ...traps.options } };
  const target = { format: formatNamed(to), options: { ...options } };
  const { bytes, outcome } = await convert(source, readFileSync(join(FIXTURES, traps.file)), target);
  if (outcome.failure !== null && !mayRefuse) throw outcome.failure;
  return bytes;
}
