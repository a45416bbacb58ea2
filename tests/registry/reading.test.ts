// The same bytes read in another way: a list that was misread is corrected by importing the file as it should have been read.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, MARIA } from './play.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

function imported(file: string, ...options: string[]) {
  return desk.run('import', file, '--list', 's', '--replace', ...options);
}

interface Edition {
  readonly number: number;
  readonly state: string;
  readonly command: string;
}

async function editions(): Promise<Edition[]> {
  const { out } = await desk.run('history', 's', '--json');
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function keys(): Promise<string[]> {
  const rows = (await desk.export('s')).trim().split('\n').slice(1);
  return rows
    .map((row) => JSON.parse(row) as { key: string; scope?: string })
    .map(({ key, scope = 'exact' }) => `${key} ${scope}`);
}

const NAMES = ['--from', 'domain-list', '--from-option'];

describe('the same bytes', () => {
  it('are a new edition where they are read in another way, and none where they are read as before', async () => {
    desk.put('n.txt', 'a.example.com\nb.example.com\n');
    for (const scope of ['exact', 'subtree', 'exact']) {
      expect((await imported('n.txt', ...NAMES, `scope=${scope}`)).err).toContain('registry/made');
      expect((await imported('n.txt', ...NAMES, `scope=${scope}`)).err).toContain('registry/already-imported');
      expect(await keys()).toEqual([`a.example.com ${scope}`, `b.example.com ${scope}`]);
    }
    const all = await editions();
    expect(all.map(({ command }) => / --from-option (\S+)/u.exec(command)?.[1])).toEqual([
      'scope=exact',
      'scope=subtree',
      'scope=exact',
    ]);
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });

  it('are the same list whether the format was named or found', async () => {
    desk.write('in.jsonl', [1, 2]);
    await imported('in.jsonl');
    expect((await imported('in.jsonl', '--from', 'canonical')).err).toContain('registry/already-imported');
    expect((await imported('in.jsonl', '--fail-on', 'never', '--guard', guard('a'))).err).toContain(
      'registry/already-imported',
    );
  });

  it('give back what was dropped, and the history says what was', async () => {
    const row = (key: string, expires?: string) => JSON.stringify({ kind: 'domain', scope: 'exact', key, expires });
    const rows = [row('a.example.com', '2020-01-01'), row('b.example.com'), row('c.example.com'), row('d.example.com')];
    desk.put('in.jsonl', ['{"canonical":1,"list":{}}', ...rows, ''].join('\n'));
    const limits = ['--allow', 'expiry/*', '--max-growth', '900', '--max-shrink', '90'];
    await imported('in.jsonl', '--drop', 'expiry/past', ...limits);
    expect(await keys()).toHaveLength(3);
    expect((await editions()).at(-1)?.command).toContain('--drop expiry/past');
    await imported('in.jsonl', ...limits);
    expect(await keys()).toHaveLength(4);
    // By another guard another row is left out.
    for (const name of ['b', 'c']) {
      const { err } = await imported('in.jsonl', '--drop', 'overblock/*', '--guard', guard(name), ...limits);
      expect(err).toContain('registry/made');
      expect((await keys()).some((key) => key.startsWith(name))).toBe(false);
    }
    const [, , ...guarded] = (await editions()).map(({ command }) => command);
    for (const command of guarded) expect(command).toMatch(/ --guard guard\.json@sha256:[0-9a-f]{64}/u);
    expect(guarded.join()).not.toContain('example.com');
  });

  it('are another list by a profile that was changed', async () => {
    const layout = (scope: string) => {
      const lines = ['profile: 1', 'id: ours', 'title: Ours', `columns: { name: { key: domain, scope: ${scope} } }`];
      desk.put('ours.yaml', `${lines.join('\n')}\n`);
      return ['--from-profile', 'ours.yaml'];
    };
    desk.put('n.csv', 'name\na.example.com\n');
    for (const scope of ['exact', 'subtree']) {
      const { exit, err } = await imported('n.csv', ...layout(scope));
      expect(exit, err).toBe(0);
      expect((await imported('n.csv', ...layout(scope))).err).toContain('registry/already-imported');
      expect(await keys()).toEqual([`a.example.com ${scope}`]);
    }
    for (const { command } of await editions())
      expect(command).toMatch(/ --from-profile ours\.yaml@sha256:[0-9a-f]{64}$/u);
  });

  it('were read as when they were held, once they are accepted', async () => {
    desk.put('one.txt', 'a.example.com\nb.example.com\nc.example.com\n');
    desk.put('two.txt', 'a.example.com\n');
    await imported('one.txt', ...NAMES, 'scope=exact');
    await imported('two.txt', ...NAMES, 'scope=exact');
    expect((await imported('two.txt', ...NAMES, 'scope=exact')).err).toContain('registry/held');
    expect(await desk.run('accept', 's', '--as', MARIA)).toMatchObject({ exit: 0 });
    expect((await imported('two.txt', ...NAMES, 'scope=exact')).err).toContain('registry/already-imported');
    expect((await imported('two.txt', ...NAMES, 'scope=subtree')).err).toContain('registry/made');
    expect(await keys()).toEqual(['a.example.com subtree']);
  });
});

function guard(name: string): string {
  desk.put('guard.json', JSON.stringify({ name: 'Ours', type: 'hostname', list: [`${name}.example.com`] }));
  return 'guard.json';
}
