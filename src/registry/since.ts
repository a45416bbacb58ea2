// Since when an entry is listed: what each edition changed about it.
import type { Batch } from '../model/batch.ts';
import { compareBytes } from '../model/bytes.ts';
import { operationOf } from '../model/scope.ts';
import { GONE } from './block-codec.ts';
import type { Edition } from './edition.ts';
import type { ListEntry, Registry } from './registry.ts';

export interface EditionEvent {
  readonly edition: number;
  readonly at: number;
  /** `present`, `withdrawn` or `excepted` as the edition says it anew, or `removed`; `held` or `rejected` where it never did. */
  readonly what: string;
  /** What made the edition, from which file, and who. */
  readonly action: string;
  readonly input: string | null;
  readonly by: string | null;
  /** What whoever made it gave as the reason, or why it waits, or who rejected it. */
  readonly reason: string | null;
}

function eventOf({ number: edition, at, action, input, person: by }: Edition, what: string, reason: string | null) {
  return { edition, at, what, action, input, by, reason };
}

/** That an edition which never went live has the entry; null of any other. */
export function eventOfHeld(edition: Edition): EditionEvent | null {
  const { state, held, rejected } = edition;
  if (rejected !== null)
    return eventOf(edition, state, `by ${rejected.by}${rejected.reason === null ? '' : `: ${rejected.reason}`}`);
  return state === 'held' ? eventOf(edition, state, held) : null;
}

/** The key of row `row`: what its editions said of it, the oldest first. */
export function eventsOf(registry: Registry, list: ListEntry, batch: Batch, row: number): EditionEvent[] {
  const key = batch.bytes.subarray(batch.start[row], batch.start[row + 1]);
  const kind = batch.kind[row] ?? 0;
  const from = Uint8Array.of(kind, ...key);
  const events: EditionEvent[] = [];
  for (const edition of registry.editions(list)) {
    if (edition.state !== 'live') continue;
    for (const changes of registry.changesNear(list, edition, [{ from, to: from }])) {
      const what = saidIn(changes, kind, batch.scope[row] ?? 0, key);
      if (what !== null) events.push(eventOf(edition, what, edition.reason));
    }
  }
  return events;
}

function saidIn(changes: Batch, kind: number, scope: number, key: Uint8Array): string | null {
  const { start, bytes, op } = changes;
  for (let i = 0; i < changes.count; i++) {
    if (changes.kind[i] !== kind || changes.scope[i] !== scope) continue;
    if (compareBytes(bytes, start[i] ?? 0, start[i + 1] ?? 0, key, 0, key.length) !== 0) continue;
    const code = op[i] ?? 0;
    return code >= GONE ? 'removed' : operationOf(code);
  }
  return null;
}
