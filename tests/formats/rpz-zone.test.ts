// Policy zones: what rules mean together when read, and that no rule written opens a hole. The judge of holes is a model
// of DNS wildcard matching below, as BIND and Unbound do it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../src/formats/detect.ts';
import { rpzZone } from '../../src/formats/rpz-zone.ts';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { fromUtf8, toUtf8 } from '../../src/model/bytes.ts';
import type { ListFacts } from '../../src/model/fields.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { type Operation, operationCode, type Scope, scopeCode } from '../../src/model/scope.ts';
import { codesOf, type ReadResult, readText, writeText } from '../support/format-harness.ts';

type Entry = readonly [operation: Operation, scope: Scope, name: string];

const entriesOf = ({ rows }: ReadResult): Entry[] =>
  rows.map(({ kind, operation, scope, key }) => [operation, scope, keyText(kinds[kind], key)]);
const codes = (result: ReadResult): string[] => codesOf(result.findings).map(([code, line]) => `${line} ${code}`);

/** Entries in words: `listed name`, `excepted subtree name`. */
const read = async (text: string, options: Parameters<typeof readText<unknown>>[2] = {}): Promise<string[]> => {
  const result = await readText(rpzZone, text, options as object);
  return entriesOf(result).map(([operation, scope, name]) =>
    [operation === 'excepted' ? 'excepted' : 'listed', ...(scope === 'subtree' ? ['subtree'] : []), name].join(' '),
  );
};

function batchOf(entries: readonly Entry[]): Batch {
  const builder = new BatchBuilder(0);
  for (const [n, [operation, scope, name]] of entries.entries()) {
    builder.begin(n + 1, operationCode(operation));
    builder.addBytes(kinds.domain.code, scopeCode(scope), toUtf8(name), 0, name.length);
  }
  return builder.take();
}

const write = (entries: readonly Entry[], options: object = {}, list: ListFacts = {}) =>
  writeText(rpzZone, [batchOf(entries)], options, { now: 1_767_571_200, list });

/** The rules of a zone, without its head. */
const rules = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !/^[;$@]/.test(line));

const HEAD = '@ SOA localhost. root.localhost. 1 3600 600 86400 300\n@ NS localhost.\n';

