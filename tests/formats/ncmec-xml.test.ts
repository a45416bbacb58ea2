// Pages of NCMEC Hash Sharing as they come and as they must not: feedback, retractions, several pages, and what is meant to
// exhaust a reader.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { ncmecXml } from '../../src/formats/ncmec-xml.ts';
import { keysIn, recordKey, recordName } from '../../src/model/record-key.ts';
import { convert } from '../support/convert.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';
const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');

interface Sent {
  readonly element?: string;
  readonly member?: number;
  readonly id?: string;
  readonly time?: string;
  readonly more?: string;
}

function entry({
  element = 'image',
  member = 1,
  id = 'fixture',
  time = '2026-01-01T00:00:00Z',
  more = '',
}: Sent): string {
  return `<${element}><member id="${member}">Member ${member}</member><timestamp>${time}</timestamp><id>${id}</id>${more}</${element}>`;
}

function fingerprints(...all: readonly string[]): string {
  return `<fingerprints>${all.join('')}</fingerprints>`;
}

function page(images: string, { videos = '', count = '' }: { videos?: string; count?: string } = {}): string {
  const claimed = count === '' ? '' : ` count="${count}"`;
  const lists = `<images${claimed}>${images}</images>${videos === '' ? '' : `<videos>${videos}</videos>`}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<queryResult xmlns="${NAMESPACE}">${lists}</queryResult>\n`;
}

const listed = (n: number, more: Sent = {}): string =>
  entry({ ...more, more: fingerprints(`<md5>${md5(n)}</md5>`) + (more.more ?? '') });

const codes = (findings: Parameters<typeof codesOf>[0]): string[] => codesOf(findings).map(([code]) => code);

/** As the run gives it on: the latest state of each record. */
async function told(text: string): Promise<{ lines: string[]; codes: string[] }> {
  const { outcome, bytes, findings } = await convert({ format: ncmecXml, options: {} }, text, {
    format: canonical,
    options: {},
  });
  expect(outcome.failure).toBeNull();
  const rows = bytes.toString().trimEnd().split('\n').slice(1);
  const lines = rows.map((line) => {
    const row = JSON.parse(line) as { kind: string; operation?: string; key: string; opinions: { label?: string }[] };
    return [row.operation ?? 'present', row.kind, row.key, ...row.opinions.map(({ label }) => label)].join(' ');
  });
  return { lines, codes: findings.list().map(({ code }) => code) };
}

describe('the names of records', () => {
  it('cannot be mistaken for those of others', () => {
    for (const [member, id] of [
      ['1', 'a/b'],
      ['1/a', 'b'],
      ['%2F', '%'],
      ['a b', ''],
    ] as const) {
      const key = recordKey('ncmec', 'npo', member, id);
      expect(recordName(key)).toEqual({ system: 'ncmec-npo', member, id });
      expect(keysIn(key)).toEqual([key]);
    }
    expect(recordName('ncmec-17')).toBeNull();
    expect(recordName('case:17/1')).toBeNull();
  });

  it('are those of a database where lists of several are merged', async () => {
    const { rows } = await readText(ncmecXml, page(listed(1)), { database: 'npo' });
    expect(rows[0]?.partnerKey).toBe('ncmec-npo:1/fixture');
  });
});

