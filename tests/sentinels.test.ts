// No listed value in any output of any command: lists of values that are met nowhere else are run through everything, and
// everything that comes out is searched. Left out is what holds rows by design: lists that are written, and rejects. What
// lookup says of an entry, its label and who reviewed it, is what it is asked for.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, verbs } from '../src/cli.ts';
import { convert, merge, openList, validate } from '../src/index.ts';
import { reportKinds } from '../src/report/reports.ts';
import { fakeHost } from './support/host.ts';

const digest = (n: number): string => createHash('sha256').update(`fixture-${n}`).digest('hex');
const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');

const NAMES = Array.from({ length: 30 }, (_, n) => `zyxw${n}.vutsr.example`);
const DIGESTS = Array.from({ length: 30 }, (_, n) => digest(1900 + n));

/** What must not come out: any of it, in any case, as it is or as base64 or percent signs would have it. */
const TRACES: readonly RegExp[] = [
  /zyxw|vutsr/iu,
  /198\.51\.100\.77/u,
  /2001:db8:77/iu,
  new RegExp([...DIGESTS, md5(1900), md5(1901)].map((each) => each.slice(3, 19)).join('|'), 'iu'),
  new RegExp(
    DIGESTS.map((each) => Buffer.from(each, 'hex').toString('base64').slice(2, 14).replaceAll(/[+/]/gu, '\\$&')).join(
      '|',
    ),
    'u',
  ),
];

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** Lists that find as much fault as they can, by the name of the file. */
const LISTS: Readonly<Record<string, string | Uint8Array>> = {
  'names.txt': lines([
    ...NAMES,
    NAMES[0] ?? '',
    'zyxw vutsr.example',
    'ZYXW1.vutsr.example',
    'zyxw_.vutsr.',
    'co.uk',
    '-zyxw.example',
  ]),
  'urls.txt': lines(
    NAMES.flatMap((name, n) => [
      `https://user:zyxw@${name}/a/../b?vutsr#zyxw`,
      `hxxp://${name}/${n}`,
      `http://${name}:99999/`,
    ]),
  ),
  'hosts.txt': lines([
    ...NAMES.map((name) => `0.0.0.0 ${name} # zyxw`),
    `198.51.100.77 ${NAMES[1]}`,
    '127.0.0.1 zyxw vutsr',
  ]),
  'addresses.txt': lines(['198.51.100.77', '2001:db8:77::1', '198.51.100.77/33', '198.51.100.77-198.51.100.70']),
  'digests.csv': lines([
    'sha256,md5,name,label,reviewer,first_seen,expires',
    ...DIGESTS.map((each, n) => `${each},${md5(1900 + (n % 2))},zyxw${n}.jpg,A1,analyst,2031-01-01,2020-01-01`),
    `${DIGESTS[0]?.slice(1)},,zyxw,,,,`,
    `zyxw${DIGESTS[1]?.slice(4)},${md5(1900)},"vutsr`,
    `${DIGESTS[2]},${md5(1901)},a,b,c,zyxw,vutsr,d,e`,
  ]),
  'headless.csv': lines([`${DIGESTS[3]},zyxw.vutsr.example,zyxw`, `${DIGESTS[4]},zyxw.vutsr.example,vutsr`]),
  'rows.jsonl': lines([
    `{"sha256":"${DIGESTS[5]}","zyxw":"vutsr","label":"zyxw"}`,
    `{"sha256":"${DIGESTS[6]}", zyxw}`,
    `{"sha256":"zyxw${DIGESTS[7]}"}`,
    `{"zyxw.vutsr.example":1}`,
  ]),
  'block.rpz': lines([
    '$TTL 60',
    '@ SOA zyxw. vutsr. 1 2 3 4 5',
    ...NAMES.map((name) => `${name} CNAME .`),
    'zyxw vutsr IN BOGUS 1',
  ]),
  'rules.txt': lines([
    '! zyxw',
    ...NAMES.map((name) => `||${name}^`),
    '||zyxw*vutsr.example^$popup',
    '@@||zyxw9.vutsr.example^',
  ]),
  'bundle.json': `{"type":"bundle","objects":[{"type":"indicator","pattern":"[domain-name:value = '${NAMES[2]}'"},{"zyxw":"${NAMES[3]}"`,
  'names.txt.gz': gzipSync(lines(NAMES)).subarray(0, 60),
  // What a list calls its sources is list text too.
  'merged.jsonl': lines([
    '{"canonical":1}',
    ...NAMES.map(
      (name, n) =>
        `{"kind":"domain","key":"${NAMES[n % 20]}","opinions":[{"member":"${name}"}],"from":{"${name}":${n}}}`,
    ),
    `{"kind":"domain","key":"${NAMES[0]}","from":{"see zyxw.vutsr.example/page":1},"withdrawnBy":{"https://vutsr.example":2}}`,
    `{"kind":"domain","key":"${NAMES[0]}","operation":"excepted","from":{"zyxw.vutsr.example.":1}}`,
  ]),
  'unknown.bin': lines(['zyxw;vutsr|zyxw', 'vutsr=zyxw']),
};
const FILES = Object.keys(LISTS);

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-sentinels-'));
  for (const [name, content] of Object.entries(LISTS)) writeFileSync(join(cwd, name), content);
  writeFileSync(join(cwd, 'strict.yaml'), STRICT);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

