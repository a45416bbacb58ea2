// Adds to each row the labels that a crosswalk has for its labels. What was said stays: a translation is one more opinion,
// of a member that tells who said what and by which crosswalk. It has no direction, because a scheme has none.
import type { Batch } from '../model/batch.ts';
import { wordsColumn } from '../model/column-memory.ts';
import { type Crosswalk, derivedMember, isDerived } from '../model/crosswalk.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import type { Interns, Opinion } from '../model/opinions.ts';
import { EMPTY_SET } from '../model/set-table.ts';
import { placeOf, type Stage, sourceOf } from './stage.ts';

export interface TranslateSettings {
  readonly crosswalk: Crosswalk;
  readonly interns: Interns;
  readonly findings: Findings;
}

type Told = readonly [
  code: 'crosswalk/translated' | 'crosswalk/coarsened' | 'crosswalk/ambiguous' | 'crosswalk/unmapped',
  from: string,
  to: string,
];

/** What becomes of a set of opinions: worked out once a set, since rows share few of them. */
interface Translation {
  readonly set: number;
  readonly told: readonly Told[];
}

export function translate({ crosswalk, interns, findings }: TranslateSettings): Stage {
  const known = new Map<number, Translation>();
  return async function* translated(batches) {
    for await (const batch of batches) yield batch.opinions === null ? batch : translatedBatch(batch, batch.opinions);
  };

  function translatedBatch(batch: Batch, opinions: Uint32Array): Batch {
    const sets = wordsColumn(batch.count);
    for (let i = 0; i < batch.count; i++) {
      const translation = of(opinions[i] ?? EMPTY_SET);
      sets[i] = translation.set;
      for (const [code, from, to] of translation.told) tell(code, { from, to }, batch, i);
    }
    return { ...batch, opinions: sets };
  }

  function of(set: number): Translation {
    let translation = known.get(set);
    if (translation === undefined) {
      translation = translationOf(set);
      known.set(set, translation);
    }
    return translation;
  }

  function translationOf(set: number): Translation {
    const told: Told[] = [];
    const more: Opinion[] = [];
    for (const { member, scheme, label } of interns.opinions.list(set)) {
      if (label === undefined || isDerived(member)) continue;
      for (const map of crosswalk.maps) {
        if (map.from !== scheme) continue;
        const labels = map.labels.get(label);
        const [only] = labels ?? [];
        if (labels === undefined) told.push(['crosswalk/unmapped', map.from, map.to]);
        else if (labels.length > 1) told.push(['crosswalk/ambiguous', map.from, map.to]);
        else if (only !== undefined) {
          told.push([map.isLossy ? 'crosswalk/coarsened' : 'crosswalk/translated', map.from, map.to]);
          more.push({ member: derivedMember(member, crosswalk, map), scheme: map.to, label: only });
        }
      }
    }
    const union = more.length === 0 ? set : interns.opinions.union(set, interns.opinions.of(more));
    return { set: union, told: distinct(told) };
  }

  function tell(code: Told[0], args: { from: string; to: string }, batch: Batch, i: number): void {
    const source = sourceOf(batch, i);
    if (findings.hasEnough(code, source)) findings.addAll(code, 1, [], source);
    else findings.report(code, args, placeOf(batch, i), () => entryAt(batch, i));
  }
}

/** Each once: a row is counted once, however many members said the same. */
function distinct(told: readonly Told[]): Told[] {
  return [...new Map(told.map((each) => [JSON.stringify(each), each])).values()];
}
