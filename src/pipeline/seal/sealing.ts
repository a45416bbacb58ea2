// How lists are opened and closed: the keys that a run holds, as read from their files. Plain data; never told to anybody.
import type { Identities } from './age.ts';
import type { PublicKey, SecretKey } from './minisign.ts';

/** How an input is opened. */
export interface Opening {
  /** Null: a signature is neither demanded nor looked at. */
  readonly verify: Verifying | null;
  readonly identities: Identities | null;
}

export interface Verifying {
  /** Any of them may have signed. */
  readonly keys: readonly PublicKey[];
  /** Where the signature is. */
  readonly signature: string;
}

/** How an output is closed. */
export interface Sealing {
  readonly signer: SecretKey | null;
  /** Null: it is not encrypted. */
  readonly recipients: readonly string[] | null;
  /** To read back what is encrypted, where that is asked for. */
  readonly identities: Identities | null;
  /** Epoch seconds that the signature tells. */
  readonly time: number;
}

export const OPEN: Opening = { verify: null, identities: null };

export const SIGNATURE_ENDING = '.minisig';
