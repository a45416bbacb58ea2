// Encryption in the format of age: told by its first bytes, opened and made by age-encryption, which is loaded only where it
// is needed. Nothing it says of an error is repeated: a file named by mistake may be a list, or a key.
import { Readable } from 'node:stream';
import type { ByteChunks } from '../../model/bytes.ts';
import { Failure, unavailable } from '../../model/failure.ts';
import { copies, joined, peek } from '../peek.ts';
import { Unreadable } from './minisign.ts';

/** What may open an encrypted list. */
export interface Identities {
  /** Secret keys as age-keygen writes them. */
  readonly keys: readonly string[];
  readonly passphrases: readonly string[];
}

const MAGIC = Buffer.from('age-encryption.org/v1\n');
const ARMOR = Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----');
/** Armored files are opened in memory. */
const MOST_ARMORED = 1 << 26;

export function isEncrypted(head: Uint8Array): boolean {
  return isBinary(head) || isArmored(head);
}

function isBinary(head: Uint8Array): boolean {
  return MAGIC.equals(head.subarray(0, MAGIC.length));
}

function isArmored(head: Uint8Array): boolean {
  return ARMOR.equals(head.subarray(0, ARMOR.length));
}

/** The bytes as they are, or opened; `onEncrypted` is called before any of these comes. */
export async function* decrypted(
  stored: ByteChunks,
  operand: string,
  identities: Identities | null,
  onEncrypted: () => void,
): ByteChunks {
  const { first, all } = await peek(stored, ARMOR.length);
  if (!isEncrypted(first)) {
    yield* all;
    return;
  }
  onEncrypted();
  if (identities === null || identities.keys.length + identities.passphrases.length === 0) {
    throw unavailable('encryption/no-identity', { input: operand });
  }
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const key of identities.keys) decrypter.addIdentity(key);
  for (const passphrase of identities.passphrases) decrypter.addPassphrase(passphrase);
  try {
    const bytes = isArmored(first) ? [await unarmored(all)] : copies(all);
    yield* await decrypter.decrypt(Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array>); // of our pieces
  } catch (error) {
    if (error instanceof Failure) throw error;
    const isForOthers = error instanceof Error && /no identity matched/u.test(error.message);
    throw unavailable(isForOthers ? 'encryption/wrong-key' : 'encryption/damaged', { input: operand }, error);
  }
}

async function unarmored(chunks: ByteChunks): Promise<Uint8Array> {
  const { armor } = await import('age-encryption');
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of copies(chunks)) {
    pieces.push(chunk);
    length += chunk.length;
    if (length > MOST_ARMORED) throw new Error('too long for an armored file');
  }
  return armor.decode(Buffer.from(joined(pieces, length)).toString('latin1'));
}

/** Identities in a file of age-keygen, which may itself be protected with a passphrase. */
export async function identitiesIn(file: Uint8Array, passphrases: readonly string[]): Promise<string[]> {
  const bytes = isEncrypted(file) ? await unlocked(file, passphrases) : file;
  const lines = entriesOf(Buffer.from(bytes).toString('utf8'));
  const { Decrypter } = await import('age-encryption');
  for (const { text, line } of lines) {
    try {
      new Decrypter().addIdentity(text);
    } catch (error) {
      throw new Unreadable(`line ${line} is no identity of age (AGE-SECRET-KEY-1...)`, { cause: error });
    }
  }
  if (lines.length === 0) throw new Unreadable('it holds none');
  return lines.map(({ text }) => text);
}

async function unlocked(file: Uint8Array, passphrases: readonly string[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const identities = { keys: [], passphrases };
  async function* once(): ByteChunks {
    yield file;
  }
  for await (const piece of decrypted(once(), '', identities, () => {})) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Recipients in a file as age -R takes it. */
export async function recipientsIn(text: string): Promise<string[]> {
  const lines = entriesOf(text);
  const { Encrypter } = await import('age-encryption');
  for (const { text: recipient, line } of lines) {
    if (recipient.startsWith('AGE-SECRET-KEY')) throw new Unreadable(`line ${line} is a secret key, not a recipient`);
    try {
      new Encrypter().addRecipient(recipient);
    } catch (error) {
      throw new Unreadable(`line ${line} is no recipient of age (age1...)`, { cause: error });
    }
  }
  if (lines.length === 0) throw new Unreadable('it holds none');
  return lines.map(({ text: recipient }) => recipient);
}

function entriesOf(text: string): { text: string; line: number }[] {
  return text
    .split(/\r?\n/u)
    .map((each, i) => ({ text: each.trim(), line: i + 1 }))
    .filter((each) => each.text !== '' && !each.text.startsWith('#'));
}

/** Bytes on their way to a place where they are stored. */
export interface Layer {
  /** The bytes are not looked at any more once it has resolved. */
  write(bytes: Uint8Array): Promise<void>;
  /** All was written: what is still held goes on its way. */
  end(): Promise<void>;
  /** Lets go of what is held. */
  abandon(): Promise<void>;
}

/** Encrypts what is written to it for these recipients. */
export async function encrypting(recipients: readonly string[], sink: Layer['write']): Promise<Layer> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const plain = new TransformStream<Uint8Array, Uint8Array>();
  const writer = plain.writable.getWriter();
  const stored = await encrypter.encrypt(plain.readable);
  let broken: unknown = null;
  const pump = (async (): Promise<void> => {
    for await (const bytes of stored) await sink(bytes);
  })();
  pump.catch((error) => {
    broken = error;
  });
  writer.closed.catch(() => {}); // told by the write that meets it
  const told = async (step: Promise<void>): Promise<void> => {
    await step.catch((error: unknown) => {
      throw broken ?? error;
    });
  };
  let isEnded = false;
  return {
    write: (bytes) => told(writer.write(bytes.slice())),
    async end() {
      if (!isEnded) await told(writer.close());
      isEnded = true;
      await pump;
    },
    async abandon() {
      await writer.abort().catch(() => {});
      await pump.catch(() => {});
    },
  };
}
