// Parts of a URL that some consumers do not look at: a proxy list without schemes blocks http and https alike, one that
// folds case blocks two pages for one. What such a target can hold of a URL is a shorter key, worked out here; that the
// key reaches further than the one sent is told as loss (model/loss.ts). Facts: research url-formats 3.10 to 3.13.
import { canonicalUrl, splitUrl } from './url.ts';

export const urlParts = ['scheme', 'port', 'query', 'escapes', 'query-escapes', 'slashes', 'case', 'www'] as const;
/**
 * `scheme` http or https; `port` a port of its own; `query` all from `?` on; `escapes` whether a character of
 * the path is spelled `%28` or `(`, and `query-escapes` one of the query; `slashes` how many stand side by side in the path; `case` of path and query;
 * `www` a first label of the host that is `www`, `web` or `ftp`, perhaps with a number.
 */
export type UrlPart = (typeof urlParts)[number];

/** A canonical URL without the parts that are ignored, in canonical form again. Applying it twice changes nothing. */
export function withoutUrlParts(url: string, ignored: readonly UrlPart[]): string {
  let text = url;
  // A decoded `?` begins a query, in which other characters may stand: hence until nothing changes.
  for (let before = ''; before !== text; ) {
    before = text;
    text = once(text, ignored);
  }
  return text;
}

function once(url: string, ignored: readonly UrlPart[]): string {
  const parts = splitUrl(url);
  let { path, query } = parts;
  if (ignored.includes('escapes')) {
    // A decoded `?` would begin a query, whose characters have to count the same then.
    path = unescaped(path, ignored.includes('query-escapes') ? IN_PATH_OR_QUERY : IN_PATH);
  }
  if (ignored.includes('query-escapes') && query !== null) query = unescaped(query, IN_QUERY);
  if (ignored.includes('query')) {
    query = null;
    path = path.replace(/\?.*$/su, '');
  }
  if (ignored.includes('slashes')) path = path.replaceAll(/^[^?]+/gu, (all) => all.replaceAll(/\/{2,}/gu, '/'));
  if (ignored.includes('case')) [path, query] = [lower(path), query === null ? null : lower(query)];
  const host = ignored.includes('www') ? parts.host.replace(WWW, '') : parts.host;
  const scheme = ignored.includes('scheme') || parts.scheme === '' ? '' : `${parts.scheme}://`;
  const port = ignored.includes('port') || parts.port === null ? '' : `:${parts.port}`;
  const canonical = canonicalUrl(`${scheme}${host}${port}${path}${query === null ? '' : `?${query}`}`);
  // `http:8080/x`, a host named like a scheme: without its own scheme it would be read as a broken URL.
  return canonical.ok ? canonical.text : url;
}

/** Never two labels: who leaves out one would not find what has lost both. */
const WWW = /^(?:www|web|ftp)[0-9]*\.(?!(?:www|web|ftp)[0-9]*\.)/u;

/** Printable characters that may stand unescaped in a canonical URL, and mean the same there. */
const IN_PATH = /[!$&'()*+,/:;=@[\]^|]/u;
const IN_PATH_OR_QUERY = /[!$&'()*+,/:;=?@[\]^|]/u;
const IN_QUERY = /[!$&'()*+,/:;=?@[\]^|`{}]/u;

function unescaped(text: string, plain: RegExp): string {
  return text.replaceAll(/%([0-9A-F]{2})?/gu, (found, hex: string | undefined) => {
    // A percent sign that begins no escape stands for itself.
    if (hex === undefined) return '%25';
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return plain.test(character) ? character : found;
  });
}

/** Small letters, but for the digits of escapes, which canonical form spells large. */
function lower(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}|[A-Z]/gu, (found) => (found.length === 1 ? found.toLowerCase() : found));
}
