// Leaves out names below a listed subtree, addresses and networks inside a listed network, and URLs that begin like a
// listed prefix. They add nothing; in a response policy zone a child beside its parent's wildcard opens a hole (research
// url-formats, fact 1), nft refuses a set with overlaps (3.18), and squidGuard forgets a prefix beside a longer one
// that begins so (tests/consumers/squidguard.test.ts). Exceptions are never touched, a withdrawn entry covers nothing, and what an exception
// covers too is left out because the exception wins.
// Holds all rows, because a parent may come last.
import { type Batch, compact } from '../model/batch.ts';
import type { Findings } from '../model/findings.ts';
import { parentStart } from '../model/host-name.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../model/scope.ts';
import { CoveringNetworks } from './covering-networks.ts';
import { CoveringPrefixes } from './covering-prefixes.ts';
import { KeyIndex, laneNumber } from './index/key-index.ts';
import type { Lane } from './index/lane.ts';
import { placeOf, type Stage } from './stage.ts';

const DOMAIN = kinds.domain.code;
const URL_KIND = kinds.url.code;

export interface CoverSettings {
  readonly findings: Findings;
  readonly seed: number;
}

export function cover({ findings, seed }: CoverSettings): Stage {
  return async function* covered(batches) {
    const index = new KeyIndex(seed);
    const listed = newShade(index, PRESENT);
    const excepted = newShade(index, EXCEPTED);
    const held: Batch[] = [];
    for await (const batch of batches) {
      collect(batch, listed);
      collect(batch, excepted);
      held.push(batch);
    }
    const isIdle = listed.subtrees.count + listed.networks.count + listed.prefixes.count === 0;
    for (let b = 0; b < held.length; b++) {
      const batch = held[b]!;
      const kept = isIdle ? batch : withoutCovered(batch, listed, excepted, findings);
      if (kept.count > 0) yield kept;
    }
  };
}

/** What entries of one operation reach beyond themselves. */
interface Shade {
  readonly op: number;
  readonly subtrees: Lane;
  readonly networks: CoveringNetworks;
  readonly prefixes: CoveringPrefixes;
}

function newShade(index: KeyIndex, op: number): Shade {
  return {
    op,
    subtrees: index.lane(laneNumber(DOMAIN, SUBTREE, op)),
    networks: new CoveringNetworks(index, op),
    prefixes: new CoveringPrefixes(index, op),
  };
}

function collect(batch: Batch, { op, subtrees, networks, prefixes }: Shade): void {
  const rows = new Uint32Array(batch.count);
  let n = 0;
  for (let i = 0; i < batch.count; i++) {
    if (batch.kind[i] === DOMAIN && batch.scope[i] === SUBTREE && batch.op[i] === op) rows[n++] = i;
  }
  subtrees.putRows(batch, rows, n, new Uint32Array(n));
  networks.collect(batch);
  prefixes.collect(batch);
}

function withoutCovered(batch: Batch, listed: Shade, excepted: Shade, findings: Findings): Batch {
  const keep = new Uint8Array(batch.count).fill(1);
  let kept = batch.count;
  for (let i = 0; i < batch.count; i++) {
    if (batch.op[i] !== PRESENT || !isCovered(batch, i, listed)) continue;
    keep[i] = 0;
    kept--;
    const code = isCovered(batch, i, excepted) ? 'merge/exception-overlaps' : 'merge/covered';
    findings.report(code, {}, placeOf(batch, i));
  }
  return compact(batch, keep, kept);
}

function isCovered(batch: Batch, i: number, { subtrees, networks, prefixes }: Shade): boolean {
  if (batch.kind[i] === DOMAIN) return isBelow(batch, i, subtrees);
  return batch.kind[i] === URL_KIND ? prefixes.covers(batch, i) : networks.covers(batch, i);
}

function isBelow(batch: Batch, i: number, subtrees: Lane): boolean {
  const from = batch.start[i]!;
  const to = batch.start[i + 1]!;
  if (batch.scope[i] === EXACT && subtrees.find(batch.bytes, from, to) >= 0) return true;
  for (let at = parentStart(batch.bytes, from, to); at >= 0; at = parentStart(batch.bytes, at, to)) {
    if (subtrees.find(batch.bytes, at, to) >= 0) return true;
  }
  return false;
}
