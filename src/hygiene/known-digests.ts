// Digests that are known to say nothing: of the empty file, and of the texts that broken exports hash by accident.
// Public constants; research hash-formats section 9.
import type { KindId } from '../model/kinds.ts';

export interface KnownDigest {
  readonly kind: KindId;
  readonly hex: string;
  /** The text it is the digest of; empty for the empty file. */
  readonly of: string;
}

export const knownDigests: readonly KnownDigest[] = [
  { kind: 'md5', hex: 'd41d8cd98f00b204e9800998ecf8427e', of: '' },
  { kind: 'sha1', hex: 'da39a3ee5e6b4b0d3255bfef95601890afd80709', of: '' },
  { kind: 'sha224', hex: 'd14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f', of: '' },
  { kind: 'sha256', hex: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', of: '' },
  { kind: 'sha384', hex: '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b', of: '' },
  { kind: 'sha512', hex: 'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e', of: '' },
  { kind: 'sha3-256', hex: 'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a', of: '' },
  { kind: 'sha3-512', hex: 'a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26', of: '' },
  { kind: 'md5', hex: '098f6bcd4621d373cade4e832627b4f6', of: 'test' },
  { kind: 'sha1', hex: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', of: 'test' },
  { kind: 'sha256', hex: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', of: 'test' },
  { kind: 'md5', hex: '37a6259cc0c1dae299a7866489dff0bd', of: 'null' },
  { kind: 'sha1', hex: '2be88ca4242c76e8253ac62474851065032d6833', of: 'null' },
  { kind: 'sha256', hex: '74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b', of: 'null' },
  { kind: 'md5', hex: '900150983cd24fb0d6963f7d28e17f72', of: 'abc' },
  { kind: 'sha1', hex: 'a9993e364706816aba3e25717850c26c9cd0d89d', of: 'abc' },
  { kind: 'sha256', hex: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', of: 'abc' },
  { kind: 'md5', hex: '382b0f5185773fa0f67a8ed8056c7759', of: 'N/A' },
  { kind: 'sha1', hex: '08d2e98e6754af941484848930ccbaddfefe13d6', of: 'N/A' },
  { kind: 'sha256', hex: 'e2f79e5b60330bba4c289962231b6ba2957d0b14e7deb3110417003c79dea635', of: 'N/A' },
];
