// Conversions in memory, through the same run that the commands use: bytes in, bytes out, and what was told on the way.

import type { Example, Format } from '../../src/formats/format.ts';
import { createGuard } from '../../src/hygiene/guard/guard.ts';
import type { Carries } from '../../src/model/carries.ts';
import { Findings } from '../../src/model/findings.ts';
import { type LossClass, lossClasses } from '../../src/model/loss.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import type { Job, Outcome } from '../../src/pipeline/job.ts';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import { run } from '../../src/pipeline/run.ts';
import { batchesOf, groupsOf, type PlainGroup, type TestRecord } from './batches.ts';
import { type FakeHostSetup, fakeHost, NOW } from './host.ts';

/** A format with the options it is used with. */
export interface Dialect {
  readonly format: Format;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Options as they would be typed on the command line. */
export function typed(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

function parsedOptions({ format, options }: Dialect): unknown {
  return format.options === undefined ? {} : format.options.parse(options);
}

export function carriesOf(dialect: Dialect): Carries {
  return dialect.format.carriesWith?.(parsedOptions(dialect)) ?? dialect.format.carries;
}

/** An example as it arrives: text, or the bytes of a binary format. */
export function inputOf({ text, encoding }: Example): string | Uint8Array {
  return encoding === undefined ? text : Uint8Array.from(Buffer.from(text, encoding));
}

/** Every way the examples of a format use it. */
export function dialectsOf(format: Format): Dialect[] {
  const all = format.examples.map((example: Example) => (example.options ?? {}) as Record<string, unknown>); // an object
  const unlike = new Map(all.map((options) => [JSON.stringify(options), options]));
  return [...unlike.values()].map((options) => ({ format, options }));
}

const TURNING: readonly LossClass[] = ['url-widened', 'key-hashed'];

export interface Conversion {
  readonly outcome: Outcome;
  readonly findings: Findings;
  readonly interns: Interns;
  readonly bytes: Buffer;
  /** Rows as they were read, with the fields the target wants. */
  readonly read: readonly PlainGroup[];
}

export interface ConversionSetup extends FakeHostSetup {
  readonly repeats?: Job['repeats'];
  readonly allowedLoss?: readonly LossClass[];
  readonly rejects?: string;
  readonly sourceName?: string;
}

/** Converts standard input to standard output; no loss is refused unless asked for. Null: only reads and judges. */
export async function convert(
  source: Dialect,
  input: string | Uint8Array,
  target: Dialect | null,
  setup: ConversionSetup = {},
): Promise<Conversion> {
  const host = fakeHost({ ...setup, stdin: input });
  const interns = createInterns();
  const findings = new Findings({ examples: 1000 });
  const read: PlainGroup[] = [];
  const format = recording(source.format, interns, read);
  const job: Job = {
    sources: [
      {
        operand: '-',
        choose: () => ({ format, because: 'a test says so' }),
        // An empty input has no format that could take options.
        options: (chosen) => (chosen.id === source.format.id ? typed(source.options) : {}),
        name: setup.sourceName ?? 'input',
      },
    ],
    repeats: setup.repeats ?? 'keep',
    policy: defaultPolicy,
    link: 'all',
    memory: 1 << 30,
    sort: false,
    checks: [],
    guard: createGuard([]),
    limits: { shrink: null, growth: null },
    drop: new Set(),
    target:
      target === null
        ? null
        : () => ({
            operand: '-',
            format: target.format,
            options: parsedOptions(target),
            carries: carriesOf(target),
            force: true, // a list of nothing is one here: the laws are about formats
          }),
    // A URL turned into a name or a hash is another entry: tests that mean it say so.
    allowedLoss: new Set(setup.allowedLoss ?? lossClasses.filter((each) => !TURNING.includes(each))),
    planOnly: false,
    verify: false,
    rejects: setup.rejects ?? null,
    asOf: NOW,
    aliasSecret: null,
    hashes: { sha256: false },
  };
  const outcome = await run(job, { host, interns, findings });
  return { outcome, findings, interns, bytes: host.stdoutBytes(), read };
}

/** The same format, noting what it reads. */
function recording(format: Format, interns: Interns, read: PlainGroup[]): Format {
  return {
    ...format,
    async *read(input, context) {
      for await (const batch of format.read?.(input, context) ?? []) {
        // The head is read ahead for the facts of the list, with tables of its own.
        if (context.interns === interns) read.push(...groupsOf([batch], interns));
        yield batch;
      }
    },
  };
}

/** A format that reads these records whatever its input is: a list that no file has to be written for. */
export function recordsFormat(records: readonly TestRecord[], carries: Carries, limit?: number): Format {
  return {
    id: 'records',
    title: 'Records of a test',
    about: { since: '0.1.0', status: 'trial' },
    files: { extensions: [] },
    carries,
    examples: [{ name: 'none', text: '-', rows: [] }],
    detectable: false,
    detect: () => null,
    async *read(_input, context) {
      yield* batchesOf(records, context.interns, context.sourceName, limit);
    },
  };
}
