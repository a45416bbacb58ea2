// dfxml: Digital Forensics XML, which fiwalk, hashdeep -d and others write: a file object with its digests, name and size.
// Facts: research hash-formats 4.15, and the schema of the DFXML working group (version 2.0.0-beta.0).
import type { Batch } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { keyText } from '../model/key-text.ts';
import { type KindId, kindNamed, kinds } from '../model/kinds.ts';
import { type Row, rowAt } from '../model/row.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext, type WriteContext } from './format.ts';
import { addKey, contradictionIn } from './kit/add-key.ts';
import type { EntryReader } from './kit/document.ts';
import { ByteWriter, writeBatches } from './kit/emit.ts';
import { itemsOf } from './kit/items-of.ts';
import type { RowSink } from './kit/row-sink.ts';
import { isSayable, xmlText } from './kit/xml/characters.ts';
import { readXmlDocument } from './kit/xml/document.ts';
import { childOf, textIn, type XmlElement } from './kit/xml/walk.ts';

const NAMESPACE = 'http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML';
const DUBLIN_CORE = 'http://purl.org/dc/elements/1.1/';
/** The digests of `hashDigestType` that this program knows; MD6 and OTHER are the rest. */
const digestTypes = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const satisfies readonly KindId[];

const carries: Carries = {
  kinds: digestTypes,
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: true,
  duplicates: true,
  list: ['partner', 'title', 'issuedAt'],
};

/** Dublin Core of the metadata (the schema allows any of it), and the fact of the list that each is. */
const METADATA = { publisher: 'partner', title: 'title', date: 'issuedAt' } as const;

