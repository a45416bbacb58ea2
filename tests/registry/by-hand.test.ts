// What people do by hand, in any order and between any editions of the sender, against a model of a few lines: a list of keys,
// each with who confirmed it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNS } from '../support/runs.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

const OLGA = 'olga@Example Hotline/SE';
const PIA = 'pia@Third Hotline/DK';
const POLICY = 'policy: 1\ntitle: Two bodies\nreviews: { needed: 2, distinct: [organisation] }\n';

/** Of each listed key, who confirmed or refuted it last. */
type State = ReadonlyMap<number, ReadonlyMap<string, 'confirm' | 'refute'>>;

const KEYS = range(1, 6);
const keys = fc.subarray(KEYS, { minLength: 1 });
const person = fc.constantFrom(MARIA, NILS, OLGA, PIA);
/** In per cent: what loses a single entry is held, or nothing is. */
const shrink = fc.constantFrom(0, 100);
const import_ = fc.record({
  does: fc.constantFrom<'replace' | 'apply'>('replace', 'apply'),
  keys,
  off: fc.subarray(KEYS),
  shrink,
});
const entries = fc.record({
  does: fc.constantFrom<'confirm' | 'refute' | 'withdraw' | 'appeal'>(
    ...(['confirm', 'confirm', 'confirm', 'refute', 'withdraw', 'withdraw', 'appeal'] as const),
  ),
  keys,
  person,
});
const edition = fc.record({ does: fc.constantFrom<'accept' | 'reject'>('accept', 'accept', 'reject'), person });
const rollback = fc.record({ back: fc.nat({ max: 3 }), person });
type Step =
  | { readonly sends: typeof import_ extends fc.Arbitrary<infer T> ? T : never }
  | { readonly says: typeof entries extends fc.Arbitrary<infer T> ? T : never }
  | { readonly decides: typeof edition extends fc.Arbitrary<infer T> ? T : never }
  | { readonly goesBack: typeof rollback extends fc.Arbitrary<infer T> ? T : never };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: import_.map((sends) => ({ sends })) },
  { weight: 9, arbitrary: entries.map((says) => ({ says })) },
  { weight: 3, arbitrary: edition.map((decides) => ({ decides })) },
  { weight: 1, arbitrary: rollback.map((goesBack) => ({ goesBack })) },
);
type Of<K extends string> =
  Extract<Step, Readonly<Record<K, unknown>>> extends Readonly<Record<K, infer T>> ? T : never;

function organisation(who: string): string {
  return who.slice(who.indexOf('@') + 1, who.indexOf('/'));
}

function agree(people: Iterable<string>): boolean {
  return new Set([...people].map(organisation)).size >= 2;
}

/** The keys that are in force. */
function standing(state: State): number[] {
  return [...state]
    .filter(([, said]) => agree([...said].filter(([, says]) => says === 'confirm').map(([who]) => who)))
    .map(([key]) => key)
    .sort((a, b) => a - b);
}

/** An edition that waits; outdated once others went live, which it would undo: then it can only be rejected. */
interface Held {
  readonly does: 'replace' | 'apply';
  readonly keys: readonly number[];
  readonly votes: Set<string>;
  readonly isOutdated: boolean;
}

class Model {
  state: State = new Map();
  /** By the number of the edition. */
  readonly was = new Map<number, State>();
  /** What waits, the newest last: it is what is accepted and rejected. */
  held: Held[] = [];
  readonly #votes = new Map<number, Set<string>>();

  goLive(state: State, does: 'replace' | 'apply'): void {
    this.state = state;
    this.held = does === 'replace' ? [] : this.held.map((each) => ({ ...each, isOutdated: true }));
  }

  /** The listed ones of these keys, and what was said of them; others are new. */
  listing(wanted: readonly number[]): State {
    return new Map(wanted.map((key) => [key, this.state.get(key) ?? new Map()]));
  }

  review(wanted: readonly number[], who: string, says: 'confirm' | 'refute'): State {
    return new Map(
      [...this.state].map(([key, said]) => [key, wanted.includes(key) ? new Map([...said, [who, says]]) : said]),
    );
  }

