// CSV read by the names of its columns, and written so that it is read again without loss.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv.ts';
import { headOf } from '../../src/formats/detect.ts';
import { hexText, toUtf8 } from '../../src/model/bytes.ts';
import { Failure } from '../../src/model/failure.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import type { Row } from '../../src/model/row.ts';
import { codesOf, type ReadResult, type ReadSetup, readText, writeText } from '../support/format-harness.ts';

const digest = (algorithm: string, n: number): string => createHash(algorithm).update(`fixture-${n}`).digest('hex');
const md5 = (n: number): string => digest('md5', n);
const sha256 = (n: number): string => digest('sha256', n);

const codes = ({ findings }: ReadResult): string[] => codesOf(findings).map(([code, line]) => `${line} ${code}`);
const key = (row: Row): string => keyText(kinds[row.kind], row.key);
const keys = ({ rows }: ReadResult): string[] => rows.map((row) => `${row.kind} ${key(row)}`);

type Options = Parameters<typeof readText<NonNullable<Parameters<NonNullable<typeof csv.carriesWith>>[0]>>>[2];
const read = (lines: readonly string[], options: Options = {}, setup: ReadSetup = {}): Promise<ReadResult> =>
  readText(csv, lines.map((line) => `${line}\n`).join(''), options, setup);

/** What was read, written with these options. */
async function write({ batches, interns }: ReadResult, options: Options = {}) {
  return writeText(csv, batches, options, { interns });
}

/** Everything a row says but for its line, which a copy of the list has elsewhere. */
function facts({ rows }: ReadResult): unknown[] {
  return rows.map(({ line: _line, key: bytes, item, origins: _origins, ...others }) => ({
    ...others,
    key: hexText(bytes),
    isGrouped: rows.filter((row) => row.item === item).length > 1,
  }));
}

async function failure(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
  return 'none';
}

