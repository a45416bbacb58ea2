// Loss: what a target cannot hold of what is there. Planned from what two formats may carry, settled from what a run saw.
import type { Carries } from './carries.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import { type FieldId, type ListFieldId, listFieldIds } from './fields.ts';
import { type KindId, kinds, scopesOfKind } from './kinds.ts';
import { lossesOnTheWay, type RekeyClass } from './rekey.ts';
import type { Scope } from './scope.ts';
import type { UrlPart } from './url-parts.ts';

export const lossClasses = [
  'kind-dropped',
  'url-widened',
  'scope-widened',
  'scope-narrowed',
  'withdrawal-dropped',
  'exception-dropped',
  'entry-unfit',
  'url-coarsened',
  'key-hashed',
  'hash-cut',
  'grouping-split',
  'opinions-dropped',
  'opinions-merged',
  'field-dropped',
  'field-coarsened',
  'order-lost',
  'duplicates-merged',
  'list-fact-dropped',
  'marking-dropped',
  'fact-omitted',
] as const;
export type LossClass = (typeof lossClasses)[number];

export interface Loss {
  readonly class: LossClass;
  /** The kind, scope, field or list fact it is about. */
  readonly what: string;
  /** Rows concerned; null in a plan, where nothing was read yet. */
  readonly count: number | null;
  /** Losses by which these rows would get into the target in another form. */
  readonly instead?: readonly RekeyClass[];
  /** The option with which the same format would hold these rows as they are, such as `--to-option match=url`. */
  readonly option?: string;
  /** How each of the kinds that are there would be carried, where no one list of the format holds all of them. */
  readonly apart?: readonly string[];
}

/** What a format carries with one option other than those given. */
export interface Otherwise {
  readonly option: string;
  readonly carries: Carries;
}

/**
 * What it is called when a target ignores a part of URLs. Another port or another query is another page, so that much
 * more is blocked than listed; the rest are spellings by which hardly any site tells pages apart.
 */
export const ignoredParts: Readonly<Record<UrlPart, { readonly class: LossClass; readonly what: string }>> = {
  scheme: { class: 'url-coarsened', what: 'http and https' },
  port: { class: 'scope-widened', what: 'one port to all ports' },
  query: { class: 'scope-widened', what: 'one query to all queries' },
  escapes: { class: 'url-coarsened', what: 'escaped and plain characters of paths' },
  'query-escapes': { class: 'url-coarsened', what: 'escaped and plain characters of queries' },
  slashes: { class: 'url-coarsened', what: 'one slash and several' },
  case: { class: 'url-coarsened', what: 'capital and small letters' },
  www: { class: 'url-coarsened', what: 'hosts with www and without' },
};

/** What URLs may lose that come from a source which tells apart what the target does not. */
export function lossesInUrls(source: Pick<Carries, 'kinds' | 'ignoresInUrls'>, target: Carries): Loss[] {
  if (!source.kinds.includes('url') || !target.kinds.includes('url')) return [];
  const lost = (target.ignoresInUrls ?? []).filter((part) => source.ignoresInUrls?.includes(part) !== true);
  return lost.map((part) => ({ ...ignoredParts[part], count: null }));
}

export function lossCode(lossClass: LossClass): DiagnosticCode {
  return `loss/${lossClass}`;
}

export function isLossClass(text: string): text is LossClass {
  return (lossClasses as readonly string[]).includes(text);
}

/** What is, or may be, in the rows on their way to a writer, with counts where they were seen. */
export interface Presence {
  readonly kinds: ReadonlyMap<KindId, number | null>;
  readonly scopes: readonly { readonly kind: KindId; readonly scope: Scope; readonly count: number | null }[];
  readonly withdrawals: number | null;
  readonly exceptions: number | null;
  /** Records with more than one key. */
  readonly groups: number | null;
  /** Rows with any opinion; rows with more than one. */
  readonly opinions: number | null;
  readonly manyOpinions: number | null;
  readonly fields: ReadonlyMap<FieldId, number | null>;
  readonly repeats: number | null;
  readonly list: readonly ListFieldId[];
  /** Whether what a list leaves out stays listed: a withdrawal then cannot be said by absence. Null: perhaps. */
  readonly isDelta: boolean | null;
}

