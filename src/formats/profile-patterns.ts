// The small languages inside a profile: times, reviewers, JSON paths. Each is read once, before the first row.

import { TextFault } from '../yaml/document.ts';
import { plainName, type ReviewerPart, type ReviewerPattern } from './kit/table/profile.ts';
import { compilePattern, epochPattern, isoPattern, isoPatternIn, type TimePattern } from './kit/time/pattern.ts';
import { utc, type Zone, zoneNamed } from './kit/time/zone.ts';
import type { TimeText } from './profile-schema.ts';

export function timePatterns({ as = 'iso', zone }: TimeText, path: string[]): TimePattern[] {
  const clock: Zone | null = zone === undefined ? null : zoneNamed(zone);
  if (zone !== undefined && clock === null) {
    throw new TextFault([...path, 'zone'], 'no such zone; write UTC, +01:00 or a name such as Europe/Berlin');
  }
  return (typeof as === 'string' ? [as] : as).map((text) => {
    switch (text.toLowerCase()) {
      case 'iso':
        return clock === null || clock === utc ? isoPattern : isoPatternIn(clock);
      case 'epoch':
        return epochPattern(1);
      case 'epoch-ms':
        return epochPattern(1000);
      default: {
        const pattern = compilePattern(text, clock);
        if (typeof pattern === 'string') throw new TextFault([...path, 'as'], pattern);
        return pattern;
      }
    }
  });
}

const PARTS: readonly string[] = ['reviewer', 'organisation', 'country'] satisfies ReviewerPart[];

/** `{reviewer}@{organisation}/{country}` as its parts and the text between them. */
export function reviewerPattern(text: string, path: string[]): ReviewerPattern {
  const pieces = text.split(/\{(\w+)\}/u);
  const parts = pieces.filter((_, i) => i % 2 === 1);
  const between = pieces.filter((_, i) => i % 2 === 0);
  const odd = parts.find((part) => !PARTS.includes(part));
  if (odd !== undefined || !parts.includes('reviewer') || new Set(parts).size < parts.length) {
    throw new TextFault(path, 'a pattern has {reviewer} once, and may have {organisation} and {country} once');
  }
  if (between.slice(1, -1).includes('')) throw new TextFault(path, 'something must stand between two parts');
  return { parts: parts as ReviewerPart[], between }; // checked against PARTS
}

/** `a.b[0].c` as steps. */
export function jsonPath(text: string, path: readonly PropertyKey[]): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const piece of text.split('.')) {
    const match = /^([^[\]]+)((?:\[\d{1,6}\])*)$/u.exec(piece);
    if (match === null) throw new TextFault(path, 'a path looks like a.b[0].c');
    steps.push(plainName(match[1] ?? ''));
    for (const [, index] of (match[2] ?? '').matchAll(/\[(\d+)\]/gu)) steps.push(Number(index));
  }
  return steps;
}
