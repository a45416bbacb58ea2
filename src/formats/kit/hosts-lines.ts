// One hosts(5) line as rows: the address, the names behind it, and which of them belong to the machine instead of the
// list. It decides nothing about what a name means; it makes no string for a line without faults.
import { formatIp, parseIp } from '../../model/address.ts';
import { fromUtf8 } from '../../model/bytes.ts';
import { NULL_ADDRESSES } from './answers.ts';
import { isBlankByte, type LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';

/** Names every hosts file has for itself; importing them as entries is what users of such lists complain about most. */
const OWN_NAMES = new Set(
  (
    'localhost localhost.localdomain localhost4 localhost4.localdomain4 localhost6 localhost6.localdomain6 local ' +
    'broadcasthost ip6-localhost ip6-loopback ip6-localnet ip6-mcastprefix ip6-allnodes ip6-allrouters ip6-allhosts 0.0.0.0'
  ).split(' '),
);
const LONGEST_OWN_NAME = Math.max(...Array.from(OWN_NAMES, (name) => name.length));
const OWN_FIRST = new Uint8Array(256);
for (const [first] of OWN_NAMES) if (first !== undefined) OWN_FIRST[first.charCodeAt(0)] = 1;

/** Where Debian puts the machine's own name. */
const OWN_ADDRESS = '127.0.1.1';

const HASH = 35;

export class HostsReader {
  readonly #rows: RowSink;
  readonly #scope: number;
  readonly #sinks: ReadonlySet<string>;
  /** Spelling of the sink met last: most lists have one. */
  readonly #known = new Uint8Array(64);
  #knownLength = -1;
  /** The names of the line before, and where they were sent. */
  readonly #names = new Uint8Array(1024);
  #namesLength = -1;
  #namesSink = '';
  #sink = '';

  constructor(rows: RowSink, sinks: readonly string[], scope: number) {
    this.#rows = rows;
    this.#scope = scope;
    this.#sinks = new Set([...NULL_ADDRESSES, ...sinks].map(canonicalAddress));
  }

  line(line: LineScanner): void {
    const { bytes, to } = line;
    const rows = this.#rows;
    const from = wordStart(bytes, line.from, to);
    if (from === to || bytes[from] === HASH) return;
    rows.begin();
    const addressEnd = wordEnd(bytes, from, to);
    const first = wordStart(bytes, addressEnd, to);
    // `name#comment` without a blank is a name and a comment to glibc and dnsmasq alike.
    let end = first;
    while (end < to && bytes[end] !== HASH) end++;
    const hasComment = end < to;
    while (end > first && isBlankByte(bytes[end - 1]!)) end--;
    if (first === end) rows.reject('row/missing-field', { field: 'name' });
    else if (!this.#isSink(bytes, from, addressEnd)) this.#refuse(line, from, addressEnd, first, end);
    else if (this.#isSecondSink(bytes, first, end)) {
      rows.report('row/not-an-entry', { what: 'another address for the same names' });
    } else if (this.#addNames(line, first, end) && hasComment) rows.report('row/inline-comment', {});
  }

  /** Whether any was added. A bad name costs itself only: the others on the line are entries of their own. */
  #addNames(line: LineScanner, first: number, end: number): boolean {
    const { bytes } = line;
    const rows = this.#rows;
    let added = 0;
    for (let at = first; at < end; ) {
      const next = wordEnd(bytes, at, end);
      if (isOwnName(bytes, at, next)) rows.report('row/not-an-entry', { what: 'a name of the machine itself' });
      else {
        rows.begin();
        if (rows.host(bytes, at, next, this.#scope, at - line.from + 1)) added++;
      }
      at = wordStart(bytes, next, end);
    }
    return added > 0;
  }

  #isSink(bytes: Uint8Array, from: number, to: number): boolean {
    const known = this.#known;
    let i = to - from === this.#knownLength ? from : to + 1;
    while (i < to && bytes[i] === known[i - from]) i++;
    if (i === to) return true;
    const address = parseIp(fromUtf8(bytes, from, to));
    if (!address.ok) return false;
    const text = formatIp(address.bytes);
    if (!this.#sinks.has(text)) return false;
    this.#sink = text;
    this.#knownLength = to - from > known.length ? -1 : to - from;
    if (this.#knownLength >= 0) known.set(bytes.subarray(from, to));
    return true;
  }

  /** Lists that also sink IPv6 have each name twice, and the second line says nothing new. */
  #isSecondSink(bytes: Uint8Array, from: number, to: number): boolean {
    const names = this.#names;
    const length = to - from;
    if (length === this.#namesLength && this.#sink !== this.#namesSink) {
      let i = 0;
      while (i < length && bytes[from + i] === names[i]) i++;
      if (i === length) return true;
    }
    this.#namesLength = length > names.length ? -1 : length;
    this.#namesSink = this.#sink;
    for (let i = 0; i < this.#namesLength; i++) names[i] = bytes[from + i]!;
    return false;
  }

  /** Any other address: a line of the machine's own (`fe80::1%lo0 localhost`), a real host, or no address at all. */
  #refuse(line: LineScanner, from: number, addressEnd: number, first: number, end: number): void {
    const { bytes } = line;
    const rows = this.#rows;
    const text = fromUtf8(bytes, from, addressEnd);
    const address = parseIp(text);
    // `fe80::1%lo0`; but with no address at all the words may stand in another order, and the first may be an entry.
    let isOwn = address.ok || address.fault === 'address/zone';
    for (let at = first; at < end && isOwn; ) {
      const next = wordEnd(bytes, at, end);
      isOwn = isOwnName(bytes, at, next);
      at = wordStart(bytes, next, end);
    }
    const column = from - line.from + 1;
    if (isOwn || text === OWN_ADDRESS) rows.report('row/not-an-entry', { what: 'a name of the machine itself' });
    else if (address.ok) rows.reject('zone/local-data', {}, column);
    else if (address.fault === 'address/bad') {
      rows.reject('row/bad-line', { want: 'an address with the names sent to it' }, column);
    } else rows.reject('url/unusable', { kind: 'ip', fault: address.fault }, column + (address.at ?? 0));
  }
}

function canonicalAddress(text: string): string {
  const address = parseIp(text);
  return address.ok ? formatIp(address.bytes) : text;
}

function isOwnName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > LONGEST_OWN_NAME || OWN_FIRST[bytes[from]! | 0x20] === 0) return false;
  return OWN_NAMES.has(fromUtf8(bytes, from, to).toLowerCase());
}

function wordStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlankByte(bytes[at]!)) at++;
  return at;
}

function wordEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && !isBlankByte(bytes[at]!) && bytes[at] !== HASH) at++;
  return at;
}
