// Whether opinions of one key contradict each other, and how. Labels are compared between members: one who gives two of one
// scheme may mean both. A yes beside a no, a deny beside an allow, and two codes of a scheme that grades contradict whoever
// says them: a police file that lists a digest twice, in two categories, has one member.
import { flagAnswer, flagWord } from './flag-words.ts';
import { folded } from './folded.ts';
import type { Opinion } from './opinions.ts';
import { isExclusive } from './schemes.ts';

/** Two opinions that contradict each other, in the words of a finding. Members and labels are as the list has them. */
export interface Dispute {
  readonly scheme: string;
  readonly member: string;
  readonly label: string;
  readonly otherMember: string;
  readonly otherLabel: string;
}

/** What stands in the place of a scheme where the labels have none, and where it is about the polarity. */
const NO_SCHEME = 'labels without a scheme';
const POLARITY = 'deny or allow';

const NO_FLAGS: ReadonlySet<string> = new Set();

/** The first contradiction in these opinions, or null. `flags`: schemes in which `1` and `y` say yes as well. */
export function disputeIn(opinions: readonly Opinion[], flags: ReadonlySet<string> = NO_FLAGS): Dispute | null {
  return polarityDispute(opinions) ?? labelDispute(opinions, flags);
}

function polarityDispute(opinions: readonly Opinion[]): Dispute | null {
  const deny = opinions.find(({ polarity }) => polarity === 'deny');
  const allow = opinions.find(({ polarity }) => polarity === 'allow');
  if (deny === undefined || allow === undefined) return null;
  return { scheme: POLARITY, member: deny.member, label: 'deny', otherMember: allow.member, otherLabel: 'allow' };
}

interface Labels {
  readonly member: string;
  readonly scheme: string;
  /** As compared, and as the list has them. */
  readonly said: Map<string, string>;
}

function labelDispute(opinions: readonly Opinion[], flags: ReadonlySet<string>): Dispute | null {
  if (opinions.length < 2) return null;
  const groups: Labels[] = [];
  for (const { member, scheme = '', label } of opinions) {
    if (label === undefined) continue;
    const answer = flags.has(scheme) ? flagAnswer(label) : flagWord(label);
    const compared = answer === null ? label : answer ? 'yes' : 'no';
    const own = groups.find((each) => each.scheme === scheme && folded(each.member) === folded(member));
    if (own === undefined) groups.push({ member, scheme, said: new Map([[compared, label]]) });
    else own.said.set(compared, own.said.get(compared) ?? label);
  }
  for (const [i, a] of groups.entries()) {
    if (a.said.has('yes') && a.said.has('no')) return disputeOf(a, 'yes', a, 'no');
    const [one, two] = [...a.said.keys()];
    if (one !== undefined && two !== undefined && isExclusive(a.scheme)) return disputeOf(a, one, a, two);
    for (const b of groups.slice(0, i)) {
      if (a.scheme !== b.scheme || [...a.said.keys()].some((label) => b.said.has(label))) continue;
      return disputeOf(b, first(b), a, first(a));
    }
  }
  return null;
}

function first({ said }: Labels): string {
  return [...said.keys()][0] ?? '';
}

function disputeOf(a: Labels, one: string, b: Labels, two: string): Dispute {
  return {
    scheme: a.scheme === '' ? NO_SCHEME : a.scheme,
    member: a.member,
    label: a.said.get(one) ?? '',
    otherMember: b.member,
    otherLabel: b.said.get(two) ?? '',
  };
}
