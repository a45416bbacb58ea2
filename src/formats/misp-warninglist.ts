// misp-warninglist: warning lists of MISP, which name what must not be taken for an indicator: their entries are exceptions.
// What type a list is stands behind its entries as often as before them, so that they are held until it is known; parts of
// values and patterns list nothing that could be excepted by itself. Facts: research hash-formats 5.2, and the schema of
// MISP/misp-warninglists.
import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { bytesColumn } from '../model/column-memory.ts';
import { usage } from '../model/failure.ts';
import { keyText } from '../model/key-text.ts';
import { type KindId, kindOf, kinds } from '../model/kinds.ts';
import { EXACT, EXCEPTED, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { isoTime } from '../model/times.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { addKey } from './kit/add-key.ts';
import { type EntryReader, readEntries } from './kit/document.ts';
import { ByteWriter } from './kit/emit.ts';
import { textSyntax } from './kit/json/texts.ts';
import { type JsonValue, parseJson } from './kit/json/walk.ts';
import type { RowSink } from './kit/row-sink.ts';

/** What a list of each type that can be written holds. */
const TYPES = {
  string: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'url', 'domain', 'ip'],
  hostname: ['domain'],
  cidr: ['ip', 'cidr'],
} as const satisfies Record<string, readonly KindId[]>;

const HOLDS = {
  string: 'values as they are: digests, URLs, names alone, addresses',
  hostname: 'names with all below them',
  cidr: 'addresses and networks',
};

