// nps-hashdb: the JSON export of NPS hashdb, one object a line. Read only. Its sources are files with their MD5; its blocks
// are pieces of files, of which the same zeros or fonts are in thousands of others: a block in a list of files would
// match them all, so none is ever an entry. Facts: research hash-formats 4.17.
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { addKey } from './kit/add-key.ts';
import { shownKey } from './kit/canonical/shape.ts';
import { type JsonObject, type JsonValue, parseJson, readJson } from './kit/json/walk.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';
import { ToldOnce } from './kit/told-once.ts';

const carries: Carries = {
  kinds: ['md5'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'none',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

/** Keys that are read. What the others count is about the blocks of a file. */
const KNOWN: ReadonlySet<string> = new Set(['file_hash', 'filesize', 'name_pairs', 'zero_count', 'nonprobative_count']);
/** Lines that detection looks at. */
const SAMPLE = 20;

export const npsHashdb = defineFormat<unknown>({
  id: 'nps-hashdb',
  title: 'NPS hashdb export, JSON',
  about: { partner: 'NPS hashdb', spec: 'hashdb user manual', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  examples: [
    {
      name: 'sources with and without names, a block, and a digest that is cut',
      text: [
        '# hashdb-Version: 3.1.0',
        '{"file_hash":"c97e5b930eb5a08d7e4c7836046694d9","filesize":9,"file_type":"","zero_count":0,"nonprobative_count":0,"name_pairs":["repository1","a.bin","repository2","b.bin"]}',
        '{"file_hash":"10C9E2CDE0416CA92132DF8805841B00","filesize":12}',
        '{"block_hash":"d4e06766e751a61f6bcdec13d149fd15","k_entropy":7843,"block_label":"","source_sub_counts":["c97e5b930eb5a08d7e4c7836046694d9",1]}',
        '{"file_hash":"10c9e2cde0416ca92132df8805841b","filesize":12}',
        '{"filesize":12}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a.bin' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/personal-data', 2],
        ['row/unknown-key', 2],
        ['row/not-an-entry', 4],
        ['digest/wrong-length', 5],
        ['row/missing-field', 6],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).slice(0, SAMPLE);
    const isIt = lines.some((line) => {
      const json = parseJson(line);
      if (!json.ok || !(json.value instanceof Map)) return false;
      const object = json.value as JsonObject;
      return object.has('block_hash') || (object.has('file_hash') && object.has('filesize'));
    });
    return isIt ? { sure: 'certain', because: 'the lines are sources or blocks of hashdb' } : null;
  },

  read: readLines<unknown>((rows, context) => {
    const sources = new Sources(rows, context);
    return (line) => sources.read(line);
  }),
});

class Sources {
  readonly #rows: RowSink;
  readonly #context: ReadContext;
  readonly #told = new ToldOnce();

  constructor(rows: RowSink, context: ReadContext) {
    this.#rows = rows;
    this.#context = context;
  }

  read(line: LineScanner): void {
    if (line.isBlank || line.startsWith('#')) return;
    const rows = this.#rows;
    rows.begin();
    const json = readJson(line.bytes, line.from, line.to);
    if (!json.ok) rows.reject('row/bad-json', { reason: json.reason });
    else if (json.value instanceof Map) this.#object(json.value as JsonObject);
    else rows.reject('row/bad-json', { reason: 'it is no object' });
  }

  #object(object: JsonObject): void {
    const rows = this.#rows;
    const digest = object.get('file_hash');
    if (object.has('block_hash')) rows.report('row/not-an-entry', { what: 'the hash of a block, which is no file' });
    else if (typeof digest !== 'string' || digest === '') rows.reject('row/missing-field', { field: 'file_hash' });
    else if (addKey(rows, kinds.md5.id, 0, digest)) this.#facts(object);
  }

  #facts(object: JsonObject): void {
    const { want } = this.#context;
    const size = object.get('filesize');
    const [name, isMore] = nameIn(object.get('name_pairs'));
    if (typeof size === 'number' && Number.isSafeInteger(size) && size >= 0) {
      if (want.has('size')) this.#rows.builder.setSize(size);
      else this.#context.skipped('size');
    } else if (size !== undefined) {
      this.#rows.reject('row/bad-value', { field: 'filesize', want: 'a whole number from 0' });
      return;
    }
    if (name !== '') {
      if (want.has('name')) this.#rows.builder.setExtra('name', name);
      else this.#context.skipped('name');
    }
    if (isMore) this.#rows.report('row/personal-data', { field: 'name_pairs' });
    for (const key of object.keys()) if (!KNOWN.has(key)) this.#tell(key);
  }

  #tell(key: string): void {
    if (this.#told.isNew(key)) this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }
}

/** The first name of a file, and whether more is left out: pairs of a repository and a name, one after another. */
function nameIn(pairs: JsonValue | undefined): readonly [name: string, isMore: boolean] {
  const list = Array.isArray(pairs) ? (pairs as readonly JsonValue[]) : [];
  const name = list[1];
  return [typeof name === 'string' ? name : '', list.length > 0];
}
