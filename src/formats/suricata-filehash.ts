// suricata-filehash: the lists of the keywords filemd5, filesha1 and filesha256 of Suricata: a digest at the start of each
// line, and nothing behind it is looked at, so that the output of md5sum will do. Facts: research hash-formats 5.6. A list
// says neither its algorithm nor whether its files are wanted: both are in the rule (`filemd5:!list` lets them pass).
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { isBlankByte, readLines } from './kit/lines.ts';

const KINDS = ['md5', 'sha1', 'sha256'] as const;

const options = z.strictObject({
  kind: z.enum(KINDS).default('md5').describe('the keyword of the rule: md5 for filemd5, and so on'),
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

const HASH = 35;

export const suricataFilehash = defineFormat<Options>({
  id: 'suricata-filehash',
  title: 'List for filemd5, filesha1 or filesha256 of Suricata',
  about: { spec: 'https://docs.suricata.io/en/latest/rules/file-keywords.html', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  carriesWith: ({ kind }) => ({ ...carries, kinds: [kind] }),
  options,
  examples: [
    {
      name: 'MD5, one with the name that md5sum writes behind it, and lines that are none',
      text: [
        '# weekly',
        'c97e5b930eb5a08d7e4c7836046694d9',
        '10C9E2CDE0416CA92132DF8805841B00  one.bin',
        ' d4e06766e751a61f6bcdec13d149fd15',
        'd4e06766e751a61f6bcdec13d149fd',
        'd4e06766e751a61f6bcdec13d149fd1501',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/inline-comment', 3],
        ['row/not-an-entry', 4],
        ['digest/wrong-length', 5],
        ['digest/wrong-length', 6],
      ],
    },
    {
      name: 'SHA-256',
      text: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da\n',
      options: { kind: 'sha256' },
      rows: [{ kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' }],
    },
  ],

  // Its lines are those of a bare list, or of md5sum.
  detectable: false,
  detect: () => null,

  read: readLines<Options>((rows, context) => {
    const kind = kinds[context.options.kind];
    return {
      line(line) {
        const { bytes, from, to } = line;
        if (from === to || bytes[from] === HASH) return;
        rows.begin();
        if (isBlankByte(bytes[from] ?? 0)) {
          line.trim();
          if (!line.isBlank) rows.report('row/not-an-entry', { what: 'a line with a blank in front' });
          return;
        }
        let end = from;
        while (end < to && !isBlankByte(bytes[end] ?? 0)) end++;
        if (rows.digest(kind, bytes, from, end) && end < to) rows.report('row/inline-comment', {});
      },
      digests: () => kind,
    };
  }),

  write: writeRows<Options>({
    row: () => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.byte(10);
    },
  }),
});
