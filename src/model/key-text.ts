// Between key bytes and their text, by the kind's codec. For rows that are printed, written as objects or typed by
// hand; readers of long lists use the byte lanes of the builder instead.
import { formatCidr, formatIp, parseCidr, parseIp } from './address.ts';
import { decodeBase64, decodeHex, encodeBase64, fromUtf8, hexText, toUtf8, viewOf } from './bytes.ts';
import { canonicalHost } from './host-name.ts';
import { isWidth, type Kind } from './kinds.ts';
import { canonicalUrl } from './url.ts';

/** The text of a key in its canonical spelling. */
export function keyText(kind: Kind, bytes: Uint8Array): string {
  switch (kind.codec) {
    case 'hex':
      return hexText(bytes);
    case 'base64': {
      const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
      encodeBase64(bytes, 0, bytes.length, text, 0);
      return fromUtf8(text);
    }
    case 'ip':
      return formatIp(bytes);
    case 'cidr':
      return formatCidr(bytes);
    case 'text':
      return fromUtf8(bytes);
  }
}

/** The canonical bytes of a key spelled as text, or null when the text is no key of this kind. */
export function keyBytes(kind: Kind, text: string): Uint8Array | null {
  switch (kind.codec) {
    case 'hex':
      return hexBytes(kind, text);
    case 'base64':
      return base64Bytes(kind, text);
    case 'ip': {
      const address = parseIp(text);
      return address.ok ? address.bytes : null;
    }
    case 'cidr': {
      const network = parseCidr(text);
      return network.ok ? network.bytes : null;
    }
    case 'text':
      return textBytes(kind, text);
  }
}

function hexBytes(kind: Kind, text: string): Uint8Array | null {
  const width = kind.width === 0 ? text.length >> 1 : kind.width;
  if (text.length !== width * 2 || !isWidth(kind, width)) return null;
  const bytes = new Uint8Array(width);
  return decodeHex(viewOf(toUtf8(text)), 0, width, viewOf(bytes), 0) < 0 ? bytes : null;
}

function base64Bytes(kind: Kind, text: string): Uint8Array | null {
  const src = toUtf8(text);
  const bytes = new Uint8Array(src.length);
  const written = decodeBase64(src, 0, src.length, bytes, 0);
  if (written < 0 || (kind.width !== 0 && written !== kind.width)) return null;
  return bytes.slice(0, written);
}

function textBytes(kind: Kind, text: string): Uint8Array | null {
  if (kind.id === 'domain' || kind.id === 'url') {
    const canonical = kind.id === 'domain' ? canonicalHost(text) : canonicalUrl(text);
    return canonical.ok ? toUtf8(canonical.text) : null;
  }
  return text === '' ? null : toUtf8(text);
}
