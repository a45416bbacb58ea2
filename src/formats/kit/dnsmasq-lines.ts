// One line of a dnsmasq configuration as rules: what stands between the slashes, and what becomes of it. Settings that
// answer for no name are refused, not passed over: `addn-hosts=` or `host-record=` may hold a part of the list.
import { fromUtf8, indexOfByte, lastIndexOfByte } from '../../model/bytes.ts';
import { EXCEPTED, PRESENT } from '../../model/scope.ts';
import { addressAnswer } from './answers.ts';
import { isBlankByte, type LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';
import type { StopPage } from './stop-page.ts';
import type { OwnerRows } from './zone/read-owners.ts';

const HASH = 35;
const STAR = 42;
const DOT = 46;
const SLASH = 47;

export class DnsmasqReader {
  readonly #rows: RowSink;
  readonly #owners: OwnerRows;
  readonly #page: StopPage | null;
  /** Beginning and end of the line met last, and what they mean: most lists say the same of all names. */
  #known = '';
  #meaning: Meaning | null = null;

  constructor(rows: RowSink, owners: OwnerRows, page: StopPage | null) {
    this.#rows = rows;
    this.#owners = owners;
    this.#page = page;
  }

  line(line: LineScanner): void {
    const { bytes } = line;
    let { from, to } = line;
    while (from < to && isBlankByte(bytes[from]!)) from++;
    if (from === to || bytes[from] === HASH) return;
    const rows = this.#rows;
    rows.begin();
    const end = commentStart(bytes, from, to);
    const hasComment = end < to;
    to = end;
    while (isBlankByte(bytes[to - 1]!)) to--;
    const first = indexOfByte(bytes, SLASH, from, to);
    const last = lastIndexOfByte(bytes, SLASH, from, to);
    const meaning = first < 0 || last <= first ? null : this.#meaningOf(bytes, from, first, last, to);
    if (meaning === null) rows.reject('row/bad-line', { want: 'a rule such as address=/name/' });
    // An empty name means "everything", or a URL was written where a name belongs: its other parts are no names either.
    else if (hasEmptyName(bytes, first, last)) rows.reject('row/missing-field', { field: 'name' });
    else if (meaning === 'local data') rows.reject('zone/local-data', {}, last + 2 - line.from);
    else if ('want' in meaning) rows.reject('row/bad-line', { want: meaning.want }, last + 2 - line.from);
    else if (this.#addNames(line, first, last, meaning) && hasComment) rows.report('row/inline-comment', {});
  }

  /** Whether any was added. A bad name costs itself only: the others on the line are entries of their own. */
  #addNames(line: LineScanner, first: number, last: number, { op, answer }: Rule): boolean {
    const { bytes } = line;
    const rows = this.#rows;
    let added = 0;
    for (let at = first + 1; at <= last; ) {
      const next = indexOfByte(bytes, SLASH, at, last + 1);
      const isBelow = bytes[at] === STAR && bytes[at + 1] === DOT;
      const isDotted = bytes[at] === DOT;
      const from = at + (isBelow ? 2 : isDotted ? 1 : 0);
      if (this.#owners.add(line, op, isBelow, bytes, from, next, from - line.from + 1)) {
        added++;
        if (isDotted) rows.report('row/decoration-removed', { what: 'a leading dot' });
        if (answer !== null) rows.report('zone/answer-dropped', { answer });
      }
      at = next + 1;
    }
    return added > 0;
  }

  #meaningOf(bytes: Uint8Array, from: number, first: number, last: number, to: number): Meaning | null {
    const text = `${fromUtf8(bytes, from, first)}${fromUtf8(bytes, last, to)}`;
    if (text !== this.#known) {
      this.#known = text;
      this.#meaning = this.#read(text);
    }
    return this.#meaning;
  }

  /** Meaning of a line without its names: `address=/192.0.2.80`. */
  #read(text: string): Meaning | null {
    const [, key = '', target = ''] = /^(address|local|server)\s*=\s*\/\s*(.*)$/su.exec(text) ?? [];
    if (key === '') return null;
    if (target === '') return { op: PRESENT, answer: null };
    if (key !== 'address') {
      return target === '#' ? { op: EXCEPTED, answer: null } : { want: 'a rule without a server of its own' };
    }
    const answer = target === '#' ? 'a null address' : addressAnswer(target, this.#page);
    if (answer === null) return { want: 'a rule with an address' };
    return answer === 'local data' ? answer : { op: PRESENT, answer: answer === 'the stop page' ? null : answer };
  }
}

interface Rule {
  readonly op: number;
  /** What clients get, where the entry cannot say it. */
  readonly answer: string | null;
}

type Meaning = Rule | 'local data' | { readonly want: string };

function hasEmptyName(bytes: Uint8Array, first: number, last: number): boolean {
  for (let i = first; i < last; i++) if (bytes[i] === SLASH && bytes[i + 1] === SLASH) return true;
  return false;
}

/** Where a comment begins: `#` behind a blank; elsewhere it is a part of the rule. */
function commentStart(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from + 1; i < to; i++) if (bytes[i] === HASH && isBlankByte(bytes[i - 1]!)) return i;
  return to;
}
