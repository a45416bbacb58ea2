// A crosswalk: which labels of one scheme stand for which of another, as a person has decided. No program knows that:
// schemes measure different things, such as age and severity (research hash-formats 8).

export interface CrosswalkMap {
  /** Schemes, as in an opinion. */
  readonly from: string;
  readonly to: string;
  /** Whether the new label says less than the old one, or something a little else. */
  readonly isLossy: boolean;
  /** Labels of the other scheme for each label: none on purpose, one, or several of which nobody can choose. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
}

export interface Crosswalk {
  readonly id: string;
  readonly title: string;
  /** What it rests on, and what it leaves open. */
  readonly basis: readonly string[];
  readonly maps: readonly CrosswalkMap[];
}

/** Whose opinion a label is that a crosswalk made: never that of the member alone, who did not say it. */
export function derivedMember(member: string, crosswalk: Crosswalk, { from }: CrosswalkMap): string {
  return `${member} (crosswalk ${crosswalk.id} from ${from})`;
}

/** Whether a crosswalk made an opinion of this member: it is not translated once more. */
export function isDerived(member: string): boolean {
  return / \(crosswalk [^()]*\)$/u.test(member);
}
