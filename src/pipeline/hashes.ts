// The hashes of an input while it streams by: of its bytes as stored, for the reports, and of its content, for the secret
// of its aliases. What is not packed is hashed once for both.
import { createHash, type Hash } from 'node:crypto';
import type { ByteChunks } from '../model/bytes.ts';
import { contentSecret } from './alias.ts';

export interface HashWishes {
  /** Whether the SHA-256 of the stored bytes is asked for. */
  readonly sha256: boolean;
  /** Whether the secret of the aliases is to come from the content. */
  readonly secret?: boolean;
}

export class Hashes {
  readonly #wishes: HashWishes;
  readonly #result: { sha256: string | null; secret: string | null };
  readonly #stored: Hash | null;
  /** Of what is unpacked; null where the bytes are as stored. */
  #content: Hash | null = null;

  constructor(wishes: HashWishes, result: { sha256: string | null; secret: string | null }) {
    this.#wishes = wishes;
    this.#result = result;
    this.#stored = wishes.sha256 || wishes.secret === true ? createHash('sha256') : null;
  }

  readonly unzip = (): void => {
    if (this.#wishes.secret === true) this.#content = createHash('sha256');
  };

  async *ofStored(chunks: ByteChunks): ByteChunks {
    for await (const chunk of chunks) {
      this.#stored?.update(chunk);
      yield chunk;
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