describe('reading: the header', () => {
  it('knows columns however they are spelled, and whatever separates them', async () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const header = ['File Name', 'SHA-256', 'md5_hash', 'CATEGORY', 'First Seen'].join(delimiter);
      const row = ['a.jpg', sha256(1).toUpperCase(), md5(1), 'A1', '2026-01-05'].join(delimiter);
      const result = await read([header, row]);
      expect(keys(result)).toEqual([`md5 ${md5(1)}`, `sha256 ${sha256(1)}`]);
      expect(result.findings).toEqual([]);
      expect(result.rows[0]).toMatchObject({
        opinions: [{ member: 'input', label: 'A1' }],
        extras: { name: 'a.jpg' },
        times: { firstSeen: 1_767_571_200 },
      });
    }
  });

  it('tells an unknown column once, by its name, and leaves it out', async () => {
    const result = await read(['md5,Ticket,Hotline', `${md5(1)},1,NL`, `${md5(2)},2,NL`]);
    expect(codes(result)).toEqual(['1 row/unknown-column', '1 row/unknown-column']);
    expect(result.findings.map(({ args }) => args['column'])).toEqual(['Ticket', 'Hotline']);
  });

  it('names no column when the header may have swallowed a row', async () => {
    const result = await read([`md5,Ticket,analyst@hotline.example,invented name`, `${md5(2)},,,`]);
    expect(result.findings.map(({ args }) => args['column'])).toEqual(['number 2', 'number 3', 'number 4']);
  });

  it('refuses a list without a key column, and repeats nothing of it', async () => {
    expect(await failure(read(['name,label', 'a.jpg,A1']))).toBe('input/no-key-column');
    expect(await failure(read(['hash,label', `${md5(1)},A1`]))).toBe('input/no-key-column');
  });

  it.each([
    ['a digest', 1, `${md5(1)},A1\n${md5(2)},A1\n`],
    ['a digest', 2, `md5,${md5(1)}\nmd5,${md5(2)}\n`],
    ['a URL', 2, 'url,http://a.example/\nurl,http://b.example/\n'],
    ['a URL', 2, 'url,hxxps://a[.]example/\nurl,hxxps://b[.]example/\n'],
    ['an address', 1, '192.0.2.0/24,ip\n192.0.2.1,ip\n'],
    ['an address', 2, 'ip,2001:db8::1\nip,2001:db8::2\n'],
    ['a name with a dot', 2, 'domain,listed.example.com,subtree\ndomain,www.example.net,exact\n'],
    ['a name with a dot', 2, 'domain,www[.]example[.]com\ndomain,www[.]example[.]net\n'],
    ['a name with a dot', 2, 'url,www.example.com/a\nurl,http://www.example.net/\n'],
    ['a name with a dot', 2, 'domain,www.example.com\n'],
  ])('refuses a first line that is a row: it holds %s in column %i', async (what, column, text) => {
    const args = { input: 'input', line: 1, column, what };
    await expect(readText(csv, text, { scope: 'exact' })).rejects.toMatchObject({
      exit: 2,
      code: 'input/no-header',
      args,
    });
  });

  it.each([
    'md5,file.type\n(digest),jpeg\n',
    'md5,source.domain\n(digest),www.example.com\n',
    'md5,first.seen\n(digest),2026-01-05\n',
    'md5,Nr.,10.2025\n(digest),1,2\n',
    'md5,Bytes/Kb.\n(digest),1.2\n',
  ])('takes columns whose names have dots for columns: %s', async (text) => {
    expect(keys(await readText(csv, text.replace('(digest)', md5(1))))).toEqual([`md5 ${md5(1)}`]);
  });

  it.each([
    'sep=;\nmd5;label\n(digest);A1\n',
    '"sep=;"\r\nmd5;label\r\n(digest);A1\r\n',
    'SEP=#\nmd5#label\n(digest)#A1\n',
    'sep=,\nmd5,label\n(digest),A1\n',
  ])('takes the delimiter from a first line for spreadsheets: %j', async (text) => {
    const sent = text.replace('(digest)', md5(1));
    expect(csv.detect(headOf(toUtf8(sent), 'a.csv', true))).toMatchObject({ sure: 'likely' });
    const result = await readText(csv, sent);
    expect(keys(result)).toEqual([`md5 ${md5(1)}`]);
    expect(result.rows[0]).toMatchObject({ line: 3, opinions: [{ label: 'A1' }] });
    expect(result.findings).toEqual([]);
  });

  it.each(['Summe', 'Total', 'N/A', 'n/a', '-', 'Not/Known'])(
    'takes the word of a total for no URL: %s',
    async (word) => {
      const result = await read([
        'url;label',
        'http://a.example/;x',
        `${word};3`,
        'http://intranet/a;x',
        'intranet/b;x',
      ]);
      expect(keys(result)).toEqual(['url http://a.example/', 'url http://intranet/a', 'url intranet/b']);
      expect(codes(result)).toEqual(['3 url/unusable']);
      expect(result.findings[0]?.args).toMatchObject({ fault: 'url/single-label' });
    },
  );

  it('names the line that it took for the header', async () => {
    const args = { taken: '; line 3 was taken for its header' };
    await expect(readText(csv, '\n# x\nWeekly list\nmd5;label\n')).rejects.toMatchObject({ args });
  });

  it.each([
    ['in a column of their own', 'domain,label\na.example,x\n'],
    ['in one that is called otherwise', 'FQDN,label\na.example,x\n'],
    ['where a column says what a key is', `kind,key\nmd5,${md5(1)}\ndomain,a.example\n`],
  ])('asks how far names reach %s', async (_where, text) => {
    await expect(readText(csv, text)).rejects.toMatchObject({
      exit: 2,
      code: 'usage/bad-option',
      args: { option: '--from-option scope' },
    });
  });

  it('takes how far names reach from a column, else from the user', async () => {
    const told = await readText(csv, 'domain\na.example\n', { scope: 'subtree' });
    expect(told.rows.map(({ scope }) => scope)).toEqual(['subtree']);
    const lacking = await readText(csv, 'domain,scope\na.example,subtree\nb.example,\n');
    expect(lacking.rows.map(({ scope }) => scope)).toEqual(['subtree']);
    expect(lacking.findings.map(({ code, args }) => [code, args])).toEqual([['row/missing-field', { field: 'scope' }]]);
    const byColumn = await readText(csv, 'domain,scope\na.example,subtree\nb.example,\n', { scope: 'exact' });
    expect(byColumn.rows.map(({ scope }) => scope)).toEqual(['subtree', 'exact']);
    expect((await readText(csv, 'url,ip\na.example/,192.0.2.1\n')).rows).toHaveLength(2);
  });

  it('takes hashes for the kind it is told, and no other', async () => {
    const result = await read(['hash,label', `${md5(1)},A1`, `${sha256(1)},A1`], { kind: 'md5' });
    expect(keys(result)).toEqual([`md5 ${md5(1)}`]);
    expect(codes(result)).toEqual(['3 digest/wrong-length']);
  });

  it('passes over its own header when it comes again, and over comments', async () => {
    const header = 'domain,note';
    const result = await read(['# weekly', header, 'example.com,a', header, '#x', 'example.net,b'], { scope: 'exact' });
    expect(keys(result)).toEqual(['domain example.com', 'domain example.net']);
    expect(result.findings).toEqual([]);
    expect(result.rejectHeaders).toEqual([header]);
  });

  it('reads an empty file, and one with a header only, as no rows', async () => {
    for (const text of ['', 'md5,label', 'md5,label\n']) {
      const result = await readText(csv, text);
      expect([result.rows, result.findings]).toEqual([[], []]);
    }
  });
});

