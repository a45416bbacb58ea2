// misp-csv: attributes of MISP as its CSV export has them. As in events, the flag for detection decides whether an attribute is
// an entry, and what the columns cannot say stands in one of this program's own. `hashes.csv` of a MISP feed looks like a list of
// MD5s and holds digests of attribute values, which name no file: it is refused (research hash-formats 5.2).
import * as z from 'zod';
import { fromUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { keyText } from '../model/key-text.ts';
import { kinds } from '../model/kinds.ts';
import { type Row, rowAt } from '../model/row.ts';
import { scopeCode, WITHDRAWN } from '../model/scope.ts';
import { isoTime, parseIsoText } from '../model/times.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { addKey } from './kit/add-key.ts';
import { FactsReader } from './kit/canonical/facts.ts';
import { factsOf, jsonFault } from './kit/canonical/facts-object.ts';
import { shownKey } from './kit/canonical/shape.ts';
import { CLOSED, newShape, RAN_OUT, walkRecord } from './kit/csv/walk.ts';
import { derivedUuid } from './kit/derived-uuid.ts';
import { writeRows } from './kit/emit.ts';
import { type JsonObject, parseJson } from './kit/json/walk.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import { entryType, OWN, shownType, typeOf, writtenKinds } from './kit/misp/types.ts';
import { notOfFile, refuseNotOfFiles } from './kit/not-files.ts';
import type { RowSink } from './kit/row-sink.ts';
import { labelTexts } from './kit/said.ts';

const options = z.strictObject({
  detection: z
    .enum(['only', 'any'])
    .default('only')
    .describe('which attributes are entries, those for detection (to_ids) only, or any'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: writtenKinds,
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'many',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { partnerKey: 'exact', name: 'exact', note: 'exact', lastVerified: 'exact', spelling: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const NEEDED = ['type', 'value'] as const;
const COLUMNS = [
  ...['uuid', 'event_id', 'category', 'type', 'value', 'comment', 'to_ids', 'date', 'object_relation', 'attribute_tag'],
  OWN,
] as const;
const KEPT: ReadonlySet<string> = new Set(['opinions', 'partnerKey', 'name', 'note', 'lastVerified', 'spelling']);
/** Columns that are read; the others say where an attribute stands in its instance. */
const MOST_COLUMNS = 64;
const COMMA = 44;

export const mispCsv = defineFormat<Options>({
  id: 'misp-csv',
  title: 'MISP attributes, CSV export',
  about: { spec: 'MISP CSV export', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  options,
  examples: [
    {
      name: 'attributes of every sort, with dates of both generations',
      text: [
        'uuid,event_id,category,type,value,comment,to_ids,date,object_relation,attribute_tag',
        '00000000-0000-4000-8000-000000000001,1,Payload delivery,md5,c97e5b930eb5a08d7e4c7836046694d9,"one, two",1,20260105,,"A1,B2"',
        '00000000-0000-4000-8000-000000000002,1,Payload delivery,filename|md5,"a.bin|10c9e2cde0416ca92132df8805841b00",,1,1767571200,,',
        '00000000-0000-4000-8000-000000000003,1,Network activity,hostname,www.example.com,,1,20260105,,',
        '00000000-0000-4000-8000-000000000004,1,Payload delivery,imphash,c97e5b930eb5a08d7e4c7836046694d9,,1,20260105,,',
        '00000000-0000-4000-8000-000000000005,1,Payload delivery,md5,d4e06766e751a61f6bcdec13d149fd15,,0,20260105,,',
        '00000000-0000-4000-8000-000000000006,1,Payload delivery,md5,d4e06766e751a61f6bcdec13d149fd,,1,20260105,,',
        '00000000-0000-4000-8000-000000000007,1,Payload delivery,md5',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'a.bin' },
        { kind: 'domain', key: 'www.example.com' },
      ],
      findings: [
        ['row/not-an-entry', 5],
        ['row/not-an-entry', 6],
        ['digest/wrong-length', 7],
        ['row/missing-field', 8],
      ],
    },
  ],

  detect(head: Head) {
    const [first = ''] = head.lines;
    if (/^"?uuid"?,"?event_id"?,"?category"?,"?type"?,"?value"?(?:,|\s*$)/iu.test(first)) {
      return { sure: 'certain', because: 'the columns are those of a MISP export' };
    }
    refuseNotOfFiles(head);
    return null;
  },

  read: readLines<Options>((rows, context) => {
    const reader = new Attributes(rows, context);
    return (line) => reader.read(line);
  }),

  write: writeRows<Options>({
    banner: (out) => out.ascii(`${COLUMNS.join(',')}\n`),
    row: (context) => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return; // left out is what withdraws here
      const row = rowAt(batch, i, context.interns);
      const value = keyText(kinds[row.kind], row.key);
      const fault = jsonFault(row) ?? (/\p{Cc}/u.test(value) ? 'its value holds a control character' : null);
      if (fault !== null) return context.unfit(fault, batch, i);
      out.utf8(`${cellsOf(row, value, context.now).map(cell).join(',')}\n`);
    },
  }),
});

/** What stands in the row of an attribute; the last one is read in the place of the others. */
function cellsOf(row: Row, value: string, now: number): string[] {
  const { kind, scope, times, extras } = row;
  const type = typeOf(kind, scopeCode(scope));
  const place = kinds[kind].family === 'place';
  const facts = Object.fromEntries(Object.entries(factsOf(row)).filter(([fact]) => KEPT.has(fact)));
  return [
    derivedUuid('attribute', JSON.stringify([type, value])),
    '',
    place ? 'Network activity' : 'Payload delivery',
    type,
    value,
    extras.note ?? '',
    '1',
    isoTime(Math.floor(times.lastVerified ?? now))
      .slice(0, 10)
      .replaceAll('-', ''),
    '',
    labelTexts(row.opinions).sort().join(','),
    JSON.stringify(facts),
  ];
}

/** A line is one attribute: line ends in texts for people become blanks. */
function cell(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return plain === '' || /^[\w .:/-]+$/u.test(plain) ? plain : `"${plain.replaceAll('"', '""')}"`;
}

class Attributes {
  readonly #rows: RowSink;
  readonly #context: ReadContext<Options>;
  readonly #facts: FactsReader;
  readonly #shape = newShape(MOST_COLUMNS);
  /** Places of columns by their names; null before the header. */
  #slots: ReadonlyMap<string, number> | null = null;

  constructor(rows: RowSink, context: ReadContext<Options>) {
    this.#rows = rows;
    this.#context = context;
    this.#facts = new FactsReader(rows, context, (key) => rows.report('row/unknown-key', { key: shownKey(key) }));
  }

  read(line: LineScanner): void {
    if (line.isBlank) return;
    const rows = this.#rows;
    rows.begin();
    const found = walkRecord(line.bytes, line.from, line.to, true, COMMA, this.#shape);
    if (found !== CLOSED) rows.reject(found === RAN_OUT ? 'row/unclosed-quote' : 'row/bad-quote', {});
    else if (this.#slots === null || this.#cell(line, 0).toLowerCase() === 'uuid') this.#header(line);
    else if (this.#shape.count < this.#slots.size) {
      rows.reject('row/missing-field', { field: [...this.#slots.keys()][this.#shape.count] ?? '' });
    } else if (this.#shape.count > this.#slots.size) {
      rows.reject('row/extra-field', { got: this.#shape.count, want: this.#slots.size });
    } else this.#attribute(line);
  }

  #header(line: LineScanner): void {
    const names = Array.from({ length: Math.min(this.#shape.count, MOST_COLUMNS) }, (_, n) => this.#cell(line, n));
    const slots = new Map(names.map((name, slot) => [name.trim().toLowerCase(), slot]));
    if (NEEDED.some((name) => !slots.has(name)) || slots.size !== this.#shape.count) {
      if (this.#slots === null) {
        const what = notOfFile(line.bytes, line.from, line.to);
        if (what !== null) throw usage('digest/not-of-a-file', { what });
        throw usage('input/no-key-column', { input: this.#context.sourceName, taken: '' });
      }
      this.#rows.reject('row/bad-line', { want: 'an attribute' });
      return;
    }
    this.#slots = slots;
    this.#context.rejectHeader(line.raw());
  }

  #cell({ bytes }: LineScanner, slot: number): string {
    const { starts, ends, doubled } = this.#shape;
    const text = fromUtf8(bytes, starts[slot], ends[slot]);
    return doubled ? text.replaceAll('""', '"') : text;
  }

  #named(line: LineScanner, name: string): string {
    const slot = this.#slots?.get(name);
    return slot === undefined ? '' : this.#cell(line, slot);
  }

  #attribute(line: LineScanner): void {
    const rows = this.#rows;
    const typeName = this.#named(line, 'type').trim();
    const type = entryType(typeName);
    const flag = this.#named(line, 'to_ids').trim().toLowerCase();
    if (type === null) {
      rows.report('row/not-an-entry', { what: shownType(typeName) });
      return;
    }
    if (this.#context.options.detection === 'only' && ['0', 'false'].includes(flag)) {
      rows.report('row/not-an-entry', { what: 'an attribute that is not for detection' });
      return;
    }
    const value = this.#named(line, 'value').trim();
    const bar = type.part === 'last' ? value.lastIndexOf('|') : value.indexOf('|');
    if (type.part !== 'whole' && bar < 0) {
      rows.reject('row/bad-value', { field: 'value', want: 'two parts with a bar between' });
      return;
    }
    if (value === '') {
      rows.reject('row/missing-field', { field: 'value' });
      return;
    }
    const key = type.part === 'whole' ? value : type.part === 'first' ? value.slice(0, bar) : value.slice(bar + 1);
    if (!addKey(rows, type.kind, type.scope, key)) return;
    if (type.part === 'first') rows.report('row/decoration-removed', { what: 'the address beside the name' });
    const own = this.#named(line, OWN);
    if (own !== '') {
      this.#own(own);
      return;
    }
    if (type.part === 'last') this.#text('name', value.slice(0, bar));
    this.#text('note', this.#named(line, 'comment'));
    this.#partnerKey(this.#named(line, 'uuid').trim());
    this.#tags(this.#named(line, 'attribute_tag'));
    this.#date(this.#named(line, 'date').trim());
  }

  #own(text: string): void {
    const json = parseJson(text);
    if (json.ok && json.value instanceof Map) this.#facts.read(json.value as JsonObject);
    else this.#rows.reject('row/bad-value', { field: OWN, want: 'what this program writes there' });
  }

  #text(field: 'name' | 'note', text: string): void {
    if (text === '') return;
    if (this.#context.want.has(field)) this.#rows.builder.setExtra(field, text);
    else this.#context.skipped(field);
  }

  #partnerKey(uuid: string): void {
    if (uuid === '') return;
    if (this.#context.want.has('partnerKey')) this.#rows.builder.setPartnerKey(uuid);
    else this.#context.skipped('partnerKey');
  }

  #tags(text: string): void {
    const member = this.#context.member ?? this.#context.sourceName;
    const labels = text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    if (labels.length === 0) return;
    this.#rows.builder.setOpinions(this.#context.interns.opinions.of(labels.map((label) => ({ member, label }))));
  }

  /** A day, or seconds since 1970, by version of MISP: the day or second on which the attribute was changed last. */
  #date(text: string): void {
    if (text === '') return;
    const day = /^(\d{4})(\d\d)(\d\d)$/u.exec(text);
    const seconds =
      day === null ? (/^\d{9,11}$/u.test(text) ? Number(text) : Number.NaN) : parseIsoText(day.slice(1).join('-'));
    if (Number.isNaN(seconds))
      this.#rows.reject('row/bad-value', { field: 'date', want: 'a day or seconds since 1970' });
    else if (this.#context.want.has('lastVerified')) this.#rows.builder.setTime('lastVerified', seconds);
    else this.#context.skipped('lastVerified');
  }
}
