// Reads filter lists line by line. Rules that an entry cannot say are refused and named, comments are passed over, and
// nothing is taken for a block that is an exception (a generator well known did that: research url-formats 4.4).
import type { Batch } from '../../../model/batch.ts';
import { compact } from '../../../model/batch.ts';
import { fromUtf8 } from '../../../model/bytes.ts';
import { shapeOf } from '../../../model/entry-shape.ts';
import { canonicalHost } from '../../../model/host-name.ts';
import { EXACT, EXCEPTED, PREFIX, PRESENT, SUBTREE } from '../../../model/scope.ts';
import { canonicalUrl } from '../../../model/url.ts';
import type { ReadContext } from '../../format.ts';
import { HostsReader } from '../hosts-lines.ts';
import { isBlankByte, type LineScanner } from '../lines.ts';
import type { RowSink } from '../row-sink.ts';
import type { StopPage } from '../stop-page.ts';
import { LOCAL_DATA, type Meaning, meaningOf } from './modifiers.ts';
import { isBareName, parseRule, type Rule } from './rule.ts';

export interface AdblockSettings {
  /** Whether a bare name, or a hosts line, lists that name; it is refused otherwise. */
  readonly bare: boolean;
  readonly stopPage: StopPage | null;
  /** `pihole`: names only, no modifiers, and `;` opens a comment too. */
  readonly dialect?: 'pihole';
}

