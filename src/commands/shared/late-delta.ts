// Deltas that come late: what a later edition said of a key stands, whatever the order in which they are imported. Records
// have times of their own and names to compare them by (pipeline/replay); this is for all other rows, and for what a later
// edition took off.
import { type Batch, compact } from '../../model/batch.ts';
import type { ListFacts } from '../../model/fields.ts';
import type { Report } from '../../model/findings.ts';
import type { Interns } from '../../model/opinions.ts';
import { hasRecordKey } from '../../model/record-key.ts';
import { parseIsoText } from '../../model/times.ts';
import type { Batches } from '../../pipeline/stage.ts';
import type { Edition } from '../../registry/edition.ts';
import { rangeAt } from '../../registry/key-range.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { keyAt } from './key-at.ts';

/** Batches of a delta that are looked up one by one; of a longer one all keys are looked up at once. */
const FEW = 8;
/** Every key there is. */
const ALL_KEYS = [{ from: new Uint8Array(0), to: Uint8Array.of(0xff) }];

export class LateDelta {
  readonly #registry: Registry;
  readonly #list: ListEntry;
  readonly #live: Edition;
  readonly #interns: Interns;
  /** Live editions since the last one that says everything, that one first. */
  readonly #since: readonly Edition[];
  /** Keys of later deltas, made when a late delta comes; when it was issued. */
  #later: { readonly issued: number; readonly keys: ReadonlySet<string> } | null = null;
  /** When rows of the live edition were changed last, as their sender says. */
  #updated: ReadonlyMap<string, number> | null = null;
  #batches = 0;
  /** The same of the rows of the delta that stand. */
  readonly #fresh = new Map<string, number>();

  constructor(registry: Registry, list: ListEntry, live: Edition, interns: Interns) {
    this.#registry = registry;
    this.#list = list;
    this.#live = live;
    this.#interns = interns;
    const editions = registry.editions(list);
    const all = editions.filter(({ state }) => state === 'live');
    const whole = all.findLastIndex((edition) => isWhole(edition, editions));
    this.#since = all.slice(Math.max(0, whole));
  }

  /** Whether a full edition was issued after the delta, so that it has all that the delta says. */
  isPast(facts: ListFacts): boolean {
    const [whole] = this.#since;
    return whole !== undefined && whole.action !== 'apply' && issuedAt(facts) < issuedAt(whole.facts);
  }

  /** Without the rows of which a later edition says something else; each is told. */
  standing(batch: Batch, facts: ListFacts, report: Report): Batch {
    const later = this.#laterThan(issuedAt(facts));
    const times = batch.times.updated;
    if (later.size === 0 && times === null) return batch;
    const updated = times === null ? NO_TIMES_KNOWN : this.#updatedIn(batch);
    const keep = new Uint8Array(batch.count).fill(1);
    let kept = batch.count;
    for (let i = 0; i < batch.count; i++) {
      if (hasRecordKey(batch.partnerKey?.[i] ?? '')) continue;
      const key = keyAt(batch, i);
      const time = times?.[i] ?? Number.NaN;
      if (later.has(key) || (!Number.isNaN(time) && time < (updated.get(key) ?? Number.NEGATIVE_INFINITY))) {
        report('registry/late', {}, { line: batch.line[i] ?? 0 });
        keep[i] = 0;
        kept--;
      } else if (!Number.isNaN(time)) this.#fresh.set(key, time);
    }
    return kept === batch.count ? batch : compact(batch, keep, kept);
  }

  /** Rows of the merged list; a merge keeps the older time of a key, and the next delta is compared with the newer one. */
  async *timed(rows: Batches): Batches {
    for await (const batch of rows) yield this.#fresh.size === 0 ? batch : this.#timed(batch);
  }

  #timed(batch: Batch): Batch {
    let updated: Float64Array | null = null;
    for (let i = 0; i < batch.count; i++) {
      const time = this.#fresh.get(keyAt(batch, i));
      if (time === undefined || hasRecordKey(batch.partnerKey?.[i] ?? '')) continue;
      updated ??= batch.times.updated?.slice() ?? new Float64Array(batch.count).fill(Number.NaN);
      updated[i] = time;
    }
    return updated === null ? batch : { ...batch, times: { ...batch.times, updated } };
  }

  /** Keys that were changed by deltas issued after this time, or taken off by hand. */
  #laterThan(issued: number): ReadonlySet<string> {
    if (this.#later?.issued === issued || Number.isNaN(issued)) return this.#later?.keys ?? new Set();
    const keys = new Set<string>();
    let before = Number.NEGATIVE_INFINITY;
    for (const edition of this.#since) {
      const { action, issued: late, at, facts } = edition;
      const own = action === 'withdraw' ? at : late === null ? issuedAt(facts) : parseIsoText(late);
      // An older version did not keep when a delta was issued that came late itself: its facts say the day of another.
      const isDated = action === 'withdraw' || (action === 'apply' && (late !== null || own > before));
      before = Math.max(before, Number.isNaN(own) ? before : own);
      if (!isDated || own <= issued) continue;
      for (const batch of this.#registry.changesNear(this.#list, edition, ALL_KEYS))
        for (let i = 0; i < batch.count; i++) keys.add(keyAt(batch, i));
    }
    this.#later = { issued, keys };
    return keys;
  }

  #updatedIn(batch: Batch): ReadonlyMap<string, number> {
    if (this.#updated === null && ++this.#batches <= FEW) {
      const keys = Array.from({ length: batch.count }, (_, i) => rangeAt(batch, i));
      return timesIn(this.#registry.near(this.#list, this.#live, keys, this.#interns));
    }
    this.#updated ??= timesIn(this.#registry.rows(this.#list, this.#live, this.#interns));
    return this.#updated;
  }
}

const NO_TIMES_KNOWN: ReadonlyMap<string, number> = new Map();

function timesIn(rows: Iterable<Batch>): Map<string, number> {
  const times = new Map<string, number>();
  for (const batch of rows) {
    if (batch.times.updated === null) continue;
    for (let i = 0; i < batch.count; i++) {
      const time = batch.times.updated[i] ?? Number.NaN;
      if (!Number.isNaN(time) && !hasRecordKey(batch.partnerKey?.[i] ?? '')) times.set(keyAt(batch, i), time);
    }
  }
  return times;
}

/** Whether an edition says everything: one that was held and accepted does where it came as a whole. */
function isWhole({ action, sha256 }: Edition, all: readonly Edition[]): boolean {
  if (action !== 'accept') return action === 'replace' || action === 'rollback';
  return all.some((each) => each.state === 'accepted' && each.sha256 === sha256 && each.action === 'replace');
}

/** When a list was issued, as it says; NaN where it does not. */
export function issuedAt({ issuedAt: text }: ListFacts): number {
  return text === undefined ? Number.NaN : parseIsoText(text);
}
