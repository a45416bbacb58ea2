// What a list becomes in a format, on the way that every command takes: loss is accepted, and what could not be written
// is told back, so that a test knows what to expect of the program that loads it.
import type { Format } from '../../../src/formats/format.ts';
import { formats } from '../../../src/formats/index.ts';
import { everyRow } from '../../../src/model/carries.ts';
import { keyBytes } from '../../../src/model/key-text.ts';
import { kinds } from '../../../src/model/kinds.ts';
import type { Operation, Scope } from '../../../src/model/scope.ts';
import type { TestRecord } from '../../support/batches.ts';
import { convert, recordsFormat } from '../../support/convert.ts';

export interface Listed {
  readonly kind: 'domain' | 'url' | 'ip' | 'cidr';
  readonly text: string;
  readonly scope: Scope;
  readonly operation?: Operation;
}

export interface Written {
  readonly bytes: Buffer;
  /** Numbers of the entries that the writer could not express. */
  readonly unfit: ReadonlySet<number>;
}

export function formatNamed(id: string): Format {
  const format = formats.find((each) => each.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return format;
}

export async function written(
  id: string,
  entries: readonly Listed[],
  options: Record<string, unknown> = {},
): Promise<Written> {
  const source = { format: recordsFormat(entries.map(recordOf), everyRow), options: {} };
  const { bytes, outcome, findings } = await convert(source, '-', { format: formatNamed(id), options });
  if (outcome.failure !== null) throw outcome.failure;
  const unfit = findings.list().find(({ code }) => code === 'output/unfit')?.examples ?? [];
  return { bytes, unfit: new Set(unfit.map(({ at }) => (at.line ?? 0) - 1)) };
}

function recordOf({ kind, text, scope, operation = 'present' }: Listed): TestRecord {
  const key = keyBytes(kinds[kind], text);
  if (key === null) throw new Error('the key of a test is none');
  return { keys: [{ kind, scope, key }], operation, opinions: [], reviews: [], times: {} };
}
