// STIX 2.1 as others write it, and what is written held against the schemas of OASIS (tests/schemas, version in SOURCES).
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stix21 } from '../../src/formats/stix21.ts';
import { recordsOf } from '../support/arbitraries.ts';
import { convert, recordsFormat } from '../support/convert.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const bundle = (...objects: object[]): string => JSON.stringify({ type: 'bundle', id: `bundle--${uuid(0)}`, objects });
const indicator = (pattern: string, more: object = {}): object => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${uuid(1)}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  pattern,
  pattern_type: 'stix',
  valid_from: '2026-01-05T00:00:00Z',
  ...more,
});

describe('what others say of an entry', () => {
  const acme = { type: 'identity', id: `identity--${uuid(7)}`, name: 'ACME', spec_version: '2.1' };

  it('takes dates, identifier and description', async () => {
    const { rows, findings } = await readText(
      stix21,
      bundle(
        indicator(`[file:hashes.MD5 = '${md5(1)}']`, { valid_until: '2026-02-01T00:00:00.000Z', description: 'seen' }),
      ),
    );
    expect(findings).toEqual([]);
    expect(rows[0]).toMatchObject({
      operation: 'present',
      partnerKey: `stix:indicator--${uuid(1)}`,
      times: { firstSeen: Date.UTC(2026, 0, 5) / 1000, expires: Date.UTC(2026, 1, 1) / 1000 },
      extras: { note: 'seen' },
    });
  });

  it('takes labels as opinions of who made it, and a direction only where one is told', async () => {
    const opinions = async (more: object, ...before: object[]): Promise<unknown> => {
      const { rows } = await readText(
        stix21,
        bundle(...before, indicator("[url:value = 'http://example.com/a']", more)),
      );
      return rows[0]?.opinions;
    };
    const by = { created_by_ref: acme.id };
    expect(await opinions({ ...by, labels: ['A1', 'B2'] }, acme)).toEqual([
      { member: 'ACME', label: 'A1' },
      { member: 'ACME', label: 'B2' },
    ]);
    expect(await opinions({ ...by, labels: ['A1'] })).toEqual([{ member: acme.id, label: 'A1' }]);
    expect(await opinions({ labels: ['A1'], indicator_types: ['malicious-activity'] })).toEqual([
      { member: 'input', label: 'A1', polarity: 'deny' },
    ]);
    expect(await opinions({ indicator_types: ['benign'] })).toEqual([{ member: 'input', polarity: 'allow' }]);
    expect(await opinions({ indicator_types: ['unknown'] })).toEqual([
      { member: 'input', scheme: 'stix-indicator-type', label: 'unknown' },
    ]);
    expect(await opinions({})).toEqual([]);
  });

  it('reads the strictest marking as that of the list', async () => {
    const marked = (light: string): object =>
      indicator(`[file:hashes.MD5 = '${md5(1)}']`, { object_marking_refs: [`marking-definition--${light}`] });
    const green = '34098fce-860f-48ae-8e50-ebd3cc5e41da';
    const red = '5e57c739-391a-4eb3-b6be-7d15ca92d5ed';
    expect((await readText(stix21, bundle(marked(green), marked(red), marked(green)))).list).toEqual({
      marking: 'TLP:RED',
    });
  });

  it('refuses what is no list, keeps it, and goes on', async () => {
    const { rows, rejected, findings } = await readText(
      stix21,
      bundle(
        indicator('alert tcp any any', { pattern_type: 'snort' }),
        indicator(`[file:hashes.MD5 = '${md5(1)}'] FOLLOWEDBY [file:hashes.MD5 = '${md5(2)}']`),
        indicator("[file:hashes.MD5 = 'zz']"),
        indicator(`[file:hashes.MD5 = '${md5(3)}']`, { valid_until: 5, pattern_type: 'sigma' }),
        { type: 'relationship', spec_version: '2.1' },
        indicator(`[file:hashes.MD5 = '${md5(4)}']`, { confidence: 80 }),
      ),
    );
    expect(rows).toHaveLength(1);
    expect(rejected.map(({ code, at }) => [code, at.path])).toEqual([
      ['row/no-list', 'objects[0]'],
      ['row/no-list', 'objects[1]'],
      ['digest/wrong-length', 'objects[2]'],
      ['row/no-list', 'objects[3]'],
    ]);
    expect(codesOf(findings).map(([code]) => code)).toEqual(
      expect.arrayContaining(['row/not-an-entry', 'row/unknown-key']),
    );
  });

  it('drops a picture unread and never keeps it among the rejects', async () => {
    const picture = `data:image/png;base64,${'iVBORw0KGgo'.padEnd(400, 'A')}`;
    const { rows, rejected, findings } = await readText(
      stix21,
      bundle(
        indicator(`[file:hashes.MD5 = '${md5(1)}']`, { description: picture }),
        indicator('[nothing]', { description: picture }),
      ),
    );
    expect(rows[0]?.extras).toEqual({});
    expect(codesOf(findings).filter(([code]) => code === 'row/imagery')).toHaveLength(2);
    expect(rejected.map(({ raw }) => raw)).toEqual(['']);
  });
});

describe('what is written', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false });
  const folder = join(import.meta.dirname, '../schemas/stix2.1');
  const names = ['common', 'sdos'].flatMap((part) => readdirSync(join(folder, part)).map((name) => `${part}/${name}`));
  const ids = new Map<string, string>();
  for (const name of names) {
    const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { $id: string }; // as published
    ajv.addSchema(schema);
    ids.set(name, schema.$id);
  }
  const schemaOf = (name: string) => ajv.getSchema(ids.get(name) ?? name);
  const schemas: Record<string, string> = {
    indicator: 'sdos/indicator.json',
    identity: 'sdos/identity.json',
    'marking-definition': 'common/marking-definition.json',
    'extension-definition': 'common/extension-definition.json',
  };

  interface Written {
    readonly objects: readonly { readonly id: string; readonly type: string; readonly created_by_ref?: string }[];
  }

  it('is valid STIX, names what it refers to first, and gives no identifier twice to unlike things', () =>
    fc.assert(
      fc.asyncProperty(recordsOf({ carries: stix21.carries }), async (records) => {
        const source = { format: recordsFormat(records, stix21.carries, 8192), options: {} };
        const { bytes } = await convert(source, '-', { format: stix21, options: {} });
        const { objects } = JSON.parse(bytes.toString()) as Written; // what the writer makes
        const met = new Set<string>();
        for (const object of objects) {
          const validate = schemaOf(schemas[object.type] ?? '');
          expect(validate).toBeDefined();
          validate?.(object);
          expect(validate?.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`) ?? []).toEqual([]);
          if (object.created_by_ref !== undefined) expect(met).toContain(object.created_by_ref);
          met.add(object.id);
        }
      }),
    ));

  it('refuses by the same schemas what is not valid', () => {
    const validate = schemaOf('sdos/indicator.json');
    expect(validate?.(indicator("[url:value = 'a']"))).toBe(true);
    expect(validate?.(indicator("[url:value = 'a']", { valid_from: '2026-01-05' }))).toBe(false);
  });
});
