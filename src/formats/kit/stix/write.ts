// Writes STIX 2.1: one indicator a record, its keys joined by OR, because a consumer that knows one of the digests must
// match by it. Everything a row says is in the extension; the properties of the standard say what they can of it.
import type { Batch } from '../../../model/batch.ts';
import { keyText } from '../../../model/key-text.ts';
import { type KindId, kinds } from '../../../model/kinds.ts';
import { type Row, rowAt } from '../../../model/row.ts';
import { scopeCode, WITHDRAWN } from '../../../model/scope.ts';
import { parseIsoText } from '../../../model/times.ts';
import type { WriteContext } from '../../format.ts';
import { factsOf, jsonFault } from '../canonical/facts-object.ts';
import { ByteWriter, writeBatches } from '../emit.ts';
import { itemsOf } from '../items-of.ts';
import { labelTexts, opinionsInOrder } from '../said.ts';
import { derivedId, EXTENSION_ID, indicatorTypes, lightId } from './objects.ts';
import { comparison } from './pattern.ts';

/** Where each kind stands in a pattern. Keys the standard does not name are allowed (10.6). */
export const paths: Partial<Readonly<Record<KindId, string>>> = {
  md5: 'file:hashes.MD5',
  sha1: "file:hashes.'SHA-1'",
  sha224: "file:hashes.'SHA-224'",
  sha256: "file:hashes.'SHA-256'",
  sha384: "file:hashes.'SHA-384'",
  sha512: "file:hashes.'SHA-512'",
  'sha3-256': "file:hashes.'SHA3-256'",
  'sha3-512': "file:hashes.'SHA3-512'",
  ssdeep: 'file:hashes.SSDEEP',
  tlsh: 'file:hashes.TLSH',
  pdq: 'file:hashes.PDQ',
  photodna: 'file:hashes.PhotoDNA',
  url: 'url:value',
  domain: 'domain-name:value',
  ip: 'ipv4-addr:value',
  cidr: 'ipv4-addr:value',
};

/** The standard's own pattern for the values of SSDEEP. */
const MAX_SSDEEP = 128;
/** When a thing was made that nobody dated: an object may never change its date between editions (3.2). */
const UNDATED = 0;
/** The extension was defined on this day. */
const DEFINED = '2026-11-26T00:00:00.000Z';

export const writeStix = writeBatches<unknown>((context) => new StixWriter(context));

class StixWriter {
  readonly out = new ByteWriter();
  readonly #context: WriteContext<unknown>;
  readonly #identities = new Set<string>();
  #markings: readonly string[] = [];
  #modified = UNDATED;
  #isBegun = false;

  constructor(context: WriteContext<unknown>) {
    this.#context = context;
  }

  batch(batch: Batch): void {
    this.#begin();
    for (const [from, to] of itemsOf(batch)) this.#item(batch, from, to);
  }

  end(): void {
    this.#begin();
    this.out.ascii('\n]}\n');
  }

