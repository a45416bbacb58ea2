// What is left of a list in a format that cannot hold all of it, worked out row by row from the two lines of a format
// that say what it carries. It knows nothing of the runner: the two are held against each other.
import type { Carries } from '../../src/model/carries.ts';
import { type FieldId, fieldIds, timeFields } from '../../src/model/fields.ts';
import { ignoredParts } from '../../src/model/loss.ts';
import type { Scope } from '../../src/model/scope.ts';
import { withoutUrlParts } from '../../src/model/url-parts.ts';
import { scopesOf } from './arbitraries.ts';
import type { PlainGroup, PlainRow } from './batches.ts';

const DAY = 86_400;

export function whatRemains(groups: readonly PlainGroup[], target: Carries): PlainGroup[] {
  const kept = groups
    .map((group) => group.flatMap((row) => remainsOf(row, target)))
    .flatMap((group) => (target.perItem === 'one' ? group.map((row) => [row]) : [group]));
  return (target.duplicates ? kept : withoutRepeats(kept)).filter((group) => group.length > 0);
}

/** What must be told of such a list: `class what`, or the class alone where it is about the list as a whole. */
export function lossesToTell(groups: readonly PlainGroup[], target: Carries): Set<string> {
  const told = new Set<string>();
  const tell = (isLost: boolean, loss: string): void => {
    if (isLost) told.add(loss);
  };
  for (const group of groups) {
    tell(group.length > 1 && target.perItem === 'one', 'grouping-split');
    for (const sent of group) {
      const row = cut(sent, target);
      tell(row !== sent, 'hash-cut sb-sha256');
      const isCarried = target.kinds.includes(row.kind);
      // A record taken back lists nothing: what is lost is the retraction, which a full list says by absence.
      const isRecord = row.kind === 'record';
      tell(!isCarried && !isRecord, `kind-dropped ${row.kind}`);
      tell(!isCarried && isRecord && target.withdrawals === 'rows', 'withdrawal-dropped');
      tell(row.operation === 'excepted' && !target.exceptions, 'exception-dropped');
      tell(row.operation === 'withdrawn' && target.withdrawals === 'none', 'withdrawal-dropped');
      tell(isCarried && !target.scopes.includes(row.scope), 'scope');
      for (const part of (isCarried && row.operation !== 'withdrawn' && target.ignoresInUrls) || []) {
        const { class: lossClass, what } = ignoredParts[part];
        const url = row.kind === 'url' ? textOf(row.key) : '';
        tell(row.kind === 'url' && withoutUrlParts(url, [part]) !== url, `${lossClass} ${what}`);
      }
      tell(row.opinions.length > 0 && target.opinions === 'none', 'opinions-dropped');
      tell(row.opinions.length > 1 && target.opinions === 'one', 'opinions-merged');
      for (const field of fieldIds)
        tell(has(row, field) && target.fields[field] === undefined, `field-dropped ${field}`);
    }
  }
  return told;
}

/** Whether a row has this fact. Where it comes from is one only once there are several places. */
function has(row: PlainRow, field: FieldId): boolean {
  if (field === 'origins') return row.origins.length > 1;
  if (field === 'reviews') return row.reviews.length > 0;
  if (field in row.times) return true;
  return field in row;
}

/** A hash, cut where the target lists prefixes of one width. */
function cut(row: PlainRow, { kinds, prefixBytes }: Carries): PlainRow {
  if (prefixBytes === undefined || !kinds.includes('sb-prefix')) return row;
  if ((row.kind !== 'sb-sha256' && row.kind !== 'sb-prefix') || row.key.length <= prefixBytes * 2) return row;
  return { ...row, kind: 'sb-prefix', key: row.key.slice(0, prefixBytes * 2) };
}

function remainsOf(sent: PlainRow, target: Carries): PlainRow[] {
  const row = cut(sent, target);
  if (!target.kinds.includes(row.kind)) return [];
  if (row.operation === 'excepted' && !target.exceptions) return [];
  if (row.operation === 'withdrawn' && target.withdrawals !== 'rows') return [];
  const scope = scopeIn(row, target);
  if (scope === null) return [];
  const { size, partnerKey, name, note, spelling, times, ...same } = row;
  const key = { ...same, key: keyIn(row, target) };
  const { fields } = target;
  const facts = { size, partnerKey, name, note, spelling };
  return [
    {
      ...key,
      scope,
      opinions: target.opinions === 'none' ? [] : row.opinions,
      reviews: fields.reviews === undefined ? [] : row.reviews,
      times: Object.fromEntries(
        timeFields.flatMap((field) => {
          const seconds = times[field];
          if (seconds === undefined || fields[field] === undefined) return [];
          return [[field, fields[field] === 'coarse' ? Math.floor(seconds / DAY) * DAY : seconds]];
        }),
      ),
      ...Object.fromEntries(
        Object.entries(facts).filter(([field, value]) => value !== undefined && fields[field as keyof typeof facts]),
      ),
      origins: fields.origins === undefined ? [] : row.origins,
    },
  ];
}

/** Its key, or what the target holds of a URL. */
function keyIn({ kind, key }: PlainRow, { ignoresInUrls = [] }: Carries): string {
  return kind === 'url' ? Buffer.from(withoutUrlParts(textOf(key), ignoresInUrls)).toString('hex') : key;
}

/** Rows spell their keys in hexadecimal. */
function textOf(key: string): string {
  return Buffer.from(key, 'hex').toString('latin1');
}

/** The row's own scope, or the next one its kind can have there: wider before narrower. */
function scopeIn({ kind, scope }: PlainRow, { scopes }: Carries): Scope | null {
  if (scopes.includes(scope)) return scope;
  return scopesOf(kind).filter((other) => other !== scope && scopes.includes(other))[0] ?? null;
}

function withoutRepeats(groups: readonly PlainGroup[]): PlainGroup[] {
  const met = new Set<string>();
  return groups.map((group) =>
    group.filter(({ kind, scope, operation, key }) => {
      const identity = `${kind} ${scope} ${operation === 'excepted'} ${key}`;
      const isNew = !met.has(identity);
      met.add(identity);
      return isNew;
    }),
  );
}
