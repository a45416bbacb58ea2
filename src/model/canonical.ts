// The result shape shared by the canonical forms of names, URLs and addresses, and the two closed tables they draw
// from: what they may change, and why they may refuse. It phrases no sentence and keeps no listed value.

/** Every change a canonical form may make, as one bit. A row that was changed is counted under these names. */
export const changeBits = {
  'space-trimmed': 1 << 0,
  'lower-cased': 1 << 1,
  'trailing-dot-removed': 1 << 2,
  'idn-to-ascii': 1 << 3,
  'userinfo-dropped': 1 << 4,
  'fragment-dropped': 1 << 5,
  'default-port-dropped': 1 << 6,
  'port-respelled': 1 << 7,
  'percent-normalised': 1 << 8,
  'percent-encoded': 1 << 9,
  'dot-segments-removed': 1 << 10,
  'slash-added': 1 << 11,
  'address-respelled': 1 << 12,
} as const;

export type ChangeName = keyof typeof changeBits;

/** Every reason a canonical form may give for refusing a text. The codes are diagnostic codes. */
export const faultCodes = [
  'url/no-host',
  'url/unparsable',
  'url/other-scheme',
  'url/defanged',
  'url/mail-address',
  'url/control-character',
  'url/bad-character',
  'url/backslash',
  'url/bad-port',
  'url/empty-label',
  'url/label-too-long',
  'url/name-too-long',
  'url/bad-punycode',
  'url/bad-idn',
  'url/labels-changed',
  'url/single-label',
  'url/is-digest',
  'url/wildcard',
  'url/has-path',
  'url/has-port',
  'url/is-address',
  'url/octal-address',
  'url/odd-address',
  'address/bad',
  'address/octal',
  'address/odd',
  'address/zone',
  'address/has-prefix',
  'address/prefix',
  'address/host-bits',
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** `at` counts UTF-16 units from the start of the text as given; null where no single place is to blame. */
export interface Fault {
  readonly ok: false;
  readonly fault: FaultCode;
  readonly at: number | null;
}

export type Canonical = { readonly ok: true; readonly text: string; readonly changes: number } | Fault;

export function faultAt(code: FaultCode, at: number | null): Fault {
  return { ok: false, fault: code, at };
}

/** The names of the set bits, in table order. */
export function changesIn(bits: number): ChangeName[] {
  // keys() forgets the key type
  return (Object.keys(changeBits) as ChangeName[]).filter((name) => (bits & changeBits[name]) !== 0);
}

// Space, no-break space, the typographic spaces, zero-width space, word joiner and the byte order mark: they arrive by
// copy and paste and nobody means them. Tab, CR and LF are not here: inside a list file they are damage, not spelling.
function isBlank(unit: number): boolean {
  if (unit === 0x20) return true;
  if (unit < 0xa0) return false;
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200b) ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x2060 ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

/** Where the text begins once leading blanks are passed over. */
export function blanksBefore(text: string): number {
  let from = 0;
  while (from < text.length && isBlank(text.charCodeAt(from))) from++;
  return from;
}

/** Where `text[from, to)` ends once trailing blanks are passed over. */
export function blanksAfter(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}

// A control character would let one entry look like two in a list, and a lone surrogate or U+FFFD is the trace of
// bytes that did not decode: encoding it would silently list another address than the sender's.
export function unusableCharacter(text: string): Fault | null {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit < 0x7f) continue;
    if (unit < 0xa0 || unit === 0x2028 || unit === 0x2029) return faultAt('url/control-character', i);
    if (unit === 0xfffd) return faultAt('url/bad-character', i);
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (unit >= 0xdc00 || next < 0xdc00 || next > 0xdfff) return faultAt('url/bad-character', i);
      i++;
    }
  }
  return null;
}