  withdraw(wanted: readonly number[], who: string): State {
    const state = new Map(this.state);
    for (const key of wanted.filter((each) => state.has(each))) {
      const votes = (this.#votes.get(key) ?? new Set()).add(who);
      this.#votes.set(key, votes);
      if (!agree(votes)) continue;
      state.delete(key);
      this.#votes.delete(key);
    }
    return state;
  }
}

function rowsOf(listed: readonly number[], off: readonly number[], title: string): string {
  const row = (n: number): string =>
    JSON.stringify({ kind: 'sha256', key: digest(n), ...(off.includes(n) ? { operation: 'withdrawn' } : {}) });
  return `${[JSON.stringify({ canonical: 1, list: { title } }), ...listed.map(row)].join('\n')}\n`;
}

const LIMITS = ['--max-growth', '10000', '--fail-on', 'never', '--max-shrink'];

async function send(
  { does, keys: sent, off, shrink: most }: Of<'sends'>,
  desk: Desk,
  model: Model,
  n: number,
): Promise<void> {
  const taken = does === 'replace' ? [] : off;
  desk.put('in.jsonl', rowsOf([...new Set([...sent, ...taken])], taken, `file ${n}`));
  const { exit, err } = await desk.run('import', 'in.jsonl', '--list', 'acme', `--${does}`, ...LIMITS, `${most}`);
  expect(exit, err).toBe(0);
  const kept = does === 'replace' ? [] : [...model.state.keys()];
  const left = [...new Set([...kept, ...sent])].filter((key) => !taken.includes(key));
  if (most === 0 && left.length < model.state.size) {
    model.held.push({ does, keys: left, votes: new Set(), isOutdated: false });
  } else model.goLive(model.listing(left), does);
}

async function say({ does, keys: named, person: who }: Of<'says'>, desk: Desk, model: Model): Promise<void> {
  const words = does === 'withdraw' || does === 'appeal' ? [does] : ['review', `--${does}`];
  const { exit, err } = await desk.run(...words, 'acme', ...named.map(digest), '--as', who, '--fail-on', 'never');
  const isTaken = named.every((key) => model.state.has(key)); // of one that is not listed, nothing is changed
  expect(exit === 0, err).toBe(isTaken);
  if (!isTaken) return;
  if (does === 'confirm' || does === 'refute') model.state = model.review(named, who, does);
  if (does === 'withdraw') {
    const state = model.withdraw(named, who);
    if (state.size < model.state.size) model.goLive(state, 'apply');
  }
}

async function decide({ does, person: who }: Of<'decides'>, desk: Desk, model: Model): Promise<void> {
  const { exit, err } = await desk.run(does, 'acme', '--as', who, '--fail-on', 'never');
  const held = model.held.at(-1);
  const isTaken = held !== undefined && !(does === 'accept' && held.isOutdated);
  expect(exit === 0, err).toBe(isTaken);
  if (!isTaken) return;
  if (does === 'accept' && !agree(held.votes.add(who))) return;
  model.held.pop();
  if (does === 'accept') model.goLive(model.listing(held.keys), held.does);
}

async function goBack({ back, person: who }: Of<'goesBack'>, desk: Desk, model: Model): Promise<void> {
  const numbers = [...model.was.keys()];
  const at = numbers.at(-1 - back) ?? 1;
  const { exit, err } = await desk.run('rollback', 'acme', '--at', `${at}`, '--as', who, '--fail-on', 'never');
  expect(exit, err).toBe(0);
  model.goLive(model.was.get(at) ?? new Map(), 'apply');
}

async function play(each: Step, desk: Desk, model: Model, n: number): Promise<void> {
  if ('sends' in each) await send(each.sends, desk, model, n);
  else if ('says' in each) await say(each.says, desk, model);
  else if ('decides' in each) await decide(each.decides, desk, model);
  else await goBack(each.goesBack, desk, model);
}

describe('what is done by hand', () => {
  it('makes of any editions what two who are independent agreed to, and every edition comes out as it was', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.array(step, { minLength: 4, maxLength: 14 }), async (first, steps) => {
        const desk = new Desk();
        const model = new Model();
        try {
          desk.put('two.yaml', POLICY);
          await desk.import('acme', first, '--policy', 'two.yaml', '--fail-on', 'never');
          model.state = model.listing(first);
          model.was.set(1, model.state);
          for (const [n, each] of steps.entries()) {
            desk.now += 3600;
            await play(each, desk, model, n);
            const { out } = await desk.run('lists', '--json');
            const { number } = JSON.parse(out.trim()) as { readonly number: number };
            model.was.set(number, model.state);
            expect(await desk.live('acme'), `step ${n}`).toEqual(standing(model.state));
          }
          for (const [edition, state] of model.was)
            expect(await desk.live('acme', '--at', `${edition}`)).toEqual(standing(state));
          const verified = await desk.run('audit', 'verify');
          expect(verified.exit, verified.err).toBe(0);
        } finally {
          desk.close();
        }
      }),
      { numRuns: Math.ceil(RUNS / 8) }, // each case is three dozen commands
    );
  });
});