export const dfxml = defineFormat({
  id: 'dfxml',
  title: 'Digital Forensics XML: file objects with digests',
  about: { spec: 'https://github.com/dfxml-working-group/dfxml_schema', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.dfxml', '.xml'] },
  carries,
  examples: [
    {
      name: 'file objects with several digests, with none, and with a bad one',
      text: [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<dfxml xmlns="${NAMESPACE}" version="1.2.0">`,
        `<metadata xmlns:dc="${DUBLIN_CORE}"><dc:title>January</dc:title><dc:publisher>ACME</dc:publisher></metadata><source/>`,
        '<volume offset="0"><fileobject><filename>a &amp; b.bin</filename><filesize>9</filesize>',
        '  <byte_runs><byte_run offset="0" len="9"><hashdigest type="MD5">10c9e2cde0416ca92132df8805841b00</hashdigest></byte_run></byte_runs>',
        '  <hashdigest type="md5">C97E5B930EB5A08D7E4C7836046694D9</hashdigest>',
        '  <hashdigest type="SHA1">a544af123662c61ae0664b4d41457639d24ed7f1</hashdigest></fileobject></volume>',
        '<fileobject><filename>folder</filename></fileobject>',
        '<fileobject><filename><![CDATA[cut.bin]]></filename><hashdigest type="md5">c97e5b930eb5a08d7e4c783604669</hashdigest></fileobject>',
        '<fileobject><hashdigest type="OTHER">c97e5b930eb5a08d7e4c783604669</hashdigest></fileobject>',
        '<fileobject><filesize>12 </filesize><hashdigest type="sha256">042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da</hashdigest></fileobject>',
        '</dfxml>',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a & b.bin', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'a & b.bin', item: 1 },
        { kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' },
      ],
      findings: [
        ['row/not-an-entry', 8],
        ['digest/wrong-length', 9],
        ['digest/kind-unknown', 10],
      ],
    },
  ],

  detect(head: Head) {
    const root = /<(?:[\w.-]+:)?dfxml[\s>]/u.exec(head.text);
    if (root === null || !/^\s*</u.test(head.text)) return null;
    return { sure: 'certain', because: 'the root element is that of Digital Forensics XML' };
  },

  read: readXmlDocument(
    { items: ['//fileobject'], facts: Object.keys(METADATA).map((name) => `dfxml/metadata/${name}`) },
    (rows, context) => new FileObjects(rows, context),
  ),

  write: writeBatches((context) => new DfxmlWriter(context)),
});

class FileObjects implements EntryReader<XmlElement> {
  readonly #rows: RowSink;
  readonly #context: ReadContext;

  constructor(rows: RowSink, context: ReadContext) {
    this.#rows = rows;
    this.#context = context;
  }

  fact(path: string, written: string): void {
    const fact = METADATA[path.slice(path.lastIndexOf('/') + 1) as keyof typeof METADATA]; // asked for no others
    if (written !== '') this.#context.header({ [fact]: written });
  }

  /** Only digests that are children of the object are of the whole file; those inside byte runs are of pieces of it. */
  item(object: XmlElement): void {
    const rows = this.#rows;
    const digests = object.children.filter(({ name }) => name === 'hashdigest');
    if (digests.length === 0) {
      rows.report('row/not-an-entry', { what: 'a file without a digest' });
      return;
    }
    const known = digests.flatMap((digest) => {
      const kind = kindNamed(digest.attributes.get('type') ?? '');
      return kind === null || kinds[kind].family !== 'exact' ? [] : [{ kind, text: digest.text.trim() }];
    });
    const disputed = contradictionIn(known);
    if (disputed !== null) {
      rows.reject('digest/contradictory', { kind: disputed });
      return;
    }
    for (const { kind, text } of known) if (!addKey(rows, kind, 0, text)) return;
    if (known.length === 0) {
      rows.reject('digest/kind-unknown', {});
      return;
    }
    if (digests.length > rows.builder.recordRows) rows.report('row/unknown-key', { key: 'hashdigest' });
    this.#facts(object);
  }

  #facts(object: XmlElement): void {
    const { want } = this.#context;
    const name = childOf(object, 'filename')?.text ?? '';
    const size = textIn(object, 'filesize');
    if (name !== '') {
      if (want.has('name')) this.#rows.builder.setExtra('name', name);
      else this.#context.skipped('name');
    }
    if (size === '') return;
    if (!/^\d{1,15}$/u.test(size))
      this.#rows.reject('row/bad-value', { field: 'filesize', want: 'a whole number from 0' });
    else if (want.has('size')) this.#rows.builder.setSize(Number(size));
    else this.#context.skipped('size');
  }
}

class DfxmlWriter {
  readonly out = new ByteWriter();
  readonly #context: WriteContext;
  #isBegun = false;

  constructor(context: WriteContext) {
    this.#context = context;
  }

  batch(batch: Batch): void {
    this.#begin();
    for (const [from, to] of itemsOf(batch)) {
      const rows: Row[] = [];
      for (let i = from; i < to; i++) {
        if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
        const row = rowAt(batch, i, this.#context.interns);
        const fault = faultOf(row);
        if (fault === null) rows.push(row);
        else this.#context.unfit(fault, batch, i);
      }
      this.#object(rows);
    }
  }

  end(): void {
    this.#begin();
    this.out.ascii('</dfxml>\n');
  }

  /** What is known of the list is known once its first rows are. */
  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const { list } = this.#context;
    const metadata = Object.entries(METADATA).flatMap(([name, fact]) => {
      const value = list[fact];
      return value === undefined || !isSayable(value) ? [] : [`\n    <dc:${name}>${xmlText(value)}</dc:${name}>`];
    });
    this.out.ascii(`<?xml version="1.0" encoding="UTF-8"?>\n<dfxml xmlns="${NAMESPACE}" xmlns:dc="${DUBLIN_CORE}" `);
    this.out.utf8(`version="1.2.0">\n  <metadata>${metadata.join('')}\n  </metadata>\n  <source/>\n`);
  }

  /** In the order of the schema: name, size, digests. */
  #object(rows: readonly Row[]): void {
    const [first] = rows;
    if (first === undefined) return;
    const { out } = this;
    out.ascii('  <fileobject>');
    if (first.extras.name !== undefined) out.utf8(`<filename>${xmlText(first.extras.name)}</filename>`);
    if (first.size !== undefined) out.ascii(`<filesize>${first.size}</filesize>`);
    for (const { kind, key } of rows) {
      out.ascii(`<hashdigest type="${kind}">${keyText(kinds[kind], key)}</hashdigest>`);
    }
    out.ascii('</fileobject>\n');
  }
}

function faultOf({ size, extras: { name = '' } }: Row): string | null {
  if (!isSayable(name)) return 'the name holds a character that XML cannot say';
  return size !== undefined && !(Number.isSafeInteger(size) && size >= 0) ? 'a size is no number of bytes' : null;
}
