// Partner keys as names of ClamAV signatures, which end at a colon and stand on one line. What cannot stand there is
// written as `%3A` and the like, and only what was written so is read so: other names keep their percent signs.

const UNSAYABLE = /[:%\p{Cc}]|^ | $/gu;
const WRITTEN = /%(?:25|3A|[01][0-9A-F]|7F|20)|%C2%[89][0-9A-F]/gu;

/** `unnamed` is the name of entries without a key, so a key that is spelled alike is written another way. */
export function escapeSignature(key: string, unnamed: string): string {
  const name = key.replaceAll(UNSAYABLE, encodeURIComponent);
  return name === unnamed ? `%${hexOf(name)}${name.slice(1)}` : name;
}

/** The partner key, or null for the name of entries without one. */
export function nameOfSignature(name: string, unnamed: string): string | null {
  if (name === unnamed) return null;
  if (name === `%${hexOf(unnamed)}${unnamed.slice(1)}`) return unnamed;
  const key = name.replaceAll(WRITTEN, decodeURIComponent);
  return escapeSignature(key, unnamed) === name ? key : name;
}

function hexOf(text: string): string {
  return text.charCodeAt(0).toString(16).toUpperCase();
}
