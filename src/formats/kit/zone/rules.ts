// The records of a policy zone as provisional rows: `*.name` marked by the scope `subtree`, exceptions by the operation.
// What the rows mean together is for ZoneOwners to say. Facts: research url-formats 3.5.
import { parseIp } from '../../../model/address.ts';
import { equalsAscii, fromUtf8 } from '../../../model/bytes.ts';
import type { ListFieldId } from '../../../model/fields.ts';
import { EXCEPTED, PRESENT } from '../../../model/scope.ts';
import type { ReadContext } from '../../format.ts';
import { type Answer, addressAnswer, hostAnswer } from '../answers.ts';
import type { LineScanner } from '../lines.ts';
import type { RowSink } from '../row-sink.ts';
import type { StopPage } from '../stop-page.ts';
import { addressOfOwner } from './address.ts';
import { cutZoneLine, newZoneLine, typeWord } from './lines.ts';
import { ZoneOrigin } from './origin.ts';
import type { OwnerRows } from './read-owners.ts';

/** Facts of the list that are written as comments at the top, and read back from there. */
export const ZONE_FACTS = [
  'partner',
  'title',
  'version',
  'issuedAt',
  'marking',
] as const satisfies readonly ListFieldId[];

const FACT = new RegExp(`^;\\s*(${ZONE_FACTS.join('|')}):(.*)$`, 'isu');

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Answers a zone may give of its own. */
const LOCAL_DATA = setOf('A AAAA TXT MX SRV PTR HTTPS SVCB CAA NAPTR SPF HINFO URI TLSA SSHFP LOC');
/** What a signed zone has beside its rules. */
const SIGNATURES = setOf('RRSIG NSEC NSEC3 NSEC3PARAM DNSKEY DS CDS CDNSKEY ZONEMD KEY SIG');
const TRIGGERS = setOf('rpz-ip rpz-client-ip rpz-nsip rpz-nsdname');

const DOT = 46;
const STAR = 42;
const DOLLAR = 36;
const SEMICOLON = 59;

interface Policy {
  readonly op: number;
  /** What a client is to get instead of "no such name". */
  readonly answer: string | null;
}

/** What the targets of CNAME records mean. `rpz-tcp-only.` blocks nothing. */
const POLICIES: ReadonlyMap<string, Policy> = new Map([
  ['.', { op: PRESENT, answer: null }],
  ['*.', { op: PRESENT, answer: 'an empty answer' }],
  ['rpz-drop.', { op: PRESENT, answer: 'no answer at all' }],
  ['rpz-passthru.', { op: EXCEPTED, answer: null }],
]);

export interface ZoneSettings {
  readonly zone: string | undefined;
  /** The one policy that makes an entry, in a zone that blocks nothing itself; null: the usual ones. */
  readonly listed: string | null;
  /** Whether rules about the addresses in answers are read. */
  readonly takesAddresses: boolean;
  /** Whether every answer of the zone's own is a block, because the user says so. */
  readonly takesAnswers: boolean;
  readonly page: StopPage | null;
}

export class ZoneReader {
  readonly #rows: RowSink;
  readonly #owners: OwnerRows;
  readonly #context: ReadContext<unknown>;
  readonly #origin: ZoneOrigin;
  readonly #words = newZoneLine();
  /** The owner named last, for lines without one. */
  readonly #owner = new Uint8Array(1024);
  #ownerLength = -1;
  /** First line of the SOA record while its parentheses are open. */
  #soaLine = 0;
  #hasRecords = false;

  readonly #policies: ReadonlyMap<string, Policy>;
  readonly #settings: ZoneSettings;
  /** Whether the owner named last is blocked: what else is told of it is then no entry. */
  #isBlocked = false;

  constructor(rows: RowSink, owners: OwnerRows, context: ReadContext<unknown>, settings: ZoneSettings) {
    this.#rows = rows;
    this.#owners = owners;
    this.#context = context;
    this.#origin = new ZoneOrigin(settings.zone);
    this.#policies = settings.listed === null ? POLICIES : new Map([[settings.listed, { op: PRESENT, answer: null }]]);
    this.#settings = settings;
  }

