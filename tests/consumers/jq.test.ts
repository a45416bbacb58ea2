// jq takes what we write as JSON apart, and finds every digest that was put in, each as often, and no other.
import { expect, it } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/index.ts';
import { everyRow } from '../../src/model/carries.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { lossClasses } from '../../src/model/loss.ts';
import { inventedHex } from '../support/batches.ts';
import { convert, type Dialect, dialectsOf, inputOf, recordsFormat } from '../support/convert.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { useStand } from './support/stand.ts';

const stand = useStand();

const DIGESTS = ['md5', 'sha1', 'sha256'] as const;

/** Records that any partner could have, with names that must be escaped. */
const records = Array.from({ length: 40 }, (_, n) => ({
  keys: DIGESTS.map((kind) => ({
    kind: kind as KindId,
    scope: 'exact' as const,
    key: Buffer.from(inventedHex(kind, n), 'hex'),
  })),
  opinions: [{ member: 'example', scheme: 'media-type', label: 'image' }],
  reviews: [],
  times: {},
  name: `a "${n}" \\ \u00fc\u2028.bin`,
  size: n,
}));

/** Programs that take only entries of their own are given those of their examples. */
const OWN_ENTRIES = new Set(['stopncii', 'tat', 'threatexchange']);

/** Lists of what must not be blocked, which take nothing else. */
const OF_EXCEPTIONS = new Set(['misp-warninglist']);

/** Each once: some formats say an entry again in words of their own. */
const asked =
  '[.. | strings | scan("(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])") | ascii_downcase] | unique | .[]';

const inJson = formats.filter(
  ({ write, files }) => write !== undefined && files.extensions.some((each) => /^\.(?:json|jsonl|ndjson)$/u.test(each)),
);

async function put(format: Format): Promise<{ bytes: Buffer; digests: string[] }[]> {
  const target = (options: Dialect['options']) => [{ format, options }, { allowedLoss: lossClasses }] as const;
  if (!OWN_ENTRIES.has(format.id)) {
    const operation = OF_EXCEPTIONS.has(format.id) ? 'excepted' : 'present';
    const own = recordsFormat(
      records.map((record) => ({ ...record, operation })),
      everyRow,
    );
    const { bytes } = await convert({ format: own, options: {} }, '-', ...target({}));
    const held = DIGESTS.filter((kind) => format.carries.kinds.includes(kind));
    return [{ bytes, digests: records.flatMap((_, n) => held.map((kind) => inventedHex(kind, n))) }];
  }
  const written = [];
  for (const { options } of dialectsOf(format)) {
    for (const example of format.examples.filter(
      (each) => JSON.stringify(each.options ?? {}) === JSON.stringify(options),
    )) {
      const { bytes, read } = await convert({ format, options }, inputOf(example), ...target(options));
      const rows = read.flat().filter(({ kind }) => kinds[kind].codec === 'hex');
      written.push({ bytes, digests: rows.map(({ key }) => key) });
    }
  }
  return written;
}

withPrograms('jq', ['jq'], () => {
  it.each(inJson.map((format) => [format.id, format] as const))('finds in %s what was put in', async (_id, format) => {
    const all = await put(format);
    expect(all.flatMap(({ digests }) => digests)).not.toEqual([]);
    for (const { bytes, digests } of all) {
      const { exit, output } = runProgram('jq', ['-r', asked, stand.write('list.json', bytes)]);
      expect(exit).toBe(0);
      const found = output.split('\n').filter((line) => line !== '');
      expect([...new Set(found)].sort()).toEqual([...new Set(digests)].sort());
    }
  });
});
