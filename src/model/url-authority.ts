// The part of a URL between scheme and path: login, host, port. Its rules are the strictest of all, because a host read
// in two ways is blocked in one place and reached in the other. Only model/url.ts calls it.
import { formatIp, parseIp } from './address.ts';
import { type Canonical, changeBits, type Fault, faultAt } from './canonical.ts';
import { defangedAt, readHost } from './host-name.ts';

/** Canonical `host[:port]`. `scheme` is empty where none was sent; `base` is where the text starts in the sender's. */
export function readAuthority(text: string, scheme: string, base: number): Canonical {
  let changes = 0;
  const at = text.lastIndexOf('@');
  if (at >= 0) {
    // Without a scheme this is a mail address more often than a login, and would block the whole mail domain.
    if (scheme === '') return faultAt(/^[^@|]+@/.test(text) ? 'url/mail-address' : 'url/bad-character', base + at);
    changes |= changeBits['userinfo-dropped'];
  }
  const site = text.slice(at + 1);
  const siteBase = base + at + 1;
  const fault = (found: Fault): Fault => explain(found, site, siteBase);
  if (site.startsWith('[')) {
    const found = readBracketed(site, scheme, siteBase);
    return found.ok ? { ...found, changes: changes | found.changes } : fault(found);
  }
  const colon = site.lastIndexOf(':');
  const written = colon < 0 ? site : site.slice(0, colon);
  const port = readPort(colon < 0 ? '' : site.slice(colon), scheme, siteBase + colon);
  if (!port.ok) return fault(scheme === '' ? (schemeFault(site, base) ?? port) : port);
  const decoded = written.includes('%') ? decodeHost(written) : written;
  if (decoded === null) return faultAt('url/bad-character', siteBase + written.indexOf('%'));
  if (decoded !== written) changes |= changeBits['percent-normalised'];
  const host = readHost(decoded, siteBase);
  if (!host.ok) return fault(decoded === written ? host : { ...host, at: siteBase });
  // `http:443/` would be read back as a broken `http://`.
  if (scheme === '' && port.text !== '' && /^https?$/.test(host.text)) return faultAt('url/unparsable', base);
  return { ok: true, text: host.text + port.text, changes: changes | host.changes | port.changes };
}

/** `[address][:port]`. */
function readBracketed(site: string, scheme: string, base: number): Canonical {
  const close = site.indexOf(']');
  const inner = site.slice(1, close);
  if (close < 0 || !/^[0-9a-f:.]+$/i.test(inner)) return faultAt('url/bad-character', base);
  const address = parseIp(inner);
  if (!address.ok) {
    return faultAt(address.fault === 'address/octal' ? 'url/octal-address' : 'url/odd-address', base);
  }
  if (address.bytes.length !== 16) return faultAt('url/odd-address', base);
  const after = site.slice(close + 1);
  if (after !== '' && !after.startsWith(':')) return faultAt('url/bad-character', base + close + 1);
  const port = readPort(after, scheme, base + close + 1);
  if (!port.ok) return port;
  return { ok: true, text: `[${formatIp(address.bytes)}]${port.text}`, changes: address.changes | port.changes };
}

// `mailto:x`, `magnet:`, `c:`, `http:/x`. With a dot before the colon it is a host whose port is wrong.
function schemeFault(site: string, base: number): Fault | null {
  const word = /^([a-z][a-z0-9+-]*):(?![0-9]+$)/i.exec(site)?.[1];
  if (word === undefined) return null;
  return faultAt(/^https?$/i.test(word) ? 'url/unparsable' : 'url/other-scheme', base);
}

// Says more of a host that cannot be one.
function explain(found: Fault, site: string, base: number): Fault {
  const defanged = defangedAt(site);
  if (defanged >= 0) return faultAt('url/defanged', base + defanged);
  const blank = site.search(/[\s"]/);
  if (blank >= 0) return faultAt('url/bad-character', base + blank);
  const star = found.fault === 'url/bad-character' ? site.indexOf('*') : -1;
  return star < 0 ? found : faultAt('url/wildcard', base + star);
}

/** `:port` as the key keeps it: the port that was sent, but not the one its scheme implies. */
function readPort(text: string, scheme: string, base: number): Canonical {
  if (text === '') return { ok: true, text: '', changes: 0 };
  const digits = text.slice(1);
  if (digits === '' && scheme !== '') return { ok: true, text: '', changes: changeBits['default-port-dropped'] };
  const port = /^[0-9]+$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > 65_535) return faultAt('url/bad-port', base);
  if (port === (scheme === 'http' ? 80 : scheme === 'https' ? 443 : 0)) {
    return { ok: true, text: '', changes: changeBits['default-port-dropped'] };
  }
  return { ok: true, text: `:${port}`, changes: digits.startsWith('0') ? changeBits['port-respelled'] : 0 };
}

// Once only: a host that needs decoding twice was built to be read differently by two programs.
function decodeHost(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // stray % or bytes that are not UTF-8
  }
}
