// What a run has open: its sources, its target, its rejects, and the counts for the tally. It opens, reads, writes and
// closes; which stages lie between is the plot's business (run.ts).
import type { Head } from '../formats/format.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import { Failure } from '../model/failure.ts';
import type { FieldId, ListFacts, ListFieldId } from '../model/fields.ts';
import type { KindId } from '../model/kinds.ts';
import { spent } from '../model/lending.ts';
import type { Loss, LossClass } from '../model/loss.ts';
import type { Tally } from '../model/tally.ts';
import { isoTime } from '../model/times.ts';
import { coarsen } from './coarsen.ts';
import { fitTo } from './fit.ts';
import { type Job, NOTHING_PASSED, type Outcome, type World } from './job.ts';
import { judgeList } from './judge-list.ts';
import type { MergeCount } from './merge/merge.ts';
import { omit } from './omit.ts';
import { checkPlace, checkPlannedPlace } from './own-file.ts';
import { expectedRows, progressOf } from './progress.ts';
import type { Elsewhere } from './read-parts.ts';
import { Rejects } from './rejects.ts';
import { Rekeyed, type RekeySettings, rekey } from './rekey.ts';
import { Seen } from './seen.ts';
import { checkOutcome, lossesOf, neverLive, planOf, stopAtUnfit, stopOnStandardOutput, tellLosses } from './settle.ts';
import { checkSize } from './size-limits.ts';
import { openSource, type ReadSettings, readSource, type Source, secretFor, tallyOf } from './source.ts';
import { temporaryFolder } from './spill/spool.ts';
import { type Batches, type Stage, tap } from './stage.ts';
import { keepStopPageOpen } from './stop-page.ts';
import { comesAtOnce, sharesKeys } from './streamed.ts';
import { giveUp, type Target, type Written, writeTarget } from './target.ts';
import { identitiesOf, tellInputs, tellPlaced } from './tell-files.ts';
import { KeySum, verify } from './verify.ts';
import { wantedFields } from './wanted.ts';

const REKEYED: readonly LossClass[] = ['url-widened', 'key-hashed', 'hash-cut'];

/** Inputs from which on small ones do not stay open. */
const MANY = 16;

/** Plays a plot on an open scene. Expected failures are part of the outcome, so that what was seen can be reported. */
export async function onScene(job: Job, world: World, plot: (scene: Scene) => Promise<void>): Promise<Outcome> {
  const scene = new Scene(job, world);
  try {
    await scene.open();
    if (!job.planOnly) {
      await plot(scene);
      await scene.keepRejects();
    }
    return scene.outcome(null);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Refused rows are worth mending whatever became of the output.
    await scene.keepRejects().catch(() => {});
    return scene.outcome(error);
  } finally {
    await scene.close();
  }
}

export class Scene {
  readonly job: Job;
  readonly world: World;
  readonly sources: Source[] = [];
  target: Target | null = null;
  /** Rows removed by --drop, by code. */
  readonly dropped = new Map<DiagnosticCode, number>();
  /** Repeated rows that a stage left out; merged ones are counted in `merged`. */
  readonly repeats = { count: 0 };
  readonly merged: MergeCount = { duplicates: 0, overlap: null };
  /** Set where the output is another kind of edition than its sources. */
  edition: ListFacts['edition'];
  /** Seed of the key indexes: unlike from run to run, because lists can be crafted; results never depend on it. */
  readonly seed = Math.floor(Math.random() * 0x7fffffff);
  readonly #seen: Seen;
  readonly #rekeyed = new Rekeyed();
  #rejects: Rejects | null = null;
  #areRejectsKept = false;
  #plan: readonly Loss[] = [];
  #losses: readonly Loss[] = [];
  #written: Written | null = null;
  /** The beginning of the file at the place of the output. */
  #replaced: Head | null = null;

  constructor(job: Job, world: World) {
    this.job = job;
    this.world = world;
    this.#seen = new Seen(world.interns, job.countsUpkeep === true ? job.asOf : null);
  }