/** What a source with these abilities may hold: a null count means "perhaps". */
export function presenceOf(source: Carries): Presence {
  const perhaps = (is: boolean): number | null => (is ? null : 0);
  return {
    kinds: new Map(source.kinds.map((kind) => [kind, null])),
    scopes: source.kinds.flatMap((kind) =>
      scopesOfKind(kind)
        .filter((scope) => canScope(kind, scope, source))
        .map((scope) => ({ kind, scope, count: null })),
    ),
    withdrawals: perhaps(source.withdrawals === 'rows'),
    exceptions: perhaps(source.exceptions),
    groups: perhaps(source.perItem === 'many'),
    opinions: perhaps(source.opinions !== 'none'),
    manyOpinions: perhaps(source.opinions === 'many'),
    fields: new Map(fieldsOf(source).map((field) => [field, null])),
    repeats: perhaps(source.duplicates),
    list: source.list,
    isDelta: source.list.includes('edition') ? null : false,
  };
}

/** Names and addresses come in spellings of their own, whatever else the format can hold. */
function fieldsOf({ fields, kinds: ids }: Carries): FieldId[] {
  const declared = Object.keys(fields) as FieldId[]; // keys of `carries.fields`
  const hasPlaces = ids.some((id) => kinds[id].family === 'place');
  return hasPlaces && fields.spelling === undefined ? [...declared, 'spelling'] : declared;
}

/**
 * What a target loses of what is present, in the order of `lossClasses`. Scope loss is told by the scope the target
 * lacks: widened when it only knows a wider one, narrowed when it only knows a narrower one. `otherwise`: what the same
 * format carries with other options, lest a loss be accepted that an option avoids.
 */
export function lossOf(present: Presence, target: Carries, otherwise: readonly Otherwise[] = []): Loss[] {
  const losses: Loss[] = [];
  const add = (lossClass: LossClass, what: string, count: number | null, more: Pick<Loss, 'option'> = {}): void => {
    if (count !== 0) losses.push({ class: lossClass, what, count, ...more });
  };
  for (const [kind, count] of present.kinds) {
    if (target.kinds.includes(kind) || count === 0 || kind === 'record') continue;
    const instead = lossesOnTheWay(kind, target);
    const held = present.scopes.filter((each) => each.kind === kind && each.count !== 0).map(({ scope }) => scope);
    const all = otherwise.filter(({ carries }) => thereIn(present).every((each) => carries.kinds.includes(each)));
    const option = optionFor(kind, held, [...all, ...otherwise]);
    const apart = apartOf(present, target, option.option, otherwise);
    const ways = { ...(instead.length > 0 ? { instead } : {}), ...option, ...apart };
    losses.push({ class: 'kind-dropped', what: kind, count, ...ways });
  }
  for (const { kind, scope, count } of present.scopes) {
    if (!target.kinds.includes(kind) || canScope(kind, scope, target)) continue;
    const mended = mendedScope(kind, scope, target);
    const option = optionFor(kind, [scope], otherwise);
    if (mended === null) add('kind-dropped', `${scope} scope`, count, option);
    else add(mended === 'exact' ? 'scope-narrowed' : 'scope-widened', `${scope} to ${mended}`, count, option);
  }
  const isSaidByAbsence = target.withdrawals === 'by-absence' && present.isDelta === false;
  if (target.withdrawals !== 'rows' && !isSaidByAbsence) add('withdrawal-dropped', 'withdrawals', present.withdrawals);
  // A record taken back of which nothing is known but its name: it lists nothing that could be left in.
  const isRecordLost = target.withdrawals === 'rows' && !target.kinds.includes('record');
  if (isRecordLost) add('withdrawal-dropped', 'records', recordsIn(present));
  if (!target.exceptions) add('exception-dropped', 'exceptions', present.exceptions);
  if (target.perItem === 'one') add('grouping-split', 'records', present.groups);
  if (target.opinions === 'none') add('opinions-dropped', 'opinions', present.opinions);
  if (target.opinions === 'one') add('opinions-merged', 'opinions', present.manyOpinions);
  for (const [field, count] of present.fields) {
    if (target.fields[field] === undefined) add('field-dropped', field, count);
    if (target.fields[field] === 'coarse') add('field-coarsened', field, count);
  }
  if (!target.order) add('order-lost', 'order', null);
  if (!target.duplicates) add('duplicates-merged', 'repeats', present.repeats);
  for (const fact of listFieldIds) {
    if (!present.list.includes(fact) || target.list.includes(fact)) continue;
    add(fact === 'marking' ? 'marking-dropped' : 'list-fact-dropped', fact, null);
  }
  return inOrder(losses);
}

