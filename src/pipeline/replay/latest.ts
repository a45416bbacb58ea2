// Of records that their senders update and take back, the latest state, with what a run has for it.
import type { FieldId } from '../../model/fields.ts';
import type { Job, World } from '../job.ts';
import type { Source } from '../source.ts';
import { temporaryFolder } from '../spill/spool.ts';
import type { Batches } from '../stage.ts';
import { replay } from './replay.ts';

interface Setting {
  readonly sources: readonly Source[];
  readonly job: Pick<Job, 'memory'>;
  readonly world: World;
  readonly seed: number;
}

export function latest({ sources, job: { memory }, world, seed }: Setting, rows: Batches): Batches {
  const { interns, findings, host } = world;
  const pages = new Set(sources.filter(({ format }) => format.records !== undefined).map(({ id }) => id));
  return replay({ memory, interns, findings, seed, pages, folder: temporaryFolder(host.env), signal: host.signal })(
    rows,
  );
}

/**
 * What tells the states of records apart, where rows may be such: of a partner who has records, or of a list that keeps them.
 * It is read whatever the target can hold, because which state stands is settled before anything is written.
 */
export function fieldsOfRecords(sources: readonly Source[]): readonly FieldId[] {
  const has = ({ format, carries }: Source): boolean =>
    format.records !== undefined || carries.kinds.includes('record');
  return sources.some(has) ? ['partnerKey', 'updated'] : [];
}
