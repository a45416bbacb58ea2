// The jobs that init writes and the action of this repository, played in bash with the built program: a good list passes
// and a bad one fails, in every kind of report. What only a build server can do (checkout, upload) is not played.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from '../src/cli.ts';
import { reportKinds } from '../src/report/reports.ts';
import { tool } from '../src/tool.ts';
import { requireBuild } from './support/child.ts';
import { fakeHost } from './support/host.ts';

const ROOT = join(import.meta.dirname, '..');
const GOOD = 'www.example.com\nwww.example.org\n';
const BAD = 'www.example.com\nnot a name\n';
const SENTINEL = 'not a name';

let base = '';
let tools = '';
let cwd = '';
beforeAll(() => {
  requireBuild();
  base = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-jobs-'));
  tools = join(base, 'tools');
  mkdirSync(tools);
  // What the install step would put there; npm only notes what it was asked for.
  script('listbridge', `exec "${process.execPath}" "${join(ROOT, 'bin/listbridge.js')}" "$@"`);
  script('npm', `printf '%s\\n' "$*" >>"${join(base, 'npm-calls')}"`);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  cwd = mkdtempSync(join(base, 'repository-'));
  mkdirSync(join(cwd, '.git'));
  mkdirSync(join(cwd, 'lists'));
  rmSync(join(base, 'npm-calls'), { force: true });
});

function script(name: string, text: string): void {
  writeFileSync(join(tools, name), `#!/usr/bin/env bash\n${text}\n`);
  chmodSync(join(tools, name), 0o755);
}

async function listbridge(...argv: string[]) {
  const host = fakeHost({ cwd });
  const exit = await main(argv, host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
}

/** Plays steps as a build server does: each in a shell of its own that stops at the first command that fails. */
function play(steps: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let told = '';
  for (const step of steps) {
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step], {
      cwd,
      encoding: 'utf8',
      env: { PATH: `${tools}:${process.env['PATH']}`, HOME: base, ...env },
    });
    told += stdout + stderr;
    if (status !== 0) return { exit: status, told };
  }
  return { exit: 0, told };
}

const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
const lay = (text: string): void => writeFileSync(join(cwd, 'lists/names.txt'), text);

function appendScope(): void {
  writeFileSync(
    join(cwd, 'listbridge.config.yaml'),
    read('listbridge.config.yaml').replace('all:\n', 'all:\n  from: domain-list\n  from-option: [scope=subtree]\n'),
  );
}

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

const githubSteps = (): Step[] =>
  (parse(read('.github/workflows/lists.yml')) as { jobs: { validate: { steps: Step[] } } }).jobs.validate.steps;
const runs = (steps: readonly Step[]): string[] => steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

describe('what init writes', () => {
  it('is told, is understood, and is not written twice', async () => {
    const { exit, out } = await listbridge('init', '--alias-key');
    expect(exit).toBe(0);
    const files = ['listbridge.config.yaml', 'listbridge.policy.yaml', '.github/workflows/lists.yml', '.gitlab-ci.yml'];
    for (const file of [...files, 'listbridge.alias-key', '.gitignore']) {
      expect(out).toContain(file);
      expect(existsSync(join(cwd, file))).toBe(true);
    }
    expect(statSync(join(cwd, 'listbridge.alias-key')).mode & 0o777).toBe(0o600);
    expect(read('.gitignore')).toBe('/listbridge.alias-key\n');
    expect(read('listbridge.alias-key')).toMatch(/^[0-9a-f]{64}\n$/);

    writeFileSync(join(cwd, 'listbridge.policy.yaml'), 'mine\n');
    const again = await listbridge('init');
    expect(again.exit).toBe(3);
    for (const file of files) expect(again.err).toContain(file);
    expect(read('listbridge.policy.yaml')).toBe('mine\n');

    const key = read('listbridge.alias-key');
    expect((await listbridge('init', '--force', '--alias-key')).exit).toBe(0);
    expect(read('listbridge.policy.yaml')).not.toBe('mine\n');
    expect(read('listbridge.alias-key')).toBe(key);
    expect(read('.gitignore')).toBe('/listbridge.alias-key\n');
  });

  it('leaves out what is not wanted', async () => {
    expect((await listbridge('init', '--ci', 'none')).exit).toBe(0);
    expect(existsSync(join(cwd, '.github'))).toBe(false);
    expect(existsSync(join(cwd, '.gitlab-ci.yml'))).toBe(false);
    expect((await listbridge('init', 'sub', '--ci', 'gitlab')).exit).toBe(0);
    expect(existsSync(join(cwd, 'sub/.gitlab-ci.yml'))).toBe(true);
    expect((await listbridge('init', 'other', '--extends', 'iwol\nkinds: [url]')).exit).toBe(2);
    expect(await listbridge('init', 'other', '--extends', 'iwoll')).toMatchObject({ exit: 2, out: '' });
    expect(existsSync(join(cwd, 'other'))).toBe(false);
  });

  it('has no expression in any step that is run, and few rights', async () => {
    await listbridge('init');
    const text = read('.github/workflows/lists.yml');
    for (const run of runs(githubSteps())) expect(run).not.toContain('${{');
    expect(parse(text)).toMatchObject({ permissions: { contents: 'read' } });
    expect(githubSteps()[0]).toEqual({ uses: 'actions/checkout@v4', with: { 'persist-credentials': false } });
  });

  it('installs this very version from a file of the repository, without scripts of packages', async () => {
    await listbridge('init');
    appendScope();
    lay(GOOD);
    expect(play(runs(githubSteps()))).toMatchObject({ exit: 0 });
    expect(readFileSync(join(base, 'npm-calls'), 'utf8')).toBe(
      `install --global --ignore-scripts --no-audit --no-fund ./listbridge-${tool.version}.tgz\n`,
    );
  });
});