  /** The end of the file. */
  finish(): void {
    if (this.#soaLine === 0) return;
    this.#rows.tellCut(this.#soaLine);
  }

  line(line: LineScanner): void {
    const { bytes, from, to } = line;
    const words = this.#words;
    cutZoneLine(bytes, from, to, this.#soaLine === 0 ? 0 : words.depth, words);
    if (this.#soaLine !== 0) {
      if (words.depth === 0) this.#soaLine = 0;
      return;
    }
    if (words.count === 0) {
      if (!this.#hasRecords && bytes[from] === SEMICOLON && from < to) this.#fact(line);
      return;
    }
    const rows = this.#rows;
    this.#hasRecords = true;
    rows.begin();
    if (words.hasOwner && bytes[from] === DOLLAR) this.#directive(line);
    else if (words.isQuoteOpen) rows.reject('row/unclosed-quote', {});
    else this.#record(line);
  }

  #fact(line: LineScanner): void {
    const match = FACT.exec(this.#rows.text(line.bytes, line.from, line.to));
    const id = ZONE_FACTS.find((fact) => fact.toLowerCase() === match?.[1]?.toLowerCase());
    const told = match?.[2]?.trim() ?? '';
    if (id !== undefined && told !== '') this.#context.header({ [id]: told });
  }

  #directive(line: LineScanner): void {
    const words = this.#words;
    const name = this.#upper(line, 0);
    if (name === '$TTL' && words.count === 2) return;
    if (name === '$ORIGIN' && words.count === 2) {
      this.#origin.setOrigin(line.bytes, words.from[1]!, words.to[1]!);
      return;
    }
    // $INCLUDE would open another file, $GENERATE would make entries that nobody sent.
    this.#rows.reject('row/bad-line', { want: '$ORIGIN, $TTL or a record' });
  }

  #record(line: LineScanner): void {
    const { bytes } = line;
    const words = this.#words;
    const rows = this.#rows;
    if (words.hasOwner) this.#setOwner(bytes, words.from[0]!, words.to[0]!);
    const word = typeWord(bytes, words);
    if (word === words.count || this.#ownerLength < 0) {
      rows.reject('row/bad-line', { want: 'a record' });
      return;
    }
    const type = equalsAscii(bytes, words.from[word]!, words.to[word]!, 'CNAME') ? 'CNAME' : this.#upper(line, word);
    if (type === 'SOA') {
      this.#origin.setSoa(this.#owner, 0, this.#ownerLength);
      if (words.depth > 0) this.#soaLine = line.line;
      return;
    }
    const place = this.#origin.find(this.#owner, 0, this.#ownerLength);
    // Only SOA may span lines: an open parenthesis elsewhere would swallow the rules that follow.
    if (words.depth > 0) rows.reject('row/bad-line', { want: 'a record on one line' });
    else if (place === 'outside') rows.reject('zone/out-of-zone', {});
    else if (place === 'apex' || SIGNATURES.has(type)) {
      if (type !== 'NS') rows.report('row/not-an-entry', { what: 'a record of the zone itself' });
    } else if (type === 'CNAME') this.#cname(line, word + 1);
    else if (LOCAL_DATA.has(type)) this.#localData(line, type, word + 1);
    else rows.reject('row/bad-value', { field: 'record type', want: 'one that policy zones use' });
  }

  #setOwner(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from > this.#owner.length ? -1 : to - from;
    let isSame = length === this.#ownerLength;
    for (let i = 0; i < length; i++) {
      isSame &&= this.#owner[i] === bytes[from + i];
      this.#owner[i] = bytes[from + i]!;
    }
    this.#ownerLength = length;
    if (!isSame) this.#isBlocked = false;
  }

  #cname(line: LineScanner, word: number): void {
    const { bytes } = line;
    const words = this.#words;
    const from = words.from[word]!;
    const to = words.to[word]!;
    const target = to - from === 1 && bytes[from] === DOT ? '.' : fromUtf8(bytes, from, to).toLowerCase();
    const policy = this.#policies.get(target) ?? null;
    if (words.count !== word + 1) this.#rows.reject('row/bad-line', { want: 'a CNAME record with one target' });
    else if (policy !== null) this.#add(line, policy.op, policy.answer);
    else if (this.#policies !== POLICIES) {
      this.#rows.reject('row/bad-value', { field: 'policy', want: 'that of the option action' });
    } else if (this.#isOwnName(target)) this.#add(line, EXCEPTED, null);
    // Without its last dot, `rpz-passthru` is a redirect to a name below the zone: the sender meant an exception and the
    // name server blocks.
    else if (target.startsWith('rpz-')) {
      this.#rows.reject('row/bad-value', { field: 'policy', want: 'one that blocks or excepts' });
    } else this.#answer(line, this.#leadsTo(target));
  }

