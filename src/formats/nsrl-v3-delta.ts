// nsrl-v3-delta: what changes between two editions of the NSRL since version 3: statements of SQL, of which none is ever run.
// Only those that add a file, or take all rows of its digests out, say something of a list; names hold semicolons, comment
// marks, doubled quotes and line ends. Facts: research hash-formats 4.2.
import { createHash } from 'node:crypto';
import type { Carries } from '../model/carries.ts';
import { type KindId, kinds } from '../model/kinds.ts';
import { EXACT, PRESENT, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { addKey } from './kit/add-key.ts';
import type { RowSink } from './kit/row-sink.ts';
import { parseStatement, type Statement } from './kit/sql/statement.ts';
import { readStatements } from './kit/sql/statements.ts';
import { ToldOnce } from './kit/told-once.ts';

const DIGESTS = ['sha256', 'sha1', 'md5'] as const satisfies readonly KindId[];
/** Tables of files, and the names of their columns for a size. */
const TABLES: ReadonlySet<string> = new Set(['file', 'metadata']);
const SIZES = ['file_size', 'bytes'] as const;
/** What is read; others are told once. A CRC-32 names no file. */
const READ: ReadonlySet<string> = new Set([...DIGESTS, ...SIZES, 'file_name', 'crc32']);

const carries: Carries = {
  kinds: DIGESTS,
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'rows',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: true,
  duplicates: true,
  list: ['edition'],
};

const hex = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex').toUpperCase();

export const nsrlV3Delta = defineFormat<unknown>({
  id: 'nsrl-v3-delta',
  title: 'NSRL reference data set, version 3: changes (SQL)',
  about: {
    partner: 'NIST',
    spec: 'https://www.nist.gov/itl/ssd/software-quality-group/nsrl',
    since: '0.2.0',
    status: 'trial',
  },
  files: { extensions: ['.sql'], names: [/_delta\.sql$/iu] },
  carries,
  examples: [
    {
      name: 'a file with a name that looks like SQL, one that is gone, one package of a file, and what changes rows',
      text: [
        'BEGIN TRANSACTION;',
        `INSERT INTO FILE(sha256,sha1,md5,crc32,file_name,file_size,package_id) VALUES('${hex('sha256', 'fixture-1')}','${hex('sha1', 'fixture-1')}','${hex('md5', 'fixture-1')}','A129FADF','e''1; --.bin','9','1');`,
        `DELETE FROM FILE WHERE sha256='${hex('sha256', 'fixture-2')}' AND md5 = '${hex('md5', 'fixture-2')}';`,
        `DELETE FROM FILE WHERE md5='${hex('md5', 'fixture-3')}' AND package_id=7;`,
        "UPDATE FILE SET file_name='x' WHERE package_id=7;",
        "INSERT INTO PKG(package_id,name) VALUES(7,'x');",
        "INSERT INTO FILE(md5) VALUES('12');",
        'COMMIT;',
        '',
      ].join('\n'),
      rows: [
        { kind: 'sha256', key: hex('sha256', 'fixture-1').toLowerCase(), name: "e'1; --.bin", item: 1 },
        { kind: 'sha1', key: hex('sha1', 'fixture-1').toLowerCase(), name: "e'1; --.bin", item: 1 },
        { kind: 'md5', key: hex('md5', 'fixture-1').toLowerCase(), name: "e'1; --.bin", item: 1 },
        { kind: 'sha256', key: hex('sha256', 'fixture-2').toLowerCase(), operation: 'withdrawn', item: 2 },
        { kind: 'md5', key: hex('md5', 'fixture-2').toLowerCase(), operation: 'withdrawn', item: 2 },
      ],
      findings: [
        ['row/unknown-column', 2],
        ['row/no-list', 4],
        ['row/no-list', 5],
        ['row/not-an-entry', 6],
        ['digest/wrong-length', 7],
      ],
    },
  ],

  detect(head: Head) {
    const isIt = /^\s*BEGIN(?:\s+TRANSACTION)?\s*;/iu.test(head.text);
    const adds = /\bINSERT\s+INTO\s+"?(?:FILE|METADATA|PKG|OS|MFG)"?\s*\(/iu.test(head.text);
    return isIt && adds ? { sure: 'certain', because: 'its statements change tables of the NSRL' } : null;
  },

  read: readStatements<unknown>((rows, context) => {
    const changes = new Changes(rows, context);
    return (text) => changes.read(text);
  }),
});

class Changes {
  readonly #rows: RowSink;
  readonly #context: ReadContext;
  readonly #told = new ToldOnce();

  constructor(rows: RowSink, context: ReadContext) {
    this.#rows = rows;
    this.#context = context;
    context.header({ edition: 'delta' });
  }

  read(text: string): void {
    if (/^(?:BEGIN(?:\s+TRANSACTION)?|COMMIT|END(?:\s+TRANSACTION)?|PRAGMA\s[^;]*)$/iu.test(text)) return;
    const rows = this.#rows;
    rows.begin();
    const statement = parseStatement(text);
    if (statement === null) {
      const reason = /^UPDATE\b/iu.test(text) ? 'it changes rows of a database, which is not here' : NOT_READ;
      rows.reject('row/no-list', { reason });
    } else if (!TABLES.has(statement.table)) {
      rows.report('row/not-an-entry', { what: 'a statement about another table' });
    } else if (statement.verb === 'insert') this.#insert(statement);
    else this.#delete(statement);
  }

  #insert({ values }: Statement): void {
    if (!this.#digests(values, PRESENT)) return;
    const name = values.get('file_name') ?? '';
    const size = SIZES.map((column) => values.get(column)).find((each) => each !== undefined) ?? '';
    if (size !== '' && !/^\d{1,15}$/u.test(size)) {
      this.#rows.reject('row/bad-value', { field: 'size', want: 'a whole number from 0' });
      return;
    }
    const { builder } = this.#rows;
    const { want } = this.#context;
    if (name !== '' && want.has('name')) builder.setExtra('name', name);
    else if (name !== '') this.#context.skipped('name');
    if (size !== '' && want.has('size')) builder.setSize(Number(size));
    else if (size !== '') this.#context.skipped('size');
    for (const column of values.keys()) if (!READ.has(column)) this.#tell(column);
  }

  /** A row that belongs to one package is not all there is of a file: others may still have it. */
  #delete({ values }: Statement): void {
    const isWhole = [...values.keys()].every((column) => (DIGESTS as readonly string[]).includes(column));
    if (isWhole) this.#digests(values, WITHDRAWN);
    else this.#rows.reject('row/no-list', { reason: 'it takes one row of a file out, of which there may be others' });
  }

  #digests(values: ReadonlyMap<string, string>, op: number): boolean {
    const rows = this.#rows;
    if (op !== PRESENT) rows.begin(op);
    for (const id of DIGESTS) {
      const digest = values.get(id) ?? '';
      if (digest !== '' && !addKey(rows, kinds[id].id, EXACT, digest)) return false;
    }
    if (rows.builder.recordRows > 0) return true;
    rows.reject('row/missing-field', { field: 'digest' });
    return false;
  }

  #tell(column: string): void {
    if (!this.#told.isNew(column)) return;
    this.#rows.report('row/unknown-column', { column: /^[a-z_]{1,24}$/u.test(column) ? column : 'unknown' });
  }
}

const NOT_READ = 'it neither adds a file nor takes one out';
