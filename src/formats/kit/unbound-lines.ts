// One line of an Unbound configuration as rows: `local-zone:` holds for a name and all names below it, `local-data:`
// gives what a zone answers, or makes a rule for a single name. Research url-formats 3.3. Whether a zone that redirects
// blocks is told by its data, which may stand anywhere behind it: such a zone is held until they come.
import { parseIp } from '../../model/address.ts';
import type { Batch } from '../../model/batch.ts';
import { fromUtf8, indexOfByte } from '../../model/bytes.ts';
import { kinds } from '../../model/kinds.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../../model/scope.ts';
import type { ReadContext } from '../format.ts';
import { addressAnswer, hostAnswer } from './answers.ts';
import { isBlankByte, type LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';
import type { StopPage } from './stop-page.ts';

/** What clients get in a zone of each type that blocks, as far as it is not "no such name". */
const BLOCKING: ReadonlyMap<string, string | null> = new Map([
  ['always_nxdomain', null],
  ['static', null],
  ['always_nodata', 'an empty answer'],
  ['always_null', 'a null address'],
  ['always_refuse', 'a refusal'],
  ['refuse', 'a refusal'],
  ['always_deny', 'no answer at all'],
  ['deny', 'no answer at all'],
  ['inform_deny', 'no answer at all'],
  ['redirect', null],
  ['inform_redirect', null],
]);

const HASH = 35;
const QUOTE = 34;
const APOSTROPHE = 39;
const COLON = 58;

interface Settings {
  readonly page: StopPage | null;
  /** Whether every answer of a zone's own is a block, because the user says so. */
  readonly takesAnswers: boolean;
}

/** A line as sent. */
interface Kept {
  readonly line: number;
  readonly raw: Uint8Array;
}

/** A zone that redirects, before its data are met. */
interface Held extends Kept {
  readonly key: Uint8Array;
  readonly spelling: string | undefined;
  /** Data that are no address and no name: they go the way of the zone. */
  readonly others: Kept[];
}

export class UnboundReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #settings: Settings;
  readonly #held = new Map<string, Held>();
  /** Names with local data. */
  readonly #local = new Set<string>();
  /** The zone or single name that was listed last: more data of it say nothing new. */
  #listed = '';

  constructor(rows: RowSink, context: ReadContext<unknown>, settings: Settings) {
    this.#rows = rows;
    this.#context = context;
    this.#settings = settings;
  }

  line(line: LineScanner): void {
    const { bytes, to } = line;
    let { from } = line;
    while (from < to && isBlankByte(bytes[from]!)) from++;
    if (from === to || bytes[from] === HASH) return;
    const rows = this.#rows;
    rows.begin();
    const found = indexOfByte(bytes, COLON, from, to);
    const colon = found < 0 ? from : found;
    const key = fromUtf8(bytes, from, colon);
    const words = wordsOf(bytes, colon + 1, to);
    if (key === 'server' && words?.length === 0) return;
    if (words === null) rows.reject('row/unclosed-quote', {});
    else if (key === 'local-zone' && words.length === 2) this.#localZone(line, words);
    else if (key === 'local-data' && words.length === 1) this.#localData(line, words[0]!);
    else rows.reject('row/bad-line', { want: 'local-zone: "name" type, or local-data: "name record"' });
  }

  #localZone(line: LineScanner, [name, type]: readonly Word[]): void {
    const { bytes } = line;
    const rows = this.#rows;
    const word = fromUtf8(bytes, type!.from, type!.to);
    this.#listed = '';
    // It blocks nothing but what its data are for: the name on the next line.
    if (word === 'transparent') return;
    const isException = word === 'always_transparent';
    if (!isException && !BLOCKING.has(word)) {
      const column = type!.from - line.from + 1;
      rows.reject('row/bad-value', { field: 'type', want: 'one that blocks or excepts' }, column);
      return;
    }
    const zone = nameOf(fromUtf8(bytes, name!.from, name!.to));
    const isRedirect = word.endsWith('redirect');
    if (isRedirect && this.#local.has(zone)) {
      rows.reject('zone/local-data', {});
      return;
    }
    rows.begin(isException ? EXCEPTED : PRESENT);
    if (!rows.host(bytes, name!.from, name!.to, SUBTREE, name!.from - line.from + 1)) return;
    if (isRedirect && !this.#held.has(zone)) {
      const { key, spelling } = rows.builder.takeBack();
      this.#held.set(zone, { key, spelling, ...keep(line), others: [] });
      return;
    }
    this.#listed = zone;
    const answer = BLOCKING.get(word) ?? null;
    if (answer !== null) rows.report('zone/answer-dropped', { answer });
  }

  #localData(line: LineScanner, word: Word): void {
    const { bytes } = line;
    const rows = this.#rows;
    const column = word.from - line.from + 1;
    const text = fromUtf8(bytes, word.from, word.to);
    const [, owner = '', type = '', data = ''] = /^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?(\S+)\s+(.*)$/isu.exec(text) ?? [];
    if (owner === '' || (isAddress(type) && !parseIp(data.trimEnd()).ok)) {
      rows.reject('row/bad-line', { want: 'a record with its owner first' }, column);
      return;
    }
    const name = nameOf(owner);
    const answer = this.#answerOf(type, data.trimEnd());
    const held = this.#held.get(name);
    if (answer === 'other data' && held !== undefined) held.others.push(keep(line));
    else if (answer === 'other data' && name === this.#listed) rows.report('zone/answer-dropped', { answer });
    else if (answer === 'other data' || answer === 'local data') this.#refuse(name, column);
    else if (held !== undefined) {
      this.#held.delete(name);
      this.#list(held);
      this.#listed = name;
      if (answer !== null) rows.report('zone/answer-dropped', { answer });
    } else if (name !== this.#listed) {
      rows.begin();
      const added = rows.host(bytes, word.from, word.from + owner.length, EXACT, column);
      this.#listed = added ? name : '';
    }
  }

  /** What the data make clients get, or null for the stop page. */
  #answerOf(type: string, data: string): string | null {
    const { page, takesAnswers } = this.#settings;
    const isName = /^CNAME$/iu.test(type);
    const answer = isName ? hostAnswer(data, page) : isAddress(type) ? addressAnswer(data, page) : 'other data';
    if (answer === 'the stop page') return null;
    return takesAnswers && answer !== 'a null address' ? 'an answer of its own' : answer;
  }

  /** Refuses the line of such data, and the zone they are for. */
  #refuse(name: string, column: number): void {
    this.#local.add(name);
    this.#rows.reject('zone/local-data', {}, column);
    const held = this.#held.get(name);
    if (held === undefined) return;
    this.#held.delete(name);
    for (const kept of [held, ...held.others]) this.#refuseKept(kept);
  }

  #refuseKept({ line, raw }: Kept): void {
    this.#context.reject('zone/local-data', {}, { source: this.#context.source, line }, raw);
  }

  #list({ line, key, spelling, others }: Held): void {
    const { builder } = this.#rows;
    builder.begin(line);
    builder.addBytes(kinds.domain.code, SUBTREE, key, 0, key.length);
    if (spelling !== undefined) builder.setSpelling(spelling);
    for (const other of others) {
      const at = { source: this.#context.source, line: other.line };
      this.#context.report('zone/answer-dropped', { answer: 'other data' }, at);
    }
  }

  /** Zones whose data never came: Unbound answers nothing for them. */
  *rest(): Generator<Batch> {
    const { builder } = this.#rows;
    for (const held of this.#held.values()) {
      if (held.others.length === 0) this.#list(held);
      else for (const kept of [held, ...held.others]) this.#refuseKept(kept);
      if (builder.isFull) yield builder.take();
    }
    if (builder.count > 0) yield builder.take();
  }
}

function keep(line: LineScanner): Kept {
  return { line: line.line, raw: line.raw().slice() };
}

/** A dot at the end means nothing to Unbound. */
function nameOf(text: string): string {
  return text.toLowerCase().replace(/\.$/u, '');
}

function isAddress(type: string): boolean {
  return /^A(?:AAA)?$/iu.test(type);
}

interface Word {
  readonly from: number;
  readonly to: number;
}

/** The words of `bytes[from..to)`, without their quotation marks and without a comment; null where a mark is not closed. */
function wordsOf(bytes: Uint8Array, from: number, to: number): Word[] | null {
  const words: Word[] = [];
  for (let at = from; at < to; ) {
    const byte = bytes[at]!;
    if (isBlankByte(byte)) at++;
    else if (byte === HASH) break;
    else if (byte === QUOTE || byte === APOSTROPHE) {
      const end = indexOfByte(bytes, byte, at + 1, to);
      if (end < 0) return null;
      words.push({ from: at + 1, to: end });
      at = end + 1;
    } else {
      let end = at;
      while (end < to && !isBlankByte(bytes[end]!)) end++;
      words.push({ from: at, to: end });
      at = end;
    }
  }
  return words;
}
