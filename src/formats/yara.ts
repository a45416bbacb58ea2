// yara: rules of YARA whose condition is a list of digests of the whole file, `hash.md5(0, filesize) == "..."`, joined by
// `or`. Facts: research hash-formats 5.5: the module gives lower case and compares exactly, so that an upper-case digest is
// never found. A rule that looks at anything else is no list, and refused as a whole; read line by line, its lines are kept.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { kindOf } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { ByteWriter } from './kit/emit.ts';
import { readLines } from './kit/lines.ts';
import { YaraRules } from './kit/yara-rules.ts';

const options = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_]\w{0,99}$/u, 'must be letters, digits and underscores, and begin with no digit')
    .default('listed')
    .describe('writing: what the names of the rules begin with; a number follows'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['md5', 'sha1', 'sha256'],
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

/** Digests of a rule: a hit names the rule, and a rule of millions is slow to change by hand. */
const RULE_DIGESTS = 1000;

export const yara = defineFormat<Options>({
  id: 'yara',
  title: 'YARA rules of file digests',
  about: { spec: 'https://yara.readthedocs.io/en/stable/modules/hash.html', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.yar', '.yara'] },
  carries,
  options,
  examples: [
    {
      name: 'digests of whole files, rules that look at more, and a digest that is never found',
      text: [
        '/* weekly',
        '   rules */',
        'import "hash"',
        '',
        'rule listed_1 : weekly',
        '{',
        '  meta:',
        '    author = "ACME // hotline"',
        '  condition:',
        '    hash.md5(0, filesize) == "c97e5b930eb5a08d7e4c7836046694d9" or // one',
        '    hash.sha1(0,filesize) == "a544af123662c61ae0664b4d41457639d24ed7f1" or hash.md5(0, filesize) == "10c9e2cde0416ca92132df8805841b00"',
        '}',
        'rule part { condition: hash.md5(0, 100) == "c97e5b930eb5a08d7e4c7836046694d9" }',
        'rule upper { condition: hash.md5(0, filesize) == "C97E5B930EB5A08D7E4C7836046694D9" }',
        'rule more {',
        '  condition: hash.md5(0, filesize) == "c97e5b930eb5a08d7e4c7836046694d9" and filesize < 100',
        '}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/no-list', 13],
        ['row/no-list', 14],
        ['row/no-list', 15],
        ['row/no-list', 16],
        ['row/no-list', 17],
      ],
    },
  ],

  detect(head: Head) {
    // Blanks of one line only: from each line over all empty ones below it, a file of nothing else took six seconds.
    const isIt = /^[\t ]*rule\s+\w+/mu.test(head.text) && /\bhash\.(?:md5|sha1|sha256)\s*\(/u.test(head.text);
    return isIt ? { sure: 'certain', because: 'it holds rules of YARA that compare digests' } : null;
  },

  read: readLines<Options>((rows, context) => {
    const rules = new YaraRules(rows, context);
    return { line: (line) => rules.read(line), end: () => rules.end() };
  }),

  async *write(batches, { options: { name } }) {
    const out = new ByteWriter();
    let count = 0;
    out.ascii('import "hash"\n');
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] === WITHDRAWN) continue;
        if (count % RULE_DIGESTS > 0) out.ascii(' or\n');
        else {
          if (count > 0) out.ascii(END);
          out.ascii(`\nrule ${name}_${count / RULE_DIGESTS + 1}\n{\n  condition:\n`);
        }
        count++;
        out.ascii(`    hash.${kindOf(batch.kind[i] ?? 0).id}(0, filesize) == "`);
        out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.byte(34);
      }
      yield out.take();
    }
    if (count > 0) out.ascii(END);
    if (out.length > 0) yield out.take();
  },
});

const END = '\n}\n';
