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
import type { At } from '../../../model/findings.ts';
import { EXCEPTED, SUBTREE, WITHDRAWN } from '../../../model/scope.ts';
import type { WriteContext } from '../../format.ts';
import type { ByteWriter } from '../emit.ts';
import { triggerOf } from './rules.ts';

const PASS = [' CNAME rpz-passthru.\n'];

/** Octets of a name in presentation form, without the last dot. */
const NAME_MAX = 253;

const DOT = 46;

interface Exception {
  readonly scope: number;
  readonly at: At;
}

export class ZoneRules {
  readonly #out: ByteWriter;
  readonly #context: WriteContext<unknown>;
  /** What follows the owner of a listed name, a line each. */
  readonly #answers: readonly string[];
  /** Longest owner: it shares the 255 octets of a name with the name of the zone. */
  readonly #longest: number;
  readonly #exceptions = new Map<string, Exception>();
  /** Names with an exception somewhere below them. */
  readonly #above = new Set<string>();
  /** Listed subtrees with an exception at or below them. */
  readonly #opened = new Set<string>();
  #hasListed = false;

  constructor(out: ByteWriter, context: WriteContext<unknown>, zone: string, answers: readonly string[]) {
    this.#out = out;
    this.#context = context;
    this.#answers = answers;
    this.#longest = NAME_MAX - zone.length - 1;
  }

  /** Row i: exceptions must come before all others (`needs.exceptionsFirst`), listed names uncovered and once. */
  add(batch: Batch, i: number): void {
    const op = batch.op[i]!;
    if (op === WITHDRAWN) return;
    const { bytes } = batch;
    const from = batch.start[i]!;
    const to = batch.start[i + 1]!;
    const isSubtree = batch.scope[i] === SUBTREE;
    const isExcepted = op === EXCEPTED;
    if (to - from + (isSubtree || isExcepted ? 2 : 0) > this.#longest) {
      this.#context.unfit('with the name of the zone it is longer than a DNS name may be', batch, i);
    } else if (triggerOf(bytes, from, to) !== null) {
      this.#context.unfit('a name server would take it for another kind of rule', batch, i);
    } else if (isExcepted) this.#except(batch, i, fromUtf8(bytes, from, to));
    else if (this.#exceptions.size > 0) this.#listBesideExceptions(batch, i, fromUtf8(bytes, from, to));
    else {
      this.#hasListed = true;
      this.#rules(bytes, from, to, true, isSubtree);
    }
  }

  #except(batch: Batch, i: number, name: string): void {
    // A listed name may already be out with a rule that the exception would have changed.
    if (this.#hasListed) throw new Error('a zone needs its exceptions first');
    const at: At = { source: batch.source, line: batch.line[i]! };
    const known = this.#exceptions.get(name);
    if (known !== undefined) this.#context.report('merge/covered', {}, at);
    if (known?.scope !== SUBTREE) this.#exceptions.set(name, { scope: batch.scope[i]!, at });
    for (const above of namesAbove(name)) this.#above.add(above);
  }

  /** An exception stands against every listed name it covers: it is the more deliberate of the two. */
  #listBesideExceptions(batch: Batch, i: number, name: string): void {
    this.#hasListed = true;
    const isSubtree = batch.scope[i] === SUBTREE;
    const own = this.#exceptions.get(name);
    if (own?.scope === SUBTREE || (own !== undefined && !isSubtree) || this.#isExceptedAbove(name)) {
      this.#context.unfit('an exception covers it', batch, i);
      return;
    }
    if (isSubtree && (own !== undefined || this.#above.has(name))) this.#opened.add(name);
    this.#rules(batch.bytes, batch.start[i]!, batch.start[i + 1]!, own === undefined, isSubtree);
  }

  #isExceptedAbove(name: string): boolean {
    for (const above of namesAbove(name)) if (this.#exceptions.get(above)?.scope === SUBTREE) return true;
    return false;
  }

  /** The exceptions, with what keeps each from opening more than itself. */
  finish(): void {
    const filled = new Set<string>();
    for (const [name, { scope, at }] of this.#exceptions) {
      if (this.#isExceptedAbove(name)) {
        this.#context.report('merge/covered', {}, at);
        continue;
      }
      const above = namesAbove(name);
      const cover = above.findIndex((one) => this.#opened.has(one));
      for (const filler of cover < 0 ? [] : above.slice(0, cover).reverse()) {
        if (this.#exceptions.has(filler) || filled.has(filler)) continue;
        filled.add(filler);
        this.#lines(filler, this.#answers);
        this.#lines(`*.${filler}`, this.#answers);
      }
      this.#lines(name, PASS);
      if (scope === SUBTREE) this.#lines(`*.${name}`, PASS);
      else if (cover >= 0 && !this.#opened.has(name)) this.#lines(`*.${name}`, this.#answers);
    }
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

/** The names above a name, nearest first. */
function namesAbove(name: string): string[] {
  const names: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) names.push(name.slice(dot + 1));
  return names;
}