  /** Where a rule sends clients: to a name, or to one below it for each name (`*.stop.example.`). Relative names lie here. */
  #leadsTo(target: string): Answer {
    return target.endsWith('.') ? hostAnswer(target.replace(/^\*\./u, ''), this.#settings.page) : 'local data';
  }

  /** The old spelling of an exception: `name CNAME name.` */
  #isOwnName(target: string): boolean {
    const { bytes, from, to } = this.#origin;
    return target.length === to - from + 1 && target === `${fromUtf8(bytes, from, to).toLowerCase()}.`;
  }

  #localData(line: LineScanner, type: string, word: number): void {
    const words = this.#words;
    if (this.#policies !== POLICIES) {
      this.#rows.reject('row/bad-value', { field: 'policy', want: 'that of the option action' });
      return;
    }
    const count = words.count - word;
    const isAddress = type === 'A' || type === 'AAAA';
    if (count < 1 || (isAddress && count > 1)) {
      this.#rows.reject('row/bad-line', { want: `a record with ${isAddress ? 'one address' : 'data'}` });
      return;
    }
    const text = isAddress ? fromUtf8(line.bytes, words.from[word], words.to[word]) : '';
    const address = isAddress ? parseIp(text) : null;
    if (address !== null && !(address.ok && address.bytes.length === (type === 'A' ? 4 : 16))) {
      this.#rows.reject('row/bad-value', { field: 'data', want: `an address for ${type}` });
    } else if (!isAddress && this.#isBlocked) this.#rows.report('zone/answer-dropped', { answer: 'other data' });
    else this.#answer(line, addressAnswer(text, this.#settings.page) ?? 'local data');
  }

  /** A rule with an answer of the zone's own. */
  #answer(line: LineScanner, answer: Answer): void {
    if (answer === 'a null address') this.#add(line, PRESENT, answer);
    else if (answer === 'the stop page') this.#add(line, PRESENT, null);
    else if (this.#settings.takesAnswers) this.#add(line, PRESENT, 'an answer of its own');
    else this.#rows.reject('zone/local-data', {});
  }

  /** Adds the owner found last. `answer` is what a client is to get instead of "no such name". */
  #add(line: LineScanner, op: number, answer: string | null): void {
    const rows = this.#rows;
    const { bytes, from, to } = this.#origin;
    const isWildcard = bytes[from] === STAR && bytes[from + 1] === DOT;
    const trigger = triggerOf(bytes, from, to);
    if (trigger === 'rpz-ip' && this.#settings.takesAddresses) {
      const owner = fromUtf8(bytes, from, to).toLowerCase();
      if (addressOfOwner(owner) === null) {
        rows.reject('row/bad-value', { field: 'owner', want: 'an address in the canonical spelling of such rules' });
        return;
      }
      this.#owners.addAddress(line, op, owner);
      this.#isBlocked = op === PRESENT;
      if (answer !== null) rows.report('zone/answer-dropped', { answer });
      return;
    }
    if (trigger !== null) {
      rows.reject('zone/trigger', { trigger });
      return;
    }
    const start = isWildcard ? from + 2 : from;
    const column = this.#words.hasOwner && bytes === this.#owner ? start + 1 : 1;
    if (!this.#owners.add(line, op, isWildcard, bytes, start, to, column)) return;
    this.#isBlocked = op === PRESENT;
    if (answer !== null) rows.report('zone/answer-dropped', { answer });
  }

  #upper(line: LineScanner, word: number): string {
    return fromUtf8(line.bytes, this.#words.from[word], this.#words.to[word]).toUpperCase();
  }
}

/** The kind of rule an owner under `rpz-ip` and its like is, or null for a name. */
export function triggerOf(bytes: Uint8Array, from: number, to: number): string | null {
  let label = to;
  while (label > from && bytes[label - 1] !== DOT) label--;
  if ((bytes[label]! | 0x20) !== 0x72 || bytes[label + 3] !== 0x2d) return null;
  const text = fromUtf8(bytes, label, to).toLowerCase();
  return TRIGGERS.has(text) ? text : null;
}
