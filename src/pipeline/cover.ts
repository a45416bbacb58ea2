// Leaves out names below a listed subtree, addresses and networks inside a listed network, and URLs that begin like a
// listed prefix. They add nothing; in a response policy zone a child beside its parent's wildcard opens a hole (research
// url-formats, fact 1), nft refuses a set with overlaps (3.18), and squidGuard forgets a prefix beside a longer one
// that begins so (tests/consumers/squidguard.test.ts). Exceptions are never touched, a withdrawn entry covers nothing, and what an exception
// covers too is left out because the exception wins.
// Holds all rows, because a parent may come last.
import { type Batch, compact } from '../model/batch.ts';
import type { Findings } from '../model/findings.ts';
import { kinds } from '../model/kinds.ts';
import type { Interns } from '../model/opinions.ts';
import { EXCEPTED, PRESENT } from '../model/scope.ts';
import { CoveringNames } from './covering-names.ts';
import { CoveringNetworks } from './covering-networks.ts';
import { CoveringPrefixes } from './covering-prefixes.ts';
import { KeyIndex } from './index/key-index.ts';
import { placeOf, type Stage } from './stage.ts';

const DOMAIN = kinds.domain.code;
const URL_KIND = kinds.url.code;

export interface CoverSettings {
  readonly findings: Findings;
  readonly interns: Interns;
  readonly seed: number;
  /** Whether the target reads the path of a prefix by whole segments. */
  readonly isBySegments: boolean;
}

export function cover({ findings, interns, seed, isBySegments }: CoverSettings): Stage {
  return async function* covered(batches) {
    const held: Batch[] = [];
    let rows = 0;
    for await (const batch of batches) {
      held.push(batch);
      rows += batch.count;
    }
    const index = new KeyIndex(seed, () => rows);
    const listed = newShade(index, PRESENT, isBySegments);
    const excepted = newShade(index, EXCEPTED, isBySegments);
    for (const batch of held) {
      collect(batch, listed);
      collect(batch, excepted);
    }
    const tell: Tell = (batch, i, by) => {
      const code = by === null ? 'merge/exception-overlaps' : 'merge/covered';
      // A fifth of a long list may be covered, and a sentence for each would take as long as finding them.
      if (findings.countOf(code) >= findings.examples) return findings.count(code, 1);
      const place = placeOf(batch, i);
      if (by === null) findings.report('merge/exception-overlaps', {}, place);
      else findings.report('merge/covered', { by: typeof by === 'string' ? by : nameOf(by, listed, interns) }, place);
    };
    const isIdle = listed.names.count + listed.networks.count + listed.prefixes.count === 0;
    for (let b = 0; b < held.length; b++) {
      const batch = held[b]!;
      const kept = isIdle ? batch : withoutCovered(batch, listed, excepted, tell);
      if (kept.count > 0) yield kept;
    }
  };
}

/** What entries of one operation reach beyond themselves. */
interface Shade {
  readonly names: CoveringNames;
  readonly networks: CoveringNetworks;
  readonly prefixes: CoveringPrefixes;
}

/** The number of a name that covers; for the others what they are. */
type Cover = number | string;
/** Tells what covers a row that is left out; null: an exception does, too. */
type Tell = (batch: Batch, i: number, by: Cover | null) => void;

function newShade(index: KeyIndex, op: number, isBySegments: boolean): Shade {
  return {
    names: new CoveringNames(index, op),
    networks: new CoveringNetworks(index, op),
    prefixes: new CoveringPrefixes(index, op, isBySegments),
  };
}

function collect(batch: Batch, { names, networks, prefixes }: Shade): void {
  names.collect(batch);
  networks.collect(batch);
  prefixes.collect(batch);
}

function withoutCovered(batch: Batch, listed: Shade, excepted: Shade, tell: Tell): Batch {
  const keep = new Uint8Array(batch.count).fill(1);
  let kept = batch.count;
  for (let i = 0; i < batch.count; i++) {
    const by = batch.op[i] === PRESENT ? coverOf(batch, i, listed) : null;
    if (by === null) continue;
    keep[i] = 0;
    kept--;
    tell(batch, i, coverOf(batch, i, excepted) === null ? by : null);
  }
  return compact(batch, keep, kept);
}

/** What covers row i, or null. */
function coverOf(batch: Batch, i: number, { names, networks, prefixes }: Shade): Cover | null {
  const kind = batch.kind[i];
  if (kind === URL_KIND) return prefixes.covers(batch, i) ? 'a listed URL' : null;
  if (kind === DOMAIN) {
    const above = names.above(batch, i);
    return above < 0 ? null : above;
  }
  return networks.covers(batch, i) ? 'a listed network' : null;
}

function nameOf(number: number, { names }: Shade, { sources }: Interns): string {
  const { source, line } = names.placeOf(number);
  return `line ${line} of ${sources.name(source)}`;
}
