// What every format promises, whoever wrote it. A format is held to all of it by standing in the list: nothing here
// names one, and a new one costs no test. The numbers are those of the laws in the contributor guide.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidates, detect, headOf } from '../../src/formats/detect.ts';
import type { Example, Format } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/index.ts';
import { Failure } from '../../src/model/failure.ts';
import { fieldIds } from '../../src/model/fields.ts';
import type { Findings } from '../../src/model/findings.ts';
import { keyBytes, keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { isRecordKey } from '../../src/model/record-key.ts';
import type { Row } from '../../src/model/row.ts';
import { openInput } from '../../src/pipeline/open.ts';
import { recordsOf, scopesOf } from '../support/arbitraries.ts';
import { groupsOf, inAnyOrder, type PlainGroup, rowsOf, withoutOrigins } from '../support/batches.ts';
import {
  type Conversion,
  carriesOf,
  convert,
  type Dialect,
  dialectsOf,
  inputOf,
  recordsFormat,
  typed,
} from '../support/convert.ts';
import { codesOf, type ReadResult, type ReadSetup, readText, writeText } from '../support/format-harness.ts';
import { fakeHost } from '../support/host.ts';
import { lossesToTell, whatRemains } from '../support/lossy.ts';
import { mangled, sentinelList, sentinelsIn } from '../support/mangle.ts';
import { everythingPrinted, printedError } from '../support/render.ts';
import { SHARE_OF_RUNS, turn } from '../support/runs.ts';
import { watchdog } from '../support/watchdog.ts';

const FORMATS = join(import.meta.dirname, '../../src/formats');

const { beat } = watchdog();
/** Of laws that convert list after list, in each of over a hundred dialects. */
const SHARE = { numRuns: SHARE_OF_RUNS };
const readable = formats.filter((format) => format.read !== undefined);
const writable = formats.filter((format) => format.write !== undefined);
const named = (list: readonly Format[]): [string, Format][] => list.map((format) => [format.id, format]);
const dialects = (list: readonly Format[]): Dialect[] => list.flatMap(dialectsOf);
const nameOf = ({ format, options }: Dialect): string => [format.id, JSON.stringify(typed(options))].join(' ');
const dialectOf = (format: Format, example: Example): Dialect => ({
  format,
  options: (example.options ?? {}) as Record<string, unknown>, // options of a format are an object
});

/** Reads as the laws do: small batches, an eye on time. */
function read({ format, options }: Dialect, input: string | Uint8Array, setup: ReadSetup = {}): Promise<ReadResult> {
  beat(`${format.id} reads ${input.length} characters`);
  return readText(format, input, options, { limit: 64, ...setup });
}

/** What is read, without what a rewritten file cannot keep: lines, and order where the format has none. */
function content(groups: readonly PlainGroup[], isOrdered: boolean): unknown {
  return isOrdered ? withoutOrigins(groups) : inAnyOrder(withoutOrigins(groups));
}

const contentOf = ({ batches, interns }: ReadResult, isOrdered = true): unknown =>
  content(groupsOf(batches, interns), isOrdered);

// --- 1 ------------------------------------------------------------------------------------------------------------

describe('law 1: the list of formats', () => {
  it('has every format file, once, in the order of the ids', () => {
    const files = readdirSync(FORMATS)
      .filter((file) => file.endsWith('.ts') && readFileSync(join(FORMATS, file), 'utf8').includes('= defineFormat'))
      .map((file) => file.slice(0, -'.ts'.length));
    expect(formats.map(({ id }) => id)).toEqual(files.sort());
  });

  it.each(named(formats))('%s says what it is', (_id, format) => {
    expect(format.title.trim()).not.toBe('');
    expect(format.about.since).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(['stable', 'trial', 'retired']).toContain(format.about.status);
    expect(format.about.spec ?? 'none').not.toBe('');
    expect(format.read ?? format.write).toBeDefined();
    for (const extension of format.files.extensions) expect(extension).toMatch(/^(?:\.[a-z0-9]+)+$/u);
  });

  it.each(named(formats))('%s carries each thing once, and only what there is', (_id, { carries }) => {
    expect(new Set(carries.kinds).size).toBe(carries.kinds.length);
    expect(new Set(carries.scopes).size).toBe(carries.scopes.length);
    expect(new Set(carries.list).size).toBe(carries.list.length);
    const reachable = new Set(carries.kinds.flatMap(scopesOf));
    for (const scope of carries.scopes) expect(reachable).toContain(scope);
    for (const kind of carries.kinds) expect(scopesOf(kind).some((scope) => carries.scopes.includes(scope))).toBe(true);
    for (const field of Object.keys(carries.fields)) expect(fieldIds).toContain(field);
  });

  it.each(dialects(formats).map((dialect) => [nameOf(dialect), dialect] as const))(
    '%s carries no more than the format',
    (_name, dialect) => {
      const { carries } = dialect.format;
      const narrowed = carriesOf(dialect);
      for (const kind of narrowed.kinds) expect(carries.kinds).toContain(kind);
      for (const scope of narrowed.scopes) expect(carries.scopes).toContain(scope);
      for (const field of Object.keys(narrowed.fields)) expect(Object.keys(carries.fields)).toContain(field);
      for (const fact of narrowed.list) expect(carries.list).toContain(fact);
      for (const flag of ['exceptions', 'order', 'duplicates'] as const)
        expect(narrowed[flag] && !carries[flag]).toBe(false);
      if (carries.perItem === 'one') expect(narrowed.perItem).toBe('one');
    },
  );
});

// --- 2 ------------------------------------------------------------------------------------------------------------

const examplesOf = (list: readonly Format[]): [string, Format, Example][] =>
  list.flatMap((format) =>
    format.examples.map((example): [string, Format, Example] => [`${format.id}: ${example.name}`, format, example]),
  );

describe('law 2: detection', () => {
  const head = (input: string | Uint8Array, name = '') => headOf(Buffer.from(input), name, true);

  // Examples are full of faults, and a file of which every other line is wrong is told from nothing: so without those.
  // Where an example needs options, its lines do not say all, and not to be sure is right; to be wrong never is.
  const chosenFor = async (format: Format, example: Example): Promise<string> => {
    const { rejected } = await read(dialectOf(format, example), inputOf(example));
    const bad = new Set(rejected.map(({ at }) => at.line));
    const lines = example.text.split(/(?<=\n)/u).filter((_, i) => !bad.has(i + 1));
    try {
      return detect(head(inputOf({ ...example, text: lines.join('') })), formats, 'input', () => {}).format.id;
    } catch (error) {
      if (error instanceof Failure) return error.code;
      throw error;
    }
  };
  const detectable = readable.filter((format) => format.detectable !== false);

  it.each(examplesOf(detectable))('chooses %s, once its bad lines are gone', async (_name, format, example) => {
    const chosen = await chosenFor(format, example);
    if (example.options === undefined) expect(chosen).toBe(format.id);
    else expect([format.id, 'detect/unknown', 'detect/ambiguous']).toContain(chosen);
  });

  it.each(named(detectable))('chooses one example of %s at least', async (_id, format) => {
    const chosen = await Promise.all(format.examples.map((example) => chosenFor(format, example)));
    expect(chosen).toContain(format.id);
  });

  it.each(examplesOf(formats))('lets no other format be certain of %s', (_name, format, example) => {
    const certain = candidates(head(inputOf(example)), formats).filter(({ sure }) => sure === 'certain');
    expect(certain.map((candidate) => candidate.format.id).filter((id) => id !== format.id)).toEqual([]);
  });

  it('throws nothing but failures, whatever the file holds and is called', () => {
    const names = fc.constantFrom('', 'a', 'hosts', 'x.csv', 'x.txt.gz', 'x.rpz', '.', 'con.jsonl');
    return fc.assert(
      fc.property(mangled(formats), names, fc.boolean(), (bytes, name, whole) => {
        beat('detection');
        expectFailure(() => detect(headOf(bytes, name, whole), formats, 'input', () => {}));
      }),
    );
  });
});

function expectFailure(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

// --- 3 ------------------------------------------------------------------------------------------------------------

/** Rows as examples tell them: only what the example says, and items by their order. */
function told(rows: readonly Row[], example: Example): unknown[] {
  const numbers = new Map<string, number>();
  let batch = 0;
  return rows.map((row, i) => {
    const given = example.rows[i];
    // Item numbers begin anew with every batch; the example's own numbers stand for the groups.
    if (row.item !== undefined && i > 0 && (rows[i - 1]?.item ?? 0) > row.item) batch++;
    const group = row.item === undefined ? undefined : `${batch} ${row.item}`;
    const isGrouped = group !== undefined && rows.some((other, k) => k !== i && other.item === row.item);
    if (isGrouped && given?.item !== undefined && !numbers.has(group)) numbers.set(group, given.item);
    const item = isGrouped ? (numbers.get(group) ?? 'unexpected') : undefined;
    return {
      kind: row.kind,
      key: keyText(kinds[row.kind], row.key),
      scope: row.scope,
      operation: row.operation,
      ...(given?.label === undefined
        ? {}
        : {
            label: row.opinions
              .map(({ label }) => label)
              .sort()
              .join(', '),
          }),
      ...(given?.name === undefined ? {} : { name: row.extras.name }),
      ...(item === undefined ? {} : { item }),
    };
  });
}

const wanted = (example: Example): unknown[] =>
  example.rows.map(({ scope = 'exact', operation = 'present', ...rest }) => ({ ...rest, scope, operation }));

describe('law 3: examples', () => {
  it.each(examplesOf(readable))('%s gives its rows and findings', async (_name, format, example) => {
    const result = await read(dialectOf(format, example), inputOf(example));
    expect(told(result.rows, example)).toEqual(wanted(example));
    expect(codesOf(result.findings)).toEqual(example.findings ?? []);
  });
});

describe('law 3, refused rows', () => {
  // What is kept for mending must be what was sent: fed back unmended, it is refused for the same reasons, to the byte.
  it.each(examplesOf(readable))('%s: fed back, they are refused as before', async (_name, format, example) => {
    const dialect = dialectOf(format, example);
    const first = await read(dialect, inputOf(example));
    if (first.rejected.length === 0) return;
    const file = [...first.rejectHeaders, ...first.rejected.map(({ raw }) => raw)].map((raw) =>
      raw.replace(/\n$/u, ''),
    );
    const again = await read(dialect, Buffer.from(`${file.join('\n')}\n`, 'latin1'));
    const told = ({ rejected }: ReadResult): unknown =>
      rejected.map(({ code, raw }) => [code, raw.replace(/\n$/u, '')]);
    expect(told(again)).toEqual(told(first));
    // A line of several entries is kept whole for the bad one among them; nothing new may come out of it.
    const keys = ({ rows }: ReadResult): string[] =>
      rows.map(({ kind, key }) => `${kind} ${Buffer.from(key).toString('hex')}`);
    expect(keys(again).filter((key) => !keys(first).includes(key))).toEqual([]);
  });
});

describe('law 3: records', () => {
  const examples = readable.flatMap((format) =>
    format.records === undefined
      ? []
      : format.examples.map((example): [string, Format, Example] => [format.id, format, example]),
  );

  it.each(examples)('%s names its records as records', async (_id, format, example) => {
    const { rows } = await read(dialectOf(format, example), inputOf(example));
    const keys = rows.flatMap(({ partnerKey }) => (partnerKey === undefined ? [] : [partnerKey]));
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect([isRecordKey(key), key.split(/[:-]/u)[0]]).toEqual([true, format.records]);
    expect(rows.some(({ times }) => times.updated !== undefined)).toBe(true);
  });
});

// --- 4 ------------------------------------------------------------------------------------------------------------

describe('law 4: read, written and read again', () => {
  const both = readable.filter((format) => format.write !== undefined);

  it.each(examplesOf(both))('%s is the same but for the declared loss', async (_name, format, example) => {
    const dialect = dialectOf(format, example);
    const carries = carriesOf(dialect);
    const first = await read(dialect, inputOf(example));
    const copy = await convert(dialect, inputOf(example), dialect);
    expect(copy.outcome.failure).toBeNull();
    const second = await read(dialect, copy.bytes);
    expect(second.rejected).toEqual([]);
    expect(contentOf(second, carries.order)).toEqual(
      content(whatRemains(groupsOf(first.batches, first.interns), carries), carries.order),
    );
    const again = await convert(dialect, copy.bytes, dialect);
    expect(again.bytes.toString()).toBe(copy.bytes.toString());
  });
});

// --- 5, 6, 7 --------------------------------------------------------------------------------------------------------

const withoutEncoding = (result: ReadResult): ReturnType<typeof codesOf> =>
  codesOf(result.findings).filter(
    ([code]) => !['input/bom-removed', 'input/decoded', 'input/mixed-line-ends'].includes(code),
  );

const whole = (result: ReadResult): unknown => [
  groupsOf(result.batches, result.interns),
  codesOf(result.findings),
  result.rejected.map(({ raw }) => raw),
  result.list,
];

describe('laws 5 and 6: pieces and batches', () => {
  it.each(examplesOf(readable))('%s does not depend on how it is cut into pieces', async (_name, format, example) => {
    const dialect = dialectOf(format, example);
    const want = whole(await read(dialect, inputOf(example), { chunk: 65_536 }));
    for (const chunk of [1, 2, 7, 64]) expect(whole(await read(dialect, inputOf(example), { chunk }))).toEqual(want);
  });

  it.each(examplesOf(readable))(
    '%s does not depend on the size of batches, and keeps items whole',
    async (_name, format, example) => {
      const dialect = dialectOf(format, example);
      const want = whole(await read(dialect, inputOf(example), { limit: 8192 }));
      for (const limit of [1, 2, 3]) expect(whole(await read(dialect, inputOf(example), { limit }))).toEqual(want);
    },
  );
});

/** Refused for what it means, and not for how it is written. */
const isOfWhole = ({ code }: { readonly code: string }): boolean =>
  code.startsWith('zone/') ||
  [
    'digest/contradictory',
    'digest/kind-unknown',
    'digest/not-of-a-file',
    'row/no-list',
    'rule/not-understood',
  ].includes(code);

describe('law 7: what a file goes through on its way', () => {
  const LINE_END = 'one final newline more or less';
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const variants: [string, (text: string) => Uint8Array][] = [
    ['CRLF', (text) => Buffer.from(text.replaceAll(/\r?\n/gu, '\r\n'))],
    ['CRCRLF', (text) => Buffer.from(text.replaceAll(/\r?\n/gu, '\r\r\n'))],
    ['CR', (text) => Buffer.from(text.replaceAll(/\r?\n/gu, '\r'))],
    ['a lone CR here and there', (text) => Buffer.from(text.replaceAll(/(\n[^\n]*[^\r\n])\n(?!\n|$)/gu, '$1\r'))],
    ['a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text) => utf16(`\ufeff${text}`)],
    ['UTF-16, big end first', (text) => utf16(`\ufeff${text}`).swap16()],
    ['UTF-16 without mark', utf16],
    [LINE_END, (text) => Buffer.from(text.endsWith('\n') ? text.slice(0, -1) : `${text}\n`)],
  ];
  /** Line ends inside a quoted field are text, and change with the others. */
  const normalised = (value: PlainGroup[]): PlainGroup[] =>
    JSON.parse(JSON.stringify(value).replaceAll(/(?:\\r)+\\n|\\r/gu, '\\n'));

  const isSql = (text: string): boolean => text.startsWith('BEGIN TRANSACTION') || text.startsWith('-- ');
  /** XML, or JSON that is not a value a line. */
  const isDocument = (text: string): boolean => {
    const [first = ''] = text.trimStart().split(/\r*\n/u);
    if (!/^[[{]/u.test(first)) return first.startsWith('<');
    if (text.includes('"additions')) return true; // of hash-prefixes, each on a line
    try {
      JSON.parse(first);
      return false;
    } catch {
      return true;
    }
  };

  describe.each(variants)('%s', (variant, change) => {
    it.each(examplesOf(readable).filter(([, , { encoding }]) => encoding === undefined))(
      'changes nothing of %s',
      async (_name, format, example) => {
        const isAscii = /^[\t\n\r -~]*$/u.test(example.text);
        if (variant === 'UTF-16 without mark' && !isAscii) return; // such a file is not told from UTF-8
        const dialect = dialectOf(format, example);
        const want = await read(dialect, inputOf(example));
        const got = await read(dialect, change(example.text));
        const groups = (result: ReadResult): PlainGroup[] => normalised(groupsOf(result.batches, result.interns));
        if (/\bCR$|lone CR/u.test(variant)) {
          if (isSql(example.text)) return; // there, a comment ends at a line feed only
          if (isDocument(example.text)) {
            // Their lines are told by line feeds, and mean nothing.
            expect(withoutOrigins(groups(got))).toEqual(withoutOrigins(groups(want)));
            expect(withoutEncoding(got).map(([code]) => code)).toEqual(withoutEncoding(want).map(([code]) => code));
            return;
          }
        }
        expect(groups(got)).toEqual(groups(want));
        if (variant !== LINE_END) {
          expect(withoutEncoding(got)).toEqual(withoutEncoding(want));
          // Between quotation marks it may be text.
          if (!variant.includes('lone CR') || example.text.includes('"')) return;
          const isMixed = change(example.text).includes(13);
          expect(got.findings.filter(({ code }) => code === 'input/mixed-line-ends').length).toBe(isMixed ? 1 : 0);
          return;
        }
        // A row that is no good and that nothing ends was probably cut. Of an object its brackets may say it.
        const last = want.rejected.find((row) => example.text.endsWith(`\n${row.raw}\n`) && !isOfWhole(row));
        const told = codesOf(got.findings);
        const isTold = told.length > codesOf(want.findings).length;
        if (last?.raw.startsWith('{') !== true) expect(isTold).toBe(last !== undefined);
        const cut = told.findIndex(([code, line]) => code === 'input/cut-short' && line === last?.at.line);
        expect(isTold ? told.toSpliced(cut, 1) : told).toEqual(codesOf(want.findings));
      },
    );
  });

  // A download that breaks off mostly does so inside a row. Of many a whole list the last line end is missing, so that only
  // a row which is no good gives it away.
  it.each(examplesOf(readable).filter(([, , { encoding }]) => encoding === undefined))(
    'a cut inside a row that spoils it is told of %s',
    async (_name, format, example) => {
      const dialect = dialectOf(format, example);
      const { text } = example;
      const second = text.indexOf('\n') + 1;
      const untold: string[] = [];
      for (let n = 1; n <= 12; n++) {
        const cut = text.slice(0, second + Math.floor(((text.length - second) * n) / 13));
        if (!cut.includes('\n') || cut.endsWith('\n')) continue;
        const { findings, rejected } = await read(dialect, cut);
        const last = cut.slice(cut.lastIndexOf('\n') + 1);
        const isSpoiled = rejected.some((row) => row.raw === last && !isOfWhole(row));
        const codes = codesOf(findings).map(([code]) => code);
        if (isSpoiled && !codes.includes('input/cut-short')) untold.push(last);
        expect(codes.filter((code) => code === 'input/cut-short').length).toBeLessThan(2);
      }
      expect(untold).toEqual([]);
    },
  );

  it.each(examplesOf(readable))('gzip changes nothing of %s', async (_name, format, example) => {
    const dialect = dialectOf(format, example);
    const want = await read(dialect, inputOf(example));
    const input = await openInput('-', fakeHost({ stdin: gzipSync(inputOf(example)) }), { sha256: false });
    const pieces: Uint8Array[] = [];
    for await (const piece of input.chunks()) pieces.push(piece.slice());
    await input.close();
    expect(whole(await read(dialect, Buffer.concat(pieces)))).toEqual(whole(want));
  });
});

// --- 8, 9 -----------------------------------------------------------------------------------------------------------

/** Reads whatever it is: rows, findings or a failure. Anything else is a fault of the reader. */
async function survives(dialect: Dialect, input: Uint8Array, setup: ReadSetup = {}): Promise<ReadResult | null> {
  try {
    const result = await read(dialect, input, { limit: 8, ...setup });
    expectSound(dialect, result, input);
    return result;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** What was accepted is what the format says it carries, in canonical form; what was refused is kept as sent. */
function expectSound(dialect: Dialect, { batches, interns, rejected }: ReadResult, input: Uint8Array): void {
  const { carries } = dialect.format;
  const faults: string[] = [];
  let lastLine = 0;
  for (const row of rowsOf(batches, interns)) {
    const kind = kinds[row.kind];
    if (!carries.kinds.includes(row.kind)) faults.push('kind not carried');
    if (!carries.scopes.includes(row.scope) || !scopesOf(row.kind).includes(row.scope))
      faults.push('scope not carried');
    if (row.operation === 'excepted' && !carries.exceptions) faults.push('exception not carried');
    if (row.operation === 'withdrawn' && carries.withdrawals !== 'rows') faults.push('withdrawal not carried');
    if (kind.width !== 0 && row.key.length !== kind.width) faults.push('width');
    const bytes = keyBytes(kind, keyText(kind, row.key));
    const isText = kind.codec === 'text' && kind.family !== 'place'; // free text, in the bytes it came in
    if (!isText && (bytes === null || Buffer.compare(bytes, row.key) !== 0)) faults.push('key not canonical');
    // An entry that a later line decides on comes after it, where the order means nothing: a zone of Unbound that redirects.
    if (row.line < 1 || (carries.order && row.line < lastLine)) faults.push('line numbers');
    lastLine = row.line;
  }
  for (const batch of batches) {
    if (batch.count === 0) faults.push('empty batch');
    if (batch.start[0] !== 0 || batch.start[batch.count] !== batch.bytes.length) faults.push('offsets');
    const met = new Set<number>();
    batch.item?.forEach((item, i) => {
      if (item !== batch.item?.[i - 1] && met.has(item)) faults.push('item in two pieces');
      met.add(item);
    });
  }
  if (rejected.length > 0) {
    const sent = Buffer.from(input).toString('latin1');
    // UTF-16 is decoded before it is read, so that refused rows are kept in UTF-8.
    const isUtf8 = !/^(?:\xff\xfe|\xfe\xff|[^\0]\0[^\0]\0|\0[^\0]\0[^\0])/u.test(sent);
    if (isUtf8 && rejected.some(({ raw }) => !sent.includes(raw))) faults.push('refused row not as sent');
  }
  // A few bytes of input are a few rows: nothing may be set aside in proportion to what the input claims.
  const held = batches.reduce((sum, batch) => sum + batch.bytes.buffer.byteLength + batch.start.buffer.byteLength, 0);
  if (held >= 2 ** 20 + 4096 * input.length) faults.push('memory beyond proportion');
  // Asked here and not by expect, which takes as long as reading a few lines does, a hundred thousand times.
  if (faults.length > 0) throw new Error(`unsound: ${faults.join(', ')}`);
}

function memory(): number {
  const { rss } = process.memoryUsage();
  return rss / 2 ** 20;
}

const TOO_MUCH_MB = 400;

describe('law 8: cut at any byte', () => {
  it.each(examplesOf(readable))('%s ends in findings or a failure', async (_name, format, example) => {
    const dialect = dialectOf(format, example);
    const bytes = Uint8Array.from(Buffer.from(inputOf(example)));
    const before = memory();
    for (let end = 0; end <= bytes.length; end++) await survives(dialect, bytes.subarray(0, end));
    for (let start = 1; start <= bytes.length; start++) await survives(dialect, bytes.subarray(start));
    expect(memory() - before).toBeLessThan(TOO_MUCH_MB);
  });
});

describe('law 9: arbitrary bytes', () => {
  it.each(dialects(readable).map((dialect) => [nameOf(dialect), dialect] as const))(
    '%s ends in findings or a failure',
    (_name, dialect) => {
      const before = memory();
      return fc
        .assert(
          fc.asyncProperty(
            fc.oneof(mangled([dialect.format]), mangled(formats), fc.uint8Array({ maxLength: 300 })),
            fc.integer({ min: 1, max: 50 }),
            async (bytes, chunk) => {
              const result = await survives(dialect, bytes, { chunk });
              if (result !== null) expect(whole(await read(dialect, bytes, { chunk: 65_536 }))).toEqual(whole(result));
            },
          ),
        )
        .then(() => expect(memory() - before).toBeLessThan(TOO_MUCH_MB));
    },
  );
});

// --- 10 -------------------------------------------------------------------------------------------------------------

describe('law 10: written and read', () => {
  const both = readable.filter((format) => format.write !== undefined);

  it.each(dialects(both).map((dialect) => [nameOf(dialect), dialect] as const))(
    '%s gives back any list it can carry',
    (_name, dialect) => {
      const carries = carriesOf(dialect);
      return fc.assert(
        fc.asyncProperty(recordsOf({ carries }), fc.constantFrom(1, 3, 8192), async (records, limit) => {
          beat(`${dialect.format.id} writes ${records.length} records`);
          const source = { format: recordsFormat(records, carries, limit), options: {} };
          const { outcome, findings, bytes, read: sent } = await convert(source, '-', dialect);
          expect(outcome.failure).toBeNull();
          const back = await read(dialect, bytes);
          expect(back.rejected).toEqual([]);
          const want = withoutOrigins(whatRemains(sent, carries));
          const got = withoutOrigins(groupsOf(back.batches, back.interns));
          expectLeft(got, want, carries.order, outcome, findings);
        }),
        SHARE,
      );
    },
  );

  // Examples say what a reader has to be told. A writer that is told nothing asks at once, or one answer must do to read
  // all of it: a checksum file of MD5 and SHA-256 could be read by no means.
  const silent = both
    .map((format): Dialect => ({ format, options: {} }))
    .filter(({ format }) => dialectsOf(format).every(({ options }) => Object.keys(options).length > 0));

  it.each(silent.map((dialect) => [nameOf(dialect), dialect] as const))(
    '%s asks before it writes, or gives back any list with one answer',
    (_name, dialect) => {
      const carries = carriesOf(dialect);
      return fc.assert(
        fc.asyncProperty(recordsOf({ carries }), async (records) => {
          beat(`${dialect.format.id} writes ${records.length} records`);
          const source = { format: recordsFormat(records, carries), options: {} };
          const { outcome, findings, bytes, read: sent } = await convert(source, '-', dialect);
          if (outcome.failure?.exit === 2) return;
          expect(outcome.failure).toBeNull();
          const back = await readWhenAsked(dialect, bytes, sent);
          expect(back.rejected).toEqual([]);
          const want = withoutOrigins(whatRemains(sent, carries));
          const got = withoutOrigins(groupsOf(back.batches, back.interns));
          expectLeft(got, want, carries.order, outcome, findings);
        }),
        SHARE,
      );
    },
  );

  it.each(
    dialects(writable.filter(({ carries }) => carries.withdrawals !== 'rows')).map(
      (dialect) => [nameOf(dialect), dialect] as const,
    ),
  )('%s never lists what was withdrawn', (_name, dialect) => {
    const carries = carriesOf(dialect);
    return fc.assert(
      fc.asyncProperty(recordsOf({ carries: { ...carries, exceptions: false } }), async (records) => {
        const withdrawn = records.map((record) => ({ ...record, operation: 'withdrawn' as const }));
        const source = { format: recordsFormat(withdrawn, { ...carries, withdrawals: 'rows' }), options: {} };
        const empty = { format: recordsFormat([], carries), options: {} };
        const { bytes } = await convert(source, '-', dialect);
        expect(bytes.toString()).toBe((await convert(empty, '-', dialect)).bytes.toString());
        // A writer that is handed such rows all the same leaves them out by itself.
        const { batches, interns } = await readText(source.format, '-');
        const direct = await writeText(dialect.format, batches, dialect.options, { interns });
        if (dialect.format.read === undefined) {
          expect(Buffer.from(direct.bytes).toString()).toBe(bytes.toString());
          return;
        }
        expect(rowsIn(await read(dialect, direct.bytes))).toBe(0);
      }),
      SHARE,
    );
  });
});

describe('law 10, the facts of a list', () => {
  const facts = {
    partner: 'ACME Hotline',
    title: 'January list',
    version: '7',
    issuedAt: '2026-01-05',
    claimedCount: 2,
    marking: 'INTERNAL USE ONLY',
    edition: 'full',
  } as const;
  const both = readable.filter((format) => format.write !== undefined);
  const carriers = dialects(both).filter((dialect) => carriesOf(dialect).list.length > 0);

  it.each(carriers.map((dialect) => [nameOf(dialect), dialect] as const))(
    '%s gives them back',
    async (_name, dialect) => {
      const { format, options } = dialect;
      const example = format.examples.find((each) => JSON.stringify(each.options ?? {}) === JSON.stringify(options));
      const { batches, interns } = await read(dialect, inputOf(example ?? format.examples[0]));
      const wanted = Object.fromEntries(
        Object.entries(facts).filter(([fact]) => carriesOf(dialect).list.includes(fact as keyof typeof facts)),
      );
      const { bytes } = await writeText(format, batches, options, { interns, list: wanted });
      expect((await read(dialect, bytes)).list).toEqual(wanted);
      // A traffic light is kept as one, too.
      if (wanted['marking'] === undefined) return;
      const marked = await writeText(format, batches, options, { interns, list: { ...wanted, marking: 'TLP:AMBER' } });
      expect((await read(dialect, marked.bytes)).list.marking).toBe('TLP:AMBER');
    },
  );
});

/**
 * Reads what was written. Where the reader asks something first, with the one answer that its sender can give: the kind of
 * what was sent, of which some may not have been written.
 */
async function readWhenAsked(dialect: Dialect, bytes: Uint8Array, sent: readonly PlainGroup[]): Promise<ReadResult> {
  try {
    return await read(dialect, bytes);
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== 2) throw error;
    const candidates = String(error.args['candidates']).split(', ');
    const rows = new Set(sent.flat().map(({ kind, key }) => `${kind} ${key}`));
    for (const kind of new Set(sent.flat().map((row) => row.kind))) {
      if (!candidates.includes(kind)) continue;
      const back = await read({ ...dialect, options: { kind } }, bytes);
      const got = groupsOf(back.batches, back.interns).flat();
      if (got.every((row) => rows.has(`${row.kind} ${row.key}`))) return back;
    }
    return read({ ...dialect, options: dialectsOf(dialect.format)[0]?.options ?? {} }, bytes);
  }
}

const rowsIn = ({ batches }: ReadResult): number => batches.reduce((sum, { count }) => sum + count, 0);

/** All of `want`, but for rows that were told: entries that did not fit, and names a listed or excepted subtree covers. */
function expectLeft(
  got: readonly PlainGroup[],
  want: readonly PlainGroup[],
  isOrdered: boolean,
  { tally }: Conversion['outcome'],
  findings: Findings,
): void {
  const unfit = tally.losses.find((loss) => loss.class === 'entry-unfit')?.count ?? 0;
  const told = ['merge/covered', 'merge/exception-overlaps', 'merge/exception-idle'] as const;
  const covered = told.reduce((sum, code) => sum + findings.countOf(code), 0);
  if (unfit + covered === 0) {
    if (isOrdered) expect(got).toEqual(want);
    else expect(inAnyOrder(got)).toEqual(inAnyOrder(want));
    return;
  }
  const rows = (groups: readonly PlainGroup[]): string[] => inAnyOrder(groups.flat().map((row) => [row]));
  const missing = want.flat().length - got.flat().length;
  expect(missing).toBeGreaterThanOrEqual(unfit + findings.countOf('merge/covered'));
  // Overlaps are told by readers too, about rows that stay.
  expect(missing).toBeLessThanOrEqual(unfit + covered);
  const left = rows(want);
  for (const row of rows(got)) {
    const at = left.indexOf(row);
    expect(at).toBeGreaterThanOrEqual(0);
    left.splice(at, 1);
  }
}

// --- 11 -------------------------------------------------------------------------------------------------------------

describe('law 11 and the promise: from one format to another, and back', () => {
  // Every pair of formats every day, examples and dialects taking turns; every example into every dialect by night.
  const pairs = readable.flatMap((from, i) =>
    writable.flatMap((to, j) =>
      turn(from.examples, i + j).flatMap((example) =>
        turn(dialectsOf(to), i).map((target): [string, Dialect, string | Uint8Array, Dialect] => [
          `${from.id}: ${example.name} -> ${nameOf(target)}`,
          dialectOf(from, example),
          inputOf(example),
          target,
        ]),
      ),
    ),
  );

  it.each(pairs)('%s loses no more than was planned, and tells it', async (_name, source, text, target) => {
    beat(_name);
    const { outcome, findings, bytes, read: sent } = await convert(source, text, target);
    if (outcome.failure !== null) throw outcome.failure;
    const planned = outcome.plan.map((loss) => `${loss.class} ${loss.what}`);
    const lost = outcome.tally.losses.filter((loss) => loss.class !== 'entry-unfit');
    for (const loss of lost) expect(planned).toContain(`${loss.class} ${loss.what}`);
    for (const loss of outcome.tally.losses) expect(findings.countOf(`loss/${loss.class}`)).toBeGreaterThan(0);
    // And nothing is lost in silence.
    const told = lost.flatMap((loss) => [loss.class, `${loss.class} ${loss.what}`, loss.class.replace(/-.*$/u, '')]);
    const full = await read(source, text);
    const owed = lossesToTell(groupsOf(full.batches, full.interns), carriesOf(target));
    expect([...owed].filter((loss) => !told.includes(loss))).toEqual([]);

    // What arrives is what was sent, less the loss that was told.
    if (target.format.read === undefined) return;
    const arrived = await read(target, bytes);
    expect(arrived.rejected).toEqual([]);
    const want = withoutOrigins(whatRemains(sent, carriesOf(target)));
    const got = withoutOrigins(groupsOf(arrived.batches, arrived.interns));
    expectLeft(got, want, carriesOf(target).order, outcome, findings);

    // And back: nothing more is lost than the first format cannot hold.
    if (source.format.write === undefined) return;
    const back = await convert(target, bytes, source);
    if (back.outcome.failure !== null) throw back.outcome.failure;
    const returned = await read(source, back.bytes);
    expect(returned.rejected).toEqual([]);
    const left = withoutOrigins(whatRemains(back.read, carriesOf(source)));
    const rest = withoutOrigins(groupsOf(returned.batches, returned.interns));
    expectLeft(rest, left, carriesOf(source).order, back.outcome, back.findings);
  });
});

// --- 12 -------------------------------------------------------------------------------------------------------------

describe('law 12: no value of a list is ever printed', () => {
  it.each(
    dialects(writable)
      .filter(({ format }) => format.read !== undefined)
      .map((dialect) => [nameOf(dialect), dialect] as const),
  )('%s', (_name, dialect) => {
    const carries = carriesOf(dialect);
    return fc.assert(
      fc.asyncProperty(
        sentinelList(carries),
        fc.oneof(fc.constant(null), fc.constantFrom(...dialects(writable))),
        fc.infiniteStream(fc.nat()),
        async (records, target, damage) => {
          const source = { format: recordsFormat(records, carries), options: {} };
          const { bytes } = await convert(source, '-', dialect);
          const spoiled = mangledOnce(bytes, damage);
          beat(`${dialect.format.id} reads spoiled sentinels`);
          try {
            const { outcome, findings, interns } = await convert(dialect, spoiled, target, { allowedLoss: [] });
            expect(sentinelsIn(everythingPrinted(outcome, findings, interns), records)).toEqual([]);
          } catch (error) {
            expect(sentinelsIn(printedError(error), records)).toEqual([]);
            throw error;
          }
        },
      ),
      SHARE,
    );
  });
});

/** A few faults in a file: bytes lost, doubled, replaced. */
function mangledOnce(bytes: Uint8Array, damage: fc.Stream<number>): Uint8Array {
  let spoiled = Buffer.from(bytes);
  const next = (): number => damage.next().value ?? 0;
  for (let faults = next() % 6; faults > 0 && spoiled.length > 0; faults--) {
    const at = next() % spoiled.length;
    const piece = [
      Buffer.alloc(0),
      Buffer.from('"'),
      Buffer.from('\n'),
      Buffer.from(' '),
      Buffer.from('x'),
      Buffer.from([0xff]),
      Buffer.from(','),
      Buffer.from('é'),
    ][next() % 8];
    spoiled = Buffer.concat([spoiled.subarray(0, at), piece ?? Buffer.alloc(0), spoiled.subarray(at + (next() % 3))]);
  }
  return spoiled;
}