describe('an entry', () => {
  it('is what its latest state says, whatever the order', async () => {
    const update = { time: '2026-01-02T00:00:00Z', more: '<classification>A2</classification>' };
    for (const both of [listed(1) + listed(2, update), listed(2, update) + listed(1)]) {
      const { lines, codes: all } = await told(page(both));
      expect(lines).toEqual([`present md5 ${md5(2)} image A2`]);
      expect(all).toContain('record/replaced');
    }
  });

  it('is withdrawn with its fingerprints when it is deleted later, and stays when it was deleted before', async () => {
    const gone = entry({ element: 'deletedImage', time: '2026-01-02T00:00:00Z' });
    for (const both of [listed(1) + gone, gone + listed(1)]) {
      expect((await told(page(both))).lines).toEqual([`withdrawn md5 ${md5(1)} image`]);
    }
    const anew = listed(2, { time: '2026-01-03T00:00:00Z' });
    expect((await told(page(gone + anew + listed(1)))).lines).toEqual([`present md5 ${md5(2)} image`]);
  });

  it('that no page knows is told when it is deleted', async () => {
    const { lines, codes: all } = await told(page(entry({ element: 'deletedImage' })));
    expect(lines).toEqual(['withdrawn record ncmec:1/fixture image']);
    expect(all).toContain('record/retraction-unmatched');
  });

  it('keeps its good fingerprints when another one is bad, and is refused without any', async () => {
    const bad = fingerprints('<md5>abc</md5>', `<sha1>${'g'.repeat(40)}</sha1>`, `<pdq>${'f0'.repeat(32)}</pdq>`);
    const { rows, findings, rejected } = await readText(
      ncmecXml,
      page(entry({ more: bad }) + entry({ more: fingerprints() })),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['pdq']);
    expect(codes(findings)).toEqual(['digest/wrong-length', 'digest/not-hex', 'row/missing-field']);
    expect(rejected).toHaveLength(1);
  });

  it('has PhotoDNA in base64 or in hexadecimal', async () => {
    const bytes = Buffer.from(createHash('sha512').update('fixture-1').digest('hex').repeat(2).slice(0, 144), 'latin1');
    for (const text of [bytes.toString('base64'), bytes.toString('hex')]) {
      const { rows } = await readText(ncmecXml, page(entry({ more: fingerprints(`<pdna>${text}</pdna>`) })));
      expect(rows.map(({ kind, key }) => [kind, Buffer.from(key).equals(bytes)])).toEqual([['photodna', true]]);
    }
  });

  it('keeps references to large fingerprints and fetches nothing; the address of the next page is not kept', async () => {
    const large = fingerprints('<tmk-pdqf rel="self" href="1/fixture/TMK_PDQF"/>');
    const text = page('', { videos: entry({ element: 'video', more: large }) }).replace(
      '</queryResult>',
      '<paging><next>/next-page?start=1001</next></paging></queryResult>',
    );
    const { lines } = await told(text);
    expect(lines).toEqual(['present fingerprint-reference tmk-pdqf:1/fixture/TMK_PDQF video']);
  });

  it('has feedback of members on the fingerprints it is about', async () => {
    const feedback =
      '<feedback><affirmativeFeedback type="Md5"><members><member id="2">Two</member></members></affirmativeFeedback>' +
      '<negativeFeedback type="Sha1"><reasons><reason guid="g1" name="Other"/><members><member id="3">Three</member></members></reasons></negativeFeedback></feedback>';
    const sha1 = createHash('sha1').update('fixture-1').digest('hex');
    const both = fingerprints(`<md5>${md5(1)}</md5>`, `<sha1>${sha1}</sha1>`);
    const { rows } = await readText(ncmecXml, page(entry({ more: both + feedback })));
    const said = rows.map(({ opinions }) => opinions.map((each) => `${each.member} ${each.scheme} ${each.label}`));
    expect(said[0]).toEqual(['Member 1 (1) media-type image', 'Two (2) ncmec-feedback affirmative']);
    expect(said[1]).toEqual([
      'Member 1 (1) media-type image',
      'Three (3) ncmec-feedback negative',
      'Three (3) ncmec-feedback-reason:g1 Other',
    ]);
    expect(rows.flatMap(({ opinions }) => opinions).some(({ polarity }) => polarity !== undefined)).toBe(false);
  });
});

describe('a page', () => {
  it('that claims another number of entries is told', async () => {
    expect(codes((await readText(ncmecXml, page(listed(1), { count: '2' }))).findings)).toEqual([
      'list/count-mismatch',
    ]);
    expect((await readText(ncmecXml, page(listed(1), { count: '1' }))).findings).toEqual([]);
  });

  it('that is cut is told', async () => {
    const whole = page(listed(1, { id: 'a' }) + listed(2, { id: 'b' }), { count: '2' });
    const { rows, findings } = await readText(ncmecXml, whole.slice(0, whole.lastIndexOf('<id>')));
    expect(rows).toHaveLength(1);
    expect(codes(findings)).toEqual(['input/cut-short']);
  });

  it('of another version or namespace is told', async () => {
    for (const other of ['https://hashsharing.example/v3', '']) {
      const text = page(listed(1)).replace(NAMESPACE, other);
      expect(codes((await readText(ncmecXml, text)).findings)).toEqual(['input/bad-document']);
    }
    const prefixed = page(listed(1))
      .replaceAll(/<(\/?)([a-z])/giu, '<$1n:$2')
      .replace('xmlns=', 'xmlns:n=');
    expect((await readText(ncmecXml, prefixed)).findings).toEqual([]);
  });

  it('that declares entities is refused, so that none can expand', async () => {
    const bomb = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    const text = page(listed(1)).replace('<queryResult', `<!DOCTYPE q [<!ENTITY e0 "fixture">${bomb}]>\n<queryResult`);
    await expect(readText(ncmecXml, text)).rejects.toMatchObject({ code: 'input/doctype' });
  });

  it('costs a row for what is no time, no number, no id', async () => {
    const bad = [
      listed(1, { time: 'soon' }),
      listed(1, { time: '' }),
      listed(1, { id: '' }),
      listed(1, { id: 'a\nb' }),
      listed(1).replace(' id="1"', ''),
      '<image>&unknown;</image>',
    ];
    const { rows, findings, rejected } = await readText(ncmecXml, page(bad.join('') + listed(2)));
    expect(rows).toHaveLength(1);
    expect(codes(findings)).toEqual([
      'row/bad-value',
      'row/missing-field',
      'row/missing-field',
      'row/bad-value',
      'row/missing-field',
      'row/bad-xml',
    ]);
    expect(rejected).toHaveLength(bad.length);
  });
});

