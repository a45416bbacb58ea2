// Feedback of members about the fingerprints of an entry, as opinions of those who gave it: who agrees, who does not, and why.
// NCMEC states no direction with it, so none is read.
import type { Opinion } from '../../../model/opinions.ts';
import { memberText } from '../../../model/record-key.ts';
import { parseIsoText } from '../../../model/times.ts';
import { childOf, type XmlElement } from '../xml/walk.ts';
import { FEEDBACK, REASON, typeOf } from './terms.ts';

/** What members said of fingerprints of one type; an empty type stands for all of the entry. */
export interface Feedback {
  readonly type: string;
  readonly opinions: readonly Opinion[];
  /** When it was last given, epoch seconds or NaN. */
  readonly at: number;
}

const NONE: readonly Feedback[] = [];

export function feedbackIn(entry: XmlElement): readonly Feedback[] {
  const given = childOf(entry, 'feedback')?.children ?? [];
  if (given.length === 0) return NONE;
  return given.flatMap((element) => {
    const label = { affirmativeFeedback: 'affirmative', negativeFeedback: 'negative' }[element.name];
    if (label === undefined) return [];
    const opinions: Opinion[] = [];
    let at = timeIn(element, 'lastUpdateTimestamp');
    const reasons = childOf(element, 'reasons')?.children ?? [];
    // A reason and those who gave it stand side by side, in pairs.
    let reason: XmlElement | null = null;
    for (const child of [...element.children, ...reasons]) {
      if (child.name === 'reason') reason = child;
      if (child.name !== 'members') continue;
      at = latest(at, timeIn(child, 'timestamp'));
      for (const member of child.children.filter(({ name }) => name === 'member')) {
        opinions.push(...opinionsOf(memberOf(member), label, reason));
      }
    }
    return [{ type: typeOf(element.attributes.get('type') ?? ''), opinions, at }];
  });
}

function opinionsOf(member: string, label: string, reason: XmlElement | null): Opinion[] {
  const said: Opinion[] = [{ member, scheme: FEEDBACK, label }];
  const guid = reason?.attributes.get('guid') ?? '';
  if (reason !== null && guid !== '') {
    said.push({ member, scheme: `${REASON}${guid}`, label: reason.attributes.get('name') ?? '' });
  }
  return said;
}

export function memberOf(element: XmlElement | undefined): string {
  return memberText(element?.text.trim() ?? '', element?.attributes.get('id')?.trim() ?? '');
}

function timeIn({ attributes }: XmlElement, name: string): number {
  return parseIsoText(attributes.get(name) ?? '');
}

/** The later one; what is no time counts for nothing. */
export function latest(a: number, b: number): number {
  return Number.isNaN(a) ? b : a >= b || Number.isNaN(b) ? a : b;
}
