// Bare digests are read many lines at a time. Held against reading them line by line, which every other line gets anyway:
// the same rows, findings and refused rows, whatever stands between the digests and wherever the bytes are cut.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LineScanner, MAX_LINE } from '../../src/formats/kit/lines.ts';
import { plainDigests } from '../../src/formats/plain-digests.ts';
import { hexText } from '../../src/model/bytes.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { inventedHex, inventedKey } from '../support/batches.ts';
import { type ReadSetup, readText } from '../support/format-harness.ts';

afterEach(() => vi.restoreAllMocks());

type Options = Parameters<typeof readText<{ kind?: KindId }>>[2];

/** What a reading gives, in plain data. */
async function read(text: string, options: Options, setup: ReadSetup) {
  const { rows, batches, findings, rejected } = await readText(
    plainDigests,
    Buffer.from(text, 'latin1'),
    options,
    setup,
  );
  return { rows, findings, rejected, sizes: batches.map(({ count, uniform, item }) => [count, uniform, item]) };
}

async function expectSame(text: string, options: Options, setup: ReadSetup = {}): Promise<void> {
  const atOnce = vi.spyOn(LineScanner.prototype, 'takeDigests');
  const many = await read(text, options, setup);
  atOnce.mockImplementation(() => {});
  const single = await read(text, options, setup);
  vi.restoreAllMocks();
  expect(many).toEqual(single);
}

const hex = (kind: KindId): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(), fc.constantFrom('lower', 'upper')).map(([n, spelling]) => {
    const text = hexText(inventedKey(kind, n));
    return spelling === 'lower' ? text : text.toUpperCase();
  });

/** Digests, and the lines that look most like them. */
const line = (kind: KindId): fc.Arbitrary<string> => {
  const { width } = kinds[kind];
  const bad = fc
    .tuple(hex(kind), fc.nat({ max: width * 2 - 1 }), fc.constantFrom('g', '\0', ' ', '\r', ':', '\xff', ''))
    .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + 1));
  const decorated = hex(kind).chain((text) =>
    fc.constantFrom(
      ` ${text}`,
      `${text} `,
      `${kind}:${text}`,
      `"${text}",`,
      `# ${text}`,
      `0x${text}`,
      `${text}0`,
      `${text},`,
      `${text}00`,
    ),
  );
  return fc.oneof(
    { weight: 12, arbitrary: hex(kind) },
    { weight: 2, arbitrary: bad },
    { weight: 2, arbitrary: decorated },
    { weight: 1, arbitrary: fc.constantFrom('', '\0', '# comment') },
  );
};
const ending = fc.oneof(
  { weight: 8, arbitrary: fc.constant('\n') },
  { weight: 8, arbitrary: fc.constant('\r\n') },
  { weight: 1, arbitrary: fc.constantFrom('\r\r\n', '\r', '\n\n', ' \n') },
);
const kind = fc.constantFrom<KindId[]>('md5', 'sha1', 'sha224', 'sha256', 'sha512', 'pdq', 'tlsh', 'photodna');

const list = kind.chain((id) =>
  fc.record({
    id: fc.constant(id),
    lines: fc.array(fc.tuple(line(id), ending), { maxLength: 24 }),
    last: fc.oneof(fc.constant(''), line(id)),
  }),
);

describe('a list of bare digests', () => {
  it('is the same when lines are taken many at a time', () =>
    fc.assert(
      fc.asyncProperty(
        list,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 9 }),
        ({ id, lines, last }, chunk, limit) => expectSame(lines.flat().join('') + last, { kind: id }, { chunk, limit }),
      ),
      { numRuns: 300 },
    ));

  it('is the same where the kind shows from the length, and changes on the way', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.oneof(line('md5'), line('sha1'), line('sha384')), ending), { maxLength: 24 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 9 }),
        (lines, chunk, limit) => expectSame(lines.flat().join(''), {}, { chunk, limit }),
      ),
      { numRuns: 200 },
    ));

  it('takes what stands behind an endless line for the rest of it', async () => {
    const digests = [1, 2, 3].map((n) => `${inventedHex('md5', n)}\n`).join('');
    const text = `${'x'.repeat(MAX_LINE + 40_000)}${digests}`;
    for (const chunk of [65_536, MAX_LINE + 40_000]) await expectSame(text, { kind: 'md5' }, { chunk });
  });

  it('of old Macs is the same', () =>
    expectSame([1, 2, 3].map((n) => `${inventedHex('md5', n)}\r`).join(''), { kind: 'md5' }));

  it('is taken many lines at a time', async () => {
    const taken = vi.spyOn(LineScanner.prototype, 'next');
    const text = Array.from({ length: 1000 }, (_, n) => `${inventedHex('md5', n)}\n`).join('');
    const { rows } = await read(text, { kind: 'md5' }, {});
    expect(rows).toHaveLength(1000);
    expect(taken.mock.calls.length).toBeLessThan(10);
  });
});
