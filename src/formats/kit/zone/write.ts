// Writes the rules of a policy zone so that no rule opens a hole. A wildcard answers only for names whose closest
// encloser is its parent (RFC 4592 section 2.2.1): every name that a rule creates below a wildcard, even in passing,
// takes itself and all below it out of the wildcard's reach (research url-formats, facts 1 and 2; seen in BIND, Unbound).
//
//   bad   *.bad                       listed: bad and all below it
//   a.bad *.a.bad                     filler, or `a.bad` and `z.a.bad` would be open
//   ok.a.bad      -> passthru         excepted
//   *.ok.a.bad                        filler, unless all below ok.a.bad is excepted too
import type { Batch } from '../../../model/batch.ts';
import { fromUtf8 } from '../../../model/bytes.ts';
import { kinds } from '../../../model/kinds.ts';
import { EXCEPTED, SUBTREE, WITHDRAWN } from '../../../model/scope.ts';
import type { WriteContext } from '../../format.ts';
import { AddressRanges } from '../address-ranges.ts';
import type { ByteWriter } from '../emit.ts';
import { Exceptions } from '../exceptions.ts';
import { addressOwner } from './address.ts';
import { triggerOf } from './rules.ts';

const PASS = [' CNAME rpz-passthru.\n'];
/** An empty answer, for a filler that may not have an address. */
const EMPTY = [' CNAME *.\n'];

/** What BIND takes for the name of a host: letters, digits, and hyphens inside a label. */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.|$))+$/u;

/** Octets of a name in presentation form, without the last dot. */
const NAME_MAX = 253;

const DOT = 46;

export class ZoneRules {
  readonly #out: ByteWriter;
  readonly #context: WriteContext<unknown>;
  /** What follows the owner of a listed name, a line each. */
  readonly #answers: readonly string[];
  /**
   * Addresses for BIND: it loads none of a zone in which a name that is no host name has one (check-names), though
   * named-checkzone calls the zone OK.
   */
  readonly #needsHostNames: boolean;
  /** Longest owner: it shares the 255 octets of a name with the name of the zone. */
  readonly #longest: number;
  readonly #exceptions: Exceptions;
  readonly #openAddresses = new AddressRanges();

  constructor(
    out: ByteWriter,
    context: WriteContext<unknown>,
    zone: string,
    answers: readonly string[],
    isForBind: boolean,
  ) {
    this.#out = out;
    this.#context = context;
    this.#answers = answers;
    this.#needsHostNames = isForBind && answers.some((answer) => !answer.startsWith(' CNAME '));
    this.#longest = NAME_MAX - zone.length - 1;
    this.#exceptions = new Exceptions(context);
  }

  /** Row i: exceptions must come before all others (`needs.exceptionsFirst`), listed names uncovered and once. */
  add(batch: Batch, i: number): void {
    const op = batch.op[i]!;
    if (op === WITHDRAWN) return;
    if (batch.kind[i] !== kinds.domain.code) {
      this.#addAddress(batch, i);
      return;
    }
    const { bytes } = batch;
    const from = batch.start[i]!;
    const to = batch.start[i + 1]!;
    const isSubtree = batch.scope[i] === SUBTREE;
    const isExcepted = op === EXCEPTED;
    if (to - from + (isSubtree || isExcepted ? 2 : 0) > this.#longest) {
      this.#context.unfit('with the name of the zone it is longer than a DNS name may be', batch, i);
    } else if (triggerOf(bytes, from, to) !== null) {
      this.#context.unfit('a name server would take it for another kind of rule', batch, i);
    } else if (isExcepted) this.#exceptions.add(batch, i);
    else if (this.#needsHostNames && !HOST_NAME.test(fromUtf8(bytes, from, to))) {
      this.#context.unfit(
        'BIND has no addresses for what is no host name; a stop page known by its name does',
        batch,
        i,
      );
    } else {
      const standing = this.#exceptions.standing(batch, i);
      if (standing !== null) this.#rules(bytes, from, to, standing === 'all', isSubtree);
    }
  }

  /** A name server goes by the longest prefix, so an exception needs nothing but that no listed address hides it. */
  #addAddress(batch: Batch, i: number): void {
    const bytes = batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!);
    const owner = addressOwner(bytes);
    if (owner === null) this.#context.unfit('there is no rule for it; list a single address as an address', batch, i);
    else if (batch.op[i] === EXCEPTED) {
      this.#openAddresses.add(bytes);
      this.#lines(owner, PASS);
    } else if (this.#openAddresses.covers(bytes)) this.#context.unfit('an exception covers it', batch, i);
    else this.#lines(owner, this.#answers);
  }

  /** The exceptions, with what keeps each from opening more than itself. */
  finish(): void {
    const filled = new Set<string>();
    for (const { name, isSubtree, between, isListed } of this.#exceptions.all()) {
      for (const filler of [...(between ?? [])].reverse()) {
        if (this.#exceptions.has(filler) || filled.has(filler)) continue;
        filled.add(filler);
        this.#fill(filler);
        this.#fill(`*.${filler}`);
      }
      this.#lines(name, PASS);
      if (isSubtree) this.#lines(`*.${name}`, PASS);
      else if (between !== null && !isListed) this.#fill(`*.${name}`);
    }
  }

  /** A name that is blocked because of what is listed above it. */
  #fill(owner: string): void {
    const mayHave = !this.#needsHostNames || HOST_NAME.test(owner.replace(/^\*\./u, ''));
    this.#lines(owner, mayHave ? this.#answers : EMPTY);
  }

  #lines(owner: string, answers: readonly string[]): void {
    for (const answer of answers) {
      this.#out.ascii(owner);
      this.#out.ascii(answer);
    }
  }

  #rules(bytes: Uint8Array, from: number, to: number, isItself: boolean, isBelow: boolean): void {
    const out = this.#out;
    for (const answer of isItself ? this.#answers : []) {
      out.copy(bytes, from, to);
      out.ascii(answer);
    }
    for (const answer of isBelow ? this.#answers : []) {
      out.byte(42);
      out.byte(DOT);
      out.copy(bytes, from, to);
      out.ascii(answer);
    }
  }
}