describe('reading', () => {
  it.each(rpzZone.examples.map((example) => [example.name, example] as const))(
    'example: %s',
    async (_name, example) => {
      for (const [chunk, limit] of [
        [1, 1],
        [7, 3],
        [65_536, 8192],
      ]) {
        const result = await readText(rpzZone, example.text, example.options ?? {}, {
          chunk: chunk ?? 1,
          limit: limit ?? 1,
        });
        const wanted = example.rows.map(({ operation = 'present', scope = 'exact', key }) => [operation, scope, key]);
        expect(entriesOf(result)).toEqual(wanted);
        expect(codesOf(result.findings)).toEqual(example.findings ?? []);
      }
    },
  );

  it('joins a name and its wildcard however far apart, at the line met first', async () => {
    const others = Array.from({ length: 20_000 }, (_, i) => `n${i}.example.com CNAME .\n`).join('');
    const text = `${HEAD}*.a.example.net CNAME .\nb.example.net CNAME .\n${others}a.example.net CNAME .\n*.b.example.net CNAME .\n`;
    const result = await readText(rpzZone, text);
    const subtrees = result.rows.filter(({ scope }) => scope === 'subtree');
    expect(subtrees.map(({ key, line }) => [fromUtf8(key), line])).toEqual([
      ['a.example.net', 3],
      ['b.example.net', 4],
    ]);
    expect(result.rows).toHaveLength(20_002);
    expect(result.findings).toEqual([]);
  });

  it.each([
    ['relative, no origin', '', ''],
    ['$ORIGIN of the zone', '$ORIGIN rpz.example.\n', ''],
    ['full names, zone from SOA', '', '.rpz.example.'],
    ['full names in capitals', '', '.RPZ.Example.'],
    ['$ORIGIN of the root', '$ORIGIN .\n', '.rpz.example'],
  ])('finds the name of a rule: %s', async (_name, head, tail) => {
    const soa = `${tail === '' ? '@' : `rpz.example${tail.endsWith('.') ? '.' : ''}`} 300 IN SOA a. b. 1 2 3 4 5\n`;
    const text = `${head}${soa}bad.example.com${tail} 300 IN CNAME .\n*.bad.example.com${tail} CNAME .\n`;
    expect(await read(text)).toEqual(['listed subtree bad.example.com']);
  });

  it('follows $ORIGIN below the zone, and refuses what lies outside', async () => {
    const text = [
      '$ORIGIN rpz.example.',
      '@ SOA a. b. 1 2 3 4 5',
      '$ORIGIN com',
      'one.example CNAME .',
      '$ORIGIN example.com.rpz.example.',
      '@ CNAME .',
      'two CNAME .',
      '$ORIGIN other.example.',
      'three CNAME .',
      '$ORIGIN rpz.example.',
      'four.example.com. CNAME .',
      'xrpz.example. CNAME .',
    ].join('\n');
    const result = await readText(rpzZone, text);
    expect(entriesOf(result).map(([, , name]) => name)).toEqual(['one.example.com', 'example.com', 'two.example.com']);
    expect(codes(result)).toEqual(['9 zone/out-of-zone', '11 zone/out-of-zone', '12 zone/out-of-zone']);
    expect(result.rejected.map(({ raw }) => raw)[0]).toBe('three CNAME .');
  });

  it('believes the user about the name of the zone', async () => {
    expect(await read('bad.example.com.rpz.test. CNAME .\n', { zone: 'RPZ.test.' })).toEqual([
      'listed bad.example.com',
    ]);
    expect(await read('bad.example.com.rpz.test. CNAME .\n')).toEqual([]);
  });

  it('tells exceptions from blocks, the old spelling too', async () => {
    const text = `${HEAD}a.example CNAME rpz-passthru.\n*.a.example CNAME RPZ-PASSTHRU.\nb.example CNAME B.Example.\nc.example CNAME c.example\n`;
    expect(await read(text)).toEqual(['excepted subtree a.example', 'excepted b.example']);
  });

  it('refuses what blocks nothing, and an exception that lost its dot', async () => {
    const text = `${HEAD}a.example CNAME rpz-tcp-only.\nb.example CNAME rpz-passthru\nc.example CNAME rpz-other.\n`;
    const result = await readText(rpzZone, text);
    expect(entriesOf(result)).toEqual([]);
    expect(codes(result)).toEqual([3, 4, 5].map((line) => `${line} row/bad-value`));
  });

  it('reads an answer that leads nowhere as a block and says so, and one that leads to the named stop page', async () => {
    const nowhere = ['CNAME *.', 'CNAME rpz-drop.', 'A 0.0.0.0', 'A 127.0.0.1', 'AAAA ::', 'AAAA ::1', 'IN 5 CNAME *.'];
    const page = ['A 192.0.2.80', 'AAAA 2001:DB8::80'];
    const host = ['CNAME stop.example.', '1h IN cname STOP.example.', 'CNAME *.stop.example.'];
    for (const [answers, options, isTold] of [
      [nowhere, {}, true],
      [page, { 'stop-page': '192.0.2.80,2001:db8::80' }, false],
      [host, { 'stop-page': 'stop.example' }, false],
    ] as const) {
      const text = HEAD + answers.map((answer, i) => `n${i}.example ${answer}\n`).join('');
      const result = await readText(rpzZone, text, options);
      expect(entriesOf(result)).toEqual(answers.map((_, i) => ['present', 'exact', `n${i}.example`]));
      expect(codes(result)).toEqual(isTold ? answers.map((_, i) => `${i + 3} zone/answer-dropped`) : []);
    }
  });

  it('never takes local data for a block, unless the user says that all answers are', async () => {
    const answers = ['A 192.0.2.10', 'AAAA 2001:db8::10', 'CNAME www.example.', 'CNAME stop', 'MX 10 mail.example.'];
    answers.push('TXT "a; (b" c', 'HTTPS 1 .', 'CNAME *.www.example.');
    const text = HEAD + answers.map((answer, i) => `n${i}.example ${answer}\n`).join('');
    for (const page of [undefined, '192.0.2.80', 'stop.example']) {
      const result = await readText(rpzZone, text, page === undefined ? {} : { 'stop-page': page });
      expect(entriesOf(result)).toEqual([]);
      expect(codes(result)).toEqual(answers.map((_, i) => `${i + 3} zone/local-data`));
      expect(result.rejected).toHaveLength(answers.length);
    }
    const all = await readText(rpzZone, text, { answers: 'block' });
    expect(entriesOf(all)).toEqual(answers.map((_, i) => ['present', 'exact', `n${i}.example`]));
    expect(codes(all)).toEqual(answers.map((_, i) => `${i + 3} zone/answer-dropped`));
  });

  it('passes over what else is told of a name that is blocked', async () => {
    const text = `${HEAD}a.example A 192.0.2.80\n  AAAA 192.0.2.80\n  TXT "blocked"\na.example MX 1 b.example.\nb.example TXT "x"\n`;
    const result = await readText(rpzZone, text, { 'stop-page': '192.0.2.80' });
    expect(entriesOf(result)).toEqual([['present', 'exact', 'a.example']]);
    expect(codes(result)).toEqual([
      '4 row/bad-value',
      '5 zone/answer-dropped',
      '6 zone/answer-dropped',
      '7 zone/local-data',
    ]);
  });

  it('refuses a second policy for one name, as a name server would the zone', async () => {
    const text = `${HEAD}a.example CNAME .\n*.a.example CNAME .\n  CNAME rpz-passthru.\na.example CNAME rpz-passthru.\na.example CNAME .\n`;
    const result = await readText(rpzZone, text);
    expect(entriesOf(result)).toEqual([['present', 'subtree', 'a.example']]);
    expect(codes(result)).toEqual(['5 zone/contradiction', '6 zone/contradiction']);
    expect(result.rejected.map(({ raw }) => raw)).toEqual(['  CNAME rpz-passthru.', 'a.example CNAME rpz-passthru.']);
  });

  it('never widens a rule about the names below a name', async () => {
    const text = `${HEAD} \n*.a.example  CNAME .\n*.b.example CNAME rpz-passthru.\nc.example CNAME .\n*.c.example CNAME rpz-passthru.\n`;
    const result = await readText(rpzZone, text);
    expect(entriesOf(result)).toEqual([['present', 'exact', 'c.example']]);
    expect(result.rejected.map(({ code, at, raw }) => [code, at.line, raw])).toEqual([
      ['zone/below-only', 4, '*.a.example  CNAME .'],
      ['zone/below-only', 5, '*.b.example CNAME rpz-passthru.'],
      ['zone/below-only', 7, '*.c.example CNAME rpz-passthru.'],
    ]);
    expect(await read(text, { wildcard: 'subtree' })).toEqual([
      'listed subtree a.example',
      'excepted subtree b.example',
      'listed c.example',
    ]);
  });

  it('reads all below a name but the name itself as an entry with an exception', async () => {
    const text = `${HEAD}*.a.example CNAME .\na.example CNAME rpz-passthru.\n`;
    expect(await read(text)).toEqual(['excepted a.example', 'listed subtree a.example']);
  });

  it('warns of names listed below an exception, which other consumers let pass', async () => {
    const text = `${HEAD}a.example CNAME rpz-passthru.\n*.a.example CNAME rpz-passthru.\nb.a.example CNAME .\n`;
    const result = await readText(rpzZone, text);
    expect(codes(result)).toEqual(['5 merge/exception-overlaps']);
    expect(result.rows).toHaveLength(2);
  });

  it('refuses what a name server chokes on or never matches', async () => {
    const lines = [
      `${'a'.repeat(64)}.example CNAME .`,
      'a..example CNAME .',
      'a b.example CNAME .',
      '# comment',
      'a;b.example CNAME .',
      'a(.example CNAME .',
      '$INCLUDE other.zone',
      '$GENERATE 1-9 n$.example CNAME .',
      'a.example A 192.0.2.300',
      'a.example A 192.0.2.010',
      'a.example AAAA 192.0.2.1',
      'http://example.com/x CNAME .',
      'b@d.example CNAME .',
      'a.*.example CNAME .',
      '* CNAME .',
      'a\\.b.example CNAME .',
      'a.example CNAME . .',
      'a.example CNAME',
      'a.example TXT "open',
      'a.example NS ns.example.',
      'a.example DNAME b.example.',
      '192.0.2.1 CNAME .',
      '32.1.2.0.192.rpz-client-ip CNAME .',
      'ns.example.rpz-nsdname CNAME .',
      '32.1.2.0.192.RPZ-NSIP CNAME .',
    ];
    const result = await readText(rpzZone, `${HEAD}${lines.join('\n')}\ngood.example CNAME .\n`);
    expect(entriesOf(result)).toEqual([['present', 'exact', 'good.example']]);
    expect(result.rejected.map(({ raw }) => raw)).toEqual(lines);
  });

  it('passes over what belongs to a signed zone, and says so', async () => {
    const text = `${HEAD}@ RRSIG SOA 8 1 300 1 1 1 a. aaaa\na.example CNAME .\n  RRSIG CNAME 8 1 300 1 1 1 a. aaaa\n@ SOA a. b. 1 2 3 4 5\n`;
    const result = await readText(rpzZone, text);
    expect(entriesOf(result)).toEqual([['present', 'exact', 'a.example']]);
    expect(codes(result)).toEqual(['3 row/not-an-entry', '5 row/not-an-entry']);
  });

  it('says that an SOA record is never closed', async () => {
    const result = await readText(rpzZone, '@ SOA a. b. (\n1\na.example CNAME .\n');
    expect([entriesOf(result), codes(result)]).toEqual([[], ['1 input/cut-short']]);
  });

  it('has no owner for a line that names none', async () => {
    expect(codes(await readText(rpzZone, '  CNAME .\n'))).toEqual(['1 row/bad-line']);
  });
});

