// Finds digests, names and addresses that are neither invented nor reserved, in any text.
// It must never return the value it found: a value in a test log is the leak this file is here to prevent.
import { createHash, getHashes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { HOLE } from './lex.ts';

export interface Leak {
  readonly kind: 'digest' | 'digest in base64' | 'URL host' | 'host name' | 'IPv4 address' | 'IPv6 address';
  readonly offset: number;
}

/** Where the text is from. In a program `item.name` or `row.id` is code, in a list it could be a host. */
export type Place = 'list' | 'program';

const words = (...lines: string[]): string[] => lines.join(' ').split(' ');

/** Names that belong to nobody: RFC 2606, 6761, 6762, 8375, 9476. Not `.onion`: those names are real. */
const RESERVED_NAMES = words(
  'example.com example.net example.org example test invalid localhost local internal alt home.arpa lan localdomain',
  'in-addr.arpa ip6.arpa',
);

/**
 * Well-known services and suffixes that the guard against over-blocking is about: tests name them because everybody
 * knows them, and nobody's listed value is among them. The lists in src/hygiene/guard/data are no fixtures.
 */
const GUARDED_NAMES = new Set(
  words(
    'com co.uk any.ck www.ck router github.io user.github.io windows.net mooo.com customer.mooo.com linktr.ee bit.ly',
    'facebook.com www.facebook.com google.com drive.usercontent.google.com ipfs.io weebly.com user.weebly.com site.co.uk',
    'blogspot.com printer.local google.com.example blob.core.windows.net s3.amazonaws.com',
  ),
);

/** Addresses of the same sort: one of a content delivery service, a public resolver, two root servers. */
const GUARDED_ADDRESSES = new Set(['104.16.0.1', '9.9.9.9', '9.9.9.0', '198.41.0.4', '2001:500:2f::f']);

/** Names and namespaces that a text must contain to be what it is. Each with its reason; a listed value is none. */
const ALLOWED_URLS: readonly (readonly [prefix: string, why: string])[] = [
  ['http://www.w3.org/', 'XML namespaces'],
  ['https://www.w3.org/', 'XML namespaces'],
  ['http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML', 'the namespace of DFXML'],
  ['https://ontology.unifiedcyberontology.org/uco/', 'namespaces of UCO'],
  ['http://openioc.org/schemas/OpenIOC_1.1', 'the namespace of OpenIOC'],
  ['https://hashsharing.ncmec.org/hashsharing/v2', 'the namespace of NCMEC Hash Sharing'],
  ['https://hashsharing.ncmec.org/npo/v2/documentation/', 'its documentation'],
  ['https://github.com/dfxml-working-group/', 'the schema of DFXML'],
  ['http://purl.org/dc/elements/1.1/', 'the namespace of Dublin Core'],
  ['http://json-schema.org/', 'JSON Schema dialects'],
  ['https://json-schema.org/', 'JSON Schema dialects'],
  ['https://json.schemastore.org/sarif-2.1.0.json', 'the $schema of a SARIF log'],
  ['https://docs.oasis-open.org/sarif/', 'the $schema of a SARIF log'],
  ['http://github.com/ICMEC/ProjectVic/DataModels/', 'the OData context of a Project VIC file'],
  ['http://github.com/VICSDATAMODEL/ProjectVic/DataModels/', 'the OData context of a Project VIC file'],
  ['https://github.com/ICMEC/ProjectVic/', 'the OData context of a Project VIC file'],
];

/** Endings that make a dotted word a host name. Endings left out (as `.jpg`) are file names far more often. */
const ENDINGS = new Set(
  words(
    'com net org edu gov mil int arpa biz pro mobi asia xyz top site online club shop store icu vip onion app dev',
    'cloud tech space website blog news wiki click fun win bid loan men porn xxx sex adult cam webcam chat photos',
    'pics video gallery pictures art world today life host press rocks ninja agency network systems',
    'ac ad ae af ag al ao aq ar au aw ax az ba bb bd bf bg bh bi bj bm bn bo br bs bt bw bz ca cd cf cg ch ci ck cl cm cn',
    'co cr cu cv cw cx cy cz de dj dk dm dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq',
    'gr gt gu gw gy hk hm hn hr ht hu ie il im io iq ir je jm jo jp ke kg kh ki km kn kp kr kw ky kz lb lc li lk lr ls lt',
    'lu lv ly ma mc mg mh mk ml mm mn mo mp mq mr mt mu mv mw mx mz na nc ne nf ng ni nl np nr nu nz om pa pe pf pg ph pk',
    'pm pn pr pt pw qa re ro ru rw sa sb sc sd se sg si sk sl sm sn sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm',
    'tn tr tt tv tw tz ua ug uk uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw',
  ),
);

/** Endings that are also words of code or file names; in a program they prove nothing. */
const WORD_ENDINGS = new Set(
  words(
    'ai am as at be by cc do gs id in is it la me my no pl ps py rs sh so to us email host info live name team work',
  ),
);

const DOT = String.raw`(?:\\*\.|\[\.\]|\(\.\)|\[dot\])`;
const LABEL = String.raw`(?:%[0-9a-fA-F]{2}|[\p{L}\p{N}_${HOLE}])(?:%[0-9a-fA-F]{2}|[\p{L}\p{N}_${HOLE}-])*`;
const SLASHES = String.raw`:(?:\\?[/\\]){2}`;
const URL_HOST = new RegExp(
  String.raw`\b[a-z][a-z0-9+.-]{1,20}${SLASHES}((?:\[[^\]\s]*\]|[^\s/?#"'<>\\^|,;(){}\]])*)`,
  'giu',
);
const HOST = new RegExp(String.raw`(?<![\p{L}\p{N}_%-])(?:${LABEL}${DOT})+([\p{L}${HOLE}][\p{L}\p{N}${HOLE}-]*)`, 'gu');
const IPV4 = new RegExp(String.raw`(?<![\w.])\d{1,3}(?:${DOT}\d{1,3}){3}(?!\.?\w)`, 'g');
const IPV6 = /(?<![\w:.])(?=[0-9a-f.]*:[0-9a-f.:]*:)[0-9a-f:.]{2,45}(?![\w:])/gi;
const BACKWARDS =
  /(?<![\w.])(?:\d{1,2}\.)?(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\.(?:rpz-(?:client-|ns)?ip|in-addr\.arpa)\b/gi;
const HEX = /[0-9a-f]+/gi;
const BASE64 = /(?<![\w+/=])[\w+/-]+={1,2}(?![\w=])/g;

const DIGEST_HEX_LENGTHS = new Set([32, 40, 64, 96, 128]);

/** Leaks of a text, in its order. */
export function leaksIn(text: string, place: Place): Leak[] {
  return [...digestLeaks(text), ...nameLeaks(text, place)].sort((a, b) => a.offset - b.offset);
}

/** Leaks of a text that names hosts for good reasons, such as a page of documentation: digests only. */
export function digestLeaks(text: string): Leak[] {
  const leaks: Leak[] = [];
  for (const { 0: run, index } of text.matchAll(HEX)) {
    if (DIGEST_HEX_LENGTHS.has(run.length) && !isInvented(run)) leaks.push({ kind: 'digest', offset: index });
  }
  for (const { 0: run, index } of text.matchAll(BASE64)) {
    const hex = Buffer.from(run, 'base64').toString('hex');
    if (run.length % 4 === 0 && DIGEST_HEX_LENGTHS.has(hex.length) && !isInvented(hex)) {
      leaks.push({ kind: 'digest in base64', offset: index });
    }
  }
  return leaks;
}

function nameLeaks(text: string, place: Place): Leak[] {
  const leaks: Leak[] = [];
  const add = (offset: number, kind: Leak['kind'] | null): void => {
    if (kind !== null) leaks.push({ kind, offset });
  };
  // Every pass blanks what it has judged, so that an address in a URL is not judged again as a bare one.
  let rest = blank(text, URL_HOST, (match) => {
    const authority = match[1] ?? '';
    const at = match.index + match[0].length - authority.length;
    const isAllowed = ALLOWED_URLS.some(([prefix]) => text.startsWith(prefix, match.index));
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    if (!isAllowed && host !== '') add(at, kindOfHost(host, 'URL host'));
    return [at, authority.length];
  });
  rest = blank(rest, BACKWARDS, (match) => {
    add(match.index, kindOfHost((match[1] ?? '').split('.').reverse().join('.'), 'IPv4 address'));
    return [match.index, match[0].length];
  });
  rest = blank(rest, IPV4, (match) => {
    const address = refang(match[0]);
    if (address.split('.').some((part) => Number(part) > 255)) return [0, 0];
    add(match.index, kindOfHost(address, 'IPv4 address'));
    return [match.index, match[0].length];
  });
  for (const match of rest.matchAll(IPV6)) {
    const address = match[0].replace(/\.$/, '');
    if (isIPv6(address) && !isReservedIPv6(address) && !GUARDED_ADDRESSES.has(address))
      add(match.index, 'IPv6 address');
  }
  for (const match of rest.matchAll(HOST)) {
    const ending = (match[1] ?? '').toLowerCase();
    if (isEnding(ending, place)) add(match.index, kindOfHost(match[0], 'host name'));
  }
  return leaks;
}

/** The text with blanks where `judge` says (offset and length) that a match has been dealt with. */
function blank(text: string, pattern: RegExp, judge: (match: RegExpExecArray) => readonly [number, number]): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [from, length] = judge(match);
    if (length === 0) continue;
    parts.push(text.slice(end, from), ' '.repeat(length));
    end = from + length;
  }
  return parts.join('') + text.slice(end);
}

