// Writes a reply of a hash exchange, record by record. What a record cannot say is found by reading it again: no second
// account of what the exchange has places for can then drift away from the reader.
import type { Batch } from '../../../model/batch.ts';
import { keyText } from '../../../model/key-text.ts';
import { kinds } from '../../../model/kinds.ts';
import { keysIn } from '../../../model/record-key.ts';
import { type Row, rowAt } from '../../../model/row.ts';
import type { WriteContext } from '../../format.ts';
import { jsonFault } from '../canonical/facts-object.ts';
import { ByteWriter } from '../emit.ts';
import { parseJson } from '../json/walk.ts';
import { type Exchange, isFault, MEDIA_TYPE, type Said, type Told } from './said.ts';

export interface ExchangeWriteOptions {
  /** Whether rows that are no records of the exchange become such. */
  readonly adopt: 'no' | 'yes';
  readonly foreign: 'refuse' | 'leave';
  /** What files are of which nothing says it. */
  readonly 'media-type'?: 'image' | 'video' | undefined;
}

interface Envelope {
  readonly id: string;
  /** Before the first record, and behind the last of so many. */
  open(context: WriteContext<unknown>): string;
  close(context: WriteContext<unknown>, count: number): string;
}

export function writeExchange(
  exchange: Exchange,
  envelope: Envelope,
): (batches: AsyncIterable<Batch>, context: WriteContext<ExchangeWriteOptions>) => AsyncIterable<Uint8Array> {
  return async function* write(batches, context) {
    const out = new ByteWriter();
    let count = 0;
    let left = 0;
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) {
        const row = rowAt(batch, i, context.interns);
        const fault = jsonFault(row);
        const record = fault === null ? exchange.say(row, context.now) : '';
        const fit = fault ?? fitOf(row, againOf(exchange, record), context.options);
        if (typeof fit === 'string') {
          context.unfit(fit, batch, i);
          continue;
        }
        left += fit.isLess ? 1 : 0;
        out.utf8(count++ === 0 ? envelope.open(context) : ',\n');
        out.utf8(record);
      }
      yield out.take();
    }
    if (count === 0) out.utf8(envelope.open(context));
    out.utf8(envelope.close(context, count));
    yield out.take();
    if (left > 0) context.report('loss/opinions-dropped', { target: envelope.id, count: left });
  };
}

const SILENT: Told = {
  key: () => {},
  value: () => {},
  nobody: () => {},
  gone: () => {},
  zone: () => {},
  time: () => {},
};

function againOf(exchange: Exchange, record: string): Said | null {
  const parsed = parseJson(record);
  if (!parsed.ok || !(parsed.value instanceof Map)) return null;
  const said = exchange.understand(parsed.value, SILENT);
  return isFault(said) ? null : said;
}

/** Whether the record, read again, says less than the row; or why it must not be written. */
function fitOf(row: Row, again: Said | null, options: ExchangeWriteOptions): { readonly isLess: boolean } | string {
  if (again === null || again.kind !== row.kind || again.key !== keyText(kinds[row.kind], row.key)) {
    return 'it is no signal of this exchange';
  }
  if (again.isWithdrawn !== (row.operation === 'withdrawn')) return 'it is no signal of this exchange';
  const said = mediaIn(row.opinions);
  const meantAs = said.length === 0 ? [options['media-type']].filter((media) => media !== undefined) : said;
  const sentAs = mediaIn(again.opinions);
  if (new Set([...meantAs, ...sentAs]).size > 1) return 'this exchange has it for another media type';
  // A digest of a file may be of anything. What is made of pictures says so itself.
  if (sentAs.length > 0 && meantAs.length === 0 && kinds[row.kind].family === 'exact')
    return 'nothing says whether it is an image or a video, and --to-option media-type= is not given';
  const [meant, sent] = [atomsOfRow(row), atomsOf(again)];
  const isMore = [...sent].some((atom) => !meant.has(atom));
  if (isMore && options.adopt === 'no')
    return 'it is no record of this exchange, and --to-option adopt=yes is not given';
  const isLess = [...meant].some((atom) => !sent.has(atom));
  if (isLess && options.foreign === 'refuse')
    return 'something is said of it that a record has no place for, and --to-option foreign=leave is not given';
  return { isLess };
}

function mediaIn(opinions: Row['opinions']): string[] {
  return opinions.flatMap(({ scheme, label }) => (scheme === MEDIA_TYPE && label !== undefined ? [label] : []));
}

/** What is said, one text for each fact. */
function atomsOfRow({ opinions, times, partnerKey, extras }: Row): Set<string> {
  return atoms(opinions, partnerKey === undefined ? [] : keysIn(partnerKey), {
    updated: times.updated,
    firstSeen: times.firstSeen,
    note: extras.note,
  });
}

function atomsOf({ opinions, updated, firstSeen, partnerKey, note }: Said): Set<string> {
  return atoms(opinions, [partnerKey], {
    updated: Number.isNaN(updated) ? undefined : updated,
    firstSeen: Number.isNaN(firstSeen) ? undefined : firstSeen,
    note: note === '' ? undefined : note,
  });
}

function atoms(
  opinions: Said['opinions'],
  keys: readonly string[],
  facts: Readonly<Record<string, string | number | undefined>>,
): Set<string> {
  return new Set([
    ...opinions.map(({ member, scheme = null, label = null, polarity = null }) =>
      JSON.stringify([member, scheme, label, polarity]),
    ),
    ...keys.map((key) => `partnerKey ${key}`),
    ...Object.entries(facts).flatMap(([field, value]) => (value === undefined ? [] : [`${field} ${value}`])),
  ]);
}
