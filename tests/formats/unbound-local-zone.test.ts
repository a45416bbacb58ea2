// Zones of Unbound: entries that wait for what later lines say of them.
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { unboundLocalZone } from '../../src/formats/unbound-local-zone.ts';
import { readText } from '../support/format-harness.ts';
import { fakeHost } from '../support/host.ts';

it('gives a zone that redirects the line it was opened on, though later lines were read first', async () => {
  const text = [
    'server:',
    'local-zone: "example.org." redirect',
    'local-zone: "example.net." always_nxdomain',
    'local-data: "example.org. A 0.0.0.0"',
    '',
  ].join('\n');
  const { rows } = await readText(unboundLocalZone, text);
  const lines = rows.map(({ key, line }): [string, number] => [Buffer.from(key).toString(), line]);
  expect(new Map(lines)).toEqual(
    new Map([
      ['example.net', 3],
      ['example.org', 2],
    ]),
  );
});

describe('a name listed without those below it', () => {
  it.each([
    ['refuse', true],
    ['nxdomain', true],
    ['null', false],
  ])('is told where clients get something else than asked: %s', async (action, isTold) => {
    const host = fakeHost({ stdin: 'a.example.com\nb.example.com\n' });
    const line = `convert - --from domain-list --from-option scope=exact --to unbound-local-zone --to-option action=${action}`;
    expect(await main(line.split(' '), host)).toBe(0);
    expect(host.stdoutText()).toContain('A 0.0.0.0');
    const told = `clients get 0.0.0.0 and ::, not ${action}: 2 entries`;
    expect(host.stderrText().includes(told)).toBe(isTold);
  });
});