/** What is wrong with a host, or null if it is reserved. `kind` is what to call a name that is not. */
function kindOfHost(written: string, kind: Leak['kind']): Leak['kind'] | null {
  const bracketed = /^\[([^\]%]*)/.exec(written)?.[1];
  if (bracketed?.includes(':') === true) return isReservedIPv6(bracketed) ? null : 'IPv6 address';
  // A fixture may break a name with a blank or an escape (`ex%zzample.test`): then every part of it is judged.
  const parts = refang(decode(written)).split(/%.{0,2}|[^\p{L}\p{N}._\uFFFC-]/u);
  for (const part of parts) {
    const host = part.replace(/^\.+|\.+$/g, '').toLowerCase();
    const name = asUrlHost(host) ?? host;
    if (GUARDED_NAMES.has(name) || GUARDED_ADDRESSES.has(name)) continue;
    if (isIPv4(name) && !isReservedIPv4(name)) return 'IPv4 address';
    if (!isIPv4(name) && !isReservedName(name)) return kind;
  }
  return null;
}

function isReservedName(name: string): boolean {
  if (RESERVED_NAMES.some((reserved) => name === reserved || name.endsWith(`.${reserved}`))) return true;
  const last = name.slice(name.lastIndexOf('.') + 1);
  // One label names nothing outside the sender's own network; a hole at the end could be anything.
  if (!name.includes('.') || last.includes(HOLE) || !/\p{L}/u.test(last)) return true;
  // What a break leaves of a reserved name. Long enough not to be a name of its own.
  return name.length >= 'mple.com'.length && RESERVED_NAMES.some((reserved) => reserved.endsWith(name));
}

