// Reads the elements of named sets out of a file of nft statements or out of what `nft list` prints. It knows blocks and
// statements only as far as is needed to tell whose elements stand where; rules, with the addresses in them, are no lists.
import { toUtf8 } from '../../model/bytes.ts';
import type { ReadContext } from '../format.ts';
import type { LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';
import { isOfSet } from './set-name.ts';

const ELEMENT =
  /^[ \t]*(?:(add|create|delete|destroy|reset)[ \t]+)?element[ \t]+(?:(?:ip|ip6|inet|arp|bridge|netdev)[ \t]+)?[^ \t{]+[ \t]+([^ \t{]+)[ \t]*\{/u;
const OWN_ELEMENTS = /^[ \t]*elements[ \t]*=[ \t]*\{/u;
const SET = /^[ \t]*(?:(?:add|create)[ \t]+)?set[ \t]+(?:[^ \t{;]+[ \t]+)*?([^ \t{;]+)[ \t]*\{/u;
const BLOCK = /^[^{};]*\{/u;
/** What makes and describes tables and sets, and lists nothing. */
const KNOWN =
  /^[ \t]*(?:(?:add|create|flush|delete|destroy)[ \t]+(?:table|set|ruleset)|flush[ \t]+ruleset|table|type|typeof|flags|auto-merge|size|policy[ \t]+(?:memory|performance)|timeout|gc-interval|counter|comment)(?:[ \t]|$)/u;
/** A statement cannot begin inside the braces of another: they were never closed. */
const FRESH = /^[ \t]*(?:add|create|delete|destroy|flush|reset|table|set|chain)[ \t]/u;
const ATTRIBUTES =
  /^(?:[ \t]+(?:(?:timeout|expires)[ \t]+[^ \t]+|counter(?:[ \t]+packets[ \t]+\d+[ \t]+bytes[ \t]+\d+)?|comment[ \t]+"[^"]*"))*[ \t]*$/u;

type Block = 'table' | 'set' | 'other';

export class NftReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #set: string;
  readonly #blocks: Block[] = [];
  #setName = '';
  /** Inside the braces of elements: whether they are read. Null elsewhere. */
  #isRead: boolean | null = null;
  #hasHeader = false;
  #lastLine = 0;
  #toldLine = 0;

  constructor(rows: RowSink, context: ReadContext<unknown>, set: string) {
    this.#rows = rows;
    this.#context = context;
    this.#set = set;
  }

  line(line: LineScanner): void {
    this.#lastLine = line.line;
    // Same length, so that places in the masked text are places in the line.
    const quoted = line.latin1().replaceAll(/"[^"]*"/gu, (text) => `"${'x'.repeat(text.length - 2)}"`);
    const text = quoted.replace(/#.*$/su, '');
    const hasComment = text.length < quoted.length && /[^ \t]/u.test(text);
    this.#rows.begin();
    if (this.#isRead !== null && FRESH.test(text)) this.#isRead = null;
    for (let at = 0; at < text.length; ) {
      const end = this.#isRead === null ? this.#statement(text, at) : this.#elements(line, text, at);
      if (end < 0) return;
      at = end;
    }
    if (hasComment && this.#isRead === true && !this.#rows.isRejected) this.#rows.report('row/inline-comment', {});
  }

  /** What is open at the end was cut off, and what follows is missing. */
  finish(): void {
    if (this.#isRead === null && this.#blocks.length === 0) return;
    this.#rows.tellCut(this.#lastLine);
  }

  /** The statement at `at`; returns where the next begins, or -1 where the line was refused. */
  #statement(text: string, at: number): number {
    const rest = text.slice(at);
    const element = ELEMENT.exec(rest);
    if (element !== null) {
      const [all, verb = 'add', name = ''] = element;
      if (verb !== 'add' && verb !== 'create' && isOfSet(name, this.#set)) {
        this.#rows.reject('row/bad-line', { want: 'a statement that adds elements' }, at + 1);
        // Its braces may end on a later line.
        if (!rest.includes('}')) this.#isRead = false;
        return -1;
      }
      this.#open(name);
      return at + all.length;
    }
    const own = this.#blocks.at(-1) === 'set' ? OWN_ELEMENTS.exec(rest) : null;
    if (own !== null) {
      this.#open(this.#setName);
      return at + own[0].length;
    }
    const block = BLOCK.exec(rest);
    if (block !== null) {
      this.#enter(rest, block[0]);
      return at + block[0].length;
    }
    const [, statement = '', sign = ''] = /^([^{};]*)([};]?)/u.exec(rest) ?? [];
    this.#tellUnknown(statement);
    if (sign === '}') this.#blocks.pop();
    return at + statement.length + 1;
  }

  #enter(rest: string, head: string): void {
    const set = SET.exec(rest);
    this.#setName = set?.[1] ?? '';
    if (set !== null) this.#blocks.push('set');
    else if (/^[ \t]*(?:(?:add|create)[ \t]+)?table[ \t]/u.test(head)) this.#blocks.push('table');
    else {
      if (!/^[ \t]*chain[ \t]/u.test(head)) this.#tellUnknown(head);
      this.#blocks.push('other');
    }
  }

  #tellUnknown(statement: string): void {
    if (!/[^ \t,]/u.test(statement) || this.#toldLine === this.#lastLine) return;
    if (this.#blocks.at(-1) !== 'other' && KNOWN.test(statement)) return;
    this.#toldLine = this.#lastLine;
    this.#rows.report('row/not-an-entry', { what: 'a statement that lists no element' });
  }

  #open(name: string): void {
    this.#isRead = isOfSet(name, this.#set);
    if (this.#hasHeader) return;
    this.#hasHeader = true;
    // Refused elements are read again only where they stand in braces.
    this.#context.rejectHeader(toUtf8(`add element inet listbridge ${this.#set} {\n`));
  }

  /** Elements from `at` to the closing brace or the end of the line. */
  #elements(line: LineScanner, text: string, at: number): number {
    const brace = text.indexOf('}', at);
    const end = brace < 0 ? text.length : brace;
    for (let from = at; from < end; ) {
      const comma = text.indexOf(',', from);
      const to = comma < 0 || comma > end ? end : comma;
      this.#element(line, text, from, to);
      from = to + 1;
    }
    if (brace < 0) return text.length;
    this.#isRead = null;
    return brace + 1;
  }

  #element(line: LineScanner, text: string, from: number, to: number): void {
    const piece = text.slice(from, to);
    const blanks = /^[ \t]*/u.exec(piece)?.[0].length ?? 0;
    const word = /^[^ \t]*/u.exec(piece.slice(blanks))?.[0] ?? '';
    if (word === '') return;
    const rows = this.#rows;
    rows.begin();
    const attributes = piece.slice(blanks + word.length);
    const start = from + blanks;
    if (this.#isRead === false) rows.report('set/not-read', {});
    else if (!ATTRIBUTES.test(attributes)) {
      rows.reject('row/bad-line', { want: 'an element of a set of addresses' }, start + 1);
    } else if (rows.addressOrRange(line.bytes, line.from + start, line.from + start + word.length, start + 1)) {
      if (/[ \t](?:timeout|expires)[ \t]/u.test(attributes)) {
        rows.report('row/decoration-removed', { what: 'the timeout' });
      }
      if (/[ \t]comment[ \t]/u.test(attributes)) rows.report('row/inline-comment', {});
    }
  }
}
