// Suricata rules for one entry: the buffers it shows in, the content to look for, and how much of the buffer it has to be.
// Facts: research url-formats 3.15. It never says a listed value but in the content that has to match it.
import type { Batch } from '../../model/batch.ts';
import { fromUtf8 } from '../../model/bytes.ts';
import { kinds } from '../../model/kinds.ts';
import { EXCEPTED, PREFIX, SUBTREE, WITHDRAWN } from '../../model/scope.ts';
import { splitUrl } from '../../model/url.ts';
import type { WriteContext } from '../format.ts';
import { addressText } from './addresses.ts';
import type { ByteWriter } from './emit.ts';

/** Where a name shows, and whether capital letters may stand there. */
export const BUFFERS = {
  dns: { buffer: 'dns.query', nocase: ' nocase;' },
  tls: { buffer: 'tls.sni', nocase: ' nocase;' },
  // Suricata folds the host itself, and warns where nocase says it again.
  http: { buffer: 'http.host', nocase: '' },
} as const;

type Protocol = keyof typeof BUFFERS;

export interface RuleSettings {
  readonly action: string;
  readonly sid: number;
  readonly rev: number;
  readonly msg: string;
  readonly names: readonly string[];
}

interface Rule {
  readonly header: string;
  /** The options that match, each with a blank before it. */
  readonly match: string;
}

const PLAIN_ONLY = 'sees the page where it is fetched without TLS only';
const LAST_SID = 0xffffffff;

export class RuleWriter {
  readonly #context: WriteContext<unknown>;
  readonly #settings: RuleSettings;
  #sid: number;

  constructor(context: WriteContext<unknown>, settings: RuleSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#sid = settings.sid;
  }

  add(out: ByteWriter, batch: Batch, i: number): void {
    if (batch.op[i] === WITHDRAWN) return;
    const rules = this.#rulesOf(batch, i);
    if (typeof rules === 'string') this.#context.unfit(rules, batch, i);
    else if (this.#sid + rules.length - 1 > LAST_SID) this.#context.unfit('there are no numbers left', batch, i);
    else this.#write(out, rules, batch.op[i] === EXCEPTED ? 'pass' : this.#settings.action);
  }

  #write(out: ByteWriter, rules: readonly Rule[], action: string): void {
    const { rev, msg } = this.#settings;
    for (const { header, match } of rules) {
      out.ascii(`${action} ${header} (msg:"${msg}";${match} sid:${this.#sid++}; rev:${rev};)\n`);
    }
  }

  /** The rules of an entry, or why there is none. */
  #rulesOf(batch: Batch, i: number): readonly Rule[] | string {
    const kind = batch.kind[i]!;
    if (kind === kinds.ip.code || kind === kinds.cidr.code) {
      return [{ header: `ip any any <> [${addressText(batch, i)}] any`, match: '' }];
    }
    const text = fromUtf8(batch.bytes, batch.start[i], batch.start[i + 1]);
    if (kind === kinds.url.code) {
      const rules = pageRules(text, batch.scope[i] === PREFIX);
      if (typeof rules !== 'string' && !text.startsWith('http://')) {
        const at = { source: batch.source, line: batch.line[i]! };
        this.#context.report('output/reaches-otherwise', { target: 'suricata-rules', how: PLAIN_ONLY }, at);
      }
      return rules;
    }
    const isSubtree = batch.scope[i] === SUBTREE;
    return this.#settings.names.map((name) => ({
      header: `${name} any any -> any any`,
      match: nameMatch(name as Protocol, text, isSubtree), // checked with the option
    }));
  }
}

function nameMatch(protocol: Protocol, name: string, isSubtree: boolean): string {
  const { buffer, nocase } = BUFFERS[protocol];
  if (isSubtree) return ` ${buffer}; dotprefix; content:"${escaped(`.${name}`)}";${nocase} endswith;`;
  return ` ${buffer}; content:"${escaped(name)}";${nocase} bsize:${name.length};`;
}

function pageRules(url: string, isPrefix: boolean): readonly Rule[] | string {
  const { scheme, host, port, path, query } = splitUrl(url);
  if (scheme === 'https') return 'pages inside TLS do not show on the wire';
  if (host.startsWith('[')) return 'it has no buffer for a host in brackets';
  const target = query === null ? path : `${path}?${query}`;
  const end = isPrefix ? 'startswith;' : `bsize:${target.length};`;
  const match = `${nameMatch('http', host, false)} http.uri.raw; content:"${escaped(target)}"; ${end}`;
  // A URL without a port has that of its scheme; any port would be more pages than listed.
  return [{ header: `http any any -> any ${port ?? 80}`, match }];
}

/** Content between quotation marks; what has a meaning there, and all that is not plain, goes in hexadecimal. */
function escaped(text: string): string {
  return text.replaceAll(/[^\w.\-~/?=&%+@!$*(),']+/gu, (run) => {
    const bytes = Array.from(run, (each) => each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0'));
    return `|${bytes.join(' ')}|`;
  });
}