  /** Opens and recognises every input, settles the target and its place, plans the loss. */
  async open(): Promise<void> {
    const { job, world } = this;
    for (const spec of job.sources) {
      const source = await openSource(spec, world.host, { interns: world.interns, ...job.hashes });
      this.sources.push(source);
      if (job.sources.length > MANY) source.input = await source.input.letGo();
    }
    tellInputs(this.sources, world.findings);
    if (job.target !== null) {
      this.target = job.target(this.sources);
      const check = job.planOnly ? checkPlannedPlace : checkPlace;
      this.#replaced = await check(this.target, identitiesOf(this.sources), world);
      this.#plan = planOf(this.sources, this.target, job.allowedLoss);
    }
    if (job.rejects !== null && !job.planOnly) {
      this.#rejects = await Rejects.open(job.rejects, world.host, job.sources.length > 1);
    }
  }

  /** All rows of all sources, one source after the other. */
  async *read(sources: readonly Source[] = this.sources): Batches {
    const { host } = this.world;
    const elsewhere = this.#elsewhereFor(sources);
    const settings = {
      ...this.world,
      rejects: this.#rejects,
      want: wantedFields(this.job, this.target, this.sources),
      skipped: (field: FieldId, rows: number) => this.#seen.add(field, rows),
      signal: host.signal,
      showsValues: this.job.showsValues ?? false,
      refang: this.job.refang ?? false,
      held: { memory: this.job.memory, folder: temporaryFolder(host.env) },
      elsewhere,
      seed: sharesKeys(this.job, sources) ? this.seed : null,
    };
    const read = (source: Source): Batches => this.#readOne(source, settings);
    try {
      if (this.job.reading) yield* this.job.reading.rows(read, sources);
      else for (const source of sources) yield* read(source);
    } finally {
      await elsewhere?.release();
    }
  }