describe('the job for GitHub Actions', () => {
  beforeEach(async () => {
    await listbridge('init');
    appendScope();
  });

  it.each(reportKinds)('passes a good list and fails a bad one, reporting as %s', (kind) => {
    const steps = runs(githubSteps()).map((run) => run.replace('json=list-report.json', `${kind}=list-report`));
    expect(steps.join('\n')).toContain(`--report ${kind}=list-report`);
    lay(GOOD);
    expect(play(steps)).toMatchObject({ exit: 0 });
    expect(read('list-report')).not.toContain(SENTINEL);
    expect(read('list-report.html')).toContain('<html');
    lay(BAD);
    const { exit, told } = play(steps, { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd });
    expect(exit).toBe(1);
    const report = read('list-report');
    expect(report.length).toBeGreaterThan(20);
    expect(report + told).not.toContain(SENTINEL);
    expect(told).toMatch(/^::error [^\n]*file=lists\/names\.txt,line=2/mu);
  });

  it('fails where a list cannot be read, and where there is none', () => {
    const steps = runs(githubSteps());
    expect(play(steps)).toMatchObject({ exit: 4 }); // lists/* as it stands
    lay('');
    expect(play(steps).exit).not.toBe(0);
  });

  it('fails with 2 where the configuration is wrong', () => {
    writeFileSync(join(cwd, 'listbridge.config.yaml'), 'validat: {}\n');
    lay(GOOD);
    expect(play(runs(githubSteps()))).toMatchObject({ exit: 2 });
  });

  it('takes a list whose name looks like an option for the list it is', () => {
    lay(GOOD);
    writeFileSync(join(cwd, 'lists/--show-values'), BAD);
    const { exit, told } = play(runs(githubSteps()));
    expect(exit).toBe(1);
    expect(told).not.toContain(SENTINEL);
  });
});

describe('the job for GitLab CI', () => {
  it('passes a good list and fails a bad one', async () => {
    await listbridge('init');
    appendScope();
    const { lists } = parse(read('.gitlab-ci.yml')) as {
      lists: { script: string[]; artifacts: { paths: string[]; reports: { junit: string } } };
    };
    lay(GOOD);
    expect(play(lists.script)).toMatchObject({ exit: 0 });
    lay(BAD);
    expect(play(lists.script)).toMatchObject({ exit: 1 });
    expect(read(lists.artifacts.reports.junit)).toContain('<testsuites');
    for (const path of lists.artifacts.paths) expect(read(path)).toContain('<html');
  });
});

