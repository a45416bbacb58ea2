// Random URLs with scopes, every URL near them that somebody could ask for, and the model of what a list of them blocks:
// both sides are spelled as the program under test is documented to see them, and then compared as plain text.
import type { Random } from './random.ts';
import { oneOf } from './random.ts';
import type { Listed } from './written.ts';

/** What a program does not look at, and how it reads the entry of a scope. */
export interface View {
  readonly scheme?: boolean;
  readonly port?: boolean;
  readonly case?: boolean;
  readonly slashes?: boolean;
  /** Escapes of the query too, not only those of the path. */
  readonly query?: boolean;
}

const HOSTS = ['example.com', 'www.example.net', 'a.b.example.org', '192.0.2.9'];
const PARTS = [
  'a',
  'A',
  'b.html',
  'c(1)',
  'd%20e',
  '%C3%BC',
  'f;g',
  "it's",
  'h+i',
  '~j',
  '$k',
  '%7Bl%7D',
  'm,n',
  '%22',
  '!',
  '%5C',
];
const QUERIES = ['', '', '?x', '?x=1&y=2', '?a[b]=c', '?u=http://example.net/'];

export function randomUrls(random: Random, count: number, schemes: readonly string[] = ['', 'http://']): Listed[] {
  return Array.from({ length: count }, (): Listed => {
    const parts = Array.from({ length: random(3) }, () => oneOf(random, PARTS));
    const port = random(6) === 0 ? ':8080' : '';
    const end = random(3) === 0 && parts.length > 0 ? '/' : '';
    const isPrefix = random(3) === 0;
    const text = `${oneOf(random, schemes)}${oneOf(random, HOSTS)}${port}/${parts.join('/')}${end}`;
    return { kind: 'url', text: isPrefix ? text : text + oneOf(random, QUERIES), scope: isPrefix ? 'prefix' : 'exact' };
  });
}

/** A URL as the program sees it. */
function seen(url: string, view: View): string {
  const match = /^(?:(https?):\/\/)?([^:/]+)(?::(\d+))?([^?]*)(\?.*)?$/su.exec(url);
  if (match === null) throw new Error('not a URL of a test');
  const [, scheme = '', host = '', port = '', path = '', query = ''] = match;
  let rest = decodeURIComponent(path) + (view.query === true ? decodeURIComponent(query) : query);
  if (view.slashes === true) rest = rest.replace(/^[^?]*/u, (all) => all.replaceAll(/\/+/gu, '/'));
  if (view.case === true) rest = rest.toLowerCase();
  const front = view.scheme === true || scheme === '' ? '' : `${scheme}://`;
  return `${front}${host.toLowerCase()}${view.port === true || port === '' || port === '80' ? '' : `:${port}`}${rest}`;
}

/** Entries without scheme are of both. */
export function isUrlListed(entries: readonly Listed[], url: string, view: View): boolean {
  const asked = seen(url, view);
  const bare = asked.replace(/^https?:\/\//u, '');
  return entries.some(({ text, scope }) => {
    const entry = seen(text, view);
    const one = entry.includes('://', 4) && /^https?:/u.test(entry) ? asked : bare;
    return scope === 'prefix' ? one.startsWith(entry) : one === entry;
  });
}

/** http URLs: the listed ones, what begins like them, what they begin like, and other spellings. */
export function urlsAbout(entries: readonly Listed[]): string[] {
  const urls = new Set<string>();
  for (const { text } of entries) {
    const bare = text.replace(/^https?:\/\//u, '');
    const host = /^[^/]*/u.exec(bare)?.[0] ?? '';
    const path = bare.slice(host.length);
    const plain = /^[^?]*/u.exec(path)?.[0] ?? '';
    const variants = [bare, `${bare}x`, `${bare}/y`, bare.slice(0, -1), host + plain, `${host}${plain}?q`, `${host}/`];
    variants.push(`${bare}${path.includes('?') ? '&' : '?'}z=1`, host + path.toUpperCase(), host + path.toLowerCase());
    variants.push(`x${bare}`, `www.${bare}`, host.toUpperCase() + path, `${host}/q${path}`);
    variants.push(
      host.includes(':') ? host.replace(/:.*/u, '') + path : `${host}:8080${path}`,
      `${host.replace(/:.*/u, '')}:80${path}`,
    );
    variants.push(
      host + path.replace('a', '%61').replace('(', '%28').replace('!', '%21'),
      `${host.replace(/:.*/u, '')}.evil.test${path}`,
    );
    for (const variant of variants) {
      if (/^[^/]+\//u.test(variant) && !/%(?![0-9A-Fa-f]{2})/u.test(variant)) urls.add(`http://${variant}`);
    }
  }
  return [...urls].filter((url) => isDecodable(url)).sort();
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