describe('writing', () => {
  it('writes what a name server loads, the same every time', async () => {
    const entries: Entry[] = [
      ['present', 'subtree', 'example.com'],
      ['present', 'exact', 'www.example.net'],
      ['withdrawn', 'exact', 'gone.example.net'],
    ];
    const { text } = await write(entries, {}, { title: 'a\nb.example CNAME .', issuedAt: '2026-01-05' });
    expect(text).toBe(
      [
        '; title: a b.example CNAME .',
        '; issuedAt: 2026-01-05',
        '$TTL 300',
        '@ SOA localhost. root.localhost. 1767571200 3600 600 86400 300',
        '@ NS localhost.',
        'example.com CNAME .',
        '*.example.com CNAME .',
        'www.example.net CNAME .',
        '',
      ].join('\n'),
    );
    const again = await readText(rpzZone, text);
    expect(again.list).toEqual({ title: 'a b.example CNAME .', issuedAt: '2026-01-05' });
    expect(entriesOf(again)).toEqual(entries.slice(0, 2));
  });

  it.each([
    [{ action: 'nodata' }, ['a.example CNAME *.']],
    [{ action: 'drop' }, ['a.example CNAME rpz-drop.']],
    [{ 'stop-page': 'Stop.example.' }, ['a.example CNAME stop.example.']],
    [{ 'stop-page': '192.0.2.80, 2001:DB8::80' }, ['a.example A 192.0.2.80', 'a.example AAAA 2001:db8::80']],
  ])('answers %j', async (options, wanted) => {
    const { text } = await write([['present', 'exact', 'a.example']], options);
    expect(rules(text)).toEqual(wanted);
    expect(await read(text, options)).toEqual(['listed a.example']);
  });

  it('gives BIND no address for what is no host name: it would not load the zone', async () => {
    const names = ['a_b.example', '-a.example', 'a-.example', 'a.b_.example', 'x-1.a.example', '0.example'];
    const entries = names.map((name): Entry => ['present', 'subtree', name]);
    const page = { 'stop-page': '192.0.2.80' };
    const { text, unfit } = await write(entries, page);
    expect(unfit.map(([, row]) => row)).toEqual([0, 1, 2, 3]);
    expect(rules(text).map((line) => line.split(' ')[0])).toEqual(
      ['x-1.a.example', '0.example'].flatMap((name) => [name, `*.${name}`]),
    );
    for (const options of [{}, { 'stop-page': 'stop.example' }, { ...page, dialect: 'unbound' }]) {
      expect((await write(entries, options)).unfit).toEqual([]);
    }
    // The name between an exception and what it is an exception to is blocked without an address.
    const between = await write(
      [
        ['excepted', 'exact', 'ok.a_b.example'],
        ['present', 'subtree', 'example'],
      ],
      page,
    );
    expect(rules(between.text)).toEqual([
      'example A 192.0.2.80',
      '*.example A 192.0.2.80',
      'a_b.example CNAME *.',
      '*.a_b.example CNAME *.',
      'ok.a_b.example CNAME rpz-passthru.',
      '*.ok.a_b.example CNAME *.',
    ]);
    expect(await read(between.text, page)).toEqual(['listed subtree example', 'excepted ok.a_b.example']);
  });

  it.each([
    ['tcp-only', 'a.example CNAME rpz-tcp-only.'],
    ['passthru', 'a.example CNAME rpz-passthru.'],
  ] as const)('writes and reads a zone of which the action is %s', async (action, wanted) => {
    const { text } = await write([['present', 'exact', 'a.example']], { action });
    expect(rules(text)).toEqual([wanted]);
    expect(entriesOf(await readText(rpzZone, text, { action }))).toEqual([['present', 'exact', 'a.example']]);
    expect((await readText(rpzZone, 'a.example CNAME .\nb.example A 192.0.2.80\n', { action })).rejected).toHaveLength(
      2,
    );
  });

  it('refuses what a server passes over', () => {
    const can = (options: object): boolean => rpzZone.options?.safeParse(options).success ?? false;
    expect(can({ dialect: 'knot', 'stop-page': 'stop.example' })).toBe(false);
    expect(can({ dialect: 'knot', addresses: 'answers' })).toBe(false);
    expect(can({ dialect: 'knot', action: 'tcp-only' })).toBe(false);
    expect(can({ dialect: 'knot', 'stop-page': '192.0.2.80' })).toBe(true);
    expect(can({ dialect: 'unbound', 'stop-page': 'stop.example' })).toBe(true);
  });

  it.each([
    // clock, serial number before, serial number given, serial number written; null: refused
    [100, null, undefined, 100],
    [100, 99, undefined, 100],
    [100, 100, undefined, 101],
    [100, 2026010599, undefined, 2026010600],
    [100, 0xffffffff, undefined, 100],
    [0xfffffff0, 0xffffffff, undefined, 1],
    [100, 7, 8, 8],
    [100, 7, 7, null],
    [100, 7, 6, null],
  ])('at %i behind %s, given %s, numbers the zone %s', async (now, before, serial, wanted) => {
    const zone = `; c SOA a b 5\n@ IN SOA localhost. root.localhost. ( ; 1\n  ${before} ; serial\n 3600 600 86400 300 )\n`;
    const replaced = before === null ? {} : { replaced: headOf(toUtf8(zone), '', true) };
    const options = serial === undefined ? {} : { serial };
    const written = writeText(rpzZone, [], options, { now, ...replaced });
    if (wanted === null) return expect(written).rejects.toThrow('zone/serial-not-later');
    const { text, findings } = await written;
    expect(text).toContain(`SOA localhost. root.localhost. ${wanted} 3600`);
    expect(findings).toEqual([]);
  });

  it('refuses options that cannot be', () => {
    const bad = [{ action: 'drop', 'stop-page': 'a.example' }, { 'stop-page': '192.0.2.010' }, { 'stop-page': '' }];
    const worse = [{ serial: 2 ** 32 }, { serial: 0 }, { zone: 'a b' }, { zone: '' }, { ttl: -1 }, { ns: 'x y' }];
    expect([...bad, ...worse].filter((options) => rpzZone.options?.safeParse(options).success)).toEqual([]);
    expect(rpzZone.options?.parse({ ttl: '60', serial: '7', zone: 'RPZ.' })).toMatchObject({
      ttl: 60,
      serial: 7,
      zone: 'rpz',
    });
  });

  it('reports names that do not fit beside the name of the zone', async () => {
    const fits = (length: number): string => `${'abcdefgh.'.repeat(30).slice(0, length - 6)}x.test`;
    for (const [zone, room] of [
      ['rpz', 249],
      ['rpz.test', 244],
      ['rpz.isp.example', 237],
    ] as const) {
      const entries: Entry[] = [
        ['present', 'exact', fits(room)],
        ['present', 'exact', fits(room + 1)],
        ['present', 'subtree', fits(room - 2)],
        ['present', 'subtree', fits(room - 1)],
      ];
      const { text, unfit } = await write(entries, { zone });
      expect(unfit.map(([, row]) => row)).toEqual([1, 3]);
      expect(rules(text)).toHaveLength(3);
    }
  });

  it('writes no name that is another rule to a name server', async () => {
    const { text, unfit } = await write([['present', 'exact', '32.1.2.0.192.rpz-ip']]);
    expect([rules(text), unfit.length]).toEqual([[], 1]);
  });

  it('opens an exception and nothing else', async () => {
    const entries: Entry[] = [
      ['excepted', 'exact', 'ok.a.bad.example'],
      ['excepted', 'subtree', 'fine.b.a.bad.example'],
      ['excepted', 'exact', 'apex.example'],
      ['excepted', 'exact', 'free.example'],
      ['present', 'subtree', 'bad.example'],
      ['present', 'subtree', 'apex.example'],
      ['present', 'exact', 'apex.example'],
      ['present', 'exact', 'fine.b.a.bad.example'],
    ];
    const { text, unfit } = await write(entries);
    expect(rules(text)).toEqual([
      'bad.example CNAME .',
      '*.bad.example CNAME .',
      '*.apex.example CNAME .',
      'a.bad.example CNAME .',
      '*.a.bad.example CNAME .',
      'ok.a.bad.example CNAME rpz-passthru.',
      '*.ok.a.bad.example CNAME .',
      'b.a.bad.example CNAME .',
      '*.b.a.bad.example CNAME .',
      'fine.b.a.bad.example CNAME rpz-passthru.',
      '*.fine.b.a.bad.example CNAME rpz-passthru.',
      'apex.example CNAME rpz-passthru.',
      'free.example CNAME rpz-passthru.',
    ]);
    expect(unfit.map(([, row]) => row)).toEqual([6, 7]);
  });

  it('stops rather than write a zone whose exceptions came too late', async () => {
    const late: Entry[] = [
      ['present', 'exact', 'a.example'],
      ['excepted', 'exact', 'b.example'],
    ];
    await expect(write(late)).rejects.toThrow('exceptions must come first');
  });
});