describe('what is written', () => {
  const target = { format: ncmecXml, options: {} };

  it('has a retraction for what is withdrawn, and each record of a row that several list', async () => {
    const rows = [
      {
        kind: 'md5',
        key: md5(1),
        partnerKey: 'ncmec:1/a\nncmec:2/b',
        updated: '2026-01-02',
        opinions: [image(1), image(2)],
      },
      {
        kind: 'md5',
        operation: 'withdrawn',
        key: md5(2),
        partnerKey: 'ncmec:1/c',
        updated: '2026-01-03',
        opinions: [image(1)],
      },
    ];
    const { bytes, outcome } = await convert(
      { format: canonical, options: {} },
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      target,
    );
    expect(outcome.failure).toBeNull();
    const back = await readText(ncmecXml, bytes);
    expect(back.rows.map(({ kind, partnerKey }) => `${kind} ${partnerKey}`)).toEqual([
      'md5 ncmec:1/a',
      'md5 ncmec:2/b',
      'record ncmec:1/c',
    ]);
  });

  it('refuses what no entry can say, or leaves it out and tells it', async () => {
    const row = { kind: 'md5', key: md5(1), partnerKey: 'ncmec:1/a', updated: '2026-01-02', opinions: [image(1)] };
    const said = { ...row, opinions: [...row.opinions, { member: 'acme', scheme: 'uk-abc', label: 'A' }] };
    const source = { format: canonical, options: {} };
    const refused = await convert(source, `${JSON.stringify(said)}\n`, target, { allowedLoss: [] });
    expect(refused.outcome.failure?.code).toBe('output/refused-loss');
    const left = await convert(source, `${JSON.stringify(said)}\n`, {
      format: ncmecXml,
      options: { foreign: 'leave' },
    });
    expect((await readText(ncmecXml, left.bytes)).rows).toHaveLength(1);
    expect(left.findings.countOf('loss/opinions-dropped')).toBe(1);
  });

  it('makes entries of a plain list for the member that is named', async () => {
    const options = { member: 'Example ESP (17)', 'media-type': 'image' };
    const { bytes, outcome } = await convert(
      { format: canonical, options: {} },
      `${JSON.stringify({ kind: 'md5', key: md5(1) })}\n`,
      {
        format: ncmecXml,
        options,
      },
    );
    expect(outcome.failure).toBeNull();
    const { rows } = await readText(ncmecXml, bytes);
    expect(rows.map(({ partnerKey, opinions }) => [partnerKey?.slice(0, 9), opinions[0]?.member])).toEqual([
      ['ncmec:17/', 'Example ESP (17)'],
    ]);
  });

  it('keeps digests of one file in one entry of the member that is named, in whatever order they come', async () => {
    const image = { member: 'acme', scheme: 'media-type', label: 'image' };
    const file = [
      { item: 1, kind: 'sha1', key: createHash('sha1').update('fixture-1').digest('hex'), opinions: [image] },
      { item: 1, kind: 'md5', key: md5(1), opinions: [image] },
    ];
    const write = async (rows: readonly object[]): Promise<string> => {
      const target = { format: ncmecXml, options: { member: 'Example ESP (17)', foreign: 'leave' } };
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      const { bytes } = await convert({ format: canonical, options: {} }, text, target);
      return bytes.toString();
    };
    const page = await write(file);
    expect(page.match(/<member[^>]*>[^<]*/gu)).toEqual(['<member id="17">Example ESP']);
    expect((await readText(ncmecXml, page)).rows.map(({ kind }) => kind)).toEqual(['sha1', 'md5']);
    const ids = await Promise.all([page, write(file.toReversed()), write(file.slice(1))]);
    expect(new Set(ids.map((text) => /<id>[^<]*/u.exec(text)?.[0])).size).toBe(1);
  });
});

function image(member: number): object {
  return { member: `Member ${member} (${member})`, scheme: 'media-type', label: 'image' };
}
