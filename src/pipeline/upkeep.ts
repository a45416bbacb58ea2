// Counts ages, expiry and reviews of the rows that go by, batch by batch over columns; only where a report asks for it.
import type { Batch } from '../model/batch.ts';
import { roomFor } from '../model/columns.ts';
import { countryIn } from '../model/countries.ts';
import { nameIn } from '../model/folded.ts';
import type { Interns, Review } from '../model/opinions.ts';
import { PRESENT } from '../model/scope.ts';
import type { SetTable } from '../model/set-table.ts';
import { ageDays, ageFields, type Bands, expiryDays, type ReviewCoverage, type Upkeep } from '../model/upkeep.ts';

const DAY = 86_400;

export class UpkeepCount {
  readonly #ages: Readonly<Record<(typeof ageFields)[number], BandCount>>;
  readonly #expiry: BandCount;
  readonly #reviews: ReviewCount;
  #entries = 0;

  /** `asOf`: epoch seconds of the day that ages are told by. */
  constructor(interns: Interns, asOf: number) {
    const age = (): BandCount => new BandCount(ageDays, asOf, -1);
    this.#ages = { firstSeen: age(), lastVerified: age(), lastReviewed: age() };
    this.#expiry = new BandCount(expiryDays, asOf, 1);
    this.#reviews = new ReviewCount(interns.reviews);
  }

  readonly look = (batch: Batch): void => {
    const isListed = batch.uniform ? null : batch.op;
    if (batch.uniform && batch.op[0] !== PRESENT) return;
    let listed = batch.count;
    if (isListed !== null) for (let i = 0; i < batch.count; i++) if (isListed[i] !== PRESENT) listed--;
    this.#entries += listed;
    for (const field of ageFields) this.#ages[field].add(batch.times[field], batch.count, listed, isListed);
    this.#expiry.add(batch.times.expires, batch.count, listed, isListed);
    this.#reviews.add(batch.reviews, batch.count, listed, isListed);
  };

  upkeep(): Upkeep {
    const { firstSeen, lastVerified, lastReviewed } = this.#ages;
    return {
      entries: this.#entries,
      ages: { firstSeen: firstSeen.bands(), lastVerified: lastVerified.bands(), lastReviewed: lastReviewed.bands() },
      expiry: this.#expiry.bands(),
      reviews: this.#reviews.coverage(),
    };
  }
}

/** Rows by the days between a date of theirs and the day of the run. */
class BandCount {
  /** The band of each number of days begun; what is beyond the last is in the last band. */
  readonly #bandOf: Uint8Array;
  readonly #asOf: number;
  readonly #sign: number;
  readonly #within: Float64Array;
  #otherSide = 0;
  #none = 0;

  /** `sign`: 1 for dates that should lie ahead, -1 for dates that should lie behind. */
  constructor(days: readonly number[], asOf: number, sign: 1 | -1) {
    const beyond = (days.at(-1) ?? 0) + 1;
    this.#bandOf = Uint8Array.from({ length: beyond + 1 }, (_, day) => days.filter((limit) => day > limit).length);
    this.#within = new Float64Array(days.length + 1);
    this.#asOf = asOf;
    this.#sign = sign;
  }

