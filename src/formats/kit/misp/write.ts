// Writes one MISP event: a key alone is an attribute, a record of several digests a file object. The array that the first
// rows belong to is written as they come; the other one is held, in the bytes it will have, and follows.
import type { Batch } from '../../../model/batch.ts';
import { keyText } from '../../../model/key-text.ts';
import { kinds } from '../../../model/kinds.ts';
import { type Row, rowAt } from '../../../model/row.ts';
import { scopeCode } from '../../../model/scope.ts';
import { isoTime, parseIsoText } from '../../../model/times.ts';
import type { WriteContext } from '../../format.ts';
import { factsOf, jsonFault } from '../canonical/facts-object.ts';
import { derivedUuid } from '../derived-uuid.ts';
import { ByteWriter, writeBatches } from '../emit.ts';
import { itemsOf } from '../items-of.ts';
import { labelTexts, opinionsInOrder } from '../said.ts';
import { isLight } from '../strictest-mark.ts';
import { OWN, typeOf, UNTITLED } from './types.ts';

/** The template of file objects in MISP/misp-objects. */
const FILE_TEMPLATE = { template_uuid: '688c46fb-5edb-40a3-8273-1af7923e2215', template_version: '24' };

export const writeMisp = writeBatches<unknown>((context) => new MispWriter(context));

type Part = 'Attribute' | 'Object';

class MispWriter {
  readonly out = new ByteWriter();
  readonly #held = new ByteWriter();
  readonly #context: WriteContext<unknown>;
  /** Epoch seconds, as MISP spells them: a text. */
  #timestamp = '0';
  /** The array that is being written; the other one is held. */
  #first: Part | null = null;

  constructor(context: WriteContext<unknown>) {
    this.#context = context;
  }

  batch(batch: Batch): void {
    for (const [from, to] of itemsOf(batch)) this.#item(batch, from, to);
  }

  end(): void {
    this.#begin('Attribute');
    const other = this.#first === 'Attribute' ? 'Object' : 'Attribute';
    this.out.ascii(`\n],"${other}":[`);
    const held = this.#held.take();
    this.out.copy(held);
    this.out.ascii('\n]}}\n');
  }

  /** The facts of the list are known once the first rows are. */
  #begin(first: Part): void {
    if (this.#first !== null) return;
    this.#first = first;
    const { list, now } = this.#context;
    const issued = list.issuedAt === undefined ? Number.NaN : parseIsoText(list.issuedAt);
    const seconds = Math.floor(Number.isNaN(issued) ? now : issued);
    this.#timestamp = String(seconds);
    const event = {
      uuid: derivedUuid('event', JSON.stringify([list.partner, list.title, list.version])),
      info: list.title ?? UNTITLED,
      date: isoTime(seconds).slice(0, 10),
      timestamp: this.#timestamp,
      threat_level_id: '4',
      analysis: '2',
      published: false,
      ...(list.partner === undefined
        ? {}
        : { Orgc: { name: list.partner, uuid: derivedUuid('organisation', list.partner) } }),
      ...markOf(list.marking),
    };
    this.out.ascii('{"Event":');
    this.out.json(event);
    this.out.length--; // its closing bracket
    this.out.ascii(`,"${first}":[`);
  }

  #item(batch: Batch, from: number, to: number): void {
    const rows: Row[] = [];
    for (let i = from; i < to; i++) {
      const row = rowAt(batch, i, this.#context.interns);
      const fault = jsonFault(row);
      if (fault === null) rows.push(row);
      else this.#context.unfit(fault, batch, i);
    }
    const [row] = rows;
    if (row === undefined) return;
    const part: Part = rows.length === 1 ? 'Attribute' : 'Object';
    this.#begin(part);
    const out = this.#first === part ? this.out : this.#held;
    // The last byte is the bracket of the array for its first element only.
    const isFirst = part === this.#first ? !this.#hasFirst : out.length === 0;
    out.ascii(isFirst ? '\n' : ',\n');
    if (part === this.#first) this.#hasFirst = true;
    out.json(rows.length === 1 ? this.#attribute(row) : this.#object(rows));
  }

  #hasFirst = false;

  #attribute(row: Row): object {
    const { kind, key, operation, times, extras } = row;
    const text = keyText(kinds[kind], key);
    const opinions = opinionsInOrder(row.opinions);
    const labels = labelTexts(opinions);
    const isAllowed = opinions.some(({ polarity }) => polarity === 'allow');
    const isDenied = opinions.some(({ polarity }) => polarity === 'deny');
    const type = typeOf(kind, scopeCode(row.scope));
    return {
      uuid: derivedUuid('attribute', JSON.stringify([kind, row.scope, text])),
      type,
      category: kinds[kind].family === 'place' ? 'Network activity' : 'Payload delivery',
      value: text,
      // What somebody vouches for and nobody lists must not set off an alarm.
      to_ids: !isAllowed || isDenied,
      timestamp: this.#timestamp,
      ...(operation === 'withdrawn' ? { deleted: true } : {}),
      ...(times.firstSeen === undefined ? {} : { first_seen: timestamp(times.firstSeen) }),
      ...(times.lastVerified === undefined ? {} : { last_seen: timestamp(times.lastVerified) }),
      ...(extras.note === undefined ? {} : { comment: extras.note }),
      ...(labels.length === 0 ? {} : { Tag: labels.map((name) => ({ name })) }),
      [OWN]: factsOf(row),
    };
  }

  #object(rows: readonly Row[]): object {
    const attributes = rows.map((row) => ({ ...this.#attribute(row), object_relation: row.kind }));
    return {
      uuid: derivedUuid('object', JSON.stringify(attributes.map(({ object_relation, ...rest }) => rest))),
      name: 'file',
      'meta-category': 'file',
      ...FILE_TEMPLATE,
      timestamp: this.#timestamp,
      Attribute: attributes,
    };
  }
}

/** Traffic lights are tags everywhere; a marking in words would be taken for a label. */
function markOf(marking: string | undefined): object {
  if (marking === undefined) return {};
  return isLight(marking) ? { Tag: [{ name: marking.toLowerCase() }] } : { [OWN]: { marking } };
}

function timestamp(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString();
}