// --- the judge of holes ---------------------------------------------------------------------------------------------

type Verdict = 'blocked' | 'passed' | 'open';

/** What a zone does to a name: the rule at the name, else the wildcard of its closest encloser (RFC 4592 section 2.2.1). */
function judge(zone: readonly string[], name: string): Verdict {
  const policies = new Map(
    zone.map((rule) => [rule.split(' ')[0] ?? '', rule.includes('rpz-passthru') ? 'passed' : 'blocked']),
  );
  const nodes = new Set(['']);
  for (const owner of policies.keys()) for (const node of [owner, ...above(owner)]) nodes.add(node);
  if (nodes.has(name)) return (policies.get(name) as Verdict | undefined) ?? 'open';
  const encloser = above(name).find((node) => nodes.has(node)) ?? '';
  return (policies.get(encloser === '' ? '*' : `*.${encloser}`) as Verdict | undefined) ?? 'open';
}

const above = (name: string): string[] => {
  const labels = name.split('.');
  return labels.slice(1).map((_, i) => labels.slice(i + 1).join('.'));
};

const covers = ([, scope, name]: Entry, other: string): boolean =>
  other === name || (scope === 'subtree' && other.endsWith(`.${name}`));

/** What the entries say: an exception stands against every listed name. */
function meant(entries: readonly Entry[], name: string): boolean {
  const of = (operation: Operation): boolean => entries.some((entry) => entry[0] === operation && covers(entry, name));
  return of('present') && !of('excepted');
}

