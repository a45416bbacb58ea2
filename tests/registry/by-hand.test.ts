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
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('replace' as const), keys, shrink }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('apply' as const), keys, off: fc.subarray(KEYS), shrink }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('review' as const),
      keys,
      person,
      says: fc.constantFrom('confirm' as const, 'confirm' as const, 'refute' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('withdraw' as const), keys, person }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('accept' as const), person }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('appeal' as const), keys, person }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('rollback' as const), back: fc.nat({ max: 3 }), person }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

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

class Model {
  state: State = new Map();
  /** By the number of the edition. */
  readonly was = new Map<number, State>();
  held: { readonly keys: readonly number[]; readonly votes: Set<string> } | null = null;
  readonly #votes = new Map<number, Set<string>>();

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

async function play(step: Step, desk: Desk, model: Model, number: number): Promise<void> {
  if (step.does === 'replace' || step.does === 'apply') {
    const off = step.does === 'apply' ? step.off : [];
    const listed = [...new Set([...step.keys, ...off])];
    desk.put('in.jsonl', rowsOf(listed, off, `file ${number}`));
    const limits = ['--max-shrink', `${step.shrink}`, '--max-growth', '10000', '--fail-on', 'never'];
    const { exit, err } = await desk.run('import', 'in.jsonl', '--list', 'acme', `--${step.does}`, ...limits);
    expect(exit, err).toBe(0);
    const kept = step.does === 'replace' ? [] : [...model.state.keys()];
    const left = [...new Set([...kept, ...step.keys])].filter((key) => !off.includes(key));
    if (step.shrink === 0 && left.length < model.state.size) {
      model.held = { keys: left, votes: new Set() };
      return;
    }
    model.state = model.listing(left);
    model.held = null;
    return;
  }
  if (step.does === 'rollback') {
    const numbers = [...model.was.keys()];
    const at = numbers.at(-1 - step.back) ?? numbers[0]!;
    const { exit, err } = await desk.run(
      'rollback',
      'acme',
      '--at',
      `${at}`,
      '--as',
      step.person,
      '--fail-on',
      'never',
    );
    expect(exit, err).toBe(0);
    model.state = model.was.get(at)!;
    model.held = null;
    return;
  }
  if (step.does === 'accept') {
    const { exit, err } = await desk.run('accept', 'acme', '--as', step.person, '--fail-on', 'never');
    if (model.held === null) {
      expect(exit, err).not.toBe(0);
      return;
    }
    expect(exit, err).toBe(0);
    if (!agree(model.held.votes.add(step.person))) return;
    model.state = model.listing(model.held.keys);
    model.held = null;
    return;
  }
  const values = step.keys.map(digest);
  const { state } = model;
  const known = step.keys.every((key) => state.has(key)); // one that is not listed, and nothing is changed
  const words = step.does === 'review' ? [`--${step.says}`] : [];
  const { exit, err } = await desk.run(
    step.does,
    'acme',
    ...values,
    ...words,
    '--as',
    step.person,
    '--fail-on',
    'never',
  );
  if (!known) return;
  expect(exit, err).toBe(0);
  if (step.does === 'review') model.state = model.review(step.keys, step.person, step.says);
  if (step.does === 'withdraw') {
    model.state = model.withdraw(step.keys, step.person);
    if (model.state.size < state.size) model.held = null;
  }
}

describe('what is done by hand', () => {
  it('makes of any editions what two who are independent agreed to, and every edition comes out as it was', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.array(step, { minLength: 4, maxLength: 14 }), async (first, steps) => {
        const desk = new Desk();
        const model = new Model();
        try {
          desk.put('two.yaml', POLICY);
          desk.put('in.jsonl', rowsOf(first, [], 'the first'));
          await desk.run(
            'import',
            'in.jsonl',
            '--list',
            'acme',
            '--replace',
            '--policy',
            'two.yaml',
            '--fail-on',
            'never',
          );
          model.state = model.listing(first);
          model.was.set(1, model.state);
          for (const [n, each] of steps.entries()) {
            desk.now += 3600;
            await play(each, desk, model, n);
            const { out } = await desk.run('lists', '--json');
            const { number } = JSON.parse(out.trim()) as { readonly number: number };
            model.was.set(number, model.state);
            expect(await desk.live('acme'), `${n}: ${each.does}`).toEqual(standing(model.state));
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
