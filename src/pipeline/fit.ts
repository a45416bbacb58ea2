// Keeps from a writer what its format cannot carry: kinds, scopes, withdrawals, exceptions. Writers never decide this,
// so a host name cannot reach an address-only output. What is left out here was counted as loss before.
import { type Batch, compact } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { type KindId, kindIds, kindOf, kinds } from '../model/kinds.ts';
import { type LossClass, mendedScope } from '../model/loss.ts';
import { EXCEPTED, type Scope, scopeCode, scopes, WITHDRAWN } from '../model/scope.ts';
import type { Stage } from './stage.ts';

/** A record taken back: a withdrawal whatever else its row says. */
const RECORD = kinds.record.code;

export interface FitSettings {
  readonly target: Carries;
  readonly allowed: ReadonlySet<LossClass>;
  /** Called at the first row that would be lost without permission: an output that cannot be taken back stops there. */
  readonly onLoss: (lossClass: LossClass, kind: KindId, scope?: Scope) => void;
  /** Whether the list is a delta: a withdrawal then cannot be said by leaving the row out. */
  readonly isDelta: () => boolean;
}

export function fitTo(settings: FitSettings): Stage {
  const { target } = settings;
  const hasKind = new Uint8Array(64);
  for (const id of kindIds) hasKind[kinds[id].code] = target.kinds.includes(id) ? 1 : 0;
  /** The scope each kind and scope gets in the target, or null; by `kind * 4 + scope`. */
  const mended: (Scope | null)[] = [];
  for (const id of kindIds) {
    for (const [code, scope] of scopes.entries()) mended[kinds[id].code * 4 + code] = mendedScope(id, scope, target);
  }
  return async function* fitted(batches) {
    for await (const batch of batches) {
      if (batch.uniform && batch.count > 0 && lossAt(batch, 0) === null) {
        yield batch;
        continue;
      }
      const { keep, kept, rescoped } = judge(batch);
      if (kept === 0) continue;
      yield compact(rescoped === null ? batch : { ...batch, scope: rescoped, uniform: false }, keep, kept);
    }
  };

  function judge(batch: Batch): { keep: Uint8Array; kept: number; rescoped: Uint8Array | null } {
    const keep = new Uint8Array(batch.count);
    let kept = 0;
    let rescoped: Uint8Array | null = null;
    for (let i = 0; i < batch.count; i++) {
      const loss = lossAt(batch, i);
      if (loss === 'scope-widened' || loss === 'scope-narrowed') {
        const scope = mended[batch.kind[i]! * 4 + batch.scope[i]!];
        if (scope && settings.allowed.has(loss)) {
          rescoped ??= batch.scope.slice();
          rescoped[i] = scopeCode(scope);
          keep[i] = 1;
          kept++;
          continue;
        }
      }
      if (loss === null) {
        keep[i] = 1;
        kept++;
      } else if (loss !== 'left-out' && !settings.allowed.has(loss)) {
        settings.onLoss(loss, kindOf(batch.kind[i]!).id, scopes[batch.scope[i]!]!);
      }
    }
    return { keep, kept, rescoped };
  }

  /** What keeps row i from the target; `left-out`: its absence says what it means. */
  function lossAt(batch: Batch, i: number): LossClass | 'left-out' | null {
    const isRecord = batch.kind[i] === RECORD;
    if (hasKind[batch.kind[i]!] === 0 && !isRecord) return 'kind-dropped';
    if (batch.op[i] === EXCEPTED && !target.exceptions) return 'exception-dropped';
    if (isRecord && hasKind[RECORD] === 0 && target.withdrawals === 'rows') return 'withdrawal-dropped';
    if ((batch.op[i] === WITHDRAWN || isRecord) && target.withdrawals !== 'rows') {
      return target.withdrawals === 'by-absence' && !settings.isDelta() ? 'left-out' : 'withdrawal-dropped';
    }
    const scope = batch.scope[i]!;
    const to = mended[batch.kind[i]! * 4 + scope];
    if (to === null || to === undefined) return 'kind-dropped';
    if (scopes[scope] === to) return null;
    return to === 'exact' ? 'scope-narrowed' : 'scope-widened';
  }
}
