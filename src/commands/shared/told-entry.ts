// What a registry says of an entry: who lists it and since when, who looked at it, what is said of it. Never the value,
// unless its owner asked to see it.
import { waitingBy } from '../../hygiene/policies/waiting.ts';
import type { Batch } from '../../model/batch.ts';
import { entryAt } from '../../model/entry.ts';
import { keyText } from '../../model/key-text.ts';
import { kindOf } from '../../model/kinds.ts';
import type { Interns } from '../../model/opinions.ts';
import { type AnsweredRow, answeredRow } from '../../pipeline/answered-row.ts';
import type { Edition } from '../../registry/edition.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { type EditionEvent, eventOfHeld, eventsOf } from '../../registry/since.ts';
import type { Found } from './entry-changes.ts';

interface Place {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly edition: Edition;
  /** The edition that lists it no more, of an entry that is not on the list. */
  readonly removed?: Edition | undefined;
  readonly interns: Interns;
}

export interface ToldEntry extends AnsweredRow {
  readonly waits: boolean;
  /** Whether it is only in an edition that was never in force. */
  readonly isNeverLive: boolean;
  /** When it was taken off the list, in epoch seconds, where it is not on it. */
  readonly until?: number;
  readonly editions: readonly EditionEvent[];
  /** Only where its owner asked to see it, who named it by its alias. */
  readonly value?: string;
}

export function toldEntry(place: Place, batch: Batch, row: number, relation: string): ToldEntry {
  const { registry, list, edition, interns, removed } = place;
  const waits = waitingBy(edition.standing?.reviews ?? null, interns)(batch, edition.facts.partner);
  const editions = eventsOf(registry, list, batch, row).filter((each) => each.edition <= (removed ?? edition).number);
  const never = eventOfHeld(edition);
  if (never !== null) editions.push(never);
  const file = `${list.name}@${edition.number}`;
  return {
    ...answeredRow(batch, row, { relation, file, interns }),
    waits: waits?.[row] === 1,
    isNeverLive: never !== null,
    ...(removed === undefined ? {} : { until: removed.at }),
    editions,
  };
}

/** For those who asked to see it. */
export function valueAt(batch: Batch, row: number): string {
  return keyText(kindOf(batch.kind[row] ?? 0), entryAt(batch, row).bytes);
}

/** Records that were changed by hand, each as the answer to how it was asked for. */
export function answersOf(found: readonly Found[], place: Place, showsValues: boolean) {
  return found.map(({ asked, batch, from, to }) => ({
    ...(typeof asked === 'number' ? { number: asked + 1 } : { number: 0, alias: asked }),
    isUsable: true,
    rows: Array.from({ length: to - from }, (_, n) => {
      const told = toldEntry(place, batch, from + n, 'listed');
      return showsValues ? { ...told, value: valueAt(batch, from + n) } : told;
    }),
  }));
}