describe('reading: rows', () => {
  it('refuses rows that are too short or too long, and keeps them as sent', async () => {
    const result = await read([
      'md5,label,note',
      `${md5(1)},A1`,
      `${md5(2)},A1,b,c`,
      `${md5(3)},A1,,,`,
      `${md5(4)},A1,"a,b"`,
    ]);
    expect(keys(result)).toEqual([`md5 ${md5(3)}`, `md5 ${md5(4)}`]);
    expect(codes(result)).toEqual(['2 row/missing-field', '3 row/extra-field']);
    expect(result.rejected.map(({ raw }) => raw)).toEqual([`${md5(1)},A1`, `${md5(2)},A1,b,c`]);
    expect(result.findings[1]?.args).toEqual({ got: 4, want: 3 });
  });

  it('refuses a row whose one digest is bad, whatever its others are', async () => {
    const result = await read(['md5,sha256,label', `${md5(1)},${sha256(1).slice(1)},A1`, `,${sha256(2)},A1`, `,,A1`]);
    expect(keys(result)).toEqual([`sha256 ${sha256(2)}`]);
    expect(codes(result)).toEqual(['2 digest/wrong-length', '4 row/missing-field']);
  });

  it('says where in the line the fault is, quotes or not', async () => {
    const bad = `${md5(1).slice(0, 30)}zz`;
    const result = await read(['label,md5', `A1,${bad}`, `A1,"${bad}"`, `"A""1",${bad}`, `"A\n1","${bad}"`]);
    expect(result.findings.map(({ at }) => [at.line, at.column])).toEqual([
      [2, 34],
      [3, 35],
      [4, 38],
      [5, 38],
    ]);
  });

  it('goes on after quotes that are wrong', async () => {
    const result = await read(['md5,note', `${md5(1)},a"b`, `${md5(2)},"b`, `${md5(3)},c`]);
    expect(keys(result)).toEqual([`md5 ${md5(3)}`]);
    expect(codes(result)).toEqual(['2 row/bad-quote', '3 row/unclosed-quote']);
    expect(result.rejected.map(({ raw }) => raw)).toEqual([`${md5(1)},a"b`, `${md5(2)},"b`]);
  });

  it('refuses NUL bytes, and values that are not what the column holds', async () => {
    const result = await read([
      'md5,size,first_seen,scope,operation,polarity',
      `${md5(1)},1\0,,,,`,
      `${md5(2)},12 kB,,,,`,
      `${md5(3)},,05.01.2026,,,`,
      `${md5(4)},,,everything,,`,
      `${md5(5)},,,,deleted,`,
      `${md5(6)},,,,,bad`,
      `${md5(7)}, 12 ,2026-01-05T10:00:00+02:00,exact,withdrawn,deny`,
    ]);
    expect(codes(result)).toEqual([
      '2 input/nul-byte',
      '3 row/bad-value',
      '4 row/bad-value',
      '6 row/bad-value',
      '7 row/bad-value',
    ]);
    expect(keys(result)).toEqual([`md5 ${md5(4)}`, `md5 ${md5(7)}`]);
    expect(result.rows[1]).toMatchObject({
      operation: 'withdrawn',
      size: 12,
      times: { firstSeen: 1_767_600_000 },
      opinions: [{ member: 'input', polarity: 'deny' }],
    });
  });

  it('reads kinds, scopes and operations from columns', async () => {
    const result = await read([
      'kind,key,scope,operation',
      `SHA-256,${sha256(1)},,`,
      'domain,Example.COM,subtree,present',
      'url,http://example.com/a b,prefix,withdrawn',
      'ip,192.0.2.1,,excepted',
      'cidr,2001:db8::/32,,',
      `crc32,00000000,,`,
      `,${md5(1)},,`,
    ]);
    expect(result.rows.map((row) => `${row.kind} ${row.scope} ${row.operation} ${key(row)}`)).toEqual([
      `sha256 exact present ${sha256(1)}`,
      'domain subtree present example.com',
      'url prefix withdrawn http://example.com/a%20b',
      'ip exact excepted 192.0.2.1',
      'cidr exact present 2001:db8::/32',
    ]);
    expect(codes(result)).toEqual(['3 url/rewritten', '4 url/rewritten', '7 row/bad-value', '8 row/missing-field']);
    expect(result.rows[1]?.extras.spelling).toBe('Example.COM');
  });

  it('reads URLs as exact unless told', async () => {
    expect((await read(['url', 'http://example.org/'])).rows.map(({ scope }) => scope)).toEqual(['exact']);
    const wide = await read(['url', 'http://example.org/'], { scope: 'prefix' });
    expect(wide.rows.map(({ scope }) => scope)).toEqual(['prefix']);
  });

  it('keeps several opinions and reviews apart, item by item', async () => {
    const result = await read([
      'md5,member,scheme,label,polarity,reviewer,organisation,country,decision',
      `${md5(1)},acme;beta,ncmec;,A1;x%3By,deny;,r1;r2,police;,NL;GB,confirmed;refuted`,
      `${md5(2)},acme,ncmec,A1;B2,,r1,,,`,
      `${md5(3)},acme;beta;gamma,,A1;B2,,,,,`,
      `${md5(4)},acme,,,,,,,`,
    ]);
    expect(result.rows.map(({ opinions }) => opinions)).toEqual([
      [
        { member: 'acme', scheme: 'ncmec', label: 'A1', polarity: 'deny' },
        { member: 'beta', label: 'x;y' },
      ],
      [
        { member: 'acme', scheme: 'ncmec', label: 'A1' },
        { member: 'acme', scheme: 'ncmec', label: 'B2' },
      ],
      [{ member: 'acme' }],
    ]);
    expect(result.rows[0]?.reviews).toEqual([
      { reviewer: 'r1', organisation: 'police', country: 'NL', decision: 'confirmed' },
      { reviewer: 'r2', country: 'GB', decision: 'refuted' },
    ]);
    expect(result.rows[1]?.reviews).toEqual([{ reviewer: 'r1', decision: 'confirmed' }]);
    expect(codes(result)).toEqual(['4 row/bad-value']);
  });

  it('gives each numbered reviewer its own organisation', async () => {
    const result = await read([
      'md5,reviewer_1,organisation_1,Reviewer 2,Organisation 2',
      `${md5(1)},r1,police,r2,hotline`,
      `${md5(2)},r2,,r1,police`,
      `${md5(3)},r1,police,,`,
    ]);
    expect(
      result.rows.map(({ reviews }) => reviews.map(({ reviewer, organisation }) => [reviewer, organisation])),
    ).toEqual([
      [
        ['r1', 'police'],
        ['r2', 'hotline'],
      ],
      [
        ['r1', 'police'],
        ['r2', undefined],
      ],
      [['r1', 'police']],
    ]);
  });

  it('never mistakes one group of cells for another', async () => {
    // Cells repeat in new combinations: each must mean the same as when it is read in a list of its own.
    const parts = ['', 'a', 'b', 'c'];
    const rows = parts.flatMap((one) => parts.flatMap((two) => parts.map((three) => [one, two, three])));
    const header = 'md5,reviewer,organisation,country';
    const line = (row: readonly string[], n: number): string => `${md5(n)},${row.join(',')}`;
    const all = await read([header, ...rows.map(line)]);
    expect(all.rows).toHaveLength(64);
    for (const [n, row] of rows.entries()) {
      const alone = await read([header, line(row, n)]);
      expect(all.rows[n]?.reviews).toEqual(alone.rows[0]?.reviews);
    }
  });

  it('joins neighbours with the same item, across any batch', async () => {
    const lines = ['kind,key,item', ...[1, 1, 1, 2, '', '', 3, 3].map((item, n) => `md5,${md5(n)},${item}`)];
    for (const limit of [1, 2, 3, 8192]) {
      const { batches, rows } = await read(lines, {}, { limit });
      expect(rows).toHaveLength(8);
      const groups = batches.flatMap(({ count, item }) =>
        Array.from({ length: count }, (_, i) => (item === null || i === 0 || item[i] !== item[i - 1] ? '|' : '+')),
      );
      expect(groups.join('')).toBe('|++||||+');
    }
  });

  it('keeps an item together when one of its rows is refused', async () => {
    const lines = [
      'kind,key,item,operation',
      `md5,${md5(1)},7,`,
      `md5,x,7,`,
      `md5,${md5(2)},7,no`,
      `sha256,${sha256(1)},7,withdrawn`,
    ];
    const { rows } = await read(lines);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.item).toBe(rows[1]?.item);
  });

  it('skips what the run does not want, and says so', async () => {
    const lines = ['md5,name,reviewer,first_seen,id', `${md5(1)},a.jpg,r1,nonsense,7`, `${md5(2)},,,,`];
    const result = await read(lines, {}, { want: [] });
    expect(keys(result)).toHaveLength(2);
    expect([...result.skipped]).toEqual([
      ['reviews', 1],
      ['firstSeen', 1],
      ['partnerKey', 1],
      ['name', 1],
    ]);
    expect(result.rows[0]).toMatchObject({ extras: {}, reviews: [], times: {} });
  });
});

