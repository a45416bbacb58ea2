// A crosswalk adds what a person decided, once, and changes nothing of what was said.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { shippedCrosswalks } from '../../src/crosswalks/examples/index.ts';
import { isDerived } from '../../src/model/crosswalk.ts';
import type { Opinion } from '../../src/model/opinions.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-crosswalk-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const MD5 = 'c97e5b930eb5a08d7e4c7836046694d9';
const HEAD = '{"canonical":1,"list":{}}\n';

async function converted(list: string, crosswalk: string, ...more: string[]) {
  writeFileSync(join(cwd, 'ours.yaml'), crosswalk);
  const host = fakeHost({ cwd, stdin: list });
  const exit = await main(
    ['convert', '-', '--crosswalk', 'ours.yaml', '--to', 'canonical', '--report', 'json', ...more],
    host,
  );
  const report = JSON.parse(host.stderrText()) as { codes?: { code: string; count: number }[] };
  const counts = Object.fromEntries((report.codes ?? []).map(({ code, count }) => [code, count]));
  return { exit, out: host.stdoutText(), counts };
}

const listed = (...opinions: Opinion[]): string => `${HEAD}${JSON.stringify({ kind: 'md5', key: MD5, opinions })}\n`;
const opinionsIn = (text: string): Opinion[] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => (JSON.parse(line) as { opinions?: Opinion[] }).opinions ?? []);

const BOTH_WAYS = `crosswalk: 1
id: both
maps:
  - { from: one, to: two, lossy: no, labels: { a: b, c: b, '01': '1.10' } }
  - { from: two, to: one, lossy: yes, labels: { b: [a, c], d: null } }
`;

describe('a crosswalk', () => {
  it('adds an opinion of its own and leaves those that were there', async () => {
    const said: Opinion = { member: 'acme', scheme: 'one', label: 'a', polarity: 'deny' };
    const { out, exit, counts } = await converted(listed(said), BOTH_WAYS);
    expect(exit).toBe(0);
    expect(opinionsIn(out)).toEqual([{ member: 'acme (crosswalk both from one)', scheme: 'two', label: 'b' }, said]);
    expect(counts).toEqual({ 'crosswalk/translated': 1, 'detect/chosen': 1 });
  });

  it('is not applied to what it made, so that a second time changes nothing', async () => {
    const once = await converted(listed({ member: 'acme', scheme: 'one', label: 'c' }), BOTH_WAYS);
    const twice = await converted(once.out, BOTH_WAYS);
    expect(twice.out).toBe(once.out);
    expect(opinionsIn(once.out).map(({ member }) => isDerived(member))).toEqual([true, false]);
  });

  it('counts a row once, however many members said the same', async () => {
    const opinions = ['x', 'y', 'z'].map((member) => ({ member, scheme: 'one', label: 'a' }));
    const { counts } = await converted(listed(...opinions), BOTH_WAYS);
    expect(counts['crosswalk/translated']).toBe(1);
  });

  it.each([
    ['b', { 'crosswalk/ambiguous': 1 }],
    ['d', {}],
    ['B', { 'crosswalk/unmapped': 1 }],
  ])('translates no label that has several, none or no others: %s', async (label, told) => {
    const list = listed({ member: 'acme', scheme: 'two', label });
    const { out, counts } = await converted(list, BOTH_WAYS);
    expect(opinionsIn(out)).toEqual(opinionsIn(list));
    expect(counts).toEqual({ ...told, 'detect/chosen': 1 });
  });

  it('takes labels for what they look like: 01 and 1.10 are no numbers', async () => {
    const { out } = await converted(listed({ member: 'acme', scheme: 'one', label: '01' }), BOTH_WAYS);
    expect(opinionsIn(out).map(({ label }) => label)).toEqual(['1.10', '01']);
  });

  it.each([
    ['without lossy', 'crosswalk: 1\nmaps: [{ from: a, to: b, labels: { x: y } }]\n', /lossy: expected yes or no/],
    [
      'to the same scheme',
      'crosswalk: 1\nmaps: [{ from: a, to: a, lossy: no, labels: { x: y } }]\n',
      /not mapped to itself/,
    ],
    [
      'with two maps of one pair',
      `${BOTH_WAYS}  - { from: one, to: two, lossy: no, labels: {} }\n`,
      /stand in a map before/,
    ],
    ['with a key nobody knows', `${BOTH_WAYS}bases: x\n`, /did you mean basis/],
    ['that is a list', `${MD5}\n`, /a crosswalk begins with/],
  ])('is refused %s, before anything is read', async (_what, text, words) => {
    writeFileSync(join(cwd, 'bad.yaml'), text);
    const host = fakeHost({ cwd, stdin: listed() });
    expect(await main(['convert', '-', '--crosswalk', 'bad.yaml', '--to', 'canonical'], host)).toBe(2);
    expect(host.stderrText()).toMatch(words);
    expect(host.stderrText()).not.toContain(MD5);
    expect(host.stdoutText()).toBe('');
  });

  it.each([
    ['ncmec-vics', /did you mean ncmec-vics-us/],
    ['gone.yaml', /gone\.yaml/],
  ])('is told when it is not there: %s', async (name, words) => {
    const host = fakeHost({ cwd });
    expect(await main(['crosswalk', 'show', name], host)).not.toBe(0);
    expect(host.stderrText()).toMatch(words);
  });

  it.each([...shippedCrosswalks.keys()])('that comes along is understood, and called an example: %s', async (id) => {
    const host = fakeHost({ cwd });
    expect(await main(['crosswalk', 'show', id], host)).toBe(0);
    expect(host.stdoutText()).toMatch(/An example to copy and to decide on, not a published\s+table/);
    const yaml = fakeHost({ cwd });
    expect(await main(['crosswalk', 'show', id, '--yaml'], yaml)).toBe(0);
    expect(yaml.stdoutText()).toBe(shippedCrosswalks.get(id));
  });
});
