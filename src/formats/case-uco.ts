// case-uco: objects of the CASE and UCO ontologies as JSON-LD. Read only: an object with the digests of its content is one
// record. Terms go by their last part, because each document chooses its own prefixes. Digests are bytes: xsd:hexBinary
// is upper case by its standard and lower case in most documents. Facts: research hash-formats 4.16.
import { toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { type KindId, kindNamed } from '../model/kinds.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { addKey, contradictionIn } from './kit/add-key.ts';
import { shownKey } from './kit/canonical/shape.ts';
import { fileDigests } from './kit/file-digests.ts';
import { type DocumentReader, readDocument } from './kit/json/document.ts';
import type { JsonObject, JsonValue } from './kit/json/walk.ts';
import type { RowSink } from './kit/row-sink.ts';
import { ToldOnce } from './kit/told-once.ts';

const carries: Carries = {
  kinds: fileDigests,
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'none',
  exceptions: false,
  fields: { name: 'exact', size: 'exact', partnerKey: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

/** Facets of which each can hold digests, and terms in them that are read. */
const READ: ReadonlySet<string> = new Set(['hash', 'fileName', 'sizeInBytes', '@type', '@id']);

const CONTEXT =
  '"@context":{"kb":"http://example.org/kb/","uco-core":"https://ontology.unifiedcyberontology.org/uco/core/","uco-observable":"https://ontology.unifiedcyberontology.org/uco/observable/","uco-types":"https://ontology.unifiedcyberontology.org/uco/types/","uco-vocabulary":"https://ontology.unifiedcyberontology.org/uco/vocabulary/","xsd":"http://www.w3.org/2001/XMLSchema#"}';
const hash = (method: string, value: string): string =>
  `{"@type":"uco-types:Hash","uco-types:hashMethod":{"@type":"uco-vocabulary:HashNameVocab","@value":"${method}"},"uco-types:hashValue":{"@type":"xsd:hexBinary","@value":"${value}"}}`;

export const caseUco = defineFormat<unknown>({
  id: 'case-uco',
  title: 'CASE and UCO objects with digests, JSON-LD',
  about: { spec: 'https://caseontology.org', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.jsonld'] },
  carries,
  examples: [
    {
      name: 'a file with two digests, one without, a digest of a method nobody else has, and one that is cut',
      text: [
        `{${CONTEXT},"@graph":[`,
        '{"@id":"kb:file-1","@type":"uco-observable:File","uco-core:hasFacet":[{"@type":"uco-observable:FileFacet","uco-observable:fileName":"a.bin"},',
        `{"@type":"uco-observable:ContentDataFacet","uco-observable:sizeInBytes":9,"uco-observable:hash":[${hash('MD5', 'C97E5B930EB5A08D7E4C7836046694D9')},${hash('SHA1', 'a544af123662c61ae0664b4d41457639d24ed7f1')}]}]},`,
        '{"@id":"kb:person-1","@type":"uco-identity:Person"},',
        `{"@id":"kb:file-2","@type":"uco-observable:File","uco-core:hasFacet":{"@type":"uco-observable:ContentDataFacet","uco-observable:hash":${hash('Other', 'c97e')}}},`,
        `{"@id":"kb:file-3","@type":"uco-observable:File","uco-core:hasFacet":{"@type":"uco-observable:ContentDataFacet","uco-observable:hash":${hash('MD5', 'c97e5b930eb5a08d7e4c78360466')}}},`,
        `{"@id":"kb:file-4","@type":"uco-observable:File","uco-core:hasFacet":{"@type":"uco-observable:ContentDataFacet","uco-observable:hash":{"@type":"uco-types:Hash","uco-types:hashMethod":"MD5","uco-types:hashValue":"10c9e2cde0416ca92132df8805841b00"}}}`,
        ']}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a.bin', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'a.bin', item: 1 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/not-an-entry', 4],
        ['row/unknown-key', 5],
        ['digest/kind-unknown', 5],
        ['digest/wrong-length', 6],
      ],
    },
  ],

  detect(head: Head) {
    const isGraph = /^\s*\{/u.test(head.text) && /"@graph"\s*:\s*\[/u.test(head.text);
    const isIt = isGraph && /\/uco\/(?:core|observable|types)\/|"(?:uco-)?(?:observable|types):/u.test(head.text);
    return isIt ? { sure: 'certain', because: 'it is a graph of CASE or UCO objects' } : null;
  },

  read: readDocument<unknown>({ items: ['@graph[]'], facts: [] }, (rows, context) => new Objects(rows, context)),
});

class Objects implements DocumentReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext;
  readonly #told = new ToldOnce();

  constructor(rows: RowSink, context: ReadContext) {
    this.#rows = rows;
    this.#context = context;
  }

  item(object: JsonObject): void {
    const rows = this.#rows;
    const facets = objectsIn(termIn(object, 'hasFacet'));
    const holders = facets.length === 0 ? [object] : facets;
    const hashes = holders.flatMap((each) => objectsIn(termIn(each, 'hash')));
    const known = hashes.flatMap((each) => this.#digest(each));
    const disputed = contradictionIn(known);
    if (hashes.length === 0) rows.report('row/not-an-entry', { what: 'an object without digests' });
    else if (known.length === 0) rows.reject('digest/kind-unknown', {});
    else if (disputed !== null) rows.reject('digest/contradictory', { kind: disputed });
    else if (known.every(({ kind, text }) => addKey(rows, kind, 0, text))) this.#facts(object, holders);
  }

  /** The kind and text of a Hash object; none where nothing here knows its method. */
  #digest(hash: JsonObject): { readonly kind: KindId; readonly text: string }[] {
    const method = textOf(termIn(hash, 'hashMethod'));
    const text = textOf(termIn(hash, 'hashValue')).trim();
    const kind = kindNamed(method);
    if (kind !== null && fileDigests.includes(kind)) return [{ kind, text }];
    this.#tell(method === '' ? 'hash' : method);
    return [];
  }

  #facts(object: JsonObject, facets: readonly JsonObject[]): void {
    const { builder } = this.#rows;
    const { want } = this.#context;
    const name = facets.map((each) => textOf(termIn(each, 'fileName'))).find((each) => each !== '') ?? '';
    const size = facets.map((each) => numberOf(termIn(each, 'sizeInBytes'))).find((each) => each !== null) ?? null;
    const id = textOf(object.get('@id') ?? null);
    if (name !== '') {
      const bytes = toUtf8(name);
      this.#rows.extra('name', bytes, 0, bytes.length);
    }
    if (size !== null) {
      if (want.has('size')) builder.setSize(size);
      else this.#context.skipped('size');
    }
    if (id !== '') {
      if (want.has('partnerKey')) builder.setPartnerKey(id);
      else this.#context.skipped('partnerKey');
    }
    for (const facet of facets) for (const key of facet.keys()) if (!READ.has(lastPart(key))) this.#tell(lastPart(key));
  }

  #tell(key: string): void {
    if (this.#told.isNew(key)) this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }
}

/** `uco-types:hashValue` and `https://.../types/hashValue` are one term. */
function lastPart(key: string): string {
  return key.slice(Math.max(key.lastIndexOf(':'), key.lastIndexOf('/'), key.lastIndexOf('#')) + 1);
}

function termIn(object: JsonObject, term: string): JsonValue {
  for (const [key, value] of object) if (lastPart(key) === term) return value;
  return null;
}

/** JSON-LD leaves out the array around a single object. */
function objectsIn(value: JsonValue): JsonObject[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.filter((each): each is JsonObject => each instanceof Map);
}

/** A plain or a typed literal. */
function textOf(value: JsonValue): string {
  if (typeof value === 'string') return value;
  const inner = value instanceof Map ? (value as JsonObject).get('@value') : undefined;
  return typeof inner === 'string' ? inner : '';
}

function numberOf(value: JsonValue): number | null {
  const plain = value instanceof Map ? ((value as JsonObject).get('@value') ?? null) : value;
  const number = typeof plain === 'string' && /^\d{1,15}$/u.test(plain) ? Number(plain) : plain;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