describe('the action', () => {
  interface Action {
    readonly inputs: Readonly<Record<string, { readonly description: string }>>;
    readonly outputs: Readonly<Record<string, { readonly value: string }>>;
    readonly runs: {
      readonly using: string;
      readonly steps: readonly (Step & { id?: string; shell?: string; env?: Record<string, string> })[];
    };
  }
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
  const step = action.runs.steps.find(({ id }) => id === 'validate');

  /** Runs the step with these inputs, by the names that action.yml gives them in the environment. */
  function act(inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
    const given: Record<string, string> = {};
    for (const [name, text] of Object.entries(step?.env ?? {})) {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/u.exec(text)?.[1] ?? '';
      expect(Object.keys(action.inputs)).toContain(input);
      given[name] = inputs[input] ?? '';
    }
    const output = join(cwd, 'output');
    writeFileSync(output, '');
    const done = play([step?.run ?? ''], { ...given, GITHUB_ACTION_PATH: ROOT, GITHUB_OUTPUT: output, ...env });
    return { ...done, output: readFileSync(output, 'utf8') };
  }

  const FORM = 'all: { from: domain-list, from-option: scope=subtree }\n';
  beforeEach(() => writeFileSync(join(cwd, 'listbridge.config.yaml'), FORM));

  it('passes every input by the environment, and none into a command', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
    const passed = Object.values(step?.env ?? {}).map((text) => /inputs\.([\w-]+)/u.exec(text)?.[1]);
    expect(passed.sort()).toEqual(Object.keys(action.inputs).sort());
    expect(action.outputs['exit-code']?.value).toContain('steps.validate.outputs.exit-code');
  });

  it('passes a good list and fails a bad one, with every kind of report in one run', () => {
    const report = reportKinds.map((kind) => `${kind}=out.${kind}`).join('\n');
    lay(GOOD);
    expect(act({ files: 'lists/*.txt', report })).toMatchObject({ exit: 0, output: 'exit-code=0\n' });
    lay(BAD);
    const bad = act({ files: '  lists/*.txt  \n\n', report });
    expect(bad).toMatchObject({ exit: 1, output: 'exit-code=1\n' });
    for (const kind of reportKinds) {
      expect(read(`out.${kind}`).length).toBeGreaterThan(20);
      expect(read(`out.${kind}`) + bad.told).not.toContain(SENTINEL);
    }
    expect(bad.told).toMatch(/^::error /mu);
  });

  it('reads lists as it is told to, without any configuration', () => {
    rmSync(join(cwd, 'listbridge.config.yaml'));
    lay(GOOD);
    const told = { files: 'lists/*.txt', from: 'domain-list', 'from-option': '\n scope=subtree \n' };
    expect(act(told)).toMatchObject({ exit: 0 });
    expect(act({ ...told, 'from-option': '' })).toMatchObject({ exit: 2 });
    expect(act({ ...told, 'from-profile': 'gone.yaml' }).exit).not.toBe(0);
  });

  it('says what cannot be done by its exit code', () => {
    lay(GOOD);
    expect(act({ files: '' })).toMatchObject({ exit: 2, output: 'exit-code=2\n' });
    expect(act({ files: 'lists/*.csv' })).toMatchObject({ exit: 4, output: 'exit-code=4\n' });
    expect(act({ files: 'lists/*', 'fail-on': 'loud' })).toMatchObject({ exit: 2 });
    expect(act({ files: 'lists/*', 'fail-on': 'info' })).toMatchObject({ exit: 1 });
    expect(act({ files: 'lists/*', config: 'missing.yaml' })).toMatchObject({ exit: 4 });
  });

  it('runs nothing that stands in an input or in the name of a file', () => {
    const evil = '$(touch owned) `touch owned`; touch owned #';
    lay(GOOD);
    for (const name of Object.keys(action.inputs)) {
      const { exit } = act({ files: 'lists/*', [name]: evil });
      expect([2, 4], name).toContain(exit);
    }
    writeFileSync(join(cwd, 'lists/a $(touch owned).txt'), GOOD);
    writeFileSync(join(cwd, 'lists/--show-values'), BAD);
    const { exit, told } = act({ files: 'lists/*' });
    expect(exit).toBe(1);
    expect(told).not.toContain(SENTINEL);
    expect(existsSync(join(cwd, 'owned'))).toBe(false);
    writeFileSync(join(cwd, '--show-values'), BAD);
    expect(act({ files: '*' }).told).not.toContain(SENTINEL);
  });
});

describe('the scripts', () => {
  it('are plain bash', () => {
    execFileSync('bash', ['-n', join(ROOT, 'scripts/action.sh')]);
  });
});