function isEnding(ending: string, place: Place): boolean {
  if (ending.includes(HOLE)) return false;
  if (WORD_ENDINGS.has(ending)) return place === 'list';
  return ENDINGS.has(ending) || /^xn--./.test(ending) || /[^\0-\x7f]/.test(ending);
}

function refang(text: string): string {
  return text.replace(/\\+\.|\[\.\]|\(\.\)|\[dot\]/gi, '.');
}

function decode(host: string): string {
  try {
    return decodeURIComponent(host);
  } catch {
    return host; // A broken escape is a fixture's right; the text as it stands is judged.
  }
}

/** The host as a browser would take it: `0x7f.1` and `3221225985` are addresses, and wide letters are plain ones. */
function asUrlHost(host: string): string | null {
  if (host.includes(HOLE) || !URL.canParse(`http://${host}/`)) return null;
  return new URL(`http://${host}/`).hostname;
}

/** RFC 5737 and the other blocks of the special-purpose registry, none of which is anybody's public address. */
function isReservedIPv4(address: string): boolean {
  const [a = 0, b = 0, c = 0] = address.split('.').map(Number);
  const block = `${a}.${b}.${c}`;
  if (['192.0.2', '198.51.100', '203.0.113', '192.0.0'].includes(block)) return true; // documentation, protocol
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true; // this host, private, loopback, multicast and up
  if (a === 172) return b >= 16 && b < 32; // private
  if (a === 192) return b === 168; // private
  if (a === 169) return b === 254; // link-local
  if (a === 100) return b >= 64 && b < 128; // shared
  return a === 198 && (b === 18 || b === 19); // benchmarks
}

