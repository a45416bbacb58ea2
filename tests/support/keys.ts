// Keys for tests, in the files that minisign writes, made from the number of a test key: the same in every run.
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

export interface KeyPair {
  readonly publicKey: string;
  readonly secretKey: string;
}

/** An unprotected pair, as `minisign -G -W` would make it. */
export function keyPair(n: number): KeyPair {
  const seed = createHash('sha256').update(`fixture-${n}`).digest();
  const id = createHash('sha256').update(`fixture-id-${n}`).digest().subarray(0, 8);
  const pkcs8 = Buffer.concat([Buffer.from(['302e020100300506', '032b657004220420'].join(''), 'hex'), seed]);
  const secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const own = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12);
  const head = Buffer.concat([Buffer.from('Ed\0\0B2'), Buffer.alloc(48)]);
  const bytes = Buffer.concat([head, id, seed, own, Buffer.alloc(32)]);
  return {
    publicKey: `untrusted comment: minisign public key\n${Buffer.concat([Buffer.from('Ed'), id, own]).toString('base64')}\n`,
    secretKey: `untrusted comment: minisign secret key\n${bytes.toString('base64')}\n`,
  };
}
