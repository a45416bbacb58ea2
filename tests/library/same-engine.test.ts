// From code and from the command line it is one engine: every merge, convert and validate of fixtures/cases is played both
// ways, and the reports, what was written and what stopped it must be the same.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli.ts';
import { convert as convertCommand } from '../../src/commands/convert.ts';
import { merge as mergeCommand } from '../../src/commands/merge.ts';
import { flagOf, type OptionTable } from '../../src/commands/shared/spec.ts';
import { validate as validateCommand } from '../../src/commands/validate.ts';
import { convert, ListbridgeError, merge, type Report, validate } from '../../src/index.ts';
import { notForCalls } from '../../src/library/typed.ts';
import { type Step, stepsOf } from '../support/cases.ts';
import { fakeHost, NOW } from '../support/host.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/cases');
const REPORT = '.report.json';

type Play = (files: readonly string[], options: object) => Promise<Report>;

const verbs: Readonly<Record<string, { options: OptionTable; play: Play }>> = {
  merge: { options: mergeCommand.options, play: merge },
  convert: { options: convertCommand.options, play: convert },
  validate: { options: validateCommand.options, play: validate },
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-engine-'));
  vi.stubEnv('SOURCE_DATE_EPOCH', String(NOW)); // the clock of a library is that of its process
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly files: string[];
  readonly options: Record<string, unknown>;
}

/** Words of a command line as the arguments of a call; null where the command line has an option that no table has. */
function asCall(words: readonly string[], table: OptionTable): Asked | null {
  const files: string[] = [];
  const options: Record<string, unknown> = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!/^-./u.test(word)) {
      files.push(word);
      continue;
    }
    const [name, option] = Object.entries(table).find(([, each]) => each.flags.split(/[ ,]+/u).includes(word)) ?? [];
    if (name === undefined || option === undefined) return null;
    const takesValue = option.flags.includes('<');
    const value = takesValue ? words[++i] : true;
    // Reports in files never show values; what a call that asks for them is given is told elsewhere.
    if (notForCalls.has(name) || name === 'showValues') continue;
    if (option.repeats === true) options[name] = [...((options[name] as unknown[] | undefined) ?? []), value];
    else options[name] = value;
  }
  return { files, options };
}

interface Played {
  readonly report: unknown;
  readonly exit: number;
  readonly stdout: string;
  /** What the failure says; null where there was none. */
  readonly failure: string | null;
}

async function fromCommandLine({ argv, stdin }: Step, cwd: string): Promise<Played & { readonly stderr: string }> {
  rmSync(join(cwd, REPORT), { force: true });
  const host = fakeHost({ cwd, stdin: stdin === null ? '' : readFileSync(join(cwd, stdin)) });
  const words = argv.filter((word, i) => word !== '--report' && argv[i - 1] !== '--report');
  const exit = await main([...words, '--report', `json=${REPORT}`, '--report', 'text'], host);
  const text = existsSync(join(cwd, REPORT)) ? readFileSync(join(cwd, REPORT), 'utf8') : 'null';
  rmSync(join(cwd, REPORT), { force: true });
  const stdout = argv.includes('--plan') ? '' : host.stdoutText();
  return { report: JSON.parse(text), exit, stdout, failure: null, stderr: host.stderrText() };
}

async function fromCode(play: Play, { files, options }: Asked, step: Step, cwd: string): Promise<Played> {
  const pieces: Uint8Array[] = [];
  const writes = step.argv[0] !== 'validate' && options['output'] === undefined;
  const call = {
    ...options,
    cwd,
    ...(step.stdin === null ? {} : { stdin: readFileSync(join(cwd, step.stdin)) }),
    ...(writes ? { stdout: (piece: Uint8Array) => pieces.push(piece) } : {}),
  };
  const told = (report: Report | null, exit: number, failure: string | null): Played => ({
    report,
    exit,
    stdout: Buffer.concat(pieces).toString(),
    failure,
  });
  try {
    const report = await play(files, call);
    return told(report, options['plan'] === true ? 0 : report.exitCode, null);
  } catch (error) {
    if (!(error instanceof ListbridgeError)) throw error;
    return told(error.report, error.exitCode, error.message);
  }
}

/** What is merged in temporary files comes in another order from run to run, and so do the examples of what was found there. */
function steady(given: unknown): unknown {
  const report = given as Report | null;
  if (report === null || !report.codes.some(({ code }) => code === 'run/spilled')) return report;
  const diagnostics = report.diagnostics.map((each) => JSON.stringify(each)).sort();
  return { ...report, diagnostics };
}

/** Every file of a folder, to compare what was written. */
function contents(cwd: string): Record<string, string> {
  const files = readdirSync(cwd, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(cwd.length), readFileSync(path, 'latin1')];
    }),
  );
}

const cases = readdirSync(ROOT).flatMap((name) => {
  const steps = stepsOf(readFileSync(join(ROOT, name, 'cmd'), 'utf8'));
  return steps.some(({ argv: [verb = ''] }) => verb in verbs) ? [{ name, steps }] : [];
});

describe('the same job from code', () => {
  const compared = { reports: 0, failures: 0, byVerb: new Map<string, number>() };

  it.each(cases)('$name', async ({ name, steps }) => {
    const [line, code] = ['line', 'code'].map((way) => {
      const cwd = join(folder, name, way);
      mkdirSync(cwd, { recursive: true });
      const given = join(ROOT, name, 'in');
      if (existsSync(given)) cpSync(given, cwd, { recursive: true });
      return cwd;
    }) as [string, string];
    for (const step of steps) {
      const verb = verbs[step.argv[0] ?? ''];
      const asked = verb === undefined ? null : asCall(step.argv.slice(1), verb.options);
      const wanted = await fromCommandLine(step, line);
      if (verb === undefined || asked === null) {
        await fromCommandLine(step, code);
        continue;
      }
      const got = await fromCode(verb.play, asked, step, code);
      expect(steady(got.report), step.line).toStrictEqual(steady(wanted.report));
      expect({ exit: got.exit, stdout: got.stdout }, step.line).toEqual({ exit: wanted.exit, stdout: wanted.stdout });
      if (got.failure !== null && !step.argv.includes('--show-values')) expect(wanted.stderr).toContain(got.failure);
      if (got.report !== null) compared.reports++;
      if (got.failure !== null) compared.failures++;
      compared.byVerb.set(step.argv[0] ?? '', (compared.byVerb.get(step.argv[0] ?? '') ?? 0) + 1);
    }
    expect(contents(code)).toEqual(contents(line));
  });

  it('was compared in numbers that mean something', () => {
    expect(compared.reports).toBeGreaterThan(60);
    expect(compared.failures).toBeGreaterThan(20);
    expect([...compared.byVerb.keys()].sort()).toEqual(['convert', 'merge', 'validate']);
  });
});

it('says nothing of options it does not take', () => {
  for (const { options } of Object.values(verbs)) {
    for (const name of notForCalls) expect(Object.keys(options), flagOf(options[name])).toContain(name);
  }
});
