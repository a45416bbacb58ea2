// A profile that comes with the program.
export interface ShippedProfile {
  /** What `--from-profile` calls it. */
  readonly id: string;
  /** Whose list it is for. */
  readonly title: string;
  /** The profile as a user would write it. */
  readonly text: string;
}
