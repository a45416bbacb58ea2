// xways-text: the hash set that X-Ways Forensics imports as text: the name of the algorithm on the first line, then a
// digest a line, no byte order mark. Facts: research hash-formats 4.12, from programs that write it. Whether the files of a
// set are irrelevant or notable is chosen when it is imported, and stands nowhere in it.
import * as z from 'zod';
import { fromUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { type Kind, type KindId, kindNamed, kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { readLines } from './kit/lines.ts';

const NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const;
const KINDS = Object.keys(NAMES) as (keyof typeof NAMES)[]; // the keys of a literal

const options = z.strictObject({
  kind: z.enum(KINDS).default('md5').describe('writing: the kind of digest; a set has one'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: KINDS,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

export const xwaysText = defineFormat<Options>({
  id: 'xways-text',
  title: 'Hash set of X-Ways Forensics, as text',
  about: { partner: 'X-Ways Forensics', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  carriesWith: ({ kind }) => ({ ...carries, kinds: [kind] }),
  options,
  examples: [
    {
      name: 'MD5, a digest of another length and one that is none',
      text: [
        'MD5',
        'C97E5B930EB5A08D7E4C7836046694D9',
        '10c9e2cde0416ca92132df8805841b00',
        'A544AF123662C61AE0664B4D41457639D24ED7F1',
        'C97E5B930EB5A08D7E4C7836046694DX',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['digest/wrong-length', 4],
        ['digest/not-hex', 5],
      ],
    },
    {
      name: 'SHA-256',
      text: 'SHA-256\n042896DC1966B8A6214E5383ABA5B8B931CFA049D17AAFA37EB8A77C859B95DA\n',
      options: { kind: 'sha256' },
      rows: [{ kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' }],
    },
  ],

  detect(head: Head) {
    const [first = '', ...lines] = head.lines.map((line) => line.trim()).filter((line) => line !== '');
    const kind = kindOnFirstLine(first);
    const digits = kind === null ? 0 : kind.width * 2;
    const digests = lines.filter((line) => line.length === digits && /^[0-9a-f]+$/iu.test(line)).length;
    // The name of the algorithm alone says nearly all, and a set with many bad lines must not pass for a table of one column.
    const isIt = kind !== null && digests > 0 && digests * 2 >= lines.length;
    return isIt ? { sure: 'certain', because: 'the first line names an algorithm, and its digests follow' } : null;
  },

  read: readLines<Options>((rows, context) => {
    let kind: Kind | null = null;
    return {
      line(line) {
        const start = line.from;
        line.trim();
        if (line.isBlank) return;
        const { bytes, from, to } = line;
        if (kind !== null) {
          rows.begin();
          rows.digest(kind, bytes, from, to, from - start + 1);
          return;
        }
        kind = kindOnFirstLine(to - from <= 10 ? fromUtf8(bytes, from, to) : '');
        if (kind !== null) return context.rejectHeader(line.raw());
        rows.begin();
        rows.reject('row/bad-line', { want: 'below a line that names the algorithm' });
      },
      digests: () => kind,
    };
  }),

  write: writeRows<Options>({
    banner: (out, { options: { kind } }) => out.ascii(`${NAMES[kind]}\n`),
    row: () => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      out.upperHex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.byte(10);
    },
  }),
});

function kindOnFirstLine(text: string): Kind | null {
  const id: KindId | null = /^(?:md-?5|sha-?(?:1|256))$/iu.test(text.trim()) ? kindNamed(text) : null;
  return id === null ? null : kinds[id];
}
