// Project VIC documents beyond the laws: what the field's programs get wrong, and what must never be made of it.
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { detect, headOf } from '../../src/formats/detect.ts';
import { formats } from '../../src/formats/index.ts';
import { odataTime } from '../../src/formats/kit/time/odata.ts';
import { vics } from '../../src/formats/vics.ts';
import { diagnosticOf } from '../../src/model/diagnostics.ts';
import { isoTime } from '../../src/model/times.ts';
import { inventedHex, inventedKey } from '../support/batches.ts';
import { convert } from '../support/convert.ts';
import { codesOf, type ReadResult, readText, writeText } from '../support/format-harness.ts';

const MODEL = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml';
const context = (path = 'US/', fragment = 'Media'): string =>
  `"@odata.context":"${MODEL}/${path}$metadata#${fragment}"`;
const set = (...media: object[]): string =>
  `{${context()},"value":[${media.map((medium) => JSON.stringify(medium)).join(',')}]}`;
const [first, second] = [inventedHex('md5', 1), inventedHex('md5', 2)];
const labels = ({ rows }: ReadResult): string[] =>
  [...new Set(rows.flatMap(({ opinions }) => opinions.map(({ scheme, label }) => `${scheme} ${label}`)))].sort();
const keysOf = ({ rows }: ReadResult): string[] =>
  rows.map(({ kind, key }) => `${kind} ${Buffer.from(key).toString('hex')}`);

describe('words that nothing defines', () => {
  it('are kept as sent, and told of each medium', async () => {
    const odd = { Category: 17, IsDistributed: 'perhaps' };
    const read = await readText(
      vics,
      set({ MD5: first, ...odd }, { MD5: second, ...odd }, { MD5: second, Category: 5 }),
    );
    expect(labels(read)).toEqual(['distributed perhaps', 'vics-us 17', 'vics-us 5']);
    expect(read.findings.map(({ code, args }) => [code, args['field']])).toEqual(
      ['Category', 'IsDistributed', 'Category', 'IsDistributed'].map((field) => ['row/unknown-value', field]),
    );
  });

  it('are words where categories are numbers, whatever the vocabulary', async () => {
    const of = (category: unknown): string => `{${context('UK/')},"value":[{"MD5":"${first}","Category":${category}}]}`;
    expect(codesOf((await readText(vics, of('"illegal"'))).findings).map(([code]) => code)).toEqual([
      'row/unknown-value',
    ]);
    expect((await readText(vics, of(8))).findings).toEqual([]);
  });
});

describe('times', () => {
  it.each([
    ['2023-06-07T02:31:49.8300Z', '2023-06-07T02:31:49.830Z'],
    ['2023-06-07T02:31:49.8300000Z', '2023-06-07T02:31:49.830Z'],
    ['2023-06-07T02:31:49.0000123Z', '2023-06-07T02:31:49.123Z'],
    ['2023-06-07T02:31:49.0000123+01:00Z', '2023-06-07T01:31:49.123Z'],
    ['2023-06-07T02:31:49-05:00', '2023-06-07T07:31:49Z'],
    ['/Date(1672531200000)/', '2023-01-01'],
    ['/Date(1672531200123+0100)/', '2023-01-01T00:00:00.123Z'],
    ['/Date(-1000)/', '1969-12-31T23:59:59Z'],
    ['6/7/2023 2:31:49 PM', '2023-06-07T14:31:49Z'],
  ])('%s is %s', (text, iso) => {
    const bytes = Buffer.from(text);
    expect(isoTime(odataTime(bytes, 0, bytes.length))).toBe(iso);
  });

  it.each(['/Date(x)/', '/Date(1', '/', '13/13/2023 2:31:49 PM', '2023-06-07T02:31:49.00001z3Z', ''])(
    '%j is none',
    (text) => {
      const bytes = Buffer.from(text);
      expect(odataTime(bytes, 0, bytes.length)).toBeNaN();
    },
  );

  it('a date that cannot be read costs the date and not the digest', async () => {
    const read = await readText(vics, set({ MD5: first, DateUpdated: 'x' }, { MD5: second, DateUpdated: '' }));
    expect(read.rows.map(({ times }) => times)).toEqual([{}, {}]);
    expect(codesOf(read.findings)).toEqual([['time/unreadable', 1]]);
  });
});