describe('reading: pictures', () => {
  const jpeg = `/9j/4AAQSkZJRgABAQ${'A'.repeat(400)}`;
  const uri = `data:image/png;base64,${'A'.repeat(100)}`;

  it.each([
    ['base64', jpeg],
    ['a data URI', uri],
    ['a data URI in capitals', uri.toUpperCase()],
    ['hexadecimal', `ffd8ffe0${'0'.repeat(400)}`],
    ['a video', `AAAAIGZ0eXBpc29t${'A'.repeat(400)}`],
  ])('drops one in %s and keeps the row', async (_name, picture) => {
    const result = await read(['md5,note,Thumbnail', `${md5(1)},"${picture}",`, `${md5(2)},b,"${picture}"`]);
    expect(keys(result)).toEqual([`md5 ${md5(1)}`, `md5 ${md5(2)}`]);
    expect(result.rows.map(({ extras }) => extras.note)).toEqual([undefined, 'b']);
    expect(codes(result)).toEqual(['1 row/unknown-column', '2 row/imagery', '3 row/imagery']);
  });

  it('keeps none for the rejects file either', async () => {
    const result = await read(['md5,note', `x,${jpeg}`, `"${jpeg}`, `${uri},a`, `${md5(1)},a"${uri}`]);
    expect(result.rows).toEqual([]);
    expect(result.rejected.map(({ raw }) => raw)).toEqual(['x,', '', 'data:image/png;base64,,a', '']);
    expect(codes(result).filter((code) => code.endsWith('row/imagery'))).toHaveLength(4);
  });

  it('knows a data URI that its own comma has parted', async () => {
    const result = await read(['md5,note,name', `${md5(1)},${uri}`, `${md5(2)},${uri},,`]);
    expect(result.rows.map(({ extras }) => extras)).toEqual([
      { note: 'data:image/png;base64' },
      { note: 'data:image/png;base64' },
    ]);
    expect(codes(result)).toEqual(['2 row/imagery', '3 row/imagery']);
  });

  it('takes no SHA-512 digest for one, whatever it begins with', async () => {
    const digests = ['ffd8ff', '89504e470d0a1a0a', '474946383'].map((start) => start.padEnd(128, '0'));
    const result = await read(['sha512', ...digests]);
    expect(keys(result)).toEqual(digests.map((digest) => `sha512 ${digest}`));
    expect(codes(result)).toEqual([]);
  });

  it('takes no PhotoDNA digest for one', async () => {
    const bytes = Uint8Array.from({ length: 144 }, (_, i) => i);
    bytes.set([0xff, 0xd8, 0xff]);
    const photodna = Buffer.from(bytes).toString('base64');
    expect(photodna.startsWith('/9j/')).toBe(true);
    const result = await read(['photodna', photodna]);
    expect(result.findings).toEqual([]);
    expect(result.rows).toHaveLength(1);
  });
});

