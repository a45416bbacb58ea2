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
import type { Interns } from '../model/opinions.ts';
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
  readonly interns: Interns;
  readonly seed: number;
}

export function cover({ findings, interns, seed }: CoverSettings): Stage {
  const tell: Tell = (batch, i, by) => {
    const place = placeOf(batch, i);
    if (by === null) findings.report('merge/exception-overlaps', {}, place);
    else findings.report('merge/covered', { by: typeof by === 'string' ? by : nameOf(by, interns) }, place);
  };
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
      const kept = isIdle ? batch : withoutCovered(batch, listed, excepted, tell);
      if (kept.count > 0) yield kept;
    }
  };
}

/** What entries of one operation reach beyond themselves. */
interface Shade {
  readonly op: number;
  readonly subtrees: Lane;
  /** Where each of the subtrees stands, by its number. */
  readonly places: Place[];
  readonly networks: CoveringNetworks;
  readonly prefixes: CoveringPrefixes;
}

type Place = ReturnType<typeof placeOf>;
/** The place of a name that covers; for the others what they are. */
type Cover = Place | string;
/** Tells what covers a row that is left out; null: an exception does, too. */
type Tell = (batch: Batch, i: number, by: Cover | null) => void;

function newShade(index: KeyIndex, op: number): Shade {
  return {
    op,
    subtrees: index.lane(laneNumber(DOMAIN, SUBTREE, op)),
    places: [],
    networks: new CoveringNetworks(index, op),
    prefixes: new CoveringPrefixes(index, op),
  };
}

function collect(batch: Batch, { op, subtrees, places, networks, prefixes }: Shade): void {
  const rows = new Uint32Array(batch.count);
  let n = 0;
  for (let i = 0; i < batch.count; i++) {
    if (batch.kind[i] === DOMAIN && batch.scope[i] === SUBTREE && batch.op[i] === op) rows[n++] = i;
  }
  const numbers = new Uint32Array(n);
  subtrees.putRows(batch, rows, n, numbers);
  for (let k = 0; k < n; k++) if (numbers[k] === places.length) places.push(placeOf(batch, rows[k]!));
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
function coverOf(batch: Batch, i: number, { subtrees, places, networks, prefixes }: Shade): Cover | null {
  const kind = batch.kind[i];
  if (kind === URL_KIND) return prefixes.covers(batch, i) ? 'a listed URL' : null;
  if (kind !== DOMAIN) return networks.covers(batch, i) ? 'a listed network' : null;
  const above = subtreeAbove(batch, i, subtrees);
  return above < 0 ? null : (places[above] ?? null);
}

/** The number of the nearest subtree that holds row i, or -1. */
function subtreeAbove(batch: Batch, i: number, subtrees: Lane): number {
  const from = batch.start[i]!;
  const to = batch.start[i + 1]!;
  const own = batch.scope[i] === EXACT ? subtrees.find(batch.bytes, from, to) : -1;
  if (own >= 0) return own;
  for (let at = parentStart(batch.bytes, from, to); at >= 0; at = parentStart(batch.bytes, at, to)) {
    const above = subtrees.find(batch.bytes, at, to);
    if (above >= 0) return above;
  }
  return -1;
}

function nameOf({ source, line }: Place, { sources }: Interns): string {
  return `line ${line} of ${sources.name(source)}`;
}
