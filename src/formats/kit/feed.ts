// Lists that firewalls fetch: one address, URL or digest a line. What one firewall takes otherwise than another is said by
// the format; what none of them matches is refused. Facts: research url-formats 3.16.
import type { Batch } from '../../model/batch.ts';
import { toUtf8 } from '../../model/bytes.ts';
import { shapeOf } from '../../model/entry-shape.ts';
import { type KindId, kinds } from '../../model/kinds.ts';
import { findEntry, newEntry } from './entry-lines.ts';
import type { LineScanner } from './lines.ts';
import type { RowSink } from './row-sink.ts';

type FeedLine = (line: LineScanner) => void;

/** Addresses, networks and ranges; `behind-blank`: what follows an entry is its comment, with no mark before it. */
export function feedAddresses(rows: RowSink, comments: 'marked' | 'behind-blank'): FeedLine {
  const entry = newEntry();
  return (line) => {
    if (!findEntry(line, 'urls', entry)) return;
    rows.begin();
    const { from, blank } = entry;
    const hasNote = blank >= 0;
    if (hasNote && comments === 'marked') {
      return rows.reject('row/bad-line', { want: 'one address or network' }, blank - line.from + 1);
    }
    const to = hasNote ? blank : entry.to;
    // `a - b` is a range to a person, and the address `a` with a note to the firewall.
    if (hasNote && /^[ \t]*-/u.test(line.latin1().slice(blank - line.from))) {
      return rows.reject('row/bad-line', { want: 'a range without blanks' }, blank - line.from + 1);
    }
    if (!rows.addressOrRange(line.bytes, from, to, from - line.from + 1)) return;
    if (hasNote || entry.hasComment) rows.report('row/inline-comment', {});
  };
}

/** Names that all reach alike. */
export function feedNames(rows: RowSink, scope: number): FeedLine {
  const entry = newEntry();
  return (line) => {
    if (!findEntry(line, 'urls', entry)) return;
    rows.begin();
    const { from, to, blank } = entry;
    if (blank >= 0) return rows.reject('row/bad-line', { want: 'one name' }, blank - line.from + 1);
    if (rows.host(line.bytes, from, to, scope, from - line.from + 1) && entry.hasComment) {
      rows.report('row/inline-comment', {});
    }
  };
}

/** URLs with or without their scheme, as the firewall wants them, and without its wildcards. */
export function feedUrls(rows: RowSink, scope: number, scheme: 'kept' | 'none', wildcards: string): FeedLine {
  const entry = newEntry();
  return (line) => {
    if (!findEntry(line, 'urls', entry)) return;
    const { bytes } = line;
    const { from, to } = entry;
    const column = from - line.from + 1;
    rows.begin();
    const text = bytes.subarray(from, to);
    if (entry.blank >= 0) return rows.reject('row/bad-line', { want: 'one URL' }, entry.blank - line.from + 1);
    if (hasAny(text, wildcards)) return rows.reject('row/bad-line', { want: 'a URL without wildcards' }, column);
    const hasScheme = SCHEME.test(line.latin1().slice(from - line.from, to - line.from));
    if (hasScheme && scheme === 'none') {
      return rows.reject('row/bad-line', { want: 'a URL without a scheme, with which it would never match' }, column);
    }
    if (!hasScheme && (!text.includes(SLASH) || shapeOf(bytes, from, to) === 'cidr')) {
      return rows.reject('row/bad-line', { want: 'a host and a path' }, column);
    }
    if (rows.url(bytes, from, to, scope, column) && entry.hasComment) rows.report('row/inline-comment', {});
  };
}

/** Digests by their length, with text behind them. */
export function feedDigests(rows: RowSink, known: readonly KindId[]): FeedLine {
  const entry = newEntry();
  return (line) => {
    if (!findEntry(line, 'urls', entry)) return;
    const { from, blank } = entry;
    const to = blank >= 0 ? blank : entry.to;
    rows.begin();
    const id = known.find((each) => kinds[each].width * 2 === to - from);
    if (id === undefined) return rows.reject('row/bad-line', { want: `a digest of ${known.join(', ')}` });
    if (!rows.digest(kinds[id], line.bytes, from, to, from - line.from + 1)) return;
    if (blank >= 0 || entry.hasComment) rows.report('row/inline-comment', {});
  };
}

/** Why a URL cannot be an entry, or null. */
export function urlFault(batch: Batch, i: number, wildcards: string): string | null {
  const url = batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!);
  if (hasAny(url, wildcards)) return 'it holds a character that is a wildcard there';
  return shapeOf(url, 0, url.length) === 'cidr' ? 'it reads as a range of addresses' : null;
}

const SLASH = 47;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//iu;

function hasAny(text: Uint8Array, characters: string): boolean {
  return toUtf8(characters).some((byte) => text.includes(byte));
}
