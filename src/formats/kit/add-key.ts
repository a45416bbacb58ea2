// Adds a key that a document names by its kind, from its text.
import { toUtf8 } from '../../model/bytes.ts';
import { type KindId, kinds } from '../../model/kinds.ts';
import type { RowSink } from './row-sink.ts';

/** `address`: an IP address, or a network where the text has a prefix length. False: the record was refused. */
export function addKey(rows: RowSink, kind: KindId | 'address', scope: number, text: string): boolean {
  const bytes = toUtf8(text);
  if (kind === 'url') return rows.url(bytes, 0, bytes.length, scope);
  if (kind === 'domain') return rows.host(bytes, 0, bytes.length, scope);
  if (kind === 'address') return rows.address(bytes, 0, bytes.length);
  return rows.digest(kinds[kind], bytes, tlshStart(kind, text), bytes.length);
}

/** The kind of which these digests of one file are two different ones; null where there is none. */
export function contradictionIn(digests: readonly { readonly kind: KindId; readonly text: string }[]): KindId | null {
  const met = new Map<KindId, string>();
  for (const { kind, text } of digests) {
    if (kinds[kind].family !== 'exact') continue;
    const plain = text.trim().toLowerCase();
    if ((met.get(kind) ?? plain) !== plain) return kind;
    met.set(kind, plain);
  }
  return null;
}

/** TLSH of today is spelled with T1 in front, which is no digit of it (research hash-formats 4). */
function tlshStart(kind: KindId, text: string): number {
  return kind === 'tlsh' && /^T1/iu.test(text) && text.length === kinds.tlsh.width * 2 + 2 ? 2 : 0;
}
