// Identifiers for formats that want one for each object. Derived, because the same list must give the same bytes.
import { createHash } from 'node:crypto';

/** Namespace of the identifiers this program derives; any fixed UUID will do, and it is for ever. */
const NAMESPACE = '6d0f1c5e-3b0a-5d52-9a43-9f0d6c1c7a11';

/** An identifier that is the same for the same name in every run: UUID version 5. */
export function derivedUuid(type: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(`${type}\0${name}`)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