interface Told {
  readonly exit: number;
  readonly text: string;
}

/** All that a command line tells: both streams, and the files it leaves in its folder for reports. */
async function told(argv: readonly string[], setup: { stdin?: string; outputIsTTY?: boolean } = {}): Promise<Told> {
  const reports = join(cwd, 'reports');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports);
  const summary = join(reports, 'step-summary');
  const host = fakeHost({ cwd, env: { GITHUB_STEP_SUMMARY: summary, GITHUB_ACTIONS: 'true' }, ...setup });
  const exit = await main(argv, host);
  const files = readdirSync(reports).map((file) => readFileSync(join(reports, file), 'utf8'));
  return { exit, text: [host.stdoutText(), host.stderrText(), ...files].join('\n') };
}

function expectNoTrace({ text }: Told, what: string): void {
  for (const trace of TRACES) {
    // Where it stands is enough to find it; what it is would be one more place that shows it.
    const at = text.search(trace);
    expect(
      at < 0
        ? ''
        : `${what}: a trace at ${at} of ${text.length}, behind ${JSON.stringify(text.slice(Math.max(0, at - 40), at))}`,
    ).toBe('');
  }
}

const ALL_REPORTS = reportKinds.flatMap((kind) => ['--report', `${kind}=reports/${kind}`]);
/** What makes the reader of a list go on where its content alone does not say enough. */
const WAYS: readonly (readonly string[])[] = [
  [],
  ['--from', 'domain-list', '--from-option', 'scope=exact'],
  ['--from', 'url-list', '--from-option', 'bare=exact', '--refang'],
  ['--from', 'csv'],
  ['--from', 'plain-digests', '--from-option', 'kind=sha256'],
  ['--policy', 'strict.yaml'],
];

/** Finds fault with senders, reviewers, labels and contradictions. */
const STRICT = `policy: 1
parties: [Nobody]
schemes: { none: any }
label-required: yes
reviews: { needed: 2, distinct: [person, country], reporter-may-review: no }
contradictions: yes
`;

