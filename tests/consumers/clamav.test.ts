// ClamAV finds in mails what a database of URL hashes lists, lets pass what it excepts, and nothing else.
import { expect, it } from 'vitest';
import { clamav } from '../../src/formats/clamav.ts';
import { clamavGdb } from '../../src/formats/clamav-gdb.ts';
import { everyRow } from '../../src/model/carries.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { lossClasses } from '../../src/model/loss.ts';
import { inventedKey } from '../support/batches.ts';
import { convert, recordsFormat } from '../support/convert.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { useStand } from './support/stand.ts';
import type { Listed } from './support/written.ts';

const stand = useStand();

const listed: readonly Listed[] = [
  { kind: 'url', text: 'http://bad.example.com/x', scope: 'exact' },
  { kind: 'url', text: 'https://www.example.net/a/%C3%BC?q=1', scope: 'exact' },
  { kind: 'url', text: 'http://example.org/folder/', scope: 'prefix' },
  { kind: 'url', text: 'http://192.0.2.1/x', scope: 'exact' },
  { kind: 'url', text: 'http://example.org:8080/port', scope: 'exact' },
  { kind: 'domain', text: 'all.example.com', scope: 'subtree' },
  { kind: 'domain', text: 'ok.all.example.com', scope: 'subtree', operation: 'excepted' },
];

/** URLs to ask for, and whether the list blocks them. */
const asked: readonly (readonly [string, boolean])[] = [
  ['http://bad.example.com/x', true],
  ['http://bad.example.com/x?any', true],
  ['http://bad.example.com/y', false],
  ['http://example.com/x', false],
  ['http://xbad.example.com/x', false],
  ['https://www.example.net/a/%C3%BC?q=1', true],
  ['https://www.example.net/a/%C3%BC', false],
  ['http://example.org/folder/', true],
  ['http://example.org/folder/deep/page', true],
  ['http://example.org/folders', false],
  ['http://192.0.2.1/x', true],
  ['http://192.0.2.2/x', false],
  ['http://all.example.com/', true],
  ['http://all.example.com/any/page?q', true],
  ['http://below.all.example.com/', true],
  ['http://small.example.com/', false],
];

function mail(url: string): string {
  const head = 'From: a@example.net\nTo: b@example.net\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n';
  return `${head}<html><body><a href="${url}">${url}</a> <a href="${url}">follow this</a></body></html>\n`;
}

withPrograms('clamscan', ['clamscan'], () => {
  it('finds the URLs of a clamav-gdb list and no others', async () => {
    const records = listed.map(({ kind, text, scope, operation = 'present' }) => {
      const key = keyBytes(kinds[kind], text) ?? new Uint8Array();
      return { keys: [{ kind, scope, key }], operation, opinions: [], reviews: [], times: {} };
    });
    const source = { format: recordsFormat(records, everyRow), options: {} };
    const setup = { allowedLoss: lossClasses };
    const { bytes, outcome } = await convert(source, '-', { format: clamavGdb, options: {} }, setup);
    expect(outcome.failure).toBeNull();
    const database = stand.write('list.gdb', bytes);
    const mails = asked.map(([url], i) => stand.write(`mail-${i}.eml`, mail(url)));
    const { exit, output } = runProgram('clamscan', ['-d', database, '--no-summary', ...mails]);
    expect(exit).toBe(1);
    const found = mails.map((file) => output.includes(`${file}: Heuristics.Phishing.URL`));
    expect(asked.map(([url], i) => [url, found[i]])).toEqual(asked.map(([url, isBlocked]) => [url, isBlocked]));
  });

  it('loads a database that blocks nothing without complaint, and refuses a damaged one', () => {
    const ok = stand.write('one.gdb', `S1:F:${'0'.repeat(64)}\n`);
    const damaged = stand.write('damaged.gdb', 'S1:F:zz\n');
    const letter = stand.write('letter.eml', mail('http://example.com/'));
    expect(runProgram('clamscan', ['-d', ok, '--no-summary', letter]).exit).toBe(0);
    expect(runProgram('clamscan', ['-d', damaged, '--no-summary', letter]).exit).toBe(2);
  });

  it('finds the files of a clamav list and lets pass those of a list of exceptions', async () => {
    const record = (
      n: number,
      kind: 'md5' | 'sha1' | 'sha256',
      operation: 'present' | 'excepted',
      more: object = {},
    ) => ({
      keys: [{ kind, scope: 'exact' as const, key: inventedKey(kind, n) }],
      operation,
      ...{ opinions: [], reviews: [], times: {}, ...more },
    });
    const size = 'fixture-1'.length;
    const blocked = [
      record(1, 'md5', 'present', { size, partnerKey: 'Example: 1 é' }),
      record(2, 'sha1', 'present'),
      record(3, 'sha256', 'present', { size }),
      record(4, 'sha256', 'present', { size: size + 1 }),
      record(5, 'md5', 'present', { size: 0 }), // one such line, and nothing would be loaded
      record(6, 'md5', 'present'),
    ];
    const write = async (list: 'block' | 'allow', name: string, records: typeof blocked): Promise<string> => {
      const source = { format: recordsFormat(records, everyRow), options: {} };
      const target = { format: clamav, options: { list } };
      const { bytes, outcome } = await convert(source, '-', target, { allowedLoss: lossClasses });
      expect(outcome.failure).toBeNull();
      return stand.write(`database/${name}`, bytes);
    };
    const files = [1, 2, 3, 4, 5, 6, 7].map((n) => stand.write(`files/fixture-${n}`, `fixture-${n}`));
    const found = (output: string): (string | undefined)[] =>
      files.map((file) =>
        output
          .split('\n')
          .find((line) => line.startsWith(`${file}: `))
          ?.slice(file.length + 2),
      );
    const list = await write('block', 'list.hdb', blocked);
    const alone = runProgram('clamscan', ['-d', list, '--no-summary', ...files]).output;
    const want = ['Example%3A 1 é.UNOFFICIAL FOUND', ...[2, 3].map(() => 'Listed.UNOFFICIAL FOUND'), 'OK', 'OK'];
    expect(found(alone)).toEqual([...want, 'Listed.UNOFFICIAL FOUND', 'OK']);
    await write('allow', 'fine.sfp', [record(1, 'sha256', 'excepted'), record(6, 'sha1', 'excepted', { size })]);
    const both = runProgram('clamscan', ['-d', stand.path('database'), '--no-summary', ...files]).output;
    expect(found(both)).toEqual(['OK', ...want.slice(1), 'OK', 'OK']);
  });
});
