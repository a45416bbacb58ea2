// How old the entries are, when they lapse, and who has reviewed them.
import type { Forecast } from '../../model/policy.ts';
import { type AgeField, ageDays, ageFields, type Bands, expiryDays, type Upkeep } from '../../model/upkeep.ts';
import { type Markup, markup } from '../markup.ts';
import { counted, grouped, share } from '../numbers.ts';
import type { ReportInput } from '../reporter.ts';
import { type Bar, chart } from './charts.ts';
import { longDay, type Section, table } from './parts.ts';

const UNIT = ['entry', 'entries'] as const;

const AGES: Readonly<Record<AgeField, readonly [title: string, note: string, missing: string]>> = {
  lastVerified: ['Last verified', 'when somebody last saw that the entry holds', 'when it was last verified'],
  lastReviewed: ['Last reviewed', 'when a reviewer last decided on the entry', 'when it was last reviewed'],
  firstSeen: ['First seen', 'when the entry was first reported', 'when it was first seen'],
};

export function ages({ tally: { upkeep = null, forecast = null, asOf } }: ReportInput): Section | null {
  if (upkeep === null || upkeep.entries === 0) return null;
  const known = ageFields.filter((field) => upkeep.ages[field].none < upkeep.entries);
  const missing = ageFields.filter((field) => !known.includes(field)).map((field) => AGES[field][2]);
  const isExpiring = upkeep.expiry.none < upkeep.entries;
  const charts = known.map((field) => ageChart(field, upkeep.ages[field]));
  if (isExpiring) charts.push(expiryChart(upkeep.expiry));
  if (forecast !== null) charts.push(forecastChart(forecast));
  const silence = [
    ...(missing.length === 0 ? [] : [`No entry says ${missing.join(', or ')}.`]),
    ...(isExpiring ? [] : ['No entry has an expiry date.']),
  ].join(' ');
  const body = markup`<p>${summary(upkeep, asOf)}</p>
${
  charts.length === 0
    ? []
    : markup`<div class="charts">
${charts}</div>
`
}${
  silence === ''
    ? []
    : markup`<p class="small soft">${silence}</p>
`
}`;
  return { id: 'ages', title: 'Age and expiry', body };
}

/** The two numbers a manager acts on, in words. */
function summary({ entries, ages: { lastVerified }, expiry }: Upkeep, asOf: string): string {
  const recent = lastVerified.within.slice(0, 3).reduce((sum, count) => sum + count, 0);
  const soon = expiry.within.slice(0, 2).reduce((sum, count) => sum + count, 0);
  const parts = [`Of ${counted(entries, ...UNIT)}, as of ${longDay(asOf)}:`];
  const facts = [
    ...(lastVerified.none < entries ? [`${share(recent, entries)} were verified within the last 90 days`] : []),
    ...(expiry.otherSide > 0 ? [`${grouped(expiry.otherSide)} are past their expiry date`] : []),
    ...(expiry.none < entries ? [`${grouped(soon)} expire within the next 30 days`] : []),
  ];
  return facts.length === 0 ? `${parts[0]} their dates are not known.` : `${parts[0]} ${facts.join('; ')}.`;
}

function ageChart(field: AgeField, { within, otherSide, none }: Bands): Markup {
  const [title, note] = AGES[field];
  const bars: Bar[] = [
    ...within.map((count, i) => ({ label: ageLabel(i), count })),
    ...(otherSide > 0 ? [{ label: 'in the future', count: otherSide, look: 'over' as const }] : []),
    { label: 'not known', count: none, look: 'none' },
  ];
  return chart({ id: `age-${field}`, title, note, unit: UNIT, bars });
}

function ageLabel(band: number): string {
  const to = ageDays[band];
  const from = (ageDays[band - 1] ?? -1) + 1;
  if (to === undefined) return 'over 2 years';
  if (to === 730) return '1 to 2 years';
  return band === 0 ? `up to ${to} days` : `${from} to ${to} days`;
}

function expiryChart({ within, otherSide, none }: Bands): Markup {
  const bars: Bar[] = [
    { label: 'expired', count: otherSide, look: 'over' },
    ...within.map((count, i) => ({ label: expiryLabel(i), count })),
    { label: 'no date', count: none, look: 'none' },
  ];
  return chart({ id: 'expiry', title: 'Expires', note: 'when the entry lapses by its own date', unit: UNIT, bars });
}

function expiryLabel(band: number): string {
  const to = expiryDays[band];
  const from = (expiryDays[band - 1] ?? -1) + 1;
  if (to === undefined) return 'in over a year';
  return band === 0 ? `within ${to} days` : `in ${from} to ${to} days`;
}

/** What the policy of the list adds: entries without a date of their own lapse so long after they were last looked at. */
function forecastChart({ lapsed, within, later, open }: Forecast): Markup {
  const bars: Bar[] = [
    { label: 'lapsed', count: lapsed, look: 'over' },
    ...within.map(({ days, count }, i) => {
      const before = within[i - 1];
      const label = before === undefined ? `within ${days} days` : `in ${before.days + 1} to ${days} days`;
      return { label, count: count - (before?.count ?? 0) };
    }),
    { label: 'later', count: later },
    { label: 'at no date', count: open, look: 'none' },
  ];
  const note = 'by its own date, or by the policy of the list where it has none';
  return chart({ id: 'forecast', title: 'Lapses unless somebody looks again', note, unit: UNIT, bars });
}

export function reviews({ tally: { upkeep = null } }: ReportInput): Section | null {
  if (upkeep === null || upkeep.entries === 0) return null;
  const { persons, twoOrganisations, twoCountries, disputed } = upkeep.reviews;
  const [none, one, two, more] = persons;
  if (none === upkeep.entries) {
    const body = markup`<p>No entry says who reviewed it.</p>
`;
    return { id: 'reviews', title: 'Review coverage', body };
  }
  const picture = chart({
    id: 'reviewers',
    title: 'Confirmed by',
    note: 'different persons whose decision is on record',
    unit: UNIT,
    bars: [
      { label: 'nobody', count: none, look: 'over' },
      { label: 'one person', count: one },
      { label: 'two persons', count: two },
      { label: 'three or more', count: more },
    ],
  });
  const facts: [title: string, count: number][] = [
    ['Two organisations or more', twoOrganisations],
    ['Two countries or more', twoCountries],
    ['Confirmed by one, refuted by another', disputed],
  ];
  const others = table('How independent they are.', facts, [
    { title: 'Confirmed by', cell: ([title]) => title },
    { title: 'Entries', isNumber: true, cell: ([, count]) => grouped(count) },
    { title: 'Of all', isNumber: true, cell: ([, count]) => share(count, upkeep.entries) },
  ]);
  const body = markup`<p>${share(two + more, upkeep.entries)} of the entries are confirmed by two persons or more.</p>
<div class="charts">
${picture}${others}</div>
`;
  return { id: 'reviews', title: 'Review coverage', short: 'Reviews', body };
}