describe('the lists', () => {
  it('would be seen: with --show-values the text report shows them', async () => {
    const { text } = await told(['validate', 'names.txt', '--show-values', ...(WAYS[1] ?? [])]);
    expect(text).toMatch(TRACES[0] ?? /^$/u);
  });

  it('name their entries', async () => {
    const { text } = await told(['validate', 'names.txt', ...(WAYS[1] ?? [])]);
    expect(text).toMatch(/names\.txt:\d+(?::\d+)?,? \(?(?:domain|row) [0-9a-z]{4}-[0-9a-z]{4}/u);
  });
});

describe.each(FILES)('no value of %s', (file) => {
  it('is in any report of validate and inspect, however it is read', async () => {
    for (const way of WAYS) {
      for (const verb of way === WAYS[0] ? ['validate', 'inspect'] : ['validate']) {
        expectNoTrace(
          await told([verb, file, ...way, ...ALL_REPORTS, '--report', 'github']),
          `${verb} ${way.join(' ')}`,
        );
      }
    }
  });

  it('is told by what writes, plans, compares or looks up', async () => {
    const wide = ['--report', 'json=reports/json', '--report', 'text'];
    for (const [line, stdin] of [
      [['convert', file, '--to', 'rpz-zone', '-o', 'out.rpz', '--force', '--rejects', 'refused']],
      [['convert', file, '--to', 'plain-digests', '--to-option', 'kind=md5', '--plan']],
      [['dedupe', file, '--to', 'canonical', '-o', 'out.jsonl', '--force']],
      [
        [
          'merge',
          file,
          'names.txt',
          '--from',
          'names=domain-list',
          '--from-option',
          'names:scope=exact',
          '-o',
          'merged.jsonl',
        ],
      ],
      [['diff', file, 'names.txt', '--from', 'names=domain-list', '--from-option', 'names:scope=exact']],
      [['lookup', file, '-'], lines([...NAMES, ...DIGESTS, 'zyxw', '198.51.100.77'])],
      [['lookup', file, '-', '--json'], lines([...NAMES, ...DIGESTS])],
      [['lookup', file, '--alias', 'e3k7-9m2q']],
      [['profile', 'check', file, '--profile', 'hotline-weekly']],
      [['profile', 'check', file, '--profile', file]],
    ] as const) {
      const argv = [...line, ...wide, '--policy', 'iwol'].filter(
        (word, i, all) =>
          !['diff', 'lookup', 'profile'].includes(line[0]) || (word !== '--policy' && all[i - 1] !== '--policy'),
      );
      expectNoTrace(await told(argv, stdin === undefined ? {} : { stdin }), line.join(' '));
    }
  });

  it('is told by the registry', async () => {
    rmSync(join(cwd, 'reg.db'), { force: true });
    const wide = ['--report', 'json=reports/json', '--report', 'text', '--registry', 'reg.db'];
    const by = ['--as', 'maria@Example Hotline/SE'];
    const asked = lines([...NAMES, ...DIGESTS, 'zyxw', '198.51.100.77']);
    const first = NAMES[3] ?? '';
    for (const way of WAYS) {
      const argv = ['import', file, ...way, '--list', 'one', '--replace', '--force', ...wide];
      expectNoTrace(await told(argv), `import ${way.join(' ')}`);
    }
    for (const [line, stdin] of [
      [['import', file, '--list', 'one', '--apply', '--force', ...wide]],
      [['reject', 'one', ...by, ...wide]],
      [['accept', 'one', ...by, ...wide]],
      [['review', 'one', first, '--confirm', ...by, ...wide]],
      [['appeal', 'one', '-', ...by, ...wide], asked],
      [['appeal', 'one', first, '--reason', 'case 1', ...by, ...wide]],
      [['withdraw', 'one', '-', ...by, ...wide], asked],
      [['withdraw', 'one', first, ...by, ...wide]],
      [['rollback', 'one', '--at', '1', ...by, ...wide]],
      [['export', 'one', '-o', 'exported.jsonl', '--force', ...wide]],
      [['why', '-', '--registry', 'reg.db'], asked],
      [['why', '-', '--json', '--registry', 'reg.db'], asked],
      [['lists', '--registry', 'reg.db']],
      [['history', 'one', '--registry', 'reg.db']],
      [['audit', 'list', '--registry', 'reg.db']],
    ] as const) {
      expectNoTrace(await told(line, stdin === undefined ? {} : { stdin }), line.join(' '));
    }
  });

  it('is repeated where the list was given for another file', async () => {
    for (const option of ['--from-profile', '--policy', '--guard', '--own-names', '--config', '--alias-key']) {
      const { exit, text } = await told(['validate', 'names.txt', ...(WAYS[1] ?? []), option, file]);
      expectNoTrace({ exit, text }, option);
      if (option === '--policy' || option === '--config') expect(exit).toBe(2);
    }
  });

  it('is told to a program that calls, whether it is given a report or an error', async () => {
    const other = { from: { names: 'domain-list' }, fromOption: { 'names:scope': 'exact' } };
    const ways = WAYS.map(([, from, , option, flag]) => ({
      ...(from === undefined || from === 'strict.yaml' ? {} : { from }),
      ...(option === undefined ? {} : { fromOption: option }),
      ...(flag === undefined ? {} : { refang: true }),
      ...(from === 'strict.yaml' ? { policy: from } : {}),
    }));
    const calls: [string, () => Promise<unknown>][] = [
      ...ways.map((way): [string, () => Promise<unknown>] => ['validate', () => validate(file, { cwd, ...way })]),
      ...ways.map((way): [string, () => Promise<unknown>] => [
        'openList',
        async () => {
          const open = openList(file, { cwd, ...way });
          for await (const _ of open); // rows are values
          return open.report();
        },
      ]),
      ['merge', () => merge([file, 'names.txt'], { cwd, ...other, output: 'called.jsonl', force: true })],
      ['convert', () => convert(file, { cwd, to: 'rpz-zone', output: 'called.rpz', force: true, rejects: 'called' })],
      ['convert to a function', () => convert(file, { cwd, to: 'rpz-zone', stdout: () => {} })],
      ['plan', () => convert(file, { cwd, to: 'plain-digests', toOption: { kind: 'md5' }, plan: true })],
      ['content for a name', () => validate(String(LISTS[file]), { cwd })],
      ['a list for another file', () => validate('names.txt', { cwd, ...other, policy: file })],
      ['a list for a profile', () => validate('names.txt', { cwd, fromProfile: file })],
      ['a list for a guard', () => validate('names.txt', { cwd, ...other, guard: file, ownNames: file })],
      ['a list for a key', () => validate('names.txt', { cwd, ...other, verifyWith: file, decryptWith: file })],
    ];
    for (const [what, call] of calls) {
      const result = await call().catch((error: unknown) => error);
      expectNoTrace(
        { exit: 0, text: inspect(result, { depth: 20, maxStringLength: null, maxArrayLength: null }) },
        what,
      );
    }
  });

  it('is in the line of progress', async () => {
    expectNoTrace(await told(['validate', file, ...(WAYS[1] ?? [])], { outputIsTTY: true }), 'progress');
  });
});

describe('a crash', () => {
  it('tells no value, whatever the error says', async () => {
    const host = fakeHost({ cwd });
    const error = new TypeError(`cannot read ${NAMES[0]} of ${DIGESTS[0]}`, {
      cause: new Error(`${NAMES[1]} 198.51.100.77`),
    });
    const exit = await main(['validate', 'names.txt', ...(WAYS[1] ?? [])], {
      ...host,
      now: () => {
        throw error;
      },
    });
    expect(exit).toBe(70);
    expect(host.stderrText()).toContain('internal error');
    expectNoTrace({ exit, text: host.stdoutText() + host.stderrText() }, 'crash');
  });
});

it('covers every command that reads lists', async () => {
  const tables = await Promise.all(
    Object.entries(verbs).map(async ([name, verb]) => [name, await verb.load()] as const),
  );
  const readers = tables.filter(([, { options }]) => options['report'] !== undefined).map(([name]) => name);
  expect(readers.sort()).toEqual(
    ['convert', 'dedupe', 'diff', 'inspect', 'lookup', 'merge', 'profile', 'validate']
      .concat('accept', 'appeal', 'export', 'import', 'reject', 'review', 'rollback', 'withdraw')
      .sort(),
  );
});
