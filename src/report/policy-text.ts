// A list policy in plain words: what it asks for, what happens with what does not fit, where it is published, and what it
// leaves open. The words are for whoever answers for the list, not for whoever wrote the file.
import { ageText } from '../model/age.ts';
import type { Distinction, FlagPolicy, Limit, Policy, ReviewPolicy } from '../model/policy.ts';
import { isoTime } from '../model/times.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { joined, padded, wrapped } from './table.ts';
import { fieldName, keysOf, listFactTitle } from './words.ts';

const WIDTH = 90;
const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** What a policy says, under headings. */
export interface PolicySection {
  readonly title: string;
  readonly says: readonly string[];
}

/** The policies that ship, one line each. */
export function policiesText(policies: readonly Policy[], style: Style): string {
  const rows = policies.map(({ id, title }) => [id, title]);
  const lines = padded(rows, ['left', 'left']).map(([id = '', title = '']) => joined([style.strong(id), title]));
  return `${lines.join('\n')}\n\nlistbridge policy show NAME explains one; "extends: NAME" in a file of yours builds on it.\n`;
}

export function policyPlainText(policy: Policy, style: Style): string {
  const base = policy.base === null ? '' : `, extends ${harmless(policy.base)}`;
  const lines = [`${style.strong(harmless(policy.id))}  ${harmless(policy.title)}${base}`];
  for (const { title, says } of policySections(policy)) {
    lines.push('', style.faint(title));
    for (const text of says) {
      const [first = '', ...more] = wrapped(harmless(text).split(' '), WIDTH - 4, ' ');
      lines.push(`  - ${first}`, ...more.map((line) => `    ${line}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

export function policySections(policy: Policy): PolicySection[] {
  const sections = [
    { title: 'An entry', says: [...belonging(policy), ...policy.flags.map(flagText), ...reviewTexts(policy.reviews)] },
    { title: 'Its age', says: [...verificationTexts(policy.verification), ...expiryTexts(policy)] },
    { title: 'The list', says: listTexts(policy) },
    { title: 'How grave it is', says: gradeTexts(policy) },
    // A policy may ask for less than what it extends, so that what is published may be of that alone.
    { title: policy.base === null ? 'Published' : `Published, for ${policy.base}`, says: policy.basis },
    { title: 'Left open', says: policy.open },
  ];
  return sections.filter(({ says }) => says.length > 0);
}

function belonging({ kinds, scopes, parties, schemes, labelRequired }: Policy): string[] {
  const says: string[] = [];
  if (kinds !== null)
    says.push(
      `is one of these: ${series(
        kinds.map((kind) => keysOf(kind)[0]),
        'or',
      )} (policy/kind)`,
    );
  if (scopes !== null) says.push(`reaches no further than this: ${series(scopes, 'or')} (policy/scope)`);
  if (parties !== null) says.push(`comes from ${series(parties, 'or')} (source/unknown)`);
  for (const [scheme, labels] of schemes ?? []) {
    says.push(
      `may be labelled in the scheme ${scheme}${labels === null ? '' : `: ${series(labels, 'or')}`} (policy/label)`,
    );
  }
  if (schemes !== null) says.push('has no label in any other scheme (policy/scheme)');
  if (labelRequired) says.push('has a label (policy/unlabelled)');
  return says;
}

function flagText({ flag, want }: FlagPolicy): string {
  const wanted =
    typeof want === 'boolean'
      ? want
        ? 'yes'
        : 'no'
      : 'below' in want
        ? `less than ${want.below}`
        : `${want.from} or more`;
  return `${flag}: ${wanted}, as a label in the scheme ${flag} says (policy/flag); not to know is a finding too (policy/flag-unknown)`;
}

function reviewTexts(reviews: ReviewPolicy | null): string[] {
  if (reviews === null) return [];
  const { needed, distinct, decisions, limit, reporterMayReview } = reviews;
  const says = [
    `has ${NUMBERS[needed] ?? needed} ${needed === 1 ? 'review' : 'reviews'} with the decision ${series(decisions, 'or')} (review/missing)`,
  ];
  if (needed > 1)
    says.push(`was reviewed by ${NUMBERS[needed] ?? needed} ${differing(distinct)} (review/not-independent)`);
  if (!reporterMayReview) says.push('was reviewed by others than who reported it (review/not-independent)');
  says.push('is not confirmed by one reviewer and refuted by another (review/disputed)');
  const limitText = limited(limit);
  if (limitText !== null)
    says.push(
      `was last reviewed ${limitText} (review/expired); the date is known (review/undated)`,
      ...(needed === 1
        ? []
        : ['an entry has the date of its latest review only: how old the others are is not looked at']),
    );
  return says;
}

const DIFFERING: Readonly<Record<Distinction, string>> = {
  person: 'people',
  organisation: 'organisations',
  country: 'countries',
};

function differing(distinct: readonly Distinction[]): string {
  return `different ${series(
    distinct.map((each) => DIFFERING[each]),
    'or',
  )}`;
}

function verificationTexts(verification: Limit | null): string[] {
  const text = verification === null ? null : limited(verification);
  return text === null ? [] : [`it was last verified ${text} (expiry/stale); the date is known (expiry/missing)`];
}

function expiryTexts({ expiry: { lifetime, from, required, soon } }: Policy): string[] {
  const own = 'it has not passed its expiry date';
  const given = lifetime === null ? '' : `; without one it expires ${ageText(lifetime)} after its ${fieldName(from)}`;
  return [
    `${own}${given} (expiry/past)`,
    ...(required ? ['it has an expiry date, or one follows from the policy (expiry/missing)'] : []),
    `what lapses within ${ageText(soon)} is told (expiry/soon)`,
  ];
}

/** `within the last 3 months`, `since 2026-01-01`; null where nothing is limited. */
function limited({ maxAge, since }: Limit): string | null {
  const parts = [
    ...(maxAge === null ? [] : [`within the last ${maxAge.count === 1 ? maxAge.unit : ageText(maxAge)}`]),
    ...(since === null ? [] : [`since ${isoTime(since)}`]),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

function listTexts({ list: { facts, limit, maxShrink, maxGrowth }, contradictions }: Policy): string[] {
  const says: string[] = [];
  if (facts.length > 0) says.push(`states its ${series(facts.map(listFactTitle), 'and')} (list/fact-missing)`);
  const age = limited(limit);
  if (age !== null) says.push(`was issued ${age} (list/stale); the date is known (list/fact-missing)`);
  if (maxShrink !== null) {
    says.push(`holds at most ${maxShrink} per cent fewer entries than the file it replaces (output/would-shrink)`);
  }
  if (maxGrowth !== null) {
    says.push(`holds at most ${maxGrowth} per cent more entries than the file it replaces (output/would-grow)`);
  }
  if (contradictions) {
    says.push(
      'is looked through for opinions that contradict each other, by validate as by merge (merge/disputed)',
      'is looked through for entries that are listed and excepted, by validate as by merge (merge/exception-overlaps)',
    );
  }
  return says;
}

function gradeTexts({ grades }: Policy): string[] {
  return grades.map(({ code, severity }) => `${code}: ${severity === 'off' ? 'of no concern' : severity}`);
}

function series(items: readonly string[], word: 'and' | 'or'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
