// The hashes of an input while it streams by: of its bytes as stored, for the reports, and of its content, for the secret
// of its aliases. What is not packed is hashed once for both.
import { createHash, type Hash } from 'node:crypto';
import type { ByteChunks } from '../model/bytes.ts';
import { unavailable } from '../model/failure.ts';
import { contentSecret } from './alias.ts';
import { SIGNED_HASH } from './seal/minisign.ts';

export interface HashWishes {
  /** Whether the SHA-256 of the stored bytes is asked for. */
  readonly sha256: boolean;
  /** Whether the secret of the aliases is to come from the content. */
  readonly secret?: boolean;
  /** What a signature was found to fit, before the bytes were read for good: they must still be the same. */
  readonly signed?: string;
}

export class Hashes {
  readonly #wishes: HashWishes;
  readonly #result: { sha256: string | null; secret: string | null };
  readonly #operand: string;
  readonly #stored: Hash | null;
  readonly #signed: Hash | null;
  /** Of what is unpacked or decrypted; null where the bytes are as stored. */
  #content: Hash | null = null;

  constructor(operand: string, wishes: HashWishes, result: { sha256: string | null; secret: string | null }) {
    this.#operand = operand;
    this.#signed = wishes.signed === undefined ? null : createHash(SIGNED_HASH);
    this.#wishes = wishes;
    this.#result = result;
    this.#stored = wishes.sha256 || wishes.secret === true ? createHash('sha256') : null;
  }

  readonly unpacked = (): void => {
    if (this.#wishes.secret === true) this.#content = createHash('sha256');
  };

  async *ofStored(chunks: ByteChunks): ByteChunks {
    for await (const chunk of chunks) {
      this.#stored?.update(chunk);
      this.#signed?.update(chunk);
      yield chunk;
    }
    if (this.#signed !== null && this.#signed.digest('hex') !== this.#wishes.signed) {
      throw unavailable('input/changed', { input: this.#operand });
    }
    if (this.#wishes.sha256) this.#result.sha256 = this.#stored?.copy().digest('hex') ?? null;
  }

  async *ofContent(chunks: ByteChunks): ByteChunks {
    for await (const chunk of chunks) {
      this.#content?.update(chunk);
      yield chunk;
    }
    const hash = this.#content ?? this.#stored;
    if (this.#wishes.secret === true && hash !== null) this.#result.secret = contentSecret(hash);
  }
}
