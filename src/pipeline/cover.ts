// Leaves out names below a listed subtree. They add nothing, and in a response policy
// zone a child beside its parent's wildcard opens a hole (research url-formats, fact 1). Exceptions are never touched,
// a withdrawn subtree covers nothing, and a name below an exception is left out because the exception wins.
// Holds all rows, because a parent may come last.
import { type Batch, compact } from '../model/batch.ts';
import type { Findings } from '../model/findings.ts';
import { parentStart } from '../model/host-name.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../model/scope.ts';
import { KeyIndex, laneNumber } from './index/key-index.ts';
import type { Lane } from './index/lane.ts';
import { placeOf, type Stage } from './stage.ts';

const DOMAIN = kinds.domain.code;

export interface CoverSettings {
  readonly findings: Findings;
  readonly seed: number;
}

export function cover({ findings, seed }: CoverSettings): Stage {
  return async function* covered(batches) {
    const index = new KeyIndex(seed);
    const subtrees = index.lane(laneNumber(DOMAIN, SUBTREE, PRESENT));
    const exceptions = index.lane(laneNumber(DOMAIN, SUBTREE, EXCEPTED));
    const held: Batch[] = [];
    for await (const batch of batches) {
      collectSubtrees(batch, PRESENT, subtrees);
      collectSubtrees(batch, EXCEPTED, exceptions);
      held.push(batch);
    }
    for (let b = 0; b < held.length; b++) {
      const batch = held[b]!;
      const kept = subtrees.count === 0 ? batch : withoutCovered(batch, subtrees, exceptions, findings);
      if (kept.count > 0) yield kept;
    }
  };
}

function collectSubtrees(batch: Batch, op: number, subtrees: Lane): void {
  const rows = new Uint32Array(batch.count);
  let n = 0;
  for (let i = 0; i < batch.count; i++) {
    if (batch.kind[i] === DOMAIN && batch.scope[i] === SUBTREE && batch.op[i] === op) rows[n++] = i;
  }
  subtrees.putRows(batch, rows, n, new Uint32Array(n));
}

function withoutCovered(batch: Batch, subtrees: Lane, exceptions: Lane, findings: Findings): Batch {
  const keep = new Uint8Array(batch.count).fill(1);
  let kept = batch.count;
  for (let i = 0; i < batch.count; i++) {
    if (batch.kind[i] !== DOMAIN || batch.op[i] !== PRESENT || !isCovered(batch, i, subtrees)) continue;
    keep[i] = 0;
    kept--;
    const code = isCovered(batch, i, exceptions) ? 'merge/exception-overlaps' : 'merge/covered';
    findings.report(code, {}, placeOf(batch, i));
  }
  return compact(batch, keep, kept);
}

function isCovered(batch: Batch, i: number, subtrees: Lane): boolean {
  const from = batch.start[i]!;
  const to = batch.start[i + 1]!;
  if (batch.scope[i] === EXACT && subtrees.find(batch.bytes, from, to) >= 0) return true;
  for (let at = parentStart(batch.bytes, from, to); at >= 0; at = parentStart(batch.bytes, at, to)) {
    if (subtrees.find(batch.bytes, at, to) >= 0) return true;
  }
  return false;
}
