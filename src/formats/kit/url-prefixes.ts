// URL lists of squidGuard and e2guardian: `host/path`, decoded, without scheme and port, and small and capital letters
// alike. Such a line blocks more than one URL, so it is never an exact one. Facts: research url-formats, fact 11, 3.11.
import type { Batch } from '../../model/batch.ts';
import { indexOfByte, toUtf8 } from '../../model/bytes.ts';
import type { Carries } from '../../model/carries.ts';
import { PREFIX, WITHDRAWN } from '../../model/scope.ts';
import type { UrlPart } from '../../model/url-parts.ts';
import type { ReadContext, WriteContext } from '../format.ts';
import { bannerOf } from './banner.ts';
import { writeRows } from './emit.ts';
import { findEntry, newEntry } from './entry-lines.ts';
import { type LineScanner, readLines } from './lines.ts';
import type { RowSink } from './row-sink.ts';
import { decodedUrl, escapedUrl } from './url-literal.ts';

const carries: Carries = {
  kinds: ['url'],
  scopes: ['prefix'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
};

/** What both do not look at. */
const IGNORED = ['scheme', 'port', 'escapes', 'query-escapes', 'slashes', 'case'] as const;

export function carriesPrefixes(more: readonly UrlPart[] = []): Carries {
  return { ...carries, ignoresInUrls: [...IGNORED, ...more] };
}

export interface PrefixDialect {
  readonly id: string;
  /** Whether a blank is spelled `%20`, because a raw one would end the entry. */
  readonly escapesBlanks: boolean;
  /** Why a URL (without scheme) cannot be in the list, or null; made anew for every list, which is sorted if it asks. */
  readonly unfit?: () => (text: string) => string | null;
  /** How the program reads a line otherwise than as a prefix, told of every entry. */
  readonly reach?: string;
  readonly isSpecial?: (line: LineScanner, rows: RowSink) => boolean;
}

export function readPrefixes<Options>(
  dialect: PrefixDialect,
): (input: AsyncIterable<Uint8Array>, context: ReadContext<Options>) => AsyncIterable<Batch> {
  const kept = keptOf(dialect);
  return readLines<Options>((rows) => {
    const entry = newEntry();
    return (line) => {
      if (dialect.isSpecial?.(line, rows) === true || !findEntry(line, 'urls', entry)) return;
      const { bytes } = line;
      const { from, to } = entry;
      const column = from - line.from + 1;
      rows.begin();
      if (entry.blank >= 0 && dialect.escapesBlanks) {
        return rows.reject('row/bad-line', { want: 'one URL' }, entry.blank - line.from + 1);
      }
      if (hasScheme(bytes, from, to)) {
        return rows.reject('row/bad-line', { want: 'a URL without a scheme, with which it would never match' }, column);
      }
      if (indexOfByte(bytes, 0x2f, from, to) < 0)
        return rows.reject('row/bad-line', { want: 'a host and a path' }, column);
      const url = toUtf8(escapedUrl(rows.text(bytes, from, to), kept));
      if (rows.url(url, 0, url.length, PREFIX, column) && entry.hasComment) rows.report('row/inline-comment', {});
    };
  });
}

export function writePrefixes<Options>(
  dialect: PrefixDialect,
): (batches: AsyncIterable<Batch>, context: WriteContext<Options>) => AsyncIterable<Uint8Array> {
  const kept = keptOf(dialect);
  return writeRows<Options>({
    banner: (out) => out.ascii(bannerOf(dialect.id)),
    row: (context) => {
      const unfit = dialect.unfit?.();
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const url = decodedUrl(batch.bytes, batch.start[i]!, batch.start[i + 1]!, kept);
        if (!url.ok) return context.unfit(url.why, batch, i);
        const why = unfit?.(url.text) ?? null;
        if (why !== null) return context.unfit(why, batch, i);
        out.utf8(`${url.text}\n`);
        if (dialect.reach === undefined) return;
        const at = { source: batch.source, line: batch.line[i]! };
        context.report('output/reaches-otherwise', { target: dialect.id, how: dialect.reach }, at);
      };
    },
  });
}

/** `letters:/`; a port is digits. */
function hasScheme(bytes: Uint8Array, from: number, to: number): boolean {
  const colon = indexOfByte(bytes, 0x3a, from, to);
  return colon > from && colon + 1 < to && bytes[colon + 1] === 0x2f && indexOfByte(bytes, 0x2f, from, to) > colon;
}

function keptOf({ escapesBlanks }: PrefixDialect): string {
  return escapesBlanks ? ' ' : '';
}
