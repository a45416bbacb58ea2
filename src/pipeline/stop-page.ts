// A stop page has to stay open: a resolver that sends clients to a name which is listed itself finds its rule again, and
// BIND then gives the true address of every listed name whose answer ends there; a proxy sends clients round in circles.
import type { Batch } from '../model/batch.ts';
import { fromUtf8 } from '../model/bytes.ts';
import { refused } from '../model/failure.ts';
import { canonicalHost } from '../model/host-name.ts';
import { kinds } from '../model/kinds.ts';
import type { Interns } from '../model/opinions.ts';
import { EXCEPTED, PREFIX, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { canonicalUrl, splitUrl } from '../model/url.ts';
import { type Batches, placeOf } from './stage.ts';
import type { Target } from './target.ts';

interface Page {
  readonly host: string;
  /** Without scheme, as formats compare it. */
  readonly url: string;
}

/** Refuses the list where its rows take the stop page of the target and none excepts it. */
export function keepStopPageOpen(rows: Batches, target: Target, interns: Interns): Batches {
  const page = pageOf(target.options);
  return page === null ? rows : watched(rows, page, target, interns);
}

async function* watched(rows: Batches, page: Page, target: Target, interns: Interns): Batches {
  let listed: ReturnType<typeof placeOf> | null = null;
  let isExcepted = false;
  for await (const batch of rows) {
    for (let i = 0; i < batch.count; i++) {
      const op = batch.op[i];
      if (op === WITHDRAWN || !takes(batch, i, page)) continue;
      if (op === EXCEPTED) isExcepted = true;
      else listed ??= placeOf(batch, i);
    }
    yield batch;
  }
  if (listed === null || isExcepted) return;
  const { source, line } = listed;
  throw refused('output/stop-page-listed', { output: target.operand, source: interns.sources.name(source), line });
}

/** The stop page of a target that knows it by name; addresses are asked for by nobody. */
function pageOf(options: unknown): Page | null {
  const text: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, 'stop-page') : undefined;
  if (typeof text !== 'string') return null;
  const url = canonicalUrl(text.includes('://') ? text : `http://${text}`);
  if (!url.ok) return null;
  const { host } = splitUrl(url.text);
  return canonicalHost(host).ok ? { host, url: url.text.replace(/^https?:\/\//u, '') } : null;
}

function takes({ bytes, start, kind, scope }: Batch, i: number, { host, url }: Page): boolean {
  const from = start[i]!;
  const to = start[i + 1]!;
  if (kind[i] === kinds.domain.code) {
    if (to - from > host.length || bytes[to - 1] !== host.charCodeAt(host.length - 1)) return false;
    const name = fromUtf8(bytes, from, to);
    return name === host || (scope[i] === SUBTREE && host.endsWith(`.${name}`));
  }
  if (kind[i] !== kinds.url.code) return false;
  const page = fromUtf8(bytes, from, to).replace(/^https?:\/\//u, '');
  return page === url || (scope[i] === PREFIX && url.startsWith(page));
}
