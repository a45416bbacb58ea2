// The words of the canonical form, in the one order they are written in, and what their values may be.
// The writer, the byte walker and the patient reader share it, so that they cannot drift apart.
import { type ListFacts, listFieldIds } from '../../../model/fields.ts';
import type { Kind } from '../../../model/kinds.ts';
import type { Decision, Opinion, Polarity, Review } from '../../../model/opinions.ts';
import { type Operation, operations, type Scope, scopes } from '../../../model/scope.ts';
import type { JsonValue } from '../json/walk.ts';

export const VERSION = 1;

/** Facts of a row behind its key, in their order. */
export const factKeys = [
  'opinions',
  'disputed',
  'reviews',
  'firstSeen',
  'lastVerified',
  'lastReviewed',
  'updated',
  'expires',
  'size',
  'partnerKey',
  'name',
  'note',
  'spelling',
  'from',
  'presentBy',
  'withdrawnBy',
  'exceptedBy',
] as const;
export type FactKey = (typeof factKeys)[number];

/** Maps of sources to lines by what the sources said; `from` is for those that said what the row says. */
export const originKeys = ['presentBy', 'withdrawnBy', 'exceptedBy'] as const;

const keysBefore = ['item', 'kind', 'scope', 'operation', 'key'] as const;
export type RowKey = (typeof keysBefore)[number] | FactKey;
export const rowKeys: readonly RowKey[] = [...keysBefore, ...factKeys];

/** The first line, beside what stands in `list`. */
export const headerKeys = ['canonical', 'list'] as const;
export type ListKey = (typeof listFieldIds)[number];

const opinionKeys = ['member', 'scheme', 'label', 'polarity'] as const;
export type OpinionKey = (typeof opinionKeys)[number];
const reviewKeys = ['reviewer', 'organisation', 'country', 'decision'] as const;
export type ReviewKey = (typeof reviewKeys)[number];

/** Keys that begin so are of whoever wrote the file: they can never change what a row says, today or in a later version. */
export const OWN = 'x-';

/** Source numbers are sixteen bits wide in a batch. */
export const MAX_SOURCES = 65_536;
export const MAX_LINE_NUMBER = 0xffffffff;

export function isScope(value: JsonValue): value is Scope {
  return (scopes as readonly JsonValue[]).includes(value);
}

export function isOperation(value: JsonValue): value is Operation {
  return (operations as readonly JsonValue[]).includes(value);
}

/** Digests and addresses are themselves and nothing more; names reach below, URLs reach onward. */
export function mayScope(kind: Kind, scope: Scope): boolean {
  return (
    scope === 'exact' || (kind.id === 'domain' && scope === 'subtree') || (kind.id === 'url' && scope === 'prefix')
  );
}

/** Gets a key that is not known, and the keys that are where it stands. */
export type OnUnknown = (key: string, known: readonly string[]) => void;

export const decisions: readonly JsonValue[] = ['confirmed', 'refuted', 'unsure'] satisfies Decision[];
export const polarities: readonly JsonValue[] = ['deny', 'allow', 'none'] satisfies Polarity[];

/** An opinion, or null where the value is none. */
export function opinionOf(value: JsonValue, onUnknown: OnUnknown): Opinion | null {
  const texts = textsOf(value, opinionKeys, onUnknown);
  if (texts?.['member'] === undefined) return null;
  if (texts['polarity'] !== undefined && !polarities.includes(texts['polarity'])) return null;
  return texts as unknown as Opinion; // its keys and their values were just checked
}

/** A review, or null where the value is none. */
export function reviewOf(value: JsonValue, onUnknown: OnUnknown): Review | null {
  const texts = textsOf(value, reviewKeys, onUnknown);
  if (texts?.['reviewer'] === undefined || !decisions.includes(texts['decision'] ?? null)) return null;
  return texts as unknown as Review; // its keys and their values were just checked
}

/** The texts of an object under these keys, or null where one is no text. */
function textsOf(value: JsonValue, keys: readonly string[], onUnknown: OnUnknown): Record<string, string> | null {
  if (!(value instanceof Map)) return null;
  const texts: Record<string, string> = {};
  for (const key of keys) {
    const text: JsonValue | undefined = value.get(key);
    if (text === undefined) continue;
    if (typeof text !== 'string') return null;
    texts[key] = text;
  }
  for (const key of value.keys()) if (!keys.includes(key)) onUnknown(key, keys);
  return texts;
}

/** The facts of a list that can be read; `onBad` gets the name of each that cannot. */
export function listFactsOf(value: JsonValue, onBad: (field: string) => void, onUnknown: OnUnknown): ListFacts {
  const facts: Record<string, string | number> = {};
  if (!(value instanceof Map)) {
    onBad('list');
    return facts;
  }
  for (const [key, fact] of value as ReadonlyMap<string, JsonValue>) {
    const isNumber = typeof fact === 'number' && Number.isSafeInteger(fact) && fact >= 0;
    if (!(listFieldIds as readonly string[]).includes(key)) onUnknown(key, listFieldIds);
    else if (key === 'claimedCount' ? isNumber : key === 'edition' ? isEdition(fact) : typeof fact === 'string') {
      facts[key] = fact as string | number; // the line above
    } else onBad(`list.${key}`);
  }
  return facts;
}

function isEdition(value: JsonValue): boolean {
  return value === 'full' || value === 'delta';
}

/**
 * A key of the input as a report may show it. Only words short enough to hold neither a digest nor a host name are
 * shown, because a list in a strange shape may have its values for keys.
 */
export function shownKey(key: string): string {
  return /^[a-z][a-z0-9_-]{0,23}$/iu.test(key) ? key : `of ${key.length} characters`;
}
