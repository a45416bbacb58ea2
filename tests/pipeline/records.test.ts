// Records of partners who update and take back by name, through a whole run: the latest state stands, whatever the order.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import type { Format } from '../../src/formats/format.ts';
import { mispEvent } from '../../src/formats/misp-event.ts';
import { ncmecXml } from '../../src/formats/ncmec-xml.ts';
import { plainDigests } from '../../src/formats/plain-digests.ts';
import { stix21 } from '../../src/formats/stix21.ts';
import { convert } from '../support/convert.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');

async function told(format: Format, text: string): Promise<string[]> {
  const { outcome, bytes } = await convert({ format, options: {} }, text, { format: canonical, options: {} });
  expect(outcome.failure).toBeNull();
  const rows = bytes.toString().trimEnd().split('\n').slice(1);
  return rows.map((line) => {
    const { operation = 'present', key } = JSON.parse(line) as { operation?: string; key: string };
    return `${operation} ${key}`;
  });
}

/** Both orders of two objects. */
function orders(one: object, other: object): object[][] {
  return [
    [one, other],
    [other, one],
  ];
}

describe('STIX objects', () => {
  const version = (n: number, modified: string, more: object = {}): object => ({
    type: 'indicator',
    spec_version: '2.1',
    id: 'indicator--00000000-0000-4000-8000-000000000001',
    created: '2026-01-01T00:00:00Z',
    modified,
    pattern_type: 'stix',
    pattern: `[file:hashes.MD5 = '${md5(n)}']`,
    valid_from: '2026-01-01T00:00:00Z',
    ...more,
  });
  const bundle = (objects: object[]): string => JSON.stringify({ type: 'bundle', id: 'bundle--1', objects });

  it('stand in the version modified last', async () => {
    for (const both of orders(version(1, '2026-01-01T00:00:00Z'), version(2, '2026-01-02T00:00:00Z'))) {
      expect(await told(stix21, bundle(both))).toEqual([`present ${md5(2)}`]);
    }
  });

  it('are withdrawn once when they are revoked', async () => {
    const revoked = version(1, '2026-01-02T00:00:00Z', { revoked: true });
    for (const both of orders(version(1, '2026-01-01T00:00:00Z'), revoked)) {
      expect(new Set(await told(stix21, bundle(both)))).toEqual(new Set([`withdrawn ${md5(1)}`]));
    }
  });
});

describe('MISP attributes', () => {
  const state = (n: number, timestamp: string, more: object = {}): object => ({
    uuid: '00000000-0000-4000-8000-000000000001',
    type: 'md5',
    to_ids: true,
    value: md5(n),
    timestamp,
    ...more,
  });
  const event = (attributes: object[]): string => JSON.stringify({ Event: { info: 'a list', Attribute: attributes } });

  it('stand in the state of the latest timestamp, or are gone', async () => {
    for (const both of orders(state(1, '1767225600'), state(2, '1767312000'))) {
      expect(await told(mispEvent, event(both))).toEqual([`present ${md5(2)}`]);
    }
    for (const both of orders(state(1, '1767225600'), state(1, '1767312000', { deleted: true }))) {
      expect(new Set(await told(mispEvent, event(both)))).toEqual(new Set([`withdrawn ${md5(1)}`]));
    }
  });
});

describe('a target that holds no names', () => {
  it('still gets the latest state', async () => {
    const head = '<member id="1">One</member><id>a</id>';
    const text = `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images>${[
      `<deletedImage>${head}<timestamp>2026-01-02T00:00:00Z</timestamp></deletedImage>`,
      `<image>${head}<timestamp>2026-01-01T00:00:00Z</timestamp><fingerprints><md5>${md5(1)}</md5></fingerprints></image>`,
      `<image>${head.replace('>a<', '>b<')}<timestamp>2026-01-01T00:00:00Z</timestamp><fingerprints><md5>${md5(2)}</md5></fingerprints></image>`,
    ].join('')}</images></queryResult>`;
    const target = { format: plainDigests, options: { kind: 'md5' } };
    const { bytes } = await convert({ format: ncmecXml, options: {} }, text, target);
    expect(bytes.toString()).toBe(`${md5(2)}\n`);
  });
});
