// `total`, `n/a`, `-`: words that people write into the cells of a sheet. Read as URLs they would be `total/`, `n/A` and `-/`:
// without a scheme and a dot nothing says that one label is meant for a host.
import { fromUtf8 } from '../../model/bytes.ts';
import { canonicalUrl } from '../../model/url.ts';

const DOT = 46;
const SLASH = 47;
const COLON = 58;

const NOT_AVAILABLE = /^[nk]\/a$/iu;

/** Whether what would be a URL is such a word. `intranet/a`, spelled as a URL is, may be the entry of a list without schemes. */
export function isWord(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to && bytes[i] !== SLASH; i++) if (bytes[i] === DOT || bytes[i] === COLON) return false;
  const text = fromUtf8(bytes, from, to);
  const canonical = canonicalUrl(text);
  if (!canonical.ok || /^[^/]*[.[:]/u.test(canonical.text)) return false;
  return canonical.text !== text || NOT_AVAILABLE.test(text);
}

/** Whether a name of one label is as long as a digest and made of its digits: under the name of a host it blocks nothing. */
export function isDigestWord(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  return (length === 32 || length === 40 || length === 56) && /^[0-9a-f]+$/iu.test(fromUtf8(bytes, from, to));
}