describe('writing', () => {
  const rich = [
    'kind,key,scope,operation,item,member,scheme,label,polarity,reviewer,organisation,country,decision,last_reviewed,first_seen,last_verified,updated,expires,id,size,name,note,spelling,origins',
    `md5,${md5(1)},exact,present,1,acme;beta,ncmec;,A1;x%3By,deny;,r1;r2,police;,NL;GB,confirmed;refuted,2026-01-05T10:20:30Z,2025-01-01,,2026-01-06T01:02:03Z,2027-01-01,id-1,12,a.jpg,"say ""no"", twice",,`,
    `sha256,${sha256(1)},exact,present,1,acme;beta,ncmec;,A1;x%3By,deny;,,,,,,,,,,,12,,,,`,
    `domain,example.com,subtree,withdrawn,,,,,,,,,,,,,,,,,,"two\nlines",EXAMPLE.com,`,
    'url,http://example.org/a,prefix,excepted,,acme,,,,,,,,,,2026-02-02T00:00:01Z,,,,,,,,',
    '',
  ].join('\n');

  it('gives back in long form what it reads, byte by byte', async () => {
    const first = await readText(csv, rich);
    expect(first.findings).toEqual([]);
    expect((await write(first)).text).toBe(rich);
  });

  it('keeps where the rows of a merged list came from', async () => {
    const lines = ['kind,key,origins', `md5,${md5(1)},a.csv:12;b%3B1:7:withdrawn`, `md5,${md5(2)},x:1:3`];
    const first = await read(lines);
    expect(first.rows.map(({ origins }) => origins)).toEqual([
      [
        { source: 'a.csv', line: 12, operation: 'present' },
        { source: 'b;1', line: 7, operation: 'withdrawn' },
      ],
      [{ source: 'x:1', line: 3, operation: 'present' }],
    ]);
    expect((await write(first, { columns: ['kind', 'key', 'origins'] })).text).toBe(`${lines.join('\n')}\n`);
    expect(codes(await read(['md5,origins', `${md5(1)},a.csv`]))).toEqual(['2 row/bad-value']);
  });

  it('writes one file a row where columns are named', async () => {
    const first = await readText(csv, rich);
    const { text, findings } = await write(first, { columns: ['label', 'md5', 'sha256', 'domain', 'scope'] });
    expect(text).toBe(
      ['label,md5,sha256,domain,scope', `A1;x%3By,${md5(1)},${sha256(1)},,exact`, ',,,,prefix', ''].join('\n'),
    );
    expect(findings).toEqual([]);
  });

  it('parts digests whose facts differ, and tells it', async () => {
    const lines = [
      'kind,key,item,label',
      `md5,${md5(1)},1,A1`,
      `sha256,${sha256(1)},1,B2`,
      `md5,${md5(2)},2,`,
      `md5,${md5(3)},2,`,
    ];
    const first = await read(lines);
    const { text, findings } = await write(first, { columns: ['md5', 'sha256', 'label'] });
    expect(text.split('\n')).toEqual([
      'md5,sha256,label',
      `${md5(1)},,A1`,
      `,${sha256(1)},B2`,
      `${md5(2)},,`,
      `${md5(3)},,`,
      '',
    ]);
    expect(findings).toEqual([{ code: 'loss/grouping-split', args: { target: 'csv', count: 2 }, at: {} }]);
    const linked = await write(first, { columns: ['md5', 'sha256', 'label', 'item'] });
    expect(linked.findings).toEqual([]);
    expect(facts(await readText(csv, linked.text))).toEqual(facts(first));
  });

  it('leaves withdrawn rows out where no column could say so', async () => {
    const first = await read(['md5,operation', `${md5(1)},withdrawn`, `${md5(2)},`]);
    expect((await write(first, { columns: ['md5'] })).text).toBe(`md5\n${md5(2)}\n`);
    expect((await write(first, { columns: ['kind', 'key'] })).text).toBe(`kind,key\nmd5,${md5(2)}\n`);
  });

  it('keeps spreadsheets from running a cell, counts it, and takes it back when reading', async () => {
    const texts = ['=1+1', '+1', '-1', '@a', '\ta', "'=1", "''@a", "'a", '#a', ' a ', 'a=1', '"=1"', '=a,"b"'];
    const header = 'md5,note,label';
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    // Read with an apostrophe more where there is one to be taken off, so that the notes are the texts above.
    const protectedText = (text: string): string => (/^'*[=+\-@\t]/u.test(text) ? `'${text}` : text);
    const first = await read([header, ...texts.map((text, n) => `${md5(n)},${quoted(protectedText(text))},`)]);
    expect(first.rows.map(({ extras }) => extras.note)).toEqual(texts);
    const { text, findings } = await write(first);
    expect(findings).toHaveLength(8);
    expect(findings.every(({ code, args }) => code === 'output/formula-neutralised' && args['column'] === 'note')).toBe(
      true,
    );
    expect(text).not.toMatch(/(?:^|,)"?[=+@-]/mu);
    const again = await readText(csv, text);
    expect(again.rows.map(({ extras }) => extras.note)).toEqual(texts);
    const bare = await write(first, { formulas: 'keep' });
    expect(bare.findings).toEqual([]);
    expect(bare.text).toContain(',=1+1,');
  });

  it('counts a neutralised label in each of its rows', async () => {
    const first = await read(['md5,label', `${md5(1)},'=x`, `${md5(2)},'=x`]);
    expect(first.rows[0]?.opinions[0]?.label).toBe('=x');
    expect((await write(first)).findings).toHaveLength(2);
  });

  it('tells rows that no cell can hold', async () => {
    const first = await read(['md5,note', `${md5(1)},a`, `${md5(2)},b`]);
    const spoiled = first.batches.map((batch) => ({ ...batch, extras: [{ note: 'a\0b' }, { note: 'b' }] }));
    const { text, unfit } = await writeText(csv, spoiled, { columns: ['md5', 'note'] }, { interns: first.interns });
    expect(text).toBe(`md5,note\n${md5(2)},b\n`);
    expect(unfit).toEqual([['a text holds a NUL byte', 0]]);
  });

  it.each([
    ['md5,nonsense', /no column nonsense/],
    ['md5,md5', /twice/],
    ['label', /holds a key/],
    ['kind,label', /go together/],
    ['kind,key,md5', /either/],
  ])('refuses the columns %s', (columns, reason) => {
    const result = csv.options?.safeParse({ columns });
    expect(result?.success).toBe(false);
    expect(result?.error?.issues[0]?.message).toMatch(reason);
  });

  it('says what fewer columns carry', () => {
    const options = csv.options?.parse({ columns: 'md5, sha1 ,label' }) ?? {};
    expect(csv.carriesWith?.(options)).toMatchObject({
      kinds: ['md5', 'sha1'],
      scopes: ['exact'],
      perItem: 'many',
      opinions: 'one',
      withdrawals: 'by-absence',
      exceptions: false,
      fields: {},
    });
  });
});

describe('detection', () => {
  const detected = (text: string): string => csv.detect(headOf(toUtf8(text), 'list', true))?.sure ?? 'no';

  it.each([
    ['likely', `md5;label\n${md5(1)};A1\n`],
    ['likely', `"SHA-256","FileName"\n"${sha256(1)}","a"\n`],
    ['certain', 'kind,key,scope,operation\n'],
    ['no', `${md5(1)},A1\n${md5(2)},A1\n`],
    ['no', `${md5(1)}\n${md5(2)}\n`],
    ['no', 'hash,label\n'],
    ['no', ''],
    ['no', '\n\n'],
    ['no', '"md5\n'],
  ])('%s: %j', (sure, text) => expect(detected(text)).toBe(sure));
});
