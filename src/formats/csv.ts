// csv: a table with a header whose columns are known by their names: digests, URLs, names, addresses, labels, reviews.
// Facts: research hash-formats sections 0 and 10. What the header does not explain needs a profile; nothing is guessed.
import * as z from 'zod';
import { everyRow } from '../model/carries.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import { scopeCode, scopes } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { builtinProfile } from './kit/table/builtin.ts';
import { readDelimited } from './kit/table/csv.ts';
import { chooseDelimiter, delimiterByte, headerOf, keyNames } from './kit/table/dialect.ts';
import { UNSAID } from './kit/table/profile.ts';
import { writeColumns } from './kit/table/write.ts';
import { carriesOfColumns, columnsFault, isLong } from './kit/table/write-options.ts';

const options = z.strictObject({
  delimiter: z
    .string()
    .refine((text) => delimiterByte(text) !== null, 'expected one character, or comma, semicolon, tab or pipe')
    .optional()
    .describe('character between the columns; found out when reading, a comma when writing'),
  kind: z
    .enum(kindIds as [KindId, ...KindId[]])
    .optional()
    .describe('reading: kind of the values under key or hash, where no column names it'),
  scope: z
    .enum(scopes)
    .optional()
    .describe(
      'reading: how far names and URLs reach, where no column says; has to be said for names, and is exact for URLs if not ' +
        'given',
    ),
  columns: z
    .union([z.string().transform((text) => text.split(',').map((name) => name.trim())), z.array(z.string())])
    .superRefine((names, context) => {
      const fault = columnsFault(names);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    })
    .optional()
    .describe('writing: one row a file with just these columns, such as md5,sha1,label'),
  formulas: z
    .enum(['neutralise', 'keep'])
    .optional()
    .describe(
      'writing: put an apostrophe before what a spreadsheet would calculate (neutralise, if not given), or not',
    ),
});
type Options = z.infer<typeof options>;

const carries = everyRow;

function profileOf({ delimiter, kind, scope, columns }: Options) {
  return builtinProfile({
    container: 'delimited',
    delimiter: delimiter === undefined ? null : delimiterByte(delimiter),
    kind: kind ?? null,
    // A table that was written without a column for it holds exact entries only.
    scope: scope === undefined && columns === undefined ? UNSAID : scopeCode(scope ?? 'exact'),
  });
}

export const csv = defineFormat<Options>({
  id: 'csv',
  title: 'CSV with a header that names its columns',
  about: { spec: 'RFC 4180', since: '0.1.0', status: 'stable' },
  files: { extensions: ['.csv', '.tsv'] },
  carries,
  carriesWith: ({ columns }) => (columns === undefined ? carries : carriesOfColumns(columns, carries)),
  options,
  examples: [
    {
      name: 'several digests of one file, a label and reviewers',
      text: [
        'MD5,SHA-1,Category,Reviewer 1,Reviewer 2,Reviewed at',
        'c97e5b930eb5a08d7e4c7836046694d9,a544af123662c61ae0664b4d41457639d24ed7f1,A1,analyst-1,analyst-2,2026-01-05',
        '"10C9E2CDE0416CA92132DF8805841B00",,"B2",analyst-1,,2026-01-05T10:20:30Z',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: 'A1', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', label: 'A1', item: 1 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', label: 'B2' },
      ],
    },
    {
      name: 'one key a row, semicolons, a column that is not known and a row that is cut',
      text: [
        'kind;key;scope;operation;label;hotline',
        'domain;example.com;subtree;present;;NL',
        'url;http://example.org/a;;withdrawn;;NL',
        'url;http://example.net/b;;;',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree', operation: 'present' },
        { kind: 'url', key: 'http://example.org/a', scope: 'exact', operation: 'withdrawn' },
      ],
      findings: [
        ['row/unknown-column', 1],
        ['row/missing-field', 4],
      ],
    },
  ],

  detect(head: Head) {
    const profile = profileOf({});
    const names = headerOf(profile, head.bytes, chooseDelimiter(profile, head.bytes));
    const keys = names === null ? [] : keyNames(profile, names);
    if (names === null || keys.length === 0) return null;
    // A header of our own says both what a key is and which; others are shared with forensic tools that have formats here.
    const isOwn = ['kind', 'key', 'scope', 'operation'].every((name) => names.includes(name));
    return { sure: isOwn ? 'certain' : 'likely', because: `the header has ${keys.join(', ')}` };
  },

  read: readDelimited(profileOf),
  apart: ({ columns }) => isLong(columns),
  write: writeColumns,
});