export const FILTER_FACTS = ['title', 'version'] as const;
const FACT = new RegExp(`^! *(${FILTER_FACTS.join('|')}):(.*)$`, 'isu');
const HEADER = /^\[(?:adblock|adguard|ublock)[^\]]*\]$/iu;
/** Generic cosmetic rules begin with `#` as comments do. */
const GENERIC_COSMETIC = /^(?:#{2,3}[^# \t]|#@?[?$%]{1,2}#|#@#)/u;
/** Behind a blank, where a URL cannot go on. */
const COMMENT = /[ \t][#!].*$/su;

type Match = Extract<Rule, { readonly modifiers: string }>;

interface Disabled {
  readonly line: number;
  readonly raw: Uint8Array;
  isMet: boolean;
}

export class AdblockReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #settings: AdblockSettings;
  readonly #hosts: HostsReader;
  /** Rules that take others back, by what they would list. */
  readonly #disabled = new Map<string, Disabled>();
  /** Lines with modifiers: another rule takes them back only if it has the same. */
  readonly #modified: number[] = [];
  #conditions = 0;
  /** The name answered last, and with what: a stop page of two families has a rule for each. */
  #answered = '';
  #answer = '';

  constructor(rows: RowSink, context: ReadContext<unknown>, settings: AdblockSettings) {
    this.#rows = rows;
    this.#context = context;
    this.#settings = settings;
    const sinks = settings.stopPage?.addresses?.map(({ text }) => text) ?? [];
    this.#hosts = new HostsReader(rows, sinks, EXACT);
  }

  line(line: LineScanner): void {
    const { bytes } = line;
    let { from, to } = line;
    while (from < to && isBlankByte(bytes[from]!)) from++;
    while (to > from && isBlankByte(bytes[to - 1]!)) to--;
    if (from === to) return;
    const rows = this.#rows;
    rows.begin();
    const all = line.latin1();
    const base = from - line.from;
    const text = all.slice(base, to - line.from);
    if (text.startsWith('!')) this.#comment(line, text, from, to);
    else if (text.startsWith(';') && this.#settings.dialect === 'pihole') return;
    else if ((text.startsWith('#') && !GENERIC_COSMETIC.test(text)) || HEADER.test(text)) return;
    else if (this.#conditions > 0) this.#refuse('a condition around it');
    else this.#entry(line, all, base, text);
  }

  #entry(line: LineScanner, all: string, base: number, text: string): void {
    const comment = COMMENT.exec(text);
    const end = comment === null ? text.length : text.slice(0, comment.index).trimEnd().length;
    const rule = parseRule(all, base, base + end);
    if (rule.is === 'other') this.#refuse(rule.what);
    else if (this.#settings.dialect === 'pihole' && !isForPihole(rule)) this.#refuse('more than Pi-hole knows');
    else if (rule.is === 'bare') this.#bare(line, line.from + base, line.from + base + end, comment !== null);
    else this.#rule(line, rule, comment !== null);
  }

  #comment(line: LineScanner, text: string, from: number, to: number): void {
    // `!#if`, `!#include`: what stands in between holds under a condition, or stands in another list.
    if (text.startsWith('!#')) {
      if (text.startsWith('!#if')) this.#conditions++;
      if (text.startsWith('!#endif') && this.#conditions > 0) this.#conditions--;
      this.#refuse('a directive');
      return;
    }
    const [, fact = '', value = ''] = FACT.exec(fromUtf8(line.bytes, from, to)) ?? [];
    const known = FILTER_FACTS.find((each) => each === fact.toLowerCase());
    const told = value.trim();
    if (known !== undefined && told !== '') this.#context.header({ [known]: told });
  }

  #refuse(what: string): void {
    this.#rows.reject('rule/not-understood', { what });
  }

  #bare(line: LineScanner, from: number, to: number, hasComment: boolean): void {
    const rows = this.#rows;
    const { bytes } = line;
    let isHosts = false;
    for (let i = from; i < to && !isHosts; i++) isHosts = isBlankByte(bytes[i]!);
    const shape = shapeOf(bytes, from, to);
    if (!isHosts && shape !== 'ip' && (shape !== 'host' || !isBareName(fromUtf8(bytes, from, to)))) {
      this.#refuse('a pattern');
    } else if (!this.#settings.bare) rows.reject('row/bad-line', { want: 'a rule with its marks (option consumer)' });
    else if (isHosts) this.#hosts.line(line);
    else if (rows.host(bytes, from, to, EXACT, from - line.from + 1) && hasComment) {
      rows.report('row/inline-comment', {});
    }
  }

  #rule(line: LineScanner, rule: Match, hasComment: boolean): void {
    const rows = this.#rows;
    const meaning = meaningOf(rule.modifiers, rule.isException, this.#settings.stopPage);
    if (meaning === LOCAL_DATA) rows.reject('zone/local-data', {});
    else if (typeof meaning === 'string') this.#refuse(meaning);
    else this.#meant(line, rule, meaning, hasComment);
  }

  #meant(line: LineScanner, rule: Match, meaning: Meaning, hasComment: boolean): void {
    const rows = this.#rows;
    const from = line.from + rule.span.from;
    const to = line.from + rule.span.to;
    const text = fromUtf8(line.bytes, from, to);
    if (meaning.disables) {
      this.#disable(line, rule, text);
      return;
    }
    if (meaning.answer !== null && this.#isSecondAnswer(text, meaning.answer)) {
      rows.report('row/not-an-entry', { what: 'another address for the same name' });
      return;
    }
    rows.begin(rule.isException ? EXCEPTED : PRESENT);
    const column = rule.span.from + 1;
    const isAdded = isPage(rule)
      ? rows.url(line.bytes, from, to, scopeOf(rule), column)
      : rows.host(line.bytes, from, to, scopeOf(rule), column);
    if (!isAdded) return;
    if (meaning.dropped.length > 0 || meaning.answer !== null) this.#modified.push(line.line);
    for (const modifier of meaning.dropped) rows.report('rule/modifier-dropped', { modifier });
    if (meaning.answer !== null) rows.report('zone/answer-dropped', { answer: 'an answer of its own' });
    if (hasComment) rows.report('row/inline-comment', {});
  }

  #disable(line: LineScanner, rule: Match, text: string): void {
    const canonical = isPage(rule) ? canonicalUrl(text) : canonicalHost(text);
    if (!canonical.ok) {
      this.#refuse('the modifier badfilter, for what is no name');
      return;
    }
    const key = disabledKey(rule.isException ? EXCEPTED : PRESENT, scopeOf(rule), canonical.text);
    this.#disabled.set(key, { line: line.line, raw: line.raw().slice(), isMet: false });
  }

  #isSecondAnswer(name: string, answer: string): boolean {
    const isSecond = name === this.#answered && answer !== this.#answer;
    this.#answered = name;
    this.#answer = answer;
    return isSecond;
  }

  /** The batches without what other rules take back; a rule that takes back nothing here may mean another list. */
  async *settle(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
    for await (const batch of batches) {
      const kept = this.#disabled.size === 0 ? batch : this.#withoutDisabled(batch);
      if (kept.count > 0) yield kept;
    }
    for (const { line, raw, isMet } of this.#disabled.values()) {
      const at = { source: this.#context.source, line };
      const what = 'the modifier badfilter, and the rule it takes back is not here';
      if (!isMet) this.#context.reject('rule/not-understood', { what }, at, raw);
    }
  }

  #withoutDisabled(batch: Batch): Batch {
    const keep = new Uint8Array(batch.count).fill(1);
    let kept = batch.count;
    for (let i = 0; i < batch.count; i++) {
      const line = batch.line[i]!;
      const name = fromUtf8(batch.bytes, batch.start[i], batch.start[i + 1]);
      const disabled = this.#disabled.get(disabledKey(batch.op[i]!, batch.scope[i]!, name));
      if (disabled === undefined || isAmong(this.#modified, line)) continue;
      disabled.isMet = true;
      keep[i] = 0;
      kept--;
      this.#context.report(
        'row/not-an-entry',
        { what: 'a rule that another takes back' },
        { source: batch.source, line },
      );
    }
    return compact(batch, keep, kept);
  }
}

/** Whether the line is one of these, which rise. */
function isAmong(lines: readonly number[], line: number): boolean {
  let low = 0;
  for (let high = lines.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (lines[middle]! < line) low = middle + 1;
    else high = middle;
  }
  return lines[low] === line;
}

function isForPihole(rule: Rule): boolean {
  return rule.is === 'bare' || (rule.is === 'names-below' && rule.modifiers === '');
}

function isPage({ is }: Match): boolean {
  return is === 'page' || is === 'pages';
}

function scopeOf({ is }: Rule): number {
  if (is === 'names-below') return SUBTREE;
  return is === 'pages' ? PREFIX : EXACT;
}

function disabledKey(op: number, scope: number, name: string): string {
  return `${op} ${scope} ${name}`;
}
