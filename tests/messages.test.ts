// Advice fits what was typed: a message that names the wrong thing sends its reader to the wrong place.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { fakeHost } from './support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-messages-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const put = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
const run = async (line: string) => {
  const host = fakeHost({ cwd });
  const exit = await main(line.split(' '), host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
};

describe('a wrong option of a format', () => {
  it('names the page of that format', async () => {
    put('a.txt', 'a.example\n');
    const { exit, err } = await run('validate a.txt --from domain-list --from-option scope=wide');
    expect(exit).toBe(2);
    expect(err).toContain('listbridge formats domain-list');
    expect(err).not.toContain('formats ID');
  });
});

describe('a word that is not known', () => {
  it.each([
    ['explain group-conflict', 'did you mean merge/group-conflict?'],
    ['convert a.csv --to squid-domains', 'did you mean squid-dstdomain, or squid-server-name, or squid-url-regex?'],
    ['convert a.csv --to csv -o .', 'it is a folder'],
  ])('is answered with what may be meant: %s', async (line, answer) => {
    put('a.csv', 'md5,label\nc97e5b930eb5a08d7e4c7836046694d9,x\n');
    expect((await run(line)).err).toContain(answer);
  });
});

describe('a file that is no list', () => {
  it('is told to be a page', async () => {
    put('a.txt', '<!DOCTYPE html>\n<html><body>Log in</body></html>\n');
    expect((await run('validate a.txt')).err).toContain('looks like an HTML page');
  });

  it('is told to be saved otherwise where it is a sheet, and not read', async () => {
    put('a.xlsx', 'PK\u0003\u0004.....');
    const { exit, err } = await run('validate a.xlsx');
    expect(exit).toBe(3);
    expect(err).toContain('save a table as CSV');
  });
});

describe('an option for an input', () => {
  it('names the inputs where none is called so', async () => {
    put('a.txt', 'a.example\n');
    const { err } = await run('validate a.txt --from domain-list --from-option hostz:scope=exact');
    expect(err).toContain('no input is called hostz; they are a');
  });
});

describe('digests under a header', () => {
  it('are a table, however few, and never names', async () => {
    put('a.csv', 'Hash\nc97e5b930eb5a08d7e4c7836046694d9\n');
    const { err } = await run('inspect a.csv');
    expect(err).toContain('--from csv --from-option kind=md5');
    expect(err).not.toContain('domain-list');
    const names = await run('validate a.csv --from domain-list --from-option scope=exact');
    expect(names.exit).toBe(1);
    expect(names.err).toContain('it looks like a digest');
  });
});

describe('a table whose header is not understood', () => {
  it('is told which line was taken for the header', async () => {
    put('a.csv', '# x\n\nWeekly list\nmd5;label\n');
    const { exit, err } = await run('validate a.csv');
    expect(exit).toBe(2);
    expect(err).toContain('line 3, taken for its header');
  });

  it('is described by a profile where it has none', async () => {
    put('a.csv', 'domain,www.example.com\ndomain,www.example.net\n');
    const { exit, err } = await run('convert a.csv --from-option scope=exact --to rpz-zone');
    expect(exit).toBe(2);
    expect(err).toContain('line 1 of a looks like a row and not a header: column 2 holds a name with a dot');
    expect(err).toContain('header: none');
    expect(err).not.toContain('example.');
  });
});

describe('what a run tells beforehand or beside its output', () => {
  it('is in a check what it is in a conversion', async () => {
    writeFileSync(join(cwd, 'a.csv'), Buffer.from('md5,name\nc97e5b930eb5a08d7e4c7836046694d9,f\xfcr\n', 'latin1'));
    const { exit, err } = await run('validate a.csv --fail-on warning');
    expect(err).toContain('input/not-utf8');
    expect(exit).toBe(1);
  });

  it('is a plan also where the run itself will be refused', async () => {
    put('a.csv', 'md5\nc97e5b930eb5a08d7e4c7836046694d9\n');
    put('out.zone', 'something else\n');
    const { exit, out } = await run('convert a.csv --to csv -o out.zone --plan');
    expect(exit).toBe(0);
    expect(out).toContain('-> csv');
    expect(out).toContain('will be refused');
  });

  it.each(['convert a.csv --to csv', 'import a.csv --list a'])(
    'is no limit on shrinking over 100: %s',
    async (line) => {
      put('a.csv', 'md5\nc97e5b930eb5a08d7e4c7836046694d9\n');
      const { exit, err } = await run(`${line} --max-shrink 200`);
      expect(exit).toBe(2);
      expect(err).toContain('up to 100');
    },
  );

  it('is the numbers of a difference whose delta goes to a file, in the format of its ending', async () => {
    put('a.csv', 'md5\nc97e5b930eb5a08d7e4c7836046694d9\n');
    put('b.csv', 'md5\n10c9e2cde0416ca92132df8805841b00\n');
    const { out } = await run('diff a.csv b.csv -o delta.csv');
    expect(out).toMatch(/added +1\nremoved +1\n/u);
    expect(readFileSync(join(cwd, 'delta.csv'), 'utf8')).toMatch(/^kind,/u);
  });
});

describe('a name or network that cannot be used', () => {
  it('is not told to be read as a list of URLs, which mends neither', async () => {
    put('a.csv', 'kind,key,scope\ndomain,a b,exact\ncidr,192.0.2.0/99,\n');
    const { err } = await run('validate a.csv');
    expect(err).toContain('url/unusable');
    expect(err).not.toContain('bare=');
  });
});

describe('inspect', () => {
  it('tells no size and no entries of a file that it did not read', async () => {
    put('a.txt', 'a.example\n'.repeat(20_000));
    const { exit, out } = await run('inspect a.txt --from domain-list');
    expect(exit).toBe(2);
    expect(out).not.toMatch(/size|entries|SHA-256/u);
  });
});

describe('a mistyped word', () => {
  it('of a group or a format gets the one that is near', async () => {
    put('a.txt', 'a.example\n');
    const from = 'validate a.txt --from domain-list --from-option scope=exact';
    expect((await run(`${from} --warn overblok/*`)).err).toContain('did you mean overblock/*?');
    expect((await run(`${from} --drop overblok/*`)).err).toContain('did you mean overblock/*?');
    expect((await run('explain overblok/*')).err).toContain('did you mean overblock/*?');
    expect((await run('convert a.txt --to bind-rpz -o b')).err).toContain('did you mean rpz-zone?');
  });

  it('shows all that --drop takes, also what a list policy finds', async () => {
    put('a.txt', 'a.example\n');
    const { err } = await run('validate a.txt --drop url/unusable');
    expect(err).toContain('overblock/public-suffix');
    expect(err).toMatch(/with --policy also .*policy\//u);
  });

  it('says that what is refused is out already, and what to say instead', async () => {
    put('a.txt', 'a.example\n');
    for (const code of ['row/bad-line', 'digest/not-hex']) {
      const { err, exit } = await run(`validate a.txt --drop ${code}`);
      expect([exit, err]).toEqual([2, expect.stringContaining('what reading refuses is in no output anyway')]);
      expect(err).toContain(`--rejects FILE keeps the rows, --allow ${code} makes them no errors`);
    }
    expect((await run('validate a.txt --drop output/unfit')).err).toContain('no check reports it');
  });
});

describe('what cannot be dropped', () => {
  it.each([
    ['list/stale', 'it is about the list as a whole'],
    ['merge/disputed', 'it is about rows that were joined'],
    ['review/unnamed', 'it is about the list as a whole'],
    ['expiry/soon', 'it is about what is still valid'],
  ])('%s says what it is about', async (code, reason) => {
    put('a.txt', 'a.example\n');
    const { err } = await run(`validate a.txt --policy iwol --drop ${code}`);
    expect(err).toContain(`no row can be left out for it: ${reason}`);
  });
});

describe('a policy that cannot be read', () => {
  it('says which policy names it, and nothing of standard input', async () => {
    put('own.yaml', 'policy: 1\nextends: ./nothere.yaml\n');
    const { err, exit } = await run('policy show own.yaml');
    expect(exit).toBe(4);
    expect(err).toContain(
      'cannot read ./nothere.yaml, which the policy own.yaml extends: there is no such file or folder',
    );
    expect(err).not.toContain('standard input');
    expect((await run('policy show ./none.yaml')).err).toContain('cannot read ./none.yaml, the policy');
  });
});

describe('a run that fails on nothing', () => {
  it('does not say that errors are ok', async () => {
    put('a.txt', 'not a name\na.example\n');
    const { err, exit } = await run('validate a.txt --from domain-list --from-option scope=exact --fail-on never');
    expect(exit).toBe(0);
    expect(err).toMatch(/^not failed, by --fail-on never: 1 error/mu);
  });
});

describe('a column that nothing explains', () => {
  it('is not said to lack in a profile where there is none', async () => {
    put('a.csv', 'kind,key,colour\ndomain,a.example,red\n');
    const { err } = await run('validate a.csv --from csv --from-option scope=exact');
    expect(err).toContain('nothing says what column colour holds: it was left out');
  });
});

describe('explain', () => {
  it('shows no placeholder for what is said only sometimes', async () => {
    expect((await run('explain detect/unknown')).out).toContain('says: no format recognises <input>\n');
  });
});

describe('a file of blank lines', () => {
  it('is empty', async () => {
    put('a.txt', '\n \n');
    const { err } = await run('validate a.txt');
    expect(err).toContain('input/empty');
    expect(err).not.toContain('detect/unknown');
  });
});

describe('a file that cannot be read', () => {
  it('is told the order of operands only where there is one', async () => {
    expect((await run('validate none.txt')).err).not.toContain('lookup');
    expect((await run('lookup a.example none.txt')).err).toContain('the list first');
  });
});

describe('a checkout that is not built', () => {
  it('says so instead of showing a stack', () => {
    mkdirSync(join(cwd, 'bin'));
    copyFileSync(new URL('../bin/listbridge.js', import.meta.url), join(cwd, 'bin/listbridge.js'));
    put('package.json', '{"type":"module"}');
    const { status, stderr } = spawnSync(process.execPath, [join(cwd, 'bin/listbridge.js')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([4, 'listbridge is not built yet: run "npm run build" in its folder first\n']);
  });
});

describe('an exception for one name alone', () => {
  it.each(['unbound-local-zone', 'pihole'])('is called one where %s cannot hold it', async (to) => {
    put(
      'a.jsonl',
      '{"canonical":1}\n{"kind":"domain","key":"a.example","scope":"exact","operation":"excepted"}\n' +
        '{"kind":"domain","key":"b.example","scope":"exact"}\n',
    );
    const { exit, err } = await run(`convert a.jsonl --to ${to} -o out`);
    expect(exit).toBe(3);
    expect(err).toContain('cannot hold the entry: it is an exception, and the names below it would be open as well');
  });
});
