// Leaves out names below a listed subtree, addresses and networks inside a listed network, and URLs that begin like a
// listed prefix. They add nothing; in a response policy zone a child beside its parent's wildcard opens a hole (research
// url-formats, fact 1), nft refuses a set with overlaps (3.18), and squidGuard forgets a prefix beside a longer one
// that begins so (tests/consumers/squidguard.test.ts). Exceptions are never touched, a withdrawn entry covers nothing, and
// what an exception covers too stays: to leave it out changes what is blocked, so the writer refuses it.
// A parent may come last, so all rows are held; where what covers does not fit either, it is taken part by part.
import { type Batch, compact } from '../model/batch.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import type { Interns } from '../model/opinions.ts';
import { EXCEPTED, PRESENT } from '../model/scope.ts';
import { CoveredRows } from './covered-rows.ts';
import { KeyIndex } from './index/key-index.ts';
import { type Cover, Shade } from './shade.ts';
import { HeldRows } from './spill/held-rows.ts';
import { LEAST_MEMORY, type SpillSettings, sizeText } from './spill/sizes.ts';
import { placeOf, type Stage, sourceOf } from './stage.ts';

/** `memory`: bytes the rows may take before a temporary file is used, and after that what covers them. */
export interface CoverSettings extends SpillSettings {
  readonly findings: Findings;
  readonly interns: Interns;
  readonly seed: number;
  /** Whether the target reads the path of a prefix by whole segments. */
  readonly isBySegments: boolean;
  /** Why the writer will refuse a row, or null: what is not in the output covers nothing. */
  readonly misfit: ((batch: Batch, i: number) => string | null) | null;
}

/** Tells what covers a row that is left out. */
type Tell = (batch: Batch, i: number, by: () => string) => void;

export function cover(settings: CoverSettings): Stage {
  const { findings, memory, seed, isBySegments } = settings;
  return async function* covered(batches) {
    const onSpill = (): void => findings.report('run/spilled', { memory: sizeText(memory) });
    const held = new HeldRows({ ...settings, onSpill });
    try {
      for await (const batch of batches) await held.add(batch);
      const index = new KeyIndex(seed, () => (held.isSpilled ? 0 : held.count));
      const shades = [PRESENT, EXCEPTED].map((op) => new Shade(index, op, isBySegments)) as [Shade, Shade];
      const end = await collectFrom(0, held, shades, index, settings);
      yield* end === held.count ? inOne(held, shades, settings) : inParts(held, settings);
    } finally {
      await held.close();
    }
  };
}

/** Collects what covers in the rows from this one on, as far as it fits; returns the row to go on from. */
async function collectFrom(
  first: number,
  held: HeldRows,
  shades: readonly Shade[],
  index: KeyIndex,
  { memory, leastParts, misfit }: CoverSettings,
): Promise<number> {
  const most = leastParts === undefined ? Math.max(memory, LEAST_MEMORY) : 0;
  let at = 0;
  for await (const batch of held.rows(false)) {
    const isBehind = at >= first;
    at += batch.count;
    if (!isBehind) continue;
    const fitting = misfit === null ? batch : withoutRows(batch, (i) => misfit(batch, i) !== null);
    for (const shade of shades) shade.collect(fitting);
    if (held.isSpilled && index.byteLength > most) break;
  }
  return at;
}

async function* inOne(
  held: HeldRows,
  [listed, excepted]: readonly [Shade, Shade],
  settings: CoverSettings,
): AsyncGenerator<Batch> {
  const tell = telling(settings);
  const isIdle = listed.isIdle;
  for await (const batch of held.rows()) {
    if (isIdle) {
      yield batch;
      continue;
    }
    const kept = without(batch, (i) => {
      const by = listed.coverOf(batch, i);
      if (by === null || excepted.coverOf(batch, i) !== null) return false;
      tell(batch, i, () => inWords(by, listed, settings));
      return true;
    });
    if (kept.count > 0) yield kept;
  }
}

/** What covers does not fit: the rows are looked through once for each part of it, exceptions first. */
async function* inParts(held: HeldRows, settings: CoverSettings): AsyncGenerator<Batch> {
  const { findings, seed, isBySegments } = settings;
  const covered = new CoveredRows(held.count, findings.examples);
  for (const op of [EXCEPTED, PRESENT]) {
    for (let from = 0; from < held.count; ) {
      const index = new KeyIndex(seed);
      const shade = new Shade(index, op, isBySegments);
      from = await collectFrom(from, held, [shade], index, settings);
      if (shade.isIdle) continue;
      covered.beginPart(op);
      let first = 0;
      for await (const batch of held.rows(false)) {
        for (let i = 0; i < batch.count; i++) {
          const by = batch.op[i] === PRESENT ? shade.coverOf(batch, i) : null;
          if (by === null) continue;
          const length = typeof by === 'number' ? shade.names.lengthOf(by, batch, i) : 0;
          covered.add(first + i, sourceOf(batch, i), length, () => inWords(by, shade, settings));
        }
        first += batch.count;
      }
    }
  }
  const tell = telling(settings);
  let first = 0;
  for await (const batch of held.rows()) {
    const kept = without(batch, (i) => {
      if (!covered.has(first + i) || covered.isExcepted(first + i)) return false;
      tell(batch, i, () => covered.byOf(first + i));
      return true;
    });
    first += batch.count;
    if (kept.count > 0) yield kept;
  }
}

function without(batch: Batch, isCovered: (i: number) => boolean): Batch {
  return withoutRows(batch, (i) => batch.op[i] === PRESENT && isCovered(i));
}

function withoutRows(batch: Batch, isOut: (i: number) => boolean): Batch {
  const keep = new Uint8Array(batch.count).fill(1);
  let kept = batch.count;
  for (let i = 0; i < batch.count; i++) {
    if (!isOut(i)) continue;
    keep[i] = 0;
    kept--;
  }
  return compact(batch, keep, kept);
}

function telling({ findings }: CoverSettings): Tell {
  return (batch, i, by) => {
    // A fifth of a long list may be covered, and a sentence for each would take as long as finding them.
    const source = sourceOf(batch, i);
    if (findings.hasEnough('merge/covered', source)) return findings.addAll('merge/covered', 1, [], source);
    findings.report('merge/covered', { by: by() }, placeOf(batch, i), () => entryAt(batch, i));
  };
}

function inWords(by: Cover, { names }: Shade, { interns }: CoverSettings): string {
  if (typeof by === 'string') return by;
  const { source, line } = names.placeOf(by);
  return `line ${line} of ${interns.sources.name(source)}`;
}
