// Writes rows in canonical form: bytes only, because a merge writes millions of rows and one JSON.stringify a row is more
// than all the rest. Sets are written in the order of their text, not of their numbers, which differ from run to run.
import { isUtf8 } from 'node:buffer';
import type { Batch, Origins } from '../../../model/batch.ts';
import { toUtf8 } from '../../../model/bytes.ts';
import { disputeIn } from '../../../model/disputes.ts';
import { listFieldIds, timeFields } from '../../../model/fields.ts';
import { keyText } from '../../../model/key-text.ts';
import { type Kind, kindOf } from '../../../model/kinds.ts';
import { spent } from '../../../model/lending.ts';
import type { Opinion, Review } from '../../../model/opinions.ts';
import { EXACT, operationOf, PRESENT, scopeOf } from '../../../model/scope.ts';
import type { WriteContext } from '../../format.ts';
import { type Block, blockOf } from '../block.ts';
import { ByteWriter } from '../emit.ts';
import { SetWriter, SourceNames } from '../set-writer.ts';
import { originKeys, VERSION } from './shape.ts';

const [FIRST_SEEN, LAST_VERIFIED, LAST_REVIEWED, UPDATED, EXPIRES] = timeFields.map((field) =>
  blockOf(`,"${field}":"`),
);
const DISPUTED = toUtf8(',"disputed":true');
/** What four digits of a year can say. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799.999;

export async function* writeCanonical(
  batches: AsyncIterable<Batch>,
  context: WriteContext<unknown>,
): AsyncIterable<Uint8Array> {
  const writer = new CanonicalWriter(context);
  // The header waits for the first batch: what is known of the list may stand in the input's first lines.
  let isBegun = false;
  for await (const batch of batches) {
    if (!isBegun) writer.header();
    isBegun = true;
    writer.batch(batch);
    spent(batch);
    yield writer.out.take();
  }
  if (!isBegun) writer.header();
  if (writer.out.length > 0) yield writer.out.take();
}

class CanonicalWriter {
  readonly out = new ByteWriter();
  readonly #context: WriteContext<unknown>;
  /** From the opening brace to the key, by kind, scope and operation. */
  readonly #heads: (Block | undefined)[] = [];
  /** A source that opens the map, one that follows another, and one alone. */
  readonly #firstSource: SourceNames;
  readonly #nextSource: SourceNames;
  readonly #source: SourceNames;
  readonly #opinions: SetWriter<Opinion>;
  readonly #reviews: SetWriter<Review>;
  #item = 0;

  constructor(context: WriteContext<unknown>) {
    this.#context = context;
    const { sources } = context.interns;
    this.#firstSource = new SourceNames(sources, ',"from":{');
    this.#nextSource = new SourceNames(sources, ',');
    this.#source = new SourceNames(sources, '');
    const { opinions, reviews } = context.interns;
    this.#opinions = new SetWriter(opinions, 'opinions', opinionText, (set) =>
      opinions.size(set) > 1 && disputeIn(opinions.list(set)) !== null ? DISPUTED : null,
    );
    this.#reviews = new SetWriter(reviews, 'reviews', reviewText);
  }

  header(): void {
    const { list } = this.#context;
    const facts = Object.fromEntries(listFieldIds.map((field) => [field, list[field]]));
    this.out.json({ canonical: VERSION, list: facts });
    this.out.byte(10);
  }

  batch(batch: Batch): void {
    const { item } = batch;
    if (batch.reviews !== null) this.#context.interns.reviews.touch(batch.reviews);
    for (let i = 0; i < batch.count; i++) {
      let number = 0;
      if (item !== null) {
        const isJoined = i > 0 && item[i] === item[i - 1];
        if (isJoined) number = this.#item;
        else if (i + 1 < batch.count && item[i] === item[i + 1]) number = ++this.#item;
      }
      const start = this.out.length;
      const misfit = this.#row(batch, i, number);
      if (misfit === null) continue;
      this.out.length = start;
      this.#context.unfit(misfit, batch, i);
    }
  }

  /** Writes row i; a reason where it cannot be written. */
  #row(batch: Batch, i: number, item: number): string | null {
    const { out } = this;
    if (item > 0) {
      out.ascii('{"item":');
      out.integer(item);
    }
    const start = out.length;
    const kind = batch.kind[i]!;
    const scope = batch.scope[i]!;
    const op = batch.op[i]!;
    const head = kind | (scope << 6) | (op << 8);
    out.block(this.#heads[head] ?? this.#addHead(head, kind, scope, op));
    if (item > 0) out.bytes[start] = 44; // the brace is there already
    if (!writeKey(out, kindOf(kind), batch.bytes, batch.start[i]!, batch.start[i + 1]!)) return 'the key is not UTF-8';
    if (batch.opinions !== null) this.#opinions.write(out, batch.opinions[i]!);
    if (batch.reviews !== null) this.#reviews.write(out, batch.reviews[i]!);
    const { firstSeen, lastVerified, lastReviewed, updated, expires } = batch.times;
    if (
      (firstSeen !== null && !writeTime(out, FIRST_SEEN!, firstSeen[i]!)) ||
      (lastVerified !== null && !writeTime(out, LAST_VERIFIED!, lastVerified[i]!)) ||
      (lastReviewed !== null && !writeTime(out, LAST_REVIEWED!, lastReviewed[i]!)) ||
      (updated !== null && !writeTime(out, UPDATED!, updated[i]!)) ||
      (expires !== null && !writeTime(out, EXPIRES!, expires[i]!))
    ) {
      return 'a time is no date';
    }
    if (batch.size !== null && !writeSize(out, batch.size[i]!)) return 'a size is no number';
    const partnerKey = batch.partnerKey?.[i];
    if (partnerKey !== undefined) writeText(out, 'partnerKey', partnerKey);
    const extras = batch.extras?.[i];
    if (extras !== undefined) {
      if (extras.name !== undefined) writeText(out, 'name', extras.name);
      if (extras.note !== undefined) writeText(out, 'note', extras.note);
      if (extras.spelling !== undefined) writeText(out, 'spelling', extras.spelling);
    }
    this.#origins(batch, i, op);
    out.byte(125);
    out.byte(10);
    return null;
  }

  #addHead(head: number, kind: number, scope: number, op: number): Block {
    const { id, codec } = kindOf(kind);
    const text =
      `{"kind":"${id}"` +
      (scope === EXACT ? '' : `,"scope":"${scopeOf(scope)}"`) +
      (op === PRESENT ? '' : `,"operation":"${operationOf(op)}"`) +
      (codec === 'text' ? ',"key":' : ',"key":"'); // text is quoted by the writer of the key
    const block = blockOf(text);
    this.#heads[head] = block;
    return block;
  }

  #origins(batch: Batch, i: number, op: number): void {
    const { out } = this;
    const { origins } = batch;
    if (origins === null) {
      out.block(this.#firstSource.of(batch.source));
      out.integer(batch.line[i]!);
      out.byte(125);
      return;
    }
    let others = 0;
    let isOpen = false;
    for (let n = origins.start[i]!; n < origins.start[i + 1]!; n++) {
      if (origins.op[n] === op) {
        out.block((isOpen ? this.#nextSource : this.#firstSource).of(origins.source[n]!));
        out.integer(origins.line[n]!);
        isOpen = true;
      } else others |= 1 << origins.op[n]!;
    }
    if (isOpen) out.byte(125);
    for (let other = 0; others >> other !== 0; other++) {
      if ((others >> other) & 1) this.#originsOf(origins, i, other);
    }
  }

  /** The sources that said something else than the row does. */
  #originsOf(origins: Origins, i: number, op: number): void {
    const { out } = this;
    let isOpen = false;
    for (let n = origins.start[i]!; n < origins.start[i + 1]!; n++) {
      if (origins.op[n] !== op) continue;
      out.ascii(isOpen ? ',' : `,"${originKeys[op]}":{`);
      out.block(this.#source.of(origins.source[n]!));
      out.integer(origins.line[n]!);
      isOpen = true;
    }
    out.byte(125);
  }
}

function opinionText({ member, scheme, label, polarity }: Opinion): string {
  return JSON.stringify({ member, scheme, label, polarity });
}

function reviewText({ reviewer, organisation, country, decision }: Review): string {
  return JSON.stringify({ reviewer, organisation, country, decision });
}

/** False for text bytes that are not UTF-8, which JSON cannot hold. */
function writeKey(out: ByteWriter, kind: Kind, bytes: Uint8Array, from: number, to: number): boolean {
  switch (kind.codec) {
    case 'hex':
      out.hex(bytes, from, to);
      break;
    case 'base64':
      out.base64(bytes, from, to);
      break;
    case 'text':
      // Names and URLs are ASCII in canonical form.
      if (kind.family !== 'place' && !isUtf8(bytes.subarray(from, to))) return false;
      out.jsonBytes(bytes, from, to);
      return true;
    default:
      out.ascii(keyText(kind, bytes.subarray(from, to)));
  }
  out.byte(34);
  return true;
}

/** A time beyond the calendar is written as the number of seconds it is. False for infinity, which is no number in JSON. */
function writeTime(out: ByteWriter, label: Block, seconds: number): boolean {
  if (seconds >= FIRST_SECOND && seconds <= LAST_SECOND) {
    out.block(label);
    out.time(seconds);
    out.byte(34);
    return true;
  }
  if (Number.isNaN(seconds)) return true;
  out.block(label);
  out.length--; // its quotation mark
  out.ascii(String(seconds));
  return Number.isFinite(seconds);
}

function writeSize(out: ByteWriter, size: number): boolean {
  if (Number.isNaN(size)) return true;
  out.ascii(',"size":');
  if (Number.isSafeInteger(size) && size >= 0) out.integer(size);
  else out.ascii(String(size));
  return Number.isFinite(size);
}

function writeText(out: ByteWriter, field: string, text: string): void {
  out.ascii(`,"${field}":`);
  out.json(text);
}
