// Aliases: the same for one entry of one list, never to be guessed from a report, and found again in the list.
import { createHash, createHmac } from 'node:crypto';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { aliasOf, LEAST_ROWS, parseAlias } from '../../src/pipeline/alias.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-alias-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const lay = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};

async function told(...argv: string[]) {
  const host = fakeHost({ cwd });
  const exit = await main(argv, host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
}

interface Diagnostic {
  readonly code: string;
  readonly at: { readonly line?: number };
  readonly entry?: { readonly kind: string | null; readonly alias: string | null };
}

async function diagnostics(...argv: string[]): Promise<{ text: string; found: Diagnostic[] }> {
  const { err } = await told(...argv, '--report', 'json', '--from', 'domain-list', '--from-option', 'scope=exact');
  return { text: err, found: (JSON.parse(err) as { diagnostics: Diagnostic[] }).diagnostics };
}

/** The alias of the first finding with this code. */
const aliasIn = ({ found }: { found: Diagnostic[] }, code: string): string | null | undefined =>
  found.find((each) => each.code === code)?.entry?.alias;

const GUARDED = 'weebly.com'; // one of the most used sites, which the checks report
const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `host-${from + i}.example.org`);
const list = (...entries: string[]): string => entries.map((entry) => `${entry}\n`).join('');