describe('categories', () => {
  it.each([
    [1, ['vics-us 1']],
    ['1', ['vics-us 1']],
    [0, ['vics-us 0']],
    [8, ['vics-us 8']],
    [null, []],
    ['', []],
    [undefined, []],
  ])('%j is %j, without a direction', async (Category, want) => {
    const read = await readText(vics, set({ MD5: first, Category }));
    expect(labels(read)).toEqual(want);
    expect(read.rows.flatMap(({ opinions }) => opinions.map(({ polarity }) => polarity))).toEqual(
      want.map(() => undefined),
    );
  });

  it.each([
    [`{${context('UK/')},"value":[{"MD5":"${first}","Category":1}]}`, {}, 'vics-uk 1'],
    [`{${context('Default/')},"value":[{"MD5":"${first}","Category":1}]}`, {}, 'vics-default 1'],
    [`{${context('NZ/')},"value":[{"MD5":"${first}","Category":1}]}`, {}, 'vics-nz 1'],
    [`{"value":[{"MD5":"${first}","Category":1}],"x":1}`, {}, 'vics 1'],
    [`{${context('US/')},"value":[{"MD5":"${first}","Category":1}]}`, { vocabulary: 'CA' }, 'vics-ca 1'],
  ])('%s belongs to its vocabulary', async (text, options, want) => {
    expect(labels(await readText(vics, text, options))).toEqual([want]);
  });

  it('two of one digest both stand, for the merge to tell', async () => {
    const read = await readText(vics, set({ MD5: first, Category: 1 }, { MD5: first.toUpperCase(), Category: 2 }));
    expect(new Set(keysOf(read)).size).toBe(1);
    expect(labels(read)).toEqual(['vics-us 1', 'vics-us 2']);
  });
});

describe('flags', () => {
  it.each([
    [true, 'true'],
    ['TRUE', 'true'],
    ['false', 'false'],
    [false, 'false'],
    ['unknown', 'unknown'],
  ])('%j is %s', async (VictimIdentified, want) => {
    expect(labels(await readText(vics, set({ MD5: first, VictimIdentified })))).toEqual([`victim-identified ${want}`]);
  });

  it.each([null, '', undefined])('%j is nothing, and not false', async (IsDistributed) => {
    expect(labels(await readText(vics, set({ MD5: first, IsDistributed })))).toEqual([]);
  });
});

describe('shape', () => {
  const media = `{"MD5":"${first}"},{"MD5":"${second}"}`;

  it.each([
    ['media under #Cases', `{${context('US/', 'Cases')},"value":[${media}]}`],
    [
      'cases under #Media',
      `{${context()},"value":[{"CaseID":"","Media":[{"MD5":"${first}"}]},{"Media":[{"MD5":"${second}"}]}]}`,
    ],
    ['a case whose media come before its number', `{${context()},"value":[{"Media":[${media}],"CaseID":""}]}`],
    ['an empty case first', `{${context()},"value":[{"Media":[]},{"Media":[${media}]}]}`],
    ['the context behind the media', `{"value":[${media}],${context()}}`],
  ])('%s', async (_name, text) => {
    for (const chunk of [1, 7, 65_536]) {
      const read = await readText(vics, text, {}, { chunk });
      expect(keysOf(read)).toEqual([`md5 ${first}`, `md5 ${second}`]);
      expect(read.rejected).toEqual([]);
    }
  });

  it('cases among media cost those cases', async () => {
    const read = await readText(vics, `{${context()},"value":[{"MD5":"${first}"},{"Media":[{"MD5":"${second}"}]}]}`);
    expect(keysOf(read)).toEqual([`md5 ${first}`]);
    expect(codesOf(read.findings)).toEqual([['row/bad-value', 1]]);
  });

  it('cut between two media is told as cut', async () => {
    const read = await readText(vics, `{${context()},"value":[\n{"MD5":"${first}"},\n`);
    expect(codesOf(read.findings)).toEqual([['input/cut-short', 3]]);
  });

  it('records for plug-ins of Griffeye are no list', async () => {
    const read = await readText(vics, `{"Md5Hex":"${first}","InitialCategory":1}`);
    expect(codesOf(read.findings)).toEqual([
      ['row/unknown-key', 1],
      ['row/no-list', 1],
    ]);
  });
});

