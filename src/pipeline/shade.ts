// What entries of one operation reach beyond themselves: names below a subtree, addresses inside a network, URLs that
// begin like a prefix.
import type { Batch } from '../model/batch.ts';
import { kinds } from '../model/kinds.ts';
import { CoveringNames } from './covering-names.ts';
import { CoveringNetworks } from './covering-networks.ts';
import { CoveringPrefixes } from './covering-prefixes.ts';
import type { KeyIndex } from './index/key-index.ts';

const DOMAIN = kinds.domain.code;
const URL_KIND = kinds.url.code;

/** The number of a name that covers; for the others what they are. */
export type Cover = number | 'a listed network' | 'a listed URL';

export class Shade {
  readonly names: CoveringNames;
  readonly #networks: CoveringNetworks;
  readonly #prefixes: CoveringPrefixes;

  /** `isBySegments`: a prefix covers by whole segments of its path. */
  constructor(index: KeyIndex, op: number, isBySegments: boolean) {
    this.names = new CoveringNames(index, op);
    this.#networks = new CoveringNetworks(index, op);
    this.#prefixes = new CoveringPrefixes(index, op, isBySegments);
  }

  /** Whether nothing reaches beyond itself. */
  get isIdle(): boolean {
    return this.names.count + this.#networks.count + this.#prefixes.count === 0;
  }

  collect(batch: Batch): void {
    this.names.collect(batch);
    this.#networks.collect(batch);
    this.#prefixes.collect(batch);
  }

  /** What covers row i, or null. */
  coverOf(batch: Batch, i: number): Cover | null {
    const kind = batch.kind[i];
    if (kind === URL_KIND) return this.#prefixes.covers(batch, i) ? 'a listed URL' : null;
    if (kind !== DOMAIN) return this.#networks.covers(batch, i) ? 'a listed network' : null;
    const above = this.names.above(batch, i);
    return above < 0 ? null : above;
  }
}
