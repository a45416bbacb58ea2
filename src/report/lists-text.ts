// What `lists` prints: each list with its edition, and below it what lapses when, who looked at it, who supplies it.
import type { Forecast } from '../model/policy.ts';
import { isoTime } from '../model/times.ts';
import { counted, grouped, share } from './numbers.ts';
import { harmless, hostLikeName } from './redact.ts';
import { lines, table } from './registry-text.ts';
import type { Style } from './style.ts';
import { forecastText, mayLapse } from './summary.ts';

export interface ListLine {
  readonly name: string;
  /** How many independent reviewers its policy asks for; 0: none. */
  readonly reviewers: number;
  readonly policy: string | null;
  /** The live edition; 0 where there is none. */
  readonly number: number;
  /** Entries that are neither withdrawn nor gone, those that wait for reviews among them. */
  readonly listed: number;
  readonly at: number | null;
  readonly editions: number;
  readonly held: readonly number[];
  /** What somebody asked for and others have not agreed to yet. */
  readonly asked: readonly Demand[];
  /** Null where no edition is live. */
  readonly state: ListState | null;
}

interface Demand {
  readonly action: string;
  readonly edition: number | null;
  readonly entries: number;
  readonly by: readonly string[];
  readonly since: number;
}

interface ListState {
  readonly forecast: Forecast;
  readonly staleAt: number | null;
  readonly reviews: {
    readonly none: number;
    readonly one: number;
    readonly more: number;
    readonly refuted: number;
    readonly disputed: number;
    readonly appealed: number;
  };
  readonly waiting: number;
  readonly shares: readonly { readonly source: string; readonly entries: number; readonly alone: number }[];
}

const DAY = 86_400;

/** Sources that are told by name; a list merged from more has the rest in --json. */
const MOST_SOURCES = 8;

export function listsText(lists: readonly ListLine[], now: number, style: Style): string {
  if (lists.length === 0)
    return 'The registry has no list yet; listbridge import FILE --list NAME --replace makes one.\n';
  const rows = lists.map(({ name, number, listed, at, held, state }) => [
    harmless(name),
    number === 0 ? '-' : String(number),
    grouped(listed - (state?.waiting ?? 0)),
    grouped(state?.waiting ?? 0),
    at === null ? '-' : ageText(now - at),
    held.length === 0 ? '' : `edition ${held.join(', ')} held`,
  ]);
  const [head = '', ...each] = table(
    ['list', 'edition', 'entries', 'wait', 'age', ''],
    ['left', 'right', 'right', 'right', 'right', 'left'],
    rows,
    style,
  )
    .trimEnd()
    .split('\n');
  const below = lists.map((list) => detailsOf(list, now).map((text) => `  ${text}`));
  return `${[head, ...each.flatMap((line, i) => [line, ...(below[i] ?? [])])].join('\n')}\n`;
}

function detailsOf({ state, reviewers, policy, asked }: ListLine, now: number): string[] {
  const demands = asked.map((demand) => demandText(demand, reviewers));
  if (state === null) return demands;
  const { forecast, staleAt, shares } = state;
  const stale = staleAt === null ? [] : [`${staleAt <= now ? 'stale since' : 'stale from'} ${isoTime(staleAt)}`];
  return [
    ...(policy === null ? [] : [`policy: ${[harmless(policy), ...stale].join('; ')}`]),
    `lapse: ${mayLapse(forecast) ? forecastText(forecast) : 'nothing says when an entry lapses'}`,
    `reviews: ${reviewsText(state, reviewers)}`,
    ...demands,
    ...(shares.length > 1 ? sharesText(shares) : []),
  ];
}

function demandText({ action, edition, entries, by, since }: Demand, needed: number): string {
  const what = edition === null ? counted(entries, 'entry', 'entries') : `edition ${edition}`;
  const who = harmless(by.join(', '));
  return `${action} of ${what}: asked for by ${who} since ${isoTime(since)}; waits until ${needed} agree`;
}

function reviewsText({ reviews, waiting }: ListState, reviewers: number): string {
  const { none, one, more, refuted, disputed, appealed } = reviews;
  const all = none + one + more;
  const part = (count: number): string => `${share(count, all)} (${grouped(count)})`;
  const asked = reviewers === 0 ? 'none asked for' : `${reviewers} asked for`;
  return [
    `${asked}; by none ${part(none)}, by one ${part(one)}, by two or more ${part(more)}`,
    ...(refuted === 0 ? [] : [`${grouped(refuted)} refuted, of these ${grouped(disputed)} also confirmed`]),
    ...(appealed === 0 ? [] : [`${counted(appealed, 'appeal')} undecided`]),
    ...(waiting === 0 ? [] : [`${grouped(waiting)} wait and are not exported`]),
  ].join('; ');
}

function sharesText(shares: ListState['shares']): string[] {
  const named = shares.slice(0, MOST_SOURCES).map(({ source, entries, alone }) => {
    const only = alone === 0 ? 'none of them alone' : `${grouped(alone)} of them alone`;
    return `from ${harmless(hostLikeName(source))}: ${grouped(entries)}, ${only}`;
  });
  const others = shares.length - named.length;
  return others === 0 ? named : [...named, `and from ${counted(others, 'other source')}: --json tells them`];
}

function ageText(seconds: number): string {
  if (seconds < 0) return 'in the future';
  return seconds < 2 * DAY ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / DAY)} days`;
}

export function listsJson(lists: readonly ListLine[]): string {
  return lines(
    lists.map(({ state, ...list }) => ({
      ...list,
      at: list.at === null ? null : isoTime(list.at),
      asked: list.asked.map((each) => ({ ...each, since: isoTime(each.since) })),
      ...(state === null
        ? {}
        : {
            ...state,
            staleAt: state.staleAt === null ? null : isoTime(state.staleAt),
            shares: state.shares.map((each) => ({ ...each, source: hostLikeName(each.source) })),
          }),
    })),
  );
}
