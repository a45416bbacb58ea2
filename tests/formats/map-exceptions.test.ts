// What maps of proxies say of a name with two exceptions, or listed and excepted at once: HAProxy reads the first line of a key
// only, and nginx does not start with two keys for one name.
import { expect, it } from 'vitest';
import type { Operation, Scope } from '../../src/model/scope.ts';
import { type Listed, written } from '../consumers/support/written.ts';

const entry = (operation: Operation, scope: Scope, text: string): Listed => ({
  kind: 'domain',
  text,
  scope,
  operation,
});
const twice = [
  entry('present', 'subtree', 'example.com'),
  entry('excepted', 'exact', 'ok.example.com'),
  entry('excepted', 'subtree', 'ok.example.com'),
  entry('excepted', 'exact', 'example.com'),
];
const below = [
  ...twice,
  entry('present', 'exact', 'a.ok.example.com'),
  entry('present', 'subtree', 'b.ok.example.com'),
];

async function linesOf(id: string, listed: readonly Listed[]): Promise<string[]> {
  const { bytes } = await written(id, listed);
  return bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

it.each([
  ['haproxy-map', ['example.com subtree', 'ok.example.com! subtree', 'example.com! exact']],
  ['nginx-map', ['example.com 0;', '*.example.com 1;', '.ok.example.com 0;']],
])('%s excepts a name once', async (id, lines) => {
  expect(await linesOf(id, twice)).toEqual(lines);
  expect(await linesOf(id, below)).toEqual(lines);
});

it.each(['haproxy-map', 'nginx-map'])('%s refuses what is listed below an exception', async (id) => {
  expect([...(await written(id, below)).unfit].sort()).toEqual([4, 5]);
});