/** Null: perhaps. */
function recordsIn({ kinds: found }: Presence): number | null {
  const count = found.get('record');
  return count === undefined ? 0 : count;
}

/** The option with which keys of a kind would be carried with each of these scopes, where there is one. */
export function optionFor(
  kind: KindId,
  held: readonly Scope[],
  otherwise: readonly Otherwise[],
): { readonly option?: string } {
  const found = otherwise.find(
    ({ carries }) => carries.kinds.includes(kind) && held.every((scope) => canScope(kind, scope, carries)),
  );
  return found === undefined ? {} : { option: found.option };
}

function thereIn({ kinds: counts }: Presence): KindId[] {
  return [...counts].flatMap(([kind, count]) => (count === 0 || kind === 'record' ? [] : kind));
}

/** The option that holds one kind may lack another that is there, and the other way round: then none saves the list. */
function apartOf(
  present: Presence,
  target: Carries,
  option: string | undefined,
  otherwise: readonly Otherwise[],
): { readonly apart?: readonly string[] } {
  const chosen = otherwise.find((each) => each.option === option);
  const there = thereIn(present);
  if (chosen === undefined || there.some((kind) => present.kinds.get(kind) === null)) return {};
  if (there.every((kind) => chosen.carries.kinds.includes(kind))) return {};
  const ways = there.flatMap((kind) => {
    const held = present.scopes.filter((each) => each.kind === kind && each.count !== 0).map(({ scope }) => scope);
    const asIs = target.kinds.includes(kind) ? 'as it is' : [];
    const isChosen = asIs === 'as it is' && target.kinds.length === 1;
    return isChosen ? asIs : (optionFor(kind, held, otherwise).option ?? asIs);
  });
  return { apart: [...new Set(ways)] };
}

function inOrder(losses: Loss[]): Loss[] {
  return losses.sort((a, b) => lossClasses.indexOf(a.class) - lossClasses.indexOf(b.class));
}

/** What a target may lose of a source, with what becomes of keys that the user lets become others. */
export function planLoss(
  source: Carries,
  target: Carries,
  allowed: ReadonlySet<LossClass>,
  otherwise: readonly Otherwise[] = [],
): Loss[] {
  const losses = [...lossOf(presenceOf(source), target, otherwise), ...lossesInUrls(source, target)];
  const add = (lossClass: LossClass, what: string): void => void losses.push({ class: lossClass, what, count: null });
  for (const kind of source.kinds) {
    const ways = lossesOnTheWay(kind, target);
    if (ways.length === 0 || !ways.every((loss) => allowed.has(loss))) continue;
    for (const loss of ways) add(loss, loss === 'hash-cut' ? 'sb-sha256' : kind);
    if (!ways.includes('key-hashed')) continue;
    // What hashes mean to their consumers: model/safe-browsing.ts.
    if (kind === 'domain' && source.scopes.includes('exact')) add('scope-widened', 'exact to subtree');
    if (kind === 'url' && source.scopes.includes('exact')) add('scope-widened', 'exact to prefix');
    if (kind === 'url' && source.scopes.includes('prefix')) add('scope-narrowed', 'prefix to exact');
  }
  const isCut = target.prefixBytes !== undefined && source.prefixBytes !== target.prefixBytes;
  if (isCut && source.kinds.includes('sb-prefix')) add('hash-cut', 'sb-sha256');
  return inOrder(losses);
}

/** Whether a format holds keys of this kind with this scope. Digests have no scope to speak of. */
function canScope(kind: KindId, scope: Scope, { scopes }: Carries): boolean {
  return scopesOfKind(kind).length === 1 || scopes.includes(scope);
}

/** The scope a key would get in a target that lacks its own, or null where it has no place there. */
export function mendedScope(kind: KindId, scope: Scope, target: Carries): Scope | null {
  if (canScope(kind, scope, target)) return scope;
  return scopesOfKind(kind).find((other) => target.scopes.includes(other)) ?? null;
}