describe('an alias', () => {
  const secret = 'x'.repeat(40);
  const entry = { kind: 'domain', bytes: toUtf8('host.example') } as const;

  it('is eight letters of which none is taken for another', () => {
    const aliases = Array.from({ length: 500 }, (_, n) =>
      aliasOf(secret, { ...entry, bytes: toUtf8(`h${n}.example`) }),
    );
    expect(new Set(aliases).size).toBe(500);
    for (const alias of aliases) expect(alias).toMatch(/^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/);
    expect(new Set(aliases.join('')).size).toBe(33); // every letter is used, and the hyphen
  });

  it('is the beginning of an HMAC, and differs by secret, kind and bytes', () => {
    const mac = createHmac('sha256', secret).update('listbridge alias 1\ndomain\nhost.example').digest();
    const bits = [...mac.subarray(0, 5)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const letters = [...bits.matchAll(/.{5}/g)].map(
      ([five]) => '0123456789abcdefghjkmnpqrstvwxyz'[Number(`0b${five}`)],
    );
    expect(aliasOf(secret, entry).replace('-', '')).toBe(letters.join(''));
    const others = [
      aliasOf(`${secret}y`, entry),
      aliasOf(secret, { ...entry, kind: 'url' }),
      aliasOf(secret, { ...entry, kind: null }),
      aliasOf(secret, { ...entry, bytes: toUtf8('host.exampl') }),
    ];
    expect(new Set([...others, aliasOf(secret, entry)]).size).toBe(5);
  });

  it.each([
    ['E3K7-9M2Q', 'e3k7-9m2q'],
    ['e3k79m2q', 'e3k7-9m2q'],
    ['e3k7 9m2q', 'e3k7-9m2q'],
    ['oil0-9m2q', '0110-9m2q'],
    ['e3k7-9m2', null],
    ['e3k7-9m2u', null],
    ['', null],
  ])('%j is understood as %j', (text, want) => expect(parseAlias(text)).toBe(want));
});

describe('the secret of a list', () => {
  it('gives the same alias in every report on it, packed or not, and from standard input', async () => {
    const text = list(...names(0, 30), GUARDED);
    const first = await diagnostics('validate', lay('a.txt', text));
    const alias = aliasIn(first, 'overblock/popular-site');
    expect(alias).toMatch(/^.{4}-.{4}$/);
    const packed = await diagnostics('validate', lay('b.txt.gz', gzipSync(text)));
    expect(aliasIn(packed, 'overblock/popular-site')).toBe(alias);
    const merged = await diagnostics('merge', 'a.txt', lay('c.txt', list(...names(40, 80))), '-o', 'merged.jsonl');
    expect(aliasIn(merged, 'overblock/popular-site')).toBe(alias);
    const host = fakeHost({ cwd, stdin: text });
    await main(['validate', '-', '--report', 'json', '--from', 'domain-list', '--from-option', 'scope=exact'], host);
    expect(host.stderrText()).toContain(`"alias": "${alias}"`);
  });

  it('cannot be computed from what the report publishes', async () => {
    const text = list(...names(0, 30), GUARDED);
    const report = await diagnostics('validate', lay('p.txt', text));
    const alias = aliasIn(report, 'overblock/popular-site') ?? '';
    const published = createHash('sha256').update(text).digest('hex');
    expect(report.text).toContain(published);
    // Whoever has the report has these, and knows the name that they guess.
    const guess = { kind: 'domain', bytes: toUtf8(GUARDED) } as const;
    const secrets = [published, published.toUpperCase(), '', 'p.txt', 'p', String(text.length), '31', alias];
    for (const known of secrets) expect(aliasOf(known, guess)).not.toBe(alias);
    expect(createHash('sha256').update(GUARDED).digest('hex')).not.toContain(alias.replace('-', ''));
  });

  it('changes with any other entry of the list', async () => {
    const one = await diagnostics('validate', lay('one.txt', list(...names(0, 30), GUARDED)));
    const two = await diagnostics('validate', lay('two.txt', list(...names(1, 31), GUARDED)));
    expect(aliasIn(one, 'overblock/popular-site')).not.toBe(aliasIn(two, 'overblock/popular-site'));
  });

  it('is none where the whole list could be guessed', async () => {
    const short = await diagnostics('validate', lay('short.txt', list(...names(0, LEAST_ROWS - 2), GUARDED)));
    expect(aliasIn(short, 'overblock/popular-site')).toBeNull();
    const long = await diagnostics('validate', lay('long.txt', list(...names(0, LEAST_ROWS - 1), GUARDED)));
    expect(aliasIn(long, 'overblock/popular-site')).toMatch(/^.{4}-.{4}$/);
  });

  it('names refused rows and rows that a reader tells of', async () => {
    const text = list(...names(0, 30), 'not a name', 'HOST-99.example.org');
    const { found } = await diagnostics('validate', lay('faults.txt', text));
    const refused = found.find(({ at, entry }) => at.line === 31 && entry !== undefined);
    expect(refused?.entry).toEqual({ kind: null, alias: expect.stringMatching(/^.{4}-.{4}$/) });
    const rewritten = found.find(({ code }) => code === 'url/rewritten');
    expect(rewritten?.entry).toEqual({ kind: 'domain', alias: expect.stringMatching(/^.{4}-.{4}$/) });
  });
});

describe('--alias-key', () => {
  const KEY = 'q'.repeat(32);

  it('keeps the alias of an entry from list to list, short ones too', async () => {
    lay('key', `${KEY}\n`);
    chmodSync(join(cwd, 'key'), 0o600);
    const one = await diagnostics('validate', lay('k1.txt', list(...names(0, 30), GUARDED)), '--alias-key', 'key');
    const two = await diagnostics('validate', lay('k2.txt', list(GUARDED)), '--alias-key', 'key');
    const alias = aliasIn(one, 'overblock/popular-site');
    expect(alias).toBe(aliasOf(KEY, { kind: 'domain', bytes: toUtf8(GUARDED) }));
    expect(aliasIn(two, 'overblock/popular-site')).toBe(alias);
    expect(one.text).not.toContain(KEY);
    expect(one.found.map(({ code }) => code)).not.toContain('run/alias-key-exposed');
  });

  it('tells that others may read the key', async () => {
    lay('open-key', KEY);
    chmodSync(join(cwd, 'open-key'), 0o644);
    const { found } = await diagnostics('validate', lay('k3.txt', list(...names(0, 30))), '--alias-key', 'open-key');
    expect(found.map(({ code }) => code)).toContain('run/alias-key-exposed');
  });

  it.each([
    ['a short key', () => lay('short-key', 'hunter2'), 2, /fewer than 32 characters/],
    ['no key', () => 'no-key', 4, /cannot read no-key/],
  ])('refuses %s before anything is read, and never prints it', async (_what, key, code, words) => {
    const { exit, err } = await told('validate', lay('k4.txt', list(...names(0, 3))), '--alias-key', key());
    expect(exit).toBe(code);
    expect(err).toMatch(words);
    expect(err).not.toContain('hunter2');
  });

  it('is never written over by an output', async () => {
    lay('kept-key', KEY);
    const { exit } = await told('merge', lay('k5.txt', list('a.example')), '--alias-key', 'kept-key', '-o', 'kept-key');
    expect(exit).toBe(3);
  });
});

describe('lookup --alias', () => {
  const KEY = 'q'.repeat(32);
  const from = ['--from', 'domain-list', '--from-option', 'scope=exact'];

  it('finds the entry that a report names, and shows it only where asked', async () => {
    const text = list(...names(0, 30), GUARDED, 'not a name');
    const report = await diagnostics('validate', lay('desk.txt', text));
    const entry = aliasIn(report, 'overblock/popular-site') ?? '';
    const row = report.found.find(({ at }) => at.line === 32)?.entry?.alias ?? '';
    const spoken = entry.toUpperCase().replace('-', ' ');
    const { exit, out } = await told('lookup', 'desk.txt', '--alias', spoken, ...from);
    expect([exit, out]).toEqual([
      0,
      `alias ${entry}: on the list (1 row)\n  desk.txt:31  listed, as domain name with exact scope\n`,
    ]);
    const shown = await told('lookup', 'desk.txt', '--alias', entry, '--show-values', ...from);
    expect(shown.out).toContain(`\n    ${GUARDED}\n`);
    const refused = await told('lookup', 'desk.txt', '--alias', row, ...from);
    expect(refused).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/desk\.txt:32 {2}a refused row: url\/unusable/),
    });
    const other = await told('lookup', 'desk.txt', '--alias', '0000-0000', '--json', ...from);
    expect(JSON.parse(other.out)).toEqual({
      value: 1,
      alias: '0000-0000',
      refused: [],
      usable: true,
      listed: false,
      rows: [],
    });
    expect(other.exit).toBe(1);
  });

  it('finds it in another edition with the key file', async () => {
    lay('desk-key', KEY);
    chmodSync(join(cwd, 'desk-key'), 0o600);
    const alias = aliasOf(KEY, { kind: 'domain', bytes: toUtf8(GUARDED) });
    const host = fakeHost({ cwd, stdin: list('a.example', GUARDED) });
    expect(await main(['lookup', '-', '--alias', alias, '--alias-key', 'desk-key', ...from], host)).toBe(0);
    expect(host.stdoutText()).toContain('<stdin>:2'.replace('<stdin>', '-'));
  });

  it.each([
    ['merge/group-conflict', 'sha256', ['fixture-99', '', 'fixture-0']], // one SHA-256 of two MD5s
    ['merge/weak-link', 'md5', ['fixture-0', 'fixture-0', '']], // one MD5, which joins two records
  ])('names the digest by which two records meet (%s)', async (code, kind, second) => {
    const row = (md5: string, sha1: string, sha256: string): string =>
      [['md5', md5] as const, ['sha1', sha1] as const, ['sha256', sha256] as const]
        .map(([algorithm, text]) => (text === '' ? '' : createHash(algorithm).update(text).digest('hex')))
        .join(',');
    const first = Array.from({ length: 20 }, (_, n) => row(`fixture-${n}`, '', `fixture-${n}`));
    lay('one.csv', list('md5,sha1,sha256', ...first));
    const [md5 = '', sha1 = '', sha256 = ''] = second;
    lay('two.csv', list('md5,sha1,sha256', row(md5, sha1, sha256), ...first.slice(1)));
    const merged = await told('merge', 'one.csv', 'two.csv', '--to', 'canonical', '-o', 'm.csv', '--report', 'json');
    const { diagnostics: found } = JSON.parse(merged.err) as { diagnostics: Diagnostic[] };
    const alias = found.find((each) => each.code === code)?.entry?.alias ?? '';
    const { out } = await told('lookup', 'two.csv', '--alias', alias);
    expect(out).toContain(`alias ${alias}: on the list (1 row)\n  two.csv:2 `);
    expect(found.find((each) => each.code === code)?.entry?.kind).toBe(kind);
  });

  it.each([
    ['nothing that could be found', ['--alias', 'e3k7-9m2q'], /fewer than 16 rows/],
    ['what is no alias', ['--alias', 'weebly.com'], /eight letters and digits/],
    ['values at the same time', ['--alias', 'e3k7-9m2q', 'a.example'], /either aliases or values/],
  ])('refuses %s', async (_what, argv, words) => {
    const { exit, err } = await told('lookup', lay('few.txt', list(...names(0, 3))), ...argv, ...from);
    expect(exit).toBe(2);
    expect(err).toMatch(words);
    expect(err).not.toContain(GUARDED);
  });
});
