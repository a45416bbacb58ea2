// MISP events as its instances export them, and what is written for them.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import type { Format } from '../../src/formats/format.ts';
import { mispCsv } from '../../src/formats/misp-csv.ts';
import { mispEvent } from '../../src/formats/misp-event.ts';
import { stix21 } from '../../src/formats/stix21.ts';
import { convert } from '../support/convert.ts';
import { codesOf, readText, writeText } from '../support/format-harness.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');
const attribute = (type: string, value: string, more: object = {}): object => ({ type, value, to_ids: true, ...more });
const event = (parts: object): string => JSON.stringify({ Event: { info: 'a list', ...parts } });

describe('what is an entry', () => {
  it('takes attributes for detection, or any where asked', async () => {
    const text = event({
      Attribute: [
        attribute('md5', md5(1)),
        attribute('md5', md5(2), { to_ids: false }),
        attribute('md5', md5(3), { to_ids: '0' }),
        { type: 'md5', value: md5(4) },
      ],
    });
    const only = await readText(mispEvent, text);
    expect(only.rows).toHaveLength(2);
    expect(codesOf(only.findings).map(([code]) => code)).toEqual(['row/not-an-entry', 'row/not-an-entry']);
    expect((await readText(mispEvent, text, { detection: 'any' })).rows).toHaveLength(4);
  });

  it('never takes the hash of a section for that of a file', async () => {
    const text = event({
      Object: [{ name: 'pe-section', Attribute: [attribute('md5', md5(1)), attribute('url', 'http://example.com/a')] }],
    });
    const { rows, findings } = await readText(mispEvent, text);
    expect(rows.map(({ kind }) => kind)).toEqual(['url']);
    expect(codesOf(findings).map(([code]) => code)).toEqual(['row/not-an-entry']);
  });

  it('reads every envelope: an event, a response, a search for attributes, and rejects', async () => {
    const one = attribute('md5', md5(1));
    const inside = { Event: { Attribute: [one] } };
    for (const document of [
      inside,
      { response: [inside, inside] },
      [inside],
      { response: { Attribute: [one] } },
      one,
    ]) {
      const { rows, findings } = await readText(mispEvent, JSON.stringify(document));
      expect([new Set(rows.map(({ kind }) => kind)), findings]).toEqual([new Set(['md5']), []]);
    }
  });

  it('takes who made an event for the member, one event after another', async () => {
    const of = (name: string, n: number): object => ({
      Event: { Orgc: { name }, Attribute: [attribute('md5', md5(n), { Tag: [{ name: 'A1' }] })] },
    });
    const { rows } = await readText(mispEvent, JSON.stringify({ response: [of('ACME', 1), of('Beta', 2)] }));
    expect(rows.map(({ opinions }) => opinions[0]?.member)).toEqual(['ACME', 'Beta']);
  });
});

describe('what is written', () => {
  it('says of each label which scheme it is of: a tag called 1 or true means nothing', async () => {
    const said = [
      { member: 'acme', scheme: 'vics-us', label: '1' },
      { member: 'acme', scheme: 'victim-identified', label: 'true' },
      { member: 'acme', label: 'other:label' },
    ];
    const row = JSON.stringify({ kind: 'md5', key: md5(1), opinions: said });
    const labels = ['other:label', 'vics-us:1', 'victim-identified:true'];
    const written = async (format: Format): Promise<string> =>
      (await convert({ format: canonical, options: {} }, `${row}\n`, { format, options: {} })).bytes.toString();
    const misp = JSON.parse(await written(mispEvent)) as { Event: { Attribute: { Tag: { name: string }[] }[] } };
    expect(misp.Event.Attribute[0]?.Tag.map(({ name }) => name).sort()).toEqual(labels);
    const stix = JSON.parse(await written(stix21)) as { objects: { labels?: string[] }[] };
    expect(stix.objects.flatMap((object) => object.labels ?? []).sort()).toEqual(labels);
    expect(await written(mispCsv)).toContain(`"${labels.join(',')}"`);
  });

  it('lets no entry that somebody only vouches for set off an alarm', async () => {
    const text = event({
      Attribute: ['deny', 'allow'].map((polarity, n) =>
        attribute('md5', md5(n), { listbridge: { opinions: [{ member: 'acme', polarity }] } }),
      ),
    });
    const { batches, interns } = await readText(mispEvent, text);
    const { bytes } = await writeText(mispEvent, batches, {}, { interns });
    const written = JSON.parse(Buffer.from(bytes).toString()) as { Event: { Attribute: { to_ids: boolean }[] } }; // just written
    expect(written.Event.Attribute.map(({ to_ids }) => to_ids)).toEqual([true, false]);
  });

  it('puts records into file objects and keys alone into attributes, whichever comes first', async () => {
    const record = {
      name: 'file',
      Attribute: [attribute('md5', md5(1)), attribute('sha1', createHash('sha1').update('fixture-1').digest('hex'))],
    };
    for (const parts of [
      { Object: [record], Attribute: [attribute('hostname', 'www.example.com'), attribute('domain', 'example.net')] },
      { Attribute: [attribute('hostname', 'www.example.com'), attribute('domain', 'example.net')], Object: [record] },
    ]) {
      const { batches, interns } = await readText(mispEvent, event(parts));
      const { bytes } = await writeText(mispEvent, batches, {}, { interns });
      const written = JSON.parse(Buffer.from(bytes).toString()) as {
        Event: { Attribute: { type: string }[]; Object: { Attribute: object[] }[] };
      };
      expect(written.Event.Attribute.map(({ type }) => type)).toEqual(['hostname', 'domain']);
      expect(written.Event.Object.map(({ Attribute }) => Attribute.length)).toEqual([2]);
    }
  });
});
