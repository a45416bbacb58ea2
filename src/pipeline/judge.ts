// Holds rows against a list policy. After a merge, because two partners who each reviewed an entry once make the two reviews
// that a policy asks for, and neither list has them alone.
import type { Judge, RuleContext } from '../hygiene/check.ts';
import type { Batch } from '../model/batch.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import { PRESENT } from '../model/scope.ts';
import { type DropSettings, Keep } from './keep.ts';
import { Lacking } from './lacking.ts';
import { placeOf, type Stage, sourceOf } from './stage.ts';

export interface JudgeSettings extends DropSettings {
  readonly judge: Judge;
  readonly findings: Findings;
  readonly namesOf: RuleContext['namesOf'];
  readonly partnerOf: RuleContext['partnerOf'];
}

export function judge(settings: JudgeSettings): Stage {
  return async function* judged(batches) {
    const lacking = new Lacking(settings.findings);
    try {
      for await (const batch of batches) {
        const kept = judgeBatch(batch, lacking, settings);
        settings.judge.count(kept);
        if (kept.count > 0) yield kept;
      }
    } finally {
      lacking.tell();
    }
  };
}

function judgeBatch(batch: Batch, lacking: Lacking, settings: JudgeSettings): Batch {
  const { judge: policy, findings, namesOf, partnerOf, drop } = settings;
  const keep = drop.size === 0 ? null : new Keep(batch, settings);
  countRows(batch, lacking);
  const context: RuleContext = {
    namesOf,
    partnerOf,
    report(code, i, args) {
      const source = sourceOf(batch, i);
      if (findings.hasEnough(code, source)) findings.addAll(code, 1, [], source);
      else findings.report(code, args(), placeOf(batch, i), () => entryAt(batch, i));
      keep?.note(code, i);
    },
    lacks(lack, i) {
      lacking.note(lack, sourceOf(batch, i), batch, i);
      keep?.note(lack.code, i);
    },
  };
  for (const rule of policy.rules) rule.judge(batch, context);
  lacking.settle();
  return keep === null ? batch : keep.kept();
}

function countRows(batch: Batch, lacking: Lacking): void {
  const { count, op, uniform, origins, source } = batch;
  if (origins === null && uniform) {
    if (op[0] === PRESENT) lacking.row(source, count);
    return;
  }
  for (let i = 0; i < count; i++) if (op[i] === PRESENT) lacking.row(sourceOf(batch, i), 1);
}
