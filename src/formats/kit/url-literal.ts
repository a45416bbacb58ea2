// URLs as proxies compare them: with every escape undone once. A list for such a proxy spells them so, `/a b` and not
// `/a%20b`, or the entry would never match (research url-formats 3.10 to 3.12).
import { fromUtf8 } from '../../model/bytes.ts';

const PERCENT = 0x25;
const strict = new TextDecoder('utf-8', { fatal: true });

export type UrlLiteral = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/**
 * The decoded text of `bytes[from..to)`, a canonical URL or the end of one, but for escapes of `kept` characters. Not
 * for what cannot stand on a line of text, or could not be told apart from something else when it is read again.
 */
export function decodedUrl(bytes: Uint8Array, from: number, to: number, kept = ''): UrlLiteral {
  const out = new Uint8Array(to - from);
  let n = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    const value = byte === PERCENT ? hexPair(bytes, i + 1, to) : -1;
    if (value < 0 || kept.includes(String.fromCharCode(value))) {
      out[n++] = byte;
      continue;
    }
    // `%2520` would become the `%20` that stands for a blank.
    if (value === PERCENT && kept.includes(String.fromCharCode(hexPair(bytes, i + 3, to)))) {
      return { ok: false, why: 'it holds an escape of an escape' };
    }
    if (value < 0x20 || value === 0x7f) return { ok: false, why: 'it holds an escaped control character' };
    out[n++] = value;
    i += 2;
  }
  try {
    return { ok: true, text: strict.decode(out.subarray(0, n)) };
  } catch {
    return { ok: false, why: 'its escapes are not UTF-8' };
  }
}

/** What a URL holds escaped, in its path and in its query; a backslash or `#` would begin something else. */
const IN_PATH = /%(?:[0-9A-F]{2})?|[ "<>`{}#\\\u0080-\u{10ffff}]/gu;
const IN_QUERY = /%(?:[0-9A-F]{2})?|[ "<>#\\\u0080-\u{10ffff}]/gu;

/** A decoded URL as a canonical one again; `kept` characters are spelled as escapes already. */
export function escapedUrl(text: string, kept = ''): string {
  const spared = new Set(Array.from(kept, escapeOf));
  const spelled = (found: string): string => {
    if (spared.has(found)) return found;
    return found.startsWith('%') ? `%25${found.slice(1)}` : encodeURIComponent(found);
  };
  const question = text.indexOf('?');
  const pathEnd = question < 0 ? text.length : question;
  return text.slice(0, pathEnd).replaceAll(IN_PATH, spelled) + text.slice(pathEnd).replaceAll(IN_QUERY, spelled);
}

function escapeOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function hexPair(bytes: Uint8Array, at: number, to: number): number {
  if (at + 2 > to) return -1;
  const pair = fromUtf8(bytes, at, at + 2);
  return /^[0-9A-F]{2}$/u.test(pair) ? Number.parseInt(pair, 16) : -1;
}
