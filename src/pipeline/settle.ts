// The settled loss: what a run lost in fact, whether the user accepted it, and whether the output may be put in place.
import { diagnosticOf } from '../model/diagnostics.ts';
import { type Failure, refused } from '../model/failure.ts';
import type { ListFacts } from '../model/fields.ts';
import type { Findings } from '../model/findings.ts';
import type { KindId } from '../model/kinds.ts';
import { type Loss, type LossClass, lossCode, lossOf, optionFor, type Presence, planLoss } from '../model/loss.ts';
import { lossesOnTheWay } from '../model/rekey.ts';
import type { Scope } from '../model/scope.ts';
import type { Job } from './job.ts';
import type { Omittable } from './omit.ts';
import { overBlocking } from './over-blocking.ts';
import type { Source } from './source.ts';
import { goesAtOnce, outputName, type Target } from './target.ts';

/** What was lost, with counts; `unfit` are entries the writer could not express. */
export function lossesOf(present: Presence, target: Target, unfit: number, rekeyed: readonly Loss[], job: Job): Loss[] {
  const losses = [
    ...rekeyed,
    ...lossOf(present, target.carries, target.otherwise).map((loss) => asked(withoutTaken(loss, job), target)),
  ];
  return unfit === 0
    ? losses
    : [{ class: 'entry-unfit', what: 'too long or not expressible', count: unfit }, ...losses];
}

/** Why URLs are left where they may become names. */
const NAMELESS = 'URLs on IP addresses, which have no name, or that except a page';

/** A way that was open to these rows and did not take them is no advice: a URL on an address has no name. */
function withoutTaken({ instead, ...loss }: Loss, { allowedLoss }: Job): Loss {
  if (instead === undefined) return loss;
  if (!instead.every((each) => allowedLoss.has(each))) return { ...loss, instead };
  return instead.includes('url-widened') ? { ...loss, what: NAMELESS } : loss;
}

/** A format is not to be blamed for what it could carry and the user had left out. */
function asked(loss: Loss, { omitted }: Target): Loss {
  const what = loss.class === 'opinions-dropped' ? 'opinions' : loss.class === 'field-dropped' ? loss.what : null;
  return what !== null && omitted?.has(what as Omittable) ? { ...loss, class: 'fact-omitted' } : loss; // a field
}

/** What any of the sources may hold and the target cannot; each loss once. */
export function planOf(sources: readonly Source[], target: Target, allowed: Job['allowedLoss']): Loss[] {
  const all = sources
    .flatMap(({ carries }) => planLoss(carries, target.carries, allowed, target.otherwise))
    .map((loss) => asked(loss, target));
  return all.filter((loss, i) => all.findIndex((o) => o.class === loss.class && o.what === loss.what) === i);
}

export function tellLosses(losses: readonly Loss[], target: Target, findings: Findings): void {
  for (const { class: lossClass, what, count } of losses) {
    const code = lossCode(lossClass);
    findings.add({ code, args: { target: target.format.id, what, count: count ?? 0 }, at: {} });
  }
}

/** What is to be put in place: how many rows, of which kind of edition. */
interface Written {
  readonly rows: number;
  readonly edition: ListFacts['edition'];
}

/** Throws where the output may not be put in place. */
export function checkOutcome(
  losses: readonly Loss[],
  target: Target,
  written: Written,
  findings: Findings,
  job: Job,
): void {
  const failure = whyNot(losses, target, written, findings, job);
  if (failure !== null) throw failure;
}

/** An edition that was never in force is to be looked at, and not to be loaded by whoever reads the output. */
export function neverLive(target: Target, findings: Findings): Failure | null {
  if (target.force || findings.countOf('registry/never-live') === 0) return null;
  return refused('output/never-live', { output: outputName(target) });
}

function whyNot(
  losses: readonly Loss[],
  target: Target,
  { rows, edition }: Written,
  findings: Findings,
  job: Job,
): Failure | null {
  const output = outputName(target);
  const stopping = losses.filter((loss) => isRefused(loss.class, job));
  if (stopping.length > 0) return refusal(output, target, stopping);
  const isCut = findings.countOf('input/cut-short') > 0;
  if (isCut && !goesAtOnce(target) && !target.force) return refused('output/cut-input', { output });
  const isHeld = neverLive(target, findings);
  if (isHeld !== null) return isHeld;
  // On standard output as well, where nothing was sent yet: behind a pipe stands a resolver that loads what it gets.
  // A delta without rows changes nothing, which is what most days are like.
  const changesNothing = edition === 'delta' && target.carries.withdrawals === 'rows';
  if (rows === 0 && !changesNothing && !target.force) return refused('output/would-be-empty', { output });
  return overBlocking(target, findings);
}

/** As `stopOnStandardOutput`, at an entry that the writer cannot express. */
export function stopAtUnfit(target: Target, job: Job): void {
  if (!goesAtOnce(target) || !isRefused('entry-unfit', job)) return;
  throw refused('output/refused-loss', { output: outputName(target), classes: 'entry-unfit' });
}

/** What is on standard output cannot be taken back: the run stops at the first row it would lose. */
export function stopOnStandardOutput(
  lossClass: LossClass,
  kind: KindId,
  scope: Scope | undefined,
  target: Target,
  job: Job,
): void {
  if (!goesAtOnce(target) || !isRefused(lossClass, job)) return;
  const instead = lossClass === 'kind-dropped' ? lossesOnTheWay(kind, target.carries) : [];
  const isOfScope = lossClass === 'kind-dropped' || lossClass === 'scope-widened' || lossClass === 'scope-narrowed';
  const option = scope !== undefined && isOfScope ? optionFor(kind, [scope], target.otherwise ?? []) : {};
  const loss = withoutTaken({ class: lossClass, what: kind, count: 1, instead, ...option }, job);
  throw refusal(outputName(target), target, [loss]);
}

/**
 * An option of the target that avoids the loss comes before accepting it. Where URLs alone stand in the way of a list of
 * names there are two ways on, and both are said.
 */
function refusal(output: string, target: Target, losses: readonly Loss[]): Failure {
  const classes = [...new Set(losses.map((loss) => loss.class))].join(', ');
  const options = new Set(losses.map(({ option }) => option));
  const [option] = options;
  const apart = new Set(losses.flatMap((loss) => loss.apart ?? []));
  if (apart.size > 0 && losses.every((loss) => loss.class === 'kind-dropped')) {
    const ways = [...apart].map((way) => `some ${way}`).join(', ');
    return refused('output/refused-kinds', { output, target: target.format.id, ways });
  }
  if (options.size === 1 && option !== undefined) {
    return refused('output/refused-options', { output, target: target.format.id, classes, option });
  }
  const isUrls = losses.every(({ instead }) => instead?.includes('url-widened') === true);
  if (isUrls) return refused('output/refused-urls', { output, target: target.format.id });
  return refused('output/refused-loss', { output, classes });
}

function isRefused(lossClass: LossClass, { allowedLoss }: Job): boolean {
  return diagnosticOf(lossCode(lossClass)).severity === 'error' && !allowedLoss.has(lossClass);
}
