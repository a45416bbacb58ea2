// Writes pages of NCMEC Hash Sharing: the records of a list, each as the entry its member sent. What the page has no place
// for makes a row unfit, so that nothing is lost in silence.
import type { Batch } from '../../../model/batch.ts';
import { keyText } from '../../../model/key-text.ts';
import { kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { isRecordOf, keysIn, memberParts, recordName, WITHOUT } from '../../../model/record-key.ts';
import { type Row, rowAt } from '../../../model/row.ts';
import type { WriteContext } from '../../format.ts';
import { ByteWriter, writeBatches } from '../emit.ts';
import { itemsOf } from '../items-of.ts';
import { isSayable, xmlText } from '../xml/characters.ts';
import { type AdoptOptions, adopted, keysOf } from './adopted.ts';
import {
  CATEGORIZATION,
  CLASSIFICATION,
  elementOf,
  FEEDBACK,
  feedbackType,
  isVideo,
  MEDIA_TYPE,
  NAMESPACE,
  REASON,
} from './terms.ts';

export interface NcmecWriteOptions extends AdoptOptions {
  readonly foreign: 'refuse' | 'leave';
}

export const writeNcmec = writeBatches<NcmecWriteOptions>((context) => new PageWriter(context));

type Media = 'image' | 'video';

/** A record as an entry: its rows, and what is said in it. */
interface Entry {
  readonly media: Media;
  readonly member: string;
  readonly number: string;
  readonly id: string;
  readonly updated: number;
  readonly own: readonly Opinion[];
  readonly rows: readonly Row[];
}

class PageWriter {
  readonly out = new ByteWriter();
  readonly #context: WriteContext<NcmecWriteOptions>;
  /** The list that is open. */
  #list: Media | null = null;
  #left = 0;

  constructor(context: WriteContext<NcmecWriteOptions>) {
    this.#context = context;
  }

  batch(batch: Batch): void {
    for (const [from, to] of itemsOf(batch)) this.#item(batch, from, to);
  }

  #item(batch: Batch, from: number, to: number): void {
    const byKey = new Map<string, Row[]>();
    const sent = Array.from({ length: to - from }, (_, i) => rowAt(batch, from + i, this.#context.interns));
    for (const [at, bare] of sent.entries()) {
      const i = from + at;
      const row = adopted(bare, sent, this.#context);
      const fault = this.#faultOf(row);
      if (fault !== null) {
        this.#context.unfit(fault, batch, i);
        continue;
      }
      for (const key of keysOf(row)) {
        const others = byKey.get(key);
        if (others === undefined) byKey.set(key, [row]);
        else others.push(row);
      }
    }
    for (const [key, rows] of byKey) this.#record(key, rows);
  }

  /** Rows that were listed and rows that were withdrawn are entries of their own. */
  #record(key: string, rows: readonly Row[]): void {
    const withdrawn = rows.filter(({ operation }) => operation === 'withdrawn');
    const listed = rows.filter(({ operation }) => operation !== 'withdrawn');
    if (withdrawn.length > 0) this.#entry(this.#entryOf(key, withdrawn), true);
    if (listed.length > 0) this.#entry(this.#entryOf(key, listed), false);
  }

  /** Why no entry can say the row, or null. */
  #faultOf(row: Row): string | null {
    const { kind, key, opinions, times, operation, partnerKey = '' } = row;
    const { options } = this.#context;
    const names = keysOf(row);
    if (names.length === 0) return 'it is no record of a member, and --to-option member= names none';
    if (names.length < keysIn(partnerKey).filter((name) => name !== WITHOUT).length && options.foreign === 'refuse') {
      return 'it has a name that is not of NCMEC, and --to-option foreign=leave is not given';
    }
    if (times.updated === undefined) return 'nothing says when it was changed';
    if (times.updated < FIRST_SECOND || times.updated > LAST_SECOND) return 'a time is no date';
    const media = new Set(opinions.filter(({ scheme }) => scheme === MEDIA_TYPE).map(({ label }) => label));
    if (media.size !== 1 || !(media.has('image') || media.has('video'))) {
      return media.size === 0
        ? 'nothing says whether it is an image or a video, and --to-option media-type= is not given'
        : 'it is said to be no image and no video, or to be both';
    }
    if (operation !== 'withdrawn' && elementOf(kind, keyText(kinds[kind], key)) === null) return 'it is no fingerprint';
    if (![keyText(kinds[kind], key), ...names, ...opinions.flatMap(textsOf)].every(isSayable)) {
      return 'a text holds a character that XML cannot say';
    }
    const isLooked = times.lastReviewed !== undefined && !opinions.some(isFeedback);
    const foreign = opinions.filter((opinion) => !isSaid(opinion, names));
    if (foreign.length === 0 && !isLooked) return null;
    if (options.foreign === 'refuse')
      return 'something is said of it that an entry has no place for, and --to-option foreign=leave is not given';
    this.#left++;
    return null;
  }

  #entryOf(key: string, rows: readonly Row[]): Entry {
    const { member: number, id } = recordName(key)!; // `keysOf` takes no other
    const opinions = rows.flatMap((row) => row.opinions);
    const own = opinions.filter((opinion) => isRecordOf(key, opinion.member) && !isFeedback(opinion));
    return {
      media: isVideo(opinions) ? 'video' : 'image',
      member: memberParts(own[0]?.member ?? this.#ownName(number)).name,
      number,
      id,
      updated: Math.max(...rows.map(({ times }) => times.updated ?? 0)),
      own,
      rows,
    };
  }

  /** The member that the user named, where the number is theirs: of an adopted row, others may say everything. */
  #ownName(number: string): string {
    const { member = '' } = this.#context.options;
    return memberParts(member).number === number ? member : '';
  }

  #entry(entry: Entry, isDeleted: boolean): void {
    this.#openList(entry.media);
    const { out } = this;
    const element = isDeleted ? `deleted${entry.media === 'image' ? 'Image' : 'Video'}` : entry.media;
    const { member, number, id, updated } = entry;
    out.utf8(`<${element}><member id="${xmlText(number)}">${xmlText(member)}</member>`);
    out.utf8(`<timestamp>${timestamp(updated)}</timestamp><id>${xmlText(id)}</id>`);
    const label = entry.own.find(({ scheme }) => scheme === CLASSIFICATION)?.label;
    if (label !== undefined && !isDeleted) out.utf8(`<classification>${xmlText(label)}</classification>`);
    if (!isDeleted) this.#fingerprints(entry);
    out.ascii(`</${element}>\n`);
  }

  #fingerprints({ rows, own }: Entry): void {
    const { out } = this;
    out.ascii('<fingerprints>');
    const feedback: string[] = [];
    for (const { kind, key, opinions, times } of rows) {
      const { name, value } = elementOf(kind, keyText(kinds[kind], key))!; // `#faultOf` has seen it
      if (kind === 'fingerprint-reference') out.utf8(`<${name} rel="self" href="${xmlText(value)}"/>`);
      else out.utf8(`<${name}>${xmlText(value)}</${name}>`);
      feedback.push(feedbackOf(feedbackType(name), opinions.filter(isFeedback), times.lastReviewed));
    }
    out.ascii('</fingerprints>');
    out.utf8(feedback.join('') === '' ? '' : `<feedback>${feedback.join('')}</feedback>`);
    const categories = unlike(own.filter(({ scheme = '' }) => scheme.startsWith(CATEGORIZATION))).map(
      ({ scheme = '', label = '' }) => `<categorization${reasonOf(scheme.slice(CATEGORIZATION.length), label)}/>`,
    );
    if (categories.length > 0) out.utf8(`<categorizations>${categories.join('')}</categorizations>`);
  }

  /** Images come first (`leads`), so that each list is opened once. */
  #openList(media: Media): void {
    if (this.#list === media) return;
    const { out } = this;
    if (this.#list === null) {
      out.ascii(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<queryResult xmlns="${NAMESPACE}">\n`);
    } else out.ascii(`</${this.#list}s>\n`);
    this.#list = media;
    const { issuedAt } = this.#context.list;
    const most = issuedAt === undefined || !isSayable(issuedAt) ? '' : ` maxTimestamp="${xmlText(issuedAt)}"`;
    out.utf8(`<${media}s${most}>\n`);
  }

  end(): void {
    if (this.#list === null) this.#openList('image');
    this.out.ascii(`</${this.#list}s>\n</queryResult>\n`);
    if (this.#left > 0) this.#context.report('loss/opinions-dropped', { target: 'ncmec-xml', count: this.#left });
  }
}

const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

function isFeedback({ scheme = '' }: Opinion): boolean {
  return scheme === FEEDBACK || scheme.startsWith(REASON);
}

/** Whether the entries of these records have a place for an opinion. */
function isSaid({ member, scheme = '', label, polarity }: Opinion, names: readonly string[]): boolean {
  if (polarity !== undefined || label === undefined) return false;
  if (scheme === FEEDBACK) return label === 'affirmative' || label === 'negative';
  if (scheme.startsWith(REASON)) return true;
  if (!names.some((name) => isRecordOf(name, member)) && scheme !== MEDIA_TYPE) return false;
  return scheme === MEDIA_TYPE || (scheme === CLASSIFICATION && label !== '') || scheme.startsWith(CATEGORIZATION);
}

function textsOf({ member, scheme = '', label = '' }: Opinion): string[] {
  return [member, scheme, label];
}

function unlike(opinions: readonly Opinion[]): Opinion[] {
  return opinions.filter((one, i) => opinions.findIndex(({ scheme }) => scheme === one.scheme) === i);
}

/** Who agrees, and who does not for which reasons: one element for each. */
function feedbackOf(type: string, opinions: readonly Opinion[], at: number | undefined): string {
  const when = at === undefined ? '' : ` lastUpdateTimestamp="${timestamp(at)}"`;
  const said = (label: string): Opinion[] => opinions.filter((one) => one.scheme === FEEDBACK && one.label === label);
  const affirmative = said('affirmative');
  const agreed =
    affirmative.length === 0
      ? ''
      : `<affirmativeFeedback type="${type}"${when}>${membersOf(affirmative)}</affirmativeFeedback>`;
  const negative = said('negative');
  if (negative.length === 0) return agreed;
  const reasons = opinions.filter(({ scheme = '' }) => scheme.startsWith(REASON));
  const bare = negative.filter(({ member }) => !reasons.some((reason) => reason.member === member));
  const parts = [
    ...(bare.length === 0 ? [] : [`<reason/>${membersOf(bare)}`]),
    ...reasons.map((reason) => {
      const guid = (reason.scheme ?? '').slice(REASON.length);
      return `<reason${reasonOf(guid, reason.label ?? '')} type="${type}"/>${membersOf([reason])}`;
    }),
  ];
  return `${agreed}<negativeFeedback type="${type}"${when}><reasons>${parts.join('')}</reasons></negativeFeedback>`;
}

function membersOf(opinions: readonly Opinion[]): string {
  const members = opinions.map(({ member }) => {
    const { name, number } = memberParts(member);
    return `<member${number === '' ? '' : ` id="${xmlText(number)}"`}>${xmlText(name)}</member>`;
  });
  return `<members>${members.join('')}</members>`;
}

function reasonOf(guid: string, name: string): string {
  return ` guid="${xmlText(guid)}" name="${xmlText(name)}"`;
}

function timestamp(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().replace('.000Z', 'Z');
}