function isReservedIPv6(written: string): boolean {
  const address = asUrlHost6(written);
  if (address === null) return true; // Broken on purpose, and nobody's.
  const groups = groupsOf(address);
  const [first = 0, second = 0] = groups;
  const carried = carriedIPv4(groups);
  if (carried !== null) return isReservedIPv4(carried);
  if ((first === 0x2001 && second === 0xdb8) || (first === 0x3fff && second < 0x1000)) return true; // documentation
  return first < 0x2000 || first >= 0x4000; // All that anybody is given so far lies in 2000::/3.
}

/** The IPv4 address inside an IPv4-compatible, IPv4-mapped, NAT64 or 6to4 one. */
function carriedIPv4(groups: readonly number[]): string | null {
  const at = groups[0] === 0x2002 ? 1 : 6;
  const head = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  if (at === 6 && !['0:0:0:0:0:0', '0:0:0:0:0:ffff', '64:ff9b:0:0:0:0'].includes(head)) return null;
  return groups
    .slice(at, at + 2)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

/** The eight numbers of an address as URL writes it: no dotted end, at most one `::`. */
function groupsOf(address: string): number[] {
  const [left = '', right] = address.split('::');
  const numbers = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = numbers(left);
  if (right === undefined) return before;
  const after = numbers(right);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function asUrlHost6(address: string): string | null {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : null;
}

/** Made by hashing `fixture-N`, a published test vector, or a pattern that no file hashes to. */
function isInvented(run: string): boolean {
  const hex = run.toLowerCase();
  return /^(.{1,16})\1+$/.test(hex) || inventedDigests().has(hex);
}

let invented: ReadonlySet<string> | undefined;

function inventedDigests(): ReadonlySet<string> {
  invented ??= new Set(
    inventedTexts().flatMap((text) => ALGORITHMS.map((name) => createHash(name).update(text).digest('hex'))),
  );
  return invented;
}

const ALGORITHMS =
  'md5 sha1 sha256 sha384 sha512 sha512-256 sha3-256 sha3-384 sha3-512 ripemd160 blake2s256 blake2b512 sm3'
    .split(' ')
    .filter((name) => getHashes().some((known) => known.toLowerCase() === name));

/** A TMK fingerprint with nothing in it: lists name one by its digest. */
const SMALLEST_TMK = `TMK1FVECPDQF${[15, 1, 1, 1, 7].map((n) => `${String.fromCharCode(n)}\0\0\0`).join('')}${'\0\0\0\0'.repeat(5)}`;

function inventedTexts(): string[] {
  const fixtures = Array.from({ length: 2001 }, (_, n) => `fixture-${n}`);
  // Everybody's digests: the empty file, the vectors of RFC 1321 and FIPS 180, and the two classics of documentation.
  const alphabet = 'abcdefghijklmnopqrstuvwxyz';
  return fixtures.concat(
    '',
    'a',
    'abc',
    'message digest',
    alphabet,
    `${alphabet.toUpperCase()}${alphabet}0123456789`,
    '1234567890'.repeat(8),
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    'The quick brown fox jumps over the lazy dog',
    'The quick brown fox jumps over the lazy dog.',
    SMALLEST_TMK,
  );
}