describe('thumbnails', () => {
  it('are dropped and counted, and make no list a bad one', async () => {
    const thumbnail = `data:image/png;base64,${'A'.repeat(200)}`;
    const list = set({ MD5: first, Miniature: thumbnail }, { MD5: second, Comments: thumbnail });
    const { findings, bytes, outcome } = await convert({ format: vics, options: {} }, list, {
      format: canonical,
      options: {},
    });
    expect([outcome.failure, findings.countOf('row/imagery')]).toEqual([null, 2]);
    expect(diagnosticOf('row/imagery').severity).toBe('warning'); // exit 1 is for lists that have something wrong
    expect([bytes.toString().includes(first), bytes.toString().includes('AAAA')]).toEqual([true, false]);
  });
});

describe('digests', () => {
  const photo = Buffer.from(inventedKey('photodna', 3));

  it.each([
    ['base64', photo.toString('base64')],
    ['base64 with escaped slashes', photo.toString('base64').replaceAll('/', '\\/')],
    ['hexadecimal', photo.toString('hex')],
    ['numbers in a text', [...photo].join(',')],
    ['numbers', [...photo]],
  ])('PhotoDNA in %s', async (_name, PhotoDNA) => {
    const text = set({ PhotoDNA }).replaceAll('\\\\/', '\\/');
    expect(keysOf(await readText(vics, text))).toEqual([`photodna ${photo.toString('hex')}`]);
  });

  it.each([
    ['cut', photo.toString('base64').slice(4)],
    ['with numbers above 255', [...photo].map((n) => n + 256)],
    ['with texts among the numbers', [...photo].map(String)],
    ['an object', { a: 1 }],
  ])('PhotoDNA %s costs no other digest', async (_name, PhotoDNA) => {
    const read = await readText(vics, set({ MD5: first, PhotoDNA }, { PhotoDNA }));
    expect(keysOf(read)).toEqual([`md5 ${first}`]);
    const [kept = '', lost = ''] = codesOf(read.findings).map(([code]) => code);
    expect([kept, read.rejected.length]).toEqual(['digest/left-out', 1]);
    expect(['digest/wrong-length', 'row/bad-value']).toContain(lost);
  });

  it('PhotoDNA Edge V2 is a kind of its own', async () => {
    const edge = Buffer.from(inventedKey('photodna-edge-v2', 3)).toString('base64');
    const { rows } = await readText(vics, set({ PhotoDNA: edge }));
    expect(rows.map(({ kind }) => kind)).toEqual(['photodna-edge-v2']);
  });

  it('one that stands twice is one, two of a kind are none', async () => {
    const sha1 = inventedHex('sha1', 1);
    const beside = (HashValue: string): object => ({
      MD5: first,
      SHA1: sha1,
      AlternativeHashes: [{ HashName: 'SHA1', HashValue }],
    });
    expect(keysOf(await readText(vics, set(beside(sha1.toUpperCase()))))).toEqual([`md5 ${first}`, `sha1 ${sha1}`]);
    const read = await readText(vics, set(beside(inventedHex('sha1', 2))));
    expect(codesOf(read.findings)).toEqual([['digest/contradictory', 1]]);
  });
});