  add(column: Float64Array | null, count: number, listed: number, op: Uint8Array | null): void {
    if (column === null) {
      this.#none += listed;
      return;
    }
    const bandOf = this.#bandOf;
    const beyond = bandOf.length - 1;
    const within = this.#within;
    let [none, otherSide] = [0, 0];
    for (let i = 0; i < count; i++) {
      if (op !== null && op[i] !== PRESENT) continue;
      const away = (column[i]! - this.#asOf) * this.#sign;
      if (away >= 0) {
        const days = Math.ceil(away / DAY);
        within[bandOf[Math.min(days, beyond)]!]!++;
      } else if (away < 0) otherSide++;
      else none++;
    }
    this.#none += none;
    this.#otherSide += otherSide;
  }

  bands(): Bands {
    return { within: [...this.#within], otherSide: this.#otherSide, none: this.#none };
  }
}

/** What a set of reviews comes to, in the bits of a byte; the lowest two are the persons, 3 for three or more. */
const ORGANISATIONS = 4;
const COUNTRIES = 8;
const DISPUTED = 16;
const UNKNOWN = 255;

const CONFIRMED = 1;
const REFUTED = 2;

/** Rows by what their set of reviews comes to. A merge may have sets by the million; each is looked at once. */
class ReviewCount {
  readonly #reviews: SetTable<Review>;
  readonly #counts = new Float64Array(32);
  readonly #names = new Map<string, number>();
  /** For each review: the number of who made it, of the organisation and of the country, 0 where they are not known. */
  #persons = new Uint32Array(64);
  #organisations = new Uint32Array(64);
  #countries = new Uint32Array(64);
  #decisions = new Uint8Array(64);
  #known = 0;
  #classes = new Uint8Array(64).fill(UNKNOWN);
  #atoms = new Uint32Array(16);
  readonly #met = new Uint32Array(4);

  constructor(reviews: SetTable<Review>) {
    this.#reviews = reviews;
  }

  add(sets: Uint32Array | null, count: number, listed: number, op: Uint8Array | null): void {
    const counts = this.#counts;
    if (sets === null) {
      counts[0]! += listed;
      return;
    }
    this.#learn();
    const classes = this.#classes;
    for (let i = 0; i < count; i++) {
      if (op !== null && op[i] !== PRESENT) continue;
      const set = sets[i]!;
      if (classes[set] === UNKNOWN) classes[set] = this.#classOf(set);
      counts[classes[set]!]!++;
    }
  }

  /** Takes in the reviews and makes room for the sets that have come since. */
  #learn(): void {
    const { count, atomCount } = this.#reviews;
    if (this.#classes.length < count) {
      const larger = new Uint8Array(count * 2).fill(UNKNOWN);
      larger.set(this.#classes);
      this.#classes = larger;
    }
    this.#persons = roomFor(this.#persons, atomCount);
    this.#organisations = roomFor(this.#organisations, atomCount);
    this.#countries = roomFor(this.#countries, atomCount);
    this.#decisions = roomFor(this.#decisions, atomCount);
    for (; this.#known < atomCount; this.#known++) {
      const { reviewer, organisation, country, decision } = this.#reviews.atom(this.#known);
      // Two organisations may each have a reviewer of one name.
      const [person, body, land] = [nameIn(reviewer), nameIn(organisation ?? ''), countryIn(country ?? '')];
      this.#persons[this.#known] = person === '' ? 0 : this.#numberOf(`p${JSON.stringify([body, person])}`);
      this.#organisations[this.#known] = body === '' ? 0 : this.#numberOf(`o${body}`);
      this.#countries[this.#known] = land === '' ? 0 : this.#numberOf(`c${land}`);
      this.#decisions[this.#known] = decision === 'confirmed' ? CONFIRMED : decision === 'refuted' ? REFUTED : 0;
    }
  }

  #numberOf(name: string): number {
    const number = this.#names.get(name) ?? this.#names.size + 1;
    this.#names.set(name, number);
    return number;
  }

  #classOf(set: number): number {
    const size = this.#reviews.size(set);
    this.#atoms = roomFor(this.#atoms, size);
    this.#reviews.copyAtoms(set, this.#atoms);
    let decisions = 0;
    for (let i = 0; i < size; i++) decisions |= this.#decisions[this.#atoms[i]!]!;
    return (
      this.#differing(this.#persons, size, 3) |
      (this.#differing(this.#organisations, size, 2) > 1 ? ORGANISATIONS : 0) |
      (this.#differing(this.#countries, size, 2) > 1 ? COUNTRIES : 0) |
      (decisions === (CONFIRMED | REFUTED) ? DISPUTED : 0)
    );
  }

  /** How many different numbers the confirming reviews of the set at hand have, up to `most`. */
  #differing(of: Uint32Array, size: number, most: number): number {
    const met = this.#met;
    let count = 0;
    for (let i = 0; i < size && count < most; i++) {
      const atom = this.#atoms[i]!;
      const number = of[atom]!;
      if (number === 0 || this.#decisions[atom] !== CONFIRMED) continue;
      let k = 0;
      while (k < count && met[k] !== number) k++;
      if (k === count) met[count++] = number;
    }
    return count;
  }

  coverage(): ReviewCoverage {
    const sum = (isMeant: (each: number) => boolean): number =>
      this.#counts.reduce((total, count, each) => (isMeant(each) ? total + count : total), 0);
    const persons = (number: number): number => sum((each) => (each & 3) === number);
    return {
      persons: [persons(0), persons(1), persons(2), persons(3)],
      twoOrganisations: sum((each) => (each & ORGANISATIONS) !== 0),
      twoCountries: sum((each) => (each & COUNTRIES) !== 0),
      disputed: sum((each) => (each & DISPUTED) !== 0),
    };
  }
}
