// One line of an Unbound configuration as rows: `local-zone:` holds for a name and all names below it, `local-data:`
// gives what a zone answers, or makes a rule for a single name. Research url-formats 3.3.
import { formatIp, parseIp } from '../../model/address.ts';
import { fromUtf8, indexOfByte } from '../../model/bytes.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../../model/scope.ts';
import { NULL_ADDRESSES } from './hosts-lines.ts';
import { isBlankByte, type LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';

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

export class UnboundReader {
  readonly #rows: RowSink;
  /** Addresses that mean "blocked" for a single name, beside the null addresses. */
  readonly #pages: ReadonlySet<string>;
  /** The zone that blocks met last: its data are a part of the same rule. */
  #zone = '';
  /** The single name met last: its second address says nothing new. */
  #single = '';

  constructor(rows: RowSink, pages: readonly string[]) {
    this.#rows = rows;
    this.#pages = new Set(pages);
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
    this.#zone = '';
    // It blocks nothing but what its data are for: the name on the next line.
    if (word === 'transparent') return;
    const isException = word === 'always_transparent';
    if (!isException && !BLOCKING.has(word)) {
      const column = type!.from - line.from + 1;
      rows.reject('row/bad-value', { field: 'type', want: 'one that blocks or excepts' }, column);
      return;
    }
    rows.begin(isException ? EXCEPTED : PRESENT);
    if (!rows.host(bytes, name!.from, name!.to, SUBTREE, name!.from - line.from + 1)) return;
    this.#zone = fromUtf8(bytes, name!.from, name!.to).toLowerCase();
    const answer = BLOCKING.get(word) ?? null;
    if (answer !== null) rows.report('zone/answer-dropped', { answer });
  }

  #localData(line: LineScanner, word: Word): void {
    const { bytes } = line;
    const rows = this.#rows;
    const text = fromUtf8(bytes, word.from, word.to);
    const [, owner = '', type = '', data = ''] = /^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?(\S+)\s+(.*)$/isu.exec(text) ?? [];
    const name = owner.toLowerCase();
    const isAddress = /^A(?:AAA)?$/iu.test(type);
    const address = isAddress ? parseIp(data.trimEnd()) : null;
    const spelled = address?.ok ? formatIp(address.bytes) : '';
    if (owner === '' || (isAddress && spelled === '')) {
      rows.reject('row/bad-line', { want: 'a record with its owner first' }, word.from - line.from + 1);
    } else if (name === this.#zone) {
      if (!isAddress) rows.report('zone/answer-dropped', { answer: 'other data' });
      else if (!this.#pages.has(spelled)) rows.report('zone/answer-dropped', { answer: 'another address' });
    } else if (!NULL_ADDRESSES.includes(spelled) && !this.#pages.has(spelled)) {
      const want = 'a record with a null address, or with that of the stop page (option stop-page)';
      rows.reject('row/bad-line', { want }, word.from - line.from + 1);
    } else if (name !== this.#single) {
      rows.begin();
      const added = rows.host(bytes, word.from, word.from + owner.length, EXACT, word.from - line.from + 1);
      this.#single = added ? name : '';
    }
  }
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
