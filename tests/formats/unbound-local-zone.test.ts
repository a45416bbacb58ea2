// Zones of Unbound: entries that wait for what later lines say of them.
import { expect, it } from 'vitest';
import { unboundLocalZone } from '../../src/formats/unbound-local-zone.ts';
import { readText } from '../support/format-harness.ts';

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