describe('what is written', () => {
  it('begins with the context, has capital digits, and says what it can in the words of the format', async () => {
    const text = set({
      MD5: first,
      Category: 1,
      VictimIdentified: 'true',
      MimeType: 'image/png',
      Tags: 'a, b',
      MediaSize: '9',
    });
    const { batches, interns } = await readText(vics, text);
    const written = await writeText(vics, batches, { vocabulary: 'us' }, { interns });
    expect(written.text.split('\n')).toEqual([
      `{${context()},"value":[`,
      `{"MediaID":1,"Category":1,"MD5":"${first.toUpperCase()}","VictimIdentified":true,"PrecategorizationSource":"input","Tags":"a,b","MimeType":"image/unknown","MediaSize":9}`,
      ']}',
      '',
    ]);
    expect(written.findings).toEqual([]);
  });

  it('names the vocabulary of the categories it holds, so that receivers see them', async () => {
    const { batches, interns } = await readText(vics, set({ MD5: second }, { MD5: first, Category: 1 }));
    const { text, findings } = await writeText(vics, batches, {}, { interns });
    expect(text.split('\n')[0]).toBe(`{${context()},"value":[`);
    expect(text).toContain(`"Category":1,"MD5":"${first.toUpperCase()}"`);
    expect(findings).toEqual([]);
    const none = await readText(vics, set({ MD5: second }));
    const bare = await writeText(vics, none.batches, {}, { interns: none.interns });
    expect(bare.text.split('\n')[0]).toBe(`{${context('Default/')},"value":[`);
  });

  it('tells categories of another vocabulary than that of the first', async () => {
    const uk = `{${context('UK/')},"value":[{"MD5":"${second}","Category":2}]}`;
    const all = (
      await Promise.all(
        [set({ MD5: first, Category: 1 }), uk].map((text) =>
          convert({ format: vics, options: {} }, text, { format: canonical, options: {} }),
        ),
      )
    ).map(({ bytes }) => bytes.toString());
    const rows = all.map((text, n) => text.split('\n').slice(n).join('\n')).join('');
    const { bytes, findings } = await convert({ format: canonical, options: {} }, rows, { format: vics, options: {} });
    const { value } = JSON.parse(bytes.toString()) as { value: { Category?: number }[] };
    expect(value.map(({ Category }) => Category ?? null)).toEqual([1, null]);
    expect(findings.countOf('row/annotated')).toBe(1);
  });

  it('tells what other programs will not see', async () => {
    const { batches, interns } = await readText(vics, set({ MD5: first, Category: 1 }));
    const { findings, text } = await writeText(vics, batches, { vocabulary: 'UK' }, { interns });
    expect(findings.map(({ code, args }) => [code, args])).toEqual([['row/annotated', { what: 'opinions' }]]);
    expect(JSON.parse(text).value[0].Category).toBeUndefined();
  });

  it('tells records that programs will pass over', async () => {
    const { batches, interns } = await readText(vics, set({ SHA1: inventedHex('sha1', 1) }));
    const { findings } = await writeText(vics, batches, {}, { interns });
    expect(findings.map(({ code }) => code)).toEqual(['row/without-md5']);
  });
});

it('is told by its context, with a mark and line ends of Windows', () => {
  const head = headOf(Buffer.from(`\ufeff{\r\n\t${context()},\r\n\t"value": [`), '', false);
  expect(vics.detect(head)?.sure).toBe('certain');
});

it('does not take records for plug-ins of Griffeye for a list', () => {
  const head = headOf(Buffer.from(`[{"FileName":"a","Md5Hex":"${first}","InitialCategory":1}]`), '', true);
  expect(() => detect(head, formats, 'input', () => {})).toThrow(
    expect.objectContaining({ args: expect.objectContaining({ nearest: expect.stringContaining('VICS') }) }),
  );
});