/** What the writer needs: each key once, no listed name below a listed subtree, exceptions first. */
function prepared(entries: readonly Entry[]): Entry[] {
  const once = [...new Map(entries.map((entry) => [entry.join(' '), entry])).values()];
  const listed = once.filter(([operation]) => operation === 'present');
  const isCovered = (entry: Entry): boolean =>
    listed.some((other) => other !== entry && other[1] === 'subtree' && covers(other, entry[2]));
  return [...once.filter(([operation]) => operation === 'excepted'), ...listed.filter((entry) => !isCovered(entry))];
}

const labels = fc.array(fc.constantFrom('a', 'b'), { minLength: 0, maxLength: 4 });
const name = labels.map((list) => [...list, 'test'].join('.'));
const entry = fc.tuple(
  fc.constantFrom<Operation>('present', 'present', 'excepted'),
  fc.constantFrom<Scope>('exact', 'subtree'),
  name,
);
const ALL_NAMES = allNames(5);

function allNames(depth: number): string[] {
  if (depth === 0) return ['test'];
  const shorter = allNames(depth - 1);
  return [...new Set([...shorter, ...shorter.flatMap((one) => ['a', 'b', 'c'].map((label) => `${label}.${one}`))])];
}

describe('a zone that is written', () => {
  it('blocks what is listed and not excepted, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), async (entries) => {
        const zone = rules((await write(prepared(entries))).text);
        const owners = zone.map((rule) => rule.split(' ')[0]);
        expect(new Set(owners).size).toBe(owners.length);
        const wrong = ALL_NAMES.filter((one) => (judge(zone, one) === 'blocked') !== meant(entries, one));
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('reads back as what was meant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), async (entries) => {
        const back = await readText(rpzZone, (await write(prepared(entries))).text);
        const got = entriesOf(back);
        expect(back.rejected).toEqual([]);
        expect(ALL_NAMES.filter((one) => meant(got, one) !== meant(entries, one))).toEqual([]);
        const filler = got.filter((one) => !entries.some((wanted) => wanted.join() === one.join()));
        expect(filler).toEqual([]);
      }),
    );
  });

  it('is judged by rules that find the holes there are', () => {
    const naive = ['deep.test', '*.deep.test', 'www.deep.test', 'a.b.deep.test'].map((owner) => `${owner} CNAME .`);
    expect(judge(naive, 'x.deep.test')).toBe('blocked');
    expect(['x.www.deep.test', 'b.deep.test', 'c.b.deep.test'].map((one) => judge(naive, one))).toEqual([
      'open',
      'open',
      'open',
    ]);
  });
});

describe('detection', () => {
  const zone = (...lines: string[]): string =>
    ['$TTL 300', '@ SOA localhost. root.localhost. 1 3600 600 86400 300', '@ NS localhost.', ...lines, ''].join('\n');
  const sure = (text: string) => rpzZone.detect(headOf(toUtf8(text), '', true))?.sure;

  it('knows a zone with a stop page for all names', () => {
    expect(sure(zone('a.example CNAME stop.example.net.', '*.a.example CNAME stop.example.net.'))).toBe('likely');
    expect(sure(zone('a.example A 192.0.2.80', 'a.example AAAA 2001:db8::80', 'b.example A 192.0.2.80'))).toBe(
      'likely',
    );
  });

  it('takes no zone of hosts for one', () => {
    expect(sure(zone('www A 192.0.2.80', 'mail A 192.0.2.80'))).toBeUndefined();
    expect(sure(zone('a.lab A 192.0.2.80', 'b.lab A 192.0.2.81'))).toBeUndefined();
    expect(sure(zone('a.lab A 192.0.2.80', 'a.lab MX 10 mail.example.'))).toBeUndefined();
  });
});
