// Deltas as partners send them, in whatever order they come: what was said last stands, what was withdrawn stays away, and a
// retraction that has no digests finds its record.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, digest, MARIA, range } from './play.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');
const sha1 = (n: number): string => createHash('sha1').update(`fixture-${n}`).digest('hex');
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00Z`;
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

let desk: Desk;
let files = 0;
beforeEach(() => {
  desk = new Desk();
  files = 0;
});
afterEach(() => desk.close());

async function imported(text: string, mode: string, ...options: string[]): Promise<string> {
  const name = `in-${++files}.txt`;
  desk.put(name, text);
  const limits = ['--max-shrink', '100', '--max-growth', '900'];
  const { exit, err } = await desk.run('import', name, '--list', 'acme', `--${mode}`, ...limits, ...options);
  expect(exit, err).toBe(0);
  return err;
}

/** Numbers of the records whose MD5 is listed. */
async function listed(): Promise<number[]> {
  const out = await desk.export('acme');
  return range(1, 40).filter((n) => out.includes(md5(n)));
}

interface Format {
  readonly name: string;
  /** A record that was sent, or taken back, on a day of January. */
  sent(n: number, on: number): string;
  gone(n: number, on: number): string;
  document(records: readonly string[], on: number): string;
}

const ncmec: Format = {
  name: 'ncmec-xml',
  sent: (n, on) =>
    `<image><member id="17">Example ESP</member><timestamp>${day(on)}</timestamp><id>fixture-${n}</id>` +
    `<classification>A1</classification><fingerprints><md5>${md5(n)}</md5><sha1>${sha1(n)}</sha1></fingerprints></image>`,
  gone: (n, on) =>
    `<deletedImage><member id="17">Example ESP</member><timestamp>${day(on)}</timestamp><id>fixture-${n}</id></deletedImage>`,
  document: (records, on) =>
    '<?xml version="1.0"?><queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">' +
    `<images count="${records.length}" maxTimestamp="${day(on)}">${records.join('')}</images></queryResult>`,
};

const stix: Format = {
  name: 'stix21',
  sent: (n, on) => indicator(n, on, {}),
  gone: (n, on) => indicator(n, on, { revoked: true }),
  document: (records) => `{"type":"bundle","id":"bundle--${uuid(0)}","objects":[${records.join(',')}]}`,
};

function indicator(n: number, on: number, more: object): string {
  const times = { created: day(1), modified: day(on), valid_from: day(1) };
  const id = `indicator--${uuid(n)}`;
  const pattern = { pattern_type: 'stix', pattern: `[file:hashes.MD5 = '${md5(n)}']` };
  return JSON.stringify({ type: 'indicator', spec_version: '2.1', id, ...times, ...pattern, ...more });
}

const misp: Format = {
  name: 'misp-event',
  sent: (n, on) => attribute(n, on, {}),
  gone: (n, on) => attribute(n, on, { deleted: true }),
  document: (records) =>
    `{"Event":{"uuid":"${uuid(0)}","info":"January","date":"2026-01-01","Attribute":[${records.join(',')}]}}`,
};

function attribute(n: number, on: number, more: object): string {
  const timestamp = String(Date.parse(day(on)) / 1000);
  return JSON.stringify({ uuid: uuid(n), type: 'md5', value: md5(n), to_ids: true, timestamp, ...more });
}

describe.each([ncmec, stix, misp])('deltas of $name', ({ sent, gone, document }) => {
  const first = (): string =>
    document(
      range(1, 20).map((n) => sent(n, 1)),
      1,
    );

  it('take back a record, which no earlier delta brings again', async () => {
    await imported(first(), 'replace');
    const err = await imported(document([gone(3, 5), sent(21, 5)], 5), 'apply');
    expect(err).not.toContain('registry/nothing-withdrawn');
    expect(await listed()).toEqual(range(1, 21).filter((n) => n !== 3));
    await imported(document([sent(3, 3), sent(22, 3)], 3), 'apply'); // two days late
    expect(await listed()).toEqual(range(1, 22).filter((n) => n !== 3));
    await imported(document([sent(3, 7)], 7), 'apply'); // and listed anew
    expect(await listed()).toEqual(range(1, 22));
  });

  it('take back a record before it came', async () => {
    await imported(first(), 'replace');
    await imported(document([gone(30, 5)], 5), 'apply', '--fail-on', 'never');
    await imported(document([sent(30, 3), sent(31, 3)], 3), 'apply');
    expect(await listed()).toEqual([...range(1, 20), 31]);
  });

  it('keep what was taken back through changes by hand', async () => {
    await imported(first(), 'replace');
    await imported(document([gone(3, 5)], 5), 'apply');
    await desk.run('review', 'acme', md5(4), '--confirm', '--as', MARIA);
    await desk.run('withdraw', 'acme', md5(6), '--as', MARIA);
    await imported(document([sent(3, 3)], 3), 'apply');
    expect(await listed()).toEqual(range(1, 20).filter((n) => n !== 3 && n !== 6));
  });
});

describe('a retraction of NCMEC', () => {
  it('has no digests, and takes all of its record', async () => {
    await imported(
      ncmec.document(
        range(1, 20).map((n) => ncmec.sent(n, 1)),
        1,
      ),
      'replace',
    );
    expect(ncmec.gone(3, 5)).not.toContain(md5(3));
    await imported(ncmec.document([ncmec.gone(3, 5)], 5), 'apply');
    const out = await desk.export('acme');
    expect(out).not.toContain(sha1(3));
    expect(out).toContain(sha1(4));
  });

  it('is not undone by a delta from before a full edition, which lacks the record', async () => {
    await imported(
      ncmec.document(
        range(1, 20).map((n) => ncmec.sent(n, 1)),
        1,
      ),
      'replace',
    );
    await imported(
      ncmec.document(
        range(4, 20).map((n) => ncmec.sent(n, 1)),
        6,
      ),
      'replace',
    );
    const err = await imported(ncmec.document([ncmec.sent(3, 3), ncmec.sent(33, 3)], 3), 'apply');
    expect(err).toContain('registry/late-delta');
    expect(await listed()).toEqual(range(4, 20));
    expect((await desk.run('history', 'acme', '--json')).out.trim().split('\n')).toHaveLength(2);
  });
});

describe('deltas of Project VIC', () => {
  const medium = (n: number, on: number, category: number): object => ({
    ...{ MediaID: n, Category: category, MD5: md5(n), SHA1: sha1(n) },
    ...{ MediaSize: 9, DateUpdated: day(on) },
  });
  const document = (media: readonly object[]): string =>
    JSON.stringify({
      '@odata.context': 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media',
      value: media,
    });
  const categoryOf = async (n: number): Promise<string[]> => {
    const lines = (await desk.export('acme')).split('\n').filter((line) => line.includes(md5(n)));
    return lines.flatMap((line) => JSON.parse(line).opinions.map(({ label }: { label: string }) => label));
  };

  it('change a category, which an older delta does not change back', async () => {
    await imported(document(range(1, 20).map((n) => medium(n, 1, 1))), 'replace');
    await imported(document([medium(3, 5, 2), medium(21, 5, 2)]), 'apply');
    expect(await categoryOf(3)).toEqual(['2']);
    const err = await imported(document([medium(3, 3, 0), medium(22, 3, 0)]), 'apply');
    expect(err).toContain('registry/late');
    expect(await categoryOf(3)).toEqual(['2']);
    expect(await listed()).toEqual(range(1, 22));
    await imported(document([medium(3, 7, 1)]), 'apply');
    expect(await categoryOf(3)).toEqual(['1']);
  });

  it('that are all late change nothing, and are no error', async () => {
    await imported(document(range(1, 20).map((n) => medium(n, 5, 1))), 'replace');
    const before = await desk.export('acme');
    expect(await imported(document([medium(3, 3, 0)]), 'apply')).toContain('registry/late');
    expect(await desk.export('acme')).toBe(before);
  });
});

describe('a delta that somebody went back behind', () => {
  it('may be applied again', async () => {
    await imported(
      ncmec.document(
        range(1, 20).map((n) => ncmec.sent(n, 1)),
        1,
      ),
      'replace',
    );
    const delta = ncmec.document([ncmec.sent(21, 5)], 5);
    await imported(delta, 'apply');
    expect(await imported(delta, 'apply')).toContain('registry/already-imported');
    await desk.run('rollback', 'acme', '--at', '1', '--as', MARIA);
    expect(await listed()).toEqual(range(1, 20));
    await imported(delta, 'apply');
    expect(await listed()).toEqual(range(1, 21));
  });
});

describe('a withdrawal of what the list never had', () => {
  const delta = (...rows: readonly [n: number, operation: string, scope?: string][]): string => {
    const lines = rows.map(([n, operation]) => JSON.stringify({ kind: 'sha256', operation, key: digest(n) }));
    return `${['{"canonical":1,"list":{"edition":"delta"}}', ...lines].join('\n')}\n`;
  };

  it.each([
    ['reads a part of it', []],
    ['reads all of it', ['--policy', 'open.yaml']],
  ])('is told and counted where the delta %s; one that comes again is not', async (_what, how) => {
    desk.put('open.yaml', 'policy: 1\ntitle: Open\n');
    await desk.import('acme', range(1, 20));
    const applied = async (...rows: readonly [n: number, operation: string][]) => {
      desk.put('delta.jsonl', delta(...rows));
      return (await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply', ...how)).err;
    };
    const first = await applied([3, 'withdrawn'], [90, 'withdrawn'], [91, 'withdrawn'], [30, 'present']);
    expect(first).toContain('delta.jsonl withdraws what acme never listed: 2 entries');
    expect(await applied([3, 'withdrawn'], [31, 'present'])).not.toContain('registry/nothing-withdrawn');
    expect(await applied([30, 'withdrawn'], [32, 'present'])).not.toContain('registry/nothing-withdrawn');
  });
});

describe('a delta that is held while others go in', () => {
  const delta = (on: number, ...rows: readonly [n: number, operation: string][]): string => {
    const header = JSON.stringify({ canonical: 1, list: { edition: 'delta', issuedAt: day(on) } });
    const lines = rows.map(([n, operation]) => JSON.stringify({ kind: 'sha256', operation, key: digest(n) }));
    return `${[header, ...lines].join('\n')}\n`;
  };
  const imported = (name: string) => desk.run('import', name, '--list', 'acme', '--apply');

  it('does not undo them when it is accepted: it comes in again, beside them', async () => {
    await desk.import('acme', range(1, 20));
    desk.put('long.jsonl', delta(2, ...range(21, 60).map((n): [number, string] => [n, 'present'])));
    desk.put('short.jsonl', delta(3, [70, 'present'], [7, 'withdrawn'], [30, 'withdrawn']));
    expect((await imported('long.jsonl')).err).toContain('registry/held');
    expect((await imported('short.jsonl')).exit).toBe(0);
    const refused = await desk.run('accept', 'acme', '--as', MARIA);
    expect(refused.exit).toBe(3);
    expect(refused.err).toContain('edition 2 of acme was held before edition 3 went live');
    expect(await desk.live('acme')).toEqual([...range(1, 6), ...range(8, 20), 70]);
    expect((await desk.run('lists')).out).toContain('edition 2 held');
    expect((await imported('long.jsonl')).err).toContain('edition 4 of acme is held');
    expect((await desk.run('lists')).out).toContain('edition 4 held');
    expect((await imported('long.jsonl')).err).toContain('edition 4 of acme is held'); // and no fifth
    await desk.run('review', 'acme', digest(3), '--confirm', '--as', MARIA);
    expect((await desk.run('accept', 'acme', '--as', MARIA)).exit).toBe(0);
    const all = range(1, 60).filter((n) => n !== 7 && n !== 30);
    expect(await desk.live('acme')).toEqual([...all, 70]);
    expect((await desk.run('lists')).out).not.toContain('held');
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });
});

describe('deltas of lists without times for their entries', () => {
  const delta = (on: number, ...rows: readonly [n: number, operation: string][]): string => {
    const header = JSON.stringify({ canonical: 1, list: { edition: 'delta', issuedAt: day(on) } });
    const lines = rows.map(([n, operation]) => JSON.stringify({ kind: 'md5', operation, key: md5(n) }));
    return `${[header, ...lines].join('\n')}\n`;
  };

  it('are put in order by their dates of issue', async () => {
    const rows = range(1, 20).map((n) => JSON.stringify({ kind: 'md5', key: md5(n) }));
    await imported(`${[`{"canonical":1,"list":{"issuedAt":"${day(1)}"}}`, ...rows].join('\n')}\n`, 'replace');
    await imported(delta(5, [3, 'withdrawn'], [21, 'present']), 'apply');
    const err = await imported(delta(3, [3, 'present'], [21, 'withdrawn'], [22, 'present']), 'apply');
    expect(err).toContain('registry/late');
    expect(await listed()).toEqual(range(1, 22).filter((n) => n !== 3));
    await imported(delta(7, [3, 'present']), 'apply');
    expect(await listed()).toEqual(range(1, 22));
    expect((await desk.export('acme')).split('\n')[0]).toContain('2026-01-07');
  });

  it('do not list again what was withdrawn by hand after they were issued', async () => {
    desk.write('in.jsonl', range(1, 20));
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace');
    await desk.run('withdraw', 'acme', digest(3), '--as', MARIA);
    const row = JSON.stringify({ kind: 'sha256', key: digest(3) });
    await imported(`{"canonical":1,"list":{"edition":"delta","issuedAt":"${day(4)}"}}\n${row}\n`, 'apply');
    expect(await desk.live('acme')).toEqual(range(1, 20).filter((n) => n !== 3));
  });
});

describe('three deltas in reverse order', () => {
  it('are each compared with both others', async () => {
    const delta = (on: number, operation: string): string =>
      `${JSON.stringify({ canonical: 1, list: { edition: 'delta', issuedAt: day(on) } })}\n` +
      `${JSON.stringify({ kind: 'md5', operation, key: md5(3) })}\n{"kind":"md5","key":"${md5(20 + on)}"}\n`;
    const rows = range(1, 20).map((n) => JSON.stringify({ kind: 'md5', key: md5(n) }));
    await imported(`${[`{"canonical":1,"list":{"issuedAt":"${day(1)}"}}`, ...rows].join('\n')}\n`, 'replace');
    await imported(
      `{"canonical":1,"list":{"edition":"delta","issuedAt":"${day(7)}"}}\n{"kind":"md5","key":"${md5(27)}"}\n`,
      'apply',
    );
    await imported(delta(5, 'withdrawn'), 'apply');
    expect(await imported(delta(3, 'present'), 'apply')).toContain('registry/late');
    expect(await listed()).toEqual([1, 2, ...range(4, 20), 23, 25, 27]);
    expect((await desk.run('audit', 'verify')).exit).toBe(0);
  });
});

describe('a record that was taken back and is sent anew without a time', () => {
  it.each([
    ['a part of the list', []],
    ['all of it', ['--drop', 'digest/empty-file']],
  ])('is listed again, and taken back again, where %s is read', async (_, options) => {
    const sent = { kind: 'md5', key: md5(3), partnerKey: 'ncmec:17/fixture-3' };
    const rows = `${JSON.stringify({ canonical: 1, list: {} })}\n${JSON.stringify(sent)}\n`;
    await imported(rows, 'replace');
    await imported(ncmec.document([ncmec.gone(3, 2), ncmec.sent(4, 2)], 2), 'apply', ...options);
    expect(await listed()).toEqual([4]);
    await imported(`${rows}\n`, 'apply', ...options);
    expect(await listed()).toEqual([3, 4]);
    await imported(ncmec.document([ncmec.gone(3, 3)], 3), 'apply', ...options);
    expect(await listed()).toEqual([4]);
  });
});

describe('a digest of a record that was withdrawn by itself', () => {
  it.each([
    ['a part of the list', []],
    ['all of it', ['--drop', 'digest/empty-file']], // with --drop the list is read whole
  ])('takes no other digest of the record along with the next delta, where %s is read', async (_, options) => {
    const record = (kind: string, key: string): string =>
      JSON.stringify({ item: 1, kind, key, partnerKey: 'ncmec:17/fixture-3' });
    const head = JSON.stringify({ canonical: 1, list: {} });
    await imported(`${[head, record('md5', md5(3)), record('sha1', sha1(3))].join('\n')}\n`, 'replace');
    await imported(`${head}\n${JSON.stringify({ kind: 'sha1', operation: 'withdrawn', key: sha1(3) })}\n`, 'apply');
    expect(await listed()).toEqual([3]);
    await imported(ncmec.document([ncmec.gone(8, 9)], 9), 'apply', ...options);
    expect(await listed()).toEqual([3]);
    expect(await desk.export('acme')).not.toContain(sha1(3));
    // Sent anew it is there again, and taken back by its name it is gone.
    await imported(ncmec.document([ncmec.sent(3, 10)], 10), 'apply', ...options);
    expect(await desk.export('acme')).toContain(sha1(3));
    await imported(ncmec.document([ncmec.gone(3, 11), ncmec.sent(9, 11)], 11), 'apply', ...options);
    expect(await listed()).toEqual([9]);
  });
});

describe('a digest that several records list', () => {
  const named = (record: number, on: number, ...digests: readonly number[]): string[] =>
    digests.map((n) =>
      JSON.stringify({ kind: 'md5', key: md5(n), partnerKey: `ncmec:17/fixture-${record}`, updated: day(on) }),
    );
  const list = (...rows: readonly string[][]): string =>
    `${[JSON.stringify({ canonical: 1, list: {} }), ...rows.flat()].join('\n')}\n`;
  const gone = (record: number, on: number): string => ncmec.document([ncmec.gone(record, on)], on);
  const readings: [string, string[]][] = [
    ['a part of the list', []],
    ['all of it', ['--drop', 'digest/empty-file']],
  ];

  it.each(readings)('is left by the newer when the older is taken back, where %s is read', async (_, options) => {
    await imported(list(named(1, 1, 1, 3), named(2, 3, 1, 2)), 'replace');
    await imported(gone(1, 5), 'apply', ...options);
    expect(await listed()).toEqual([1, 2]);
    // The list is the same where a file of it is read.
    desk.put('kept.jsonl', await desk.export('acme'));
    const { out } = await desk.run(
      'convert',
      'kept.jsonl',
      '--to',
      'plain-digests',
      '-o',
      '-',
      '-q',
      '--allow-loss',
      'field-dropped',
    );
    expect(out.trim().split('\n').sort()).toEqual([md5(1), md5(2)].sort());
  });

  it.each(readings)('is listed by one after another was taken back, where %s is read', async (_, options) => {
    await imported(list(named(1, 1, 1, 2), named(9, 1, 9)), 'replace');
    await imported(gone(1, 2), 'apply', ...options);
    expect(await listed()).toEqual([9]);
    await imported(list(named(2, 5, 1, 2, 3)), 'apply', ...options);
    expect(await listed()).toEqual([1, 2, 3, 9]);
  });

  it.each(readings)(
    'goes when one is taken back and the other sent anew without it, where %s is read',
    async (_, options) => {
      await imported(list(named(1, 1, 1, 2), named(2, 3, 1, 3)), 'replace');
      await imported(list(named(2, 5, 3, 4)), 'apply', ...options);
      expect(await listed()).toEqual([1, 2, 3, 4]);
      const row = (await desk.export('acme')).split('\n').find((line) => line.includes(md5(1)));
      expect(JSON.parse(row ?? '')).toMatchObject({ partnerKey: 'ncmec:17/fixture-1' });
      await imported(gone(1, 7), 'apply', ...options);
      expect(await listed()).toEqual([3, 4]);
    },
  );
});

describe('what is withdrawn of a record that is gone', () => {
  it.each([
    ['a part of the list', []],
    ['all of it', ['--drop', 'digest/empty-file']],
  ])('stays withdrawn where %s is read, also if it was withdrawn by itself before', async (_, options) => {
    const name = 'ncmec:17/fixture-3';
    const head = JSON.stringify({ canonical: 1, list: {} });
    const row = (more: object): string => JSON.stringify({ kind: 'sha256', operation: 'withdrawn', ...more });
    await imported(`${head}\n${row({ key: digest(1), operation: 'present' })}\n`, 'replace');
    const gone = [
      row({ key: digest(2), partnerKey: name, updated: day(2) }),
      row({ key: digest(3), partnerKey: name, updated: day(2) }),
      row({ key: digest(3), updated: day(1) }),
    ];
    await imported(`${[head, ...gone].join('\n')}\n`, 'apply', ...options);
    const told = await imported(ncmec.document([ncmec.sent(8, 9)], 9), 'apply', ...options);
    expect(told).toContain('3 SHA-256 digests');
    expect(told).not.toContain('record/replaced');
  });
});

describe('an item of a record that somebody withdrew here', () => {
  it.each([
    ['a part of the list', []],
    ['all of it', ['--drop', 'digest/empty-file']],
  ])('stays withdrawn, and the other item listed, where a delta about others reads %s', async (_, options) => {
    const named = (kind: string, key: string): string =>
      JSON.stringify({ kind, key, partnerKey: 'ncmec:17/fixture-3' });
    const head = JSON.stringify({ canonical: 1, list: {} });
    const nameless = JSON.stringify({ kind: 'md5', key: md5(3) }); // listed without any record as well
    await imported(`${[head, nameless, named('md5', md5(3)), named('sha1', sha1(3))].join('\n')}\n`, 'replace');
    await desk.run('withdraw', 'acme', md5(3), '--as', MARIA);
    await imported(ncmec.document([ncmec.sent(8, 9)], 9), 'apply', ...options);
    await imported(ncmec.document([ncmec.gone(8, 10)], 10), 'apply', ...options);
    expect(await listed()).toEqual([]);
    expect(await desk.export('acme')).toContain(sha1(3));
    const { out } = await desk.run('history', 'acme', '--json');
    const [, , sent, gone] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(sent).toMatchObject({ added: 2, removed: 0, changed: 0 });
    expect(gone).toMatchObject({ added: 0, removed: 2, changed: 0 });
  });
});

describe('a finding about an entry that the list has', () => {
  it('is told of the list, which has no lines, and not of the file that came in', async () => {
    const item = (n: number): string[] => [
      JSON.stringify({ item: 1, kind: 'md5', key: md5(1) }),
      JSON.stringify({ item: 1, kind: 'sha1', key: sha1(n) }),
      JSON.stringify({ kind: 'domain', key: 'a.example', ...(n === 1 ? {} : { operation: 'excepted' }) }),
    ];
    const head = JSON.stringify({ canonical: 1, list: {} });
    await imported(`${[head, ...item(1)].join('\n')}\n`, 'replace');
    desk.put('delta.jsonl', `${[head, ...item(2)].join('\n')}\n`);
    const reports = ['text', 'json', 'ndjson', 'sarif', 'github', 'junit', 'markdown', 'html'];
    const written = reports.flatMap((report) => ['--report', `${report}=${report}.out`]);
    const { err } = await desk.run(
      'import',
      'delta.jsonl',
      '--list',
      'acme',
      '--apply',
      '--max-growth',
      '900',
      ...written,
    );
    expect(err).toContain('delta.jsonl:2  shares MD5 with the record of acme, but');
    expect(err).toContain('registry:acme  listed, and excepted by acme on line 4');
    for (const report of reports) {
      expect(desk.read(`${report}.out`), report).not.toMatch(
        /(?:jsonl|acme):0|line 0|line=0|Line": 0|"at": ?\{[^}]*"line": ?0/u,
      );
    }
  });
});

describe('a day on which nothing changed', () => {
  it('is a delta without rows, written over that of the day before and applied as any other', async () => {
    desk.write('one.jsonl', range(1, 5));
    desk.write('two.jsonl', range(1, 6));
    expect(await desk.run('import', 'two.jsonl', '--list', 'acme', '--replace')).toMatchObject({ exit: 0 });
    expect(await desk.run('diff', 'one.jsonl', 'two.jsonl', '-o', 'delta.jsonl')).toMatchObject({ exit: 1 });
    const same = await desk.run('diff', 'two.jsonl', 'two.jsonl', '-o', 'delta.jsonl');
    expect(same.exit, same.err).toBe(0);
    expect(desk.read('delta.jsonl')).toBe('{"canonical":1,"list":{"edition":"delta"}}\n');
    expect((await desk.run('diff', 'two.jsonl', 'two.jsonl', '-o', '-', '-q')).out).toBe(desk.read('delta.jsonl'));
    const applied = await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply');
    expect(applied.exit, applied.err).toBe(0);
    expect(await desk.live('acme')).toEqual(range(1, 6));
    // What does not say that it is a delta may be a list that was cut.
    desk.put('nothing.jsonl', '{"canonical":1,"list":{}}\n');
    expect(await desk.run('import', 'nothing.jsonl', '--list', 'acme', '--apply')).toMatchObject({ exit: 3 });
  });

  it('is no list without entries in a format that cannot say what was withdrawn', async () => {
    desk.write('two.jsonl', range(1, 6));
    const { exit, err } = await desk.run('diff', 'two.jsonl', 'two.jsonl', '--to', 'plain-digests', '-o', 'out.txt');
    expect(exit, err).toBe(3);
    expect(err).toContain('the result is empty');
  });
});
