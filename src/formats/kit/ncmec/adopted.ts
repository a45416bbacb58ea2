// Rows that are no records of NCMEC, as entries of the member the user named.
import { keyText } from '../../../model/key-text.ts';
import { kinds } from '../../../model/kinds.ts';
import { keysIn, memberParts, recordKey, recordName } from '../../../model/record-key.ts';
import type { Row } from '../../../model/row.ts';
import { derivedUuid } from '../derived-uuid.ts';
import { MEDIA_TYPE } from './terms.ts';

export interface AdoptOptions {
  readonly database: string;
  readonly member?: string | undefined;
  readonly 'media-type'?: 'image' | 'video' | undefined;
}

/** The records of NCMEC that list the row. */
export function keysOf({ partnerKey = '' }: Row): string[] {
  return keysIn(partnerKey).filter((key) => /^ncmec[:-]/u.test(key) && recordName(key) !== null);
}

/** The row as part of an entry: digests of one file are one entry, whose id is derived and whose date is that of the run. */
export function adopted(
  row: Row,
  item: readonly Row[],
  { options, now }: { readonly options: AdoptOptions; readonly now: number },
): Row {
  const { member, database, 'media-type': media } = options;
  const opinions =
    media !== undefined && mediaOf(row).length === 0
      ? [...row.opinions, { member: member ?? '', scheme: MEDIA_TYPE, label: media }]
      : row.opinions;
  if (member === undefined || keysOf(row).length > 0) return { ...row, opinions };
  const { number } = memberParts(member);
  const id = derivedUuid('ncmec', leadOf(item.filter((other) => isTogether(row, other))));
  const times = { ...row.times, updated: row.times.updated ?? now };
  return { ...row, opinions, times, partnerKey: recordKey('ncmec', database, number === '' ? member : number, id) };
}

function mediaOf({ opinions }: Row): readonly unknown[] {
  return opinions.flatMap(({ scheme, label }) => (scheme === MEDIA_TYPE ? [label] : []));
}

/** Whether two rows of a file become one entry: both of no record, listed or withdrawn, of one media type. */
function isTogether(row: Row, other: Row): boolean {
  return (
    keysOf(other).length === 0 &&
    row.operation === other.operation &&
    JSON.stringify(mediaOf(row)) === JSON.stringify(mediaOf(other))
  );
}

/** The digest that names an entry: the same one, whatever the order and whatever digests come to it that stand behind. */
function leadOf(rows: readonly Row[]): string {
  const digests = rows.map(({ kind, key }) => ({ kind, text: keyText(kinds[kind], key) }));
  digests.sort((a, b) => kinds[a.kind].code - kinds[b.kind].code || (a.text < b.text ? -1 : 1));
  const { kind, text } = digests[0]!; // the row itself at least
  return JSON.stringify([kind, text]);
}
