// From the text of a policy to the policy. One that extends another says only what differs; what it says of a rule it says
// key by key, a list as a whole.
import { closest } from '../../model/closest.ts';
import { usage } from '../../model/failure.ts';
import type { FlagPolicy, Limit, Policy } from '../../model/policy.ts';
import { readDocument, TextFault } from '../../yaml/document.ts';
import { presets } from './presets/index.ts';
import { type PolicyText, policySchema } from './schema.ts';

/** More policies in a row extend each other by mistake. */
const DEEPEST = 8;

/** Reads the text of a policy that is a file; `from` is the file whose policy names it, null for the command line. */
export type ReadPolicyFile = (file: string, from: string | null) => Promise<string>;

/** The policy of this name: a preset, or a file. */
export async function policyNamed(name: string, readFile: ReadPolicyFile): Promise<Policy> {
  return policyOf(await textsFrom(name, null, readFile, DEEPEST), idOf(name));
}

/** The texts of a policy, what it extends first. */
async function textsFrom(
  name: string,
  from: string | null,
  readFile: ReadPolicyFile,
  deepest: number,
): Promise<PolicyText[]> {
  const preset = presets.get(name);
  if (preset === undefined && !isFile(name)) {
    throw usage('usage/unknown-policy', { name, suggestion: hintFor(name) });
  }
  const text = policyText(preset ?? (await readFile(name, from)), name);
  if (text.extends === undefined) return [text];
  if (deepest === 0) throw usage('usage/bad-policy', { input: name, reason: 'it extends itself' });
  return [...(await textsFrom(text.extends, name, readFile, deepest - 1)), text];
}

/** The text of a policy, checked. `name` is what it is called in messages. */
export function policyText(text: string, name: string): PolicyText {
  return readDocument(text, { schema: policySchema, name: 'policy', beginning: 'policy: 1' }, checkExtends, (reason) =>
    usage('usage/bad-policy', { input: name, reason }),
  );
}

function checkExtends(text: PolicyText): PolicyText {
  const { extends: base, reviews } = text;
  // What it extends may say how many; alone, one review would be held to differ from itself.
  if (base === undefined && reviews?.distinct !== undefined && reviews.needed === undefined) {
    throw new TextFault(
      ['reviews', 'distinct'],
      'one review differs from none; say how many are needed, such as needed: 2',
    );
  }
  if (base === undefined || presets.has(base) || isFile(base)) return text;
  throw new TextFault(['extends'], `there is no policy of that name${hintFor(base)}`);
}

function isFile(name: string): boolean {
  return /[./]/u.test(name);
}

function hintFor(name: string): string {
  const ids = [...presets.keys()];
  const near = closest(name, ids);
  return near === null ? `; they are ${ids.join(', ')}, or a file such as policy.yaml` : `; did you mean ${near}?`;
}

function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.ya?ml$/iu, '');
}

/** The policy of these texts, each of which extends the one before it. */
export function policyOf(texts: readonly PolicyText[], id: string): Policy {
  const text = texts.reduce((base, own) => laidOver(base, own));
  const { reviews, verification, expiry, list, schemes } = text;
  return {
    id: text.id ?? id,
    title: text.title ?? id,
    base: text.extends ?? null,
    basis: texts.flatMap(({ basis }) => basis ?? []),
    open: texts.flatMap(({ open }) => open ?? []),
    kinds: text.kinds ?? null,
    scopes: text.scopes ?? null,
    reviews: reviews
      ? {
          needed: reviews.needed ?? 1,
          distinct: reviews.distinct ?? ['person'],
          decisions: reviews.decisions ?? ['confirmed'],
          limit: limitOf(reviews),
          reporterMayReview: reviews['reporter-may-review'] ?? true,
        }
      : null,
    verification: verification ? limitOf(verification) : null,
    expiry: {
      lifetime: expiry?.lifetime ?? null,
      from: expiry?.from ?? 'lastVerified',
      required: expiry?.required ?? false,
      soon: expiry?.soon ?? { count: 30, unit: 'day' },
    },
    flags: given(text.flags).map(([flag, want]): FlagPolicy => ({ flag, want })),
    parties: text.parties ?? null,
    schemes: schemes
      ? new Map(given(schemes).map(([scheme, labels]) => [scheme, labels === 'any' ? null : labels]))
      : null,
    labelRequired: text['label-required'] ?? false,
    list: {
      facts: list?.facts ?? [],
      limit: limitOf(list ?? {}),
      maxShrink: list?.['max-shrink'] ?? null,
      maxGrowth: list?.['max-growth'] ?? null,
    },
    contradictions: text.contradictions ?? false,
    grades: Object.entries(text.grades ?? {}).map(([code, severity]) => ({ code, severity })),
  };
}

/** What was not taken back. */
function given<T>(table: Readonly<Record<string, T | null>> | null | undefined): [string, T][] {
  return Object.entries(table ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]]));
}

type LimitText = NonNullable<PolicyText['verification']>;

function limitOf({ 'max-age': maxAge, since }: LimitText): Limit {
  return { maxAge: maxAge ?? null, since: since ?? null };
}

/** What `own` says, and where it says nothing what `base` says. A section is laid over key by key. */
function laidOver(base: PolicyText, own: PolicyText): PolicyText {
  const joined: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const below = joined[key];
    joined[key] = isSection(below) && isSection(value) ? { ...below, ...value } : value;
  }
  // What a text calls itself is its own.
  return { ...(joined as PolicyText), id: own.id, title: own.title }; // the keys of both are those of the schema
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