  async *#readOne(source: Source, settings: ReadSettings): Batches {
    for await (const batch of readSource(source, settings)) {
      this.world.onProgress?.(() => progressOf(this.sources));
      yield batch;
    }
    judgeList(source, this.job.listPolicy ?? null, this.world.findings);
  }

  /** The other thread, where it is worth it: where nothing is merged, judged, written or watched, reading is nearly all there is to do. */
  #elsewhereFor(sources: readonly Source[]): Elsewhere | null {
    const { elsewhere = null } = this.world;
    const bytes = sources.reduce((sum, { input }) => sum + (input.file?.size ?? 0), 0);
    const isWorthIt = bytes >= (elsewhere?.worth ?? Number.POSITIVE_INFINITY);
    const isMore = this.target !== null || this.job.keep !== undefined || this.job.listPolicy || this.job.watch;
    return isWorthIt && isMore ? elsewhere : null;
  }

  /** Counts rows that go nowhere, or nowhere but through this stage. */
  async count(rows: Batches, through: Stage | null = null): Promise<void> {
    for await (const batch of through === null ? this.counted(rows) : through(this.counted(rows))) spent(batch);
  }

  readonly partnerOf = (source: number): string | undefined =>
    this.sources.find(({ id }) => id === source)?.list.partner;

  readonly counted: Stage = (rows) => tap(this.#seen.look)(rows);

  /** What a source is known by: the partner its list names, and its own name. */
  readonly namesOf = (source: number): string[] => {
    const partner = this.partnerOf(source);
    const name = this.world.interns.sources.name(source);
    return partner === undefined ? [name] : [partner, name];
  };

  /** Counts what is there, and leaves out what the target cannot carry or the recipient must not see. */
  fit(rows: Batches, target: Target): Batches {
    const { job } = this;
    const fitting = fitTo({
      target: target.carries,
      allowed: job.allowedLoss,
      isDelta: () => this.listFacts().edition === 'delta',
      onLoss: (lossClass, kind, scope) => stopOnStandardOutput(lossClass, kind, scope, target, job),
    });
    return omit(target.omitted)(fitting(this.counted(rows)));
  }

  /** Turns keys that the target does not hold into keys that it does, where the user accepts that; shortens URLs. */
  rekey(rows: Batches, target: Target): Batches {
    const settings = this.#keySettings(target);
    return coarsen(settings, this.#rekeyed)(rekey(settings, this.#rekeyed)(rows));
  }

  #keySettings(target: Target): RekeySettings {
    const { job } = this;
    return {
      target: target.carries,
      allowed: job.allowedLoss,
      onLoss: (lossClass: LossClass, kind: KindId) => stopOnStandardOutput(lossClass, kind, undefined, target, job),
    };
  }

  /** Whether keys are turned into others, of which several may be one. */
  get isRekeyed(): boolean {
    return this.#plan.some((loss) => REKEYED.includes(loss.class)) || this.target?.carries.ignoresInUrls !== undefined;
  }

  /** Nothing can be taken back from standard output. */
  async *#inForce(rows: Batches, target: Target): Batches {
    for await (const batch of rows) {
      const failure = neverLive(target, this.world.findings);
      if (failure !== null) throw failure;
      yield batch;
    }
  }

  /** Writes the rows; settles the loss; puts the file in place, or says why not. */
  async write(rows: Batches, target: Target): Promise<void> {
    const { job, world } = this;
    const sum = new KeySum(target.format);
    const open = keepStopPageOpen(this.#inForce(rows, target), target, world.interns);
    const written = await writeTarget(job.verify ? sum.tap(open) : open, target, {
      ...world,
      list: () => this.listFacts(),
      now: job.asOf,
      replaced: this.#replaced,
      held: { memory: job.memory, folder: temporaryFolder(world.host.env) },
      others: comesAtOnce(job, this.sources) ? (world.writers ?? null) : null,
      onUnfit: () => stopAtUnfit(target, job),
    });
    this.#written = written;
    const present = this.#seen.presence(this.repeats.count, this.listFacts());
    this.#losses = lossesOf(present, target, written.unfit, this.#rekeyed.losses(), job);
    tellLosses(this.#losses, target, world.findings);
    try {
      const { edition } = this.listFacts();
      checkOutcome(this.#losses, target, { rows: written.rows, edition }, world.findings, job);
      await checkSize(target, written.rows, job.limits, world);
      if (job.verify) await verify(target, written, sum, world.host);
      await written.output.commit();
      await tellPlaced(written.output, target, world);
    } finally {
      await giveUp(written.output, world.findings);
    }
  }

  readonly expected = (): number => expectedRows(progressOf(this.sources));

  async keepRejects(): Promise<void> {
    const rejects = this.#rejects;
    if (rejects === null) return;
    this.#areRejectsKept = await rejects.commit();
    if (!this.#areRejectsKept) this.world.findings.report('output/rejects-stale', { output: rejects.operand });
  }

  /** Facts of the output: those of the only source; of several lists what they agree on. */
  listFacts(): ListFacts {
    const [first = {}, ...others] = this.sources.map(({ list }) => list);
    const agreed = Object.entries(first).filter(
      ([fact, value]) =>
        (fact !== 'claimedCount' || this.#isWhole) && others.every((list) => list[fact as ListFieldId] === value), // keys of ListFacts
    );
    const facts: ListFacts = Object.fromEntries(agreed);
    return this.edition === undefined ? facts : { ...facts, edition: this.edition };
  }

  outcome(failure: Failure | null): Outcome {
    const { job, target } = this;
    const written = failure === null ? this.#written : null;
    this.#seen.addPassedBy(job.reading?.passedBy() ?? NOTHING_PASSED);
    const tally: Tally = {
      inputs: this.sources.map(tallyOf),
      output:
        written === null || target === null
          ? null
          : { output: target.operand, format: target.format.id, rows: written.rows, bytes: written.output.bytes },
      target: target?.format.id ?? null,
      kinds: Object.fromEntries(this.#seen.kinds()),
      exceptions: this.#seen.exceptions,
      scopes: Object.fromEntries(this.#seen.scopes()),
      dropped: [...this.dropped].map(([code, count]) => ({ code, count })),
      duplicates: this.merged.duplicates + this.repeats.count,
      overlap: new Set(this.sources.map(({ id }) => id)).size > 1 ? this.merged.overlap : null,
      losses: job.planOnly ? this.#plan : this.#losses,
      rejects: this.#areRejectsKept ? job.rejects : null,
      upkeep: this.#seen.upkeep(),
      forecast: job.listPolicy?.judge.forecast() ?? null,
      asOf: isoTime(job.asOf),
    };
    const secretOf = (source: number | undefined) => job.aliasSecret ?? secretFor(source, this.sources);
    return { tally, plan: this.#plan, failure, secretOf };
  }

  async close(): Promise<void> {
    await this.#rejects?.abandon();
    for (const { input } of this.sources) await input.close();
  }

  /** Whether the output has every row of its only source: only then the sender's count is still right. */
  get #isWhole(): boolean {
    return this.sources.length === 1 && this.job.repeats === 'keep' && this.job.drop.size === 0;
  }
}
