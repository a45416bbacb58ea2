// Signatures in the format of minisign: Ed25519 over the BLAKE2b-512 of a file, and over that signature with a comment. Made
// and checked with Node's own cryptography; only what is written in the files is read and written here.
import { createPrivateKey, createPublicKey, type KeyObject, scryptSync, sign, verify } from 'node:crypto';

/** What hashes a file for its signature. */
export const SIGNED_HASH = 'blake2b512';

export interface PublicKey {
  /** As minisign prints it: sixteen hexadecimal digits. */
  readonly id: string;
  readonly key: KeyObject;
}

export interface SecretKey {
  readonly id: Uint8Array;
  readonly key: KeyObject;
}

export interface Signature {
  readonly keyId: string;
  readonly bytes: Uint8Array;
  readonly comment: string;
  /** Over the signature and the comment. */
  readonly whole: Uint8Array;
}

/** What is wrong with a text, in words behind a colon. */
export class Unreadable extends Error {}

/** A protected key that does not open. */
export class Locked extends Error {}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from(['302e020100300506', '032b657004220420'].join(''), 'hex');
const PUBLIC_BYTES = 42;
const SECRET_BYTES = 158;
const SIGNATURE_BYTES = 74;
/** Where in a secret key the part begins that a passphrase hides: key id, seed, public key, checksum. */
const HIDDEN_AT = 54;
/** A key made elsewhere must not ask for the memory of the whole machine. */
const MOST_MEMORY = 2 ** 31;

export function parsePublicKey(text: string): PublicKey {
  const lines = text.trim().split(/\r?\n/u);
  const bytes = base64(lines[lines[0]?.startsWith('untrusted comment:') ? 1 : 0]);
  if (bytes.length === SECRET_BYTES) throw new Unreadable('it is a secret key, which no check needs');
  if (bytes.length !== PUBLIC_BYTES || ascii(bytes, 0, 2) !== 'Ed') throw new Unreadable('it holds no such key');
  return { id: idText(bytes.subarray(2, 10)), key: publicKey(bytes.subarray(10)) };
}

/** `passphrases`: those to try on a protected key. */
export function parseSecretKey(text: string, passphrases: readonly string[]): SecretKey {
  const [comment = '', line] = text.trim().split(/\r?\n/u);
  const bytes = comment.startsWith('untrusted comment:') ? base64(line) : Buffer.alloc(0);
  if (bytes.length === PUBLIC_BYTES) throw new Unreadable('it is a public key, which cannot sign');
  if (bytes.length !== SECRET_BYTES || ascii(bytes, 0, 2) !== 'Ed') throw new Unreadable('it holds no such key');
  const kdf = ascii(bytes, 2, 4);
  if (kdf === '\0\0') {
    const open = keyIn(bytes.subarray(HIDDEN_AT));
    if (open === null) throw new Unreadable('its two halves do not belong together');
    return open;
  }
  if (kdf !== 'Sc') throw new Unreadable('it is protected in a way that is not known');
  if (passphrases.length === 0) throw new Locked('no --passphrase-file was given');
  for (const passphrase of passphrases) {
    const open = keyIn(uncovered(bytes, passphrase));
    if (open !== null) return open;
  }
  throw new Locked('no passphrase given opens it');
}

export function parseSignature(text: string): Signature {
  const [comment = '', line, trusted = '', whole] = text.split(/\r?\n/u);
  const bytes = base64(line);
  if (!comment.startsWith('untrusted comment:') || bytes.length !== SIGNATURE_BYTES) {
    throw new Unreadable('it does not look like one of minisign');
  }
  const algorithm = ascii(bytes, 0, 2);
  if (algorithm === 'Ed') throw new Unreadable('it is of the old kind (minisign -l) that has no hash of the file');
  if (algorithm !== 'ED') throw new Unreadable('it is of an unknown kind');
  const wholeBytes = base64(whole);
  if (!trusted.startsWith(TRUSTED) || wholeBytes.length !== 64) throw new Unreadable('its trusted comment is missing');
  return {
    keyId: idText(bytes.subarray(2, 10)),
    bytes: bytes.subarray(10),
    comment: trusted.slice(TRUSTED.length),
    whole: wholeBytes,
  };
}

const TRUSTED = 'trusted comment: ';

/** What a signature does not fit; null where it fits. */
export function misfitOf({ bytes, comment, whole }: Signature, { key }: PublicKey, digest: Uint8Array): string | null {
  if (!verify(null, digest, key, bytes)) return 'the file';
  return verify(null, Buffer.concat([bytes, Buffer.from(comment)]), key, whole) ? null : 'its own trusted comment';
}

/** The text of a signature. The comment is signed too, and must be one line. */
export function signatureText({ id, key }: SecretKey, digest: Uint8Array, comment: string): string {
  const bytes = sign(null, digest, key);
  const whole = sign(null, Buffer.concat([bytes, Buffer.from(comment)]), key);
  const line = Buffer.concat([Buffer.from('ED'), id, bytes]).toString('base64');
  return `untrusted comment: signature from listbridge\n${line}\n${TRUSTED}${comment}\n${whole.toString('base64')}\n`;
}

/** The key in the part that is not hidden any more; null where the seed does not lead to the public key beside it. */
function keyIn(part: Uint8Array): SecretKey | null {
  const [id, seed, own] = [part.subarray(0, 8), part.subarray(8, 40), part.subarray(40, 72)];
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const made = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return made.equals(own) ? { id: id.slice(), key } : null;
}

/** The hidden part, by scrypt with the parameters that libsodium takes for these limits. */
function uncovered(bytes: Buffer, passphrase: string): Uint8Array {
  const [operations, memory] = [Number(bytes.readBigUInt64LE(38)), Number(bytes.readBigUInt64LE(46))];
  const { N, p } = parametersFor(Math.max(operations, 32_768), memory);
  if (128 * 8 * N > MOST_MEMORY) throw new Unreadable('opening it would take more than 2 GB of memory');
  const hidden = bytes.subarray(HIDDEN_AT);
  const salt = bytes.subarray(6, 38);
  const cover = scryptSync(passphrase, salt, hidden.length, { N, r: 8, p, maxmem: MOST_MEMORY + (1 << 26) });
  return hidden.map((byte, i) => byte ^ (cover[i] ?? 0));
}

/** pickparams of crypto_pwhash_scryptsalsa208sha256. */
function parametersFor(operations: number, memory: number): { N: number; p: number } {
  const isShort = operations < memory / 32;
  const most = isShort ? operations / 32 : memory / 1024;
  let N = 2;
  while (N <= most / 2 && N < 2 ** 40) N *= 2;
  const p = isShort ? 1 : Math.floor(Math.min(Math.floor(operations / 4 / N), 0x3fffffff) / 8);
  return { N, p: Math.max(p, 1) };
}

function publicKey(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
}

/** Key ids are numbers with their lowest byte first. */
function idText(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex').toUpperCase();
}

/** Strict: Node leaves out what is no base64 without a word. */
function base64(text = ''): Buffer {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text.trim() ? bytes : Buffer.alloc(0);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
