// A batch on its way between threads. Columns of numbers change hands as they are; columns of texts are joined into one,
// because a text or an object apiece costs more to send than its row cost to read.
import type { Batch } from '../model/batch.ts';
import type { ExtraField, Extras } from '../model/fields.ts';

type Texts = readonly (string | undefined)[];

interface PackedTexts {
  readonly text: string;
  /** Length of each, negative for an absent one. */
  readonly lengths: Int32Array;
}

export interface PackedBatch extends Omit<Batch, 'partnerKey' | 'extras'> {
  readonly partnerKey: PackedTexts | null;
  readonly extras: Readonly<Record<ExtraField, PackedTexts | null>> | null;
}

export function packed(batch: Batch): PackedBatch {
  const { partnerKey, extras } = batch;
  return {
    ...batch,
    partnerKey: partnerKey && packTexts(partnerKey),
    extras: extras && {
      name: packField(extras, 'name'),
      note: packField(extras, 'note'),
      spelling: packField(extras, 'spelling'),
    },
  };
}

export function unpacked(batch: PackedBatch): Batch {
  const { count, partnerKey, extras } = batch;
  return { ...batch, partnerKey: partnerKey && unpackTexts(partnerKey), extras: extras && unpackExtras(extras, count) };
}

/** Also of a buffer of Node, whose own `slice` copies nothing. */
const copyOf = Uint8Array.prototype.slice;

/** Rows with columns of their own, which may be sent: of a part of a batch the whole memory would go. */
export function copied(batch: Batch): Batch {
  return withColumnsOf(batch) as Batch; // nothing but the columns is another
}

function withColumnsOf(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return copyOf.call(value as Uint8Array);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withColumnsOf(part)]));
}

function packField(extras: readonly (Extras | undefined)[], field: ExtraField): PackedTexts | null {
  const texts: (string | undefined)[] = [];
  let isThere = false;
  for (const extra of extras) {
    const text = extra?.[field];
    isThere ||= text !== undefined;
    texts.push(text);
  }
  return isThere ? packTexts(texts) : null;
}

function packTexts(texts: Texts): PackedTexts {
  const lengths = new Int32Array(texts.length);
  for (let i = 0; i < texts.length; i++) lengths[i] = texts[i]?.length ?? -1;
  return { text: texts.join(''), lengths }; // absent ones join as nothing
}

function unpackTexts({ text, lengths }: PackedTexts): (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  let at = 0;
  for (const length of lengths) {
    texts.push(length < 0 ? undefined : text.slice(at, at + length));
    at += Math.max(0, length);
  }
  return texts;
}

function unpackExtras(fields: Readonly<Record<ExtraField, PackedTexts | null>>, count: number): (Extras | undefined)[] {
  const extras: (Extras | undefined)[] = new Array(count).fill(undefined);
  for (const field of ['name', 'note', 'spelling'] as const) {
    const column = fields[field];
    if (column === null) continue;
    for (const [i, text] of unpackTexts(column).entries()) {
      if (text !== undefined) extras[i] = { ...extras[i], [field]: text };
    }
  }
  return extras;
}