  /** The facts of the list are known once the first rows are. */
  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const { list, now } = this.#context;
    const issued = list.issuedAt === undefined ? Number.NaN : parseIsoText(list.issuedAt);
    this.#modified = Number.isNaN(issued) ? now : issued;
    const id = derivedId('bundle', JSON.stringify([list.partner, list.title, list.version]));
    this.out.ascii(`{"type":"bundle","id":"${id}","objects":[\n`);
    const tool = identity('listbridge', 'system');
    this.out.json(tool);
    this.#object({
      ...head('extension-definition', EXTENSION_ID, DEFINED),
      created_by_ref: tool.id,
      name: 'rows of a list',
      description:
        'What a list says of each key of an indicator, in the order of its pattern; one object stands for all.',
      schema: 'rows: objects with the facts of a row as in the canonical form of listbridge',
      version: '1.0.0',
      extension_types: ['property-extension'],
    });
    if (list.marking !== undefined) this.#mark(list.marking);
  }

  #mark(marking: string): void {
    const known = lightId(marking);
    this.#markings = [known ?? derivedId('marking-definition', marking)];
    if (known !== null) return;
    const { modified: _, ...statement } = head('marking-definition', this.#markings[0]!, timestamp(UNDATED));
    this.#object({ ...statement, definition_type: 'statement', definition: { statement: marking } });
  }

  #object(object: object): void {
    this.out.ascii(',\n');
    this.out.json(object);
  }

  /** The rows of one record; those that were withdrawn are revoked in an indicator of their own. */
  #item(batch: Batch, from: number, to: number): void {
    const byOperation = new Map<number, Row[]>();
    for (let i = from; i < to; i++) {
      const row = rowAt(batch, i, this.#context.interns);
      const fault = faultOf(row);
      if (fault !== null) {
        this.#context.unfit(fault, batch, i);
        continue;
      }
      const rows = byOperation.get(batch.op[i]!);
      if (rows === undefined) byOperation.set(batch.op[i]!, [row]);
      else rows.push(row);
    }
    if (byOperation.size > 1) this.#context.report('row/item-parted', { reason: 'some of its keys are withdrawn' });
    for (const [op, rows] of byOperation) this.#indicator(rows, op === WITHDRAWN);
  }

  #indicator(rows: readonly Row[], isRevoked: boolean): void {
    const pattern = `[${rows.map(comparisonOf).join(' OR ')}]`;
    const facts = rows.map(factsOf);
    const isAlike = facts.every((each) => JSON.stringify(each) === JSON.stringify(facts[0]));
    const firsts = rows.map(({ times }) => times.firstSeen ?? UNDATED);
    const created = Math.min(...firsts);
    const ends = rows.map(({ times }) => times.expires ?? Number.POSITIVE_INFINITY);
    const until = Math.max(...ends);
    const opinions = opinionsInOrder(rows.flatMap((row) => row.opinions));
    const types = (['deny', 'allow'] as const).filter((one) => opinions.some(({ polarity }) => polarity === one));
    const labels = labelTexts(opinions);
    const note = rows[0]?.extras.note;
    this.#object({
      ...head(
        'indicator',
        derivedId('indicator', pattern),
        timestamp(created),
        timestamp(Math.max(created, this.#modified)),
      ),
      ...(opinions[0] === undefined ? {} : { created_by_ref: this.#identity(opinions[0].member) }),
      ...(isRevoked ? { revoked: true } : {}),
      ...(labels.length === 0 ? {} : { labels }),
      ...(this.#markings.length === 0 ? {} : { object_marking_refs: this.#markings }),
      ...(note === undefined ? {} : { description: note }),
      ...(types[0] === undefined ? {} : { indicator_types: [indicatorTypes[types[0]]] }),
      pattern,
      pattern_type: 'stix',
      valid_from: timestamp(created),
      ...(Number.isFinite(until) && until > created ? { valid_until: timestamp(until) } : {}),
      extensions: {
        [EXTENSION_ID]: { extension_type: 'property-extension', rows: isAlike ? facts.slice(0, 1) : facts },
      },
    });
  }

  /** The identity of a member, written before it is first referred to. */
  #identity(member: string): string {
    const object = identity(member, 'organization');
    if (this.#identities.has(object.id)) return object.id;
    this.#identities.add(object.id);
    this.#object(object);
    return object.id;
  }
}

function head(type: string, id: string, created: string, modified = created) {
  return { type, spec_version: '2.1', id, created, modified };
}

function identity(name: string, identityClass: string) {
  const id = derivedId('identity', name);
  return { ...head('identity', id, timestamp(UNDATED)), name, identity_class: identityClass };
}

function timestamp(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString();
}

function comparisonOf({ kind, scope, key }: Row): string {
  const text = keyText(kinds[kind], key);
  const isVersion6 = (kind === 'ip' || kind === 'cidr') && text.includes(':');
  const path = isVersion6 ? 'ipv6-addr:value' : (paths[kind] ?? '');
  return comparison(path, scopeCode(scope), text);
}

/** Why the standard cannot say the row, or null. */
function faultOf(row: Row): string | null {
  const { kind, key } = row;
  if (kind === 'ssdeep' && key.length > MAX_SSDEEP) return `its ssdeep is longer than ${MAX_SSDEEP} characters`;
  return jsonFault(row);
}
