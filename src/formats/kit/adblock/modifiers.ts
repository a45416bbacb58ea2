// What the modifiers behind `$` make of a rule. Only those that leave it as wide as it stands are taken; one that narrows
// it would make the entry block more than its author meant.
import { addressAnswer, hostAnswer } from '../answers.ts';
import type { StopPage } from '../stop-page.ts';

export interface Meaning {
  /** Modifiers that were left out. */
  readonly dropped: readonly string[];
  /** The answer that clients get: its text, for telling a second answer for one name. */
  readonly answer: string | null;
  /** Whether the rule takes another one back. */
  readonly disables: boolean;
}

/** Codes after which nothing is answered. */
const NO_ANSWER = /^(?:NXDOMAIN|REFUSED|SERVFAIL|NOERROR)(?:;;)?$/u;
/** Names of modifiers are printed where they are known: any other text could be a piece of a listed value. */
const NARROWING = new Set(
  (
    'third-party 3p first-party 1p domain from to denyallow client ctag dnstype document doc popup script image ' +
    'stylesheet xmlhttprequest xhr subdocument frame object font media websocket ping other match-case app method ' +
    'header redirect csp removeparam generichide elemhide badfilter important all dnsrewrite'
  ).split(' '),
);

/** Where a rule may lead clients to another machine. */
export const LOCAL_DATA = Symbol('local data');

/** What the modifiers mean, or the words for what makes the rule say more than an entry can. */
export function meaningOf(
  modifiers: string,
  isException: boolean,
  stop: StopPage | null,
): Meaning | typeof LOCAL_DATA | string {
  const dropped: string[] = [];
  let answer: string | null = null;
  let disables = false;
  for (const modifier of modifiers === '' ? [] : modifiers.split(',')) {
    const name = /^~?([\w-]+)/u.exec(modifier)?.[1] ?? '';
    const value = modifier.slice(name.length + 1);
    if (modifier === 'important' || (modifier === 'all' && !isException)) dropped.push(name);
    else if (modifier === 'badfilter') disables = true;
    else if (modifier.startsWith('dnsrewrite=') && !isException && answer === null) {
      answer = answerOf(value, stop);
      if (answer === null) return LOCAL_DATA;
    } else return NARROWING.has(name) ? `the modifier ${name}` : 'a modifier';
  }
  if (disables && (dropped.length > 0 || answer !== null)) return 'the modifier badfilter beside others';
  return { dropped, answer, disables };
}

/** The answer of a rewriting rule, if it keeps clients from the name; null where it could lead them to a real host. */
function answerOf(value: string, stop: StopPage | null): string | null {
  if (NO_ANSWER.test(value)) return value;
  const target = /^(?:NOERROR;(?:A|AAAA|CNAME);)?([^;]+)$/u.exec(value)?.[1] ?? '';
  const answer = addressAnswer(target, stop) ?? hostAnswer(target, stop);
  return answer === 'local data' ? null : target;
}
