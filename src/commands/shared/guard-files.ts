// The lists of a user that say what must not be blocked: --guard in the layout of the MISP warning lists, --own-names as
// plain lines. A file that is not understood stops the run: half a guard is taken for a whole one.
import * as z from 'zod';
import { type JsonValue, parseJson } from '../../formats/kit/json/walk.ts';
import type { Guard } from '../../hygiene/check.ts';
import { createGuard } from '../../hygiene/guard/guard.ts';
import type { GuardList } from '../../hygiene/guard/lists.ts';
import { parseCidr, parseIp } from '../../model/address.ts';
import { unavailable, usage } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { canonicalHost } from '../../model/host-name.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { pathOf } from '../../pipeline/save.ts';
import { readText } from '../../pipeline/text-file.ts';

/** schema.json of MISP/misp-warninglists; what else stands in a list is not looked at. */
const layout = z.object({
  name: z.string({ error: 'expected the name of the list' }),
  description: z.string().optional(),
  version: z.number().optional(),
  type: z.enum(['string', 'hostname', 'cidr', 'substring', 'regex'], {
    error: 'expected string, hostname, cidr or substring',
  }),
  matching_attributes: z.array(z.string()).optional(),
  list: z.array(z.string({ error: 'expected a text' }), { error: 'expected a list of texts' }),
});

interface Wishes {
  readonly guard: readonly string[];
  readonly ownNames: readonly string[];
}

/** The built-in guard and the user's lists. */
export async function guardOf({ guard, ownNames }: Wishes, host: Host, report: Report): Promise<Guard> {
  const lists: GuardList[] = [];
  for (const file of guard) lists.push(await warningList(file, host, report));
  for (const file of ownNames) lists.push(await ownList(file, host, report));
  return createGuard(lists);
}

async function warningList(file: string, host: Host, report: Report): Promise<GuardList> {
  const text = await textOf(file, host);
  const read = parseJson(text.replace(/^\uFEFF/u, ''));
  if (!read.ok) throw badGuard(file, `${placeIn(text, read.at)}${read.reason}`);
  const parsed = layout.safeParse(plain(read.value));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badGuard(file, `${pathText(issue?.path ?? [])}${issue?.message ?? 'not understood'}`);
  }
  const { name, type, list } = parsed.data;
  // A pattern may take longer than the universe for one crafted name, and no entry is worth that.
  if (type === 'regex') throw badGuard(file, 'lists of patterns (regex) are not taken; write names or parts of names');
  if (type === 'substring') {
    const substrings = list.map((part) => part.toLowerCase()).filter((part) => part !== '');
    return { title: name, isOwn: false, names: [], networks: [], substrings };
  }
  const entries = list.map((entry, n) => ({ entry, n: n + 1 }));
  return { title: name, isOwn: false, substrings: [], ...sorted(entries, type === 'hostname', file, report) };
}

async function ownList(file: string, host: Host, report: Report): Promise<GuardList> {
  const lines = (await textOf(file, host)).replace(/^\uFEFF/u, '').split(/\r?\n/u);
  const entries = lines
    .map((line, n) => ({ entry: line.replace(/#.*$/u, '').trim(), n: n + 1 }))
    .filter(({ entry }) => entry !== '');
  if (entries.length === 0) throw badGuard(file, 'it holds no name');
  return { title: file, isOwn: true, substrings: [], ...sorted(entries, true, file, report) };
}

/** Names and networks apart. An entry with a dot in front is about the names below it, so the name below is not guarded. */
function sorted(
  entries: readonly { readonly entry: string; readonly n: number }[],
  reachesDown: boolean,
  input: string,
  report: Report,
): Pick<GuardList, 'names' | 'networks'> {
  const names: { name: string; reach: 'exact' | 'subtree' }[] = [];
  const networks: Uint8Array[] = [];
  for (const { entry, n } of entries) {
    const network = networkOf(entry);
    const host = network === null ? canonicalHost(entry.replace(/^(?:\*\.|\.)/u, '')) : null;
    if (network !== null) networks.push(network);
    else if (host?.ok === true) {
      names.push({ name: host.text, reach: reachesDown && !entry.startsWith('.') ? 'subtree' : 'exact' });
    } else report('overblock/guard-entry', { input, entry: n });
  }
  return { names, networks };
}

function networkOf(entry: string): Uint8Array | null {
  const network = parseCidr(entry);
  if (network.ok) return network.bytes;
  const address = parseIp(entry);
  return address.ok ? Uint8Array.of(...address.bytes, address.bytes.length * 8) : null;
}

async function textOf(file: string, host: Host): Promise<string> {
  try {
    return await readText(pathOf(file, host));
  } catch (error) {
    throw unavailable(
      'input/file-unreadable',
      { file, role: 'a list of names to guard', reason: reasonOf(error) },
      error,
    );
  }
}

function badGuard(input: string, reason: string): Error {
  return usage('usage/bad-guard', { input, reason });
}

/** Objects and lists for the schema; the reader keeps objects as maps. */
function plain(value: JsonValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function placeIn(text: string, at: number | null): string {
  if (at === null) return '';
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: `;
}

/** `list[4]: ` */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  return `${path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./u, '')}: `;
}
