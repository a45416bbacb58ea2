// openioc: indicators of compromise as OpenIOC 1.1 and 1.0 spell them. Only terms of which each alone is enough are entries: a
// digest that counts together with other conditions, or against them, names no file. Facts: research hash-formats 5.3, and the
// schema of OpenIOC 1.1.
import type { Batch } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { type KindId, kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { parseIsoText } from '../model/times.ts';
import { defineFormat, type Head, type ReadContext, type WriteContext } from './format.ts';
import { addKey } from './kit/add-key.ts';
import { derivedUuid } from './kit/derived-uuid.ts';
import type { EntryReader } from './kit/document.ts';
import { ByteWriter, writeBatches } from './kit/emit.ts';
import type { RowSink } from './kit/row-sink.ts';
import { isSayable, xmlText } from './kit/xml/characters.ts';
import { readXmlDocument } from './kit/xml/document.ts';
import { childOf, type XmlElement } from './kit/xml/walk.ts';

const NAMESPACE = 'http://openioc.org/schemas/OpenIOC_1.1';

/** The terms that are digests of a file, as they are written; in lists their spelling varies. */
const TERMS = {
  md5: 'FileItem/Md5sum',
  sha1: 'FileItem/Sha1sum',
  sha256: 'FileItem/Sha256sum',
} as const satisfies Partial<Record<KindId, string>>;
const kindOfTerm = new Map(
  Object.entries(TERMS).map(([kind, term]) => [term.toLowerCase(), kind as keyof typeof TERMS]),
);

const carries: Carries = {
  kinds: ['md5', 'sha1', 'sha256'],
  scopes: ['exact'],
  perItem: 'one', // several terms under one OR may be one file or several
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { partnerKey: 'exact' },
  order: true,
  duplicates: true,
  list: ['partner', 'title'],
};

/** By version: where it says who made the list, and what it is. */
const FACTS = {
  'OpenIOC/metadata/short_description': 'title',
  'OpenIOC/metadata/authored_by': 'partner',
  'ioc/short_description': 'title',
  'ioc/authored_by': 'partner',
} as const;

const ALONE = '</Indicator></criteria></OpenIOC>';
const term = (
  id: string,
  search: string,
  digest: string,
  more = 'condition="is" preserve-case="false" negate="false"',
) =>
  `<IndicatorItem id="${id}" ${more}><Context document="FileItem" search="${search}" type="mir"/><Content type="md5">${digest}</Content></IndicatorItem>`;

export const openioc = defineFormat<unknown>({
  id: 'openioc',
  title: 'OpenIOC: indicators of compromise',
  about: { spec: 'https://github.com/mandiant/OpenIOC_1.1', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.ioc'] },
  carries,
  examples: [
    {
      name: 'terms of which each is enough, terms that count together, and terms that say what a file is not',
      text: [
        '<?xml version="1.0" encoding="utf-8"?>',
        `<OpenIOC xmlns="${NAMESPACE}" id="a" last-modified="2026-01-05T00:00:00Z" published-date="2026-01-05T00:00:00Z">`,
        '<metadata><short_description>January</short_description><authored_by>ACME</authored_by><authored_date>2026-01-05T00:00:00Z</authored_date></metadata>',
        '<criteria><Indicator operator="OR" id="b">',
        term('c', 'FileItem/Md5sum', 'C97E5B930EB5A08D7E4C7836046694D9'),
        term('d', 'FileItem/MD5Sum', '10c9e2cde0416ca92132df8805841b00'),
        term('e', 'FileItem/FileName', 'a.bin'),
        term('f', 'FileItem/Md5sum', 'c97e', 'condition="contains" preserve-case="false" negate="false"'),
        term('g', 'FileItem/Md5sum', '4e4484affe9faa6f7edfd6b442da8e9b', 'condition="is" negate="true"'),
        term('h', 'FileItem/Sha1sum', 'a544af123662c61ae0664b4d41457639d24ed7'),
        '<Indicator operator="AND" id="i"><Indicator operator="OR" id="j">',
        `${term('k', 'FileItem/Md5sum', 'd307af07b9b308341f0ecb1513548651')}</Indicator></Indicator>`,
        ALONE,
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/not-an-entry', 7],
        ['row/not-an-entry', 8],
        ['row/not-an-entry', 9],
        ['digest/wrong-length', 10],
        ['row/not-an-entry', 12],
      ],
    },
    {
      name: 'version 1.0',
      text: [
        '<ioc id="a" last-modified="2026-01-05T00:00:00"><short_description>January</short_description><definition>',
        `<Indicator operator="OR" id="b"><IndicatorItem id="c" condition="is"><Context document="FileItem" search="FileItem/Sha256sum" type="mir" />`,
        '<Content type="string">042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da</Content></IndicatorItem></Indicator></definition></ioc>',
        '',
      ].join('\n'),
      rows: [{ kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da' }],
    },
  ],

  detect(head: Head) {
    const isIt = /^\s*</u.test(head.text) && /<(?:[\w.-]+:)?(?:OpenIOC|ioc)[\s>]/u.test(head.text);
    return isIt ? { sure: 'certain', because: 'the root element is that of OpenIOC' } : null;
  },

  read: readXmlDocument(
    { items: ['//IndicatorItem'], facts: Object.keys(FACTS), around: 'Indicator@operator' },
    (rows, context) => new Terms(rows, context),
  ),

  write: writeBatches((context) => new IocWriter(context)),
});

/** An item without an id of its sender gets one from here: the schema asks for it. */
const OWN_ID = /^listbridge-\d+$/u;

class Terms implements EntryReader<XmlElement> {
  readonly #rows: RowSink;
  readonly #context: ReadContext;

  constructor(rows: RowSink, context: ReadContext) {
    this.#rows = rows;
    this.#context = context;
  }

  fact(path: string, written: string): void {
    if (written !== '') this.#context.header({ [FACTS[path as keyof typeof FACTS]]: written }); // asked for no others
  }

  item(item: XmlElement, around: readonly string[]): void {
    const rows = this.#rows;
    const kind = kindOfTerm.get((childOf(item, 'Context')?.attributes.get('search') ?? '').toLowerCase());
    const what = kind === undefined ? 'no digest of a file' : whyNoEntry(item.attributes, around);
    if (kind === undefined || what !== null) {
      rows.report('row/not-an-entry', { what: what ?? '' });
      return;
    }
    const digest = childOf(item, 'Content')?.text.trim() ?? '';
    if (digest === '') {
      rows.reject('row/missing-field', { field: 'Content' });
      return;
    }
    if (!addKey(rows, kind, 0, digest)) return;
    const id = item.attributes.get('id') ?? '';
    if (id === '' || OWN_ID.test(id)) return;
    if (this.#context.want.has('partnerKey')) rows.builder.setPartnerKey(id);
    else this.#context.skipped('partnerKey');
  }
}

/** Why a digest in this term lists no file, or null. */
function whyNoEntry(attributes: ReadonlyMap<string, string>, around: readonly string[]): string | null {
  if (attributes.get('negate')?.toLowerCase() === 'true') return 'a digest that the file must not have';
  if ((attributes.get('condition') ?? 'is').toLowerCase() !== 'is') return 'a part of a digest';
  const isAlone = around.every((operator) => operator.toUpperCase() === 'OR');
  return isAlone ? null : 'a digest that counts only together with other conditions';
}

class IocWriter {
  readonly out = new ByteWriter();
  readonly #context: WriteContext;
  #isBegun = false;
  #count = 0;

  constructor(context: WriteContext) {
    this.#context = context;
  }

  batch(batch: Batch): void {
    this.#begin();
    const { out } = this;
    for (let i = 0; i < batch.count; i++) {
      if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
      const id = batch.partnerKey?.[i];
      if (id !== undefined && (!isSayable(id) || id === '' || OWN_ID.test(id))) {
        this.#context.unfit(
          "its sender's id cannot stand there: it is empty, one of ours, or XML cannot say it",
          batch,
          i,
        );
        continue;
      }
      const kind = KIND_OF_CODE.get(batch.kind[i] ?? 0) ?? 'md5'; // the format carries no others
      this.#count++;
      out.utf8(
        `      <IndicatorItem id="${xmlText(id ?? `listbridge-${this.#count}`)}" condition="is" preserve-case="false" negate="false">`,
      );
      out.ascii(`<Context document="FileItem" search="${TERMS[kind]}" type="mir"/><Content type="${kind}">`);
      out.hex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.ascii('</Content></IndicatorItem>\n');
    }
  }

  end(): void {
    this.#begin();
    this.out.ascii('    </Indicator>\n  </criteria>\n</OpenIOC>\n');
  }

  /** What is known of the list is known once its first rows are. */
  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const { list, now } = this.#context;
    const { title, partner, issuedAt = '' } = list;
    const issued = parseIsoText(issuedAt);
    // The schema asks for a time of day, which a day alone has not got.
    const date = new Date((Number.isNaN(issued) ? Math.floor(now) : issued) * 1000).toISOString();
    const id = derivedUuid('openioc', JSON.stringify([partner, title, issuedAt]));
    const said = (name: string, text: string | undefined): string =>
      text === undefined || !isSayable(text) ? '' : `\n    <${name}>${xmlText(text)}</${name}>`;
    this.out.utf8(
      `<?xml version="1.0" encoding="UTF-8"?>\n<OpenIOC xmlns="${NAMESPACE}" id="${id}" last-modified="${date}" published-date="${date}">\n` +
        `  <metadata>${said('short_description', title)}${said('authored_by', partner)}\n    <authored_date>${date}</authored_date>\n  </metadata>\n` +
        `  <criteria>\n    <Indicator operator="OR" id="${derivedUuid('openioc', `${id} list`)}">\n`,
    );
  }
}

const KIND_OF_CODE = new Map(
  (Object.keys(TERMS) as (keyof typeof TERMS)[]).map((id) => [kinds[id].code as number, id]),
);
