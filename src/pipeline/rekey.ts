// Turns keys that a target does not hold into keys that it does, where the user has accepted that by name: a URL into the
// name of its host, a URL or a name into its hash, a hash into its beginning. What is not accepted, and what cannot be
// turned, goes on as it is and is counted as dropped with its kind.
import { hash } from 'node:crypto';
import { type Batch, compact } from '../model/batch.ts';
import { toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { isNumber } from '../model/host-name.ts';
import { type KindId, kindIds, kindOf, kinds } from '../model/kinds.ts';
import type { Loss, LossClass } from '../model/loss.ts';
import { lossesOnTheWay, type RekeyClass } from '../model/rekey.ts';
import { expressionOf, safeBrowsingUrl } from '../model/safe-browsing.ts';
import { EXACT, PREFIX, PRESENT, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { canonicalUrl, urlHostEnd, urlHostStart } from '../model/url.ts';
import type { Stage } from './stage.ts';

export interface RekeySettings {
  readonly target: Carries;
  readonly allowed: ReadonlySet<LossClass>;
  /** Called at the first row that would be lost without permission. */
  readonly onLoss: (lossClass: LossClass, kind: KindId) => void;
}

/** What was done, to be told with the other losses. */
export class Rekeyed {
  readonly #counts = new Map<string, { class: LossClass; what: string; count: number }>();

  add(lossClass: LossClass, what: string): void {
    const known = this.#counts.get(`${lossClass} ${what}`);
    if (known === undefined) this.#counts.set(`${lossClass} ${what}`, { class: lossClass, what, count: 1 });
    else known.count++;
  }

  losses(): Loss[] {
    return [...this.#counts.values()];
  }
}

/** A key of another kind, and what it loses beyond its kind. */
interface Turned {
  readonly kind: number;
  readonly key: Uint8Array;
  readonly scope?: readonly [LossClass, what: string];
}

export function rekey({ target, allowed, onLoss }: RekeySettings, rekeyed: Rekeyed): Stage {
  const { prefixBytes } = target;
  const ways = waysByCode(target);
  const isMine = ways.map((way) => way.length > 0 && way.every((loss) => allowed.has(loss)));
  if (prefixBytes !== undefined && target.kinds.includes('sb-prefix')) isMine[kinds['sb-prefix'].code] = true;

  return async function* turned(batches) {
    for await (const batch of batches) {
      const { kind, uniform } = batch;
      if (uniform ? isMine[kind[0]!] : kind.some((code) => isMine[code])) yield* turnedBatch(batch);
      else yield batch;
    }
  };

  function* turnedBatch(batch: Batch): Generator<Batch> {
    const kind = batch.kind.slice();
    const scope = batch.scope.slice();
    const start = new Uint32Array(batch.count + 1);
    const keep = new Uint8Array(batch.count).fill(1);
    const keys: Uint8Array[] = [];
    let kept = batch.count;
    for (let i = 0; i < batch.count; i++) {
      const old = batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!);
      const turned = isMine[kind[i]!] ? turn(batch, i, old) : null;
      const key = turned?.key ?? old;
      keys.push(key);
      start[i + 1] = start[i]! + key.length;
      if (turned === null) continue;
      if (!accept(batch.kind[i]!, turned)) {
        keep[i] = 0;
        kept--;
      }
      kind[i] = turned.kind;
      scope[i] = EXACT;
    }
    if (kept === 0) return;
    yield compact(
      { ...batch, uniform: false, kind, scope, start, bytes: joined(keys, start[batch.count]!) },
      keep,
      kept,
    );
  }

  /** Counts what the row loses; false where that was not accepted, and the run will be refused. */
  function accept(code: number, { kind, scope }: Turned): boolean {
    const id = kindOf(code).id;
    const losses: (readonly [LossClass, string])[] = (code === kind ? ['hash-cut' as const] : ways[code]!).map(
      (loss) => [loss, loss === 'hash-cut' ? 'sb-sha256' : id],
    );
    if (scope !== undefined) losses.push(scope);
    for (const [loss, what] of losses) rekeyed.add(loss, what);
    const refused = losses.find(([loss]) => !allowed.has(loss));
    if (refused !== undefined) onLoss(refused[0], id);
    return refused === undefined;
  }

  /** Null: the row stays as it is. */
  function turn(batch: Batch, i: number, key: Uint8Array): Turned | null {
    const code = batch.kind[i]!;
    const way = ways[code]!;
    if (way[0] === 'url-widened') return widened(batch, i, key, target);
    const hashed = way[0] === 'key-hashed' ? hashOf(batch, i, key) : { kind: kinds['sb-sha256'].code, key };
    if (hashed === null || prefixBytes === undefined || hashed.key.length <= prefixBytes) {
      return way[0] === 'key-hashed' ? hashed : null;
    }
    return { ...hashed, kind: kinds['sb-prefix'].code, key: hashed.key.subarray(0, prefixBytes) };
  }
}

function waysByCode(target: Carries): readonly (readonly RekeyClass[])[] {
  const ways: (readonly RekeyClass[])[] = Array.from({ length: 64 }, () => []);
  for (const id of kindIds) ways[kinds[id].code] = lossesOnTheWay(id, target);
  return ways;
}

/**
 * The name of the host. Never of an address: `192.0.2.1` as a name matches nothing, and as an address it is another kind
 * of block. Nor of an exception or a withdrawal, which would take the block off the rest of the host.
 */
function widened(batch: Batch, i: number, key: Uint8Array, target: Carries): Turned | null {
  const op = batch.op[i]!;
  if (op !== PRESENT && !(op === WITHDRAWN && target.withdrawals !== 'rows')) return null;
  const from = urlHostStart(key, 0, key.length);
  const to = urlHostEnd(key, from, key.length);
  const last = key.lastIndexOf(46, to - 1);
  if (key[from] === 91 || isNumber(key, Math.max(from, last + 1), to)) return null;
  return { kind: kinds.domain.code, key: key.subarray(from, to) };
}

/**
 * The hash of the form `safe-browsing`. A consumer takes it for the host with all names below it, and where the path ends
 * in a slash for all that lies below: what an entry gains or loses by that is told as scope.
 */
function hashOf(batch: Batch, i: number, key: Uint8Array): Turned | null {
  const scope = batch.scope[i]!;
  const kind = kinds['sb-sha256'].code;
  if (batch.kind[i] === kinds.domain.code) {
    const digest = sha256(`${Buffer.from(key).toString('latin1')}/`);
    return scope === SUBTREE
      ? { kind, key: digest }
      : { kind, key: digest, scope: ['scope-widened', 'exact to subtree'] };
  }
  const url = safeBrowsingUrl(spelled(batch, i, key));
  if (url === null) return null;
  const digest = sha256(expressionOf(url));
  const isFolder = url.query === '' && url.path.endsWith('/');
  if (isFolder === (scope === PREFIX)) return { kind, key: digest };
  return {
    kind,
    key: digest,
    scope: isFolder ? ['scope-widened', 'exact to prefix'] : ['scope-narrowed', 'prefix to exact'],
  };
}

/** The sender's spelling, from which the form differs where slashes or dots are escaped; unless it was defanged. */
function spelled(batch: Batch, i: number, key: Uint8Array): Uint8Array {
  const spelling = batch.extras?.[i]?.spelling;
  if (spelling === undefined) return key;
  const canonical = canonicalUrl(spelling);
  return canonical.ok && Buffer.from(key).equals(toUtf8(canonical.text)) ? toUtf8(spelling) : key;
}

function sha256(text: string): Uint8Array {
  return Buffer.from(hash('sha256', text, 'hex'), 'hex');
}

function joined(keys: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const key of keys) {
    bytes.set(key, at);
    at += key.length;
  }
  return bytes;
}
