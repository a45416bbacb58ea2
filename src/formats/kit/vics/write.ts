// Writes a Project VIC document: media in their own words as far as these reach, and beside them, in an annotation that OData
// lets other readers ignore, what they cannot say: who says what, directions, other vocabularies, further times.
import type { Batch } from '../../../model/batch.ts';
import { toUtf8 } from '../../../model/bytes.ts';
import { keyText } from '../../../model/key-text.ts';
import { type KindId, kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { type Row, rowAt } from '../../../model/row.ts';
import { WITHDRAWN } from '../../../model/scope.ts';
import type { WriteContext } from '../../format.ts';
import { factsOf, jsonFault } from '../canonical/facts-object.ts';
import { ByteWriter } from '../emit.ts';
import { itemsOf } from '../items-of.ts';
import {
  digestKeys,
  flagKeys,
  flags,
  MEDIA_TYPE,
  mimeTypes,
  OWN,
  SERIES,
  schemeNamed,
  spelledVocabulary,
  TAGS,
  vocabularyOf,
} from './keys.ts';
import type { VicsOptions } from './read.ts';

const OWN_KEYS = new Map<KindId, string>(Object.entries(digestKeys).map(([name, kind]) => [kind, name]));
/** In the order in which they are read. */
const ORDER: readonly KindId[] = Object.values(digestKeys);

/** The scheme of categories that a document with these options holds. */
function schemeWith({ version, vocabulary }: VicsOptions): string {
  if (vocabulary !== undefined) return schemeNamed(vocabulary);
  return version === '2.0' ? schemeNamed('Default') : 'vics';
}

function contextWith({ version, vocabulary = 'Default' }: VicsOptions): string {
  if (version !== '2.0')
    return `{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/${version}.xml#Media"`;
  const path = spelledVocabulary(vocabulary);
  return `{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/${path}/$metadata#Media"`;
}

export async function* writeVics(
  batches: AsyncIterable<Batch>,
  context: WriteContext<VicsOptions>,
): AsyncIterable<Uint8Array> {
  const writer = new VicsWriter(context);
  let isBegun = false;
  for await (const batch of batches) {
    for (const [from, to] of itemsOf(batch)) writer.item(batch, from, to);
    if (!writer.isDecided) continue;
    if (!isBegun) yield writer.head();
    isBegun = true;
    yield writer.out.take();
  }
  if (!isBegun) yield writer.head();
  writer.out.ascii('\n]}\n');
  yield writer.out.take();
}

/** So many media without a category may wait for one that tells the vocabulary, whatever batches they come in. */
const MOST_UNDECIDED = 10_000;

class VicsWriter {
  readonly out = new ByteWriter();
  readonly #context: WriteContext<VicsOptions>;
  /** With the vocabulary of the list: the one that was named, or that of its first category. */
  #options: VicsOptions;
  #scheme: string;
  #number = 0;

  constructor(context: WriteContext<VicsOptions>) {
    this.#context = context;
    this.#options = context.options;
    this.#scheme = schemeWith(context.options);
  }

  get isDecided(): boolean {
    const { version, vocabulary } = this.#options;
    return version !== '2.0' || vocabulary !== undefined || this.#number > MOST_UNDECIDED;
  }

  /** Readers look at the first key and hardly further: it names the vocabulary, so that the media before it wait. */
  head(): Uint8Array {
    return toUtf8(`${contextWith(this.#options)},"value":[`);
  }

  item(batch: Batch, from: number, to: number): void {
    const rows: Row[] = [];
    for (let i = from; i < to; i++) {
      if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
      const row = rowAt(batch, i, this.#context.interns);
      const isSecond = rows.some(({ kind }) => kind === row.kind);
      const fault = isSecond ? 'a medium has one digest of a kind' : jsonFault(row);
      if (fault === null) rows.push(row);
      else this.#context.unfit(fault, batch, i);
    }
    if (rows.length === 0) return;
    if (!this.isDecided) this.#decide(rows);
    this.out.ascii(this.#number === 0 ? '\n' : ',\n');
    this.#number++;
    this.out.json(this.#medium(rows));
  }

  /** Categories of another vocabulary than that of the list would reach nobody but this program. */
  #decide(rows: readonly Row[]): void {
    const named = rows.flatMap((row) => row.opinions.flatMap(({ scheme = '' }) => vocabularyOf(scheme) ?? [])).sort();
    if (named[0] === undefined) return;
    this.#options = { ...this.#options, vocabulary: named[0] };
    this.#scheme = schemeWith(this.#options);
  }

  #medium(rows: readonly Row[]): object {
    const { options, report } = this.#context;
    const md5 = digestOf(rows.find(({ kind }) => kind === 'md5'));
    if (md5 === undefined) report('row/without-md5', {});
    const isOld = options.version !== '2.0';
    const isNamed = ({ kind }: Row): boolean => !OWN_KEYS.has(kind) || (isOld && kind === 'photodna');
    const plain = rows.filter((row) => !isNamed(row)).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
    const others = rows.filter(isNamed).sort((a, b) => ORDER.indexOf(b.kind) - ORDER.indexOf(a.kind));
    const opinions = rows.flatMap((row) => row.opinions);
    const { size, times, extras } = rows[0]!;
    const name = options.names === 'keep' ? extras.name : undefined;
    const digests = Object.fromEntries(plain.map((row) => [OWN_KEYS.get(row.kind), digestOf(row)]));
    const alternatives = others.map((row) => ({
      ...(md5 === undefined ? {} : { MD5: md5 }),
      HashName: row.kind === 'photodna' ? 'PhotoDNA' : row.kind.toUpperCase(),
      HashValue: digestOf(row),
    }));
    const { category, ...said } = wordsOf(opinions, this.#scheme);
    const isInOrder = [...plain, ...others].every((row, i) => row === rows[i]);
    const unsaid = this.#unsaid(rows);
    if (unsaid !== null) report('row/annotated', { what: unsaid });
    return {
      ...(isOld && md5 !== undefined ? { 'odata.id': `Media("${md5}")` } : {}),
      MediaID: this.#number,
      ...(category === undefined ? {} : { Category: category }),
      ...digests,
      ...(alternatives.length === 0 ? {} : { AlternativeHashes: alternatives }),
      ...said,
      ...(size === undefined ? {} : { MediaSize: size }),
      ...(times.updated === undefined ? {} : { DateUpdated: timestamp(times.updated) }),
      ...(extras.note === undefined ? {} : { Comments: extras.note }),
      ...(name === undefined ? {} : { MediaFiles: [{ ...(md5 === undefined ? {} : { MD5: md5 }), FileName: name }] }),
      ...(unsaid === null && isInOrder ? {} : { [OWN]: rows.map((row) => ({ kind: row.kind, ...this.#facts(row) })) }),
    };
  }

  /** What the format keeps of a row: without the name, unless it was asked for. */
  #facts({ extras: { name, note }, ...row }: Row): object {
    const kept = this.#context.options.names === 'keep' ? name : undefined;
    return factsOf({
      ...row,
      extras: { ...(kept === undefined ? {} : { name: kept }), ...(note === undefined ? {} : { note }) },
    });
  }

  /** What the words of the format do not say of these rows; null where they say all. */
  #unsaid(rows: readonly Row[]): string | null {
    const [first] = rows.map((row) => JSON.stringify(this.#facts(row)));
    const found = new Set<string>();
    for (const row of rows) {
      if (JSON.stringify(this.#facts(row)) !== first) found.add('digests of which different things are said');
      if (!isSaid(row.opinions, this.#scheme)) found.add('opinions');
      if (row.reviews.length > 0) found.add('reviews');
      if (row.partnerKey !== undefined) found.add('partnerKey');
      for (const field of Object.keys(row.times)) if (field !== 'updated') found.add(field);
    }
    return found.size === 0 ? null : [...found].join(', ');
  }
}

function digestOf(row: Row | undefined): string | undefined {
  if (row === undefined) return undefined;
  const text = keyText(kinds[row.kind], row.key);
  return row.kind === 'md5' || row.kind === 'sha1' || row.kind === 'sha256' ? text.toUpperCase() : text;
}

/** Labels in a scheme, each once. */
function labelsIn(opinions: readonly Opinion[], scheme: string): string[] {
  return [...new Set(opinions.flatMap((one) => (one.scheme === scheme && one.label !== undefined ? [one.label] : [])))];
}

/** What the format can say: nothing where members say different things. */
function wordsOf(opinions: readonly Opinion[], scheme: string) {
  const one = (name: string): string | undefined => {
    const labels = labelsIn(opinions, name);
    return labels.length === 1 ? labels[0] : undefined;
  };
  const category = one(scheme);
  const mime = mimeTypes[one(MEDIA_TYPE) ?? ''];
  const series = one(SERIES);
  const tags = labelsIn(opinions, TAGS).filter(isTag);
  const members = new Set(opinions.map(({ member }) => member));
  return {
    category: category !== undefined && /^(?:0|[1-9]\d{0,8})$/u.test(category) ? Number(category) : category,
    ...Object.fromEntries(
      flagKeys.flatMap((key) => {
        const label = one(flags[key]);
        return label === 'true' || label === 'false' ? [[key, label === 'true']] : [];
      }),
    ),
    ...(members.size === 1 ? { PrecategorizationSource: [...members][0] } : {}),
    ...(series === undefined ? {} : { Series: series }),
    ...(tags.length === 0 ? {} : { Tags: tags.join(',') }),
    ...(mime === undefined ? {} : { MimeType: mime }),
  };
}

/** Whether the words of the format say all of it, so that it is read as it was. */
function isSaid(opinions: readonly Opinion[], scheme: string): boolean {
  const isTrimmed = (text: string | undefined): boolean => text !== undefined && text !== '' && text.trim() === text;
  const met = new Set<string>();
  return opinions.every(({ member, scheme: own = '', label, polarity }) => {
    if (polarity !== undefined || member !== opinions[0]?.member || !isTrimmed(member) || !isTrimmed(label))
      return false;
    if (own === TAGS) return isTag(label ?? '');
    if (met.has(own)) return false;
    met.add(own);
    if (own === scheme || own === SERIES) return true;
    if (own === MEDIA_TYPE) return mimeTypes[label ?? ''] !== undefined;
    return (Object.values(flags) as string[]).includes(own) && (label === 'true' || label === 'false');
  });
}

function isTag(label: string): boolean {
  return label.trim() === label && label !== '' && !label.includes(',');
}

/** With four digits behind the point, as distributed sets have it. */
function timestamp(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().replace(/Z$/u, '0Z');
}