const options = z.strictObject({
  type: z
    .enum(['string', 'hostname', 'cidr'])
    .default('string')
    .describe(
      'writing: what the list holds: values as they are, names with all below them (hostname), or networks (cidr)',
    ),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'url', 'domain', 'ip', 'cidr'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: true,
  duplicates: true,
  list: ['title'],
};

const DIGESTS = new Map<number, KindId>(
  (['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const).map((id) => [kinds[id].width * 2, id]),
);
/** Types of attributes that values of a kind are compared with. */
const ATTRIBUTES: Partial<Record<KindId, readonly string[]>> = {
  url: ['url', 'link'],
  domain: ['hostname', 'domain', 'domain|ip'],
  ip: ['ip-src', 'ip-dst', 'domain|ip'],
  cidr: ['ip-src', 'ip-dst', 'domain|ip'],
};
/**
 * Keys in the order of the alphabet, as MISP publishes them: in a long list nothing else stands in the part that is looked at.
 * A list of what must be blocked may begin so too, and these are exceptions: whether it is one is seen at its end.
 */
const BEGINNING = /^\s*\{\s*"description"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"list"\s*:\s*\[\s*"/u;
const BEGINS_SO = 'it begins as warning lists of MISP do, with a description and a list of texts';
const UNNAMED = 'exported list';

export const mispWarninglist = defineFormat<Options>({
  id: 'misp-warninglist',
  title: 'MISP warning list: exceptions',
  about: { spec: 'MISP/misp-warninglists schema.json', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.json'] },
  carries,
  options,
  examples: [
    {
      name: 'digests, and a value that is none',
      text: [
        '{"description":"files that say nothing","list":["c97e5b930eb5a08d7e4c7836046694d9",',
        '"A544AF123662C61AE0664B4D41457639D24ED7F1","two words",7],',
        '"matching_attributes":["md5","sha1"],"name":"Example","type":"string","version":3}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', operation: 'excepted' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', operation: 'excepted' },
      ],
      findings: [
        ['url/unusable', 2],
        ['row/bad-json', 2],
      ],
    },
    {
      name: 'names with all below them',
      text: '{"name":"Example","version":1,"type":"hostname","description":"x","list":["example.com","www.example.net"],"matching_attributes":["hostname"]}\n',
      options: { type: 'hostname' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'www.example.net', scope: 'subtree', operation: 'excepted' },
      ],
    },
    {
      name: 'names with a dot before them',
      text: '{"description":"x","list":[".example.com","example.net"],"name":"Example","type":"hostname","version":1}\n',
      options: { type: 'hostname' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'example.net', scope: 'subtree', operation: 'excepted' },
      ],
      findings: [['row/decoration-removed', 1]],
    },
    {
      name: 'parts of values',
      text: '{"name":"Example","version":1,"type":"substring","description":"x","list":["example.com"],"matching_attributes":["url"]}\n',
      rows: [],
      findings: [['row/no-list', 1]],
    },
  ],

  detect(head: Head) {
    const isObject = /^\s*\{/u.test(head.text) && /"list"\s*:\s*\[/u.test(head.text);
    const isIt =
      /"matching_attributes"\s*:\s*\[/u.test(head.text) ||
      /"type"\s*:\s*"(?:string|substring|hostname|cidr|regex)"/u.test(head.text);
    if (!isObject) return null;
    if (!isIt) return !head.whole && BEGINNING.test(head.text) ? { sure: 'likely', because: BEGINS_SO } : null;
    return { sure: 'certain', because: 'the keys are those of a MISP warning list' };
  },

  async *read(input, context) {
    const list = new WarningList(context);
    const held = context.hold();
    try {
      for await (const batch of list.read(input)) await held.add(batch);
      for await (const batch of held.rows()) {
        const rows = list.settled(batch);
        if (rows !== null) yield rows;
      }
    } finally {
      await held.close();
    }
  },

  async *write(batches, context) {
    const { type } = context.options;
    const out = new ByteWriter();
    const attributes = new Set<string>();
    let count = 0;
    const begin = (): void => {
      const { list, now } = context;
      const name = list.title ?? UNNAMED;
      const version = /^\d{1,9}$/u.test(list.version ?? '') ? Number(list.version) : dayNumber(now);
      out.ascii('{"name":');
      out.json(name);
      out.ascii(',"version":');
      out.integer(version);
      out.ascii(`,"type":"${type}","description":`);
      out.json(name);
      out.ascii(',"list":[');
    };
    let isBegun = false;
    for await (const batch of batches) {
      if (!isBegun) begin();
      isBegun = true;
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
        if (batch.op[i] !== EXCEPTED) {
          context.unfit('a warning list holds exceptions and nothing else', batch, i);
          continue;
        }
        const kind = kindOf(batch.kind[i] ?? 0);
        const reaches = kind.id === 'domain' && batch.scope[i] === SUBTREE;
        const held: readonly KindId[] = TYPES[type];
        if (!held.includes(kind.id) || reaches !== (type === 'hostname')) {
          context.unfit(`a list of type ${type} holds ${HOLDS[type]}`, batch, i);
          continue;
        }
        out.ascii(count++ === 0 ? '\n' : ',\n');
        out.json(keyText(kind, batch.bytes.subarray(batch.start[i], batch.start[i + 1])));
        for (const each of ATTRIBUTES[kind.id] ?? [kind.id, `filename|${kind.id}`]) attributes.add(each);
      }
      yield out.take();
    }
    if (!isBegun) begin();
    out.ascii('\n],"matching_attributes":');
    out.json([...attributes].sort());
    out.ascii('}\n');
    yield out.take();
  },
});

/** `20260105`: as these lists count their versions. */
function dayNumber(now: number): number {
  return Number(isoTime(Math.floor(now)).slice(0, 10).replaceAll('-', ''));
}

class WarningList {
  readonly #context: ReadContext<Options>;
  #type = '';
  #isDescribed = false;

  constructor(context: ReadContext<Options>) {
    this.#context = context;
  }

  read(input: Parameters<ReturnType<typeof readEntries>>[0]): AsyncIterable<Batch> {
    const syntax = textSyntax({ items: ['list[]'], facts: ['name', 'type', 'description'] });
    return readEntries<string, Options>(syntax, (rows) => this.#reader(rows))(input, this.#context);
  }

  #reader(rows: RowSink): EntryReader<string> {
    return {
      item(value) {
        rows.begin(EXCEPTED);
        const text = value.trim();
        // Published lists of names have it both ways.
        const isDotted = /^\.[a-z0-9_-]/iu.test(text) && kindOfValue(text.slice(1)) === 'domain';
        const bare = isDotted ? text.slice(1) : text;
        const isAdded = addKey(rows, kindOfValue(bare), EXACT, bare);
        if (isAdded && isDotted) rows.report('row/decoration-removed', { what: 'a leading dot' });
      },
      fact: (path, written) => {
        const json = parseJson(written);
        const value: JsonValue = json.ok ? json.value : null;
        if (path === 'description') this.#isDescribed = true;
        if (typeof value !== 'string') return;
        if (path === 'type') this.#type = value;
        else if (path === 'name' && value !== UNNAMED && value !== '') this.#context.header({ title: value });
      },
      // Entries of a list to be blocked, taken for exceptions, would unblock what it names. Refused rows come back alone.
      end: (_entries, isCut) => {
        if (!this.#isDescribed || this.#type !== '' || isCut) return;
        throw usage('input/bad-document', { reason: 'it has no type, as every warning list of MISP has' });
      },
    };
  }

  /** The rows as the type of the list has them; null where they list nothing. */
  settled(batch: Batch): Batch | null {
    const type = this.#type;
    if (type === 'hostname') return withNamesBelow(batch);
    if (type !== 'substring' && type !== 'regex') return batch;
    for (let i = 0; i < batch.count; i++) {
      const reason = type === 'regex' ? 'it is a pattern' : 'it is a part of values';
      this.#context.report('row/no-list', { reason }, { source: batch.source, line: batch.line[i] ?? 0 });
    }
    return null;
  }
}

function withNamesBelow(batch: Batch): Batch {
  const scope = bytesColumn(batch.count);
  let isUniform = batch.uniform;
  for (let i = 0; i < batch.count; i++) scope[i] = batch.kind[i] === kinds.domain.code ? SUBTREE : EXACT;
  isUniform &&= batch.count === 0 || scope.every((each) => each === scope[0]);
  return { ...batch, scope, uniform: isUniform };
}

/** What a value is by its shape: digests by their length, since MISP has no perceptual ones. */
function kindOfValue(text: string): KindId | 'address' {
  const digest = /^[0-9a-f]+$/iu.test(text) ? DIGESTS.get(text.length) : undefined;
  if (digest !== undefined) return digest;
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return 'url';
  if (/^[\d.]+(?:\/\d+)?$/u.test(text) || /^[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d+)?$/iu.test(text)) return 'address';
  return text.includes('/') ? 'url' : 'domain';
}
