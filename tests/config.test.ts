// listbridge.config.yaml: what it may set, what it may not, what wins, and that it tells itself.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main, verbs } from '../src/cli.ts';
import { flagOf } from '../src/commands/shared/spec.ts';
import { fakeHost } from './support/host.ts';

let base = '';
let root = '';
beforeAll(() => {
  base = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-config-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  root = mkdtempSync(join(base, 'repository-'));
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'lists/week'), { recursive: true });
  writeFileSync(join(root, 'lists/week/bad.txt'), 'www.example.com\nnot a name\n');
  writeFileSync(join(root, 'lists/week/good.txt'), 'www.example.com\nwww.example.org\n');
});

const config = (text: string, folder = root): void => writeFileSync(join(folder, 'listbridge.config.yaml'), text);
const FORM = 'all: { from: domain-list, from-option: scope=exact }\n';

async function run(argv: string, cwd = join(root, 'lists/week')) {
  const host = fakeHost({ cwd });
  const exit = await main(argv.split(' '), host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
}

describe('a configuration', () => {
  it('is found upwards, gives options, and tells itself in the report', async () => {
    config(`${FORM}validate:\n  fail-on: info\n  report: [json=report.json]\n`);
    const { exit, err } = await run('validate good.txt');
    expect(exit).toBe(1); // --fail-on info: names of documentation are told
    expect(err).toContain('options from ../../listbridge.config.yaml: --from, --from-option, --fail-on, --report');
    const report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8'));
    expect(report.codes.map(({ code }: { code: string }) => code)).toContain('config/used');
  });

  it('gives way to what is typed, option by option', async () => {
    config(`${FORM}validate: { fail-on: info, deny: [url/documentation] }\n`);
    expect((await run('validate good.txt')).exit).toBe(1);
    expect((await run('validate good.txt --fail-on error --deny digest/not-hex')).exit).toBe(0);
    expect((await run('validate good.txt --fail-on error')).exit).toBe(1);
  });

  it('is left alone by --no-config, by other commands, and above the repository', async () => {
    config(`${FORM}validate: { fail-on: info }\n`);
    expect((await run('validate good.txt --no-config')).err).toContain('say scope=exact');
    expect((await run('explain url/documentation')).exit).toBe(0);
    expect((await run('inspect good.txt')).exit).toBe(0);
    mkdirSync(join(root, 'lists/.git'));
    expect((await run('validate good.txt')).err).not.toContain('config/used');
  });

  it('is the nearest one, or the one that is named', async () => {
    config(`${FORM}validate: { fail-on: info }\n`);
    config(`${FORM}`, join(root, 'lists'));
    expect((await run('validate good.txt')).exit).toBe(0);
    const named = await run('validate good.txt --config ../../listbridge.config.yaml');
    expect(named.exit).toBe(1);
    expect(named.err).toContain('options from ../../listbridge.config.yaml');
    expect((await run('validate good.txt --config missing.yaml')).exit).toBe(4);
  });

  it('names its files from its own folder', async () => {
    writeFileSync(join(root, 'own.txt'), 'www.example.com\n');
    config(`${FORM}validate: { own-names: own.txt }\n`);
    const { exit, err } = await run('validate good.txt');
    expect(exit).toBe(1);
    expect(err).toContain('overblock/own-name');
    writeFileSync(join(root, 'own.yaml'), 'policy: 1\ntitle: Ours\nkinds: [url]\n');
    config(`${FORM}validate: { policy: own.yaml }\n`);
    expect((await run('validate good.txt')).err).toContain('policy/kind');
    config(`${FORM}validate: { policy: isp-default }\n`);
    expect((await run('validate good.txt')).exit).not.toBe(4);
    config('validate: { from-profile: [missing.yaml] }\n');
    expect((await run('validate good.txt')).err).toContain('../../missing.yaml');
    config('validate: { from-profile: [good=below/missing.yaml] }\n');
    expect((await run('validate good.txt')).err).toContain('../../below/missing.yaml');
  });
});

describe('a configuration that lets something through', () => {
  it.each([
    ['allow: [url/unusable]', '--allow'],
    ['warn: url/*', '--warn'],
    ['fail-on: never', '--fail-on'],
    ['drop: [overblock/popular-site]', '--drop'],
  ])('%s is told in every run', async (line, flag) => {
    config(`${FORM}validate:\n  ${line}\n`);
    const { err } = await run('validate bad.txt');
    expect(err).toMatch(/warning\s+config\/loosened/u);
    expect(err).toContain(`lets through what would be told or refused: ${flag}`);
    expect((await run('validate bad.txt --no-config --from domain-list --from-option scope=exact')).exit).toBe(1);
  });

  it('cannot hide that it does, but whoever runs it can', async () => {
    config(`${FORM}validate: { allow: [url/unusable, config/loosened] }\n`);
    const hidden = await run('validate bad.txt');
    expect(hidden.exit).toBe(2);
    expect(hidden.err).toContain('validate.allow: what is told of this file cannot be switched off in it');
    config(`${FORM}validate: { fail-on: never }\n`);
    expect((await run('validate bad.txt --allow config/loosened')).err).not.toContain('config/loosened');
  });

  it('is not told where the command line decides', async () => {
    config(`${FORM}validate: { fail-on: never }\n`);
    const { exit, err } = await run('validate bad.txt --fail-on error');
    expect(exit).toBe(1);
    expect(err).not.toContain('config/loosened');
  });
});

describe('a name in a configuration', () => {
  // Another command runs today; the one that has the name runs at night.
  it.each([
    ['merge: { policy: iwoll }', 'merge.policy: did you mean iwol?'],
    ['merge: { crosswalk: ncmec-vics }', 'merge.crosswalk: did you mean ncmec-vics-us?'],
    ['merge: { from-profile: [north=caidd] }', 'merge.from-profile: did you mean caid?'],
  ])('is checked whichever command runs: %s', async (line, reason) => {
    config(`${FORM}${line}\n`);
    const { exit, err } = await run('validate bad.txt');
    expect(exit).toBe(2);
    expect(err).toContain(reason);
  });

  it.each(['merge: { policy: iwol }', 'merge: { policy: ./gone.yaml }'])(
    'may be one that ships, or a file: %s',
    async (line) => {
      config(`${FORM}${line}\n`);
      expect((await run('validate bad.txt')).exit).toBe(1);
    },
  );
});

describe('what only a person types', () => {
  // Each would let whoever writes the file see values, lose data, write elsewhere, or keep something from being told.
  const BY_HAND = [
    ['show-values', 'true'],
    ['alias-key', 'key.txt'],
    ['rejects', 'refused.txt'],
    ['output', 'out.txt'],
    ['force', 'true'],
    ['plan', 'true'],
    ['as-of', '2020-01-01'],
    ['quiet', 'true'],
    ['alias', 'e3k7-9m2q'],
    ['json', 'true'],
    ['list', 'acme'],
    ['replace', 'true'],
    ['apply', 'true'],
    ['at', '2020-01-01'],
    ['as', 'maria@Example Hotline/SE'],
    ['reason', 'none'],
    ['confirm', 'true'],
    ['refute', 'true'],
    ['decision', 'upheld'],
  ] as const;

  it.each(BY_HAND)('%s is refused, with its line', async (key, value) => {
    const command = {
      ...{ output: 'convert', force: 'convert', plan: 'convert', alias: 'lookup', json: 'lookup' },
      ...{ list: 'import', replace: 'import', apply: 'import', at: 'export' },
      ...{ as: 'accept', reason: 'accept', confirm: 'review', refute: 'review', decision: 'appeal' },
    };
    const section = command[key as keyof typeof command] ?? 'validate';
    config(`${FORM}${section}:\n  ${key}: ${value}\n`);
    const { exit, err } = await run('validate good.txt');
    expect(exit).toBe(2);
    expect(err).toContain(`line 3, column 3: ${section}.${key}: only on the command line`);
  });

  it('is the whole list: any other option may be set, and a new one is decided on here', async () => {
    const tables = await Promise.all(Object.values(verbs).map(async (verb) => (await verb.load()).options));
    const lists = tables.filter((table) => table['config'] !== undefined).flatMap((table) => Object.values(table));
    const byHand = new Set(lists.filter(({ byHandOnly }) => byHandOnly === true).map(flagOf));
    expect([...byHand].sort()).toEqual(BY_HAND.map(([key]) => `--${key}`).sort());
    const settable = new Set(
      lists.filter(({ byHandOnly, group }) => byHandOnly !== true && group !== 'Configuration').map(flagOf),
    );
    expect([...settable].sort()).toMatchInlineSnapshot(`
      [
        "--allow",
        "--allow-loss",
        "--color",
        "--crosswalk",
        "--decrypt-with",
        "--deny",
        "--drop",
        "--encrypt-to",
        "--fail-on",
        "--from",
        "--from-option",
        "--from-profile",
        "--guard",
        "--link",
        "--max-examples",
        "--max-growth",
        "--max-shrink",
        "--memory",
        "--merge-policy",
        "--omit",
        "--own-names",
        "--passphrase-file",
        "--policy",
        "--profile",
        "--refang",
        "--registry",
        "--report",
        "--sign-with",
        "--signature",
        "--sort",
        "--stop-page",
        "--to",
        "--to-option",
        "--verify",
        "--verify-with",
        "--warn",
      ]
    `);
  });

  it('is a report outside the folder, too', async () => {
    for (const place of ['/tmp/report.json', '../report.json', 'a/../../report.json']) {
      config(`validate: { report: [json=${place}] }\n`);
      const { exit, err } = await run('validate good.txt');
      expect(exit).toBe(2);
      expect(err).toContain('a file that is written must lie in the folder of this configuration');
    }
  });
});

describe('a configuration that is not understood', () => {
  it.each([
    ['validat: {}', 'line 1, column 1: validat: unknown key validat; did you mean validate?'],
    ['validate:\n  fail-om: info', 'line 2, column 3: validate.fail-om: unknown key fail-om; did you mean fail-on?'],
    ['merge:\n  fail-on: loud', 'line 2, column 3: merge.fail-on:'],
    ['validate:\n  deny: [url/unusabel]', 'line 2, column 3: validate.deny: there is no diagnostic code or group'],
    ['validate:\n  fail-on: [info]', 'line 2, column 3: validate.fail-on: expected a text'],
    ['convert:\n  verify: 1', 'line 2, column 3: convert.verify: expected true or false'],
    ['validate:\n  config: other.yaml', 'unknown key config'],
    ['validate: [', 'it is not YAML'],
    ['- validate', 'a configuration begins with "validate:"'],
    ['', 'a configuration begins with "validate:"'],
  ])('%j is refused, whichever command runs', async (text, words) => {
    config(text);
    const { exit, err } = await run('inspect good.txt');
    expect(exit).toBe(2);
    expect(err).toContain('../../listbridge.config.yaml: ');
    expect(err).toContain(words);
  });

  it('repeats nothing of a list that lies there by mistake', async () => {
    config('www.sentinel.example: 1\n"https://sentinel.example/path": 2\n');
    const { exit, err } = await run('inspect good.txt');
    expect(exit).toBe(2);
    expect(err).not.toContain('sentinel');
  });

  it.each([
    ['the file', () => chmodSync(join(root, 'listbridge.config.yaml'), 0o666)],
    ['its folder', () => chmodSync(root, 0o777)],
  ])('is refused where everybody may write %s', async (_what, open) => {
    config(FORM);
    open();
    const { exit, err } = await run('validate good.txt');
    expect(exit).toBe(2);
    expect(err).toContain('everybody on this machine may write ../../listbridge.config.yaml or its folder');
    expect((await run('validate good.txt --config ../../listbridge.config.yaml')).exit).toBe(0);
  });
});
